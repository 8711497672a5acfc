/* reftable_table.c -- the records of one table. All blocks are read in the order in which they lie there, so that indexes,
   which only lead to them, are of no use. */
#include "source/reftable_table.h"

#include <stdlib.h>

#include "base/buf.h"

enum {
  HEADER_V1 = 24, /* "REFT", version, block size, first and last number of a change */
  HEADER_V2 = 28, /* and a name of the hash */
  FOOTER_REST = 44, /* footer: the header again, five positions, checksum */
  BLOCK_HEAD = 4,   /* type, length */
  RESTART_SIZE = 3,
  UPDATE_SIZE = 8,
  VARINT_LIMIT = 9, /* bytes: more would not fit 64 bits */
};

enum { REF_DELETION, REF_ID, REF_PEELED, REF_SYMBOLIC };
enum { LOG_DELETION, LOG_CHANGE };

struct reading {
  struct reftable_records *records;
  struct err *err;
  bool has_failed; /* and err says why */
  str bytes;
  size_t oid_size;
  size_t header;       /* bytes of it */
  size_t end;          /* of the blocks */
  size_t block_size;   /* to which ref blocks are aligned, or 0 */
  size_t log_position; /* of the first log block as the footer says, or 0 */
};

/* Only the first of many reasons is kept. Returns -1. */
static int fail(struct reading *r, size_t at, const char *why) {
  if (!r->has_failed)
    err_set(r->err, "%s at byte %zu", why, at);
  r->has_failed = true;
  return -1;
}

/* ---- numbers ---- */

static uint64_t big_endian(const char *bytes, size_t size) {
  uint64_t value = 0;
  for (size_t i = 0; i < size; i++)
    value = value << 8 | (uint8_t)bytes[i];
  return value;
}

/* CRC-32 of zlib and PNG (ITU-T V.42). */
static uint32_t checksum(str bytes) {
  uint32_t sum = UINT32_MAX;
  for (size_t i = 0; i < bytes.len; i++) {
    sum ^= (uint8_t)bytes.ptr[i];
    for (int bit = 0; bit < 8; bit++)
      sum = sum >> 1 ^ (sum & 1 ? 0xedb88320u : 0);
  }
  return ~sum;
}

/* ---- taking a record to pieces ---- */

struct cursor {
  str rest;
  bool is_short; /* more was wanted than there was, or what stood there is no number */
};

static str take(struct cursor *c, uint64_t len) {
  if (c->is_short || len > c->rest.len) {
    c->is_short = true;
    return STR_NONE;
  }
  str taken = str_head(c->rest, (size_t)len);
  c->rest = str_range(c->rest.ptr + len, c->rest.ptr + c->rest.len);
  return taken;
}

/* As offsets in packs: seven bits a byte, and one added for each byte that follows. */
static uint64_t take_varint(struct cursor *c) {
  uint64_t value = 0;
  for (int i = 0; i < VARINT_LIMIT; i++) {
    str byte = take(c, 1);
    if (c->is_short)
      return 0;
    value = (i ? value + 1 : 0) << 7 | (byte.ptr[0] & 0x7f);
    if (!(byte.ptr[0] & 0x80))
      return value;
  }
  c->is_short = true;
  return 0;
}

static str take_counted(struct cursor *c) {
  return take(c, take_varint(c));
}

static oid take_oid(struct cursor *c, size_t size) {
  str raw = take(c, size);
  return c->is_short ? (oid){{0}} : oid_from_raw(raw.ptr, size);
}

/* A key: so many bytes of the one before, and then its own. */
static int take_key(struct cursor *c, struct buf *key, unsigned *kind) {
  uint64_t shared = take_varint(c), own = take_varint(c);
  str suffix = take(c, own >> 3);
  *kind = own & 7;
  if (c->is_short || shared > key->len || shared + suffix.len > REFTABLE_NAME_LIMIT)
    return -1;
  key->len = (size_t)shared;
  buf_add(key, suffix);
  return 0;
}

/* ---- records ---- */

static bool may_keep(struct reading *r, size_t bytes) {
  if (bytes > r->records->keep_limit)
    return false;
  r->records->keep_limit -= bytes;
  return true;
}

static str keep(struct reading *r, str s) {
  return arena_copy(r->records->kept, s);
}

