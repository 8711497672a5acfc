/* test_resolve.c -- the pack pass: each object shown or told once, with the right bytes, whatever the memory. */
#include "unit.h"

#include "packwriter.h"
#include "source/pack/budget.h"
#include "source/pack/resolve.h"
#include "template.h"

enum { MIB = 1 << 20 };

/* ---- what is in the packs ---- */

struct known {
  oid id;
  enum object_type type;
  struct buf content;
  bool is_lost; /* cannot be made */
};

struct seen {
  unsigned shown, damaged, padded, windows;
  enum gap gap;
  size_t given; /* bytes of windows; the last `again` of them are to come once more */
  size_t again;
};

struct fixture {
  char folder[64];
  VEC(struct known) known;
  struct store store;
  struct forest *forests;
  /* of a run */
  struct resolver *resolver;
  struct seen *seen; /* a row for each object of each pack */
  size_t *first;
  uint64_t seed;
  unsigned ask_one_of; /* 1: the bytes of every object are asked for */
  unsigned stop_after;
  unsigned events;
  unsigned wanted; /* types, as bits; 0: all */
};

static int set_up(void **state) {
  struct fixture *f = calloc(1, sizeof *f);
  packwriter_make_folder(f->folder);
  f->ask_one_of = 1;
  budget_set(0, 2);
  *state = f;
  return 0;
}

static void close_store(struct fixture *f) {
  for (size_t i = 0; f->forests && i < f->store.packs.len; i++)
    forest_free(&f->forests[i]);
  free(f->forests);
  free(f->first);
  free(f->seen);
  store_close(&f->store);
  f->forests = NULL;
  f->first = NULL;
  f->seen = NULL;
}

static int tear_down(void **state) {
  struct fixture *f = *state;
  close_store(f);
  for (size_t i = 0; i < f->known.len; i++)
    buf_free(&f->known.data[i].content);
  vec_free(&f->known);
  packwriter_remove_folder(f->folder);
  free(f);
  budget_set(0, 2);
  return 0;
}

static size_t know(struct fixture *f, enum object_type type, str content) {
  struct known known = {.id = packwriter_id((uint32_t)f->known.len, OID_SHA1), .type = type};
  buf_add(&known.content, content);
  vec_push(&f->known, known);
  return f->known.len - 1;
}

static const struct known *known_of(const struct fixture *f, oid id) {
  for (size_t i = 0; i < f->known.len; i++)
    if (oid_eq(f->known.data[i].id, id))
      return &f->known.data[i];
  fail_msg("an object of an id that no pack has");
  return NULL;
}

static const struct known *known_at(const struct fixture *f, size_t pack, uint32_t object) {
  return known_of(f, packfile_oid(f->forests[pack].pack, f->forests[pack].position[object]));
}

static str content_of(const struct fixture *f, size_t known) {
  return buf_str(&f->known.data[known].content);
}

/* A whole object that is known from now on. */
static size_t add_whole(struct fixture *f, struct packwriter *w, enum object_type type, str content) {
  size_t known = know(f, type, content);
  packwriter_whole(w, (enum pack_type)type, f->known.data[known].id, content);
  return known;
}

/* The base's bytes with some new ones in the middle. `packed`: the number of the base in this pack, or SIZE_MAX: by id. */
static size_t add_delta(struct fixture *f, struct packwriter *w, size_t base, size_t packed, str fresh) {
  struct buf payload = {0}, content = {0};
  packwriter_add_insertion(&payload, content_of(f, base), fresh, &content);
  size_t known = know(f, f->known.data[base].type, buf_str(&content));
  if (packed == SIZE_MAX)
    packwriter_ref_delta(w, f->known.data[known].id, f->known.data[base].id, buf_str(&payload));
  else
    packwriter_ofs_delta(w, f->known.data[known].id, packed, buf_str(&payload));
  buf_free(&payload);
  buf_free(&content);
  return known;
}

