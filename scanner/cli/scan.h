/* scan.h -- what all scanning commands share: rules, pipeline, reports, exit code. */
#ifndef APSO_CLI_SCAN_H
#define APSO_CLI_SCAN_H

#include "cli/command.h"

/* Runs `body` between set-up and reports; `target` names for a person what is scanned. */
int scan_run(struct settings *settings, const char *target,
             int (*body)(struct pipeline *pipeline, const struct settings *settings, struct err *err), struct err *err);
/* Which command `apso-scan PATH` means. */
const struct command *scan_command_for(const char *path);

#endif
