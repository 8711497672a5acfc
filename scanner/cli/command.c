/* command.c -- the commands of the program: which one, its help, its errors. */
#include "cli/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"
#include "cli/help.h"
#include "cli/scan.h"
#include "model/key.h"

const struct command *const commands[] = {&command_audit, &command_dir,   &command_staged,  &command_range,
                                          &command_stdin, &command_baseline, &command_rules, &command_explain, NULL};

void command_warn(const struct err *err) {
  struct buf masked = {0}, line = {0};
  key_redact_within(&masked, str_from(err->text));
  buf_add(&line, STR("apso-scan: "));
  utf8_add_printable(&line, buf_str(&masked));
  buf_add_byte(&line, '\n');
  struct err ignored;
  int failed = file_write_stream(STDERR_FILENO, "standard error", buf_str(&line), &ignored);
  (void)failed; /* nowhere left to say it */
  buf_free(&masked);
  buf_free(&line);
}

int command_fail(const struct err *err) {
  command_warn(err);
  return EXIT_UNABLE;
}

int command_print(str text, struct err *err) {
  return file_write_stream(STDOUT_FILENO, "standard output", text, err);
}

int command_load_rules(const struct settings *settings, struct ruleset **ruleset, struct err *err) {
  return ruleset_load(settings->rules.data, settings->rules.len, ruleset, err);
}

static const struct command *find(str name) {
  for (size_t i = 0; commands[i]; i++)
    if (str_eq(str_from(commands[i]->name), name))
      return commands[i];
  return NULL;
}

static const char *command_name_at(size_t index, const void *data) {
  (void)data;
  return commands[index] ? commands[index]->name : NULL;
}

static int fail_unknown(const char *given) {
  struct err err;
  const char *nearest = option_nearest(str_from(given), command_name_at, NULL);
  if (given[0] == '-')
    err_set(&err, "unknown option '%s'; see: apso-scan --help", given);
  else if (nearest)
    err_set(&err, "'%s' is neither a command nor a path; did you mean '%s'?", given, nearest);
  else
    err_set(&err, "'%s' is neither a command nor a path; see: apso-scan --help", given);
  return command_fail(&err);
}

static int run(const struct command *command, char **arguments, size_t len) {
  struct settings settings = {.format = report_find(STR("text")), .fail_on = SEVERITY_LOW};
  struct err err = {""};
  int code;
  if (option_parse(command, arguments, len, &settings, &err))
    code = command_fail(&err);
  else if (settings.help)
    code = help_print_command(command);
  else
    code = command->run(&settings, &err);
  settings_free(&settings);
  return code;
}

static bool is_path(const char *argument) {
  return strcmp(argument, "-") == 0 || access(argument, F_OK) == 0;
}

static const struct option *const all_options[] = {audit_options, dir_options, stdin_options, scan_options, reading_options, rules_options, help_options, NULL};
static const struct command command_any = {"", NULL, "", NULL, all_options, NULL};

/* "apso-scan --format json PATH": the first argument that is neither an option nor an option's value decides. */
static int run_by_path(char **arguments, size_t len) {
  struct settings settings = {.fail_on = SEVERITY_LOW};
  struct err err;
  int failed = option_parse(&command_any, arguments, len, &settings, &err);
  if (!failed && settings.help) {
    settings_free(&settings);
    return help_print_all();
  }
  const char *path = !failed && settings.arguments_len ? settings.arguments[0] : NULL;
  settings_free(&settings);
  if (failed)
    return command_fail(&err);
  if (!path)
    return err_set(&err, "neither a command nor a path; see: apso-scan --help"), command_fail(&err);
  return is_path(path) ? run(scan_command_for(path), arguments, len) : fail_unknown(path);
}

int command_main(int argc, char **argv) {
  if (argc < 2)
    return help_print_all(), EXIT_UNABLE;
  const char *first = argv[1];
  if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0 || strcmp(first, "help") == 0)
    return help_print_all();
  if (strcmp(first, "--version") == 0)
    return help_print_version();
  const struct command *command = find(str_from(first));
  if (command)
    return run(command, argv + 2, (size_t)argc - 2);
  return run_by_path(argv + 1, (size_t)argc - 1);
}