static void put(struct fixture *f, struct packwriter *w, const char *name) {
  packwriter_write(w, f->folder, name, 2);
  packwriter_free(w);
}

/* As compressible as text is, and different everywhere. */
static void fill(struct buf *out, size_t len, uint64_t *seed) {
  out->len = 0;
  buf_reserve(out, len);
  for (uint32_t word = 0; out->len < len; word = template_draw(seed))
    for (int i = 0; i < 32 && out->len < len; i++)
      out->data[out->len++] = (char)(word >> i % 4 * 8);
}

/* ---- running ---- */

static struct seen *row(struct fixture *f, size_t pack, uint32_t object) {
  assert_true(object < f->forests[pack].count);
  return &f->seen[f->first[pack] + object];
}

static void count_event(struct fixture *f) {
  f->events++;
}

static bool wants(void *data, enum object_type type) {
  const struct fixture *f = data;
  return !f->wanted || f->wanted >> type & 1;
}

static void show(void *data, struct resolver *resolver, struct resolved *object) {
  struct fixture *f = data;
  const struct known *known = known_at(f, object->pack, object->object);
  if (known->is_lost) { /* only its bytes can tell */
    assert_true(object->base && !object->made);
    assert_null(resolved_bytes(resolver, object).ptr);
    return;
  }
  row(f, object->pack, object->object)->shown++;
  count_event(f);
  assert_int_equal(object->type, known->type);
  assert_true(wants(f, object->type));
  if (object->base)
    assert_int_equal(object->delta.base_size, object->base->bytes.len);
  if (object->made)
    object->made->is_marked = true;
  if (object->base)
    assert_true(object->base->is_marked);
  if (template_draw(&f->seed) % f->ask_one_of)
    return;
  for (int again = 0; again < 2; again++) {
    str bytes = resolved_bytes(resolver, object);
    assert_non_null(bytes.ptr);
    assert_str(bytes, buf_str(&known->content));
  }
}

static void window(void *data, const struct resolved *object, str bytes, size_t *again) {
  struct fixture *f = data;
  struct seen *seen = row(f, object->pack, object->object);
  const struct known *known = known_at(f, object->pack, object->object);
  seen->windows++;
  assert_true(str_eq(bytes, str_head(str_tail(buf_str(&known->content), seen->given - seen->again), bytes.len)));
  seen->given += bytes.len - seen->again;
  *again = seen->again = bytes.len > 1000 ? 1000 : 0;
  count_event(f);
}

static void window_end(void *data, const struct resolved *object, uint64_t size) {
  struct fixture *f = data;
  row(f, object->pack, object->object)->shown++;
  assert_int_equal(size, known_at(f, object->pack, object->object)->content.len);
}

static void damaged(void *data, size_t pack, uint32_t object, enum gap gap) {
  struct fixture *f = data;
  struct seen *seen = row(f, pack, object);
  seen->damaged++;
  seen->gap = gap;
  count_event(f);
}

static void padded(void *data, const struct resolved *object) {
  struct fixture *f = data;
  row(f, object->pack, object->object)->padded++;
}

static bool stopped(void *data) {
  const struct fixture *f = data;
  return f->stop_after && f->events >= f->stop_after;
}

static void open_store(struct fixture *f) {
  struct err err;
  str folder = str_from(f->folder);
  close_store(f);
  store_open(&folder, 1, OID_SHA1, &f->store);
  assert_int_equal(f->store.problems.len, 0);
  f->forests = calloc(f->store.packs.len + 1, sizeof *f->forests);
  f->first = calloc(f->store.packs.len + 1, sizeof *f->first);
  for (size_t i = 0; i < f->store.packs.len; i++) {
    assert_int_equal(forest_build(&f->store.packs.data[i], &f->forests[i], &err), 0);
    assert_true(forest_is_sound(&f->forests[i]));
    f->first[i + 1] = f->first[i] + f->forests[i].count;
  }
  f->seen = calloc(f->first[f->store.packs.len] + 1, sizeof *f->seen);
  f->events = 0;
}

