/* test_reader.c -- objects by id: chains through packs and loose objects, other copies, limits, pieces. */
#include "unit.h"

#include "base/inflate.h"
#include "packwriter.h"
#include "source/pack/budget.h"
#include "source/pack/reader.h"
#include "template.h"

enum { MIB = 1 << 20 };

struct fixture {
  char folder[64];
  struct packwriter writer;
  struct store store;
  struct reader *reader;
  struct buf out;
  enum object_type type;
};

static int set_up(void **state) {
  struct fixture *f = calloc(1, sizeof *f);
  packwriter_make_folder(f->folder);
  f->writer.oid_size = OID_SHA1;
  budget_set(0, 2);
  *state = f;
  return 0;
}

static void close_store(struct fixture *f) {
  reader_free(f->reader);
  f->reader = NULL;
  store_close(&f->store);
}

static int tear_down(void **state) {
  struct fixture *f = *state;
  close_store(f);
  packwriter_free(&f->writer);
  buf_free(&f->out);
  packwriter_remove_folder(f->folder);
  free(f);
  budget_set(0, 2);
  return 0;
}

static oid id(uint32_t number) {
  return packwriter_id(number, OID_SHA1);
}

/* What was added since the last pack. */
static void put(struct fixture *f, const char *name) {
  packwriter_write(&f->writer, f->folder, name, 2);
  f->writer.bytes.len = 0;
  f->writer.objects.len = 0;
}

static void put_loose(struct fixture *f, uint32_t number, const char *head, str content) {
  packwriter_put_loose(f->folder, id(number), OID_SHA1, head, content, STR_NONE);
}

static void open_store(struct fixture *f) {
  str folder = str_from(f->folder);
  close_store(f);
  store_open(&folder, 1, OID_SHA1, &f->store);
  f->reader = reader_new(&f->store);
}

static enum read_outcome read_id(struct fixture *f, uint32_t number) {
  f->type = OBJECT_NONE;
  enum read_outcome outcome = reader_read(f->reader, id(number), &f->type, &f->out);
  reader_rest(f->reader);
  return outcome;
}

/* Read, and looked at. */
static void assert_object(struct fixture *f, uint32_t number, enum object_type type, const char *content) {
  enum object_type looked = OBJECT_NONE;
  uint64_t size = 0;
  assert_int_equal(read_id(f, number), READ_DONE);
  assert_int_equal(f->type, type);
  assert_text(buf_str(&f->out), content);
  assert_int_equal(reader_look(f->reader, id(number), &looked, &size), READ_DONE);
  assert_true(looked == type && size == strlen(content));
}

static void assert_fails(struct fixture *f, uint32_t number, enum read_outcome outcome) {
  assert_int_equal(read_id(f, number), outcome);
}

/* A delta that puts `fresh` into the middle of its base. */
static struct buf insertion(const char *base, const char *fresh) {
  struct buf payload = {0}, target = {0};
  packwriter_add_insertion(&payload, str_from(base), str_from(fresh), &target);
  buf_free(&target);
  return payload;
}

static void add_ref_delta(struct fixture *f, uint32_t number, uint32_t base, const char *from, const char *fresh) {
  struct buf payload = insertion(from, fresh);
  packwriter_ref_delta(&f->writer, id(number), id(base), buf_str(&payload));
  buf_free(&payload);
}

static void add_ofs_delta(struct fixture *f, uint32_t number, size_t base, const char *from, const char *fresh) {
  struct buf payload = insertion(from, fresh);
  packwriter_ofs_delta(&f->writer, id(number), base, buf_str(&payload));
  buf_free(&payload);
}

/* ---- chains ---- */

static void whole_and_missing(void **state) {
  struct fixture *f = *state;
  enum object_type type;
  uint64_t size;
  for (uint32_t i = 1; i <= 4; i++)
    packwriter_whole(&f->writer, (enum pack_type)i, id(i), i == 4 ? STR_NONE : STR("content"));
  put(f, "a");
  open_store(f);
  for (uint32_t i = 1; i <= 4; i++)
    assert_object(f, i, (enum object_type)i, i == 4 ? "" : "content");
  assert_fails(f, 5, READ_MISSING);
  assert_int_equal(reader_look(f->reader, id(5), &type, &size), READ_MISSING);
  assert_int_equal(reader_read_loose(f->reader, id(1), &type, &f->out), READ_MISSING);
}

