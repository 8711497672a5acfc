/* member.c -- what stands at a property of a value: of objects, classes, instances, modules, lists. */
#include <stdio.h>
#include <stdlib.h>

#include "engine/script/builtin.h"
#include "engine/script/evaluate.h"
#include "engine/script/property.h"

enum { HERITAGE_DEPTH = 8, MEMBERS_MAX = 512 };

static struct values property_of(struct evaluator *evaluator, const struct value *value, str name, struct spot use, TSNode at);

/* ---- what is written to parts ---- */

struct values evaluate_written(struct evaluator *evaluator, struct values values, struct spot spot,
                               const struct binding *binding, const struct path *at) {
  static const struct value nothing = {.kind = VALUE_RECORD};
  if (values.len == 0) /* then that may be all that is known of it */
    values = (struct values){&nothing, 1, true};
  struct value *copy = maker_take(&evaluator->maker, values.len * sizeof *copy);
  struct written *written = maker_take(&evaluator->maker, sizeof *written);
  if (!copy || !written)
    return values_none();
  *written = (struct written){binding, spot.module, spot.frame, at};
  for (size_t i = 0; i < values.len; i++) {
    copy[i] = values.data[i];
    copy[i].written = written;
  }
  return (struct values){copy, values.len, values.open};
}

/* Is something written to this very part, or to parts of it? */
static void look_for_parts(const struct binding *binding, const struct path *part, bool *there, bool *below) {
  const struct path *rest;
  *there = *below = false;
  for (const struct definition *d = binding->first; d; d = d->next) {
    *there |= d->computed.id && !part->rest;
    if (!d->part || !path_starts(d->part, part, &rest))
      continue;
    *there |= !rest;
    *below |= rest != NULL;
  }
}

static struct values with_writes(struct evaluator *evaluator, const struct written *written, str name,
                                 struct values initial, struct spot use, TSNode at) {
  struct arena *arena = evaluator->maker.arena;
  const struct path *part = path_join(arena, written->at, path_prepend(arena, name, NULL));
  struct spot spot = {written->module, written->frame};
  bool there, below;
  look_for_parts(written->binding, part, &there, &below);
  if (there)
    initial = evaluate_reach(evaluator, spot, &(struct reach){written->binding, part, initial},
                             use.module == spot.module ? at : NODE_NONE);
  return below ? evaluate_written(evaluator, initial, spot, written->binding, part) : initial;
}

/* ---- objects of the source ---- */

static bool is_named(struct evaluator *evaluator, struct spot spot, TSNode computed, str name) {
  struct values names = evaluate(evaluator, spot, computed);
  for (size_t i = 0; i < names.len; i++) {
    str one;
    if (value_to_text(&evaluator->maker, &names.data[i], &one) && str_eq(one, name))
      return true;
  }
  return false;
}

/* A method is what it gives, if it is a getter. */
static struct values member_value(struct evaluator *evaluator, struct spot spot, const struct value *holder, TSNode member) {
  struct tree *tree = &spot.module->parse.tree;
  if (node_is_none(member) || node_kind(tree, member) != NODE_METHOD)
    return evaluate(evaluator, spot, member);
  struct value function = {.kind = VALUE_FUNCTION, .module = spot.module, .node = member, .frame = spot.frame,
                           .self = holder->kind == VALUE_INSTANCE && holder->self ? holder->self : holder};
  if (node_has_token(tree, member, TOKEN_GET))
    return evaluate_invoke(evaluator, &function, NULL, 0, function.self);
  return values_one(&evaluator->maker, function);
}