static void run(struct fixture *f) {
  struct visitor visitor = {.wants = wants, .object = show, .window = window, .window_end = window_end, .damaged = damaged,
                            .padded = padded, .stopped = stopped, .data = f};
  open_store(f);
  f->resolver = resolver_new(&f->store, f->forests, &visitor);
  for (size_t pack = 0; pack < f->store.packs.len; pack++)
    for (size_t part = 0; part + 1 < f->forests[pack].parts.len; part++)
      resolver_run(f->resolver, pack, part);
  resolver_free(f->resolver);
}

/* Each object shown once, or told once as damaged if it is known to be lost. */
static void check_all(struct fixture *f) {
  for (size_t pack = 0; pack < f->store.packs.len; pack++)
    for (uint32_t i = 0; i < f->forests[pack].count; i++) {
      const struct seen *seen = row(f, pack, i);
      const struct known *known = known_at(f, pack, i);
      if (seen->shown != !known->is_lost || seen->damaged != known->is_lost)
        fail_msg("pack %zu, object %u of %zu bytes: shown %u times, damaged %u times, lost: %d", pack, i, known->content.len, seen->shown,
                 seen->damaged, known->is_lost);
    }
}

static const struct seen *seen_of(struct fixture *f, size_t known) {
  size_t pack;
  uint32_t position;
  assert_true(store_find(&f->store, f->known.data[known].id, 0, &pack, &position));
  return row(f, pack, forest_find(&f->forests[pack], packfile_offset(&f->store.packs.data[pack], position)));
}

/* What the reader gives for each id. */
static void check_reader(struct fixture *f) {
  struct reader *reader = reader_new(&f->store);
  struct buf bytes = {0};
  for (size_t i = 0; i < f->known.len; i++) {
    enum object_type type = OBJECT_NONE;
    uint64_t size = 0;
    const struct known *known = &f->known.data[i];
    enum read_outcome outcome = reader_read(reader, known->id, &type, &bytes);
    if (known->is_lost) {
      assert_true(outcome == READ_CORRUPT || outcome == READ_TOO_LARGE);
      continue;
    }
    assert_int_equal(outcome, READ_DONE);
    assert_int_equal(type, known->type);
    assert_str(buf_str(&bytes), buf_str(&known->content));
    type = OBJECT_NONE;
    assert_int_equal(reader_look(reader, known->id, &type, &size), READ_DONE);
    assert_true(type == known->type && size == known->content.len);
    reader_rest(reader);
  }
  buf_free(&bytes);
  reader_free(reader);
}

/* ---- all objects of all packs ---- */

enum { RANDOM_OBJECTS = 300 };

/* Whole objects and deltas of both kinds; by id also of what is in another pack, or comes later in this one. */
static void make_random_packs(struct fixture *f, uint64_t seed, size_t largest) {
  struct packwriter packs[3] = {{.oid_size = OID_SHA1}, {.oid_size = OID_SHA1}, {.oid_size = OID_SHA1}};
  size_t in_pack[RANDOM_OBJECTS], number[RANDOM_OBJECTS];
  struct buf fresh = {0};
  for (size_t i = 0; i < RANDOM_OBJECTS; i++) {
    size_t pack = template_draw(&seed) % COUNT(packs), base = i ? template_draw(&seed) % i : 0;
    if (template_draw(&seed) % 3 && i)
      base = i - 1 - template_draw(&seed) % (i < 5 ? i : 5);
    number[i] = packs[pack].objects.len;
    in_pack[i] = pack;
    fill(&fresh, template_draw(&seed) % 4 ? template_draw(&seed) % 100 : template_draw(&seed) % largest, &seed);
    if (i < 3 || template_draw(&seed) % 8 == 0)
      add_whole(f, &packs[pack], 1 + template_draw(&seed) % 4, buf_str(&fresh));
    else
      add_delta(f, &packs[pack], base, in_pack[base] == pack && template_draw(&seed) % 4 ? number[base] : SIZE_MAX, buf_str(&fresh));
  }
  put(f, &packs[0], "a");
  put(f, &packs[1], "b");
  put(f, &packs[2], "c");
  buf_free(&fresh);
}

