/* help.h -- help, from the tables of commands and options. */
#ifndef APSO_CLI_HELP_H
#define APSO_CLI_HELP_H

#include "cli/option.h"

/* Each returns an exit code. */
int help_print_all(void);
int help_print_command(const struct command *command);
int help_print_version(void);

#endif
