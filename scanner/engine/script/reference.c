/* reference.c -- what of which module an expression is. */
#include "engine/script/reference.h"

#include "engine/script/literal.h"
#include "engine/script/property.h"

enum { HOPS_MAX = 48 };

/* What compilers and bundlers put around require(…), to give it a default export. */
static const char *const interop_helpers[] = {
    "__importStar", "__importDefault", "__toESM", "_interopRequireWildcard", "_interopRequireDefault",
    "_interopNamespace", "_interopNamespaceDefault", "_interopDefault", "_interopDefaultLegacy",
};

/* A search that goes from expression to expression until it meets a module or a global. */
struct search {
  struct survey *survey;
  TSNode node;
  uint32_t scope;
  const struct path *names;
  struct arena *scratch;
  struct reference *found;
};

enum step { STEP_ON, STEP_FOUND, STEP_LOST };

/* To a part of the same expression. */
static enum step go(struct search *search, TSNode node) {
  search->survey->tree->work += 1 + path_length(search->names);
  search->node = node;
  return node_is_none(node) ? STEP_LOST : STEP_ON;
}

/* To what stands somewhere else. */
static enum step jump(struct search *search, TSNode node) {
  if (!node_is_none(node))
    search->scope = scopes_at(&search->survey->scopes, ts_node_start_byte(node));
  return go(search, node);
}

static enum step find(struct search *search, str module, str local) {
  *search->found = (struct reference){module, search->names, local};
  return STEP_FOUND;
}

static enum step follow_import(struct search *search, const struct binding *binding) {
  const struct definition *definition = &binding->definition;
  bool is_default = definition->path && str_eq(definition->path->name, STR("default"));
  search->names = path_join(search->scratch, definition->path, search->names);
  return find(search, definition->module, is_default ? binding->name : STR_NONE);
}

static enum step follow_name(struct search *search) {
  str name = node_text(search->survey->tree, search->node);
  const struct binding *binding = scopes_find(&search->survey->scopes, search->scope, name);
  if (!binding) {
    search->names = path_prepend(search->scratch, name, search->names);
    return find(search, STR_NONE, STR_NONE);
  }
  if (binding->definitions != 1)
    return STEP_LOST;
  if (binding->definition.module.ptr)
    return follow_import(search, binding);
  search->names = path_join(search->scratch, binding->definition.path, search->names);
  return jump(search, binding->definition.value);
}

static enum step follow_member(struct search *search, enum node_field key_field) {
  struct tree *tree = search->survey->tree;
  TSNode key = node_field(tree, search->node, key_field);
  str name;
  bool is_variable = key_field == FIELD_INDEX && !node_is_none(key) && node_kind(tree, key) == NODE_IDENTIFIER;
  if (is_variable || !property_name(tree, key, search->scratch, &name))
    return STEP_LOST;
  search->names = path_prepend(search->scratch, name, search->names);
  return go(search, node_field(tree, search->node, FIELD_OBJECT));
}

/* const sdk = { Client: ApsoClient }; new sdk.Client(…) */
static enum step follow_property(struct search *search) {
  if (!search->names)
    return STEP_LOST;
  struct properties found = property_find(search->survey->tree, search->node, PROPERTY_OF_VALUE,
                                          search->names->name, search->scratch);
  if (found.len == 0 || node_is_none(found.data[0].key))
    return STEP_LOST;
  search->names = search->names->rest;
  return go(search, found.data[0].value);
}

static bool is_interop_helper(str name) {
  for (size_t i = 0; i < sizeof interop_helpers / sizeof *interop_helpers; i++)
    if (str_eq(name, str_from(interop_helpers[i])))
      return true;
  return false;
}

/* `require` is the module system's unless the file has its own, which createRequire(…) makes. */
static bool is_require(struct search *search, TSNode callee) {
  struct survey *survey = search->survey;
  if (node_kind(survey->tree, callee) != NODE_IDENTIFIER || !str_eq(node_text(survey->tree, callee), STR("require")))
    return false;
  const struct binding *binding = scopes_find(&survey->scopes, search->scope, STR("require"));
  if (!binding || node_is_none(binding->definition.value))
    return !binding || binding->definitions == 0;
  TSNode maker = node_field(survey->tree, binding->definition.value, FIELD_FUNCTION);
  return !node_is_none(maker) && str_ends(node_text(survey->tree, maker), STR("createRequire"));
}

static enum step follow_call(struct search *search) {
  struct tree *tree = search->survey->tree;
  TSNode callee = node_field(tree, search->node, FIELD_FUNCTION);
  TSNode arguments = node_field(tree, search->node, FIELD_ARGUMENTS);
  if (node_is_none(callee) || node_is_none(arguments))
    return STEP_LOST;
  TSNode first = node_first(tree, arguments);
  if (node_is_none(first))
    return STEP_LOST;
  if (is_interop_helper(node_text(tree, callee)))
    return go(search, first);
  bool imports = node_kind(tree, callee) == NODE_DYNAMIC_IMPORT || is_require(search, callee);
  if (!imports || node_kind(tree, first) != NODE_STRING)
    return STEP_LOST;
  return find(search, literal_decode(string_contents(tree, first), LITERAL_STRING, search->scratch), STR_NONE);
}

static enum step follow(struct search *search) {
  struct tree *tree = search->survey->tree;
  switch (node_kind(tree, search->node)) {
  case NODE_IDENTIFIER:
  case NODE_SHORTHAND_PROPERTY:
    return follow_name(search);
  case NODE_MEMBER:
    return follow_member(search, FIELD_PROPERTY);
  case NODE_SUBSCRIPT:
    return follow_member(search, FIELD_INDEX);
  case NODE_CALL:
    return follow_call(search);
  case NODE_OBJECT:
    return follow_property(search);
  case NODE_WRAPPER:
    return go(search, node_first(tree, search->node));
  case NODE_TYPE_ASSERTION:
  case NODE_SEQUENCE:
    return go(search, node_last(tree, search->node));
  default:
    return STEP_LOST;
  }
}

bool reference_of(struct survey *survey, TSNode expression, uint32_t scope, struct arena *scratch,
                  struct reference *reference) {
  struct search search = {survey, expression, scope, NULL, scratch, reference};
  for (int hops = 0; hops < HOPS_MAX; hops++) {
    enum step step = follow(&search);
    if (step != STEP_ON)
      return step == STEP_FOUND;
  }
  return false;
}