static void random_packs(void **state) {
  struct fixture *f = *state;
  make_random_packs(f, 1, 5000);
  run(f);
  check_all(f);
  check_reader(f);
}

/* Nobody needs all bytes: those made from others must not depend on who was asked for. */
static void bytes_of_few(void **state) {
  struct fixture *f = *state;
  make_random_packs(f, 2, 5000);
  f->ask_one_of = 4;
  run(f);
  check_all(f);
}

static void wanted_types_only(void **state) {
  struct fixture *f = *state;
  make_random_packs(f, 3, 500);
  f->wanted = 1u << OBJECT_TREE;
  run(f);
  for (size_t i = 0; i < f->known.len; i++)
    assert_int_equal(seen_of(f, i)->shown, f->known.data[i].type == OBJECT_TREE);
}

/* Stopped after any number of objects: nothing more is shown, nothing is told as damaged, nothing leaks. */
static void stopped_early(void **state) {
  struct fixture *f = *state;
  make_random_packs(f, 4, 500);
  for (unsigned after = 1; after < RANDOM_OBJECTS; after += 13) {
    f->stop_after = after;
    run(f);
    unsigned shown = 0;
    for (size_t i = 0; i < f->first[3]; i++) {
      shown += f->seen[i].shown;
      assert_int_equal(f->seen[i].damaged, 0);
    }
    assert_int_equal(shown, after);
  }
}

/* A base that is loose. */
static void base_that_is_loose(void **state) {
  struct fixture *f = *state;
  struct packwriter w = {.oid_size = OID_SHA1};
  size_t base = know(f, OBJECT_TAG, STR("a loose base"));
  packwriter_put_loose(f->folder, f->known.data[base].id, OID_SHA1, "tag 12", STR("a loose base"), STR_NONE);
  size_t first = add_delta(f, &w, base, SIZE_MAX, STR("first"));
  add_delta(f, &w, first, 0, STR("second"));
  put(f, &w, "a");
  run(f);
  check_all(f);
  check_reader(f);
}

/* An index may name a place twice. */
static void two_ids_of_one_place(void **state) {
  struct fixture *f = *state;
  struct err err;
  struct packwriter w = {.oid_size = OID_SHA1};
  size_t first = add_whole(f, &w, OBJECT_BLOB, STR("twice")), second = know(f, OBJECT_BLOB, STR("twice"));
  vec_push(&w.objects, (struct packed_object){f->known.data[second].id, w.objects.data[0].offset});
  add_delta(f, &w, first, 0, STR("delta"));
  put(f, &w, "a");
  str folder = str_from(f->folder);
  store_open(&folder, 1, OID_SHA1, &f->store);
  struct forest forest;
  assert_int_equal(forest_build(&f->store.packs.data[0], &forest, &err), 0);
  assert_false(forest_is_sound(&forest));
  f->forests = calloc(2, sizeof *f->forests);
  f->first = calloc(2, sizeof *f->first);
  f->seen = calloc(4, sizeof *f->seen);
  f->forests[0] = forest;
  struct visitor visitor = {.wants = wants, .object = show, .window = window, .window_end = window_end, .damaged = damaged,
                            .padded = padded, .stopped = stopped, .data = f};
  f->resolver = resolver_new(&f->store, f->forests, &visitor);
  for (size_t part = 0; part + 1 < forest.parts.len; part++)
    resolver_run(f->resolver, 0, part);
  resolver_free(f->resolver);
  check_all(f);
}

