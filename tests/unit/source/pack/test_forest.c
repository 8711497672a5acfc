/* test_forest.c -- trees of deltas found from heads alone: every object in one of them, or told as lost. */
#include "unit.h"

#include "packwriter.h"
#include "source/pack/forest.h"
#include "template.h"

struct fixture {
  char folder[64];
  struct arena kept;
  struct packwriter writer;
  struct packfile pack;
  struct forest forest;
  struct err err;
};

static int set_up(void **state) {
  struct fixture *f = calloc(1, sizeof *f);
  packwriter_make_folder(f->folder);
  f->writer.oid_size = OID_SHA1;
  *state = f;
  return 0;
}

static void clear(struct fixture *f) {
  forest_free(&f->forest);
  packfile_close(&f->pack);
  f->writer.objects.len = 0;
  f->writer.bytes.len = 0;
}

static int tear_down(void **state) {
  struct fixture *f = *state;
  clear(f);
  packwriter_free(&f->writer);
  arena_free(&f->kept);
  packwriter_remove_folder(f->folder);
  free(f);
  return 0;
}

static oid id(uint32_t number) {
  return packwriter_id(number, OID_SHA1);
}

static int build(struct fixture *f) {
  char name[128];
  forest_free(&f->forest);
  packfile_close(&f->pack);
  packwriter_write(&f->writer, f->folder, "x", 2);
  snprintf(name, sizeof name, "%s/pack/x.idx", f->folder);
  assert_int_equal(packfile_open(str_from(name), OID_SHA1, &f->kept, &f->pack, &f->err), 0);
  return forest_build(&f->pack, &f->forest, &f->err);
}

/* Objects are numbered by place: all hang together, each below one root or lost; parts cover the roots once. */
static void check(const struct fixture *f) {
  const struct forest *forest = &f->forest;
  unsigned *met = calloc(forest->count + 1, sizeof *met);
  uint32_t *open = calloc(forest->count + 1, sizeof *open);
  assert_int_equal(forest->count, f->pack.count);
  for (uint32_t i = 0; i < forest->count; i++) {
    assert_true(forest->offset[i] <= forest->offset[i + 1]);
    assert_int_equal(packfile_offset(&f->pack, forest->position[i]), forest->offset[i]);
    uint32_t found = forest_find(forest, forest->offset[i]);
    assert_true(found <= i && forest->offset[found] == forest->offset[i]);
  }
  assert_int_equal(forest->offset[forest->count], f->pack.end);
  assert_true(forest->parts.len >= 1 && forest->parts.data[forest->parts.len - 1] == forest->roots.len);
  if (forest->roots.len)
    assert_int_equal(forest->parts.data[0], 0);
  for (size_t part = 0; part + 1 < forest->parts.len; part++)
    assert_true(forest->parts.data[part] < forest->parts.data[part + 1]);
  for (size_t root = 0; root < forest->roots.len; root++) {
    size_t len = 0;
    open[len++] = forest->roots.data[root];
    while (len) {
      uint32_t object = open[--len];
      assert_true(object < forest->count);
      assert_int_equal(met[object]++, 0);
      assert_int_equal(forest->type[object], forest->type[forest->roots.data[root]]);
      for (uint32_t c = forest->child[object]; c != FOREST_NONE; c = forest->sibling[c])
        open[len++] = c;
    }
  }
  for (size_t i = 0; i < forest->lost.len; i++)
    assert_int_equal(met[forest->lost.data[i]]++, 0);
  for (uint32_t i = 0; i < forest->count; i++)
    assert_int_equal(met[i], 1);
  free(met);
  free(open);
}

static uint32_t number_of(const struct fixture *f, uint32_t n) {
  uint32_t position;
  assert_true(packfile_find(&f->pack, id(n), &position));
  return forest_find(&f->forest, packfile_offset(&f->pack, position));
}

static bool is_child(const struct fixture *f, uint32_t child, uint32_t parent) {
  for (uint32_t c = f->forest.child[number_of(f, parent)]; c != FOREST_NONE; c = f->forest.sibling[c])
    if (c == number_of(f, child))
      return true;
  return false;
}

static void empty_pack(void **state) {
  struct fixture *f = *state;
  assert_int_equal(build(f), 0);
  check(f);
  assert_true(forest_is_sound(&f->forest) && f->forest.parts.len == 1);
  assert_int_equal(forest_find(&f->forest, 12), FOREST_NONE);
}

static void whole_objects(void **state) {
  struct fixture *f = *state;
  for (uint32_t i = 0; i < 500; i++)
    packwriter_whole(&f->writer, 1 + i % 4, id(i), STR("x"));
  assert_int_equal(build(f), 0);
  check(f);
  assert_true(forest_is_sound(&f->forest) && f->forest.roots.len == 500 && f->forest.lost.len == 0);
  for (uint32_t i = 0; i < 500; i++)
    assert_int_equal(f->forest.type[number_of(f, i)], 1 + i % 4);
}

