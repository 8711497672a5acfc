/* survey.c -- one walk over the tree that notes scopes, names, what is written to them, and calls. */
#include "engine/script/survey.h"

#include <stdlib.h>

#include "engine/script/pattern.h"
#include "engine/script/property.h"
#include "engine/script/survey_parts.h"

const str survey_self = {"this", 4};

TSNode survey_above(const struct survey *survey, size_t levels) {
  return survey->line.len > levels    ? survey->line.data[survey->line.len - 1 - levels]
         : levels == survey->line.len ? survey->tree->root
                                      : NODE_NONE;
}

static bool is_transparent(enum node_kind kind) {
  switch (kind) {
  case NODE_EXPRESSION_STATEMENT:
  case NODE_WRAPPER:
  case NODE_SEQUENCE:
  case NODE_EXPORT:
  case NODE_LEXICAL_DECLARATION:
  case NODE_VARIABLE_DECLARATION:
    return true;
  default:
    return false;
  }
}

struct binding *survey_declare(struct survey *survey, struct place place, TSNode name) {
  return scopes_declare(&survey->scopes, place.scope, node_text(survey->tree, name), place.kind,
                        ts_node_start_byte(name));
}

/* Declares every name of `pattern`; `definition` says of what each is a part. */
static void declare_pattern(struct survey *survey, struct place place, TSNode pattern, struct definition definition) {
  struct pattern_walk walk = pattern_begin(survey->tree, pattern, survey->arena);
  for (struct pattern_target target; pattern_next(&walk, &target);) {
    struct definition part = definition;
    part.path = target.path;
    part.fallback = target.fallback;
    part.kind = target.known ? part.kind : WRITE_UNKNOWN;
    part.standing = survey->standing;
    struct binding *binding = survey_declare(survey, place, target.node);
    binding_define(survey->arena, binding, part);
    if (place.kind == BINDING_PARAMETER)
      binding->parameter = place.parameter;
    if (place.kind == BINDING_PARAMETER)
      binding->is_rest = target.is_rest;
  }
  pattern_end(&walk);
}

/* let a: it gets its value later. */
static void declare_undefined(struct survey *survey, struct place place, TSNode pattern) {
  struct pattern_walk walk = pattern_begin(survey->tree, pattern, survey->arena);
  for (struct pattern_target target; pattern_next(&walk, &target);)
    survey_declare(survey, place, target.node);
  pattern_end(&walk);
}

/* A function, class or enum, which may have no name. */
static void declare_itself(struct survey *survey, struct place place, TSNode node) {
  TSNode name = node_field(survey->tree, node, FIELD_NAME);
  if (!node_is_none(name))
    binding_define(survey->arena, survey_declare(survey, place, name),
                   (struct definition){.value = node, .offset = ts_node_start_byte(name)});
}

TSNode survey_object_around(struct tree *tree, const struct scope *function) {
  TSNode holder = function->around[0];
  if (node_kind(tree, holder) == NODE_PAIR)
    holder = function->around[1];
  return node_kind(tree, holder) == NODE_OBJECT ? holder : NODE_NONE;
}

str survey_object_self(struct arena *arena, TSNode object) {
  return arena_printf(arena, "this %u", ts_node_start_byte(object));
}

static enum binding_kind declared_kind(const struct survey *survey, TSNode declaration) {
  if (node_kind(survey->tree, declaration) == NODE_VARIABLE_DECLARATION)
    return BINDING_VAR;
  return str_eq(node_text(survey->tree, node_field(survey->tree, declaration, FIELD_KIND)), STR("let"))
             ? BINDING_LET
             : BINDING_CONST;
}

/* let key = null: a name without a value yet. */
static bool is_nothing(const struct survey *survey, TSNode value) {
  static const char *const nothing[] = {"null", "undefined", "void 0"};
  str text = node_is_none(value) ? STR_NONE : node_text(survey->tree, value);
  for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
    if (str_eq(text, str_from(nothing[i])))
      return true;
  return text.len == 0;
}

static void note_declarator(struct survey *survey, struct place place, TSNode declarator) {
  if (node_kind(survey->tree, declarator) != NODE_DECLARATOR)
    return;
  TSNode name = node_field(survey->tree, declarator, FIELD_NAME);
  TSNode value = node_field(survey->tree, declarator, FIELD_VALUE);
  if (is_nothing(survey, value))
    declare_undefined(survey, place, name);
  else
    declare_pattern(survey, place, name,
                    (struct definition){.value = value, .at = declarator, .offset = ts_node_start_byte(declarator)});
}