static void long_chain(void **state) {
  enum { LINKS = 5000 };
  struct fixture *f = *state;
  struct packwriter w = {.oid_size = OID_SHA1};
  struct buf payload = {0};
  size_t last = add_whole(f, &w, OBJECT_COMMIT, STR("0123456789"));
  for (size_t i = 0; i < LINKS; i++) { /* each has the bytes of the one before turned by one */
    char turned[10];
    str from = content_of(f, last);
    memcpy(turned, from.ptr + 1, 9);
    turned[9] = from.ptr[0];
    payload.len = 0;
    packwriter_add_sizes(&payload, 10, 10);
    packwriter_add_copy(&payload, 1, 9);
    packwriter_add_copy(&payload, 0, 1);
    last = know(f, OBJECT_COMMIT, (str){turned, 10});
    packwriter_ofs_delta(&w, f->known.data[last].id, i, buf_str(&payload));
  }
  buf_free(&payload);
  put(f, &w, "a");
  run(f);
  check_all(f);
  struct reader *reader = reader_new(&f->store);
  struct buf bytes = {0};
  enum object_type type;
  assert_int_equal(reader_read(reader, f->known.data[last].id, &type, &bytes), READ_DONE);
  assert_str(buf_str(&bytes), content_of(f, last));
  buf_free(&bytes);
  reader_free(reader);
}

/* ---- memory ---- */

/* A tree of large objects, `deep` deltas deep; each but the last has two deltas that build on it, and a third at its end. */
static void make_large_tree(struct fixture *f, size_t size, size_t growth, int deep) {
  struct packwriter w = {.oid_size = OID_SHA1};
  struct buf bytes = {0};
  uint64_t seed = 5;
  fill(&bytes, size, &seed);
  size_t base = add_whole(f, &w, OBJECT_BLOB, buf_str(&bytes)), packed = 0;
  for (int i = 0; i < deep; i++) {
    fill(&bytes, growth, &seed);
    size_t next = w.objects.len;
    size_t heavy = add_delta(f, &w, base, packed, buf_str(&bytes));
    add_delta(f, &w, base, packed, STR("light"));
    add_delta(f, &w, base, packed, STR("lighter"));
    base = heavy;
    packed = next;
  }
  buf_free(&bytes);
  put(f, &w, "a");
}

/* Frames go and are made again: the same objects are shown. */
static void little_memory(void **state) {
  struct fixture *f = *state;
  make_large_tree(f, 5 * MIB / 4, 2000, 8);
  for (unsigned memory = 8; memory <= 64; memory *= 2) {
    budget_set((uint64_t)memory * MIB, 4);
    run(f);
    check_all(f);
  }
}

/* What does not fit is told, with all that is built on it. Others are shown. */
static void too_little_memory(void **state) {
  struct fixture *f = *state;
  make_large_tree(f, 3 * MIB, 1000, 3);
  struct packwriter w = {.oid_size = OID_SHA1};
  size_t small = add_whole(f, &w, OBJECT_BLOB, STR("small"));
  put(f, &w, "b");
  budget_set(4 * MIB, 2);
  run(f);
  for (size_t i = 0; i < f->known.len; i++) {
    f->known.data[i].is_lost = i != small;
    assert_true(i == small || seen_of(f, i)->gap == GAP_MEMORY);
  }
  check_all(f);
}

/* The resolver may hold an object that the reader may not: once evicted it cannot come back. All that is built on it is
   told as too large, once; and what comes afterwards has its memory. */
