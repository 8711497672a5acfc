/* dir.c -- apso-scan dir: files as they lie on disk. */
#include "cli/scan.h"
#include "pipeline/audit.h"

static int body(struct pipeline *pipeline, const struct settings *settings, struct err *err) {
  if (settings->arguments_len == 0)
    return audit_files(pipeline, ".", settings->honour_ignore, err);
  for (size_t i = 0; i < settings->arguments_len; i++)
    if (audit_files(pipeline, settings->arguments[i], settings->honour_ignore, err))
      return -1;
  return 0;
}

static int run(struct settings *settings, struct err *err) {
  return scan_run(settings, settings->arguments_len ? settings->arguments[0] : ".", body, err);
}

static const struct option *const options[] = {dir_options, scan_options, reading_options, rules_options, help_options, NULL};

const struct command command_dir = {"dir", "[PATH…]", "files as they lie on disk, no git needed; folders called .git are left out", NULL, options, run};