/* `var` belongs to the function around, the others to their block. */
static struct place place_of(const struct survey *survey, uint32_t scope, enum binding_kind kind) {
  return (struct place){kind == BINDING_VAR ? survey->scopes.all.data[scope].hoist : scope, kind, 0};
}

static void note_declaration(struct survey *survey, uint32_t scope, TSNode declaration) {
  struct place place = place_of(survey, scope, declared_kind(survey, declaration));
  struct children declarators = children_of(survey->tree, declaration);
  for (TSNode declarator; children_next(&declarators, &declarator);)
    note_declarator(survey, place, declarator);
  children_end(&declarators);
}

/* for (const x of …) */
static void note_for_in(struct survey *survey, uint32_t scope, TSNode loop) {
  TSNode left = node_field(survey->tree, loop, FIELD_LEFT);
  TSNode kind = node_field(survey->tree, loop, FIELD_KIND);
  str operator = node_text(survey->tree, node_field(survey->tree, loop, FIELD_OPERATOR));
  struct definition definition = {.kind = str_eq(operator, STR("of")) ? WRITE_ELEMENT : WRITE_KEY, .at = loop,
                                  .value = node_field(survey->tree, loop, FIELD_RIGHT),
                                  .offset = ts_node_start_byte(loop)};
  if (node_is_none(kind)) {
    survey_write_pattern(survey, scope, left, definition);
    return;
  }
  bool is_var = str_eq(node_text(survey->tree, kind), STR("var"));
  declare_pattern(survey, place_of(survey, scope, is_var ? BINDING_VAR : BINDING_LET), left, definition);
}

static void note_parameters(struct survey *survey, uint32_t scope, TSNode function) {
  struct place place = {scope, BINDING_PARAMETER, 0};
  TSNode single = node_field(survey->tree, function, FIELD_PARAMETER);
  TSNode list = node_field(survey->tree, function, FIELD_PARAMETERS);
  if (!node_is_none(single))
    declare_pattern(survey, place, single, (struct definition){.offset = ts_node_start_byte(single)});
  if (node_is_none(list))
    return;
  struct children parameters = children_of(survey->tree, list);
  for (TSNode parameter; children_next(&parameters, &parameter); place.parameter += place.parameter < PARAMETERS_MAX) {
    if (str_eq(node_text(survey->tree, node_field(survey->tree, parameter, FIELD_PATTERN)), STR("this")))
      continue;
    declare_pattern(survey, place, parameter, (struct definition){.offset = ts_node_start_byte(parameter)});
  }
  children_end(&parameters);
}

/* ---- headers ---- */

static bool is_header(const struct survey *survey, str name) {
  for (size_t i = 0; survey->headers && i < survey->headers->len; i++)
    if (str_eq_nocase(survey->headers->data[i], name))
      return true;
  return false;
}

struct named_place survey_here(const struct survey *survey, TSNode node) {
  return (struct named_place){node, {survey_above(survey, 1), survey_above(survey, 2)}};
}

static void note_name(struct survey *survey, TSNode node, enum node_kind kind) {
  if (is_header(survey, kind == NODE_STRING ? string_contents(survey->tree, node) : node_text(survey->tree, node)))
    vec_push(&survey->named, survey_here(survey, node));
}

/* ---- the walk ---- */

static void note_call(struct survey *survey, uint32_t scope, TSNode node, enum node_kind kind) {
  vec_push(&survey->calls, (struct call){node, scope});
  TSNode first = node_first(survey->tree, node_field(survey->tree, node, FIELD_ARGUMENTS));
  if (node_kind(survey->tree, first) == NODE_IDENTIFIER)
    vec_push(&survey->passed, (struct passed){node_text(survey->tree, first), node});
  TSNode callee = node_field(survey->tree, node, kind == NODE_NEW ? FIELD_CONSTRUCTOR : FIELD_FUNCTION);
  if (kind == NODE_CALL && node_kind(survey->tree, callee) == NODE_MEMBER)
    survey_note_mutation(survey, scope, node, callee);
  if (kind == NODE_CALL && node_kind(survey->tree, callee) == NODE_WRAPPER)
    survey_note_aliases(survey, scope, node, callee);
}

