/* test_best.c -- of candidates at one place the best is kept; neighbours are no part of each other. */
#include "unit.h"

#include <time.h>

#include "engine/best.h"

static const struct rule rules[] = {
    {.id = {"better", 6}, .class = CLASS_HEADER_LITERAL}, {.id = {"worse", 5}, .class = CLASS_LITERAL}};

static struct candidate candidate(size_t rule, str text, size_t start, size_t end) {
  return (struct candidate){.rule = &rules[rule], .key = str_head(str_tail(text, start), end - start), .start = start,
                            .end = end};
}

static void kept_ones(void **state) {
  static const str text = {"abcdefghijklmnopqrstuvwxyz", 26};
  static const struct {
    size_t given[4][3]; /* rule, start, end */
    size_t kept[4][3];
  } rows[] = {
      {{{0, 1, 5}, {1, 1, 5}}, {{0, 1, 5}}},
      {{{1, 1, 5}, {0, 1, 5}}, {{0, 1, 5}}},
      {{{1, 1, 5}, {1, 1, 5}}, {{1, 1, 5}}},
      {{{1, 1, 9}, {1, 2, 5}}, {{1, 1, 9}}},
      {{{0, 1, 9}, {1, 2, 5}, {1, 8, 12}}, {{0, 1, 9}, {1, 8, 12}}},
      {{{1, 1, 9}, {0, 2, 5}}, {{1, 1, 9}, {0, 2, 5}}},
      {{{1, 1, 5}, {1, 5, 9}, {1, 9, 12}}, {{1, 1, 5}, {1, 5, 9}, {1, 9, 12}}},
      {{{0, 1, 20}, {1, 2, 4}, {1, 4, 6}, {1, 18, 20}}, {{0, 1, 20}}},
      {{{1, 9, 12}, {1, 1, 5}}, {{1, 1, 5}, {1, 9, 12}}},
  };
  (void)state;
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct candidates all = {0};
    struct arena scratch = {0};
    size_t kept = 0;
    for (size_t k = 0; k < 4 && rows[i].given[k][2]; k++)
      vec_push(&all, candidate(rows[i].given[k][0], text, rows[i].given[k][1], rows[i].given[k][2]));
    best_keep(&all, &scratch);
    for (; kept < 4 && rows[i].kept[kept][2]; kept++) {
      assert_true(kept < all.len);
      assert_ptr_equal(all.data[kept].rule, &rules[rows[i].kept[kept][0]]);
      assert_int_equal(all.data[kept].start, rows[i].kept[kept][1]);
      assert_int_equal(all.data[kept].end, rows[i].kept[kept][2]);
    }
    assert_int_equal(all.len, kept);
    vec_free(&all);
    arena_free(&scratch);
  }
}

/* None is compared with thousands that end before it begins: that would take minutes. */
static void dense(void **state) {
  enum { COUNT_MAX = 200000, WIDTH = 2, SECONDS = 10 };
  struct candidates all = {0};
  struct arena scratch = {0};
  char *bytes = malloc(COUNT_MAX * WIDTH);
  (void)state;
  for (size_t i = 0; i < COUNT_MAX * WIDTH; i++)
    bytes[i] = (char)('a' + i % 26);
  for (size_t i = 0; i < COUNT_MAX; i++)
    vec_push(&all, candidate(1, (str){bytes, COUNT_MAX * WIDTH}, i * WIDTH, i * WIDTH + WIDTH));
  clock_t begin = clock();
  best_keep(&all, &scratch);
  assert_true((clock() - begin) / CLOCKS_PER_SEC <= SECONDS);
  assert_int_equal(all.len, COUNT_MAX);
  vec_free(&all);
  arena_free(&scratch);
  free(bytes);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(kept_ones), cmocka_unit_test(dense)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
