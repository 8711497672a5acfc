/* headers.c -- where a header is set, told by its name: clients differ, the name does not. */
#include <stdlib.h>

#include "engine/script/doors.h"
#include "engine/script/property.h"

enum { NAME_STEPS = 128 };

/* Methods whose first argument names a header and whose second is its value. */
static bool is_setter(str name) {
  static const str names[] = {{"set", 3}, {"append", 6}, {"setHeader", 9}, {"setRequestHeader", 16}, {"header", 6},
                              {"addHeader", 9}, {"add", 3}, {"setHeaders", 10}, {"appendHeader", 12}, {"field", 5}};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (str_eq(names[i], name))
      return true;
  return false;
}

static const struct door *door_of(const struct door *doors, size_t doors_len, str name) {
  for (size_t i = 0; i < doors_len; i++)
    for (size_t k = 0; k < doors[i].headers.len; k++)
      if (str_eq_nocase(doors[i].headers.data[k], name))
        return &doors[i];
  return NULL;
}

/* ---- what a header's name stands for ---- */

static TSNode behind(struct tree *tree, TSNode list, TSNode name) {
  struct children items = children_of(tree, list);
  bool found = false;
  TSNode next = NODE_NONE;
  for (TSNode item; node_is_none(next) && children_next(&items, &item);) {
    if (found)
      next = item;
    found = node_is(item, name);
  }
  children_end(&items);
  return next;
}

static TSNode call_argument(struct tree *tree, TSNode call, TSNode arguments, TSNode name) {
  TSNode callee = node_field(tree, call, FIELD_FUNCTION);
  if (node_kind(tree, callee) != NODE_MEMBER || !is_setter(node_text(tree, node_field(tree, callee, FIELD_PROPERTY))) ||
      !node_is(node_argument(tree, call, 0), name))
    return NODE_NONE;
  return behind(tree, arguments, name);
}

/* The right side of an assignment to a member. */
static TSNode assigned(struct tree *tree, TSNode assignment, TSNode member) {
  if (node_kind(tree, assignment) != NODE_ASSIGNMENT || !node_is(node_field(tree, assignment, FIELD_LEFT), member))
    return NODE_NONE;
  return node_field(tree, assignment, FIELD_RIGHT);
}

/* The value that a header's name is given where it stands; none: it is no more than a word there. */
static TSNode value_of(struct tree *tree, const struct named_place *name) {
  TSNode parent = name->around[0], above = name->around[1];
  switch (node_kind(tree, parent)) {
  case NODE_PAIR:
    return node_is(node_field(tree, parent, FIELD_KEY), name->node) ? node_field(tree, parent, FIELD_VALUE) : NODE_NONE;
  case NODE_COMPUTED_PROPERTY:
    return node_kind(tree, above) == NODE_PAIR ? node_field(tree, above, FIELD_VALUE) : NODE_NONE;
  case NODE_ARGUMENTS:
    return call_argument(tree, above, parent, name->node);
  case NODE_ARRAY:
    return behind(tree, parent, name->node);
  case NODE_MEMBER:
    return node_is(node_field(tree, parent, FIELD_PROPERTY), name->node) ? assigned(tree, above, parent) : NODE_NONE;
  case NODE_SUBSCRIPT:
    return node_is(node_field(tree, parent, FIELD_INDEX), name->node) ? assigned(tree, above, parent) : NODE_NONE;
  default:
    return NODE_NONE;
  }
}

/* { authorization } */
static bool is_shorthand(struct tree *tree, TSNode name) {
  return node_kind(tree, name) == NODE_SHORTHAND_PROPERTY;
}

static void add(struct site_list *sites, struct module *module, const struct door *door, TSNode name, TSNode value) {
  if (door && !node_is_none(value))
    vec_push(sites, (struct site){door, module, value, NULL, name});
}

static void add_named(struct module *module, const struct door *doors, size_t doors_len, struct site_list *sites) {
  struct tree *tree = &module->parse.tree;
  for (size_t i = 0; i < module->survey.named.len; i++) {
    const struct named_place *place = &module->survey.named.data[i];
    TSNode name = place->node;
    str text = node_kind(tree, name) == NODE_STRING ? string_contents(tree, name) : node_text(tree, name);
    add(sites, module, door_of(doors, doors_len, text), name, is_shorthand(tree, name) ? name : value_of(tree, place));
  }
}

/* ---- names that are variables ---- */

static void add_if_header(struct evaluator *evaluator, struct module *module, const struct door *doors, size_t doors_len, TSNode name,
                          TSNode value, struct site_list *sites) {
  if (node_is_none(value) || node_is_none(name) || node_kind(&module->parse.tree, name) == NODE_STRING)
    return;
  bool was_cut = evaluator->cut;
  evaluate_begin(evaluator, NAME_STEPS);
  struct values names = evaluate(evaluator, (struct spot){module, NULL}, name);
  evaluator->cut = was_cut || evaluator->steps_left == 0; /* a name that takes so much is that of no header */
  for (size_t i = 0; i < names.len; i++)
    if (names.data[i].kind == VALUE_TEXT)
      add(sites, module, door_of(doors, doors_len, names.data[i].text), name, value);
}

static void add_dynamic(struct evaluator *evaluator, struct module *module, const struct door *doors, size_t doors_len, struct site_list *sites) {
  struct tree *tree = &module->parse.tree;
  for (size_t i = 0; i < module->survey.dynamic.len; i++) {
    const struct named_place *place = &module->survey.dynamic.data[i];
    TSNode node = place->node;
    bool is_assignment = node_kind(tree, node) == NODE_ASSIGNMENT;
    TSNode name = is_assignment ? node_field(tree, node_field(tree, node, FIELD_LEFT), FIELD_INDEX) : node_first(tree, node);
    TSNode value = is_assignment ? node_field(tree, node, FIELD_RIGHT) : value_of(tree, place);
    add_if_header(evaluator, module, doors, doors_len, name, value, sites);
  }
}

/* xhr.setRequestHeader(HEADER, …) */
static void add_calls(struct evaluator *evaluator, struct module *module, const struct door *doors, size_t doors_len, struct site_list *sites) {
  struct tree *tree = &module->parse.tree;
  for (size_t i = 0; i < module->survey.calls.len; i++) {
    TSNode call = module->survey.calls.data[i].node, callee = node_field(tree, call, FIELD_FUNCTION);
    if (node_is_none(callee) || node_kind(tree, callee) != NODE_MEMBER || !is_setter(node_text(tree, node_field(tree, callee, FIELD_PROPERTY))))
      continue;
    add_if_header(evaluator, module, doors, doors_len, node_argument(tree, call, 0), node_argument(tree, call, 1), sites);
  }
}

/* A name that is not written here comes from elsewhere in the project, or is put together; not in a bundle. */
static bool may_name_by_variable(const struct module *module) {
  enum { SMALL = 64 << 10 };
  return module->survey.named.len > 0 || module->survey.modules.len > 0 || module->file.text.len <= SMALL;
}

void headers_find(struct evaluator *evaluator, struct module *module, const struct door *doors, size_t doors_len, struct site_list *sites) {
  add_named(module, doors, doors_len, sites);
  if (!may_name_by_variable(module))
    return;
  add_dynamic(evaluator, module, doors, doors_len, sites);
  add_calls(evaluator, module, doors, doors_len, sites);
}
