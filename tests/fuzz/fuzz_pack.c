/* fuzz_pack.c -- a script that makes two packs and loose objects, then turns bytes of them: read by the pack pass and by
   id, with little memory; each object is shown or told once, and both ways give the same bytes.
   See README.md for the script. */
#include <stdio.h>
#include <stdlib.h>

#include "packwriter.h"
#include "source/pack/budget.h"
#include "source/pack/delta.h"
#include "source/pack/resolve.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
  OBJECTS = 512,
  LOOSE = 5, /* the type that packs do not have */
  CONTENT_LIMIT = 12 << 20, /* of an input with little memory: it must not fit */
  CONTENT_LIMIT_ELSE = 24 << 10, /* most are fast */
  MADE_LIMIT = 6 << 20,
  REPEAT_UNIT = 16 * 1024,
  REPEAT_LIMIT = 160,
  MEMORY = 12 << 20, /* a turn is 6 MiB, a share 1 MiB */
  PACKS = 2,
};

/* ---- the script ---- */

enum { IN_SECOND = 8, LIES = 16, IS_RAW = 32, IS_PADDED = 64, HAS_OTHERS_ID = 128 };

struct script {
  str rest;
  size_t oid_size;
  int version;
  bool flips_indexes;
  unsigned stop_after;
  struct packwriter packs[PACKS];
  oid loose[OBJECTS];
  size_t loose_len;
  struct {
    oid id;
    uint64_t size; /* of its content, if nothing lies */
    size_t pack;
    size_t number; /* in the pack */
  } objects[OBJECTS];
  size_t len;
  size_t content; /* bytes in all, also of what deltas make */
  size_t content_limit;
};

static char folder[64];

static uint8_t next_byte(struct script *s) {
  uint8_t byte = s->rest.len ? (uint8_t)s->rest.ptr[0] : 0;
  s->rest = str_tail(s->rest, 1);
  return byte;
}

static str next_bytes(struct script *s) {
  size_t len = next_byte(s);
  str bytes = str_head(s->rest, len);
  s->rest = str_tail(s->rest, len);
  return bytes;
}

/* What it would say, if it did not lie: of deltas sizes are counted, so that mutations of instructions stay whole. */
static uint64_t target_size(str code) {
  struct delta delta = {.code = code};
  struct delta_step step;
  uint64_t size = 0;
  while (delta_next(&delta, &step) > 0)
    size += step.len;
  return size;
}

struct lie {
  bool head, base, target;
  uint64_t size;
};

static struct lie next_lie(struct script *s, unsigned what) {
  if (!(what & LIES))
    return (struct lie){0};
  uint8_t kind = next_byte(s), low = next_byte(s);
  return (struct lie){kind >> 6 == 0, kind >> 6 == 1, kind >> 6 >= 2, (UINT64_C(1) << (kind & 63) % 61) - 1 + low};
}

static void add_content(struct script *s, struct buf *out) {
  size_t repeat = next_byte(s) % REPEAT_LIMIT * (size_t)REPEAT_UNIT;
  str bytes = next_bytes(s);
  buf_add(out, bytes);
  while (bytes.len && out->len < repeat && s->content + out->len < s->content_limit)
    buf_add(out, bytes);
}

static void add_loose(struct script *s, oid id) {
  struct buf content = {0};
  char head[32];
  add_content(s, &content);
  snprintf(head, sizeof head, "blob %zu", content.len);
  packwriter_put_loose(folder, id, s->oid_size, head, buf_str(&content), STR_NONE);
  s->loose[s->loose_len++] = id;
  s->objects[s->len].size = content.len;
  s->content += content.len;
  buf_free(&content);
}

/* What stands between the head and the stream. */
static void add_base(struct script *s, enum pack_type type, size_t pack, uint8_t base, struct buf *out) {
  struct packwriter *w = &s->packs[pack];
  if (type == PACK_REF_DELTA)
    buf_add(out, (str){(const char *)packwriter_id(base, s->oid_size).bytes, s->oid_size});
  else if (base < s->len && s->objects[base].pack == pack)
    packwriter_add_back(out, w->bytes.len - w->objects.data[s->objects[base].number].offset);
  else
    packwriter_add_back(out, base);
}