static struct values one_property(struct evaluator *evaluator, struct spot spot, const struct value *holder,
                                  const struct property *property, str name) {
  struct tree *tree = &spot.module->parse.tree;
  if (node_is_none(property->key) && node_is_none(property->computed))
    return evaluate_property(evaluator, evaluate(evaluator, spot, property->value), name, spot, property->value);
  if (node_is_none(property->key) && !is_named(evaluator, spot, property->computed, name))
    return values_none();
  struct values values = member_value(evaluator, spot, holder, property->value);
  TSNode key = node_is_none(property->key) ? property->computed : property->key;
  enum node_kind kind = node_kind(tree, key);
  bool is_word = kind == NODE_PROPERTY_IDENTIFIER || kind == NODE_SHORTHAND_PROPERTY;
  bool is_element = node_is(key, property->value) && kind != NODE_SHORTHAND_PROPERTY;
  if (values.len == 0 || is_element)
    return values;
  str step = is_word ? arena_printf(evaluator->maker.arena, "property %.*s", STR_ARG(name)) : STR("property");
  return values_with_step(&evaluator->maker, values, spot.module, ts_node_start_byte(key), step);
}

/* What is certainly there ends the search; where spreads may have it or not, each of them may give it. */
static struct values find_property(struct evaluator *evaluator, const struct value *holder, enum property_owner owner, str name) {
  struct spot spot = {holder->module, holder->frame};
  struct properties found = property_find(&spot.module->parse.tree, holder->node, owner, name, evaluator->maker.arena);
  struct values all = values_none();
  for (size_t i = 0; i < found.len && all.open; i++) {
    struct values one = one_property(evaluator, spot, holder, &found.data[i], name);
    all = values_unite(&evaluator->maker, values_closed(all), one);
  }
  return all;
}

static struct values namespace_property(struct evaluator *evaluator, const struct value *holder, str name) {
  struct spot spot = {holder->module, holder->frame};
  TSNode body = node_field(&spot.module->parse.tree, holder->node, FIELD_BODY);
  return evaluate_own(evaluator, spot, node_is_none(body) ? SCOPE_NONE : scopes_of(&spot.module->survey.scopes, body), name, NODE_NONE);
}

static size_t index_of(str name) {
  size_t index = 0;
  for (size_t i = 0; i < name.len && i < 6; i++)
    index = index * 10 + (size_t)(name.ptr[i] - '0');
  return index;
}

static struct values list_property(struct evaluator *evaluator, const struct value *list, str name) {
  struct value result;
  if (name.len > 0 && name.len < 6 && name.ptr[0] >= '0' && name.ptr[0] <= '9') {
    size_t index = index_of(name);
    return index < list->items_len ? list->items[index] : values_none();
  }
  bool made = builtin_property(&evaluator->maker, list, name, &result) == BUILTIN_MADE;
  return made ? values_one(&evaluator->maker, result) : values_none();
}

static const struct binding *self_of_object(struct evaluator *evaluator, const struct value *holder) {
  struct survey *survey = &holder->module->survey;
  if (!survey->has_object_selfs || node_kind(survey->tree, holder->node) != NODE_OBJECT)
    return NULL;
  return scopes_own(&survey->scopes, SCOPE_MODULE, survey_object_self(evaluator->maker.arena, holder->node));
}

/* An element behind something spread has its place only once all are known. */
static struct values holder_property(struct evaluator *evaluator, const struct value *holder, str name) {
  struct values values = find_property(evaluator, holder, PROPERTY_OF_VALUE, name);
  struct value list;
  const struct binding *self = self_of_object(evaluator, holder);
  if (self)
    return with_writes(evaluator, &(struct written){self, holder->module, holder->frame, NULL}, name, values, (struct spot){holder->module, holder->frame}, NODE_NONE);
  if (node_kind(&holder->module->parse.tree, holder->node) == NODE_NAMESPACE)
    return namespace_property(evaluator, holder, name);
  bool is_array = node_kind(&holder->module->parse.tree, holder->node) == NODE_ARRAY;
  if (values.len || !is_array || !evaluate_list(evaluator, holder, &list))
    return values;
  return list_property(evaluator, &list, name);
}

