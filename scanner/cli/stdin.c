/* stdin.c -- apso-scan stdin: one input. */
#include <unistd.h>

#include "cli/scan.h"
#include "pipeline/audit.h"

static int body(struct pipeline *pipeline, const struct settings *settings, struct err *err) {
  if (settings->arguments_len && strcmp(settings->arguments[0], "-") != 0)
    return err_set(err, "'stdin' takes no arguments, and '%s' is one; name the input with --filename", settings->arguments[0]);
  if (guard_read_named(settings->pipeline.guard, err))
    return -1;
  audit_stream(pipeline, STDIN_FILENO, str_from(settings->filename ? settings->filename : "stdin"));
  return 0;
}

static int run(struct settings *settings, struct err *err) {
  return scan_run(settings, "standard input", body, err);
}

static const struct option *const options[] = {stdin_options, scan_options, reading_options, rules_options, help_options, NULL};

const struct command command_stdin = {"stdin", NULL, "one input from standard input", NULL, options, run};