static void evicted_for_good(void **state) {
  struct fixture *f = *state;
  struct packwriter w = {.oid_size = OID_SHA1}, other = {.oid_size = OID_SHA1};
  struct buf bytes = {0};
  uint64_t seed = 6;
  fill(&bytes, 5 * MIB / 4, &seed);
  size_t root = add_whole(f, &w, OBJECT_BLOB, buf_str(&bytes));
  size_t large = add_delta(f, &w, root, 0, buf_str(&bytes)); /* 2.5 MiB: more than a third of a turn */
  for (int branch = 0; branch < 3; branch++)
    for (size_t deep = 0, base = large, packed = 1; deep < 4; deep++) {
      size_t next = w.objects.len;
      base = add_delta(f, &w, base, packed, STR("deeper"));
      packed = next;
    }
  fill(&bytes, 9 * MIB / 8, &seed);
  size_t first_of_other = f->known.len;
  for (int i = 0; i < 3; i++)
    add_whole(f, &other, OBJECT_BLOB, buf_str(&bytes));
  put(f, &w, "a");
  put(f, &other, "b");
  buf_free(&bytes);
  for (unsigned memory = 11; memory < 24; memory++) {
    budget_set((uint64_t)memory * MIB, 4);
    run(f);
    for (size_t i = 0; i < f->known.len; i++) {
      const struct seen *seen = seen_of(f, i);
      if (seen->shown + seen->damaged != 1 || (seen->damaged && seen->gap != GAP_MEMORY) || (i >= first_of_other && !seen->shown))
        fail_msg("%u MiB, object %zu: shown %u times, damaged %u times, as gap %d", memory, i, seen->shown, seen->damaged, (int)seen->gap);
    }
  }
}

/* ---- large blobs ---- */

/* Of `size` bytes, most of them zeros. */
static void fill_large(struct buf *bytes, size_t size) {
  buf_reserve(bytes, size);
  memset(bytes->data, 0, size);
  for (size_t at = 0; at < size; at += 99991)
    bytes->data[at] = (char)(at >> 8);
  bytes->len = size;
}

static void blob_in_windows(void **state) {
  struct fixture *f = *state;
  struct packwriter w = {.oid_size = OID_SHA1};
  struct buf bytes = {0};
  fill_large(&bytes, 33 * MIB + 12345);
  size_t large = add_whole(f, &w, OBJECT_BLOB, buf_str(&bytes));
  size_t small = add_whole(f, &w, OBJECT_BLOB, STR("small"));
  buf_free(&bytes);
  put(f, &w, "a");
  run(f);
  check_all(f);
  assert_true(seen_of(f, large)->windows > 2 && seen_of(f, small)->windows == 0);
  assert_int_equal(seen_of(f, large)->given, f->known.data[large].content.len);
}

/* A stop between two windows is no damage. */
static void stopped_between_windows(void **state) {
  struct fixture *f = *state;
  struct packwriter w = {.oid_size = OID_SHA1};
  struct buf bytes = {0};
  uint64_t seed = 8;
  fill(&bytes, 40 * MIB, &seed);
  size_t large = add_whole(f, &w, OBJECT_BLOB, buf_str(&bytes));
  buf_free(&bytes);
  put(f, &w, "a");
  f->stop_after = 1;
  run(f);
  assert_true(seen_of(f, large)->windows <= 3 && seen_of(f, large)->shown == 0);
  assert_int_equal(seen_of(f, large)->damaged, 0);
}

/* ---- damage ---- */

/* Turns bytes of an object's stream in the pack on disk. */
static void damage(const struct fixture *f, const char *pack, uint64_t at, size_t len) {
  char path[128];
  snprintf(path, sizeof path, "%s/pack/%s.pack", f->folder, pack);
  FILE *file = fopen(path, "r+b");
  assert_non_null(file);
  for (size_t i = 0; i < len; i++) {
    fseek(file, (long)(at + i), SEEK_SET);
    int byte = fgetc(file);
    fseek(file, (long)(at + i), SEEK_SET);
    fputc(~byte & 0xff, file);
  }
  fclose(file);
}

