/* test_loose.c -- loose objects: types, sizes that lie, what is cut off or stands behind, pieces. */
#include "unit.h"

#include "base/inflate.h"
#include "packwriter.h"
#include "source/pack/loose.h"

struct fixture {
  char folder[64];
  char path[128];
  struct inflater *inflater;
  struct buf out;
  enum object_type type;
};

static int set_up(void **state) {
  struct fixture *f = calloc(1, sizeof *f);
  packwriter_make_folder(f->folder);
  snprintf(f->path, sizeof f->path, "%s/object", f->folder);
  f->inflater = inflater_new();
  *state = f;
  return 0;
}

static int tear_down(void **state) {
  struct fixture *f = *state;
  packwriter_remove_folder(f->folder);
  inflater_free(f->inflater);
  buf_free(&f->out);
  free(f);
  return 0;
}

/* The stream of what stands in the file. */
static void deflate_plain(struct buf *packed, str head, str content) {
  struct buf plain = {0};
  buf_add(&plain, head);
  buf_add(&plain, content);
  packwriter_add_deflated(packed, buf_str(&plain));
  buf_free(&plain);
}

static void put(const struct fixture *f, str head, str content) {
  struct buf packed = {0};
  deflate_plain(&packed, head, content);
  packwriter_put(f->folder, "object", buf_str(&packed));
  buf_free(&packed);
}

static enum read_outcome read_with(struct fixture *f, uint64_t limit) {
  f->type = OBJECT_NONE;
  return loose_read(f->inflater, f->path, limit, &f->type, &f->out);
}

#define HEAD(text) ((str){text "\0", sizeof text})

static void types(void **state) {
  struct fixture *f = *state;
  static const struct {
    str head;
    enum object_type type;
  } cases[] = {{{"commit 5", 9}, OBJECT_COMMIT}, {{"tree 5", 7}, OBJECT_TREE}, {{"blob 5", 7}, OBJECT_BLOB}, {{"tag 5", 6}, OBJECT_TAG}};
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct loose_head head;
    put(f, cases[i].head, STR("12345"));
    assert_int_equal(loose_read_head(f->path, &head), READ_DONE);
    assert_true(head.type == cases[i].type && head.size == 5 && head.len == cases[i].head.len);
    assert_int_equal(read_with(f, 5), READ_DONE);
    assert_int_equal(f->type, cases[i].type);
    assert_text(buf_str(&f->out), "12345");
  }
}

static void heads_that_are_none(void **state) {
  struct fixture *f = *state;
  static const str heads[] = {{"", 0},       {"\0", 1},      {"blob", 5},    {"blob 5", 6},  {"blub 5", 7}, {"blob5", 6},   {" 5", 3},
                              {"blob x", 7}, {"blob -1", 8}, {"blob 5 ", 8}, {"blob 5x", 8}, {"BLOB 5", 7}, {"blob\n5", 7}, {"blob\0 5", 8},
                              {"blob 99999999999999999999999", 29}, {"delta 5", 8}, {"blob  5", 8},
                              {"blob 00000000000000000000000000000000000000005", 47}};
  struct loose_head head;
  for (size_t i = 0; i < COUNT(heads); i++) {
    put(f, heads[i], STR("12345"));
    if (loose_read_head(f->path, &head) != READ_CORRUPT || read_with(f, 100) != READ_CORRUPT)
      fail_msg("\"%.*s\" is taken for a head", STR_ARG(heads[i]));
  }
}

/* Every size round the inflater's blocks, with none too many and none missing. */
static void sizes(void **state) {
  struct fixture *f = *state;
  struct buf content = {0};
  for (size_t len = 0; len < 70000; len = len < 700 ? len + 1 : len * 3 / 2) {
    char head[32];
    while (content.len < len)
      buf_add_byte(&content, (char)(content.len * content.len >> 3));
    for (int wrong = -1; wrong <= 1; wrong++) {
      if (len == 0 && wrong < 0)
        continue;
      int head_len = snprintf(head, sizeof head, "blob %zu", len + (size_t)wrong) + 1;
      put(f, (str){head, (size_t)head_len}, buf_str(&content));
      assert_int_equal(read_with(f, 1 << 20), wrong ? READ_CORRUPT : READ_DONE);
      if (!wrong)
        assert_str(buf_str(&f->out), buf_str(&content));
    }
  }
  buf_free(&content);
}

static void sizes_that_cannot_be(void **state) {
  struct fixture *f = *state;
  static const char *const heads[] = {"blob 100000000000", "blob 1000000000", "blob 18446744073709551615", "blob 1152921504606846975",
                                      "blob 18446744073709551620"};
  for (size_t i = 0; i < COUNT(heads); i++) {
    put(f, (str){heads[i], strlen(heads[i]) + 1}, STR("12345"));
    assert_int_equal(read_with(f, UINT64_MAX / 2), READ_CORRUPT);
    assert_true(f->out.room < 1 << 20);
  }
}

static void too_large(void **state) {
  struct fixture *f = *state;
  for (uint64_t limit = 0; limit < 8; limit++) {
    put(f, HEAD("blob 5"), STR("12345"));
    assert_int_equal(read_with(f, limit), limit < 5 ? READ_TOO_LARGE : READ_DONE);
    assert_int_equal(f->type, OBJECT_BLOB);
  }
}

/* Its file alone is larger than the limit, and than what is read of it. */
static void file_too_large(void **state) {
  enum { LEN = 1 << 20 };
  struct fixture *f = *state;
  struct buf content = {0};
  uint32_t draw = 1;
  for (int i = 0; i < LEN; i++)
    buf_add_byte(&content, (char)((draw = draw * 1664525 + 1013904223) >> 24));
  put(f, HEAD("tree 1048576"), buf_str(&content));
  assert_int_equal(read_with(f, 1000), READ_TOO_LARGE);
  assert_int_equal(f->type, OBJECT_TREE);
  assert_int_equal(read_with(f, LEN), READ_DONE);
  put(f, HEAD("tree 100"), buf_str(&content)); /* says that it fits */
  assert_int_equal(read_with(f, 1000), READ_CORRUPT);
  buf_free(&content);
}

