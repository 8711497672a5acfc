/* scan.h -- what all scanning commands share: rules, pipeline, reports, exit code. */
#ifndef APSO_CLI_SCAN_H
#define APSO_CLI_SCAN_H

#include "cli/command.h"
#include "pipeline/guard.h"

/* A scan that is done. */
struct scan {
  struct ruleset *ruleset;
  struct guard *guard;
  struct pipeline *pipeline;
  struct result result; /* without a verdict */
};

typedef int scan_body(struct pipeline *pipeline, const struct settings *settings, struct err *err);

/* Loads rules, runs `body`, collects and accepts. On failure too, scan_end must follow. `only_named`: see guard.h. */
int scan_begin(struct settings *settings, scan_body *body, bool only_named, struct scan *scan,
               struct err *err) MUST_USE;
void scan_end(struct scan *scan);

/* Runs `body` between set-up and reports; `target` names for a person what is scanned. */
int scan_run(struct settings *settings, const char *target, scan_body *body, struct err *err);
/* Which command `apso-scan PATH` means. */
const struct command *scan_command_for(const char *path);

#endif
