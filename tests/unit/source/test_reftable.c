/* test_reftable.c -- stacks of reftables that are made here byte by byte, good ones and hostile ones. */
#include "unit.h"

#include <dirent.h>
#include <unistd.h>
#include <zlib.h>

#include "base/file.h"
#include "source/reftable.h"
#include "source/reftable_table.h"

enum { HEAD = 4 }; /* bytes of a block before its records */

/* ---- making tables ---- */

/* A table as it grows. Block starts are as the format counts them: 0 for the first. */
struct made {
  struct buf bytes;
  size_t oid_size;
  size_t header;
  size_t block;    /* where the block at hand begins */
  size_t log_position;
  struct buf content; /* of a log block, not yet deflated */
  unsigned restarts;
  uint32_t restart;
};

static void add_number(struct buf *out, uint64_t value, int size) {
  for (int i = size - 1; i >= 0; i--)
    buf_add_byte(out, (char)(value >> 8 * i));
}

static void add_varint(struct buf *out, uint64_t value) {
  char bytes[10];
  int at = 9;
  bytes[at] = (char)(value & 0x7f);
  while (value >>= 7)
    bytes[--at] = (char)(0x80 | (--value & 0x7f));
  buf_add(out, (str){bytes + at, (size_t)(10 - at)});
}

static void add_counted(struct buf *out, const char *text) {
  add_varint(out, strlen(text));
  buf_add(out, str_from(text));
}

static void add_oid(struct buf *out, size_t size, char fill) {
  for (size_t i = 0; i < size; i++)
    buf_add_byte(out, fill);
}

static struct made begin(int version, size_t block_size) {
  struct made m = {.oid_size = version == 1 ? OID_SHA1 : OID_SHA256, .header = version == 1 ? 24 : 28};
  buf_add(&m.bytes, STR("REFT"));
  add_number(&m.bytes, (unsigned)version, 1);
  add_number(&m.bytes, block_size, 3);
  add_number(&m.bytes, 1, 8);
  add_number(&m.bytes, 9, 8);
  if (version == 2)
    buf_add(&m.bytes, STR("s256"));
  return m;
}

static void begin_block(struct made *m, char type) {
  m->block = m->bytes.len == m->header ? 0 : m->bytes.len;
  buf_add_byte(&m->bytes, type);
  add_number(&m->bytes, 0, 3);
  m->restarts = 1;
  m->restart = (uint32_t)(m->bytes.len - m->block);
}

static void set_length(struct made *m, size_t len) {
  size_t at = m->block ? m->block : m->header;
  for (int i = 0; i < 3; i++)
    m->bytes.data[at + 1 + (size_t)i] = (char)(len >> 8 * (2 - i));
}

static void end_block(struct made *m) {
  add_number(&m->bytes, m->restart, 3);
  add_number(&m->bytes, m->restarts, 2);
  set_length(m, m->bytes.len - m->block);
}

/* Key and kind of a record: `shared` bytes are those of the one before. */
static void add_key(struct buf *out, size_t shared, str suffix, unsigned kind) {
  add_varint(out, shared);
  add_varint(out, suffix.len << 3 | kind);
  buf_add(out, suffix);
}

static void add_ref(struct made *m, size_t shared, const char *suffix, char fill) {
  add_key(&m->bytes, shared, str_from(suffix), 1);
  add_varint(&m->bytes, 300);
  add_oid(&m->bytes, m->oid_size, fill);
}

static void add_deletion(struct made *m, const char *name) {
  add_key(&m->bytes, 0, str_from(name), 0);
  add_varint(&m->bytes, 0);
}

static void add_symbolic(struct made *m, const char *name, const char *target) {
  add_key(&m->bytes, 0, str_from(name), 3);
  add_varint(&m->bytes, 0);
  add_counted(&m->bytes, target);
}

static void add_log_key(struct made *m, const char *name, uint64_t update, unsigned kind) {
  struct buf key = {0};
  buf_add(&key, str_from(name));
  add_number(&key, 0, 1);
  add_number(&key, ~update, 8);
  add_key(&m->content, 0, buf_str(&key), kind);
  buf_free(&key);
}

static void add_log(struct made *m, const char *name, uint64_t update, const char *message) {
  add_log_key(m, name, update, 1);
  add_oid(&m->content, m->oid_size, 'b');
  add_oid(&m->content, m->oid_size, 'a');
  add_counted(&m->content, "Ada");
  add_counted(&m->content, "ada@example.com");
  add_varint(&m->content, 1700000000);
  add_number(&m->content, (uint16_t)-480, 2);
  add_counted(&m->content, message);
}