/* Notes what the node declares, writes or calls, in the scope it stands in. */
static void note(struct survey *survey, uint32_t scope, TSNode node, enum node_kind kind) {
  switch (kind) {
  case NODE_LEXICAL_DECLARATION:
  case NODE_VARIABLE_DECLARATION:
    note_declaration(survey, scope, node);
    break;
  case NODE_FUNCTION_DECLARATION:
    declare_itself(survey, (struct place){scope, BINDING_FUNCTION, 0}, node);
    break;
  case NODE_CLASS_DECLARATION:
    declare_itself(survey, (struct place){scope, BINDING_CLASS, 0}, node);
    break;
  case NODE_ENUM:
    declare_itself(survey, (struct place){scope, BINDING_ENUM, 0}, node);
    break;
  case NODE_NAMESPACE:
    declare_itself(survey, (struct place){scope, BINDING_OTHER, 0}, node);
    break;
  case NODE_IMPORT:
    survey_note_import(survey, node);
    break;
  case NODE_EXPORT:
    survey_note_export(survey, node);
    break;
  case NODE_ASSIGNMENT:
    survey_note_assignment(survey, scope, node);
    break;
  case NODE_AUGMENTED_ASSIGNMENT:
  case NODE_UPDATE:
    survey_note_change(survey, scope, node, kind);
    break;
  case NODE_CALL:
  case NODE_NEW:
    note_call(survey, scope, node, kind);
    break;
  case NODE_STRING:
  case NODE_PROPERTY_IDENTIFIER:
    note_name(survey, node, kind);
    break;
  case NODE_COMPUTED_PROPERTY:
    vec_push(&survey->dynamic, survey_here(survey, node));
    break;
  default:
    break;
  }
}

static uint32_t open_scope(struct survey *survey, uint32_t parent, enum scope_kind kind, TSNode node) {
  TSNode around[2] = {survey_above(survey, 1), survey_above(survey, 2)};
  return scopes_open(&survey->scopes, parent, kind, node, around);
}

/* Opens the scope that the node is, if it is one, with the names that stand in its head. */
static uint32_t enter(struct survey *survey, uint32_t scope, TSNode node, enum node_kind kind) {
  switch (kind) {
  case NODE_FUNCTION_DECLARATION:
  case NODE_FUNCTION_EXPRESSION:
  case NODE_ARROW_FUNCTION:
  case NODE_METHOD:
    scope = open_scope(survey, scope, SCOPE_FUNCTION, node);
    if (kind == NODE_FUNCTION_EXPRESSION)
      declare_itself(survey, (struct place){scope, BINDING_FUNCTION, 0}, node);
    note_parameters(survey, scope, node);
    return scope;
  case NODE_CLASS_DECLARATION:
  case NODE_CLASS_EXPRESSION:
    scope = open_scope(survey, scope, SCOPE_CLASS, node);
    if (kind == NODE_CLASS_EXPRESSION)
      declare_itself(survey, (struct place){scope, BINDING_CLASS, 0}, node);
    return scope;
  case NODE_CLASS_STATIC_BLOCK:
  case NODE_NAMESPACE:
    return open_scope(survey, scope, SCOPE_FUNCTION, node);
  case NODE_BLOCK:
  case NODE_FOR:
  case NODE_WHILE:
  case NODE_DO:
  case NODE_SWITCH_BODY:
    return open_scope(survey, scope, SCOPE_BLOCK, node);
  case NODE_FOR_IN:
    scope = open_scope(survey, scope, SCOPE_BLOCK, node);
    note_for_in(survey, scope, node);
    return scope;
  case NODE_CATCH:
    scope = open_scope(survey, scope, SCOPE_BLOCK, node);
    declare_pattern(survey, (struct place){scope, BINDING_OTHER, 0}, node_field(survey->tree, node, FIELD_PARAMETER),
                    (struct definition){.kind = WRITE_UNKNOWN});
    return scope;
  default:
    return scope;
  }
}

/* False where the walk need not look: nothing in there is declared, written or called. */
static bool holds_expressions(enum node_kind kind) {
  switch (kind) {
  case NODE_TYPE:
  case NODE_STRING:
  case NODE_NUMBER:
  case NODE_COMMENT:
  case NODE_REGEX:
  case NODE_IDENTIFIER:
  case NODE_PROPERTY_IDENTIFIER:
  case NODE_SHORTHAND_PROPERTY:
    return false;
  default:
    return kind < TOKEN_OTHER;
  }
}

