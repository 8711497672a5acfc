/* survey_writes.c -- what is written to names: assignments, calls that change what they are called on, aliases. */
#include "engine/script/survey_parts.h"

#include <stdlib.h>

#include "engine/script/pattern.h"
#include "engine/script/property.h"

enum { PART_DEPTH = 16 };

/* The name, or `this`, at the root of a.b['c'], with the path in *path; none if it is not so simple. */
static TSNode root_of_member(struct survey *survey, TSNode node, const struct path **path) {
  *path = NULL;
  for (int depth = 0; depth < PART_DEPTH && !node_is_none(node); depth++) {
    enum node_kind kind = node_kind(survey->tree, node);
    if (kind == NODE_IDENTIFIER || kind == NODE_SHORTHAND_PATTERN || kind == NODE_THIS)
      return node;
    if (kind == NODE_WRAPPER) {
      node = node_first(survey->tree, node);
      continue;
    }
    if (kind != NODE_MEMBER && kind != NODE_SUBSCRIPT)
      return NODE_NONE;
    TSNode key = node_field(survey->tree, node, kind == NODE_MEMBER ? FIELD_PROPERTY : FIELD_INDEX);
    str name;
    bool is_variable = !node_is_none(key) && node_kind(survey->tree, key) == NODE_IDENTIFIER;
    if (is_variable || !property_name(survey->tree, key, survey->arena, &name))
      return NODE_NONE;
    *path = path_prepend(survey->arena, name, *path);
    node = node_field(survey->tree, node, FIELD_OBJECT);
  }
  return NODE_NONE;
}

/* name[anything]: the name, with what stands in the brackets; none if it is not so simple. */
static TSNode root_of_computed(struct survey *survey, TSNode node, TSNode *computed) {
  TSNode object =
      node_kind(survey->tree, node) == NODE_SUBSCRIPT ? node_field(survey->tree, node, FIELD_OBJECT) : NODE_NONE;
  if (node_kind(survey->tree, object) != NODE_IDENTIFIER)
    return NODE_NONE;
  *computed = node_field(survey->tree, node, FIELD_INDEX);
  return object;
}

/* The scope of the class, or of the function outside of classes, whose `this` it is; SCOPE_NONE: the module's. */
static uint32_t owner_of_this(const struct survey *survey, uint32_t scope) {
  const struct scope *all = survey->scopes.all.data;
  for (; scope != SCOPE_NONE && scope != SCOPE_MODULE; scope = all[scope].parent) {
    if (all[scope].kind == SCOPE_CLASS)
      return scope;
    bool is_arrow = node_kind(survey->tree, all[scope].node) == NODE_ARROW_FUNCTION;
    if (all[scope].kind == SCOPE_FUNCTION && !is_arrow)
      return all[all[scope].parent].kind == SCOPE_CLASS ? all[scope].parent : scope;
  }
  return SCOPE_NONE;
}

static bool is_commonjs(const struct write *write) {
  return str_eq(write->name, STR("exports")) ||
         (str_eq(write->name, STR("module")) && write->definition.part &&
          str_eq(write->definition.part->name, STR("exports")));
}

static void note_write(struct survey *survey, uint32_t scope, TSNode root, struct definition definition) {
  if (node_kind(survey->tree, root) == NODE_THIS) {
    uint32_t owner = owner_of_this(survey, scope);
    TSNode object =
        owner == SCOPE_NONE ? NODE_NONE : survey_object_around(survey->tree, &survey->scopes.all.data[owner]);
    if (definition.part && !node_is_none(object)) {
      binding_define(
          survey->arena,
          scopes_declare(&survey->scopes, SCOPE_MODULE, survey_object_self(survey->arena, object), BINDING_OTHER, 0),
          definition);
      survey->has_object_selfs = true;
      return;
    }
    if (definition.part && owner != SCOPE_NONE)
      binding_define(survey->arena, scopes_declare(&survey->scopes, owner, survey_self, BINDING_OTHER, 0), definition);
    return;
  }
  struct write write = {node_text(survey->tree, root), scope, definition};
  if (definition.part && is_commonjs(&write)) {
    bool is_module = str_eq(write.name, STR("module"));
    definition.part = is_module ? definition.part->rest : definition.part;
    vec_push(&survey->commonjs, definition);
  }
  vec_push(&survey->writes, write);
}

