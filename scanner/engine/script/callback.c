/* callback.c -- functions that call back: what they pass, and what comes of it.
   Knows nothing of other functions of the language. */
#include "engine/script/call.h"

#include <stdlib.h>

enum calls_with { ELEMENTS, THE_VALUE };

/* Methods that call what they are given with the elements of a list, or with a promise's value. */
static const struct {
  str name;
  enum calls_with calls_with;
} callers[] = {
    {{"map", 3}, ELEMENTS},   {{"forEach", 7}, ELEMENTS}, {{"filter", 6}, ELEMENTS}, {{"find", 4}, ELEMENTS},
    {{"flatMap", 7}, ELEMENTS}, {{"some", 4}, ELEMENTS},  {{"every", 5}, ELEMENTS},  {{"findLast", 8}, ELEMENTS},
    {{"then", 4}, THE_VALUE},
};

/* What a method of lists or promises calls the function that is its first argument with. */
static bool called_by_method(struct evaluator *evaluator, struct spot spot, TSNode callee, size_t index,
                             struct values *values) {
  struct tree *tree = &spot.module->parse.tree;
  str method = node_text(tree, node_field(tree, callee, FIELD_PROPERTY));
  for (size_t i = 0; index == 0 && i < sizeof callers / sizeof *callers; i++) {
    if (!str_eq(callers[i].name, method))
      continue;
    *values = evaluate(evaluator, spot, node_field(tree, callee, FIELD_OBJECT));
    if (callers[i].calls_with == ELEMENTS)
      *values = evaluate_elements(evaluator, *values);
    return true;
  }
  return false;
}

/* Is the call's callee the parameter `position` of the function? */
bool callback_calls_parameter(struct module *module, TSNode call, TSNode function, size_t position) {
  struct tree *tree = &module->parse.tree;
  struct scopes *scopes = &module->survey.scopes;
  TSNode callee = node_field(tree, call, FIELD_FUNCTION);
  if (node_kind(tree, callee) != NODE_IDENTIFIER)
    return false;
  const struct binding *binding =
      scopes_find(scopes, scopes_at(scopes, ts_node_start_byte(callee)), node_text(tree, callee));
  return binding && binding->kind == BINDING_PARAMETER && binding->parameter == position &&
         node_is(scopes->all.data[binding->scope].node, function);
}

/* What a function of the source calls its parameter `position` with, as its argument `index`. */
static bool called_by_function(struct evaluator *evaluator, struct spot spot, TSNode call, const struct value *function,
                               size_t position, size_t index, struct values *values) {
  struct module *module = function->module;
  bool found = false;
  if (!call_enter(evaluator, function))
    return false;
  uint32_t end = ts_node_end_byte(function->node);
  for (size_t i = survey_first_call(&module->survey, ts_node_start_byte(function->node)); i < module->survey.calls.len;
       i++) {
    TSNode inner = module->survey.calls.data[i].node;
    if (ts_node_start_byte(inner) >= end)
      break;
    module->parse.tree.work++;
    if (!callback_calls_parameter(module, inner, function->node, position))
      continue;
    const struct frame *frame = evaluate_frame(evaluator, spot, call, function);
    struct values one =
        evaluate(evaluator, (struct spot){module, frame}, node_argument(&module->parse.tree, inner, index));
    *values = found ? values_unite(&evaluator->maker, *values, one) : one;
    found = true;
  }
  evaluator->active.len--;
  return found;
}

/* A call to which a function is passed as the argument `position`. */
static bool called_through(struct evaluator *evaluator, struct spot spot, TSNode call, size_t position, size_t index,
                           struct values *values) {
  struct tree *tree = &spot.module->parse.tree;
  TSNode callee = node_field(tree, call, FIELD_FUNCTION);
  if (node_kind(tree, call) != NODE_CALL)
    return false;
  if (node_kind(tree, callee) == NODE_MEMBER && position == 0 &&
      called_by_method(evaluator, spot, callee, index, values))
    return true;
  struct values functions = evaluate(evaluator, spot, callee);
  if (functions.len != 1 || functions.data[0].kind != VALUE_FUNCTION)
    return false;
  return called_by_function(evaluator, spot, call, &functions.data[0], position, index, values);
}

