/* survey_exports.c -- what statements import and export. */
#include "engine/script/survey_parts.h"

#include <stdlib.h>

#include "engine/script/literal.h"
#include "engine/script/pattern.h"
#include "engine/script/property.h"

/* ---- imports ---- */

static void import_name(struct survey *survey, TSNode name, str module, const struct path *export) {
  if (node_is_none(name))
    return;
  binding_define(survey->arena, survey_declare(survey, (struct place){SCOPE_MODULE, BINDING_IMPORT, 0}, name),
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

void survey_note_import(struct survey *survey, TSNode statement) {
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

void survey_note_export(struct survey *survey, TSNode statement) {
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
