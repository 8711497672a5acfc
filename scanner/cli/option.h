/* option.h -- tables of options: what a command takes, and the help that comes from the same table. */
#ifndef APSO_CLI_OPTION_H
#define APSO_CLI_OPTION_H

#include "base/err.h"
#include "base/memory.h"
#include "model/rule.h"
#include "pipeline/pipeline.h"
#include "report/report.h"

struct report_target {
  const struct report_format *format;
  const char *file;
};

enum colour { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };

/* What the command line says; fields that a command has no option for keep their defaults. */
struct settings {
  const struct report_format *format;
  VEC(struct report_target) reports;
  struct pipeline_options pipeline;
  enum severity fail_on;
  enum colour colour;
  unsigned timeout; /* seconds; 0: none */
  VEC(const char *) baselines;
  bool no_ignore;
  bool staged; /* instead of a path */
  VEC(const char *) rules; /* files, folders, "builtin" */
  const char *filename;
  bool show_keys;
  bool honour_ignore;
  bool explain_key;
  bool help;
  const char **arguments; /* what is no option */
  size_t arguments_len;
};

struct option {
  const char *name;  /* without dashes */
  const char *value; /* what it takes, for the help; NULL: nothing */
  const char *what;
  int (*set)(struct settings *settings, const char *value, struct err *err);
};

struct command {
  const char *name;
  const char *arguments; /* for the help */
  const char *what;
  const char *more;                    /* further paragraphs of its help, or NULL */
  const struct option *const *options; /* NULL-ended list of tables, each ended by one without a name */
  int (*run)(struct settings *settings, struct err *err); /* the exit code */
};

extern const struct option scan_options[];
extern const struct option reading_options[];
extern const struct option baseline_options[];
extern const struct option audit_options[];
extern const struct option dir_options[];
extern const struct option stdin_options[];
extern const struct option rules_options[];
extern const struct option explain_options[];
extern const struct option help_options[];

/* Reads arguments by the command's tables. err names the option, and the nearest one if it is unknown. */
int option_parse(const struct command *command, char **arguments, size_t len, struct settings *settings, struct err *err) MUST_USE;
/* The nearest of some names to what was given, or NULL if none is near. */
const char *option_nearest(str given, const char *(*name_at)(size_t index, const void *data), const void *data);
void settings_free(struct settings *settings);

#endif