static bool find_argument(struct tree *tree, TSNode call, TSNode argument, size_t *position) {
  struct children arguments = children_of(tree, node_field(tree, call, FIELD_ARGUMENTS));
  bool found = false;
  *position = 0;
  for (TSNode one; !found && children_next(&arguments, &one); *position += !found)
    found = node_is(one, argument);
  children_end(&arguments);
  return found;
}

/* What a function is called where it is made: its own name, or that of the variable. */
static str name_of(struct tree *tree, TSNode function, TSNode parent) {
  TSNode name = node_field(tree, function, FIELD_NAME);
  if (node_is_none(name) && node_kind(tree, parent) == NODE_DECLARATOR)
    name = node_field(tree, parent, FIELD_NAME);
  return node_kind(tree, function) == NODE_METHOD ? STR_NONE : node_text(tree, name);
}

/* list.map(open): calls to which it is passed by its name. */
static bool called_by_name(struct evaluator *evaluator, struct spot spot, str name, size_t index,
                           struct values *values) {
  struct tree *tree = &spot.module->parse.tree;
  tree->work += spot.module->survey.passed.len / 8;
  for (size_t i = 0; name.len && i < spot.module->survey.passed.len; i++)
    if (str_eq(spot.module->survey.passed.data[i].name, name) &&
        called_through(evaluator, spot, spot.module->survey.passed.data[i].call, 0, index, values))
      return true;
  return false;
}

bool evaluate_callback_argument(struct evaluator *evaluator, struct spot spot, TSNode function, size_t index,
                                struct values *values) {
  struct tree *tree = &spot.module->parse.tree;
  struct scopes *scopes = &spot.module->survey.scopes;
  uint32_t scope = scopes_of(scopes, function);
  size_t position;
  if (scope == SCOPE_NONE)
    return false;
  TSNode list = scopes->all.data[scope].around[0], call = scopes->all.data[scope].around[1];
  if (node_kind(tree, list) != NODE_ARGUMENTS)
    return called_by_name(evaluator, spot, name_of(tree, function, list), index, values);
  return find_argument(tree, call, function, &position) &&
         called_through(evaluator, spot, call, position, index, values);
}

static struct values index_value(struct evaluator *evaluator, size_t index) {
  return values_one(&evaluator->maker, value_number((double)index, NULL));
}

static struct values list_value(struct evaluator *evaluator, const struct values *items, size_t len,
                                const struct origin *origin) {
  struct values *copy = maker_take(&evaluator->maker, (len + 1) * sizeof *copy);
  if (!copy)
    return values_none();
  if (len)
    memcpy(copy, items, len * sizeof *copy);
  return values_one(&evaluator->maker,
                    (struct value){.kind = VALUE_LIST, .items = copy, .items_len = len, .origin = origin});
}

static bool is_surely(struct values values, bool *truth) {
  bool known = false;
  if (values.len == 1 && !values.open)
    *truth = value_is_truthy(&values.data[0], &known);
  return known;
}

struct pass {
  struct evaluator *evaluator;
  const struct value *function;
  struct value list;
};

static struct values call_back(const struct pass *pass, size_t index) {
  struct values arguments[3] = {pass->list.items[index], index_value(pass->evaluator, index),
                                values_one(&pass->evaluator->maker, pass->list)};
  if (pass->function->kind == VALUE_FUNCTION)
    return evaluate_invoke(pass->evaluator, pass->function, arguments, 3, NULL);
  /* map(String), filter(Boolean): functions of the language */
  struct value result;
  const struct path *names =
      pass->function->kind == VALUE_EXTERNAL && !pass->function->text.ptr ? pass->function->names : NULL;
  if (!names || names->rest || arguments[0].len != 1)
    return values_none();
  bool made = builtin_function(&pass->evaluator->maker, names->name, arguments[0].data, 1, &result) == BUILTIN_MADE;
  return made ? values_one(&pass->evaluator->maker, result) : values_none();
}

