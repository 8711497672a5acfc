/* rules.c -- apso-scan rules: what is looked for. */
#include "cli/rules.h"

static void add_list(struct buf *out, const char *name, struct str_list list) {
  if (list.len == 0)
    return;
  buf_printf(out, "%s:\n", name);
  for (size_t i = 0; i < list.len; i++)
    buf_printf(out, "  %.*s\n", STR_ARG(list.data[i]));
}

static void add_text(struct buf *out, const char *name, str text) {
  if (text.len)
    buf_printf(out, "%s: %.*s\n", name, STR_ARG(text));
}

static void add_number(struct buf *out, const char *name, unsigned number) {
  if (number)
    buf_printf(out, "%s: %u\n", name, number);
}

/* As the fields of its file are called. */
static void add_conditions(struct buf *out, const struct rule *rule) {
  add_text(out, rule->encoded ? "pattern (of decoded text)" : "pattern", rule->pattern);
  add_number(out, "group", rule->group);
  add_text(out, "named", rule->named);
  add_list(out, "keywords", rule->keywords);
  add_list(out, "paths", rule->paths);
  add_list(out, "not-paths", rule->not_paths);
  add_number(out, "min-length", rule->min_length);
  add_number(out, "max-length", rule->max_length);
  if (rule->entropy > 0)
    buf_printf(out, "entropy: %g\n", rule->entropy);
  add_list(out, "allow", rule->allow);
  if (rule->judge == JUDGE_NONE)
    buf_printf(out, "judge: none\n");
}

static void add_doors(struct buf *out, const struct ruleset *ruleset, const struct rule *rule) {
  for (size_t i = 0; i < ruleset->doors_len; i++) {
    const struct door *door = &ruleset->doors[i];
    if (door->rule != rule)
      continue;
    buf_printf(out, "door: %.*s, from", STR_ARG(door->name));
    for (size_t m = 0; m < door->modules.len; m++)
      buf_printf(out, "%s %.*s", m ? "," : "", STR_ARG(door->modules.data[m]));
    buf_add_byte(out, '\n');
  }
}

int rules_fail_unknown(const struct ruleset *ruleset, const char *id, struct err *err) {
  str nearest = ruleset_nearest(ruleset, str_from(id));
  if (str_distance(nearest, str_from(id)) <= RULES_NEAR)
    return err_set(err, "no rule '%s'; did you mean '%.*s'?", id, STR_ARG(nearest));
  return err_set(err, "no rule '%s'; see: apso-scan rules list", id);
}

static int show(const struct ruleset *ruleset, const char *id, struct err *err) {
  const struct rule *rule = ruleset_find(ruleset, str_from(id));
  struct buf out = {0};
  if (!rule)
    return rules_fail_unknown(ruleset, id, err);
  buf_printf(&out, "%.*s: %.*s\nclass: %s\nseverity: %s\nwritten in: %.*s, line %zu%s\n", STR_ARG(rule->id),
             STR_ARG(rule->title), class_name(rule->class), severity_name(rule->severity), STR_ARG(rule->file),
             rule->line, rule->is_builtin ? " (built in)" : "");
  add_conditions(&out, rule);
  add_doors(&out, ruleset, rule);
  buf_printf(&out, "why: %.*s\nadvice: %.*s\n", STR_ARG(rule->why), STR_ARG(rule->advice));
  add_list(&out, "examples", rule->examples);
  add_list(&out, "counter-examples", rule->counter_examples);
  add_list(&out, "references", rule->references);
  int failed = command_print(buf_str(&out), err);
  buf_free(&out);
  return failed;
}

static int id_width(const struct ruleset *ruleset) {
  size_t width = 0;
  for (size_t i = 0; i < ruleset->rules_len; i++)
    width = ruleset->rules[i]->id.len > width ? ruleset->rules[i]->id.len : width;
  return (int)width;
}

static int list(const struct ruleset *ruleset, struct err *err) {
  struct buf out = {0};
  int width = id_width(ruleset);
  for (size_t i = 0; i < ruleset->rules_len; i++) {
    const struct rule *rule = ruleset->rules[i];
    buf_printf(&out, "%-*.*s  %-15s  %-8s  %.*s\n", width, STR_ARG(rule->id), class_name(rule->class),
               severity_name(rule->severity), STR_ARG(rule->title));
  }
  int failed = command_print(buf_str(&out), err);
  buf_free(&out);
  return failed;
}

/* The exit code; EXIT_UNABLE with err. */
static int answer(const struct settings *settings, const struct ruleset *ruleset, struct err *err) {
  const char *what = settings->arguments_len ? settings->arguments[0] : "list";
  if (strcmp(what, "list") == 0 && settings->arguments_len <= 1)
    return list(ruleset, err) ? EXIT_UNABLE : EXIT_CLEAN;
  if (strcmp(what, "show") == 0 && settings->arguments_len == 2)
    return show(ruleset, settings->arguments[1], err) ? EXIT_UNABLE : EXIT_CLEAN;
  if (strcmp(what, "test") == 0)
    return rules_test(settings, ruleset, err);
  err_set(err, "expected: rules list, rules show RULE, or rules test [RULE...]");
  return EXIT_UNABLE;
}

static int run(struct settings *settings, struct err *err) {
  struct ruleset *ruleset = NULL;
  if (command_load_rules(settings, &ruleset, err))
    return command_fail(err);
  int code = answer(settings, ruleset, err);
  if (code == EXIT_UNABLE)
    command_fail(err);
  ruleset_free(ruleset);
  return code;
}

static const struct option *const options[] = {rules_options, help_options, NULL};

const struct command command_rules = {
    "rules",
    "list | show RULE | test [RULE...]",
    "the rules: a line each, one whole, or their examples run",
    "\"rules test\" runs every example and counter-example of rules and doors, and exits with 1 if one is not as it\n"
    "should be. How to write a rule: docs/rules.md.",
    options,
    run,
};
