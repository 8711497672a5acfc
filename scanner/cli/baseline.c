/* baseline.c -- apso-scan baseline: accept today's findings, so that only new ones fail. */
#include <errno.h>
#include <sys/stat.h>

#include "base/file.h"
#include "cli/scan.h"
#include "pipeline/audit.h"
#include "policy/baseline.h"

enum deed { CREATE, UPDATE, PRUNE, DEEDS };

static const char *const deeds[DEEDS] = {"create", "update", "prune"};

static enum deed deed_of(const struct settings *settings) {
  for (int deed = 0; settings->arguments_len && deed < DEEDS; deed++)
    if (strcmp(settings->arguments[0], deeds[deed]) == 0)
      return (enum deed)deed;
  return DEEDS;
}

/* As `apso-scan PATH` would scan it. */
static int body(struct pipeline *pipeline, const struct settings *settings, struct err *err) {
  const char *path = settings->arguments_len > 2 ? settings->arguments[2] : ".";
  if (settings->staged)
    return audit_staged(pipeline, err);
  if (scan_command_for(path) == &command_audit)
    return audit_repository(pipeline, path, false, err);
  return audit_files(pipeline, path, false, err);
}

static int check(const struct settings *settings, enum deed deed, struct err *err) {
  struct stat status;
  if (deed == DEEDS || settings->arguments_len < 2 || settings->arguments_len > 3)
    return err_set(err, "expected: baseline create, update or prune, a FILE, and a PATH if not the current folder");
  if (settings->staged && (deed == PRUNE || settings->arguments_len > 2))
    return err_set(err, "option '--staged' goes with create and update, and without a PATH");
  const char *file = settings->arguments[1];
  bool is_there = stat(file, &status) == 0;
  if (deed == CREATE && is_there)
    return err_set(err, "%s is there already; to add what is new: apso-scan baseline update %s", file, file);
  if (deed != CREATE && !is_there)
    return err_set(err, "%s: %s; to make one: apso-scan baseline create %s", file, strerror(errno), file);
  return 0;
}

static int read_old(const char *path, struct baseline *baseline, struct arena *kept, struct err *err) {
  struct buf text = {0};
  int failed = file_read(path, BASELINE_TEXT_LIMIT, &text, err);
  failed = failed ? failed : baseline_read(str_from(path), buf_str(&text), baseline, kept, err);
  buf_free(&text);
  return failed;
}

static void mark(struct baseline *baseline, const char *id) {
  struct baseline_entry *entry = baseline_find(baseline, str_from(id));
  if (entry)
    entry->is_used = true;
}

/* Returns how many ids are new. What comments and policy accept needs no baseline. */
static size_t add_new(struct baseline *baseline, const struct result *result) {
  size_t before = baseline->entries.len;
  for (size_t i = 0; i < result->findings_len; i++)
    baseline_push(baseline, str_from(result->findings[i].id));
  baseline_sort(baseline);
  return baseline->entries.len - before;
}

/* Returns how many ids are found no more, accepted in other ways or not. */
static size_t drop_old(struct baseline *baseline, const struct result *result) {
  for (size_t i = 0; i < result->findings_len; i++)
    mark(baseline, result->findings[i].id);
  for (size_t i = 0; i < result->suppressed_len; i++)
    mark(baseline, result->suppressed[i].finding.id);
  return baseline_prune(baseline);
}

static int write_new(const char *path, const struct baseline *baseline, enum deed deed, size_t count, struct err *err) {
  struct buf text = {0}, line = {0};
  baseline_write(baseline, &text);
  buf_printf(&line, "%s: %zu id%s, %zu %s\n", path, baseline->entries.len, baseline->entries.len == 1 ? "" : "s", count,
             deed == PRUNE ? "dropped" : "new");
  if (deed == CREATE)
    buf_printf(&line, "So that branches merge without conflict, add to .gitattributes: %s merge=union\n", path);
  int failed = file_write(path, buf_str(&text), err) || command_print(buf_str(&line), err) ? -1 : 0;
  buf_free(&text);
  buf_free(&line);
  return failed;
}

/* What was not searched may hold what seems to be gone. */
static int refuse(const char *path, struct err *err) {
  err_set(err, "%s is left as it was: not everything was scanned, so what was not found may still be there", path);
  command_warn(err);
  return EXIT_INCOMPLETE;
}

static int finish(const struct settings *settings, enum deed deed, struct scan *scan, struct baseline *baseline,
                  struct err *err) {
  const char *path = settings->arguments[1];
  bool is_complete = coverage_is_complete(&scan->result.coverage);
  if (deed == PRUNE && !guard_is_whole(scan->guard)) {
    err_set(err,
            "'prune' needs a scan of everything: name the top of the repository, or a folder without one around it");
    return command_fail(err);
  }
  if (deed == PRUNE && !is_complete)
    return refuse(path, err);
  size_t count = deed == PRUNE ? drop_old(baseline, &scan->result) : add_new(baseline, &scan->result);
  if (write_new(path, baseline, deed, count, err))
    return command_fail(err);
  if (is_complete)
    return EXIT_CLEAN;
  err_set(err, "not everything was scanned, so there may be more; apso-scan audit says what");
  command_warn(err);
  return EXIT_INCOMPLETE;
}

static int run(struct settings *settings, struct err *err) {
  enum deed deed = deed_of(settings);
  struct baseline baseline = {0};
  struct arena kept = {0};
  struct scan scan = {0};
  int code = EXIT_UNABLE;
  if (check(settings, deed, err) || (deed != CREATE && read_old(settings->arguments[1], &baseline, &kept, err)) ||
      scan_begin(settings, body, true, &scan, err))
    command_fail(err);
  else
    code = finish(settings, deed, &scan, &baseline, err);
  scan_end(&scan);
  baseline_free(&baseline);
  arena_free(&kept);
  return code;
}

static const struct option *const options[] = {baseline_options, reading_options, rules_options, help_options, NULL};

const struct command command_baseline = {
    "baseline", "create|update|prune FILE [PATH]", "accept what is found today, so that only new findings fail",
    "create writes the ids of what is found and not accepted otherwise; update adds what is new, drops nothing;\n"
    "prune drops what is found no more, after a complete scan only. PATH, by default the current folder, is scanned\n"
    "as `apso-scan PATH` would. The file holds ids only, sorted, a line each; text behind '#' is yours, and kept.",
    options, run};