static void chain_of_both_kinds(void **state) {
  enum { LINKS = 6000 };
  struct fixture *f = *state;
  packwriter_whole(&f->writer, PACK_TREE, id(0), STR("x"));
  for (uint32_t i = 1; i < LINKS; i++)
    if (i % 3)
      packwriter_ofs_delta(&f->writer, id(i), i - 1, STR("\1\1\1x"));
    else
      packwriter_ref_delta(&f->writer, id(i), id(i - 1), STR("\1\1\1x"));
  assert_int_equal(build(f), 0);
  check(f);
  assert_true(f->forest.roots.len == 1 && f->forest.lost.len == 0);
  for (uint32_t i = 1; i < LINKS; i += 271)
    assert_true(is_child(f, i, i - 1));
  assert_int_equal(f->forest.type[number_of(f, LINKS - 1)], PACK_TREE);
}

/* By id a base may come later in the pack. */
static void bases_behind(void **state) {
  struct fixture *f = *state;
  for (uint32_t i = 0; i < 20; i++)
    packwriter_ref_delta(&f->writer, id(i), id(i + 1), STR("\1\1\1x"));
  packwriter_whole(&f->writer, PACK_TAG, id(20), STR("x"));
  assert_int_equal(build(f), 0);
  check(f);
  assert_true(f->forest.roots.len == 1 && f->forest.lost.len == 0 && is_child(f, 0, 1));
}

static void random_forests(void **state) {
  struct fixture *f = *state;
  for (uint64_t seed = 1; seed < 40; seed++) {
    uint64_t draw = seed;
    clear(f);
    for (uint32_t i = 0; i < 200; i++) {
      uint32_t what = i ? template_draw(&draw) % 16 : 0, base = i ? template_draw(&draw) % i : 0;
      if (what == 0)
        packwriter_whole(&f->writer, 1 + template_draw(&draw) % 4, id(i), STR("x"));
      else if (what == 1)
        packwriter_ref_delta(&f->writer, id(i), id(template_draw(&draw) % 220), STR("\1\1\1x"));
      else
        packwriter_ofs_delta(&f->writer, id(i), base, STR("\1\1\1x"));
    }
    assert_int_equal(build(f), 0);
    check(f);
    assert_true(forest_is_sound(&f->forest));
  }
}

static void base_elsewhere(void **state) {
  struct fixture *f = *state;
  packwriter_ref_delta(&f->writer, id(0), id(99), STR("\1\1\1x"));
  packwriter_ofs_delta(&f->writer, id(1), 0, STR("\1\1\1x"));
  assert_int_equal(build(f), 0);
  check(f);
  assert_true(f->forest.roots.len == 1 && f->forest.lost.len == 0);
  assert_int_equal(f->forest.type[number_of(f, 1)], PACK_UNKNOWN);
}

/* Circles of one, two and twenty, each with something that builds on it. */
static void circles(void **state) {
  struct fixture *f = *state;
  static const uint32_t lens[] = {1, 2, 20};
  uint32_t next = 0;
  for (size_t i = 0; i < COUNT(lens); i++) {
    uint32_t first = next;
    for (uint32_t k = 0; k < lens[i]; k++, next++)
      packwriter_ref_delta(&f->writer, id(next), id(k + 1 < lens[i] ? next + 1 : first), STR("\1\1\1x"));
    packwriter_ref_delta(&f->writer, id(next++), id(first), STR("\1\1\1x"));
  }
  packwriter_whole(&f->writer, PACK_BLOB, id(next), STR("x"));
  assert_int_equal(build(f), 0);
  check(f);
  assert_true(f->forest.roots.len == 1 && f->forest.lost.len == next);
}

/* Distances that lead to no object, before the pack, into its head. */
static void distances_that_lie(void **state) {
  struct fixture *f = *state;
  packwriter_whole(&f->writer, PACK_BLOB, id(0), STR("the only whole one"));
  static const uint64_t backs[] = {1, 2, 11, 12, 1000, UINT32_MAX, UINT64_C(1) << 54};
  for (uint32_t i = 0; i < COUNT(backs); i++) {
    struct buf back = {0};
    packwriter_add_back(&back, backs[i]);
    packwriter_raw(&f->writer, PACK_OFS_DELTA, id(1 + i), 4, buf_str(&back), STR("x"));
    buf_free(&back);
  }
  assert_int_equal(build(f), 0);
  check(f);
  assert_true(f->forest.roots.len == 1 && f->forest.lost.len == COUNT(backs));
}

static void damaged_heads(void **state) {
  struct fixture *f = *state;
  packwriter_whole(&f->writer, PACK_BLOB, id(0), STR("x"));
  packwriter_raw(&f->writer, PACK_UNKNOWN, id(1), 4, STR_NONE, STR("x"));
  packwriter_raw(&f->writer, 5, id(2), 4, STR_NONE, STR("x"));
  packwriter_ofs_delta(&f->writer, id(3), 1, STR("\1\1\1x"));
  vec_push(&f->writer.objects, (struct packed_object){id(4), f->writer.bytes.len});
  for (int i = 0; i < 40; i++)
    buf_add_byte(&f->writer.bytes, '\377');
  assert_int_equal(build(f), 0);
  check(f);
  assert_true(f->forest.roots.len == 1 && f->forest.lost.len == 4);
}