static void deltas_of_both_kinds(void **state) {
  struct fixture *f = *state;
  packwriter_whole(&f->writer, PACK_TREE, id(0), STR("aabb"));
  add_ofs_delta(f, 1, 0, "aabb", "1");
  add_ref_delta(f, 2, 1, "aa1bb", "2");
  add_ofs_delta(f, 3, 2, "aa21bb", "3");
  add_ref_delta(f, 5, 6, "late", "!"); /* its base comes later */
  packwriter_whole(&f->writer, PACK_TAG, id(6), STR("late"));
  put(f, "a");
  open_store(f);
  assert_object(f, 3, OBJECT_TREE, "aa231bb");
  assert_object(f, 2, OBJECT_TREE, "aa21bb");
  assert_object(f, 5, OBJECT_TAG, "la!te");
}

static void base_in_another_pack(void **state) {
  struct fixture *f = *state;
  add_ref_delta(f, 1, 0, "aabb", "1");
  add_ofs_delta(f, 2, 0, "aa1bb", "2");
  put(f, "a");
  packwriter_whole(&f->writer, PACK_BLOB, id(9), STR("other"));
  packwriter_whole(&f->writer, PACK_COMMIT, id(0), STR("aabb"));
  add_ref_delta(f, 3, 2, "aa21bb", "3"); /* and back again */
  put(f, "b");
  open_store(f);
  assert_object(f, 3, OBJECT_COMMIT, "aa231bb");
}

static void base_that_is_loose(void **state) {
  struct fixture *f = *state;
  put_loose(f, 0, "blob 4", STR("aabb"));
  add_ref_delta(f, 1, 0, "aabb", "1");
  add_ofs_delta(f, 2, 0, "aa1bb", "2");
  add_ref_delta(f, 3, 7, "aabb", "3");
  put(f, "a");
  open_store(f);
  assert_object(f, 2, OBJECT_BLOB, "aa21bb");
  assert_object(f, 0, OBJECT_BLOB, "aabb");
  assert_fails(f, 3, READ_CORRUPT); /* its base is nowhere */
}

static void circles(void **state) {
  struct fixture *f = *state;
  enum object_type type;
  uint64_t size;
  add_ref_delta(f, 0, 0, "aabb", "0");
  add_ref_delta(f, 1, 2, "aabb", "1");
  add_ref_delta(f, 2, 3, "aabb", "2");
  put(f, "a");
  add_ref_delta(f, 3, 1, "aabb", "3");
  put(f, "b");
  open_store(f);
  for (uint32_t i = 0; i < 4; i++) {
    assert_fails(f, i, READ_CORRUPT);
    assert_int_equal(reader_look(f->reader, id(i), &type, &size), READ_CORRUPT);
  }
}

static void long_chain(void **state) {
  enum { LINKS = 5000 };
  struct fixture *f = *state;
  char content[] = "0123456789", first;
  struct buf payload = {0};
  packwriter_whole(&f->writer, PACK_BLOB, id(0), str_from(content));
  packwriter_add_sizes(&payload, 10, 10);
  packwriter_add_copy(&payload, 1, 9);
  packwriter_add_copy(&payload, 0, 1);
  for (uint32_t i = 1; i <= LINKS; i++)
    packwriter_ofs_delta(&f->writer, id(i), i - 1, buf_str(&payload));
  buf_free(&payload);
  put(f, "a");
  open_store(f);
  for (uint32_t i = 0; i <= LINKS % 10; i++) { /* each turns by one */
    assert_object(f, LINKS - LINKS % 10 + i, OBJECT_BLOB, content);
    first = content[0];
    memmove(content, content + 1, 9);
    content[9] = first;
  }
}

