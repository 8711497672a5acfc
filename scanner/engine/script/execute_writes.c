/* execute_writes.c -- expressions that write to variables, while running: assignments, and calls that write. */
#include "engine/script/execute.h"

#include "engine/script/builtin.h"
#include "engine/script/pattern.h"

static const struct binding *binding_at(struct run *run, TSNode name) {
  struct scopes *scopes = &run->spot.module->survey.scopes;
  return scopes_find(scopes, scopes_at(scopes, ts_node_start_byte(name)), node_text(run->tree, name));
}

/* What is written out of variables is what they are now, not what they are when somebody asks. */
struct values execute_fixed(struct run *run, struct values values) {
  struct value *copy = values.len ? maker_take(&run->evaluator->maker, values.len * sizeof *copy) : NULL;
  if (!copy)
    return values;
  for (size_t i = 0; i < values.len; i++) {
    struct value made;
    copy[i] = values.data[i];
    bool is_made = copy[i].kind == VALUE_HOLDER && !copy[i].written &&
                   (evaluate_list(run->evaluator, &values.data[i], &made) ||
                    evaluate_record(run->evaluator, &values.data[i], &made));
    if (is_made) {
      made.origin = copy[i].origin;
      copy[i] = made;
    }
  }
  return (struct values){copy, values.len, values.open};
}

void execute_bind(struct run *run, TSNode pattern, struct values values, bool declares) {
  struct pattern_walk walk = pattern_begin(run->tree, pattern, run->evaluator->maker.arena);
  for (struct pattern_target target; pattern_next(&walk, &target);) {
    enum node_kind kind = node_kind(run->tree, target.node);
    const struct binding *binding =
        kind == NODE_IDENTIFIER || kind == NODE_SHORTHAND_PATTERN ? binding_at(run, target.node) : NULL;
    if (!binding)
      continue;
    struct values part =
        target.known ? evaluate_path(run->evaluator, values, target.path, run->spot, pattern) : values_none();
    part = evaluate_otherwise(run->evaluator, part, run->spot, target.fallback);
    if (declares)
      variables_declare(&run->store, binding, part);
    else
      variables_assign(&run->store, binding, part);
  }
  pattern_end(&walk);
}

/* list[index] = value, of a list that is kept. */
static enum flow assign_element(struct run *run, TSNode left, TSNode right) {
  TSNode object = node_field(run->tree, left, FIELD_OBJECT), index = node_field(run->tree, left, FIELD_INDEX);
  const struct binding *binding =
      !node_is_none(object) && node_kind(run->tree, object) == NODE_IDENTIFIER ? binding_at(run, object) : NULL;
  struct variable *variable = binding ? variables_find(&run->store, binding) : NULL;
  if (!variable && binding && (binding->kind == BINDING_PARAMETER || binding == run->wanted)) {
    variables_declare(&run->store, binding, evaluate(run->evaluator, run->spot, object));
    variable = variables_find(&run->store, binding);
  }
  if (!variable)
    return variables_is_written(&run->store, left) ? FLOW_LOST : FLOW_ON;
  struct values at = evaluate(run->evaluator, run->spot, index),
                value = execute_fixed(run, evaluate(run->evaluator, run->spot, right));
  struct value list;
  if (at.len == 1 && at.data[0].kind == VALUE_TEXT) {
    struct member *members = maker_take(&run->evaluator->maker, 2 * sizeof *members);
    if (!members)
      return FLOW_LOST;
    members[0] = (struct member){STR_NONE, variable->values};
    members[1] = (struct member){at.data[0].text, value};
    variable->values =
        values_one(&run->evaluator->maker, (struct value){.kind = VALUE_RECORD, .members = members, .members_len = 2});
    return FLOW_ON;
  }
  if (at.len != 1 || at.data[0].kind != VALUE_NUMBER || variable->values.len != 1 ||
      !evaluate_list(run->evaluator, &variable->values.data[0], &list))
    return FLOW_LOST;
  double number = at.data[0].number;
  if (!(number >= 0 && number <= (double)list.items_len && number < LIST_MAX) || number != (double)(size_t)number)
    return FLOW_LOST;
  size_t slot = (size_t)number, len = slot == list.items_len ? slot + 1 : list.items_len;
  struct values *items = maker_take(&run->evaluator->maker, len * sizeof *items);
  if (!items)
    return FLOW_LOST;
  if (list.items_len)
    memcpy(items, list.items, list.items_len * sizeof *items);
  items[slot] = value;
  variable->values =
      values_one(&run->evaluator->maker,
                 (struct value){.kind = VALUE_LIST, .items = items, .items_len = len, .origin = list.origin});
  return FLOW_ON;
}