/* `more`: bytes that the block's length claims too many. `counts_header`: whether a first block's length does. */
static void end_log_block(struct made *m, size_t more, bool counts_header) {
  uLongf room = compressBound(m->content.len + 8);
  char *packed = malloc(room);
  add_number(&m->content, HEAD, 3);
  add_number(&m->content, 1, 2);
  assert_int_equal(compress((Bytef *)packed, &room, (const Bytef *)m->content.data, m->content.len), Z_OK);
  bool is_first = m->bytes.len == m->header;
  m->block = m->bytes.len;
  if (!m->log_position)
    m->log_position = m->block;
  buf_add_byte(&m->bytes, 'g');
  add_number(&m->bytes, HEAD + m->content.len + more + (is_first && counts_header ? m->header : 0), 3);
  buf_add(&m->bytes, (str){packed, room});
  free(packed);
  buf_clear(&m->content);
}

static str end(struct made *m) {
  size_t at = m->bytes.len;
  for (size_t i = 0; i < m->header; i++)
    buf_add_byte(&m->bytes, m->bytes.data[i]);
  for (int i = 0; i < 3; i++)
    add_number(&m->bytes, 0, 8);
  add_number(&m->bytes, m->log_position, 8);
  add_number(&m->bytes, 0, 8);
  add_number(&m->bytes, crc32(0, (const Bytef *)m->bytes.data + at, (uInt)(m->bytes.len - at)), 4);
  return buf_str(&m->bytes);
}

static void free_made(struct made *m) {
  buf_free(&m->bytes);
  buf_free(&m->content);
}

/* ---- folders ---- */

struct folder {
  char path[32];
  struct reftable table;
};

static int make_folder(void **state) {
  struct folder *f = calloc(1, sizeof *f);
  strcpy(f->path, "/tmp/apso-reftable-XXXXXX");
  *state = f;
  return mkdtemp(f->path) ? 0 : -1;
}

static int remove_folder(void **state) {
  struct folder *f = *state;
  struct dirent **entries;
  struct buf path = {0};
  int count = scandir(f->path, &entries, NULL, NULL);
  for (int i = 0; i < count; i++) {
    buf_clear(&path);
    buf_printf(&path, "%s/%s", f->path, entries[i]->d_name);
    buf_add_byte(&path, '\0');
    unlink(path.data); /* not "." and ".." */
    free(entries[i]);
  }
  free(entries);
  rmdir(f->path);
  reftable_free(&f->table);
  buf_free(&path);
  free(f);
  return 0;
}

static void put(const struct folder *f, const char *name, str bytes) {
  struct buf path = {0};
  struct err err;
  buf_printf(&path, "%s/%s", f->path, name);
  buf_add_byte(&path, '\0');
  assert_int_equal(file_write(path.data, bytes, &err), 0);
  buf_free(&path);
}

/* Frees the table. */
static void put_table(const struct folder *f, const char *name, struct made *m) {
  put(f, name, end(m));
  free_made(m);
}

static int load(struct folder *f, const char *list, size_t oid_size) {
  struct err err;
  put(f, "tables.list", str_from(list));
  return reftable_load(str_from(f->path), oid_size, &f->table, &err);
}

/* As "name=fill name=>target", those of today. */
static void assert_refs(const struct reftable *table, const char *expected) {
  struct buf text = {0};
  for (size_t i = 0; i < table->refs.len; i++) {
    const struct reftable_ref *ref = &table->refs.data[i];
    buf_printf(&text, "%s%.*s=", i ? " " : "", STR_ARG(ref->name));
    if (ref->symbolic.ptr)
      buf_printf(&text, ">%.*s", STR_ARG(ref->symbolic));
    else
      buf_printf(&text, "%c", ref->id.bytes[0]);
  }
  assert_text(buf_str(&text), expected);
  buf_free(&text);
}

static void assert_problem(const struct reftable *table, const char *name, const char *problem) {
  for (size_t i = 0; i < table->files.len; i++) {
    const struct reftable_file *file = &table->files.data[i];
    if (!str_eq(file->name, str_from(name)))
      continue;
    if (!problem)
      assert_int_equal(file->state, REFTABLE_GOOD);
    else
      assert_true(file->state != REFTABLE_GOOD && str_find(file->problem, str_from(problem), 0) != SIZE_MAX);
    return;
  }
  fail_msg("%s is not told", name);
}