static const char *take_ref(struct reading *r, struct cursor *c, str name, unsigned kind) {
  struct reftable_ref ref = {.table = r->records->table, .is_deletion = kind == REF_DELETION, .has_peeled = kind == REF_PEELED};
  take_varint(c); /* the number of the change */
  if (kind == REF_ID || kind == REF_PEELED)
    ref.id = take_oid(c, r->oid_size);
  if (kind == REF_PEELED)
    ref.peeled = take_oid(c, r->oid_size);
  str symbolic = kind == REF_SYMBOLIC ? take_counted(c) : STR_NONE;
  if (kind > REF_SYMBOLIC)
    return "a ref of a type that is not known";
  if (c->is_short)
    return "a ref that is cut off";
  if (!may_keep(r, sizeof ref + name.len + symbolic.len))
    return "more refs than fit the limit";
  ref.name = keep(r, name);
  if (kind == REF_SYMBOLIC)
    ref.symbolic = keep(r, symbolic);
  vec_push(&r->records->refs, ref);
  return NULL;
}

static void take_change(struct cursor *c, size_t oid_size, struct reftable_log *log) {
  log->before = take_oid(c, oid_size);
  log->after = take_oid(c, oid_size);
  log->who = take_counted(c);
  log->mail = take_counted(c);
  log->time = take_varint(c);
  str zone = take(c, 2);
  log->zone = c->is_short ? 0 : (int16_t)big_endian(zone.ptr, 2);
  log->message = take_counted(c);
}

/* The key: a name, NUL, and the number of the change with all bits turned, so that the newest comes first. */
static const char *take_log(struct reading *r, struct cursor *c, str key, unsigned kind) {
  struct reftable_log log = {.table = r->records->table, .is_deletion = kind == LOG_DELETION};
  if (key.len < 1 + UPDATE_SIZE || key.ptr[key.len - UPDATE_SIZE - 1] != '\0')
    return "a reflog's key without a number";
  str name = str_head(key, key.len - UPDATE_SIZE - 1);
  log.update = ~big_endian(key.ptr + key.len - UPDATE_SIZE, UPDATE_SIZE);
  if (kind == LOG_CHANGE)
    take_change(c, r->oid_size, &log);
  if (kind > LOG_CHANGE)
    return "a reflog record of a type that is not known";
  if (c->is_short)
    return "a reflog record that is cut off";
  if (!may_keep(r, sizeof log + name.len + log.who.len + log.mail.len + log.message.len))
    return "more reflogs than fit the limit";
  log.name = keep(r, name);
  log.who = keep(r, log.who);
  log.mail = keep(r, log.mail);
  log.message = keep(r, log.message);
  vec_push(&r->records->logs, log);
  return NULL;
}

/* ---- blocks ---- */

/* `block`: records, offsets at which a key stands whole, and the number of those. `at` is for the error. */
static int take_records(struct reading *r, char type, str block, size_t at) {
  size_t restarts = block.len < 2 ? 0 : (size_t)big_endian(block.ptr + block.len - 2, 2);
  if (restarts == 0 || restarts * RESTART_SIZE + 2 > block.len)
    return fail(r, at, "a block without its offsets");
  struct cursor c = {.rest = str_head(block, block.len - 2 - restarts * RESTART_SIZE)};
  struct buf key = {0};
  const char *why = NULL;
  while (c.rest.len && !why) {
    unsigned kind;
    if (take_key(&c, &key, &kind))
      why = "a record without a name";
    else
      why = type == 'r' ? take_ref(r, &c, buf_str(&key), kind) : take_log(r, &c, buf_str(&key), kind);
  }
  buf_free(&key);
  return why ? fail(r, at, why) : 0;
}

/* Inflates to `size` bytes and takes the records. -1: that is not its size. */
static int take_log_block(struct reading *r, str stream, size_t at, size_t size, size_t *used) {
  if (size / INFLATE_RATIO_LIMIT > stream.len || size > r->records->inflate_limit)
    return -1;
  uint8_t *block = memory_new(size + INFLATE_SLACK);
  int failed = inflate_exact(r->records->inflater, stream, block, size, used);
  if (!failed) {
    r->records->inflate_limit -= size;
    /* What is wrong inside is told there; the next block's place is known all the same. */
    int damaged = take_records(r, 'g', (str){(const char *)block, size}, at);
    (void)damaged;
  }
  free(block);
  return failed;
}

/* Lengths count from the block's start; the first block's from the start of the file. Writers do not agree whether
   that holds for a log block too, and inflating tells. */
static int take_deflated(struct reading *r, size_t at, size_t len, size_t *next) {
  str stream = str_range(r->bytes.ptr + at + BLOCK_HEAD, r->bytes.ptr + r->end);
  size_t before = at == r->header ? r->header : 0, used = 0;
  bool is_taken = len >= before + BLOCK_HEAD && take_log_block(r, stream, at, len - before - BLOCK_HEAD, &used) == 0;
  if (!is_taken && before && len >= BLOCK_HEAD)
    is_taken = take_log_block(r, stream, at, len - BLOCK_HEAD, &used) == 0;
  if (!is_taken)
    return fail(r, at, "a reflog block that cannot be inflated");
  *next = at + BLOCK_HEAD + used;
  return 0;
}