/* A head that is cut off by the end of the file. */
static void head_at_the_end(void **state) {
  struct fixture *f = *state;
  packwriter_whole(&f->writer, PACK_BLOB, id(0), STR("x"));
  vec_push(&f->writer.objects, (struct packed_object){id(1), f->writer.bytes.len});
  buf_add_byte(&f->writer.bytes, (char)(PACK_REF_DELTA << 4 | 0x80));
  assert_int_equal(build(f), 0);
  check(f);
}

static void index_that_points_behind_the_end(void **state) {
  struct fixture *f = *state;
  static const uint64_t offsets[] = {0, 1, 1000, UINT32_MAX, UINT64_MAX / 2, UINT64_MAX};
  for (size_t i = 0; i < COUNT(offsets); i++) {
    clear(f);
    packwriter_whole(&f->writer, PACK_BLOB, id(0), STR("x"));
    uint64_t end = f->writer.bytes.len;
    vec_push(&f->writer.objects, (struct packed_object){id(1), offsets[i] < 2 ? end + offsets[i] : offsets[i]});
    assert_int_equal(build(f), -1);
    assert_true(str_find(str_from(f->err.text), STR("behind its end"), 0) != SIZE_MAX);
    assert_true(f->forest.count == 0 && f->forest.offset == NULL);
  }
}

static void not_sound(void **state) {
  struct fixture *f = *state;
  packwriter_whole(&f->writer, PACK_BLOB, id(0), STR("x"));
  vec_push(&f->writer.objects, (struct packed_object){id(1), 12});
  assert_int_equal(build(f), 0);
  check(f);
  assert_false(forest_is_sound(&f->forest));
  clear(f);
  packwriter_raw(&f->writer, PACK_BLOB, id(0), 1, STR_NONE, STR("hidden"));
  packwriter_whole(&f->writer, PACK_BLOB, id(1), STR("x"));
  f->writer.objects.data[0] = f->writer.objects.data[1];
  f->writer.objects.len = 1;
  assert_int_equal(build(f), 0);
  check(f);
  assert_false(forest_is_sound(&f->forest));
}

/* An index may point into the pack's own head, or between objects. */
static void places_that_are_none(void **state) {
  struct fixture *f = *state;
  packwriter_whole(&f->writer, PACK_BLOB, id(0), STR("some content that is long enough"));
  for (uint32_t at = 0; at < 30; at++)
    vec_push(&f->writer.objects, (struct packed_object){id(1 + at), at});
  assert_int_equal(build(f), 0);
  check(f);
  assert_false(forest_is_sound(&f->forest));
}

/* Heavy trees come first and alone, light ones together; the heaviest child is the last. */
static void weights(void **state) {
  struct fixture *f = *state;
  static char bytes[300000];
  for (uint32_t i = 0; i < sizeof bytes; i++)
    bytes[i] = (char)(i * i >> 3);
  for (uint32_t i = 0; i < 50; i++)
    packwriter_raw(&f->writer, PACK_BLOB, id(i), 1, STR_NONE, (str){bytes, 1000});
  packwriter_raw(&f->writer, PACK_BLOB, id(100), 1, STR_NONE, (str){bytes, sizeof bytes});
  for (uint32_t i = 0; i < 9; i++) {
    struct buf back = {0};
    packwriter_add_back(&back, f->writer.bytes.len - f->writer.objects.data[50].offset);
    packwriter_raw(&f->writer, PACK_OFS_DELTA, id(101 + i), 1, buf_str(&back), (str){bytes, 1000 * (i == 3 ? 100 : i + 1)});
    buf_free(&back);
  }
  assert_int_equal(build(f), 0);
  check(f);
  assert_int_equal(f->forest.roots.data[0], number_of(f, 100));
  assert_int_equal(f->forest.parts.data[1], 1);
  uint32_t last = f->forest.child[number_of(f, 100)];
  while (f->forest.sibling[last] != FOREST_NONE)
    last = f->forest.sibling[last];
  assert_int_equal(last, number_of(f, 104));
}

int main(void) {
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
  const struct CMUnitTest tests[] = {
      IN_FOLDER(empty_pack),     IN_FOLDER(whole_objects),      IN_FOLDER(chain_of_both_kinds),
      IN_FOLDER(bases_behind),   IN_FOLDER(random_forests),     IN_FOLDER(base_elsewhere),
      IN_FOLDER(circles),        IN_FOLDER(distances_that_lie), IN_FOLDER(damaged_heads),
      IN_FOLDER(head_at_the_end), IN_FOLDER(index_that_points_behind_the_end), IN_FOLDER(not_sound),
      IN_FOLDER(places_that_are_none), IN_FOLDER(weights),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