static void add_object(struct script *s, unsigned what, oid id) {
  enum pack_type type = (enum pack_type)(what & 7);
  size_t pack = what & IN_SECOND ? 1 : 0;
  struct buf content = {0}, between = {0}, stream = {0};
  struct lie lie = next_lie(s, what);
  uint64_t made;
  if (type < PACK_OFS_DELTA) {
    add_content(s, &content);
    made = content.len;
  } else {
    uint8_t base = next_byte(s);
    str code = next_bytes(s);
    made = target_size(code);
    add_base(s, type, pack, base, &between);
    packwriter_add_sizes(&content, lie.base ? lie.size : base < s->len ? s->objects[base].size : 0, lie.target ? lie.size : made);
    buf_add(&content, code);
  }
  if (what & IS_RAW)
    buf_add(&stream, buf_str(&content));
  else
    packwriter_add_deflated(&stream, buf_str(&content));
  s->objects[s->len].size = made;
  s->objects[s->len].pack = pack;
  s->objects[s->len].number =
      packwriter_raw(&s->packs[pack], type, id, lie.head ? lie.size : content.len, buf_str(&between), buf_str(&stream));
  for (unsigned more = what & IS_PADDED ? next_byte(s) : 0; more > 0; more--)
    buf_add_byte(&s->packs[pack].bytes, 'p');
  s->content += content.len + (made < MADE_LIMIT ? (size_t)made : 0);
  buf_free(&content);
  buf_free(&between);
  buf_free(&stream);
}

static void make_objects(struct script *s) {
  uint8_t what;
  while (s->len < OBJECTS && s->content < s->content_limit && ((what = next_byte(s)) & 7)) {
    oid id = packwriter_id((uint32_t)s->len, s->oid_size);
    uint8_t other = what & HAS_OTHERS_ID ? next_byte(s) : 0;
    if (what & HAS_OTHERS_ID && other < s->len)
      id = s->objects[other].id;
    s->objects[s->len].id = id;
    s->objects[s->len].pack = PACKS;
    if ((what & 7) == LOOSE)
      add_loose(s, id);
    else
      add_object(s, what, id);
    s->len++;
  }
}

/* Pack and index of each; then what is left of the script turns bytes of them. */
static void write_files(struct script *s) {
  static const char *const names[] = {"pack/x.pack", "pack/y.pack", "pack/x.idx", "pack/y.idx"};
  struct buf files[2 * PACKS] = {0};
  for (size_t i = 0; i < PACKS; i++) {
    buf_add(&files[i], packwriter_pack(&s->packs[i]));
    packwriter_add_index(&s->packs[i], s->version, UINT64_MAX, &files[PACKS + i]);
  }
  while (s->rest.len >= 4) {
    struct buf *file = &files[next_byte(s) % (s->flips_indexes ? 2 * PACKS : PACKS)];
    size_t at = next_byte(s);
    at = at << 8 | next_byte(s);
    file->data[at % file->len] ^= (char)next_byte(s);
  }
  for (size_t i = 0; i < 2 * PACKS; i++) {
    packwriter_put(folder, names[i], buf_str(&files[i]));
    buf_free(&files[i]);
  }
}

/* ---- both ways to read ---- */

struct seen {
  bool shown, damaged;
  enum gap gap;
};

struct run {
  struct script *script;
  struct store store;
  struct forest forests[PACKS];
  bool is_built[PACKS];
  struct reader *reader;
  struct buf bytes;
  struct seen *seen[PACKS];
  unsigned events;
};

static void must(bool holds) {
  if (!holds)
    abort();
}

