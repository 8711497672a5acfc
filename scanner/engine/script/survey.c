/* survey.c -- one walk over the tree that notes scopes, names, what is written to them, and calls. */
#include "engine/script/survey.h"

#include <stdlib.h>

#include "engine/script/literal.h"
#include "engine/script/pattern.h"
#include "engine/script/property.h"

enum { PART_DEPTH = 16 };

/* Where names are declared, and as what. */
struct place {
  uint32_t scope;
  enum binding_kind kind;
};

static struct binding *declare(struct survey *survey, struct place place, TSNode name) {
  return scopes_declare(&survey->scopes, place.scope, node_text(survey->tree, name), place.kind,
                        ts_node_start_byte(name));
}

/* Declares every name of `pattern`, as a part of `value` (none: not known). */
static void declare_pattern(struct survey *survey, struct place place, TSNode pattern, TSNode value) {
  struct pattern_walk walk = pattern_begin(survey->tree, pattern, survey->arena);
  for (struct pattern_target target; pattern_next(&walk, &target);)
    binding_define(declare(survey, place, target.node),
                   (struct definition){target.known ? value : NODE_NONE, target.path, target.fallback, STR_NONE});
  pattern_end(&walk);
}

/* let a: it gets its value later. */
static void declare_undefined(struct survey *survey, struct place place, TSNode pattern) {
  struct pattern_walk walk = pattern_begin(survey->tree, pattern, survey->arena);
  for (struct pattern_target target; pattern_next(&walk, &target);)
    declare(survey, place, target.node);
  pattern_end(&walk);
}

/* A function, class or enum, which may have no name. */
static void declare_itself(struct survey *survey, struct place place, TSNode node) {
  TSNode name = node_field(survey->tree, node, FIELD_NAME);
  if (!node_is_none(name))
    binding_define(declare(survey, place, name), (struct definition){.value = node});
}