static enum flow run_assignment(struct run *run, TSNode node) {
  TSNode left = node_field(run->tree, node, FIELD_LEFT), right = node_field(run->tree, node, FIELD_RIGHT);
  enum node_kind kind = node_kind(run->tree, left);
  if (kind == NODE_SUBSCRIPT)
    return assign_element(run, left, right);
  if (kind == NODE_MEMBER)
    return FLOW_ON; /* parts are looked up where they are asked for */
  execute_bind(run, left, execute_fixed(run, evaluate(run->evaluator, run->spot, right)), false);
  return FLOW_ON;
}

static struct values combine(struct run *run, str operator, struct values a, struct values b) {
  struct value result;
  if (a.len != 1 || b.len != 1 ||
      builtin_operator(&run->evaluator->maker, operator, &a.data[0], &b.data[0], &result) != BUILTIN_MADE)
    return values_none();
  struct values one = values_one(&run->evaluator->maker, result);
  one.open |= a.open || b.open;
  return one;
}

static enum flow run_augmented(struct run *run, TSNode node) {
  TSNode left = node_field(run->tree, node, FIELD_LEFT);
  str operator = node_text(run->tree, node_field(run->tree, node, FIELD_OPERATOR));
  if (node_kind(run->tree, left) != NODE_IDENTIFIER)
    return variables_is_written(&run->store, node) ? FLOW_LOST : FLOW_ON;
  const struct binding *binding = binding_at(run, left);
  struct values before = evaluate(run->evaluator, run->spot, left);
  struct values more = evaluate(run->evaluator, run->spot, node_field(run->tree, node, FIELD_RIGHT));
  if (binding)
    variables_assign(&run->store, binding, combine(run, str_head(operator, operator.len - 1), before, more));
  return FLOW_ON;
}

static enum flow run_update(struct run *run, TSNode node) {
  TSNode target = node_field(run->tree, node, FIELD_ARGUMENT);
  str operator = node_text(run->tree, node_field(run->tree, node, FIELD_OPERATOR));
  if (node_kind(run->tree, target) != NODE_IDENTIFIER)
    return variables_is_written(&run->store, node) ? FLOW_LOST : FLOW_ON;
  const struct binding *binding = binding_at(run, target);
  struct values one = values_one(&run->evaluator->maker, value_number(1, NULL));
  struct values before = evaluate(run->evaluator, run->spot, target);
  if (binding)
    variables_assign(&run->store, binding, combine(run, str_head(operator, 1), before, one));
  return FLOW_ON;
}

static enum flow run_for_each(struct run *run, TSNode call);