/* ---- what tables say ---- */

static void every_kind_of_ref(void **state) {
  struct folder *f = *state;
  struct made m = begin(1, 0);
  begin_block(&m, 'r');
  add_symbolic(&m, "HEAD", "refs/heads/main");
  add_ref(&m, 0, "refs/heads/a", 'a');
  add_ref(&m, 11, "main", 'm');
  add_key(&m.bytes, 5, STR("tags/v1"), 2);
  add_varint(&m.bytes, 0);
  add_oid(&m.bytes, OID_SHA1, 't');
  add_oid(&m.bytes, OID_SHA1, 'p');
  end_block(&m);
  put_table(f, "1.ref", &m);
  assert_int_equal(load(f, "1.ref\n", OID_SHA1), 0);
  assert_refs(&f->table, "HEAD=>refs/heads/main refs/heads/a=a refs/heads/main=m refs/tags/v1=t");
  const struct reftable_ref *tag = reftable_find(&f->table, STR("refs/tags/v1"));
  assert_true(tag && tag->has_peeled && tag->peeled.bytes[19] == 'p' && tag->peeled.bytes[20] == 0);
  assert_null(reftable_find(&f->table, STR("refs/tags/v")));
  assert_int_equal(f->table.old_refs.len, 0);
  assert_problem(&f->table, "1.ref", NULL);
}

static void sha256(void **state) {
  struct folder *f = *state;
  struct made m = begin(2, 0);
  begin_block(&m, 'r');
  add_ref(&m, 0, "refs/heads/a", 'a');
  end_block(&m);
  add_log(&m, "refs/heads/a", 7, "longer ids");
  end_log_block(&m, 0, false);
  put_table(f, "1.ref", &m);
  assert_int_equal(load(f, "1.ref\n", OID_SHA256), 0);
  assert_problem(&f->table, "1.ref", NULL);
  assert_int_equal(f->table.refs.data[0].id.bytes[OID_SHA256 - 1], 'a');
  assert_text(f->table.logs.data[0].message, "longer ids");
}

static void ids_of_another_hash(void **state) {
  struct folder *f = *state;
  struct made m = begin(2, 0);
  begin_block(&m, 'r');
  add_ref(&m, 0, "refs/heads/a", 'a');
  end_block(&m);
  put_table(f, "1.ref", &m);
  assert_int_equal(load(f, "1.ref\n", OID_SHA1), 0);
  assert_problem(&f->table, "1.ref", "another hash");
  assert_refs(&f->table, "refs/heads/a=a");
}

/* Padding, an index, blocks of objects: what is no record is passed over. */
static void aligned_blocks(void **state) {
  enum { BLOCK = 128 };
  struct folder *f = *state;
  struct made m = begin(1, BLOCK);
  for (int i = 0; i < 3; i++) {
    char name[] = "refs/heads/0";
    name[11] = (char)('0' + i);
    begin_block(&m, 'r');
    add_ref(&m, 0, name, (char)('a' + i));
    end_block(&m);
    while (m.bytes.len % BLOCK)
      buf_add_byte(&m.bytes, '\0');
  }
  begin_block(&m, 'i');
  add_key(&m.bytes, 0, STR("refs/heads/x"), 0);
  add_varint(&m.bytes, 0);
  end_block(&m);
  begin_block(&m, 'o');
  add_key(&m.bytes, 0, STR("oo"), 1);
  add_varint(&m.bytes, 0);
  end_block(&m);
  add_log(&m, "refs/heads/0", 1, "first");
  end_log_block(&m, 0, false);
  add_log(&m, "refs/heads/1", 1, "second");
  end_log_block(&m, 0, false);
  put_table(f, "1.ref", &m);
  assert_int_equal(load(f, "1.ref\n", OID_SHA1), 0);
  assert_problem(&f->table, "1.ref", NULL);
  assert_refs(&f->table, "refs/heads/0=a refs/heads/1=b refs/heads/2=c");
  assert_int_equal(f->table.logs.len, 2);
}

static void empty_table(void **state) {
  struct folder *f = *state;
  struct made m = begin(1, 4096);
  put_table(f, "1.ref", &m);
  assert_int_equal(load(f, "1.ref\n", OID_SHA1), 0);
  assert_problem(&f->table, "1.ref", NULL);
  assert_refs(&f->table, "");
}