/* ---- copies ---- */

static void damaged_copies(void **state) {
  struct fixture *f = *state;
  packwriter_raw(&f->writer, PACK_BLOB, id(0), 4, STR_NONE, STR("no stream at all"));
  packwriter_raw(&f->writer, PACK_UNKNOWN, id(1), 4, STR_NONE, STR("no stream at all"));
  packwriter_raw(&f->writer, PACK_BLOB, id(2), 4, STR_NONE, STR("no stream at all"));
  put(f, "a");
  add_ref_delta(f, 0, 77, "nowhere", "!");
  packwriter_whole(&f->writer, PACK_BLOB, id(1), STR("good"));
  put(f, "b");
  packwriter_whole(&f->writer, PACK_BLOB, id(0), STR("good"));
  put(f, "c");
  put_loose(f, 2, "blob 5", STR("loose"));
  put_loose(f, 3, "blob 6", STR("loose"));
  open_store(f);
  assert_object(f, 0, OBJECT_BLOB, "good");
  assert_object(f, 1, OBJECT_BLOB, "good");
  assert_int_equal(read_id(f, 2), READ_DONE);
  assert_text(buf_str(&f->out), "loose");
  assert_fails(f, 3, READ_CORRUPT);
}

/* A base is as good as any of its copies. */
static void damaged_copies_of_a_base(void **state) {
  struct fixture *f = *state;
  packwriter_raw(&f->writer, PACK_BLOB, id(0), 4, STR_NONE, STR("no stream at all"));
  put(f, "a");
  packwriter_whole(&f->writer, PACK_BLOB, id(0), STR("aabb"));
  put(f, "b");
  add_ref_delta(f, 1, 0, "aabb", "1");
  put(f, "c");
  open_store(f);
  assert_object(f, 0, OBJECT_BLOB, "aabb");
  assert_object(f, 1, OBJECT_BLOB, "aa1bb");
}

/* ---- lies ---- */

static void sizes_that_lie(void **state) {
  struct fixture *f = *state;
  struct buf stream = {0}, payload = {0};
  static const uint64_t sizes[] = {0, 3, 5, 100000, UINT64_C(1) << 40, (UINT64_C(1) << 59) - 1};
  packwriter_add_deflated(&stream, STR("four"));
  packwriter_whole(&f->writer, PACK_BLOB, id(100), STR("aabb"));
  for (uint32_t i = 0; i < COUNT(sizes); i++) {
    packwriter_raw(&f->writer, PACK_BLOB, id(i), sizes[i], STR_NONE, buf_str(&stream));
    payload.len = 0;
    packwriter_add_sizes(&payload, 4, sizes[i]);
    packwriter_add_copy(&payload, 0, 4);
    packwriter_ofs_delta(&f->writer, id(10 + i), 0, buf_str(&payload));
    payload.len = 0;
    packwriter_add_sizes(&payload, sizes[i], 4);
    packwriter_add_copy(&payload, 0, 4);
    packwriter_ofs_delta(&f->writer, id(20 + i), 0, buf_str(&payload));
  }
  put(f, "a");
  open_store(f);
  for (uint32_t i = 0; i < COUNT(sizes); i++) {
    enum read_outcome outcome = sizes[i] < UINT64_C(1) << 40 ? READ_CORRUPT : READ_TOO_LARGE; /* nobody knows better */
    assert_fails(f, i, outcome);
    assert_fails(f, 10 + i, outcome);
    assert_fails(f, 20 + i, READ_CORRUPT);
  }
  assert_true(f->out.room < MIB);
  buf_free(&stream);
  buf_free(&payload);
}

static void distances_that_lie(void **state) {
  struct fixture *f = *state;
  static const uint64_t backs[] = {1, 12, 13, 1000, UINT32_MAX, UINT64_C(1) << 54};
  for (uint32_t i = 0; i < COUNT(backs); i++) {
    struct buf between = {0};
    packwriter_add_back(&between, backs[i]);
    packwriter_add_deflated(&between, STR("\4\4\220\4"));
    packwriter_raw(&f->writer, PACK_OFS_DELTA, id(i), 4, STR_NONE, buf_str(&between));
    buf_free(&between);
  }
  put(f, "a");
  open_store(f);
  for (uint32_t i = 0; i < COUNT(backs); i++)
    assert_fails(f, i, READ_CORRUPT);
}

