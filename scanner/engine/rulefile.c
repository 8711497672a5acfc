/* rulefile.c -- the YAML of rule files as checked, plain rules and doors (home of libyaml).
   A table of fields a kind of entry; one reader walks entries by table. */
#include "engine/rulefile.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <yaml.h>

enum { FILE_LIMIT = 4 * 1024 * 1024 };

enum field_kind { FIELD_TEXT, FIELD_LIST, FIELD_NUMBER, FIELD_BOOL, FIELD_CLASS, FIELD_SEVERITY, FIELD_SHAPE, FIELD_PATH };

struct field {
  const char *name;
  enum field_kind kind;
  size_t offset;
  bool required;
};

static const struct field rule_fields[] = {
    {"id", FIELD_TEXT, offsetof(struct rule, id), true},
    {"title", FIELD_TEXT, offsetof(struct rule, title), true},
    {"class", FIELD_CLASS, offsetof(struct rule, class), true},
    {"severity", FIELD_SEVERITY, offsetof(struct rule, severity), true},
    {"keywords", FIELD_LIST, offsetof(struct rule, keywords), false},
    {"pattern", FIELD_TEXT, offsetof(struct rule, pattern), false},
    {"group", FIELD_NUMBER, offsetof(struct rule, group), false},
    {"base64", FIELD_BOOL, offsetof(struct rule, base64), false},
    {"paths", FIELD_LIST, offsetof(struct rule, paths), false},
    {"why", FIELD_TEXT, offsetof(struct rule, why), true},
    {"advice", FIELD_TEXT, offsetof(struct rule, advice), true},
    {"references", FIELD_LIST, offsetof(struct rule, references), false},
    {"examples", FIELD_LIST, offsetof(struct rule, examples), true},
    {"counter-examples", FIELD_LIST, offsetof(struct rule, counter_examples), true},
    {NULL, FIELD_TEXT, 0, false},
};

/* A door and the name of its rule, side by side while it is read. */
struct door_entry {
  struct door door;
  struct door_rule_name rule;
};

static const struct field door_fields[] = {
    {"name", FIELD_TEXT, offsetof(struct door_entry, door.name), true},
    {"rule", FIELD_TEXT, offsetof(struct door_entry, rule.rule), true},
    {"modules", FIELD_LIST, offsetof(struct door_entry, door.modules), false},
    {"export", FIELD_TEXT, offsetof(struct door_entry, door.export), false},
    {"common", FIELD_BOOL, offsetof(struct door_entry, door.common), false},
    {"headers", FIELD_LIST, offsetof(struct door_entry, door.headers), false},
    {"examples", FIELD_LIST, offsetof(struct door_entry, door.examples), false},
    {"counter-examples", FIELD_LIST, offsetof(struct door_entry, door.counter_examples), false},
    {"member", FIELD_TEXT, offsetof(struct door_entry, door.member), false},
    {"shape", FIELD_SHAPE, offsetof(struct door_entry, door.shape), true},
    {"argument", FIELD_NUMBER, offsetof(struct door_entry, door.argument), false},
    {"property", FIELD_PATH, offsetof(struct door_entry, door.property), false},
    {NULL, FIELD_TEXT, 0, false},
};

static const struct field environment_fields[] = {
    {"module", FIELD_TEXT, offsetof(struct environment, module), false},
    {"path", FIELD_TEXT, offsetof(struct environment, path), false},
    {"public", FIELD_BOOL, offsetof(struct environment, is_public), false},
    {"prefix", FIELD_TEXT, offsetof(struct environment, prefix), false},
    {NULL, FIELD_TEXT, 0, false},
};

static const struct field public_fields[] = {
    {"prefix", FIELD_TEXT, offsetof(struct public_variable, prefix), true},
    {"framework", FIELD_TEXT, offsetof(struct public_variable, framework), true},
    {NULL, FIELD_TEXT, 0, false},
};

struct reader {
  str name;
  yaml_document_t *document;
  struct arena *kept;
  struct rulefile *out;
  struct err *err;
};

static int fail(struct reader *r, const yaml_node_t *node, const char *text) {
  return err_set(r->err, "%.*s:%zu:%zu: %s", STR_ARG(r->name), node->start_mark.line + 1, node->start_mark.column + 1, text);
}