/* A first block that is a log's: writers differ in what its length counts. */
static void table_of_logs_only(void **state) {
  struct folder *f = *state;
  for (int counts_header = 0; counts_header < 2; counts_header++) {
    struct made m = begin(1, 0);
    add_log(&m, "refs/heads/a", 3, "only");
    end_log_block(&m, 0, counts_header);
    put_table(f, "1.log", &m);
    assert_int_equal(load(f, "1.log\n", OID_SHA1), 0);
    assert_problem(&f->table, "1.log", NULL);
    assert_int_equal(f->table.logs.len, 1);
    reftable_free(&f->table);
  }
}

static void logs_newest_first(void **state) {
  struct folder *f = *state;
  struct made m = begin(1, 0);
  add_log(&m, "refs/heads/a", 1, "one");
  add_log(&m, "refs/heads/b", 5, "other");
  end_log_block(&m, 0, true);
  put_table(f, "1.ref", &m);
  m = begin(1, 0);
  add_log(&m, "refs/heads/a", 2, "two");
  end_log_block(&m, 0, true);
  put_table(f, "2.ref", &m);
  assert_int_equal(load(f, "1.ref\n2.ref\n", OID_SHA1), 0);
  assert_int_equal(f->table.logs.len, 3);
  const struct reftable_log *log = f->table.logs.data;
  assert_text(log[0].message, "two");
  assert_text(log[1].message, "one");
  assert_text(log[2].name, "refs/heads/b");
  assert_text(log[0].who, "Ada");
  assert_text(log[0].mail, "ada@example.com");
  assert_true(log[0].time == 1700000000 && log[0].zone == -480 && log[0].update == 2);
  assert_true(log[0].before.bytes[19] == 'b' && log[0].after.bytes[0] == 'a');
}

static void later_tables_win(void **state) {
  struct folder *f = *state;
  struct made m = begin(1, 0);
  begin_block(&m, 'r');
  add_ref(&m, 0, "refs/heads/gone", 'g');
  add_ref(&m, 0, "refs/heads/moved", '1');
  add_symbolic(&m, "refs/heads/sym", "refs/heads/secret");
  end_block(&m);
  add_log(&m, "refs/stash", 1, "dropped");
  add_log(&m, "refs/heads/moved", 1, "as it was");
  end_log_block(&m, 0, false);
  put_table(f, "1.ref", &m);
  m = begin(1, 0);
  begin_block(&m, 'r');
  add_deletion(&m, "refs/heads/gone");
  add_ref(&m, 0, "refs/heads/moved", '2');
  add_ref(&m, 0, "refs/heads/sym", 's');
  end_block(&m);
  add_log_key(&m, "refs/stash", 1, 0);
  add_log(&m, "refs/heads/moved", 1, "as it is");
  end_log_block(&m, 0, false);
  put_table(f, "2.ref", &m);
  assert_int_equal(load(f, "1.ref\n2.ref\n", OID_SHA1), 0);
  assert_refs(&f->table, "refs/heads/moved=2 refs/heads/sym=s");
  assert_int_equal(f->table.logs.len, 1);
  assert_text(f->table.logs.data[0].message, "as it is");
  assert_int_equal(f->table.old_refs.len, 4); /* the deletion too */
  assert_text(f->table.old_refs.data[3].symbolic, "refs/heads/secret");
  assert_int_equal(f->table.old_logs.len, 3);
}

/* A table that the list does not name, or no longer, says nothing of today. */
static void left_behind(void **state) {
  struct folder *f = *state;
  struct made m = begin(1, 0);
  begin_block(&m, 'r');
  add_ref(&m, 0, "refs/heads/a", 'a');
  end_block(&m);
  put_table(f, "1.ref", &m);
  m = begin(1, 0);
  begin_block(&m, 'r');
  add_ref(&m, 0, "refs/heads/a", 'z');
  add_ref(&m, 0, "refs/heads/b", 'z');
  end_block(&m);
  put_table(f, "9.ref", &m);
  put(f, "note.txt", STR("no table"));
  assert_int_equal(load(f, "1.ref\n", OID_SHA1), 0);
  assert_refs(&f->table, "refs/heads/a=a");
  assert_int_equal(f->table.old_refs.len, 2);
  assert_int_equal(f->table.files.len, 2);
}

/* ---- what is wrong ---- */