/* The name at the root of a.b['c'], with the path in *path; none if it is not so simple. */
static TSNode root_of_member(struct survey *survey, TSNode node, const struct path **path) {
  *path = NULL;
  for (int depth = 0; depth < PART_DEPTH && !node_is_none(node); depth++) {
    enum node_kind kind = node_kind(survey->tree, node);
    if (kind == NODE_IDENTIFIER)
      return node;
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

static void write_target(struct survey *survey, uint32_t scope, const struct pattern_target *target, TSNode value) {
  const struct path *part;
  TSNode root = root_of_member(survey, target->node, &part);
  if (node_is_none(root))
    root = node_kind(survey->tree, target->node) == NODE_SHORTHAND_PATTERN ? target->node : root;
  if (node_is_none(root))
    return;
  struct definition definition = {target->known ? value : NODE_NONE, target->path, target->fallback, STR_NONE};
  vec_push(&survey->writes, (struct write){node_text(survey->tree, root), scope, ts_node_start_byte(root),
                                           definition, part});
}

/* The names of `left` get `value`; none: they are only known to be written. */
static void write_pattern(struct survey *survey, uint32_t scope, TSNode left, TSNode value) {
  struct pattern_walk walk = pattern_begin(survey->tree, left, survey->arena);
  for (struct pattern_target target; pattern_next(&walk, &target);)
    write_target(survey, scope, &target, value);
  pattern_end(&walk);
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
  static const char *const nothing[] = {"null", "undefined", "void 0", "''", "\"\"", "``"};
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
    declare_pattern(survey, place, name, value);
}

/* `var` belongs to the function around, the others to their block. */
static struct place place_of(const struct survey *survey, uint32_t scope, enum binding_kind kind) {
  return (struct place){kind == BINDING_VAR ? survey->scopes.all.data[scope].hoist : scope, kind};
}

static void note_declaration(struct survey *survey, uint32_t scope, TSNode declaration) {
  struct place place = place_of(survey, scope, declared_kind(survey, declaration));
  struct children declarators = children_of(survey->tree, declaration);
  for (TSNode declarator; children_next(&declarators, &declarator);)
    note_declarator(survey, place, declarator);
  children_end(&declarators);
}

/* for (const x of …): each round gives another value, so nothing is known of it. */
static void note_for_in(struct survey *survey, uint32_t scope, TSNode loop) {
  TSNode left = node_field(survey->tree, loop, FIELD_LEFT);
  TSNode kind = node_field(survey->tree, loop, FIELD_KIND);
  if (node_is_none(kind)) {
    write_pattern(survey, scope, left, NODE_NONE);
    return;
  }
  bool is_var = str_eq(node_text(survey->tree, kind), STR("var"));
  declare_pattern(survey, place_of(survey, scope, is_var ? BINDING_VAR : BINDING_LET), left, NODE_NONE);
}

static void note_parameters(struct survey *survey, uint32_t scope, TSNode function) {
  struct place place = {scope, BINDING_PARAMETER};
  TSNode single = node_field(survey->tree, function, FIELD_PARAMETER);
  TSNode list = node_field(survey->tree, function, FIELD_PARAMETERS);
  if (!node_is_none(single))
    declare_pattern(survey, place, single, NODE_NONE);
  if (node_is_none(list))
    return;
  struct children parameters = children_of(survey->tree, list);
  for (TSNode parameter; children_next(&parameters, &parameter);)
    declare_pattern(survey, place, parameter, NODE_NONE);
  children_end(&parameters);
}

static void import_name(struct survey *survey, TSNode name, str module, const struct path *export) {
  if (node_is_none(name))
    return;
  binding_define(declare(survey, (struct place){SCOPE_MODULE, BINDING_IMPORT}, name),
                 (struct definition){.path = export, .module = module});
}

static void import_specifier(struct survey *survey, TSNode specifier, str module) {
  TSNode name = node_field(survey->tree, specifier, FIELD_NAME);
  TSNode alias = node_field(survey->tree, specifier, FIELD_ALIAS);
  str export;
  if (node_has_token(survey->tree, specifier, TOKEN_TYPE) ||
      !property_name(survey->tree, name, survey->arena, &export))
    return;
  import_name(survey, node_is_none(alias) ? name : alias, module, path_prepend(survey->arena, export, NULL));
}

static void import_named(struct survey *survey, TSNode list, str module) {
  struct children specifiers = children_of(survey->tree, list);
  for (TSNode specifier; children_next(&specifiers, &specifier);)
    if (node_kind(survey->tree, specifier) == NODE_IMPORT_SPECIFIER)
      import_specifier(survey, specifier, module);
  children_end(&specifiers);
}

static void import_clause(struct survey *survey, TSNode clause, str module) {
  struct children parts = children_of(survey->tree, clause);
  for (TSNode part; children_next(&parts, &part);) {
    enum node_kind kind = node_kind(survey->tree, part);
    if (kind == NODE_IDENTIFIER)
      import_name(survey, part, module, path_prepend(survey->arena, STR("default"), NULL));
    else if (kind == NODE_NAMESPACE_IMPORT)
      import_name(survey, node_first(survey->tree, part), module, NULL);
    else if (kind == NODE_NAMED_IMPORTS)
      import_named(survey, part, module);
  }
  children_end(&parts);
}

static void import_part(struct survey *survey, TSNode part, TSNode source) {
  bool is_require = node_kind(survey->tree, part) == NODE_IMPORT_REQUIRE;
  if (is_require)
    source = node_field(survey->tree, part, FIELD_SOURCE);
  if (node_is_none(source))
    return;
  str module = literal_decode(string_contents(survey->tree, source), LITERAL_STRING, survey->arena);
  if (is_require)
    import_name(survey, node_first(survey->tree, part), module, NULL);
  else if (node_kind(survey->tree, part) == NODE_IMPORT_CLAUSE)
    import_clause(survey, part, module);
}

static void note_import(struct survey *survey, TSNode statement) {
  if (node_has_token(survey->tree, statement, TOKEN_TYPE))
    return;
  TSNode source = node_field(survey->tree, statement, FIELD_SOURCE);
  struct children parts = children_of(survey->tree, statement);
  for (TSNode part; children_next(&parts, &part);)
    import_part(survey, part, source);
  children_end(&parts);
}

/* Notes what the node declares, writes or calls, in the scope it stands in. */
static void note(struct survey *survey, uint32_t scope, TSNode node, enum node_kind kind) {
  switch (kind) {
  case NODE_LEXICAL_DECLARATION:
  case NODE_VARIABLE_DECLARATION:
    note_declaration(survey, scope, node);
    break;
  case NODE_FUNCTION_DECLARATION:
    declare_itself(survey, (struct place){scope, BINDING_FUNCTION}, node);
    break;
  case NODE_CLASS_DECLARATION:
    declare_itself(survey, (struct place){scope, BINDING_CLASS}, node);
    break;
  case NODE_ENUM:
    declare_itself(survey, (struct place){scope, BINDING_ENUM}, node);
    break;
  case NODE_NAMESPACE:
    declare_pattern(survey, (struct place){scope, BINDING_OTHER}, node_field(survey->tree, node, FIELD_NAME),
                    NODE_NONE);
    break;
  case NODE_IMPORT:
    note_import(survey, node);
    break;
  case NODE_ASSIGNMENT:
    write_pattern(survey, scope, node_field(survey->tree, node, FIELD_LEFT),
                  node_field(survey->tree, node, FIELD_RIGHT));
    break;
  case NODE_AUGMENTED_ASSIGNMENT:
    write_pattern(survey, scope, node_field(survey->tree, node, FIELD_LEFT), NODE_NONE);
    break;
  case NODE_UPDATE:
    write_pattern(survey, scope, node_field(survey->tree, node, FIELD_ARGUMENT), NODE_NONE);
    break;
  case NODE_CALL:
  case NODE_NEW:
    vec_push(&survey->calls, (struct call){node, scope});
    break;
  default:
    break;
  }
}

/* Opens the scope that the node is, if it is one, with the names that stand in its head. */
static uint32_t enter(struct survey *survey, uint32_t scope, TSNode node, enum node_kind kind) {
  switch (kind) {
  case NODE_FUNCTION_DECLARATION:
  case NODE_FUNCTION_EXPRESSION:
  case NODE_ARROW_FUNCTION:
  case NODE_METHOD:
    scope = scopes_open(&survey->scopes, scope, SCOPE_FUNCTION, node);
    if (kind == NODE_FUNCTION_EXPRESSION)
      declare_itself(survey, (struct place){scope, BINDING_FUNCTION}, node);
    note_parameters(survey, scope, node);
    return scope;
  case NODE_CLASS_DECLARATION:
  case NODE_CLASS_EXPRESSION:
    scope = scopes_open(&survey->scopes, scope, SCOPE_CLASS, node);
    if (kind == NODE_CLASS_EXPRESSION)
      declare_itself(survey, (struct place){scope, BINDING_CLASS}, node);
    return scope;
  case NODE_CLASS_STATIC_BLOCK:
  case NODE_NAMESPACE:
    return scopes_open(&survey->scopes, scope, SCOPE_FUNCTION, node);
  case NODE_BLOCK:
  case NODE_FOR:
  case NODE_SWITCH_BODY:
    return scopes_open(&survey->scopes, scope, SCOPE_BLOCK, node);
  case NODE_FOR_IN:
    scope = scopes_open(&survey->scopes, scope, SCOPE_BLOCK, node);
    note_for_in(survey, scope, node);
    return scope;
  case NODE_CATCH:
    scope = scopes_open(&survey->scopes, scope, SCOPE_BLOCK, node);
    declare_pattern(survey, (struct place){scope, BINDING_OTHER}, node_field(survey->tree, node, FIELD_PARAMETER),
                    NODE_NONE);
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

static void walk(struct survey *survey) {
  uint32_t scope = scopes_open(&survey->scopes, SCOPE_NONE, SCOPE_FUNCTION, survey->tree->root);
  TSTreeCursor cursor = ts_tree_cursor_new(survey->tree->root);
  int depth = 0;
  bool descend = true;
  while (cursor_advance(&cursor, descend, &depth)) {
    TSNode node = ts_tree_cursor_current_node(&cursor);
    enum node_kind kind = node_kind(survey->tree, node);
    descend = holds_expressions(kind);
    if (kind == NODE_OTHER || !descend)
      continue;
    while (survey->scopes.all.data[scope].end <= ts_node_start_byte(node) && scope != SCOPE_MODULE)
      scope = survey->scopes.all.data[scope].parent;
    note(survey, scope, node, kind);
    scope = enter(survey, scope, node, kind);
  }
  ts_tree_cursor_delete(&cursor);
}

static void add_part(struct survey *survey, struct binding *binding, const struct write *write) {
  struct part *part = ARENA_NEW(survey->arena, struct part);
  bool is_whole = !write->definition.path && node_is_none(write->definition.fallback);
  *part = (struct part){write->part, is_whole ? write->definition.value : NODE_NONE, binding->parts};
  binding->parts = part;
}

/* A name that nobody declares becomes the module's by being written. */
static void settle(struct survey *survey, const struct write *write) {
  struct binding *binding = scopes_find(&survey->scopes, write->scope, write->name);
  if (!binding && write->part)
    return;
  if (!binding)
    binding = scopes_declare(&survey->scopes, SCOPE_MODULE, write->name, BINDING_VAR, write->offset);
  if (write->part)
    add_part(survey, binding, write);
  else
    binding_define(binding, write->definition);
}

bool survey_run(struct survey *survey) {
  survey->scopes.work = &survey->tree->work;
  walk(survey);
  for (size_t i = 0; i < survey->writes.len && !tree_is_spent(survey->tree); i++)
    settle(survey, &survey->writes.data[i]);
  return !tree_is_spent(survey->tree);
}

void survey_free(struct survey *survey) {
  scopes_free(&survey->scopes);
  vec_free(&survey->calls);
  vec_free(&survey->writes);
}
