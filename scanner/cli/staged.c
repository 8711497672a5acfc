/* staged.c -- apso-scan staged: what the next commit adds. */
#include "cli/scan.h"
#include "pipeline/audit.h"

static int body(struct pipeline *pipeline, const struct settings *settings, struct err *err) {
  if (settings->arguments_len)
    return err_set(err, "'staged' takes no arguments, and '%s' is one", settings->arguments[0]);
  return audit_staged(pipeline, err);
}

static int run(struct settings *settings, struct err *err) {
  return scan_run(settings, "the next commit", body, err);
}

static const struct option *const options[] = {scan_options, reading_options, rules_options, help_options, NULL};

const struct command command_staged = {
    "staged", NULL, "what the next commit adds (for a pre-commit hook): blobs of the index, never the work tree",
    "Reads the index that git names in its environment, so that commit -a, commit PATH and linked work trees\n"
    "are right. A key that stood in the same file before, or in a file that goes away, is not news.",
    options, run};