static void names_that_lead_out(void **state) {
  struct folder *f = *state;
  struct made m = begin(1, 0);
  begin_block(&m, 'r');
  add_ref(&m, 0, "refs/heads/a", 'a');
  end_block(&m);
  put_table(f, "1.ref", &m);
  assert_int_equal(load(f, "../1.ref\n..\n/etc/passwd\n1.ref\n1.ref\nnot-there.ref\n", OID_SHA1), 0);
  assert_refs(&f->table, "refs/heads/a=a");
  assert_problem(&f->table, "../1.ref", "no name");
  assert_problem(&f->table, "..", "no name");
  assert_problem(&f->table, "/etc/passwd", "no name");
  assert_problem(&f->table, "not-there.ref", "No such file");
}

static void no_list(void **state) {
  struct folder *f = *state;
  struct err err;
  assert_int_equal(reftable_load(str_from(f->path), OID_SHA1, &f->table, &err), -1);
  assert_int_equal(f->table.files.len, 0);
  struct made m = begin(1, 0);
  begin_block(&m, 'r');
  add_ref(&m, 0, "refs/heads/a", 'a');
  end_block(&m);
  put_table(f, "1.ref", &m);
  assert_int_equal(reftable_load(str_from(f->path), OID_SHA1, &f->table, &err), -1);
  assert_problem(&f->table, "tables.list", "cannot be read");
  assert_int_equal(f->table.old_refs.len, 1);
}

/* What stands before the damage, and in the blocks behind it, is read. */
static void damage_in_the_middle(void **state) {
  struct folder *f = *state;
  struct made m = begin(1, 0);
  begin_block(&m, 'r');
  add_ref(&m, 0, "refs/heads/a", 'a');
  add_ref(&m, 99, "b", 'b'); /* shares more than there is */
  end_block(&m);
  begin_block(&m, 'r');
  add_ref(&m, 0, "refs/heads/c", 'c');
  end_block(&m);
  add_log(&m, "refs/heads/a", 1, "log");
  end_log_block(&m, 0, false);
  put_table(f, "1.ref", &m);
  assert_int_equal(load(f, "1.ref\n", OID_SHA1), 0);
  assert_problem(&f->table, "1.ref", "a record without a name");
  assert_refs(&f->table, "refs/heads/a=a refs/heads/c=c");
  assert_int_equal(f->table.logs.len, 1);
}

/* Where a block ends is not known, but where logs begin. */
static void length_that_lies(void **state) {
  struct folder *f = *state;
  struct made m = begin(1, 0);
  begin_block(&m, 'r');
  add_ref(&m, 0, "refs/heads/a", 'a');
  end_block(&m);
  set_length(&m, 0xffffff);
  add_log(&m, "refs/heads/a", 1, "log");
  end_log_block(&m, 0, false);
  put_table(f, "1.ref", &m);
  assert_int_equal(load(f, "1.ref\n", OID_SHA1), 0);
  assert_problem(&f->table, "1.ref", "impossible length");
  assert_int_equal(f->table.logs.len, 1);
}

static void log_of_another_size(void **state) {
  struct folder *f = *state;
  struct made m = begin(1, 0);
  begin_block(&m, 'r');
  add_ref(&m, 0, "refs/heads/a", 'a');
  end_block(&m);
  add_log(&m, "refs/heads/a", 1, "log");
  end_log_block(&m, 0xff0000, false); /* more than deflate could have made */
  put_table(f, "1.ref", &m);
  assert_int_equal(load(f, "1.ref\n", OID_SHA1), 0);
  assert_problem(&f->table, "1.ref", "cannot be inflated");
  assert_refs(&f->table, "refs/heads/a=a");
}

static void footer_that_lies(void **state) {
  struct folder *f = *state;
  struct made m = begin(1, 0);
  begin_block(&m, 'r');
  add_ref(&m, 0, "refs/heads/a", 'a');
  end_block(&m);
  end(&m);
  m.bytes.data[m.bytes.len - 1] ^= 1;
  put(f, "1.ref", buf_str(&m.bytes));
  free_made(&m);
  assert_int_equal(load(f, "1.ref\n", OID_SHA1), 0);
  assert_problem(&f->table, "1.ref", "a damaged footer");
  assert_refs(&f->table, "refs/heads/a=a");
}

