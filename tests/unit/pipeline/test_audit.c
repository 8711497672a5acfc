/* test_audit.c -- files in windows: a key is found once, at its place, wherever a window ends. */
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "pipeline/audit.h"

#include "template.h"

enum { WINDOW = 256 * 1024, LINE = 80 };

static struct ruleset *rules;
static char folder[64];

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

static int enter(void **state) {
  (void)state;
  snprintf(folder, sizeof folder, "/tmp/apso-test-XXXXXX");
  return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave(void **state) {
  (void)state;
  unlink("a.txt");
  unlink("b/c.env");
  unlink("b/link");
  rmdir("b");
  return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static void scan(const char *path, struct pipeline **pipeline, struct result *result) {
  struct pipeline_options options = {.threads = 2, .window = WINDOW};
  struct err err;
  *pipeline = pipeline_new(rules, &options);
  *result = (struct result){0};
  if (audit_files(*pipeline, path, false, &err))
    fail_msg("%s", err.text);
  pipeline_collect(*pipeline, result);
}

static void scan_free(struct pipeline *pipeline, struct result *result) {
  arena_free(&result->kept);
  pipeline_free(pipeline);
}

/* One key in a text of 600 KiB, in lines of LINE bytes or in one. */
static void check_key_at(size_t offset, bool lines) {
  struct arena kept = {0};
  struct buf text = {0};
  struct err err;
  struct pipeline *pipeline;
  struct result result;
  uint64_t seed = offset;
  str key = template_key(&seed, STR("live"), &kept);
  for (size_t i = 0; i < 600 * 1024; i++)
    buf_add_byte(&text, lines && i % LINE == LINE - 1 ? '\n' : '.');
  memcpy(text.data + offset, key.ptr, key.len);
  assert_int_equal(file_write("a.txt", buf_str(&text), &err), 0);
  scan("a.txt", &pipeline, &result);
  assert_int_equal(result.findings_len, 1);
  assert_str(result.findings[0].key, key);
  const struct hit *hit = &result.findings[0].occurrences[0].hit;
  if (result.findings[0].occurrences_len != 1)
    fail_msg("key at %zu: %zu occurrences", offset, result.findings[0].occurrences_len);
  if (hit->line != (lines ? offset / LINE + 1 : 1) || hit->column != (lines ? offset % LINE : offset) + 1)
    fail_msg("key at %zu: %u:%u", offset, hit->line, hit->column);
  assert_int_equal(result.coverage.bytes, text.len);
  assert_int_equal(result.coverage.files, 1);
  assert_int_equal(result.coverage.degraded[DEGRADED_WINDOW].count, 1);
  scan_free(pipeline, &result);
  buf_free(&text);
  arena_free(&kept);
}

/* 46 bytes of key in a line of 80, so each offset is made to fit one. */
static void windows_of_lines(void **state) {
  (void)state;
  static const size_t offsets[] = {0, 100 * LINE, WINDOW - 64 * 1024 - 2 * LINE, WINDOW - LINE, WINDOW - 40, WINDOW - 1, WINDOW, WINDOW + 1, 2 * WINDOW - 64 * 1024, 590 * 1024};
  for (size_t i = 0; i < COUNT(offsets); i++)
    for (size_t shift = 0; shift < 30; shift += 7)
      check_key_at(offsets[i] / LINE * LINE + shift, true);
}

static void windows_of_one_line(void **state) {
  (void)state;
  static const size_t offsets[] = {0, WINDOW - 1, WINDOW - 64 * 1024, WINDOW - 64 * 1024 - 10, WINDOW + 10, 500 * 1024};
  for (size_t i = 0; i < COUNT(offsets); i++)
    check_key_at(offsets[i], false);
}

static void a_folder(void **state) {
  (void)state;
  struct arena kept = {0};
  struct err err;
  struct pipeline *pipeline;
  struct result result;
  struct template_text made;
  uint64_t seed = 1;
  assert_true(template_expand(STR("K={{key}}\n"), &seed, &kept, &made));
  mkdir("b", 0755);
  assert_int_equal(file_write("a.txt", STR("nothing"), &err), 0);
  assert_int_equal(file_write("b/c.env", made.text, &err), 0);
  assert_int_equal(symlink("../nowhere", "b/link"), 0);
  scan(".", &pipeline, &result);
  assert_int_equal(result.findings_len, 1);
  assert_text(result.findings[0].rule->id, "apso-env-file");
  assert_text(result.findings[0].occurrences[0].path, "b/c.env");
  assert_int_equal(result.findings[0].occurrences[0].where, WHERE_FILE);
  assert_int_equal(result.coverage.files, 3);
  assert_true(coverage_is_complete(&result.coverage));
  scan_free(pipeline, &result);
  arena_free(&kept);
}

static void what_is_not_there(void **state) {
  (void)state;
  struct pipeline_options options = {.threads = 1};
  struct pipeline *pipeline = pipeline_new(rules, &options);
  struct err err;
  assert_int_equal(audit_files(pipeline, "none", false, &err), -1);
  assert_string_equal(err.text, "none: No such file or directory");
  assert_int_equal(audit_repository(pipeline, ".", false, &err), -1);
  pipeline_free(pipeline);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(windows_of_lines, enter, leave),
      cmocka_unit_test_setup_teardown(windows_of_one_line, enter, leave),
      cmocka_unit_test_setup_teardown(a_folder, enter, leave),
      cmocka_unit_test_setup_teardown(what_is_not_there, enter, leave),
  };
  return cmocka_run_group_tests(tests, load, unload);
}