/* list.push(…), as a definition of the list: see survey. */
static enum flow run_call(struct run *run, TSNode call) {
  TSNode callee = node_field(run->tree, call, FIELD_FUNCTION);
  TSNode target = node_is_none(callee) || node_kind(run->tree, callee) != NODE_MEMBER
                      ? NODE_NONE
                      : node_field(run->tree, callee, FIELD_OBJECT);
  const struct binding *binding =
      !node_is_none(target) && node_kind(run->tree, target) == NODE_IDENTIFIER ? binding_at(run, target) : NULL;
  bool is_for_each = !node_is_none(target) &&
                     str_eq(node_text(run->tree, node_field(run->tree, callee, FIELD_PROPERTY)), STR("forEach"));
  if (is_for_each && variables_is_written(&run->store, call))
    return run_for_each(run, call);
  if (!binding || !str_eq(node_text(run->tree, node_field(run->tree, callee, FIELD_PROPERTY)), STR("push")))
    return variables_is_written(&run->store, call) ? FLOW_LOST : FLOW_ON;
  struct values before = evaluate(run->evaluator, run->spot, target), after = values_none();
  struct value list;
  TSNode item = node_argument(run->tree, call, 0);
  bool is_one = !node_is_none(item) && node_is_none(node_argument(run->tree, call, 1));
  if (!is_one || before.len != 1 || !evaluate_list(run->evaluator, &before.data[0], &list) ||
      list.items_len >= LIST_MAX)
    return FLOW_LOST;
  struct values *items = maker_take(&run->evaluator->maker, (list.items_len + 1) * sizeof *items);
  if (!items)
    return FLOW_LOST;
  if (list.items_len)
    memcpy(items, list.items, list.items_len * sizeof *items);
  items[list.items_len] = execute_fixed(run, evaluate(run->evaluator, run->spot, item));
  after = values_one(
      &run->evaluator->maker,
      (struct value){.kind = VALUE_LIST, .items = items, .items_len = list.items_len + 1, .origin = list.origin});
  variables_assign(&run->store, binding, after);
  return FLOW_ON;
}

/* The function's parameters, as if it were called with an element and its index. */
static void bind_parameters(struct run *run, TSNode function, struct values item, size_t index) {
  TSNode single = node_field(run->tree, function, FIELD_PARAMETER);
  struct values arguments[2] = {item, values_one(&run->evaluator->maker, value_number((double)index, NULL))};
  if (!node_is_none(single)) {
    execute_bind(run, single, item, true);
    return;
  }
  size_t at = 0;
  struct children parameters = children_of(run->tree, node_field(run->tree, function, FIELD_PARAMETERS));
  for (TSNode parameter; at < 2 && children_next(&parameters, &parameter); at++)
    execute_bind(run, parameter, arguments[at], true);
  children_end(&parameters);
}

/* list.forEach(item => { … }), whose body writes to what is kept. */
static enum flow run_for_each(struct run *run, TSNode call) {
  TSNode callee = node_field(run->tree, call, FIELD_FUNCTION), function = node_argument(run->tree, call, 0);
  TSNode body = node_field(run->tree, function, FIELD_BODY);
  struct values lists = evaluate(run->evaluator, run->spot, node_field(run->tree, callee, FIELD_OBJECT));
  struct value list;
  if (node_is_none(body) || lists.len != 1 || lists.open || !evaluate_list(run->evaluator, &lists.data[0], &list))
    return FLOW_LOST;
  for (size_t i = 0; i < list.items_len; i++) {
    if (++run->rounds > ROUNDS_MAX)
      return FLOW_LOST;
    bind_parameters(run, function, list.items[i], i);
    enum flow flow =
        node_kind(run->tree, body) == NODE_BLOCK ? execute_statement(run, body) : execute_expression(run, body);
    if (flow != FLOW_ON && flow != FLOW_RETURNED)
      return FLOW_LOST;
  }
  return FLOW_ON;
}

enum flow execute_expression(struct run *run, TSNode node) {
  enum flow flow = FLOW_ON;
  switch (node_kind(run->tree, node)) {
  case NODE_ASSIGNMENT:
    return run_assignment(run, node);
  case NODE_AUGMENTED_ASSIGNMENT:
    return run_augmented(run, node);
  case NODE_UPDATE:
    return run_update(run, node);
  case NODE_CALL:
    return run_call(run, node);
  case NODE_SEQUENCE: {
    struct children parts = children_of(run->tree, node);
    for (TSNode part; flow == FLOW_ON && children_next(&parts, &part);)
      flow = node_kind(run->tree, part) == NODE_SEQUENCE ? FLOW_LOST : execute_expression(run, part);
    children_end(&parts);
    return flow;
  }
  default:
    return variables_is_written(&run->store, node) ? FLOW_LOST : FLOW_ON;
  }
}
