/* scan.c -- what all scanning commands share: rules, pipeline, reports, exit code. */
#include "cli/scan.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/progress.h"
#include "engine/archive.h"
#include "pipeline/assess.h"
#include "source/repo.h"

static void stop(int signal_number) {
  /* A second Ctrl-C ends the program at once. */
  signal(signal_number, SIG_DFL);
  pipeline_interrupt();
}

/* Packs and their indexes are mapped. git never cuts one off; if somebody does, nothing can be said of the repository. */
static void give_up(int signal_number) {
  static const char line[] = "apso-scan: a pack was cut off while it was read\n";
  (void)signal_number;
  ssize_t written = write(STDERR_FILENO, line, sizeof line - 1);
  (void)written;
  _exit(EXIT_UNABLE);
}

static void watch_signals(unsigned timeout) {
  struct sigaction bus = {.sa_handler = give_up};
  sigaction(SIGBUS, &bus, NULL);
  struct sigaction action = {.sa_handler = stop}; /* no SA_RESTART: a read that waits must end */
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGALRM, &action, NULL);
  if (timeout) {
    struct itimerval timer = {.it_value = {.tv_sec = timeout}};
    setitimer(ITIMER_REAL, &timer, NULL);
  }
}

static bool wants_colour(const struct settings *settings) {
  const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
  if (settings->colour != COLOUR_AUTO)
    return settings->colour == COLOUR_ALWAYS;
  return isatty(STDOUT_FILENO) && !(no_color && *no_color) && !(term && strcmp(term, "dumb") == 0);
}

static int write_report(const struct report_format *format, const struct result *result, struct report_options options, const char *file,
                        struct err *err) {
  struct buf out = {0};
  options.colour = options.colour && !file;
  format->write(result, &options, &out);
  int failed = file ? file_write(file, buf_str(&out), err) : command_print(buf_str(&out), err);
  buf_free(&out);
  return failed;
}

static int write_reports(const struct settings *settings, const struct result *result, const struct ruleset *ruleset, struct err *err) {
  struct report_options options = {wants_colour(settings), settings->show_keys, APSO_VERSION, ruleset->rules, ruleset->rules_len};
  for (size_t i = 0; i < settings->reports.len; i++)
    if (write_report(settings->reports.data[i].format, result, options, settings->reports.data[i].file, err))
      return -1;
  return write_report(settings->format, result, options, NULL, err);
}

static int exit_code_of(enum verdict verdict) {
  static const int codes[] = {[VERDICT_CLEAN] = EXIT_CLEAN, [VERDICT_FINDINGS] = EXIT_FINDINGS, [VERDICT_INCOMPLETE] = EXIT_INCOMPLETE};
  return codes[verdict];
}

/* Rules of the user's may be alone in force. */
static bool looks_for_apso(const struct ruleset *ruleset) {
  for (size_t i = 0; i < ruleset->rules_len; i++)
    for (size_t k = 0; k < ruleset->rules[i]->keywords.len; k++)
      if (str_starts(ruleset->rules[i]->keywords.data[k], STR("apso_sk_")))
        return true;
  return false;
}

static int finish(const struct settings *settings, struct scan *scan, const char *target, struct err *err) {
  struct result *result = &scan->result;
  result->target = str_from(target);
  result->other_rules = !looks_for_apso(scan->ruleset);
  result->verdict = assess_verdict(result, settings->fail_on);
  int code = exit_code_of(result->verdict);
  if (write_reports(settings, result, scan->ruleset, err)) {
    command_fail(err);
    code = code == EXIT_FINDINGS ? code : EXIT_UNABLE;
  }
  return code;
}

int scan_begin(struct settings *settings, scan_body *body, bool only_named, struct scan *scan, struct err *err) {
  struct progress progress = progress_new();
  struct guard_options accepting = {settings->baselines.data, settings->baselines.len, settings->no_ignore, only_named};
  if ((settings->pipeline.archives && archive_load(err)) || command_load_rules(settings, &scan->ruleset, err))
    return -1;
  scan->guard = guard_new(scan->ruleset->rules, scan->ruleset->rules_len, &accepting);
  settings->pipeline.guard = scan->guard;
  watch_signals(settings->timeout);
  settings->pipeline.version = APSO_VERSION;
  settings->pipeline.progress = progress_show;
  settings->pipeline.progress_data = &progress;
  scan->pipeline = pipeline_new(scan->ruleset, &settings->pipeline);
  int failed = body(scan->pipeline, settings, err);
  progress_clear(&progress);
  if (pipeline_warning(scan->pipeline))
    command_warn(pipeline_warning(scan->pipeline));
  if (!failed)
    pipeline_collect(scan->pipeline, &scan->result);
  return failed;
}

void scan_end(struct scan *scan) {
  arena_free(&scan->result.kept);
  pipeline_free(scan->pipeline);
  guard_free(scan->guard);
  ruleset_free(scan->ruleset);
}

int scan_run(struct settings *settings, const char *target, scan_body *body, struct err *err) {
  struct scan scan = {0};
  int code = scan_begin(settings, body, false, &scan, err) ? command_fail(err) : finish(settings, &scan, target, err);
  scan_end(&scan);
  return code;
}

const struct command *scan_command_for(const char *path) {
  if (strcmp(path, "-") == 0)
    return &command_stdin;
  return repo_is_at(path) ? &command_audit : &command_dir;
}
