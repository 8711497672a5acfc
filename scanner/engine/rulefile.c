/* rulefile.c -- the YAML of rule files as checked, compiled rules and doors.
   A table of fields a kind of entry; base/yaml walks entries by table. */
#include "engine/rulefile.h"

#include "base/yaml.h"

#include <stdlib.h>

_Static_assert(sizeof(struct yaml_list) == sizeof(struct str_list), "a list as YAML gives it is a list of a rule");
_Static_assert(offsetof(struct yaml_list, len) == offsetof(struct str_list, len), "and in the same order");

/* In the order of their enums. */
static const char *const classes[] = {"shipped", "sdk-literal", "header-literal",  "encoded",
                                      "config",  "literal",     "public-variable", "hygiene", NULL};
static const char *const severities[] = {"note", "low", "medium", "high", "critical", NULL};
static const char *const judges[] = {"key", "none", NULL};
static const char *const shapes[] = {"new", "call", "header", NULL};

static const struct yaml_field rule_fields[] = {
    {"id", YAML_TEXT, offsetof(struct rule, id), true, NULL},
    {"title", YAML_TEXT, offsetof(struct rule, title), true, NULL},
    {"class", YAML_WORD, offsetof(struct rule, class), true, classes},
    {"severity", YAML_WORD, offsetof(struct rule, severity), true, severities},
    {"keywords", YAML_LIST, offsetof(struct rule, keywords), false, NULL},
    {"pattern", YAML_TEXT, offsetof(struct rule, pattern), false, NULL},
    {"group", YAML_NUMBER, offsetof(struct rule, group), false, NULL},
    {"encoded", YAML_BOOL, offsetof(struct rule, encoded), false, NULL},
    {"named", YAML_TEXT, offsetof(struct rule, named), false, NULL},
    {"paths", YAML_LIST, offsetof(struct rule, paths), false, NULL},
    {"not-paths", YAML_LIST, offsetof(struct rule, not_paths), false, NULL},
    {"min-length", YAML_NUMBER, offsetof(struct rule, min_length), false, NULL},
    {"max-length", YAML_NUMBER, offsetof(struct rule, max_length), false, NULL},
    {"entropy", YAML_DECIMAL, offsetof(struct rule, entropy), false, NULL},
    {"allow", YAML_LIST, offsetof(struct rule, allow), false, NULL},
    {"judge", YAML_WORD, offsetof(struct rule, judge), false, judges},
    {"why", YAML_TEXT, offsetof(struct rule, why), true, NULL},
    {"advice", YAML_TEXT, offsetof(struct rule, advice), true, NULL},
    {"references", YAML_LIST, offsetof(struct rule, references), false, NULL},
    {"examples", YAML_LIST, offsetof(struct rule, examples), true, NULL},
    {"counter-examples", YAML_LIST, offsetof(struct rule, counter_examples), true, NULL},
    {NULL},
};

/* A door and the name of its rule, side by side while it is read. */
struct door_entry {
  struct door door;
  str rule;
};

static const struct yaml_field door_fields[] = {
    {"name", YAML_TEXT, offsetof(struct door_entry, door.name), true, NULL},
    {"rule", YAML_TEXT, offsetof(struct door_entry, rule), true, NULL},
    {"modules", YAML_LIST, offsetof(struct door_entry, door.modules), false, NULL},
    {"export", YAML_TEXT, offsetof(struct door_entry, door.export), false, NULL},
    {"common", YAML_BOOL, offsetof(struct door_entry, door.common), false, NULL},
    {"headers", YAML_LIST, offsetof(struct door_entry, door.headers), false, NULL},
    {"examples", YAML_LIST, offsetof(struct door_entry, door.examples), false, NULL},
    {"counter-examples", YAML_LIST, offsetof(struct door_entry, door.counter_examples), false, NULL},
    {"member", YAML_TEXT, offsetof(struct door_entry, door.member), false, NULL},
    {"shape", YAML_WORD, offsetof(struct door_entry, door.shape), true, shapes},
    {"argument", YAML_NUMBER, offsetof(struct door_entry, door.argument), false, NULL},
    {"property", YAML_DOTTED, offsetof(struct door_entry, door.property), false, NULL},
    {NULL},
};

static const struct yaml_field environment_fields[] = {
    {"module", YAML_TEXT, offsetof(struct environment, module), false, NULL},
    {"path", YAML_TEXT, offsetof(struct environment, path), false, NULL},
    {"public", YAML_BOOL, offsetof(struct environment, is_public), false, NULL},
    {"prefix", YAML_TEXT, offsetof(struct environment, prefix), false, NULL},
    {NULL},
};