/* A tree of deltas, each two on each; one in the middle is damaged at each byte in turn. */
static void damaged_in_the_middle(void **state) {
  enum { OBJECTS = 31, DAMAGED = 4 };
  struct fixture *f = *state;
  struct packwriter w = {.oid_size = OID_SHA1};
  uint64_t offsets[OBJECTS + 1];
  add_whole(f, &w, OBJECT_BLOB, STR("the root of all, with some bytes of its own"));
  for (size_t i = 1; i < OBJECTS; i++)
    add_delta(f, &w, (i - 1) / 2, (i - 1) / 2, STR("fresh"));
  for (size_t i = 0; i < OBJECTS; i++)
    offsets[i] = w.objects.data[i].offset;
  put(f, &w, "a");
  for (size_t i = 0; i < OBJECTS; i++)
    f->known.data[i].is_lost = i == DAMAGED || (i && f->known.data[(i - 1) / 2].is_lost);
  uint64_t stream = offsets[DAMAGED] + 3; /* behind a byte of head and one or two of distance */
  for (uint64_t at = stream; at < offsets[DAMAGED + 1]; at++) {
    damage(f, "a", at, 1);
    run(f);
    check_all(f);
    check_reader(f);
    for (size_t i = 0; i < OBJECTS; i++)
      assert_true(!f->known.data[i].is_lost || seen_of(f, i)->gap == GAP_CORRUPT);
    damage(f, "a", at, 1);
  }
}

static void lies(void **state) {
  struct fixture *f = *state;
  struct packwriter w = {.oid_size = OID_SHA1};
  struct buf stream = {0}, payload = {0};
  packwriter_add_deflated(&stream, STR("twelve bytes"));
  size_t good = add_whole(f, &w, OBJECT_BLOB, STR("twelve bytes"));
  static const uint64_t sizes[] = {0, 11, 13, 300, 1 << 20, UINT64_C(1) << 40, (UINT64_C(1) << 59) - 1};
  for (size_t i = 0; i < COUNT(sizes); i++) {
    size_t lie = know(f, OBJECT_BLOB, STR("lie"));
    f->known.data[lie].is_lost = true;
    packwriter_raw(&w, PACK_BLOB, f->known.data[lie].id, sizes[i], STR_NONE, buf_str(&stream));
  }
  static const struct {
    uint64_t base, target;
  } deltas[] = {{11, 12}, {13, 12}, {12, 11}, {12, 13}, {12, UINT64_C(1) << 40}, {UINT64_C(1) << 40, 12}, {0, 0}, {12, 0}};
  for (size_t i = 0; i < COUNT(deltas); i++)
    for (int has_child = 0; has_child < 2; has_child++) {
      payload.len = 0;
      packwriter_add_sizes(&payload, deltas[i].base, deltas[i].target);
      packwriter_add_copy(&payload, 0, 12);
      size_t lie = know(f, OBJECT_BLOB, STR("lie")), number = w.objects.len;
      f->known.data[lie].is_lost = true;
      packwriter_ofs_delta(&w, f->known.data[lie].id, 0, buf_str(&payload));
      if (has_child) {
        size_t child = add_delta(f, &w, good, number, STR("child"));
        f->known.data[child].is_lost = true;
      }
    }
  buf_free(&stream);
  buf_free(&payload);
  put(f, &w, "a");
  run(f);
  check_all(f);
  check_reader(f);
}

/* What is built on a base that is nowhere, or in a pack where it is damaged. */
static void base_that_is_nowhere(void **state) {
  struct fixture *f = *state;
  struct packwriter w = {.oid_size = OID_SHA1}, other = {.oid_size = OID_SHA1};
  size_t nowhere = know(f, OBJECT_BLOB, STR("nowhere")), damaged_base = know(f, OBJECT_BLOB, STR("damaged"));
  packwriter_raw(&other, PACK_BLOB, f->known.data[damaged_base].id, 7, STR_NONE, STR("no stream at all"));
  for (size_t i = 0; i < 2; i++) {
    size_t number = w.objects.len, first = add_delta(f, &w, i ? damaged_base : nowhere, SIZE_MAX, STR("first"));
    add_delta(f, &w, first, number, STR("second"));
  }
  put(f, &w, "a");
  put(f, &other, "b");
  for (size_t i = 0; i < f->known.len; i++)
    f->known.data[i].is_lost = true;
  run(f);
  check_all(f);
}

