/* test_interrupt.c -- a scan that is interrupted ends early and says so. A program of its own, since an
   interrupted pipeline stays so. */
#include "unit.h"

#include "pipeline/pipeline.h"

#include "made.h"

static void interrupt_at(size_t part) {
  if (part == 20)
    pipeline_interrupt();
}

static void the_rest_is_a_gap(void **state) {
  (void)state;
  struct made made = {.parts = MADE_PARTS, .before_part = interrupt_at}, later = {.parts = 5};
  struct source source = made_source(&made), after = made_source(&later);
  struct result result = {0};
  struct ruleset *rules = NULL;
  struct err err;
  assert_int_equal(ruleset_load_builtin(&rules, &err), 0);
  struct pipeline_options options = {.threads = 4};
  struct pipeline *pipeline = pipeline_new(rules, &options);
  assert_false(pipeline_is_interrupted());
  assert_int_equal(pipeline_run(pipeline, &source, &err), 0);
  assert_true(pipeline_is_interrupted());
  size_t runs = 0;
  for (size_t i = 0; i < MADE_PARTS; i++) {
    assert_true(made.runs[i] <= 1);
    runs += made.runs[i];
  }
  assert_true(runs >= 1 && runs < MADE_PARTS);
  assert_int_equal(made.runs[20], 1); /* the part at hand is finished */
  assert_int_equal(made.opened, made.closed);
  assert_int_equal(pipeline_run(pipeline, &after, &err), 0); /* what comes after is left out, too */
  assert_int_equal(later.runs[0], 0);
  pipeline_collect(pipeline, &result);
  assert_int_equal(result.coverage.gaps[GAP_TIME].count, 2);
  assert_string_equal(result.coverage.gaps[GAP_TIME].example[0], "made");
  assert_false(coverage_is_complete(&result.coverage));
  assert_true(result.findings_len >= 1); /* what was found is told */
  arena_free(&result.kept);
  pipeline_free(pipeline);
  ruleset_free(rules);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(the_rest_is_a_gap)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