/* An object whose chain does not leave its pack. */
static bool is_own(const struct run *r, size_t pack, uint32_t object) {
  const struct forest *f = &r->forests[pack];
  uint64_t offset = f->offset[object];
  for (uint32_t links = 0; links <= f->count; links++) {
    struct object_head head;
    uint32_t position;
    str bytes = packfile_bytes(f->pack, offset, OBJECT_HEAD_LIMIT);
    if (object_head_parse((const uint8_t *)bytes.ptr, bytes.len, r->store.oid_size, &head))
      return true;
    if (head.type < PACK_OFS_DELTA)
      return true;
    if (head.type == PACK_REF_DELTA && !packfile_find(f->pack, head.base, &position))
      return false;
    offset = head.type == PACK_REF_DELTA ? packfile_offset(f->pack, position) : offset - head.back;
  }
  return true;
}

static enum read_outcome read_at(struct run *r, size_t pack, uint32_t object, enum object_type *type) {
  *type = OBJECT_NONE;
  enum read_outcome outcome = reader_read_at(r->reader, pack, r->forests[pack].offset[object], type, &r->bytes);
  reader_rest(r->reader);
  return outcome;
}

static bool wants(void *data, enum object_type type) {
  (void)data;
  (void)type;
  return true;
}

static void show(void *data, struct resolver *resolver, struct resolved *object) {
  struct run *r = data;
  struct seen *seen = &r->seen[object->pack][object->object];
  enum object_type type;
  r->events++;
  must(!seen->shown && !seen->damaged);
  str bytes = resolved_bytes(resolver, object);
  if (!bytes.ptr) {
    must(seen->damaged);
    return;
  }
  seen->shown = true;
  enum read_outcome outcome = read_at(r, object->pack, object->object, &type);
  if (outcome == READ_DONE)
    must(str_eq(bytes, buf_str(&r->bytes)) && (type == object->type || !is_own(r, object->pack, object->object)));
  else
    must(outcome == READ_TOO_LARGE || !is_own(r, object->pack, object->object));
}

static void window(void *data, const struct resolved *object, str bytes, size_t *again) {
  (void)data;
  (void)object;
  (void)bytes;
  (void)again;
}

static void window_end(void *data, const struct resolved *object, uint64_t size) {
  struct run *r = data;
  (void)size;
  must(!r->seen[object->pack][object->object].shown);
  r->seen[object->pack][object->object].shown = true;
}

static void damaged(void *data, size_t pack, uint32_t object, enum gap gap) {
  struct run *r = data;
  struct seen *seen = &r->seen[pack][object];
  r->events++;
  must(!seen->shown && !seen->damaged);
  seen->damaged = true;
  seen->gap = gap;
}

static void padded(void *data, const struct resolved *object) {
  (void)data;
  (void)object;
}

static bool stopped(void *data) {
  const struct run *r = data;
  return r->script->stop_after && r->events >= r->script->stop_after;
}

/* Every object shown or told, but for those that no root leads to; what is told as damaged the reader cannot read either. */
static void check_seen(struct run *r, size_t pack) {
  const struct forest *f = &r->forests[pack];
  bool *is_lost = calloc(f->count + 1, sizeof *is_lost);
  for (size_t i = 0; i < f->lost.len; i++)
    is_lost[f->lost.data[i]] = true;
  for (uint32_t i = 0; i < f->count; i++) {
    const struct seen *seen = &r->seen[pack][i];
    enum object_type type;
    must(seen->shown + seen->damaged == !is_lost[i]);
    if (!seen->shown && !r->script->flips_indexes && seen->gap == GAP_CORRUPT)
      must(read_at(r, pack, i, &type) != READ_DONE);
  }
  free(is_lost);
}

static void run_pass(struct run *r) {
  struct visitor visitor = {.wants = wants, .object = show, .window = window, .window_end = window_end, .damaged = damaged,
                            .padded = padded, .stopped = stopped, .data = r};
  struct err err;
  for (size_t i = 0; i < r->store.packs.len; i++) {
    packfile_refine(&r->store.packs.data[i]);
    r->is_built[i] = forest_build(&r->store.packs.data[i], &r->forests[i], &err) == 0;
    r->seen[i] = calloc(r->forests[i].count + 1, sizeof *r->seen[i]);
  }
  struct resolver *resolver = resolver_new(&r->store, r->forests, &visitor);
  for (size_t i = 0; i < r->store.packs.len; i++)
    for (size_t part = 0; part + 1 < r->forests[i].parts.len; part++)
      resolver_run(resolver, i, part);
  resolver_free(resolver);
  for (size_t i = 0; i < r->store.packs.len; i++)
    if (r->is_built[i] && !r->script->stop_after)
      check_seen(r, i);
}