/* The first copy of a base is damaged, and another is not. */
static void other_copy_of_a_base(void **state) {
  struct fixture *f = *state;
  struct packwriter bad = {.oid_size = OID_SHA1}, good = {.oid_size = OID_SHA1}, w = {.oid_size = OID_SHA1};
  size_t base = add_whole(f, &good, OBJECT_BLOB, STR("the base"));
  packwriter_raw(&bad, PACK_BLOB, f->known.data[base].id, 8, STR_NONE, STR("no stream at all"));
  size_t delta = add_delta(f, &w, base, SIZE_MAX, STR("delta")), deeper = add_delta(f, &w, delta, 0, STR("deeper"));
  put(f, &bad, "a");
  put(f, &good, "b");
  put(f, &w, "c");
  run(f);
  assert_true(seen_of(f, delta)->shown == 1 && seen_of(f, deeper)->shown == 1);
  check_reader(f);
}

static void bytes_behind(void **state) {
  struct fixture *f = *state;
  struct packwriter w = {.oid_size = OID_SHA1};
  struct buf payload = {0}, target = {0};
  size_t whole = add_whole(f, &w, OBJECT_BLOB, STR("whole"));
  buf_add(&w.bytes, STR("behind a whole object"));
  packwriter_add_insertion(&payload, STR("whole"), STR("delta"), &target);
  size_t first = know(f, OBJECT_BLOB, buf_str(&target));
  packwriter_ofs_delta(&w, f->known.data[first].id, 0, buf_str(&payload));
  size_t second = add_delta(f, &w, first, 1, STR("second"));
  buf_add(&w.bytes, STR("x"));
  size_t third = add_whole(f, &w, OBJECT_BLOB, STR("third"));
  buf_free(&payload);
  buf_free(&target);
  put(f, &w, "a");
  run(f);
  check_all(f);
  assert_true(seen_of(f, whole)->padded == 1 && seen_of(f, first)->padded == 0);
  assert_true(seen_of(f, second)->padded == 1 && seen_of(f, third)->padded == 0);
}

static void bytes_behind_a_large_blob(void **state) {
  struct fixture *f = *state;
  struct packwriter w = {.oid_size = OID_SHA1};
  struct buf bytes = {0};
  fill_large(&bytes, 33 * MIB);
  size_t large = add_whole(f, &w, OBJECT_BLOB, buf_str(&bytes));
  buf_add(&w.bytes, STR("behind it"));
  add_whole(f, &w, OBJECT_BLOB, STR("small"));
  buf_free(&bytes);
  put(f, &w, "a");
  run(f);
  check_all(f);
  assert_int_equal(seen_of(f, large)->padded, 1);
}

int main(void) {
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
  const struct CMUnitTest tests[] = {
      IN_FOLDER(random_packs),          IN_FOLDER(bytes_of_few),        IN_FOLDER(wanted_types_only),
      IN_FOLDER(stopped_early),         IN_FOLDER(base_that_is_loose),  IN_FOLDER(two_ids_of_one_place),
      IN_FOLDER(long_chain),            IN_FOLDER(little_memory),       IN_FOLDER(too_little_memory),
      IN_FOLDER(evicted_for_good),      IN_FOLDER(blob_in_windows),     IN_FOLDER(stopped_between_windows),
      IN_FOLDER(damaged_in_the_middle), IN_FOLDER(lies),                IN_FOLDER(base_that_is_nowhere),
      IN_FOLDER(other_copy_of_a_base),  IN_FOLDER(bytes_behind),        IN_FOLDER(bytes_behind_a_large_blob),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