static const struct yaml_field public_fields[] = {
    {"prefix", YAML_TEXT, offsetof(struct public_variable, prefix), true, NULL},
    {"framework", YAML_TEXT, offsetof(struct public_variable, framework), true, NULL},
    {NULL},
};

struct reading {
  struct arena *kept;
  struct rulefile *out;
};

/* The line of each text of a list. */
static const size_t *lines_of(struct arena *kept, struct yaml_place place, const char *field, size_t len) {
  size_t *lines = arena_alloc(kept, len * sizeof *lines + 1);
  for (size_t i = 0; i < len; i++)
    lines[i] = yaml_place_in(place, field, i, 0).line;
  return lines;
}

static int take_rule(void *data, const void *entry, struct yaml_place place, struct err *err) {
  struct reading *reading = data;
  struct compiled_rule compiled;
  struct rule *rule = ARENA_NEW(reading->kept, struct rule);
  *rule = *(const struct rule *)entry;
  rule->file = place.file;
  rule->line = place.line;
  rule->column = place.column;
  rule->is_builtin = reading->out->is_builtin;
  rule->example_lines = lines_of(reading->kept, place, "examples", rule->examples.len);
  rule->counter_lines = lines_of(reading->kept, place, "counter-examples", rule->counter_examples.len);
  int failed = compiled_make(rule, place, &reading->out->family, reading->kept, &compiled, err);
  vec_push(&reading->out->rules, compiled);
  return failed;
}

/* Opens for nothing else than what it names. */
static const char *what_is_missing(const struct door *door) {
  if (door->shape == DOOR_HEADER)
    return door->headers.len == 0 ? "a header door needs 'headers'" : NULL;
  return door->export.len == 0 ? "field 'export' is missing" : NULL;
}

static int take_door(void *data, const void *entry, struct yaml_place place, struct err *err) {
  struct reading *reading = data;
  const struct door_entry *given = entry;
  struct door door = given->door;
  struct yaml_place rule = yaml_place_in(place, "rule", 0, 0);
  if (what_is_missing(&door))
    return yaml_fail(place, err, what_is_missing(&door));
  door.file = place.file;
  door.line = place.line;
  door.example_lines = lines_of(reading->kept, place, "examples", door.examples.len);
  door.counter_lines = lines_of(reading->kept, place, "counter-examples", door.counter_examples.len);
  vec_push(&reading->out->doors, door);
  vec_push(&reading->out->door_rules, (struct door_rule_name){given->rule, rule.file, rule.line, rule.column});
  return 0;
}

static int take_extends(void *data, const void *entry, struct yaml_place place, struct err *err) {
  static const str known[] = {{"builtin", 7}};
  const str *given = entry;
  if (!str_eq(*given, known[0]))
    return yaml_fail_unknown(place, err, "set of rules", *given, (struct yaml_list){known, 1});
  ((struct reading *)data)->out->is_extended = true;
  return 0;
}

static int take_environment(void *data, const void *entry, struct yaml_place place, struct err *err) {
  (void)place;
  (void)err;
  vec_push(&((struct reading *)data)->out->environments, *(const struct environment *)entry);
  return 0;
}

static int take_public_variable(void *data, const void *entry, struct yaml_place place, struct err *err) {
  (void)place;
  (void)err;
  vec_push(&((struct reading *)data)->out->public_variables, *(const struct public_variable *)entry);
  return 0;
}

static const struct yaml_section sections[] = {
    {"extends", NULL, 0, take_extends},
    {"rules", rule_fields, sizeof(struct rule), take_rule},
    {"doors", door_fields, sizeof(struct door_entry), take_door},
    {"environments", environment_fields, sizeof(struct environment), take_environment},
    {"public-variables", public_fields, sizeof(struct public_variable), take_public_variable},
    {NULL},
};

void rulefile_free(struct rulefile *file) {
  for (size_t i = 0; i < file->rules.len; i++)
    compiled_free(&file->rules.data[i]);
  vec_free(&file->rules);
  vec_free(&file->doors);
  vec_free(&file->door_rules);
  vec_free(&file->environments);
  vec_free(&file->public_variables);
}

int rulefile_read(str name, str text, struct arena *kept, struct rulefile *out, struct err *err) {
  struct reading reading = {kept, out};
  return yaml_read(name, text, sections, &reading, kept, err);
}
