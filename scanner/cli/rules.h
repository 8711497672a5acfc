/* rules.h -- what the parts of apso-scan rules share. */
#ifndef APSO_CLI_RULES_H
#define APSO_CLI_RULES_H

#include "cli/command.h"

enum { RULES_NEAR = 3 }; /* letters that may differ in an id that is suggested */

/* apso-scan rules test [RULE...]: the exit code, EXIT_UNABLE with err. */
int rules_test(const struct settings *settings, const struct ruleset *ruleset, struct err *err);
/* No such rule. Returns -1. */
int rules_fail_unknown(const struct ruleset *ruleset, const char *id, struct err *err);

#endif