static struct values run_map(struct pass *pass, bool flat) {
  VEC(struct values) items = {0};
  bool failed = false;
  for (size_t i = 0; i < pass->list.items_len && !failed && items.len <= LIST_MAX; i++) {
    struct values one = call_back(pass, i);
    struct value inner;
    bool is_list =
        flat && one.len == 1 && one.data[0].kind != VALUE_TEXT && evaluate_list(pass->evaluator, &one.data[0], &inner);
    failed = items.len + (is_list ? inner.items_len : 1) > LIST_MAX;
    for (size_t k = 0; is_list && !failed && k < inner.items_len; k++)
      vec_push(&items, inner.items[k]);
    if (!is_list && !failed)
      vec_push(&items, one);
  }
  struct values made = failed ? values_none() : list_value(pass->evaluator, items.data, items.len, pass->list.origin);
  vec_free(&items);
  return made;
}

static struct values run_filter(struct pass *pass, bool only_first) {
  VEC(struct values) items = {0};
  bool failed = false;
  for (size_t i = 0; i < pass->list.items_len && !failed; i++) {
    bool truth = false;
    failed = !is_surely(call_back(pass, i), &truth);
    if (truth)
      vec_push(&items, pass->list.items[i]);
    if (truth && only_first)
      break;
  }
  struct values made = values_none();
  if (!failed && only_first)
    made = items.len ? items.data[0] : values_none();
  else if (!failed)
    made = list_value(pass->evaluator, items.data, items.len, pass->list.origin);
  else if (only_first) /* one of them, nobody knows which */
    made = values_opened(evaluate_elements(pass->evaluator, values_one(&pass->evaluator->maker, pass->list)));
  vec_free(&items);
  return made;
}

static struct values run_reduce(struct pass *pass, bool has_initial, struct values initial) {
  size_t from = 0;
  struct values total = initial;
  if (!has_initial && pass->list.items_len)
    total = pass->list.items[from++];
  for (size_t i = from; i < pass->list.items_len && total.len; i++) {
    struct values arguments[3] = {total, pass->list.items[i], index_value(pass->evaluator, i)};
    total = evaluate_invoke(pass->evaluator, pass->function, arguments, 3, NULL);
  }
  return total;
}

/* The list's elements, each through the function. */
struct values callback_map(struct evaluator *evaluator, const struct value *function, struct value list) {
  return run_map(&(struct pass){evaluator, function, list}, false);
}

/* A method of lists that calls back; false if it is none. */
bool callback_method(struct evaluator *evaluator, const struct value *self, str name, const struct arguments *arguments,
                             struct values *values) {
  struct pass pass = {.evaluator = evaluator};
  bool is_map = str_eq(name, STR("map")), is_flat = str_eq(name, STR("flatMap")),
       is_filter = str_eq(name, STR("filter"));
  bool is_find = str_eq(name, STR("find")), is_reduce = str_eq(name, STR("reduce"));
  if (!(is_map || is_flat || is_filter || is_find || is_reduce) || self->kind == VALUE_TEXT)
    return false;
  *values = values_none();
  if (arguments->len == 0 || arguments->data[0].len != 1 || !evaluate_list(evaluator, self, &pass.list))
    return self->kind == VALUE_HOLDER || self->kind == VALUE_LIST || self->kind == VALUE_BYTES;
  pass.function = &arguments->data[0].data[0];
  if (is_reduce)
    *values = run_reduce(&pass, arguments->len > 1, arguments->len > 1 ? arguments->data[1] : values_none());
  else if (is_map || is_flat)
    *values = run_map(&pass, is_flat);
  else
    *values = run_filter(&pass, is_find);
  return true;
}
