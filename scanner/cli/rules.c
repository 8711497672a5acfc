/* rules.c -- apso-scan rules: what is looked for. */
#include "cli/command.h"

static void add_list(struct buf *out, const char *name, struct str_list list) {
  if (list.len == 0)
    return;
  buf_printf(out, "%s:\n", name);
  for (size_t i = 0; i < list.len; i++)
    buf_printf(out, "  %.*s\n", STR_ARG(list.data[i]));
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

static int show(const struct ruleset *ruleset, const char *id, struct err *err) {
  const struct rule *rule = ruleset_find(ruleset, str_from(id));
  struct buf out = {0};
  if (!rule)
    return err_set(err, "no rule '%s'; see: apso-scan rules list", id);
  buf_printf(&out, "%.*s: %.*s\nclass: %s\nseverity: %s\nwritten in: %.*s, line %zu\n", STR_ARG(rule->id), STR_ARG(rule->title),
             class_name(rule->class), severity_name(rule->severity), STR_ARG(rule->file), rule->line);
  if (rule->pattern.len)
    buf_printf(&out, "pattern%s: %.*s\n", rule->base64 ? " (of decoded text)" : "", STR_ARG(rule->pattern));
  add_list(&out, "keywords", rule->keywords);
  add_list(&out, "paths", rule->paths);
  add_doors(&out, ruleset, rule);
  buf_printf(&out, "why: %.*s\nadvice: %.*s\n", STR_ARG(rule->why), STR_ARG(rule->advice));
  add_list(&out, "examples", rule->examples);
  add_list(&out, "counter-examples", rule->counter_examples);
  add_list(&out, "references", rule->references);
  int failed = command_print(buf_str(&out), err);
  buf_free(&out);
  return failed;
}

static int list(const struct ruleset *ruleset, struct err *err) {
  struct buf out = {0};
  for (size_t i = 0; i < ruleset->rules_len; i++) {
    const struct rule *rule = ruleset->rules[i];
    buf_printf(&out, "%-20.*s %-15s %-9s %.*s\n", STR_ARG(rule->id), class_name(rule->class), severity_name(rule->severity), STR_ARG(rule->title));
  }
  int failed = command_print(buf_str(&out), err);
  buf_free(&out);
  return failed;
}

static int answer(const struct settings *settings, const struct ruleset *ruleset, struct err *err) {
  const char *what = settings->arguments_len ? settings->arguments[0] : "list";
  if (strcmp(what, "list") == 0 && settings->arguments_len <= 1)
    return list(ruleset, err);
  if (strcmp(what, "show") == 0 && settings->arguments_len == 2)
    return show(ruleset, settings->arguments[1], err);
  return err_set(err, "expected: rules list, or rules show RULE");
}

static int run(struct settings *settings, struct err *err) {
  struct ruleset *ruleset = NULL;
  if (command_load_rules(settings, &ruleset, err))
    return command_fail(err);
  int code = answer(settings, ruleset, err) ? command_fail(err) : EXIT_CLEAN;
  ruleset_free(ruleset);
  return code;
}

static const struct option *const options[] = {rules_options, help_options, NULL};

const struct command command_rules = {"rules", "list | show RULE", "the rules: a line each, or one whole", NULL, options, run};
