/* option.c -- tables of options: what a command takes. */
#include "cli/option.h"

#include <stdlib.h>

#include "model/coverage.h"

/* ---- values ---- */

static int fail_value(struct err *err, const char *value, const char *expected) {
  return err_set(err, "'%s': expected %s", value, expected);
}

/* A number with an optional unit of the table; the result is in the first unit. */
struct unit {
  const char *suffix;
  unsigned long factor;
};

static int parse_number(const char *value, const struct unit *units, unsigned long limit, unsigned long *number) {
  char *end;
  if (*value < '0' || *value > '9')
    return -1;
  unsigned long given = strtoul(value, &end, 10);
  for (; units->suffix; units++)
    if (strcmp(end, units->suffix) == 0) {
      *number = given * units->factor;
      return given <= limit / units->factor ? 0 : -1;
    }
  return -1;
}

static int set_format(struct settings *settings, const char *value, struct err *err) {
  settings->format = report_find(str_from(value));
  return settings->format ? 0 : fail_value(err, value, "text, json or sarif");
}

static int set_report(struct settings *settings, const char *value, struct err *err) {
  const char *equals = strchr(value, '=');
  if (!equals || !equals[1])
    return fail_value(err, value, "FORMAT=FILE");
  struct report_target target = {report_find(str_range(value, equals)), equals + 1};
  if (!target.format)
    return fail_value(err, value, "text, json or sarif before the '='");
  vec_push(&settings->reports, target);
  return 0;
}

static int set_threads(struct settings *settings, const char *value, struct err *err) {
  static const struct unit units[] = {{"", 1}, {NULL, 0}};
  unsigned long number;
  if (parse_number(value, units, 256, &number) || number == 0)
    return fail_value(err, value, "a number from 1 to 256");
  settings->pipeline.threads = (unsigned)number;
  return 0;
}

static int set_max_file_size(struct settings *settings, const char *value, struct err *err) {
  static const struct unit units[] = {{"", 1}, {"K", 1024}, {"M", 1024 * 1024}, {"G", 1024 * 1024 * 1024}, {NULL, 0}};
  enum { SMALLEST = 256 * 1024 };
  unsigned long number;
  if (parse_number(value, units, 16UL * 1024 * 1024 * 1024, &number) || number < SMALLEST)
    return fail_value(err, value, "a size from 256K to 16G, as 64M");
  settings->pipeline.window = number;
  return 0;
}

static int set_archives(struct settings *settings, const char *value, struct err *err) {
  (void)value;
  (void)err;
  settings->pipeline.archives = true;
  return 0;
}

static int set_memory(struct settings *settings, const char *value, struct err *err) {
  static const struct unit units[] = {{"M", 1024 * 1024}, {"G", 1024 * 1024 * 1024}, {NULL, 0}};
  enum { LEAST = 16 * 1024 * 1024 };
  unsigned long number;
  if (parse_number(value, units, 1024UL * 1024 * 1024 * 1024, &number) || number < LEAST)
    return fail_value(err, value, "a size from 16M to 1024G, as 512M");
  settings->pipeline.memory = number;
  return 0;
}

static int set_timeout(struct settings *settings, const char *value, struct err *err) {
  static const struct unit units[] = {{"", 1}, {"s", 1}, {"m", 60}, {"h", 3600}, {NULL, 0}};
  unsigned long number;
  if (parse_number(value, units, 1000UL * 3600, &number) || number == 0)
    return fail_value(err, value, "a time, as 90s, 10m or 1h");
  settings->timeout = (unsigned)number;
  return 0;
}

static int set_fail_on(struct settings *settings, const char *value, struct err *err) {
  int severity = severity_from_name(str_from(value));
  if (severity < 0)
    return fail_value(err, value, "critical, high, medium, low or note");
  settings->fail_on = (enum severity)severity;
  return 0;
}

static int set_allow(struct settings *settings, const char *value, struct err *err) {
  str rest = str_from(value);
  while (rest.len) {
    size_t comma = str_find_byte(rest, ',', 0);
    int gap = gap_from_name(str_head(rest, comma == SIZE_MAX ? rest.len : comma));
    if (gap < 0)
      return fail_value(err, value, "a list of missing, corrupt, shallow, submodule, unreadable, format, memory, time");
    settings->pipeline.allowed |= 1u << gap;
    rest = comma == SIZE_MAX ? STR_NONE : str_tail(rest, comma + 1);
  }
  return 0;
}

