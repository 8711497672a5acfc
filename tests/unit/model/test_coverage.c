/* test_coverage.c -- what was not scanned, counted and named, whoever counted it. */
#include "unit.h"

#include "model/coverage.h"

#include "template.h"

static void assert_examples(const struct shortfall *shortfall, uint64_t count, unsigned examples, const char *const *expected) {
  assert_int_equal(shortfall->count, count);
  assert_int_equal(shortfall->examples, examples);
  for (unsigned i = 0; i < examples; i++)
    assert_string_equal(shortfall->example[i], expected[i]);
}

static void the_smallest_examples_are_kept_once(void **state) {
  (void)state;
  static const char *const names[] = {"g", "b", "f", "b", "a", "e", "c", "d", "a", "g"};
  static const char *const smallest[] = {"a", "b", "c", "d", "e"};
  struct coverage coverage = {0};
  for (size_t i = 0; i < COUNT(names); i++)
    coverage_gap(&coverage, GAP_MISSING, str_from(names[i]));
  assert_examples(&coverage.gaps[GAP_MISSING], COUNT(names), COVERAGE_EXAMPLES, smallest);
  coverage_degraded(&coverage, DEGRADED_PARSER, STR("x"));
  assert_examples(&coverage.degraded[DEGRADED_PARSER], 1, 1, (const char *const[]){"x"});
}

static void long_examples_are_cut(void **state) {
  (void)state;
  struct coverage coverage = {0};
  char name[2 * COVERAGE_EXAMPLE_SIZE];
  memset(name, 'n', sizeof name);
  coverage_gap(&coverage, GAP_UNREADABLE, (str){name, sizeof name});
  coverage_gap(&coverage, GAP_UNREADABLE, (str){name, COVERAGE_EXAMPLE_SIZE - 1});
  coverage_gap(&coverage, GAP_UNREADABLE, STR_NONE);
  assert_int_equal(coverage.gaps[GAP_UNREADABLE].count, 3);
  assert_int_equal(coverage.gaps[GAP_UNREADABLE].examples, 2);
  assert_string_equal(coverage.gaps[GAP_UNREADABLE].example[0], "");
  assert_int_equal(strlen(coverage.gaps[GAP_UNREADABLE].example[1]), COVERAGE_EXAMPLE_SIZE - 1);
}

/* Each gap is counted by some worker; merged in any order the sum is the same. */
static void merging_in_any_order(void **state) {
  (void)state;
  enum { WORKERS = 4, GAPS = 200 };
  struct coverage first;
  for (uint64_t round = 0; round < 50; round++) {
    struct coverage workers[WORKERS] = {0}, all = {0};
    uint64_t seed = round;
    for (unsigned i = 0; i < GAPS; i++) {
      char name[16];
      snprintf(name, sizeof name, "%u", i * 7919 % GAPS / 2);
      coverage_gap(&workers[template_draw(&seed) % WORKERS], (enum gap)(i % GAP_COUNT), str_from(name));
      coverage_degraded(&workers[template_draw(&seed) % WORKERS], (enum degraded)(i % DEGRADED_COUNT), str_from(name));
      workers[template_draw(&seed) % WORKERS].blobs += i;
    }
    for (unsigned i = 0; i < WORKERS; i++)
      coverage_merge(&all, &workers[(i + round) % WORKERS]);
    if (round == 0)
      first = all;
    for (int gap = 0; gap < GAP_COUNT; gap++) {
      assert_int_equal(all.gaps[gap].count, first.gaps[gap].count);
      assert_int_equal(all.gaps[gap].examples, first.gaps[gap].examples);
      for (unsigned i = 0; i < first.gaps[gap].examples; i++)
        assert_string_equal(all.gaps[gap].example[i], first.gaps[gap].example[i]);
    }
    assert_int_equal(all.blobs, first.blobs);
    assert_int_equal(all.degraded[0].count, first.degraded[0].count);
  }
}

static void sums(void **state) {
  (void)state;
  struct coverage all = {.objects = 1, .allowed = 1}, other = {2, 3, 4, 5, 6, .allowed = 2};
  coverage_merge(&all, &other);
  assert_int_equal(all.objects, 3);
  assert_int_equal(all.blobs, 3);
  assert_int_equal(all.bytes, 4);
  assert_int_equal(all.commits, 5);
  assert_int_equal(all.files, 6);
  assert_int_equal(all.allowed, 3);
}

static void complete(void **state) {
  (void)state;
  struct coverage none = {0};
  assert_true(coverage_is_complete(&none));
  coverage_degraded(&none, DEGRADED_WINDOW, STR("x"));
  assert_true(coverage_is_complete(&none));
  for (int gap = 0; gap < GAP_COUNT; gap++) {
    struct coverage coverage = {0};
    coverage_gap(&coverage, (enum gap)gap, STR("x"));
    assert_false(coverage_is_complete(&coverage));
    coverage.allowed = ~(1u << gap);
    assert_false(coverage_is_complete(&coverage));
    coverage.allowed = 1u << gap;
    assert_true(coverage_is_complete(&coverage));
  }
}

static void names(void **state) {
  (void)state;
  for (int gap = 0; gap < GAP_COUNT; gap++) {
    assert_non_null(gap_what((enum gap)gap));
    assert_int_equal(gap_from_name(str_from(gap_name((enum gap)gap))), gap);
  }
  for (int i = 0; i < DEGRADED_COUNT; i++)
    assert_non_null(degraded_name((enum degraded)i));
  assert_int_equal(gap_from_name(STR("")), -1);
  assert_int_equal(gap_from_name(STR("Missing")), -1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_smallest_examples_are_kept_once), cmocka_unit_test(long_examples_are_cut),
      cmocka_unit_test(merging_in_any_order),                cmocka_unit_test(sums),
      cmocka_unit_test(complete),                            cmocka_unit_test(names),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