/* The names of `left` get `definition.value`. */
void survey_write_pattern(struct survey *survey, uint32_t scope, TSNode left, struct definition definition) {
  struct pattern_walk walk = pattern_begin(survey->tree, left, survey->arena);
  for (struct pattern_target target; pattern_next(&walk, &target);) {
    struct definition part = definition;
    TSNode root = root_of_member(survey, target.node, &part.part);
    if (node_is_none(root))
      root = root_of_computed(survey, target.node, &part.computed);
    if (node_is_none(root))
      continue;
    part.path = target.path;
    part.fallback = target.fallback;
    part.kind = target.known ? part.kind : WRITE_UNKNOWN;
    part.offset = ts_node_start_byte(root);
    part.standing = survey->standing;
    note_write(survey, scope, root, part);
  }
  pattern_end(&walk);
}

void survey_note_assignment(struct survey *survey, uint32_t scope, TSNode node) {
  TSNode left = node_field(survey->tree, node, FIELD_LEFT);
  survey_write_pattern(survey, scope, left,
                (struct definition){.value = node_field(survey->tree, node, FIELD_RIGHT), .at = node});
  if (node_kind(survey->tree, left) == NODE_SUBSCRIPT)
    vec_push(&survey->dynamic, survey_here(survey, node));
}

static enum write_kind change_kind(str operator) {
  if (str_eq(operator, STR("+=")))
    return WRITE_APPEND;
  return str_eq(operator, STR("||=")) || str_eq(operator, STR("?\?=")) ? WRITE_DEFAULT : WRITE_UNKNOWN;
}

void survey_note_change(struct survey *survey, uint32_t scope, TSNode node, enum node_kind kind) {
  struct definition definition = {.kind = WRITE_UNKNOWN, .at = node};
  if (kind == NODE_AUGMENTED_ASSIGNMENT)
    definition.kind = change_kind(node_text(survey->tree, node_field(survey->tree, node, FIELD_OPERATOR)));
  if (definition.kind != WRITE_UNKNOWN)
    definition.value = node_field(survey->tree, node, FIELD_RIGHT);
  survey_write_pattern(survey, scope, node_field(survey->tree, node, kind == NODE_UPDATE ? FIELD_ARGUMENT : FIELD_LEFT),
                definition);
}

/* list.push(…), map.set('name', …) and Object.assign(name, …) write to what they are called on. */
void survey_note_mutation(struct survey *survey, uint32_t scope, TSNode call, TSNode callee) {
  struct tree *tree = survey->tree;
  str method = node_text(tree, node_field(tree, callee, FIELD_PROPERTY));
  TSNode target = node_field(tree, callee, FIELD_OBJECT), first;
  struct definition definition = {.kind = WRITE_PUSH, .value = call, .at = call};
  bool is_object = str_eq(node_text(tree, target), STR("Object"));
  if (is_object && str_eq(method, STR("defineProperty"))) {
    definition.kind = WRITE_VALUE;
    definition.value = node_argument(tree, call, 2);
    definition.path = path_prepend(survey->arena, STR("value"), NULL);
    first = node_argument(tree, call, 1);
    if (node_kind(tree, first) != NODE_STRING || node_is_none(definition.value))
      return;
    definition.part = path_prepend(survey->arena, string_contents(tree, first), NULL);
    target = node_argument(tree, call, 0);
  } else if (is_object && str_eq(method, STR("assign"))) {
    definition.kind = WRITE_MERGE;
    target = node_argument(tree, call, 0);
  } else if (str_eq(method, STR("set"))) {
    first = node_argument(tree, call, 0);
    definition.kind = WRITE_VALUE;
    definition.value = node_argument(tree, call, 1);
    if (node_is_none(definition.value) || node_kind(tree, first) != NODE_STRING)
      return;
    definition.part = path_prepend(survey->arena, string_contents(tree, first), NULL);
  } else if (!str_eq(method, STR("push"))) {
    return;
  }
  if (definition.kind == WRITE_MERGE && str_eq(node_text(tree, target), STR("module.exports"))) {
    vec_push(&survey->commonjs, (struct definition){.value = node_argument(tree, call, 1), .at = call});
    return;
  }
  if (node_is_none(target) || node_kind(tree, target) != NODE_IDENTIFIER)
    return;
  definition.offset = ts_node_start_byte(call);
  definition.standing = survey->standing;
  note_write(survey, scope, target, definition);
}