static int set_reader(struct settings *settings, const char *value, struct err *err) {
  settings->pipeline.plain_reader = strcmp(value, "libgit2") == 0;
  return settings->pipeline.plain_reader || strcmp(value, "packs") == 0 ? 0 : fail_value(err, value, "packs or libgit2");
}

static int set_since_last(struct settings *settings, const char *value, struct err *err) {
  (void)value;
  (void)err;
  settings->pipeline.since_last = true;
  return 0;
}

static int set_color(struct settings *settings, const char *value, struct err *err) {
  static const char *const names[] = {"auto", "always", "never"};
  for (int i = 0; i < 3; i++)
    if (strcmp(value, names[i]) == 0) {
      settings->colour = (enum colour)i;
      return 0;
    }
  return fail_value(err, value, "auto, always or never");
}

static int set_rules(struct settings *settings, const char *value, struct err *err) {
  (void)err;
  vec_push(&settings->rules, value);
  return 0;
}

static int set_filename(struct settings *settings, const char *value, struct err *err) {
  (void)err;
  settings->filename = value;
  return 0;
}

static int set_baseline(struct settings *settings, const char *value, struct err *err) {
  (void)err;
  vec_push(&settings->baselines, value);
  return 0;
}

static int set_no_ignore(struct settings *settings, const char *value, struct err *err) {
  (void)value;
  (void)err;
  settings->no_ignore = true;
  return 0;
}

static int set_staged(struct settings *settings, const char *value, struct err *err) {
  (void)value;
  (void)err;
  settings->staged = true;
  return 0;
}

static int set_show_keys(struct settings *settings, const char *value, struct err *err) {
  (void)value;
  (void)err;
  settings->show_keys = true;
  return 0;
}

static int set_gitignore(struct settings *settings, const char *value, struct err *err) {
  (void)value;
  (void)err;
  settings->honour_ignore = true;
  return 0;
}

static int set_key(struct settings *settings, const char *value, struct err *err) {
  (void)value;
  (void)err;
  settings->explain_key = true;
  return 0;
}

static int set_help(struct settings *settings, const char *value, struct err *err) {
  (void)value;
  (void)err;
  settings->help = true;
  return 0;
}

/* ---- tables ---- */

const struct option scan_options[] = {
    {"format", "FORMAT", "what to write to standard output: text (default), json, sarif", set_format},
    {"report", "FORMAT=FILE", "write a report to a file as well; any number of times", set_report},
    {"fail-on", "SEVERITY", "exit with 1 from this severity on: critical, high, medium, low (default), note", set_fail_on},
    {"baseline", "FILE", "findings whose ids are in it are accepted; any number of times", set_baseline},
    {"no-ignore", NULL, "accept nothing: neither comments, nor .apso-scan.yaml, nor baselines", set_no_ignore},
    {"show-keys", NULL, "write whole keys into json reports (as key.value)", set_show_keys},
    {"color", "WHEN", "auto (default), always, never; NO_COLOR is honoured", set_color},
    {NULL, NULL, NULL, NULL},
};

/* What is read, and with how much. */
const struct option reading_options[] = {
    {"allow", "LIST", "gaps that do not make a scan incomplete: missing, corrupt, shallow, submodule, unreadable, format, memory, time", set_allow},
    {"threads", "N", "threads; default: one for each core", set_threads},
    {"max-file-size", "SIZE", "scan larger files in overlapping windows of this size; default: 64M", set_max_file_size},
    {"archives", NULL, "open archives (zip, jar, tar, npm's tgz, gz, 7z …) and scan what is in them", set_archives},
    {"memory", "SIZE", "what git objects may take of it, all threads together; larger ones are a gap; default: 1G", set_memory},
    {"timeout", "TIME", "stop after this time (90s, 10m, 1h); the scan is then incomplete", set_timeout},
    {NULL, NULL, NULL, NULL},
};

const struct option baseline_options[] = {
    {"staged", NULL, "look at what the next commit adds, instead of a path", set_staged},
    {NULL, NULL, NULL, NULL},
};

const struct option audit_options[] = {
    {"since-last", NULL, "leave out objects that the last audit with this option saw; the report is that of a whole audit", set_since_last},
    {"reader", "READER", "who reads objects: packs (default, fast) or libgit2 (slow; the same findings)", set_reader},
    {NULL, NULL, NULL, NULL},
};

const struct option dir_options[] = {
    {"gitignore", NULL, "leave out what git ignores", set_gitignore},
    {NULL, NULL, NULL, NULL},
};

