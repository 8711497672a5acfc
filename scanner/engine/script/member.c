/* member.c -- what stands at a property of a value, and what is written to it. */
#include "engine/script/member.h"

#include "engine/script/builtin.h"

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

struct values member_with_writes(struct evaluator *evaluator, const struct written *written, str name,
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
struct values member_value(struct evaluator *evaluator, struct spot spot, const struct value *holder, TSNode member) {
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
struct values member_find(struct evaluator *evaluator, const struct value *holder, enum property_owner owner,
                          str name) {
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
  return evaluate_own(evaluator, spot, node_is_none(body) ? SCOPE_NONE : scopes_of(&spot.module->survey.scopes, body),
                      name, NODE_NONE);
}

static const struct binding *self_of_object(struct evaluator *evaluator, const struct value *holder) {
  struct survey *survey = &holder->module->survey;
  if (!survey->has_object_selfs || node_kind(survey->tree, holder->node) != NODE_OBJECT)
    return NULL;
  return scopes_own(&survey->scopes, SCOPE_MODULE, survey_object_self(evaluator->maker.arena, holder->node));
}

/* An element behind something spread has its place only once all are known. */
static struct values holder_property(struct evaluator *evaluator, const struct value *holder, str name) {
  struct values values = member_find(evaluator, holder, PROPERTY_OF_VALUE, name);
  struct value list;
  const struct binding *self = self_of_object(evaluator, holder);
  if (self)
    return member_with_writes(evaluator, &(struct written){self, holder->module, holder->frame, NULL}, name, values,
                              (struct spot){holder->module, holder->frame}, NODE_NONE);
  if (node_kind(&holder->module->parse.tree, holder->node) == NODE_NAMESPACE)
    return namespace_property(evaluator, holder, name);
  bool is_array = node_kind(&holder->module->parse.tree, holder->node) == NODE_ARRAY;
  if (values.len || !is_array || !evaluate_list(evaluator, holder, &list))
    return values;
  return list_property(evaluator, &list, name);
}

static struct values record_property(struct evaluator *evaluator, const struct value *record, str name, struct spot use,
                                     TSNode at) {
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

/* ---- any value ---- */

static struct values builtin_or_none(struct evaluator *evaluator, const struct value *value, str name) {
  struct value result;
  bool made = builtin_property(&evaluator->maker, value, name, &result) == BUILTIN_MADE;
  return made ? values_one(&evaluator->maker, result) : values_none();
}

static struct values own_property(struct evaluator *evaluator, const struct value *value, str name, struct spot use,
                                  TSNode at) {
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
    return class_instance_property(evaluator, value, name, use, at);
  case VALUE_MODULE:
    return evaluate_export(evaluator, value->module, name);
  case VALUE_EXTERNAL:
    if (!value->text.ptr && value->names && !value->names->rest && str_eq(value->names->name, STR("module")) &&
        str_eq(name, STR("exports")) && use.module)
      return values_one(&evaluator->maker, (struct value){.kind = VALUE_MODULE, .module = use.module});
    {
    struct arena *arena = evaluator->maker.arena;
    struct values values = evaluate_external(
        evaluator, value->text, path_join(arena, value->names, path_prepend(arena, name, NULL)), value->local);
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

static struct values property_of(struct evaluator *evaluator, const struct value *value, str name, struct spot use,
                                 TSNode at) {
  struct values values = own_property(evaluator, value, name, use, at);
  return value->written ? member_with_writes(evaluator, value->written, name, values, use, at) : values;
}

/* What an object went through is part of the way of what stands in it. */
struct values member_through(struct evaluator *evaluator, struct values values, const struct value *holder) {
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

struct values evaluate_property(struct evaluator *evaluator, struct values values, str name, struct spot use,
                                TSNode at) {
  if (values.len == 0)
    return values_none();
  struct values all = {NULL, 0, values.open};
  for (size_t i = 0; i < values.len; i++) {
    if (!evaluate_step(evaluator))
      return values_none();
    evaluator->depth++;
    struct values one = property_of(evaluator, &values.data[i], name, use, at);
    all = values_unite(&evaluator->maker, all, member_through(evaluator, one, &values.data[i]));
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

struct values evaluate_path(struct evaluator *evaluator, struct values values, const struct path *path, struct spot use,
                            TSNode at) {
  for (; path; path = path->rest) {
    if (!path->is_remainder)
      values = evaluate_property(evaluator, values, path->name, use, at);
    else if (path->name.len)
      values = list_remainder(evaluator, values, list_index(path->name));
    else
      values = object_remainder(evaluator, values, path->without);
  }
  return values;
}
