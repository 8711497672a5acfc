/* range.c -- apso-scan range: what a set of commits adds. */
#include "cli/scan.h"
#include "pipeline/audit.h"

static int body(struct pipeline *pipeline, const struct settings *settings, struct err *err) {
  if (settings->arguments_len > 1)
    return err_set(err, "'range' takes one range, and '%s' is a second", settings->arguments[1]);
  return audit_range(pipeline, settings->arguments_len ? settings->arguments[0] : NULL, err);
}

static int run(struct settings *settings, struct err *err) {
  return scan_run(settings, settings->arguments_len ? settings->arguments[0] : "commits since the upstream", body, err);
}

static const struct option *const options[] = {scan_options, reading_options, rules_options, help_options, NULL};

const struct command command_range = {
    "range", "[A..B]", "what a set of commits adds (for CI and pre-push): what B reaches and A does not",
    "Each commit counts against all its parents, so that what a merge itself brings in is seen, and what was\n"
    "added and taken out again inside the range too. Without A..B: since the current branch's upstream.",
    options, run};