/* `next`: where the next block is to be looked for; left alone if that cannot be known. */
static int take_block(struct reading *r, size_t at, size_t *next) {
  if (r->end - at < BLOCK_HEAD)
    return fail(r, at, "a block that is cut off");
  char type = r->bytes.ptr[at];
  size_t len = (size_t)big_endian(r->bytes.ptr + at + 1, 3);
  if (type == 'g')
    return take_deflated(r, at, len, next);
  size_t end = (at == r->header ? 0 : at) + len;
  if (type != 'r' && type != 'i' && type != 'o')
    return fail(r, at, "a block of a type that is not known");
  if (end < at + BLOCK_HEAD || end > r->end)
    return fail(r, at, "a block of impossible length");
  *next = end;
  return type == 'r' ? take_records(r, type, str_range(r->bytes.ptr + at + BLOCK_HEAD, r->bytes.ptr + end), at) : 0;
}

/* Behind a block whose end is not known. */
static size_t next_chance(const struct reading *r, size_t at) {
  size_t limit = r->log_position > at && r->log_position < r->end ? r->log_position : r->end;
  size_t aligned = r->block_size ? (at / r->block_size + 1) * r->block_size : limit;
  bool in_logs = r->log_position && r->log_position <= at; /* those are not aligned */
  return in_logs || aligned > limit ? limit : aligned;
}

static void take_blocks(struct reading *r) {
  size_t at = r->header;
  while (at < r->end) {
    size_t next = 0;
    if (r->bytes.ptr[at] == '\0') { /* padding: no block begins so */
      at++;
      continue;
    }
    int damaged = take_block(r, at, &next);
    (void)damaged; /* `has_failed` */
    at = next ? next : next_chance(r, at);
  }
}

/* ---- the table ---- */

bool reftable_table_is(str bytes) {
  return str_starts(bytes, STR("REFT"));
}

static int read_header(struct reading *r) {
  if (!reftable_table_is(r->bytes) || r->bytes.len < HEADER_V1)
    return fail(r, 0, "no table");
  int version = r->bytes.ptr[4];
  r->block_size = (size_t)big_endian(r->bytes.ptr + 5, 3);
  r->header = version == 1 ? HEADER_V1 : HEADER_V2;
  if (version != 1 && version != 2)
    return fail(r, 4, "a version that is not known");
  if (r->bytes.len < r->header)
    return fail(r, 0, "a header that is cut off");
  str hash = version == 1 ? STR("sha1") : str_head(str_tail(r->bytes, HEADER_V1), HEADER_V2 - HEADER_V1);
  bool is_sha256 = str_eq(hash, STR("s256"));
  if (!is_sha256 && !str_eq(hash, STR("sha1")))
    return fail(r, HEADER_V1, "a hash that is not known");
  size_t own = is_sha256 ? OID_SHA256 : OID_SHA1;
  if (own != r->oid_size)
    fail(r, HEADER_V1, "ids of another hash than the repository's");
  r->oid_size = own;
  return 0;
}

/* Without a good one all is read as well, if perhaps not behind damage. */
static void read_footer(struct reading *r) {
  enum { LOG_POSITION = 24, CHECKSUM_SIZE = 4 };
  size_t size = r->header + FOOTER_REST;
  r->end = r->bytes.len;
  if (r->bytes.len < r->header + size) {
    fail(r, r->bytes.len, "no footer");
    return;
  }
  str footer = str_tail(r->bytes, r->bytes.len - size);
  str summed = str_head(footer, size - CHECKSUM_SIZE);
  bool is_good = str_eq(str_head(footer, r->header), str_head(r->bytes, r->header)) &&
                 checksum(summed) == big_endian(footer.ptr + summed.len, CHECKSUM_SIZE);
  if (!is_good) {
    fail(r, r->bytes.len - size, "a damaged footer");
    return;
  }
  r->end = r->bytes.len - size;
  r->log_position = (size_t)big_endian(footer.ptr + r->header + LOG_POSITION, 8);
}

int reftable_table_read(str bytes, size_t oid_size, struct reftable_records *records, struct err *err) {
  struct reading r = {.records = records, .err = err, .bytes = bytes, .oid_size = oid_size};
  if (read_header(&r) == 0) {
    read_footer(&r);
    take_blocks(&r);
  }
  return r.has_failed ? -1 : 0;
}
