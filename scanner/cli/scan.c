/* scan.c -- what all scanning commands share: rules, pipeline, reports, exit code. */
#include "cli/scan.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/progress.h"
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

static int finish(const struct settings *settings, struct pipeline *pipeline, const struct ruleset *ruleset, const char *target, struct err *err) {
  struct result result = {.target = str_from(target)};
  pipeline_collect(pipeline, &result);
  result.verdict = assess_verdict(&result, settings->fail_on);
  int code = exit_code_of(result.verdict);
  if (write_reports(settings, &result, ruleset, err)) {
    command_fail(err);
    code = code == EXIT_FINDINGS ? code : EXIT_UNABLE;
  }
  arena_free(&result.kept);
  return code;
}

int scan_run(struct settings *settings, const char *target,
             int (*body)(struct pipeline *pipeline, const struct settings *settings, struct err *err), struct err *err) {
  struct ruleset *ruleset = NULL;
  struct progress progress = progress_new();
  if (command_load_rules(settings, &ruleset, err))
    return command_fail(err);
  watch_signals(settings->timeout);
  settings->pipeline.version = APSO_VERSION;
  settings->pipeline.progress = progress_show;
  settings->pipeline.progress_data = &progress;
  struct pipeline *pipeline = pipeline_new(ruleset, &settings->pipeline);
  int failed = body(pipeline, settings, err);
  progress_clear(&progress);
  if (pipeline_warning(pipeline))
    command_warn(pipeline_warning(pipeline));
  int code = failed ? command_fail(err) : finish(settings, pipeline, ruleset, target, err);
  pipeline_free(pipeline);
  ruleset_free(ruleset);
  return code;
}

const struct command *scan_command_for(const char *path) {
  if (strcmp(path, "-") == 0)
    return &command_stdin;
  return repo_is_at(path) ? &command_audit : &command_dir;
}
