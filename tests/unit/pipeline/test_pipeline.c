/* test_pipeline.c -- each part runs once, and the result does not depend on the number of threads. */
#include "unit.h"

#include "pipeline/pipeline.h"

#include "made.h"
#include "template.h"
#include "written.h"

static struct ruleset *rules;
static const unsigned threads[] = {1, 2, 8, 100};

static int load(void **state) {
  struct err err;
  (void)state;
  return ruleset_load_builtin(&rules, &err);
}

static int unload(void **state) {
  (void)state;
  ruleset_free(rules);
  return 0;
}

static struct pipeline *start(unsigned count) {
  struct pipeline_options options = {.threads = count};
  return pipeline_new(rules, &options);
}

static void each_part_once(void **state) {
  (void)state;
  static const size_t parts[] = {0, 1, 2, 7, MADE_PARTS};
  for (size_t t = 0; t < COUNT(threads); t++)
    for (size_t p = 0; p < COUNT(parts); p++) {
      struct made made = {.parts = parts[p]};
      struct source source = made_source(&made);
      struct pipeline *pipeline = start(threads[t]);
      struct err err;
      assert_int_equal(pipeline_run(pipeline, &source, &err), 0);
      for (size_t i = 0; i < MADE_PARTS; i++)
        assert_int_equal(made.runs[i], i < parts[p]);
      assert_int_equal(made.opened, threads[t] < parts[p] ? threads[t] : parts[p]);
      assert_int_equal(made.opened, made.closed);
      assert_int_equal(pipeline_options_of(pipeline)->threads, threads[t]);
      pipeline_free(pipeline);
    }
}

/* Everything that comes out, as text: two runs, what is wanted, and what is absent. */
static void write_all(unsigned count, struct buf *out) {
  struct made made = {.parts = MADE_PARTS};
  struct source source = made_source(&made);
  struct pipeline *pipeline = start(count);
  struct result result = {0};
  struct err err;
  size_t wanted;
  assert_int_equal(pipeline_run(pipeline, &source, &err), 0);
  const oid *ids = pipeline_take_wanted(pipeline, &wanted);
  assert_int_equal(wanted, MADE_PARTS / 3);
  for (size_t i = 0; i < wanted; i++) {
    char hex[OID_HEX_SIZE];
    oid_to_hex(ids[i], OID_SHA1, hex);
    buf_printf(out, "%s\n", hex);
    assert_true(i == 0 || oid_compare(ids[i - 1], ids[i]) < 0);
  }
  pipeline_take_wanted(pipeline, &wanted);
  assert_int_equal(wanted, 0);
  pipeline_count_absent(pipeline, OID_SHA1);
  assert_int_equal(pipeline_run(pipeline, &source, &err), 0); /* again: the same places, and absent ones again */
  pipeline_collect(pipeline, &result);
  written_add(out, &result);
  assert_int_equal(result.coverage.gaps[GAP_MISSING].count, MADE_PARTS / 2);
  assert_int_equal(result.coverage.gaps[GAP_CORRUPT].count, 2 * MADE_PARTS / 10);
  assert_int_equal(result.coverage.blobs, 2 * MADE_PARTS);
  assert_int_equal(result.findings_len, MADE_PARTS + 1);
  arena_free(&result.kept);
  pipeline_free(pipeline);
}

static void results_are_the_same(void **state) {
  (void)state;
  struct buf first = {0};
  write_all(1, &first);
  for (size_t t = 1; t < COUNT(threads); t++) {
    struct buf other = {0};
    write_all(threads[t], &other);
    assert_str(buf_str(&other), buf_str(&first));
    buf_free(&other);
  }
  buf_free(&first);
}

/* Those that could be opened do the work of the others. */
static void some_workers_cannot_open(void **state) {
  (void)state;
  for (unsigned failing = 1; failing < 8; failing++) {
    struct made made = {.parts = MADE_PARTS, .opens_to_fail = failing};
    struct source source = made_source(&made);
    struct pipeline *pipeline = start(8);
    struct err err;
    assert_int_equal(pipeline_run(pipeline, &source, &err), 0);
    for (size_t i = 0; i < MADE_PARTS; i++)
      assert_int_equal(made.runs[i], 1);
    assert_int_equal(made.closed, 8 - failing);
    pipeline_free(pipeline);
  }
}

static void no_worker_can_open(void **state) {
  (void)state;
  for (size_t t = 0; t < COUNT(threads); t++) {
    struct made made = {.parts = MADE_PARTS, .opens_to_fail = 1000}, good = {.parts = 3};
    struct source source = made_source(&made), after = made_source(&good);
    struct pipeline *pipeline = start(threads[t]);
    struct err err;
    assert_int_equal(pipeline_run(pipeline, &source, &err), -1);
    assert_string_equal(err.text, "no worker today");
    assert_int_equal(made.closed, 0);
    assert_int_equal(pipeline_run(pipeline, &after, &err), 0);
    assert_int_equal(good.runs[2], 1);
    pipeline_free(pipeline);
  }
}

static void what_was_there_before_is_no_news(void **state) {
  (void)state;
  struct pipeline *pipeline = start(1);
  struct sink *sink = pipeline_sink(pipeline);
  struct arena kept = {0};
  struct template_text old, new;
  struct result result = {0};
  uint64_t seed = 1;
  assert_true(template_expand(STR("a={{key}}"), &seed, &kept, &old));
  assert_true(template_expand(STR("b={{key}}"), &seed, &kept, &new));
  str both = arena_printf(&kept, "%.*s\n%.*s", STR_ARG(old.text), STR_ARG(new.text));
  sink->before(sink, &(struct item){.bytes = old.text, .path = STR("a"), .first_line = 1});
  sink->item(sink, &(struct item){.bytes = both, .path = STR("a"), .where = WHERE_INDEX, .first_line = 1});
  pipeline_collect(pipeline, &result);
  assert_int_equal(result.findings_len, 1);
  assert_str(result.findings[0].key, new.key[0]);
  arena_free(&result.kept);
  /* It holds for one item only. */
  sink->item(sink, &(struct item){.bytes = old.text, .path = STR("b"), .where = WHERE_INDEX, .first_line = 1});
  result = (struct result){0};
  pipeline_collect(pipeline, &result);
  assert_int_equal(result.findings_len, 2);
  arena_free(&result.kept);
  arena_free(&kept);
  pipeline_free(pipeline);
}

static void count_progress(void *data, const struct pipeline_progress *at) {
  size_t *most = data;
  assert_string_equal(at->stage, "made");
  assert_int_equal(at->total, MADE_PARTS);
  assert_true(at->done <= at->total && at->done >= *most);
  *most = (size_t)at->done;
}

static void progress_rises(void **state) {
  (void)state;
  size_t most = 0;
  struct made made = {.parts = MADE_PARTS};
  struct source source = made_source(&made);
  struct pipeline_options options = {.threads = 2, .progress = count_progress, .progress_data = &most};
  struct pipeline *pipeline = pipeline_new(rules, &options);
  struct err err;
  assert_int_equal(pipeline_run(pipeline, &source, &err), 0);
  assert_int_equal(most, MADE_PARTS);
  pipeline_free(pipeline);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_part_once),     cmocka_unit_test(results_are_the_same),
      cmocka_unit_test(some_workers_cannot_open), cmocka_unit_test(no_worker_can_open),
      cmocka_unit_test(what_was_there_before_is_no_news), cmocka_unit_test(progress_rises),
  };
  return cmocka_run_group_tests(tests, load, unload);
}
