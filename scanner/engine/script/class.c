/* class.c -- properties of classes and of their instances, functions that are classes among them. */
#include "engine/script/member.h"

TSNode class_constructor(struct module *module, TSNode class) {
  struct tree *tree = &module->parse.tree;
  TSNode body = node_field(tree, class, FIELD_BODY), found = NODE_NONE;
  if (node_is_none(body))
    return found;
  struct children members = children_of(tree, body);
  for (TSNode member; node_is_none(found) && children_next(&members, &member);)
    if (node_kind(tree, member) == NODE_METHOD && !node_is_none(node_field(tree, member, FIELD_BODY)) &&
        str_eq(node_text(tree, node_field(tree, member, FIELD_NAME)), STR("constructor")))
      found = member;
  children_end(&members);
  return found;
}

bool evaluate_super(struct evaluator *evaluator, const struct value *class, struct values *super) {
  struct tree *tree = &class->module->parse.tree;
  struct children parts = children_of(tree, class->node);
  TSNode base = NODE_NONE;
  for (TSNode part; node_is_none(base) && children_next(&parts, &part);)
    if (node_kind(tree, part) == NODE_CLASS_HERITAGE)
      base = node_first(tree, part);
  children_end(&parts);
  if (!node_is_none(base) && node_kind(tree, base) == NODE_EXTENDS)
    base = node_first(tree, base);
  if (node_is_none(base))
    return false;
  *super = evaluate(evaluator, (struct spot){class->module, class->frame}, base);
  return true;
}

struct values class_property(struct evaluator *evaluator, const struct value *class, str name, struct spot use,
                             TSNode at) {
  struct values values = member_find(evaluator, class, PROPERTY_OF_VALUE, name), super;
  struct scopes *scopes = &class->module->survey.scopes;
  uint32_t scope = scopes_of(scopes, class->node);
  const struct binding *self = scope == SCOPE_NONE ? NULL : scopes_own(scopes, scope, survey_self);
  if (self)
    values = member_with_writes(evaluator, &(struct written){self, class->module, class->frame, NULL}, name, values,
                                use, at);
  if (values.open && evaluate_super(evaluator, class, &super))
    values = values_unite(&evaluator->maker, values_closed(values), evaluate_property(evaluator, super, name, use, at));
  return values;
}

/* constructor(private key: string): the parameter is a field too. */
static struct values parameter_property(struct evaluator *evaluator, const struct value *instance, TSNode constructor,
                                        str name) {
  struct tree *tree = &instance->module->parse.tree;
  TSNode list = node_field(tree, constructor, FIELD_PARAMETERS);
  struct values values = values_none();
  if (node_is_none(list))
    return values;
  struct children parameters = children_of(tree, list);
  for (TSNode parameter; children_next(&parameters, &parameter);) {
    TSNode pattern = node_field(tree, parameter, FIELD_PATTERN);
    if (node_is_none(pattern) || !str_eq(node_text(tree, pattern), name))
      continue;
    TSNode first = node_first(tree, parameter);
    bool is_field = node_kind(tree, first) == NODE_MODIFIER || node_has_token(tree, parameter, TOKEN_READONLY);
    if (is_field)
      values = evaluate(evaluator, (struct spot){instance->module, instance->frame}, pattern);
  }
  children_end(&parameters);
  return values;
}

/* super(…) in a constructor: none if there is none. */
static TSNode super_call(struct module *module, TSNode constructor) {
  uint32_t start = ts_node_start_byte(constructor), end = ts_node_end_byte(constructor);
  for (size_t i = survey_first_call(&module->survey, start); i < module->survey.calls.len; i++) {
    TSNode call = module->survey.calls.data[i].node;
    if (ts_node_start_byte(call) >= end)
      break;
    module->parse.tree.work++;
    TSNode callee = node_field(&module->parse.tree, call, FIELD_FUNCTION);
    if (!node_is_none(callee) && node_kind(&module->parse.tree, callee) == NODE_SUPER)
      return call;
  }
  return NODE_NONE;
}

/* The same instance, as one of its class's base. */
static struct values as_super(struct evaluator *evaluator, const struct value *instance) {
  struct values super, all = {NULL, 0, false};
  struct value class = {
      .kind = VALUE_CLASS, .module = instance->module, .node = instance->node, .frame = instance->frame};
  if (!evaluate_super(evaluator, &class, &super))
    return all;
  TSNode constructor = class_constructor(instance->module, instance->node);
  TSNode call = node_is_none(constructor) ? NODE_NONE : super_call(instance->module, constructor);
  for (size_t i = 0; i < super.len; i++) {
    if (super.data[i].kind != VALUE_CLASS)
      continue;
    struct value base = super.data[i];
    base.kind = VALUE_INSTANCE;
    base.self = instance->self ? instance->self : instance;
    base.frame = node_is_none(call) ? instance->frame
                                    : evaluate_frame(evaluator, (struct spot){instance->module, instance->frame}, call,
                                                     &super.data[i]);
    all = values_unite(&evaluator->maker, all, values_one(&evaluator->maker, base));
  }
  return all;
}