static struct values record_property(struct evaluator *evaluator, const struct value *record, str name, struct spot use, TSNode at) {
  struct values all = values_none();
  for (size_t i = record->members_len; i-- > 0 && all.open;) {
    const struct member *member = &record->members[i];
    struct values one = values_none();
    if (!member->name.ptr)
      one = evaluate_property(evaluator, member->values, name, use, at);
    else if (str_eq(member->name, name))
      one = member->values;
    all = values_unite(&evaluator->maker, values_closed(all), one);
  }
  return all;
}

/* ---- classes ---- */

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

static struct values class_property(struct evaluator *evaluator, const struct value *class, str name, struct spot use, TSNode at) {
  struct values values = find_property(evaluator, class, PROPERTY_OF_VALUE, name), super;
  struct scopes *scopes = &class->module->survey.scopes;
  uint32_t scope = scopes_of(scopes, class->node);
  const struct binding *self = scope == SCOPE_NONE ? NULL : scopes_own(scopes, scope, survey_self);
  if (self)
    values = with_writes(evaluator, &(struct written){self, class->module, class->frame, NULL}, name, values, use, at);
  if (values.open && evaluate_super(evaluator, class, &super))
    values = values_unite(&evaluator->maker, values_closed(values), evaluate_property(evaluator, super, name, use, at));
  return values;
}

/* constructor(private key: string): the parameter is a field too. */
static struct values parameter_property(struct evaluator *evaluator, const struct value *instance, TSNode constructor, str name) {
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
  struct value class = {.kind = VALUE_CLASS, .module = instance->module, .node = instance->node, .frame = instance->frame};
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
                                    : evaluate_frame(evaluator, (struct spot){instance->module, instance->frame}, call, &super.data[i]);
    all = values_unite(&evaluator->maker, all, values_one(&evaluator->maker, base));
  }
  return all;
}

