/* survey.c -- one walk over the tree that notes scopes, names, what is written to them, and calls. */
#include "engine/script/survey.h"

#include <stdlib.h>

#include "engine/script/literal.h"
#include "engine/script/pattern.h"
#include "engine/script/property.h"

enum { PART_DEPTH = 16, PARAMETERS_MAX = 1000 };

const str survey_self = {"this", 4};

/* Where names are declared, and as what. */
struct place {
  uint32_t scope;
  enum binding_kind kind;
  uint16_t parameter;
};

TSNode survey_above(const struct survey *survey, size_t levels) {
  return survey->line.len > levels ? survey->line.data[survey->line.len - 1 - levels] : levels == survey->line.len ? survey->tree->root : NODE_NONE;
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

static struct binding *declare(struct survey *survey, struct place place, TSNode name) {
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
    struct binding *binding = declare(survey, place, target.node);
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
    declare(survey, place, target.node);
  pattern_end(&walk);
}

/* A function, class or enum, which may have no name. */
static void declare_itself(struct survey *survey, struct place place, TSNode node) {
  TSNode name = node_field(survey->tree, node, FIELD_NAME);
  if (!node_is_none(name))
    binding_define(survey->arena, declare(survey, place, name),
                   (struct definition){.value = node, .offset = ts_node_start_byte(name)});
}

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
  TSNode object = node_kind(survey->tree, node) == NODE_SUBSCRIPT ? node_field(survey->tree, node, FIELD_OBJECT) : NODE_NONE;
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

TSNode survey_object_around(struct tree *tree, const struct scope *function) {
  TSNode holder = function->around[0];
  if (node_kind(tree, holder) == NODE_PAIR)
    holder = function->around[1];
  return node_kind(tree, holder) == NODE_OBJECT ? holder : NODE_NONE;
}

str survey_object_self(struct arena *arena, TSNode object) {
  return arena_printf(arena, "this %u", ts_node_start_byte(object));
}

static void note_write(struct survey *survey, uint32_t scope, TSNode root, struct definition definition) {
  if (node_kind(survey->tree, root) == NODE_THIS) {
    uint32_t owner = owner_of_this(survey, scope);
    TSNode object = owner == SCOPE_NONE ? NODE_NONE : survey_object_around(survey->tree, &survey->scopes.all.data[owner]);
    if (definition.part && !node_is_none(object)) {
      binding_define(survey->arena, scopes_declare(&survey->scopes, SCOPE_MODULE, survey_object_self(survey->arena, object), BINDING_OTHER, 0), definition);
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
static void write_pattern(struct survey *survey, uint32_t scope, TSNode left, struct definition definition) {
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
    write_pattern(survey, scope, left, definition);
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

static void import_name(struct survey *survey, TSNode name, str module, const struct path *export) {
  if (node_is_none(name))
    return;
  binding_define(survey->arena, declare(survey, (struct place){SCOPE_MODULE, BINDING_IMPORT, 0}, name),
                 (struct definition){.path = export, .module = module, .offset = ts_node_start_byte(name)});
}

static void import_specifier(struct survey *survey, TSNode specifier, str module) {
  TSNode name = node_field(survey->tree, specifier, FIELD_NAME);
  TSNode alias = node_field(survey->tree, specifier, FIELD_ALIAS);
  str export = node_text(survey->tree, name);
  if (node_has_token(survey->tree, specifier, TOKEN_TYPE) || node_is_none(name))
    return;
  property_name(survey->tree, name, survey->arena, &export);
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

static str module_name(struct survey *survey, TSNode string) {
  str module = literal_decode(string_contents(survey->tree, string), LITERAL_STRING, survey->arena);
  vec_push(&survey->modules, module);
  return module;
}

static void import_part(struct survey *survey, TSNode part, TSNode source) {
  bool is_require = node_kind(survey->tree, part) == NODE_IMPORT_REQUIRE;
  if (is_require)
    source = node_field(survey->tree, part, FIELD_SOURCE);
  if (node_is_none(source))
    return;
  str module = module_name(survey, source);
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

/* ---- exports ---- */

static void add_export(struct survey *survey, struct export export) {
  vec_push(&survey->exports, export);
}

static void export_specifier(struct survey *survey, TSNode specifier, str module) {
  TSNode name = node_field(survey->tree, specifier, FIELD_NAME);
  TSNode alias = node_field(survey->tree, specifier, FIELD_ALIAS);
  struct export export = {.module = module};
  if (node_has_token(survey->tree, specifier, TOKEN_TYPE) || node_is_none(name))
    return;
  str source = node_text(survey->tree, name);
  property_name(survey->tree, name, survey->arena, &source);
  export.name = source;
  if (!node_is_none(alias) && !property_name(survey->tree, alias, survey->arena, &export.name))
    export.name = node_text(survey->tree, alias);
  export.import = module.ptr ? source : STR_NONE;
  export.value = module.ptr ? NODE_NONE : name;
  add_export(survey, export);
}

static void export_clause(struct survey *survey, TSNode clause, str module) {
  struct children specifiers = children_of(survey->tree, clause);
  for (TSNode specifier; children_next(&specifiers, &specifier);)
    export_specifier(survey, specifier, module);
  children_end(&specifiers);
}

/* export const { a, b } = …: each name. */
static void export_declarators(struct survey *survey, TSNode declaration) {
  struct children declarators = children_of(survey->tree, declaration);
  for (TSNode declarator; children_next(&declarators, &declarator);) {
    struct pattern_walk walk =
        pattern_begin(survey->tree, node_field(survey->tree, declarator, FIELD_NAME), survey->arena);
    for (struct pattern_target target; pattern_next(&walk, &target);)
      add_export(survey, (struct export){.name = node_text(survey->tree, target.node), .value = target.node});
    pattern_end(&walk);
  }
  children_end(&declarators);
}

static void export_declaration(struct survey *survey, TSNode declaration, bool is_default) {
  enum node_kind kind = node_kind(survey->tree, declaration);
  TSNode name = node_field(survey->tree, declaration, FIELD_NAME);
  if (is_default)
    add_export(survey, (struct export){.name = STR("default"), .value = declaration});
  else if (kind == NODE_LEXICAL_DECLARATION || kind == NODE_VARIABLE_DECLARATION)
    export_declarators(survey, declaration);
  else if (kind != NODE_TYPE && !node_is_none(name))
    add_export(survey, (struct export){.name = node_text(survey->tree, name), .value = declaration});
}

/* export * from, export * as name from */
static void export_all(struct survey *survey, TSNode statement, str module) {
  struct children parts = children_and_tokens_of(survey->tree, statement);
  for (TSNode part; children_next(&parts, &part);) {
    enum node_kind kind = node_kind(survey->tree, part);
    str name = STR_NONE;
    if (kind == NODE_NAMESPACE_EXPORT)
      property_name(survey->tree, node_first(survey->tree, part), survey->arena, &name);
    if (kind == TOKEN_STAR || name.len)
      add_export(survey, (struct export){.name = name, .module = module});
  }
  children_end(&parts);
}

static void export_from(struct survey *survey, TSNode statement, TSNode source) {
  str module = node_is_none(source) ? STR_NONE : module_name(survey, source);
  struct children parts = children_of(survey->tree, statement);
  for (TSNode part; children_next(&parts, &part);)
    if (node_kind(survey->tree, part) == NODE_EXPORT_CLAUSE)
      export_clause(survey, part, module);
  children_end(&parts);
  if (module.ptr)
    export_all(survey, statement, module);
}

static void note_export(struct survey *survey, TSNode statement) {
  struct tree *tree = survey->tree;
  if (node_has_token(tree, statement, TOKEN_TYPE))
    return;
  TSNode declaration = node_field(tree, statement, FIELD_DECLARATION), value = node_field(tree, statement, FIELD_VALUE);
  if (!node_is_none(declaration))
    export_declaration(survey, declaration, node_has_token(tree, statement, TOKEN_DEFAULT));
  else if (!node_is_none(value))
    add_export(survey, (struct export){.name = STR("default"), .value = value});
  else if (node_has_token(tree, statement, TOKEN_ASSIGN)) /* export = value */
    vec_push(&survey->commonjs, (struct definition){.value = node_first(tree, statement), .at = statement});
  else
    export_from(survey, statement, node_field(tree, statement, FIELD_SOURCE));
}

/* ---- headers ---- */

static bool is_header(const struct survey *survey, str name) {
  for (size_t i = 0; survey->headers && i < survey->headers->len; i++)
    if (str_eq_nocase(survey->headers->data[i], name))
      return true;
  return false;
}

static struct named_place here(const struct survey *survey, TSNode node) {
  return (struct named_place){node, {survey_above(survey, 1), survey_above(survey, 2)}};
}

static void note_name(struct survey *survey, TSNode node, enum node_kind kind) {
  if (is_header(survey, kind == NODE_STRING ? string_contents(survey->tree, node) : node_text(survey->tree, node)))
    vec_push(&survey->named, here(survey, node));
}

/* ---- the walk ---- */

static void note_assignment(struct survey *survey, uint32_t scope, TSNode node) {
  TSNode left = node_field(survey->tree, node, FIELD_LEFT);
  write_pattern(survey, scope, left,
                (struct definition){.value = node_field(survey->tree, node, FIELD_RIGHT), .at = node});
  if (node_kind(survey->tree, left) == NODE_SUBSCRIPT)
    vec_push(&survey->dynamic, here(survey, node));
}

static enum write_kind change_kind(str operator) {
  if (str_eq(operator, STR("+=")))
    return WRITE_APPEND;
  return str_eq(operator, STR("||=")) || str_eq(operator, STR("?\?=")) ? WRITE_DEFAULT : WRITE_UNKNOWN;
}

static void note_change(struct survey *survey, uint32_t scope, TSNode node, enum node_kind kind) {
  struct definition definition = {.kind = WRITE_UNKNOWN, .at = node};
  if (kind == NODE_AUGMENTED_ASSIGNMENT)
    definition.kind = change_kind(node_text(survey->tree, node_field(survey->tree, node, FIELD_OPERATOR)));
  if (definition.kind != WRITE_UNKNOWN)
    definition.value = node_field(survey->tree, node, FIELD_RIGHT);
  write_pattern(survey, scope, node_field(survey->tree, node, kind == NODE_UPDATE ? FIELD_ARGUMENT : FIELD_LEFT),
                definition);
}

/* list.push(…), map.set('name', …) and Object.assign(name, …) write to what they are called on. */
static void note_mutation(struct survey *survey, uint32_t scope, TSNode call, TSNode callee) {
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
    argument = node_kind(tree, argument) == NODE_BINARY ? node_field(tree, argument, FIELD_LEFT) : node_first(tree, argument);
  return node_kind(tree, argument) == NODE_IDENTIFIER ? argument : NODE_NONE;
}

static void note_aliases(struct survey *survey, uint32_t scope, TSNode call, TSNode callee) {
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
static void join_alias(struct survey *survey, const struct alias *alias) {
  struct scopes *scopes = &survey->scopes;
  struct binding *variable = scopes_find(scopes, alias->scope, alias->name);
  uint32_t scope = scopes_of(scopes, alias->function);
  TSNode list = node_field(survey->tree, alias->function, FIELD_PARAMETERS), name = NODE_NONE;
  uint16_t at = 0;
  struct children parameters = children_of(survey->tree, list);
  for (TSNode parameter; children_next(&parameters, &parameter); at++)
    if (at == alias->parameter)
      name = node_kind(survey->tree, parameter) == NODE_PARAMETER ? node_field(survey->tree, parameter, FIELD_PATTERN) : parameter;
  children_end(&parameters);
  struct binding *parameter = scope == SCOPE_NONE || node_is_none(name) ? NULL : scopes_own(scopes, scope, node_text(survey->tree, name));
  for (const struct definition *d = parameter && parameter != variable ? parameter->first : NULL; variable && d; d = d->next)
    if (d->part || d->computed.id)
      binding_define(survey->arena, variable, *d);
}

static void note_call(struct survey *survey, uint32_t scope, TSNode node, enum node_kind kind) {
  vec_push(&survey->calls, (struct call){node, scope});
  TSNode first = node_first(survey->tree, node_field(survey->tree, node, FIELD_ARGUMENTS));
  if (node_kind(survey->tree, first) == NODE_IDENTIFIER)
    vec_push(&survey->passed, (struct passed){node_text(survey->tree, first), node});
  TSNode callee = node_field(survey->tree, node, kind == NODE_NEW ? FIELD_CONSTRUCTOR : FIELD_FUNCTION);
  if (kind == NODE_CALL && node_kind(survey->tree, callee) == NODE_MEMBER)
    note_mutation(survey, scope, node, callee);
  if (kind == NODE_CALL && node_kind(survey->tree, callee) == NODE_WRAPPER)
    note_aliases(survey, scope, node, callee);
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
    note_import(survey, node);
    break;
  case NODE_EXPORT:
    note_export(survey, node);
    break;
  case NODE_ASSIGNMENT:
    note_assignment(survey, scope, node);
    break;
  case NODE_AUGMENTED_ASSIGNMENT:
  case NODE_UPDATE:
    note_change(survey, scope, node, kind);
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
    vec_push(&survey->dynamic, here(survey, node));
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
  bool is_condition = is_if && ts_node_start_byte(survey_above(survey, 0)) < ts_node_end_byte(node_field(survey->tree, side, FIELD_CONDITION));
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

/* A name that nobody declares becomes the module's by being written. */
static void settle(struct survey *survey, const struct write *write) {
  struct binding *binding = scopes_find(&survey->scopes, write->scope, write->name);
  if (!binding && (write->definition.part || write->definition.computed.id))
    return;
  if (!binding)
    binding = scopes_declare(&survey->scopes, SCOPE_MODULE, write->name, BINDING_VAR, write->definition.offset);
  binding_define(survey->arena, binding, write->definition);
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
    settle(survey, &survey->writes.data[i]);
  for (size_t i = 0; i < survey->aliases.len && !tree_is_spent(survey->tree); i++)
    join_alias(survey, &survey->aliases.data[i]);
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