/* Cut at any byte: told, and never more than was there. */
static void cut_anywhere(void **state) {
  struct folder *f = *state;
  struct made m = begin(1, 0);
  begin_block(&m, 'r');
  add_ref(&m, 0, "refs/heads/a", 'a');
  end_block(&m);
  add_log(&m, "refs/heads/a", 1, "log");
  end_log_block(&m, 0, false);
  str whole = end(&m);
  for (size_t len = 0; len < whole.len; len++) {
    put(f, "1.ref", str_head(whole, len));
    assert_int_equal(load(f, "1.ref\n", OID_SHA1), 0);
    assert_true(f->table.files.len == 1 && f->table.files.data[0].state == REFTABLE_DAMAGED);
    assert_true(f->table.refs.len <= 1 && f->table.logs.len <= 1);
    reftable_free(&f->table);
  }
  free_made(&m);
}

/* ---- limits: read without a folder ---- */

static int read_with(struct made *m, size_t keep_limit, size_t inflate_limit, struct err *err, size_t *refs) {
  struct arena kept = {0};
  struct reftable_records records = {.keep_limit = keep_limit, .inflate_limit = inflate_limit, .kept = &kept, .inflater = inflater_new()};
  int failed = reftable_table_read(end(m), OID_SHA1, &records, err);
  *refs = records.refs.len;
  vec_free(&records.refs);
  vec_free(&records.logs);
  inflater_free(records.inflater);
  arena_free(&kept);
  free_made(m);
  return failed;
}

/* Each record has few bytes and a name of thousands. */
static void names_that_grow(void **state) {
  (void)state;
  struct err err;
  size_t refs;
  char part[4096];
  memset(part, 'x', sizeof part);
  for (int is_long = 0; is_long < 2; is_long++) {
    struct made m = begin(1, 0);
    size_t len = 0;
    begin_block(&m, 'r');
    for (int i = 0; i < 40; i++, len += is_long ? sizeof part : 1) {
      add_key(&m.bytes, len, (str){part, is_long ? sizeof part : 1}, 0);
      add_varint(&m.bytes, 0);
    }
    end_block(&m);
    assert_int_equal(read_with(&m, is_long ? SIZE_MAX : 4096, 0, &err, &refs), -1);
    assert_true(str_find(str_from(err.text), is_long ? STR("without a name") : STR("more refs than fit"), 0) != SIZE_MAX);
    assert_true(refs > 0 && refs < 40);
  }
}

static void too_much_to_inflate(void **state) {
  (void)state;
  struct err err;
  size_t refs;
  struct made m = begin(1, 0);
  add_log(&m, "refs/heads/a", 1, "log");
  end_log_block(&m, 0, true);
  assert_int_equal(read_with(&m, SIZE_MAX, 16, &err, &refs), -1);
}

/* A number of more bits than there are. */
static void varint_without_end(void **state) {
  (void)state;
  struct err err;
  size_t refs;
  struct made m = begin(1, 0);
  begin_block(&m, 'r');
  for (int i = 0; i < 64; i++)
    buf_add_byte(&m.bytes, '\xff');
  end_block(&m);
  assert_int_equal(read_with(&m, SIZE_MAX, 0, &err, &refs), -1);
}

static void kinds_that_are_not_known(void **state) {
  (void)state;
  struct err err;
  size_t refs;
  for (unsigned kind = 4; kind < 8; kind++) {
    struct made m = begin(1, 0);
    begin_block(&m, 'r');
    add_ref(&m, 0, "refs/heads/a", 'a');
    add_key(&m.bytes, 11, STR("b"), kind);
    add_varint(&m.bytes, 0);
    end_block(&m);
    assert_int_equal(read_with(&m, SIZE_MAX, 0, &err, &refs), -1);
    assert_int_equal(refs, 1);
  }
}

int main(void) {
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)
  const struct CMUnitTest tests[] = {
      IN_FOLDER(every_kind_of_ref),      IN_FOLDER(sha256),           IN_FOLDER(ids_of_another_hash),
      IN_FOLDER(aligned_blocks),         IN_FOLDER(empty_table),      IN_FOLDER(table_of_logs_only),
      IN_FOLDER(logs_newest_first),      IN_FOLDER(later_tables_win), IN_FOLDER(left_behind),
      IN_FOLDER(names_that_lead_out),    IN_FOLDER(no_list),          IN_FOLDER(damage_in_the_middle),
      IN_FOLDER(length_that_lies),       IN_FOLDER(log_of_another_size), IN_FOLDER(footer_that_lies),
      IN_FOLDER(cut_anywhere),           cmocka_unit_test(names_that_grow), cmocka_unit_test(too_much_to_inflate),
      cmocka_unit_test(varint_without_end), cmocka_unit_test(kinds_that_are_not_known),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
