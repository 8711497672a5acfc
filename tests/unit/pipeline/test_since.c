/* test_since.c -- an audit that was interrupted is not remembered. A program of its own, since an interrupted
   pipeline stays so. */
#include "unit.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "pipeline/audit.h"

static char folder[64];
static struct ruleset *rules;

static void write_file(const char *name, const char *text) {
  struct err err;
  assert_int_equal(file_write(name, str_from(text), &err), 0);
}

static int enter(void **state) {
  struct err err;
  (void)state;
  snprintf(folder, sizeof folder, "/tmp/apso-test-XXXXXX");
  if (!mkdtemp(folder) || chdir(folder) || mkdir("repo", 0700) || mkdir("repo/objects", 0700) || mkdir("repo/refs", 0700))
    return -1;
  write_file("repo/HEAD", "ref: refs/heads/main\n");
  write_file("repo/config", "[core]\n\trepositoryformatversion = 0\n\tbare = true\n");
  setenv("XDG_CACHE_HOME", folder, 1);
  return ruleset_load_builtin(&rules, &err);
}

static int leave(void **state) {
  (void)state;
  struct buf command = {0};
  buf_printf(&command, "rm -rf -- %s", folder);
  buf_add_byte(&command, '\0');
  int failed = chdir("/") || system(command.data);
  buf_free(&command);
  ruleset_free(rules);
  return failed ? -1 : 0;
}

static void audit(bool since_last) {
  struct pipeline_options options = {.threads = 2, .since_last = since_last, .version = "1"};
  struct err err;
  struct pipeline *pipeline = pipeline_new(rules, &options);
  if (audit_repository(pipeline, "repo", false, &err))
    fail_msg("%s", err.text);
  assert_null(pipeline_warning(pipeline));
  pipeline_free(pipeline);
}

static int is_memo(const struct dirent *entry) {
  return str_ends(str_from(entry->d_name), STR(".memo"));
}

static int memos(void) {
  struct dirent **entries = NULL;
  int count = scandir("apso-scan", &entries, is_memo, NULL);
  for (int i = 0; i < count; i++)
    free(entries[i]);
  free(entries);
  return count < 0 ? 0 : count;
}

static void only_what_was_finished(void **state) {
  (void)state;
  audit(false);
  assert_int_equal(memos(), 0);
  audit(true);
  assert_int_equal(memos(), 1);
  assert_int_equal(system("rm apso-scan/*.memo"), 0);
  pipeline_interrupt();
  audit(true);
  assert_int_equal(memos(), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(only_what_was_finished, enter, leave)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