/* Maker.prototype.name = …, where the instance's maker is a function. */
static struct values prototype_property(struct evaluator *evaluator, const struct value *instance, str name, struct spot use, TSNode at) {
  struct spot spot = {instance->module, instance->frame};
  struct scopes *scopes = &spot.module->survey.scopes;
  TSNode maker = node_field(&spot.module->parse.tree, instance->node, FIELD_NAME);
  uint32_t scope = scopes_of(scopes, instance->node);
  if (node_is_none(maker) || scope == SCOPE_NONE || scope == SCOPE_MODULE)
    return values_none();
  const struct binding *binding = scopes_find(scopes, scopes->all.data[scope].parent, node_text(&spot.module->parse.tree, maker));
  if (!binding || !binding->parts)
    return values_none();
  struct arena *arena = evaluator->maker.arena;
  struct written written = {binding, spot.module, spot.frame, path_prepend(arena, STR("prototype"), NULL)};
  return with_writes(evaluator, &written, name, values_none(), use, at);
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

static struct values instance_property(struct evaluator *evaluator, const struct value *instance, str name, struct spot use, TSNode at) {
  struct spot spot = {instance->module, instance->frame};
  struct scopes *scopes = &spot.module->survey.scopes;
  bool is_class = node_kind(&spot.module->parse.tree, instance->node) != NODE_FUNCTION_DECLARATION &&
                  node_kind(&spot.module->parse.tree, instance->node) != NODE_FUNCTION_EXPRESSION &&
                  node_kind(&spot.module->parse.tree, instance->node) != NODE_METHOD;
  struct values values = values_none();
  TSNode constructor = is_class ? class_constructor(spot.module, instance->node) : NODE_NONE;
  if (is_class)
    values = find_property(evaluator, instance, PROPERTY_OF_INSTANCE, name);
  if (values.open && !node_is_none(constructor))
    values = values_unite(&evaluator->maker, values_closed(values), parameter_property(evaluator, instance, constructor, name));
  uint32_t scope = scopes_of(scopes, instance->node);
  const struct binding *self = scope == SCOPE_NONE ? NULL : scopes_own(scopes, scope, survey_self);
  if (self)
    values = with_writes(evaluator, &(struct written){self, spot.module, spot.frame, NULL}, name, values, use, at);
  if (values.open && !is_class)
    values = values_unite(&evaluator->maker, values_closed(values), prototype_property(evaluator, instance, name, use, at));
  if (values.open && !is_class)
    values = values_unite(&evaluator->maker, values_closed(values),
                          evaluate_property(evaluator, as_called_base(evaluator, instance), name, use, at));
  if (values.open && is_class)
    values = values_unite(&evaluator->maker, values_closed(values),
                          evaluate_property(evaluator, as_super(evaluator, instance), name, use, at));
  return values;
}

/* ---- any value ---- */

static struct values builtin_or_none(struct evaluator *evaluator, const struct value *value, str name) {
  struct value result;
  bool made = builtin_property(&evaluator->maker, value, name, &result) == BUILTIN_MADE;
  return made ? values_one(&evaluator->maker, result) : values_none();
}

static struct values own_property(struct evaluator *evaluator, const struct value *value, str name, struct spot use, TSNode at) {
  switch (value->kind) {
  case VALUE_TEXT:
  case VALUE_BYTES:
    return builtin_or_none(evaluator, value, name);
  case VALUE_LIST:
    return list_property(evaluator, value, name);
  case VALUE_RECORD:
    return record_property(evaluator, value, name, use, at);
  case VALUE_HOLDER:
    return holder_property(evaluator, value, name);
  case VALUE_CLASS:
    return class_property(evaluator, value, name, use, at);
  case VALUE_INSTANCE:
    return instance_property(evaluator, value, name, use, at);
  case VALUE_MODULE:
    return evaluate_export(evaluator, value->module, name);
  case VALUE_EXTERNAL:
    if (!value->text.ptr && value->names && !value->names->rest && str_eq(value->names->name, STR("module")) &&
        str_eq(name, STR("exports")) && use.module)
      return values_one(&evaluator->maker, (struct value){.kind = VALUE_MODULE, .module = use.module});
    {
    struct arena *arena = evaluator->maker.arena;
    struct values values = evaluate_external(evaluator, value->text, path_join(arena, value->names, path_prepend(arena, name, NULL)), value->local);
    struct value *found = (struct value *)(uintptr_t)values.data;
    if (values.len) {
      uint32_t start = node_is_none(at) ? 0 : ts_node_start_byte(at), end = node_is_none(at) ? 0 : ts_node_end_byte(at);
      found->origin = end ? origin_span(&evaluator->maker, use.module, start, end) : value->origin;
    }
    return values;
  }
  default:
    return values_none();
  }
}

static struct values property_of(struct evaluator *evaluator, const struct value *value, str name, struct spot use, TSNode at) {
  struct values values = own_property(evaluator, value, name, use, at);
  return value->written ? with_writes(evaluator, value->written, name, values, use, at) : values;
}

/* What an object went through is part of the way of what stands in it. */
static struct values through(struct evaluator *evaluator, struct values values, const struct value *holder) {
  bool is_holder = holder->kind >= VALUE_RECORD && holder->kind != VALUE_EXTERNAL && holder->origin;
  struct value *copy = is_holder && values.len ? maker_take(&evaluator->maker, values.len * sizeof *copy) : NULL;
  if (!copy)
    return values;
  for (size_t i = 0; i < values.len; i++) {
    copy[i] = values.data[i];
    copy[i].origin = origin_join(&evaluator->maker, copy[i].origin, holder->origin);
  }
  return (struct values){copy, values.len, values.open};
}

struct values evaluate_property(struct evaluator *evaluator, struct values values, str name, struct spot use, TSNode at) {
  if (values.len == 0)
    return values_none();
  struct values all = {NULL, 0, values.open};
  for (size_t i = 0; i < values.len; i++) {
    if (!evaluate_step(evaluator))
      return values_none();
    evaluator->depth++;
    struct values one = property_of(evaluator, &values.data[i], name, use, at);
    all = values_unite(&evaluator->maker, all, through(evaluator, one, &values.data[i]));
    evaluator->depth--;
  }
  return all;
}

static struct values list_remainder(struct evaluator *evaluator, struct values values, size_t from) {
  struct value list;
  if (values.len != 1 || !evaluate_list(evaluator, &values.data[0], &list))
    return values_none();
  from = from < list.items_len ? from : list.items_len;
  list.items += from;
  list.items_len -= from;
  return values_one(&evaluator->maker, list);
}

/* An object of which some members are gone. */
static struct values object_remainder(struct evaluator *evaluator, struct values values, const struct path *without) {
  size_t len = path_length(without) + 1, at = 0;
  struct member *members = maker_take(&evaluator->maker, len * sizeof *members);
  if (!members)
    return values_none();
  members[at++] = (struct member){STR_NONE, values};
  for (; without; without = without->rest)
    if (without->name.ptr)
      members[at++] = (struct member){without->name, {NULL, 0, false}};
  return values_one(&evaluator->maker, (struct value){.kind = VALUE_RECORD, .members = members, .members_len = at});
}

struct values evaluate_path(struct evaluator *evaluator, struct values values, const struct path *path, struct spot use, TSNode at) {
  for (; path; path = path->rest) {
    if (!path->is_remainder)
      values = evaluate_property(evaluator, values, path->name, use, at);
    else if (path->name.len)
      values = list_remainder(evaluator, values, index_of(path->name));
    else
      values = object_remainder(evaluator, values, path->without);
  }
  return values;
}

/* ---- lists and records ---- */

/* False, and told, if it is deep enough. */
static bool go_deeper(struct evaluator *evaluator) {
  bool may = evaluator->depth < EVALUATE_DEPTH;
  evaluator->cut |= !may;
  evaluator->depth += may;
  return may;
}

struct gathered {
  struct evaluator *evaluator;
  VEC(struct values) items;
  bool failed;
};

static void gather_spread(struct gathered *gathered, struct values lists) {
  struct value list;
  gathered->failed |= lists.len != 1 || lists.open || !evaluate_list(gathered->evaluator, &lists.data[0], &list);
  for (size_t i = 0; !gathered->failed && i < list.items_len; i++)
    vec_push(&gathered->items, list.items[i]);
}

static void gather(struct gathered *gathered, struct spot spot, TSNode array) {
  struct tree *tree = &spot.module->parse.tree;
  struct children elements = children_of(tree, array);
  for (TSNode element; !gathered->failed && children_next(&elements, &element);) {
    if (node_kind(tree, element) == NODE_SPREAD)
      gather_spread(gathered, evaluate(gathered->evaluator, spot, node_first(tree, element)));
    else
      vec_push(&gathered->items, evaluate(gathered->evaluator, spot, element));
    gathered->failed |= gathered->items.len > LIST_MAX;
  }
  children_end(&elements);
}

static bool make_list(struct evaluator *evaluator, const struct values *items, size_t len, const struct origin *origin, struct value *list) {
  struct values *copy = maker_take(&evaluator->maker, (len + 1) * sizeof *copy);
  if (!copy)
    return false;
  if (len)
    memcpy(copy, items, len * sizeof *copy);
  *list = (struct value){.kind = VALUE_LIST, .items = copy, .items_len = len, .origin = origin};
  return true;
}

/* "abc" as a list is its characters. */
static bool list_of_text(struct evaluator *evaluator, const struct value *text, struct value *list) {
  return builtin_function(&evaluator->maker, STR("Array.from"), text, 1, list) == BUILTIN_MADE && list->kind == VALUE_LIST;
}

bool evaluate_list(struct evaluator *evaluator, const struct value *value, struct value *list) {
  if (value->kind == VALUE_LIST) {
    *list = *value;
    return true;
  }
  if (value->kind == VALUE_TEXT || value->kind == VALUE_BYTES)
    return list_of_text(evaluator, value, list);
  if (value->kind != VALUE_HOLDER || node_kind(&value->module->parse.tree, value->node) != NODE_ARRAY)
    return false;
  if (!go_deeper(evaluator))
    return false;
  struct gathered gathered = {.evaluator = evaluator};
  gather(&gathered, (struct spot){value->module, value->frame}, value->node);
  evaluator->depth--;
  bool made = !gathered.failed && make_list(evaluator, gathered.items.data, gathered.items.len, value->origin, list);
  vec_free(&gathered.items);
  return made;
}

struct values evaluate_elements(struct evaluator *evaluator, struct values lists) {
  struct values all = values_none();
  for (size_t i = 0; i < lists.len; i++) {
    struct value list;
    if (!evaluate_list(evaluator, &lists.data[i], &list))
      continue;
    for (size_t k = 0; k < list.items_len; k++)
      all = values_unite(&evaluator->maker, all, list.items[k]);
  }
  return all;
}

struct members {
  VEC(struct member) all;
  bool failed;
};

static void add_member(struct evaluator *evaluator, const struct value *holder, TSNode node, struct members *members) {
  struct spot spot = {holder->module, holder->frame};
  struct tree *tree = &spot.module->parse.tree;
  enum node_kind kind = node_kind(tree, node);
  TSNode key = kind == NODE_PAIR ? node_field(tree, node, FIELD_KEY) : kind == NODE_METHOD ? node_field(tree, node, FIELD_NAME) : node;
  struct member member = {STR_NONE, values_none()};
  if (kind == NODE_SPREAD) {
    member.values = evaluate(evaluator, spot, node_first(tree, node));
  } else {
    if (!property_name(tree, key, evaluator->maker.arena, &member.name)) {
      struct values names = evaluate(evaluator, spot, node_first(tree, key));
      members->failed |= names.len != 1 || !value_to_text(&evaluator->maker, &names.data[0], &member.name);
    }
    member.values = member_value(evaluator, spot, holder, kind == NODE_PAIR ? node_field(tree, node, FIELD_VALUE) : node);
  }
  vec_push(&members->all, member);
}

bool evaluate_record(struct evaluator *evaluator, const struct value *value, struct value *record) {
  *record = *value;
  if (value->kind == VALUE_RECORD)
    return true;
  if (value->kind != VALUE_HOLDER || node_kind(&value->module->parse.tree, value->node) != NODE_OBJECT)
    return false;
  if (!go_deeper(evaluator))
    return false;
  struct members members = {.failed = false};
  struct children children = children_of(&value->module->parse.tree, value->node);
  for (TSNode child; !members.failed && children_next(&children, &child) && members.all.len < MEMBERS_MAX;)
    add_member(evaluator, value, child, &members);
  children_end(&children);
  evaluator->depth--;
  struct member *copy = maker_take(&evaluator->maker, (members.all.len + 1) * sizeof *copy);
  bool made = copy && !members.failed && members.all.len < MEMBERS_MAX;
  if (made) {
    if (members.all.len)
      memcpy(copy, members.all.data, members.all.len * sizeof *copy);
    *record = (struct value){.kind = VALUE_RECORD, .members = copy, .members_len = members.all.len, .written = value->written};
  }
  vec_free(&members.all);
  return made;
}

struct values evaluate_members(struct evaluator *evaluator, struct values objects) {
  enum { CHOICES_MAX = 16 };
  struct values all = values_none();
  for (size_t i = 0; i < objects.len; i++) {
    struct value record;
    if (objects.data[i].kind == VALUE_LIST || objects.data[i].kind == VALUE_HOLDER)
      all = values_unite(&evaluator->maker, all, through(evaluator, evaluate_elements(evaluator, (struct values){&objects.data[i], 1, true}), &objects.data[i]));
    if (!evaluate_record(evaluator, &objects.data[i], &record) || record.members_len > CHOICES_MAX)
      continue;
    for (size_t k = 0; k < record.members_len; k++)
      if (record.members[k].name.ptr)
        all = values_unite(&evaluator->maker, all, through(evaluator, record.members[k].values, &objects.data[i]));
  }
  return values_opened(all);
}
