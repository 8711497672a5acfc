/* command.h -- the commands of the program, and what they share. */
#ifndef APSO_CLI_COMMAND_H
#define APSO_CLI_COMMAND_H

#include "cli/option.h"

enum exit_code { EXIT_CLEAN = 0, EXIT_FINDINGS = 1, EXIT_UNABLE = 2, EXIT_INCOMPLETE = 3 };

extern const struct command command_audit;
extern const struct command command_dir;
extern const struct command command_staged;
extern const struct command command_range;
extern const struct command command_stdin;
extern const struct command command_baseline;
extern const struct command command_rules;
extern const struct command command_explain;

/* All of them, ended by NULL. */
extern const struct command *const commands[];

/* One line to standard error: "apso-scan: …". */
void command_warn(const struct err *err);
/* The same. Returns EXIT_UNABLE. */
int command_fail(const struct err *err);
/* Standard output, whole. */
int command_print(str text, struct err *err) MUST_USE;
/* The program, from main's arguments; the exit code. */
int command_main(int argc, char **argv);
/* The built-in rules, or those that the user names. */
int command_load_rules(const struct settings *settings, struct ruleset **ruleset, struct err *err) MUST_USE;

#endif