/* The offset of each object turned to each value near it: whatever comes, it is an end. */
static void index_that_lies(void **state) {
  struct fixture *f = *state;
  for (uint64_t at = 0; at < 120; at++) {
    packwriter_whole(&f->writer, PACK_BLOB, id(0), STR("aabb"));
    add_ofs_delta(f, 1, 0, "aabb", "1");
    add_ref_delta(f, 2, 1, "aa1bb", "2");
    f->writer.objects.data[1].offset = at < 110 ? at : at < 115 ? UINT64_MAX - at : UINT32_MAX - at;
    put(f, "a");
    open_store(f);
    for (uint32_t i = 0; i < 3; i++) {
      enum read_outcome outcome = read_id(f, i);
      assert_true(outcome == READ_DONE || outcome == READ_CORRUPT || outcome == READ_TOO_LARGE);
    }
  }
}

/* ---- limits ---- */

static void fill(struct buf *out, size_t len) {
  buf_reserve(out, len);
  for (size_t i = 0; i < len; i++)
    out->data[i] = (char)(i >> 8);
  out->len = len;
}

/* A third of a turn is the most that may be held three times. */
static void little_memory(void **state) {
  struct fixture *f = *state;
  struct buf bytes = {0}, target = {0}, payload = {0};
  fill(&bytes, 2 * MIB);
  packwriter_whole(&f->writer, PACK_BLOB, id(0), buf_str(&bytes));
  packwriter_add_insertion(&payload, buf_str(&bytes), STR("delta"), &target);
  packwriter_ofs_delta(&f->writer, id(1), 0, buf_str(&payload));
  packwriter_whole(&f->writer, PACK_BLOB, id(2), STR("small"));
  payload.len = 0;
  packwriter_add_sizes(&payload, 2 * MIB, 4); /* small, but made of a large one */
  packwriter_add_copy(&payload, 0, 4);
  packwriter_ofs_delta(&f->writer, id(3), 0, buf_str(&payload));
  put(f, "a");
  put_loose(f, 4, "blob 2097152", buf_str(&bytes));
  open_store(f);
  for (unsigned memory = 4; memory <= 24; memory += 4) {
    uint64_t most = (uint64_t)memory * MIB / 2 / 3;
    bool fits = most >= 2 * MIB, delta_fits = most >= 2 * MIB + 5;
    budget_set((uint64_t)memory * MIB, 2);
    assert_int_equal(read_id(f, 0), fits ? READ_DONE : READ_TOO_LARGE);
    assert_int_equal(read_id(f, 1), delta_fits ? READ_DONE : READ_TOO_LARGE);
    if (delta_fits)
      assert_str(buf_str(&f->out), buf_str(&target));
    assert_int_equal(read_id(f, 2), READ_DONE);
    assert_int_equal(read_id(f, 3), fits ? READ_DONE : READ_TOO_LARGE);
    assert_int_equal(read_id(f, 4), fits ? READ_DONE : READ_TOO_LARGE);
    uint64_t size;
    assert_int_equal(reader_look(f->reader, id(1), &f->type, &size), READ_DONE);
    assert_true(f->type == OBJECT_BLOB && size == target.len);
    assert_int_equal(reader_look(f->reader, id(4), &f->type, &size), READ_DONE);
    assert_int_equal(size, 2 * MIB);
  }
  buf_free(&bytes);
  buf_free(&target);
  buf_free(&payload);
}

