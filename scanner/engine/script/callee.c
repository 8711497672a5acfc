/* callee.c -- what calls call, as far as doors are concerned. */
#include "engine/script/search.h"

enum { HERITAGE_DEPTH = 8, CALLEE_STEPS = 256 };

TSNode callee_of(struct tree *tree, TSNode call) {
  return node_field(tree, call, node_kind(tree, call) == NODE_NEW ? FIELD_CONSTRUCTOR : FIELD_FUNCTION);
}

/* The expression at the root of a.b().c; none if it is deeper than anybody writes. */
static TSNode root_of(struct tree *tree, TSNode node) {
  enum { ROOT_DEPTH = 32 };
  for (int depth = 0; depth < ROOT_DEPTH && !node_is_none(node); depth++) {
    switch (node_kind(tree, node)) {
    case NODE_MEMBER:
    case NODE_SUBSCRIPT:
      node = node_field(tree, node, FIELD_OBJECT);
      break;
    case NODE_WRAPPER:
      node = node_first(tree, node);
      break;
    case NODE_SEQUENCE:
      node = node_last(tree, node);
      break;
    case NODE_CALL:
    case NODE_NEW:
      node = callee_of(tree, node);
      break;
    default:
      return node;
    }
  }
  return NODE_NONE;
}

static bool is_global_door(const struct search *search, str name) {
  if (str_eq(name, STR("require")) || str_eq(name, STR("Reflect")) || str_eq(name, STR("globalThis")) ||
      str_eq(name, STR("window")))
    return true;
  for (size_t i = 0; i < search->doors_len; i++)
    if (search->doors[i].modules.len == 0 && str_eq(search->doors[i].export, name))
      return true;
  return str_starts(name, STR("_interop")) || str_starts(name, STR("__"));
}

/* Most calls are of things that nothing here can say anything of: document, console, parameters. */
static bool may_matter(const struct search *search, TSNode root) {
  struct module *module = search->module;
  struct scopes *scopes = &module->survey.scopes;
  if (node_is_none(root) || node_kind(&module->parse.tree, root) != NODE_IDENTIFIER)
    return !node_is_none(root);
  str name = node_text(&module->parse.tree, root);
  return scopes_find(scopes, scopes_at(scopes, ts_node_start_byte(root)), name) || is_global_door(search, name);
}

TSNode callee_class_around(struct module *module, TSNode node) {
  const struct scopes *scopes = &module->survey.scopes;
  uint32_t scope = scopes_at(&module->survey.scopes, ts_node_start_byte(node));
  while (scope != SCOPE_NONE && scopes->all.data[scope].kind != SCOPE_CLASS)
    scope = scopes->all.data[scope].parent;
  return scope == SCOPE_NONE ? NODE_NONE : scopes->all.data[scope].node;
}

/* In haste: of most calls nobody can say what they call. */
static struct values callees(struct search *search, TSNode callee) {
  struct evaluator *evaluator = search->evaluator;
  uint64_t number = evaluator->search;
  bool was_cut = evaluator->cut;
  evaluate_begin(evaluator, CALLEE_STEPS);
  evaluator->search = search->hasty_number;
  evaluator->is_hasty = true;
  struct values values = evaluate(evaluator, (struct spot){search->module, NULL}, callee);
  evaluator->is_hasty = false;
  evaluator->search = number;
  evaluator->cut = was_cut || evaluator->steps_left == 0;
  return values;
}

static struct values resolve(struct search *search, TSNode call) {
  struct module *module = search->module;
  struct tree *tree = &module->parse.tree;
  TSNode callee = callee_of(tree, call);
  struct values values = values_none();
  if (node_is_none(callee) || !may_matter(search, root_of(tree, callee)))
    return values;
  if (node_kind(tree, callee) != NODE_SUPER)
    return callees(search, callee);
  evaluate_begin(search->evaluator, CALLEE_STEPS);
  struct value class = {.kind = VALUE_CLASS, .module = module, .node = callee_class_around(module, call)};
  if (node_is_none(class.node) || !evaluate_super(search->evaluator, &class, &values))
    return values_none();
  return values;
}

bool callee_is_direct(const struct search *search, TSNode call) {
  struct module *module = search->module;
  struct tree *tree = &module->parse.tree;
  struct scopes *scopes = &module->survey.scopes;
  TSNode callee = callee_of(tree, call), root = root_of(tree, callee);
  if (node_kind(tree, callee) == NODE_IDENTIFIER || node_kind(tree, callee) == NODE_SUPER)
    return true;
  if (node_kind(tree, root) != NODE_IDENTIFIER)
    return false;
  const struct binding *binding = scopes_find(scopes, scopes_at(scopes, ts_node_start_byte(root)), node_text(tree, root));
  return binding && binding->kind == BINDING_IMPORT;
}

struct values callee_targets(struct search *search, size_t call) {
  struct target *target = &search->targets[call];
  if (!target->is_known)
    *target = (struct target){resolve(search, search->module->survey.calls.data[call].node), true};
  return target->values;
}

/* The class's constructor, or that of the nearest class it is made from; *base: what stands at the end of the chain. */
TSNode callee_constructor(struct evaluator *evaluator, const struct value *class, struct module **module,
                          struct value *base) {
  struct value one = *class;
  for (int depth = 0; depth < HERITAGE_DEPTH && one.kind == VALUE_CLASS; depth++) {
    struct values super;
    TSNode constructor = class_constructor(one.module, one.node);
    *module = one.module;
    if (!node_is_none(constructor))
      return constructor;
    if (!evaluate_super(evaluator, &one, &super) || super.len == 0)
      return NODE_NONE;
    one = super.data[0];
  }
  *base = one;
  return NODE_NONE;
}

/* The function that a call runs, if its target is one; none if not. */
TSNode callee_function(struct search *search, const struct value *target, struct module **module) {
  struct value base;
  *module = target->module;
  if (target->kind == VALUE_FUNCTION)
    return target->node;
  if (target->kind == VALUE_CLASS)
    return callee_constructor(search->evaluator, target, module, &base);
  return NODE_NONE;
}

bool callee_is_function(struct search *search, const struct value *target, const struct module *module,
                        TSNode function) {
  struct module *own;
  TSNode one = callee_function(search, target, &own);
  return !node_is_none(one) && own == module && node_is(one, function);
}