/* Maker.prototype.name = …, where the instance's maker is a function. */
static struct values prototype_property(struct evaluator *evaluator, const struct value *instance, str name,
                                        struct spot use, TSNode at) {
  struct spot spot = {instance->module, instance->frame};
  struct scopes *scopes = &spot.module->survey.scopes;
  TSNode maker = node_field(&spot.module->parse.tree, instance->node, FIELD_NAME);
  uint32_t scope = scopes_of(scopes, instance->node);
  if (node_is_none(maker) || scope == SCOPE_NONE || scope == SCOPE_MODULE)
    return values_none();
  const struct binding *binding =
      scopes_find(scopes, scopes->all.data[scope].parent, node_text(&spot.module->parse.tree, maker));
  if (!binding || !binding->parts)
    return values_none();
  struct arena *arena = evaluator->maker.arena;
  struct written written = {binding, spot.module, spot.frame, path_prepend(arena, STR("prototype"), NULL)};
  return member_with_writes(evaluator, &written, name, values_none(), use, at);
}

/* Base.call(this, …) in a function that is a class: the same instance, as one of Base. */
static struct values as_called_base(struct evaluator *evaluator, const struct value *instance) {
  struct module *module = instance->module;
  struct tree *tree = &module->parse.tree;
  struct spot spot = {module, instance->frame};
  struct values all = {NULL, 0, false};
  uint32_t start = ts_node_start_byte(instance->node), end = ts_node_end_byte(instance->node);
  for (size_t i = survey_first_call(&module->survey, start); i < module->survey.calls.len; i++) {
    TSNode call = module->survey.calls.data[i].node, callee = node_field(tree, call, FIELD_FUNCTION);
    tree->work++;
    if (ts_node_start_byte(call) >= end)
      break;
    if (node_kind(tree, callee) != NODE_MEMBER ||
        !str_eq(node_text(tree, node_field(tree, callee, FIELD_PROPERTY)), STR("call")) ||
        node_kind(tree, node_argument(tree, call, 0)) != NODE_THIS)
      continue;
    struct values bases = evaluate(evaluator, spot, node_field(tree, callee, FIELD_OBJECT));
    for (size_t k = 0; k < bases.len; k++) {
      struct value base = bases.data[k];
      if (base.kind != VALUE_FUNCTION)
        continue;
      base.kind = VALUE_INSTANCE;
      base.frame = evaluate_frame_behind_self(evaluator, spot, call, &bases.data[k]);
      base.self = instance->self ? instance->self : instance;
      base.written = NULL;
      all = values_unite(&evaluator->maker, all, values_one(&evaluator->maker, base));
    }
  }
  return all;
}

struct values class_instance_property(struct evaluator *evaluator, const struct value *instance, str name,
                                      struct spot use, TSNode at) {
  struct spot spot = {instance->module, instance->frame};
  struct scopes *scopes = &spot.module->survey.scopes;
  bool is_class = node_kind(&spot.module->parse.tree, instance->node) != NODE_FUNCTION_DECLARATION &&
                  node_kind(&spot.module->parse.tree, instance->node) != NODE_FUNCTION_EXPRESSION &&
                  node_kind(&spot.module->parse.tree, instance->node) != NODE_METHOD;
  struct values values = values_none();
  TSNode constructor = is_class ? class_constructor(spot.module, instance->node) : NODE_NONE;
  if (is_class)
    values = member_find(evaluator, instance, PROPERTY_OF_INSTANCE, name);
  if (values.open && !node_is_none(constructor))
    values = values_unite(&evaluator->maker, values_closed(values),
                          parameter_property(evaluator, instance, constructor, name));
  uint32_t scope = scopes_of(scopes, instance->node);
  const struct binding *self = scope == SCOPE_NONE ? NULL : scopes_own(scopes, scope, survey_self);
  if (self)
    values =
        member_with_writes(evaluator, &(struct written){self, spot.module, spot.frame, NULL}, name, values, use, at);
  if (values.open && !is_class)
    values =
        values_unite(&evaluator->maker, values_closed(values), prototype_property(evaluator, instance, name, use, at));
  if (values.open && !is_class)
    values = values_unite(&evaluator->maker, values_closed(values),
                          evaluate_property(evaluator, as_called_base(evaluator, instance), name, use, at));
  if (values.open && is_class)
    values = values_unite(&evaluator->maker, values_closed(values),
                          evaluate_property(evaluator, as_super(evaluator, instance), name, use, at));
  return values;
}