/* ---- by id ---- */

struct pieces {
  uint64_t seen;
  size_t again;
};

static void take_piece(void *data, str bytes, size_t *again) {
  struct pieces *p = data;
  must(bytes.len >= p->again);
  p->seen += bytes.len - p->again;
  *again = p->again = bytes.len > 7 ? 7 : 0;
}

static bool is_only_copy(const struct script *s, oid id) {
  size_t copies = 0;
  for (size_t i = 0; i < s->len; i++)
    copies += oid_eq(s->objects[i].id, id);
  return copies == 1 && !s->flips_indexes;
}

/* A circle costs as much as the longest chain, so few of what cannot be read are read. */
static void read_ids(struct run *r) {
  enum { FAILURES = 4 };
  struct script *s = r->script;
  for (size_t i = 0, failures = 0; i < s->len && failures < FAILURES; i++) {
    enum object_type type = OBJECT_NONE, looked = OBJECT_NONE;
    struct pieces pieces = {0};
    uint64_t size = 0;
    oid id = s->objects[i].id;
    enum read_outcome outcome = reader_read(r->reader, id, &type, &r->bytes);
    reader_rest(r->reader);
    failures += outcome != READ_DONE;
    enum read_outcome look = reader_look(r->reader, id, &looked, &size);
    must(outcome != READ_DONE || look == READ_DONE);
    if (outcome == READ_DONE && is_only_copy(s, id))
      must(type == looked && size == r->bytes.len);
    size_t len = r->bytes.len;
    enum read_outcome windows = reader_read_windows(r->reader, id, 512, take_piece, &pieces);
    if (outcome == READ_DONE && windows == READ_DONE && is_only_copy(s, id))
      must(pieces.seen == len);
  }
}

/* ---- one input ---- */

static void remove_files(void) {
  packwriter_remove_folder(folder);
}

static void remove_loose(const struct script *s, const struct store *store) {
  struct buf path = {0};
  for (size_t i = 0; i < s->loose_len && store->folders.len; i++) {
    store_loose_path(store, 0, s->loose[i], &path);
    remove(path.data);
  }
  buf_free(&path);
}

static void run_script(struct script *s) {
  struct run r = {.script = s};
  str name = str_from(folder);
  store_open(&name, 1, s->oid_size, &r.store);
  r.reader = reader_new(&r.store);
  run_pass(&r);
  read_ids(&r);
  for (size_t i = 0; i < r.store.packs.len; i++) {
    forest_free(&r.forests[i]);
    free(r.seen[i]);
  }
  reader_free(r.reader);
  buf_free(&r.bytes);
  remove_loose(s, &r.store);
  store_close(&r.store);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static struct script s;
  if (!folder[0]) {
    packwriter_make_folder(folder);
    atexit(remove_files);
  }
  s = (struct script){.rest = {(const char *)data, size}};
  uint8_t mode = next_byte(&s);
  s.oid_size = mode & 1 ? OID_SHA256 : OID_SHA1;
  s.version = mode & 2 ? 1 : 2;
  s.flips_indexes = mode & 8;
  s.stop_after = mode >> 4;
  bool has_little = (mode & 7) == 4; /* slow: not for many */
  s.content_limit = has_little ? CONTENT_LIMIT : CONTENT_LIMIT_ELSE;
  budget_set(has_little ? MEMORY : 0, 8);
  for (size_t i = 0; i < PACKS; i++)
    s.packs[i].oid_size = s.oid_size;
  make_objects(&s);
  write_files(&s);
  run_script(&s);
  for (size_t i = 0; i < PACKS; i++)
    packwriter_free(&s.packs[i]);
  return 0;
}
