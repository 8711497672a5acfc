/* audit.c -- apso-scan audit: everything that repositories hold. */
#include "pipeline/audit.h"

#include "cli/scan.h"

static int body(struct pipeline *pipeline, const struct settings *settings, struct err *err) {
  if (settings->arguments_len == 0)
    return audit_repository(pipeline, ".", true, err);
  for (size_t i = 0; i < settings->arguments_len; i++)
    if (audit_repository(pipeline, settings->arguments[i], false, err))
      return -1;
  return 0;
}

static int run(struct settings *settings, struct err *err) {
  if (settings->pipeline.since_last && settings->pipeline.plain_reader) {
    err_set(err, "option '--since-last' does not go with '--reader libgit2', which always reads everything");
    return command_fail(err);
  }
  return scan_run(settings, settings->arguments_len ? settings->arguments[0] : ".", body, err);
}

static const struct option *const options[] = {audit_options, scan_options, reading_options, rules_options, help_options, NULL};

const struct command command_audit = {
    "audit", "[REPO…]", "everything a repository holds: history, stashes, unreachable objects, messages, names, index, files",
    "Reads every object of the store once, reachable or not; commit and tag messages, notes, path and ref\n"
    "names, reflogs; the index; the work tree with untracked and ignored files; submodules, linked work\n"
    "trees, alternates. Runs nothing of the repository. Without REPO: the one around the current folder.",
    options, run};