const struct option stdin_options[] = {
    {"filename", "NAME", "the name to scan and report the input under", set_filename},
    {NULL, NULL, NULL, NULL},
};

const struct option rules_options[] = {
    {"rules", "PATH", "rules from this file or folder instead of the built-in ones, which the word builtin adds; any number of times", set_rules},
    {NULL, NULL, NULL, NULL},
};

const struct option explain_options[] = {
    {"format", "FORMAT", "with --key: text (default) or json", set_format},
    {"key", NULL, "read one candidate from standard input and say, reason by reason, what the judge thinks of it", set_key},
    {NULL, NULL, NULL, NULL},
};

const struct option help_options[] = {
    {"help", NULL, "this text", set_help},
    {NULL, NULL, NULL, NULL},
};

/* ---- reading arguments ---- */

const char *option_nearest(str given, const char *(*name_at)(size_t index, const void *data), const void *data) {
  enum { NEAR = 3 };
  const char *nearest = NULL, *name;
  unsigned least = NEAR + 1;
  for (size_t i = 0; (name = name_at(i, data)); i++) {
    unsigned d = str_distance(given, str_from(name));
    if (d < least) {
      least = d;
      nearest = name;
    }
  }
  return nearest;
}

static const struct option *option_at(const struct command *command, size_t index) {
  for (const struct option *const *table = command->options; *table; table++)
    for (const struct option *option = *table; option->name; option++)
      if (index-- == 0)
        return option;
  return NULL;
}

static const char *option_name_at(size_t index, const void *command) {
  const struct option *option = option_at(command, index);
  return option ? option->name : NULL;
}

static const struct option *find(const struct command *command, str name) {
  const struct option *option;
  for (size_t i = 0; (option = option_at(command, i)); i++)
    if (str_eq(str_from(option->name), name))
      return option;
  return NULL;
}

static int fail_unknown(const struct command *command, str given, struct err *err) {
  const char *nearest = option_nearest(given, option_name_at, command);
  if (nearest)
    return err_set(err, "unknown option '--%.*s'; did you mean '--%s'?", STR_ARG(given), nearest);
  return err_set(err, "unknown option '--%.*s'; see: apso-scan %s --help", STR_ARG(given), command->name);
}

/* One option; takes the next argument as its value if it needs one. Returns how many arguments it used, or -1. */
static int take_option(const struct command *command, char **arguments, size_t len, struct settings *settings, struct err *err) {
  str given = str_from(arguments[0] + 2);
  size_t equals = str_find_byte(given, '=', 0);
  const struct option *option = find(command, str_head(given, equals == SIZE_MAX ? given.len : equals));
  if (!option)
    return fail_unknown(command, str_head(given, equals == SIZE_MAX ? given.len : equals), err);
  if (!option->value && equals != SIZE_MAX)
    return err_set(err, "option '--%s' takes no value", option->name);
  const char *value = equals == SIZE_MAX ? NULL : given.ptr + equals + 1;
  int used = 1;
  if (option->value && !value) {
    if (len < 2)
      return err_set(err, "option '--%s' needs a value: %s", option->name, option->value);
    value = arguments[1];
    used = 2;
  }
  if (option->set(settings, value, err))
    return err_prefix(err, "option '--%s'", option->name);
  return used;
}

int option_parse(const struct command *command, char **arguments, size_t len, struct settings *settings, struct err *err) {
  settings->arguments = memory_new_zeroed(len + 1, sizeof *settings->arguments);
  for (size_t i = 0; i < len;) {
    const char *argument = arguments[i];
    if (strcmp(argument, "--") == 0) {
      for (i++; i < len; i++)
        settings->arguments[settings->arguments_len++] = arguments[i];
      break;
    }
    if (strcmp(argument, "-h") == 0) {
      settings->help = true;
      i++;
      continue;
    }
    if (argument[0] == '-' && argument[1] != '-' && argument[1])
      return err_set(err, "unknown option '%s'; options are words: --format, --report, --help …", argument);
    if (argument[0] != '-' || !argument[1]) {
      settings->arguments[settings->arguments_len++] = arguments[i++];
      continue;
    }
    int used = take_option(command, arguments + i, len - i, settings, err);
    if (used < 0)
      return -1;
    i += (size_t)used;
  }
  return 0;
}

void settings_free(struct settings *settings) {
  vec_free(&settings->reports);
  vec_free(&settings->baselines);
  vec_free(&settings->rules);
  free(settings->arguments);
}