static str text_of(const yaml_node_t *node) {
  return (str){(const char *)node->data.scalar.value, node->data.scalar.length};
}

static int fail_unknown(struct reader *r, const yaml_node_t *node, const char *what, const char *const *known) {
  str given = text_of(node);
  const char *nearest = known[0];
  for (size_t i = 0; known[i]; i++)
    if (str_distance(given, str_from(known[i])) < str_distance(given, str_from(nearest)))
      nearest = known[i];
  char text[256];
  snprintf(text, sizeof text, "unknown %s '%.*s'; did you mean '%s'?", what, (int)(given.len < 60 ? given.len : 60), given.ptr, nearest);
  return fail(r, node, text);
}

static const yaml_node_t *node_at(struct reader *r, int index) {
  return yaml_document_get_node(r->document, index);
}

static int read_scalar(struct reader *r, const yaml_node_t *node, str *value) {
  if (node->type != YAML_SCALAR_NODE)
    return fail(r, node, "expected text");
  *value = arena_copy(r->kept, text_of(node));
  return 0;
}

static int read_list(struct reader *r, const yaml_node_t *node, struct str_list *list) {
  if (node->type != YAML_SEQUENCE_NODE)
    return fail(r, node, "expected a list");
  size_t len = (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
  str *items = arena_zeroed(r->kept, len * sizeof *items + 1);
  for (size_t i = 0; i < len; i++)
    if (read_scalar(r, node_at(r, node->data.sequence.items.start[i]), &items[i]))
      return -1;
  *list = (struct str_list){items, len};
  return 0;
}

/* "auth.apiKey" */
static int read_path(struct reader *r, const yaml_node_t *node, struct str_list *list) {
  str text;
  if (read_scalar(r, node, &text))
    return -1;
  str *names = arena_zeroed(r->kept, (text.len + 1) * sizeof *names);
  size_t len = 0;
  while (text.len) {
    size_t dot = str_find_byte(text, '.', 0);
    names[len++] = str_head(text, dot == SIZE_MAX ? text.len : dot);
    text = dot == SIZE_MAX ? STR_NONE : str_tail(text, dot + 1);
  }
  *list = (struct str_list){names, len};
  return 0;
}

static int read_number(struct reader *r, const yaml_node_t *node, unsigned *number) {
  str text = node->type == YAML_SCALAR_NODE ? text_of(node) : STR_NONE;
  unsigned value = 0;
  for (size_t i = 0; i < text.len; i++) {
    if (text.ptr[i] < '0' || text.ptr[i] > '9' || i > 3)
      return fail(r, node, "expected a small number");
    value = value * 10 + (unsigned)(text.ptr[i] - '0');
  }
  if (text.len == 0)
    return fail(r, node, "expected a small number");
  *number = value;
  return 0;
}

static int read_bool(struct reader *r, const yaml_node_t *node, bool *value) {
  str text = node->type == YAML_SCALAR_NODE ? text_of(node) : STR_NONE;
  if (!str_eq(text, STR("true")) && !str_eq(text, STR("false")))
    return fail(r, node, "expected true or false");
  *value = str_eq(text, STR("true"));
  return 0;
}

static int read_class(struct reader *r, const yaml_node_t *node, enum finding_class *class) {
  static const char *const names[] = {"shipped", "sdk-literal", "header-literal", "encoded", "config", "literal", "public-variable", "hygiene", NULL};
  int value = node->type == YAML_SCALAR_NODE ? class_from_name(text_of(node)) : -1;
  if (value < 0)
    return node->type == YAML_SCALAR_NODE ? fail_unknown(r, node, "class", names) : fail(r, node, "expected a class");
  *class = (enum finding_class)value;
  return 0;
}

static int read_severity(struct reader *r, const yaml_node_t *node, enum severity *severity) {
  static const char *const names[] = {"critical", "high", "medium", "low", "note", NULL};
  int value = node->type == YAML_SCALAR_NODE ? severity_from_name(text_of(node)) : -1;
  if (value < 0)
    return node->type == YAML_SCALAR_NODE ? fail_unknown(r, node, "severity", names) : fail(r, node, "expected a severity");
  *severity = (enum severity)value;
  return 0;
}

static int read_shape(struct reader *r, const yaml_node_t *node, enum door_shape *shape) {
  static const char *const names[] = {"new", "call", "header", NULL};
  str text = node->type == YAML_SCALAR_NODE ? text_of(node) : STR_NONE;
  for (int i = 0; names[i]; i++)
    if (str_eq(text, str_from(names[i]))) {
      *shape = (enum door_shape)i;
      return 0;
    }
  return node->type == YAML_SCALAR_NODE ? fail_unknown(r, node, "shape", names) : fail(r, node, "expected new, call or header");
}

static int read_field(struct reader *r, const struct field *field, const yaml_node_t *value, void *entry) {
  void *at = (char *)entry + field->offset;
  switch (field->kind) {
    case FIELD_TEXT: return read_scalar(r, value, at);
    case FIELD_LIST: return read_list(r, value, at);
    case FIELD_PATH: return read_path(r, value, at);
    case FIELD_NUMBER: return read_number(r, value, at);
    case FIELD_BOOL: return read_bool(r, value, at);
    case FIELD_CLASS: return read_class(r, value, at);
    case FIELD_SEVERITY: return read_severity(r, value, at);
    case FIELD_SHAPE: return read_shape(r, value, at);
  }
  return -1;
}

static const struct field *find_field(const struct field *fields, str name) {
  for (; fields->name; fields++)
    if (str_eq(str_from(fields->name), name))
      return fields;
  return NULL;
}

static int fail_unknown_field(struct reader *r, const yaml_node_t *key, const struct field *fields) {
  enum { FIELDS = 24 };
  const char *names[FIELDS] = {NULL};
  for (size_t i = 0; fields[i].name && i < FIELDS - 1; i++)
    names[i] = fields[i].name;
  return fail_unknown(r, key, "field", names);
}

/* Fills `entry` from a mapping, by table: unknown, doubled and missing fields are errors. */
static int read_entry(struct reader *r, const yaml_node_t *node, const struct field *fields, void *entry) {
  if (node->type != YAML_MAPPING_NODE)
    return fail(r, node, "expected a mapping of fields");
  unsigned seen = 0;
  for (yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top; pair++) {
    const yaml_node_t *key = node_at(r, pair->key);
    const struct field *field = key->type == YAML_SCALAR_NODE ? find_field(fields, text_of(key)) : NULL;
    if (!field)
      return key->type == YAML_SCALAR_NODE ? fail_unknown_field(r, key, fields) : fail(r, key, "expected a field's name");
    unsigned bit = 1u << (field - fields);
    if (seen & bit)
      return fail(r, key, "field stands twice");
    seen |= bit;
    if (read_field(r, field, node_at(r, pair->value), entry))
      return -1;
  }
  for (unsigned i = 0; fields[i].name; i++) {
    char text[128];
    snprintf(text, sizeof text, "field '%s' is missing", fields[i].name);
    if (fields[i].required && !(seen & 1u << i))
      return fail(r, node, text);
  }
  return 0;
}

static int read_rule(struct reader *r, const yaml_node_t *node) {
  struct rule *rule = ARENA_NEW(r->kept, struct rule);
  if (read_entry(r, node, rule_fields, rule))
    return -1;
  rule->file = r->name;
  rule->line = node->start_mark.line + 1;
  vec_push(&r->out->rules, rule);
  return 0;
}

static int read_door(struct reader *r, const yaml_node_t *node) {
  struct door_entry entry = {0};
  if (read_entry(r, node, door_fields, &entry))
    return -1;
  bool is_header = entry.door.shape == DOOR_HEADER;
  if (is_header ? entry.door.headers.len == 0 : entry.door.export.len == 0)
    return fail(r, node, is_header ? "a header door needs 'headers'" : "field 'export' is missing");
  entry.rule.file = r->name;
  entry.rule.line = node->start_mark.line + 1;
  vec_push(&r->out->doors, entry.door);
  vec_push(&r->out->door_rules, entry.rule);
  return 0;
}

static int read_environment(struct reader *r, const yaml_node_t *node) {
  struct environment environment = {.module = STR_NONE};
  if (read_entry(r, node, environment_fields, &environment))
    return -1;
  vec_push(&r->out->environments, environment);
  return 0;
}

static int read_public_variable(struct reader *r, const yaml_node_t *node) {
  struct public_variable variable = {.prefix = STR_NONE};
  if (read_entry(r, node, public_fields, &variable))
    return -1;
  vec_push(&r->out->public_variables, variable);
  return 0;
}

static int read_each(struct reader *r, const yaml_node_t *list, int (*read)(struct reader *, const yaml_node_t *)) {
  if (list->type != YAML_SEQUENCE_NODE)
    return fail(r, list, "expected a list");
  for (yaml_node_item_t *item = list->data.sequence.items.start; item < list->data.sequence.items.top; item++)
    if (read(r, node_at(r, *item)))
      return -1;
  return 0;
}

typedef int read_section(struct reader *, const yaml_node_t *);

static read_section *section_named(str name) {
  static const struct {
    const char *name;
    read_section *read;
  } sections[] = {{"rules", read_rule}, {"doors", read_door}, {"environments", read_environment}, {"public-variables", read_public_variable}};
  for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
    if (str_eq(name, str_from(sections[i].name)))
      return sections[i].read;
  return NULL;
}

static int read_top(struct reader *r, const yaml_node_t *root) {
  static const char *const sections[] = {"rules", "doors", "environments", "public-variables", NULL};
  if (root->type != YAML_MAPPING_NODE)
    return fail(r, root, "expected 'rules:' or 'doors:'");
  for (yaml_node_pair_t *pair = root->data.mapping.pairs.start; pair < root->data.mapping.pairs.top; pair++) {
    const yaml_node_t *key = node_at(r, pair->key), *value = node_at(r, pair->value);
    if (key->type != YAML_SCALAR_NODE)
      return fail(r, key, "expected 'rules:' or 'doors:'");
    read_section *read = section_named(text_of(key));
    if (!read)
      return fail_unknown(r, key, "section", sections);
    if (read_each(r, value, read))
      return -1;
  }
  return 0;
}

static int expect_end(struct reader *r, yaml_parser_t *parser) {
  yaml_document_t next;
  if (!yaml_parser_load(parser, &next))
    return err_set(r->err, "%.*s:%zu:%zu: not YAML: %s", STR_ARG(r->name), parser->problem_mark.line + 1,
                   parser->problem_mark.column + 1, parser->problem ? parser->problem : "unreadable");
  bool is_end = yaml_document_get_root_node(&next) == NULL;
  size_t line = next.start_mark.line + 1;
  yaml_document_delete(&next);
  return is_end ? 0 : err_set(r->err, "%.*s:%zu:1: a second document", STR_ARG(r->name), line);
}

static int load_document(struct reader *r, yaml_parser_t *parser) {
  if (!yaml_parser_load(parser, r->document))
    return err_set(r->err, "%.*s:%zu:%zu: not YAML: %s", STR_ARG(r->name), parser->problem_mark.line + 1,
                   parser->problem_mark.column + 1, parser->problem ? parser->problem : "unreadable");
  const yaml_node_t *root = yaml_document_get_root_node(r->document);
  int failed = root ? read_top(r, root) : err_set(r->err, "%.*s:1:1: empty; expected 'rules:' or 'doors:'", STR_ARG(r->name));
  yaml_document_delete(r->document);
  return failed || expect_end(r, parser) ? -1 : 0;
}

void rulefile_free(struct rulefile *file) {
  vec_free(&file->rules);
  vec_free(&file->doors);
  vec_free(&file->door_rules);
  vec_free(&file->environments);
  vec_free(&file->public_variables);
}

int rulefile_read(str name, str text, struct arena *kept, struct rulefile *out, struct err *err) {
  if (text.len > FILE_LIMIT)
    return err_set(err, "%.*s: larger than %d bytes", STR_ARG(name), FILE_LIMIT);
  yaml_parser_t parser;
  if (!yaml_parser_initialize(&parser))
    abort(); /* no memory */
  yaml_parser_set_input_string(&parser, (const unsigned char *)text.ptr, text.len);
  yaml_document_t document;
  struct reader reader = {arena_copy(kept, name), &document, kept, out, err};
  int failed = load_document(&reader, &parser);
  yaml_parser_delete(&parser);
  return failed;
}