static void cut_or_followed(void **state) {
  struct fixture *f = *state;
  struct buf packed = {0};
  char content[300];
  for (size_t i = 0; i < sizeof content; i++)
    content[i] = (char)(i * 7);
  deflate_plain(&packed, HEAD("blob 300"), (str){content, sizeof content});
  for (size_t len = 0; len <= packed.len; len++) {
    packwriter_put(f->folder, "object", str_head(buf_str(&packed), len));
    assert_int_equal(read_with(f, 1000), len == packed.len ? READ_DONE : READ_CORRUPT);
  }
  for (size_t more = 1; more < 70; more++) {
    buf_add_byte(&packed, more % 2 ? 'x' : '\0');
    packwriter_put(f->folder, "object", buf_str(&packed));
    assert_int_equal(read_with(f, 1000), READ_CORRUPT);
  }
  buf_free(&packed);
}

static void damaged_anywhere(void **state) {
  struct fixture *f = *state;
  struct buf packed = {0};
  deflate_plain(&packed, HEAD("blob 26"), STR("abcdefghijklmnopqrstuvwxyz"));
  size_t refused = 0;
  for (size_t at = 0; at < packed.len; at++) {
    packed.data[at] ^= 0x10;
    packwriter_put(f->folder, "object", buf_str(&packed));
    if (read_with(f, 1000) == READ_DONE) /* some bits mean nothing */
      assert_text(buf_str(&f->out), "abcdefghijklmnopqrstuvwxyz");
    else
      refused++;
    packed.data[at] ^= 0x10;
  }
  assert_true(refused >= packed.len - 2);
  buf_free(&packed);
}

static void what_is_no_file(void **state) {
  struct fixture *f = *state;
  struct loose_head head;
  assert_int_equal(read_with(f, 5), READ_MISSING);
  assert_int_equal(loose_read_head(f->path, &head), READ_MISSING);
  packwriter_put(f->folder, "object/x", STR("below"));
  assert_int_equal(read_with(f, 5), READ_CORRUPT);
  assert_int_equal(loose_read_head(f->path, &head), READ_CORRUPT);
  snprintf(f->path, sizeof f->path, "%s/object/x/y", f->folder);
  assert_int_equal(read_with(f, 5), READ_MISSING);
}

/* ---- piece by piece ---- */

struct pieces {
  struct buf out;
  size_t again;
  size_t seen; /* bytes at the front that were given before */
  unsigned count;
};

static void take(void *data, str bytes, size_t *again) {
  struct pieces *p = data;
  assert_true(bytes.len >= p->seen);
  if (p->seen)
    assert_true(str_eq(str_head(bytes, p->seen), str_tail(buf_str(&p->out), p->out.len - p->seen)));
  buf_add(&p->out, str_tail(bytes, p->seen));
  *again = p->again;
  p->seen = p->again < bytes.len ? p->again : 0;
  p->count++;
}

static void windows(void **state) {
  struct fixture *f = *state;
  struct buf content = {0};
  char head[32];
  for (size_t i = 0; i < 50000; i++)
    buf_add_byte(&content, (char)(i * i >> 5));
  static const size_t lens[] = {0, 1, 100, 500, 501, 502, 503, 504, 505, 506, 507, 508, 509, 510, 511, 512, 513, 1000, 1024, 4096, 50000};
  for (size_t i = 0; i < COUNT(lens); i++)
    for (size_t again = 0; again <= 100; again += 50) {
      struct pieces p = {.again = again};
      int head_len = snprintf(head, sizeof head, "blob %zu", lens[i]) + 1;
      put(f, (str){head, (size_t)head_len}, str_head(buf_str(&content), lens[i]));
      assert_int_equal(loose_read_windows(f->path, 512, take, &p), READ_DONE);
      assert_str(buf_str(&p.out), str_head(buf_str(&content), lens[i]));
      assert_true(lens[i] < 600 || p.count > 1);
      buf_free(&p.out);
    }
  buf_free(&content);
}

static void windows_of_what_is_damaged(void **state) {
  struct fixture *f = *state;
  static const struct {
    str head;
    enum read_outcome outcome;
  } cases[] = {{{"blob 9", 7}, READ_CORRUPT}, {{"blob 11", 8}, READ_CORRUPT}, {{"blob 10", 8}, READ_DONE}, {{"blib 10", 8}, READ_CORRUPT}};
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct pieces p = {0};
    put(f, cases[i].head, STR("0123456789"));
    assert_int_equal(loose_read_windows(f->path, 512, take, &p), cases[i].outcome);
    buf_free(&p.out);
  }
  struct pieces p = {0};
  snprintf(f->path, sizeof f->path, "%s/nothing", f->folder);
  assert_int_equal(loose_read_windows(f->path, 512, take, &p), READ_MISSING);
}

int main(void) {
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
  const struct CMUnitTest tests[] = {
      IN_FOLDER(types),           IN_FOLDER(heads_that_are_none), IN_FOLDER(sizes),           IN_FOLDER(sizes_that_cannot_be),
      IN_FOLDER(too_large),       IN_FOLDER(file_too_large),      IN_FOLDER(cut_or_followed), IN_FOLDER(damaged_anywhere),
      IN_FOLDER(what_is_no_file), IN_FOLDER(windows),             IN_FOLDER(windows_of_what_is_damaged),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