/* Names || (Names = {}), or just Names: the name; none: it is something else. */
static TSNode aliased(struct survey *survey, TSNode argument) {
  struct tree *tree = survey->tree;
  while (node_kind(tree, argument) == NODE_WRAPPER || node_kind(tree, argument) == NODE_BINARY)
    argument =
        node_kind(tree, argument) == NODE_BINARY ? node_field(tree, argument, FIELD_LEFT) : node_first(tree, argument);
  return node_kind(tree, argument) == NODE_IDENTIFIER ? argument : NODE_NONE;
}

void survey_note_aliases(struct survey *survey, uint32_t scope, TSNode call, TSNode callee) {
  struct tree *tree = survey->tree;
  while (node_kind(tree, callee) == NODE_WRAPPER)
    callee = node_first(tree, callee);
  enum node_kind kind = node_kind(tree, callee);
  if (kind != NODE_FUNCTION_EXPRESSION && kind != NODE_ARROW_FUNCTION)
    return;
  struct alias alias = {.function = callee, .scope = scope};
  struct children arguments = children_of(tree, node_field(tree, call, FIELD_ARGUMENTS));
  for (TSNode argument; children_next(&arguments, &argument) && alias.parameter < PARAMETERS_MAX; alias.parameter++) {
    TSNode name = aliased(survey, argument);
    alias.name = node_text(tree, name);
    if (!node_is_none(name))
      vec_push(&survey->aliases, alias);
  }
  children_end(&arguments);
}

/* What is written to parts of the parameter is written to the variable too. */
void survey_join_alias(struct survey *survey, const struct alias *alias) {
  struct scopes *scopes = &survey->scopes;
  struct binding *variable = scopes_find(scopes, alias->scope, alias->name);
  uint32_t scope = scopes_of(scopes, alias->function);
  TSNode list = node_field(survey->tree, alias->function, FIELD_PARAMETERS), name = NODE_NONE;
  uint16_t at = 0;
  struct children parameters = children_of(survey->tree, list);
  for (TSNode parameter; children_next(&parameters, &parameter); at++)
    if (at == alias->parameter)
      name = node_kind(survey->tree, parameter) == NODE_PARAMETER ? node_field(survey->tree, parameter, FIELD_PATTERN)
                                                                  : parameter;
  children_end(&parameters);
  struct binding *parameter =
      scope == SCOPE_NONE || node_is_none(name) ? NULL : scopes_own(scopes, scope, node_text(survey->tree, name));
  for (const struct definition *d = parameter && parameter != variable ? parameter->first : NULL; variable && d;
       d = d->next)
    if (d->part || d->computed.id)
      binding_define(survey->arena, variable, *d);
}

/* A name that nobody declares becomes the module's by being written. */
void survey_settle(struct survey *survey, const struct write *write) {
  struct binding *binding = scopes_find(&survey->scopes, write->scope, write->name);
  if (!binding && (write->definition.part || write->definition.computed.id))
    return;
  if (!binding)
    binding = scopes_declare(&survey->scopes, SCOPE_MODULE, write->name, BINDING_VAR, write->definition.offset);
  binding_define(survey->arena, binding, write->definition);
}