/* A reader that takes no turn has its share only, where another one has more. */
static void one_that_stays_small(void **state) {
  struct fixture *f = *state;
  struct buf bytes = {0}, payload = {0};
  static const uint32_t large[] = {0, 3, 4};
  fill(&bytes, 2 * MIB);
  packwriter_whole(&f->writer, PACK_BLOB, id(0), buf_str(&bytes));
  packwriter_whole(&f->writer, PACK_BLOB, id(2), STR("small"));
  packwriter_add_sizes(&payload, 2 * MIB, 4);
  packwriter_add_copy(&payload, 0, 4);
  packwriter_ofs_delta(&f->writer, id(3), 0, buf_str(&payload));
  put(f, "a");
  put_loose(f, 4, "blob 2097152", buf_str(&bytes));
  open_store(f);
  budget_set(UINT64_C(12) * MIB, 2);
  for (size_t i = 0; i < COUNT(large); i++)
    assert_int_equal(read_id(f, large[i]), READ_DONE);
  reader_rest(f->reader);
  reader_stay_small(f->reader);
  for (size_t i = 0; i < COUNT(large); i++)
    assert_int_equal(read_id(f, large[i]), READ_TOO_LARGE);
  assert_int_equal(read_id(f, 2), READ_DONE);
  budget_set(UINT64_C(24) * MIB, 2);
  for (size_t i = 0; i < COUNT(large); i++)
    assert_int_equal(read_id(f, large[i]), READ_DONE);
  buf_free(&bytes);
  buf_free(&payload);
}

/* ---- pieces ---- */

struct pieces {
  struct buf out;
  size_t seen;
};

static void take(void *data, str bytes, size_t *again) {
  struct pieces *p = data;
  assert_true(bytes.len >= p->seen && str_eq(str_head(bytes, p->seen), str_tail(buf_str(&p->out), p->out.len - p->seen)));
  buf_add(&p->out, str_tail(bytes, p->seen));
  *again = p->seen = bytes.len > 100 ? 100 : 0;
}

static enum read_outcome read_pieces(struct fixture *f, uint32_t number, str expected) {
  struct pieces p = {0};
  enum read_outcome outcome = reader_read_windows(f->reader, id(number), 1000, take, &p);
  if (outcome == READ_DONE)
    assert_str(buf_str(&p.out), expected);
  buf_free(&p.out);
  return outcome;
}

static void windows(void **state) {
  struct fixture *f = *state;
  struct buf bytes = {0};
  fill(&bytes, 700000);
  packwriter_whole(&f->writer, PACK_BLOB, id(0), buf_str(&bytes));
  packwriter_ofs_delta(&f->writer, id(1), 0, STR("\1\1\1x"));
  packwriter_raw(&f->writer, PACK_BLOB, id(2), 10, STR_NONE, STR("no stream at all"));
  packwriter_whole(&f->writer, PACK_BLOB, id(3), STR_NONE);
  put(f, "a");
  put_loose(f, 4, "blob 700000", buf_str(&bytes));
  open_store(f);
  assert_int_equal(read_pieces(f, 0, buf_str(&bytes)), READ_DONE);
  assert_int_equal(read_pieces(f, 1, STR_NONE), READ_TOO_LARGE);
  assert_int_equal(read_pieces(f, 2, STR_NONE), READ_CORRUPT);
  assert_int_equal(read_pieces(f, 3, STR_NONE), READ_DONE);
  assert_int_equal(read_pieces(f, 4, buf_str(&bytes)), READ_DONE);
  assert_int_equal(read_pieces(f, 5, STR_NONE), READ_MISSING);
  buf_free(&bytes);
}

int main(void) {
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
  const struct CMUnitTest tests[] = {
      IN_FOLDER(whole_and_missing),  IN_FOLDER(deltas_of_both_kinds), IN_FOLDER(base_in_another_pack), IN_FOLDER(base_that_is_loose),
      IN_FOLDER(circles),            IN_FOLDER(long_chain),           IN_FOLDER(damaged_copies),       IN_FOLDER(damaged_copies_of_a_base),
      IN_FOLDER(sizes_that_lie),     IN_FOLDER(distances_that_lie),   IN_FOLDER(index_that_lies),      IN_FOLDER(little_memory),
      IN_FOLDER(one_that_stays_small), IN_FOLDER(windows),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
