/* list.c -- lists and records: their elements and members, of the source or made. */
#include "engine/script/member.h"

#include <stdlib.h>

#include "engine/script/builtin.h"

enum { MEMBERS_MAX = 512 };

size_t list_index(str name) {
  size_t index = 0;
  for (size_t i = 0; i < name.len && i < 6; i++)
    index = index * 10 + (size_t)(name.ptr[i] - '0');
  return index;
}

struct values list_property(struct evaluator *evaluator, const struct value *list, str name) {
  struct value result;
  if (name.len > 0 && name.len < 6 && name.ptr[0] >= '0' && name.ptr[0] <= '9') {
    size_t index = list_index(name);
    return index < list->items_len ? list->items[index] : values_none();
  }
  bool made = builtin_property(&evaluator->maker, list, name, &result) == BUILTIN_MADE;
  return made ? values_one(&evaluator->maker, result) : values_none();
}

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

static bool make_list(struct evaluator *evaluator, const struct values *items, size_t len, const struct origin *origin,
                      struct value *list) {
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
  return builtin_function(&evaluator->maker, STR("Array.from"), text, 1, list) == BUILTIN_MADE &&
         list->kind == VALUE_LIST;
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
  TSNode key = kind == NODE_PAIR     ? node_field(tree, node, FIELD_KEY)
               : kind == NODE_METHOD ? node_field(tree, node, FIELD_NAME)
                                     : node;
  struct member member = {STR_NONE, values_none()};
  if (kind == NODE_SPREAD) {
    member.values = evaluate(evaluator, spot, node_first(tree, node));
  } else {
    if (!property_name(tree, key, evaluator->maker.arena, &member.name)) {
      struct values names = evaluate(evaluator, spot, node_first(tree, key));
      members->failed |= names.len != 1 || !value_to_text(&evaluator->maker, &names.data[0], &member.name);
    }
    member.values =
        member_value(evaluator, spot, holder, kind == NODE_PAIR ? node_field(tree, node, FIELD_VALUE) : node);
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
    *record = (struct value){
        .kind = VALUE_RECORD, .members = copy, .members_len = members.all.len, .written = value->written};
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
      all = values_unite(&evaluator->maker, all,
                         member_through(evaluator,
                                        evaluate_elements(evaluator, (struct values){&objects.data[i], 1, true}),
                                        &objects.data[i]));
    if (!evaluate_record(evaluator, &objects.data[i], &record) || record.members_len > CHOICES_MAX)
      continue;
    for (size_t k = 0; k < record.members_len; k++)
      if (record.members[k].name.ptr)
        all =
            values_unite(&evaluator->maker, all, member_through(evaluator, record.members[k].values, &objects.data[i]));
  }
  return values_opened(all);
}
