/* test_ewah.c -- bitmaps compressed by words: what they say, and what they must not make anybody do. */
#include "unit.h"

#include "base/buf.h"
#include "source/ewah.h"

enum { MARKS = 200, WORDS = 4 };

#define MARKER(bit, run, literals) ((uint64_t)(bit) | (uint64_t)(run) << 1 | (uint64_t)(literals) << 33)

static void add_number(struct buf *out, uint64_t number, size_t size) {
  for (size_t i = size; i-- > 0;)
    buf_add_byte(out, (char)(number >> 8 * i));
}

static struct buf make(const uint64_t *words, uint32_t count) {
  struct buf out = {0};
  add_number(&out, MARKS, 4);
  add_number(&out, count, 4);
  for (uint32_t i = 0; i < count; i++)
    add_number(&out, words[i], 8);
  add_number(&out, 0, 4);
  return out;
}

static size_t count_of(const uint8_t *marks, uint8_t mark) {
  size_t count = 0;
  for (size_t i = 0; i < MARKS; i++)
    count += marks[i] == mark;
  return count;
}

static void said(void **state) {
  (void)state;
  static const struct {
    uint64_t words[WORDS];
    uint32_t count;
    size_t set;
    size_t first;
    size_t last;
  } cases[] = {
      {{MARKER(0, 0, 0)}, 1, 0, 0, 0},
      {{MARKER(0, 0, 1), 1}, 2, 1, 0, 0},
      {{MARKER(0, 0, 1), UINT64_C(1) << 63 | 2}, 2, 2, 1, 63},
      {{MARKER(1, 1, 0)}, 1, 64, 0, 63},
      {{MARKER(0, 1, 1), 4}, 2, 1, 66, 66},
      {{MARKER(1, 1, 1), 3}, 2, 66, 0, 65},
      {{MARKER(0, 3, 1), 0x80}, 2, 1, 199, 199},
      {{MARKER(1, 1, 0), MARKER(0, 1, 1), 1}, 3, 65, 0, 128},
      {{MARKER(0, UINT32_MAX, 0), MARKER(0, UINT32_MAX, 0)}, 2, 0, 0, 0},
      {{MARKER(0, UINT32_MAX, 2), 0, 0}, 3, 0, 0, 0},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    uint8_t marks[MARKS] = {0};
    struct buf bytes = make(cases[i].words, cases[i].count);
    buf_add(&bytes, STR("rest"));
    str rest = buf_str(&bytes);
    assert_int_equal(ewah_read(&rest, marks, MARKS, 2), 0);
    assert_text(rest, "rest");
    assert_int_equal(count_of(marks, 2), cases[i].set);
    assert_int_equal(count_of(marks, 0), MARKS - cases[i].set);
    if (cases[i].set) {
      assert_int_equal(marks[cases[i].first], 2);
      assert_int_equal(marks[cases[i].last], 2);
    }
    buf_free(&bytes);
  }
}

static void refused(void **state) {
  (void)state;
  static const struct {
    uint64_t words[WORDS];
    uint32_t count;
  } cases[] = {
      {{MARKER(1, 4, 0)}, 1},                /* behind the last mark, in a run */
      {{MARKER(1, UINT32_MAX, 0)}, 1},       /* far behind */
      {{MARKER(0, 3, 1), 0x100}, 2},         /* in a word */
      {{MARKER(0, UINT32_MAX, 1), 1}, 2},    /* in a word far behind */
      {{MARKER(0, 0, 2), 0}, 2},             /* fewer words than it says */
      {{MARKER(0, 0, 0x7fffffff), 0, 0}, 3}, /* many fewer */
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    uint8_t marks[MARKS] = {0};
    struct buf bytes = make(cases[i].words, cases[i].count);
    str rest = buf_str(&bytes);
    assert_int_equal(ewah_read(&rest, marks, MARKS, 1), -1);
    buf_free(&bytes);
  }
}

static void marks_add_up(void **state) {
  (void)state;
  static const uint64_t one[] = {MARKER(0, 0, 1), 3}, other[] = {MARKER(0, 0, 1), 6};
  uint8_t marks[MARKS] = {0};
  struct buf bytes = make(one, 2), more = make(other, 2);
  buf_add(&bytes, buf_str(&more));
  str rest = buf_str(&bytes);
  assert_int_equal(ewah_read(&rest, marks, MARKS, 1), 0);
  assert_int_equal(ewah_read(&rest, marks, MARKS, 2), 0);
  assert_int_equal(rest.len, 0);
  assert_int_equal(marks[0], 1);
  assert_int_equal(marks[1], 3);
  assert_int_equal(marks[2], 2);
  buf_free(&bytes);
  buf_free(&more);
}

static void cut(void **state) {
  (void)state;
  static const uint64_t words[] = {MARKER(0, 1, 1), 5};
  struct buf bytes = make(words, 2);
  for (size_t len = 0; len < bytes.len; len++) {
    uint8_t marks[MARKS] = {0};
    str rest = str_head(buf_str(&bytes), len);
    assert_int_equal(ewah_read(&rest, marks, MARKS, 1), -1);
  }
  buf_free(&bytes);
}

static void no_marks(void **state) {
  (void)state;
  static const uint64_t none[] = {MARKER(0, 7, 1), 0}, some[] = {MARKER(0, 0, 1), 1};
  struct buf bytes = make(none, 2), more = make(some, 2);
  str rest = buf_str(&bytes);
  assert_int_equal(ewah_read(&rest, NULL, 0, 1), 0);
  rest = buf_str(&more);
  assert_int_equal(ewah_read(&rest, NULL, 0, 1), -1);
  buf_free(&bytes);
  buf_free(&more);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(said), cmocka_unit_test(refused), cmocka_unit_test(marks_add_up), cmocka_unit_test(cut), cmocka_unit_test(no_marks),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