/* Where statements of the node's kind stand: up to the block, or the side of an if. */
static struct standing standing_here(struct survey *survey) {
  struct standing standing = {NODE_NONE, NODE_NONE, false};
  size_t up = 1;
  while (is_transparent(node_kind(survey->tree, survey_above(survey, up))))
    up++;
  TSNode side = survey_above(survey, up);
  enum node_kind kind = node_kind(survey->tree, side);
  if (kind == NODE_BLOCK || kind == NODE_PROGRAM)
    standing.block = side;
  if (kind == NODE_BLOCK)
    side = survey_above(survey, ++up);
  standing.is_other_side = node_kind(survey->tree, side) == NODE_ELSE;
  if (standing.is_other_side)
    side = survey_above(survey, ++up);
  bool is_if = node_kind(survey->tree, side) == NODE_IF;
  bool is_condition = is_if && ts_node_start_byte(survey_above(survey, 0)) <
                                   ts_node_end_byte(node_field(survey->tree, side, FIELD_CONDITION));
  standing.branch = is_if && !is_condition ? side : NODE_NONE;
  return standing;
}

static bool is_writing(enum node_kind kind) {
  return kind == NODE_LEXICAL_DECLARATION || kind == NODE_VARIABLE_DECLARATION || kind == NODE_ASSIGNMENT ||
         kind == NODE_AUGMENTED_ASSIGNMENT || kind == NODE_UPDATE || kind == NODE_CALL || kind == NODE_FOR_IN;
}

/* The nodes from the root down to the one at hand. */
static void keep_line(struct survey *survey, TSNode node, int depth) {
  while (survey->line.len < (size_t)depth)
    vec_push(&survey->line, node);
  survey->line.len = (size_t)depth;
  survey->line.data[depth - 1] = node;
}

static void walk(struct survey *survey) {
  uint32_t scope = open_scope(survey, SCOPE_NONE, SCOPE_FUNCTION, survey->tree->root);
  TSTreeCursor cursor = ts_tree_cursor_new(survey->tree->root);
  int depth = 0;
  bool descend = true;
  while (cursor_advance(&cursor, descend, &depth)) {
    TSNode node = ts_tree_cursor_current_node(&cursor);
    enum node_kind kind = node_kind(survey->tree, node);
    keep_line(survey, node, depth);
    descend = holds_expressions(kind);
    if (kind == NODE_OTHER || (!descend && kind != NODE_STRING && kind != NODE_PROPERTY_IDENTIFIER))
      continue;
    while (survey->scopes.all.data[scope].end <= ts_node_start_byte(node) && scope != SCOPE_MODULE)
      scope = survey->scopes.all.data[scope].parent;
    if (is_writing(kind))
      survey->standing = standing_here(survey);
    note(survey, scope, node, kind);
    scope = enter(survey, scope, node, kind);
  }
  ts_tree_cursor_delete(&cursor);
}

size_t survey_first_call(const struct survey *survey, uint32_t offset) {
  size_t low = 0, high = survey->calls.len;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (ts_node_start_byte(survey->calls.data[middle].node) < offset)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

bool survey_run(struct survey *survey) {
  survey->scopes.work = &survey->tree->work;
  walk(survey);
  vec_free(&survey->line);
  for (size_t i = 0; i < survey->writes.len && !tree_is_spent(survey->tree); i++)
    survey_settle(survey, &survey->writes.data[i]);
  for (size_t i = 0; i < survey->aliases.len && !tree_is_spent(survey->tree); i++)
    survey_join_alias(survey, &survey->aliases.data[i]);
  scopes_finish(&survey->scopes);
  return !tree_is_spent(survey->tree);
}

void survey_free(struct survey *survey) {
  scopes_free(&survey->scopes);
  vec_free(&survey->calls);
  vec_free(&survey->writes);
  vec_free(&survey->exports);
  vec_free(&survey->commonjs);
  vec_free(&survey->named);
  vec_free(&survey->dynamic);
  vec_free(&survey->modules);
  vec_free(&survey->passed);
  vec_free(&survey->aliases);
  vec_free(&survey->line);
}
