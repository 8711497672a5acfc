/* execute.c -- function bodies and loops run statement by statement, while everything that decides is known.
   Gives up, rather than guess, at the first statement whose effect on its variables is not exactly known. */
#include <stdio.h>
#include <stdlib.h>

#include "engine/script/builtin.h"
#include "engine/script/evaluate.h"
#include "engine/script/pattern.h"

enum { STATEMENT_DEPTH = 24, ROUNDS_MAX = 8192, NAMES_MARK = 1 };

enum flow { FLOW_ON, FLOW_RETURNED, FLOW_BROKE, FLOW_CONTINUED, FLOW_THREW, FLOW_LOST };

struct variable {
  const struct binding *binding;
  struct values values;
};

struct store {
  struct store *outer;
  VEC(struct variable) variables;
};

struct run {
  struct evaluator *evaluator;
  struct spot spot;
  struct tree *tree;
  struct store store;
  const struct binding *wanted; /* the variable that all this is for; NULL: what is returned */
  struct values returned;
  unsigned depth;
  size_t rounds;
};

/* ---- variables ---- */

static struct variable *find(const struct store *store, const struct binding *binding) {
  for (; store; store = store->outer)
    for (size_t i = 0; i < store->variables.len; i++)
      if (store->variables.data[i].binding == binding)
        return &store->variables.data[i];
  return NULL;
}

bool execute_find(const struct store *store, const struct binding *binding, struct values *values) {
  const struct variable *variable = find(store, binding);
  if (variable)
    *values = variable->values;
  return variable != NULL;
}

static void declare(struct run *run, const struct binding *binding, struct values values) {
  for (size_t i = 0; i < run->store.variables.len; i++)
    if (run->store.variables.data[i].binding == binding) {
      run->store.variables.data[i].values = values;
      return;
    }
  vec_push(&run->store.variables, (struct variable){binding, values});
}

static void assign(struct run *run, const struct binding *binding, struct values values) {
  struct variable *variable = find(&run->store, binding);
  if (variable)
    variable->values = values;
  else
    declare(run, binding, values);
}

static const struct binding *binding_at(struct run *run, TSNode name) {
  struct scopes *scopes = &run->spot.module->survey.scopes;
  return scopes_find(scopes, scopes_at(scopes, ts_node_start_byte(name)), node_text(run->tree, name));
}

static bool is_inside(TSNode node, const struct definition *definition) {
  return definition->offset >= ts_node_start_byte(node) && definition->offset < ts_node_end_byte(node);
}

static bool writes(TSNode node, const struct binding *binding) {
  for (const struct definition *d = binding->first; d; d = d->next)
    if (is_inside(node, d) && !node_is_none(d->at))
      return true;
  return false;
}

/* Is any variable that is being kept written to in there? */
static bool writes_any(const struct run *run, TSNode node) {
  for (const struct store *store = &run->store; store; store = store->outer)
    for (size_t i = 0; i < store->variables.len; i++)
      if (writes(node, store->variables.data[i].binding))
        return true;
  return false;
}

/* ---- expressions that write ---- */

/* What is written out of variables is what they are now, not what they are when somebody asks. */
static struct values fixed(struct run *run, struct values values) {
  struct value *copy = values.len ? maker_take(&run->evaluator->maker, values.len * sizeof *copy) : NULL;
  if (!copy)
    return values;
  for (size_t i = 0; i < values.len; i++) {
    struct value made;
    copy[i] = values.data[i];
    bool is_made = copy[i].kind == VALUE_HOLDER && !copy[i].written &&
                   (evaluate_list(run->evaluator, &values.data[i], &made) || evaluate_record(run->evaluator, &values.data[i], &made));
    if (is_made) {
      made.origin = copy[i].origin;
      copy[i] = made;
    }
  }
  return (struct values){copy, values.len, values.open};
}

static void bind(struct run *run, TSNode pattern, struct values values, bool declares) {
  struct pattern_walk walk = pattern_begin(run->tree, pattern, run->evaluator->maker.arena);
  for (struct pattern_target target; pattern_next(&walk, &target);) {
    enum node_kind kind = node_kind(run->tree, target.node);
    const struct binding *binding = kind == NODE_IDENTIFIER || kind == NODE_SHORTHAND_PATTERN ? binding_at(run, target.node) : NULL;
    if (!binding)
      continue;
    struct values part = target.known ? evaluate_path(run->evaluator, values, target.path, run->spot, pattern) : values_none();
    part = evaluate_otherwise(run->evaluator, part, run->spot, target.fallback);
    if (declares)
      declare(run, binding, part);
    else
      assign(run, binding, part);
  }
  pattern_end(&walk);
}

/* list[index] = value, of a list that is kept. */
static enum flow assign_element(struct run *run, TSNode left, TSNode right) {
  TSNode object = node_field(run->tree, left, FIELD_OBJECT), index = node_field(run->tree, left, FIELD_INDEX);
  const struct binding *binding = !node_is_none(object) && node_kind(run->tree, object) == NODE_IDENTIFIER ? binding_at(run, object) : NULL;
  struct variable *variable = binding ? find(&run->store, binding) : NULL;
  if (!variable && binding && (binding->kind == BINDING_PARAMETER || binding == run->wanted)) {
    declare(run, binding, evaluate(run->evaluator, run->spot, object));
    variable = find(&run->store, binding);
  }
  if (!variable)
    return writes_any(run, left) ? FLOW_LOST : FLOW_ON;
  struct values at = evaluate(run->evaluator, run->spot, index), value = fixed(run, evaluate(run->evaluator, run->spot, right));
  struct value list;
  if (at.len == 1 && at.data[0].kind == VALUE_TEXT) {
    struct member *members = maker_take(&run->evaluator->maker, 2 * sizeof *members);
    if (!members)
      return FLOW_LOST;
    members[0] = (struct member){STR_NONE, variable->values};
    members[1] = (struct member){at.data[0].text, value};
    variable->values = values_one(&run->evaluator->maker, (struct value){.kind = VALUE_RECORD, .members = members, .members_len = 2});
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
  variable->values = values_one(&run->evaluator->maker, (struct value){.kind = VALUE_LIST, .items = items, .items_len = len, .origin = list.origin});
  return FLOW_ON;
}

static enum flow run_assignment(struct run *run, TSNode node) {
  TSNode left = node_field(run->tree, node, FIELD_LEFT), right = node_field(run->tree, node, FIELD_RIGHT);
  enum node_kind kind = node_kind(run->tree, left);
  if (kind == NODE_SUBSCRIPT)
    return assign_element(run, left, right);
  if (kind == NODE_MEMBER)
    return FLOW_ON; /* parts are looked up where they are asked for */
  bind(run, left, fixed(run, evaluate(run->evaluator, run->spot, right)), false);
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
    return writes_any(run, node) ? FLOW_LOST : FLOW_ON;
  const struct binding *binding = binding_at(run, left);
  struct values before = evaluate(run->evaluator, run->spot, left);
  struct values more = evaluate(run->evaluator, run->spot, node_field(run->tree, node, FIELD_RIGHT));
  if (binding)
    assign(run, binding, combine(run, str_head(operator, operator.len - 1), before, more));
  return FLOW_ON;
}

static enum flow run_update(struct run *run, TSNode node) {
  TSNode target = node_field(run->tree, node, FIELD_ARGUMENT);
  str operator = node_text(run->tree, node_field(run->tree, node, FIELD_OPERATOR));
  if (node_kind(run->tree, target) != NODE_IDENTIFIER)
    return writes_any(run, node) ? FLOW_LOST : FLOW_ON;
  const struct binding *binding = binding_at(run, target);
  struct values one = values_one(&run->evaluator->maker, value_number(1, NULL));
  struct values before = evaluate(run->evaluator, run->spot, target);
  if (binding)
    assign(run, binding, combine(run, str_head(operator, 1), before, one));
  return FLOW_ON;
}

static enum flow run_expression(struct run *run, TSNode node);
static enum flow run_for_each(struct run *run, TSNode call);

/* list.push(…), as a definition of the list: see survey. */
static enum flow run_call(struct run *run, TSNode call) {
  TSNode callee = node_field(run->tree, call, FIELD_FUNCTION);
  TSNode target = node_is_none(callee) || node_kind(run->tree, callee) != NODE_MEMBER ? NODE_NONE : node_field(run->tree, callee, FIELD_OBJECT);
  const struct binding *binding = !node_is_none(target) && node_kind(run->tree, target) == NODE_IDENTIFIER ? binding_at(run, target) : NULL;
  bool is_for_each = !node_is_none(target) && str_eq(node_text(run->tree, node_field(run->tree, callee, FIELD_PROPERTY)), STR("forEach"));
  if (is_for_each && writes_any(run, call))
    return run_for_each(run, call);
  if (!binding || !str_eq(node_text(run->tree, node_field(run->tree, callee, FIELD_PROPERTY)), STR("push")))
    return writes_any(run, call) ? FLOW_LOST : FLOW_ON;
  struct values before = evaluate(run->evaluator, run->spot, target), after = values_none();
  struct value list;
  TSNode item = node_argument(run->tree, call, 0);
  bool is_one = !node_is_none(item) && node_is_none(node_argument(run->tree, call, 1));
  if (!is_one || before.len != 1 || !evaluate_list(run->evaluator, &before.data[0], &list) || list.items_len >= LIST_MAX)
    return FLOW_LOST;
  struct values *items = maker_take(&run->evaluator->maker, (list.items_len + 1) * sizeof *items);
  if (!items)
    return FLOW_LOST;
  if (list.items_len)
    memcpy(items, list.items, list.items_len * sizeof *items);
  items[list.items_len] = fixed(run, evaluate(run->evaluator, run->spot, item));
  after = values_one(&run->evaluator->maker, (struct value){.kind = VALUE_LIST, .items = items, .items_len = list.items_len + 1, .origin = list.origin});
  assign(run, binding, after);
  return FLOW_ON;
}

static enum flow run_statement(struct run *run, TSNode node);

/* The function's parameters, as if it were called with an element and its index. */
static void bind_parameters(struct run *run, TSNode function, struct values item, size_t index) {
  TSNode single = node_field(run->tree, function, FIELD_PARAMETER);
  struct values arguments[2] = {item, values_one(&run->evaluator->maker, value_number((double)index, NULL))};
  if (!node_is_none(single)) {
    bind(run, single, item, true);
    return;
  }
  size_t at = 0;
  struct children parameters = children_of(run->tree, node_field(run->tree, function, FIELD_PARAMETERS));
  for (TSNode parameter; at < 2 && children_next(&parameters, &parameter); at++)
    bind(run, parameter, arguments[at], true);
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
    enum flow flow = node_kind(run->tree, body) == NODE_BLOCK ? run_statement(run, body) : run_expression(run, body);
    if (flow != FLOW_ON && flow != FLOW_RETURNED)
      return FLOW_LOST;
  }
  return FLOW_ON;
}

static enum flow run_expression(struct run *run, TSNode node) {
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
      flow = node_kind(run->tree, part) == NODE_SEQUENCE ? FLOW_LOST : run_expression(run, part);
    children_end(&parts);
    return flow;
  }
  default:
    return writes_any(run, node) ? FLOW_LOST : FLOW_ON;
  }
}

/* ---- statements ---- */

static enum flow run_declaration(struct run *run, TSNode declaration) {
  struct children declarators = children_of(run->tree, declaration);
  for (TSNode declarator; children_next(&declarators, &declarator);) {
    TSNode name = node_field(run->tree, declarator, FIELD_NAME), value = node_field(run->tree, declarator, FIELD_VALUE);
    if (node_kind(run->tree, declarator) == NODE_DECLARATOR && !node_is_none(name))
      bind(run, name, fixed(run, evaluate(run->evaluator, run->spot, value)), true);
  }
  children_end(&declarators);
  return FLOW_ON;
}

static enum flow run_block(struct run *run, TSNode block) {
  enum flow flow = FLOW_ON;
  struct children statements = children_of(run->tree, block);
  for (TSNode statement; flow == FLOW_ON && children_next(&statements, &statement);)
    flow = run_statement(run, statement);
  children_end(&statements);
  return flow;
}

/* Is the condition known? Without one, it is true. */
static bool decide(struct run *run, TSNode condition, bool *truth) {
  bool known = false;
  *truth = true;
  if (node_is_none(condition) || node_kind(run->tree, condition) == NODE_EMPTY)
    return true;
  struct values values = evaluate(run->evaluator, run->spot, condition);
  if (values.len == 1 && !values.open)
    *truth = value_is_truthy(&values.data[0], &known);
  return known;
}

/* May control leave the statement another way than at its end, so far as the function is concerned? */
static bool leaves(struct run *run, TSNode node) {
  TSTreeCursor cursor = ts_tree_cursor_new(node);
  bool found = false;
  int depth = 0;
  for (bool descend = true; !found && cursor_advance(&cursor, descend, &depth);) {
    enum node_kind kind = node_kind(run->tree, ts_tree_cursor_current_node(&cursor));
    run->tree->work++;
    descend = kind != NODE_FUNCTION_DECLARATION && kind != NODE_FUNCTION_EXPRESSION && kind != NODE_ARROW_FUNCTION && kind != NODE_METHOD;
    found = kind == NODE_RETURN || kind == NODE_BREAK || kind == NODE_CONTINUE;
  }
  ts_tree_cursor_delete(&cursor);
  return found;
}

static bool is_without_effect(struct run *run, TSNode node) {
  return !writes_any(run, node) && !leaves(run, node);
}

static enum flow run_if(struct run *run, TSNode node) {
  bool truth;
  if (!decide(run, node_field(run->tree, node, FIELD_CONDITION), &truth))
    return is_without_effect(run, node) ? FLOW_ON : FLOW_LOST;
  TSNode branch = node_field(run->tree, node, truth ? FIELD_CONSEQUENCE : FIELD_ALTERNATIVE);
  return node_is_none(branch) ? FLOW_ON : run_statement(run, branch);
}

/* One round of a loop's body; *done when the loop is. */
static enum flow run_round(struct run *run, TSNode body, bool *done) {
  if (++run->rounds > ROUNDS_MAX || run->evaluator->cut)
    return FLOW_LOST;
  enum flow flow = run_statement(run, body);
  *done = flow != FLOW_ON && flow != FLOW_CONTINUED;
  return flow == FLOW_BROKE || flow == FLOW_CONTINUED ? FLOW_ON : flow;
}

static enum flow run_initializer(struct run *run, TSNode node) {
  if (node_is_none(node))
    return FLOW_ON;
  enum node_kind kind = node_kind(run->tree, node);
  if (kind == NODE_LEXICAL_DECLARATION || kind == NODE_VARIABLE_DECLARATION || kind == NODE_EMPTY || kind == NODE_EXPRESSION_STATEMENT)
    return run_statement(run, node);
  return run_expression(run, node);
}

static TSNode condition_of(struct run *run, TSNode loop) {
  TSNode condition = node_field(run->tree, loop, FIELD_CONDITION);
  if (!node_is_none(condition) && node_kind(run->tree, condition) == NODE_EXPRESSION_STATEMENT)
    condition = node_first(run->tree, condition);
  return condition;
}

static enum flow run_for(struct run *run, TSNode loop) {
  TSNode body = node_field(run->tree, loop, FIELD_BODY), increment = node_field(run->tree, loop, FIELD_INCREMENT);
  bool is_do = node_kind(run->tree, loop) == NODE_DO, done = false, truth = true;
  enum flow flow = run_initializer(run, node_field(run->tree, loop, FIELD_INITIALIZER));
  for (bool is_first = true; flow == FLOW_ON && !done; is_first = false) {
    if (!(is_do && is_first) && !decide(run, condition_of(run, loop), &truth))
      return FLOW_LOST;
    if (!truth)
      return FLOW_ON;
    flow = run_round(run, body, &done);
    if (flow == FLOW_ON && !done && !node_is_none(increment))
      flow = run_expression(run, increment);
  }
  return flow;
}

static struct values key_of(struct run *run, size_t index) {
  return values_one(&run->evaluator->maker, value_text(arena_printf(run->evaluator->maker.arena, "%zu", index), NULL));
}

/* The names of an object as a list, marked as such; a list stays what it is. */
static struct values names_of(struct evaluator *evaluator, struct values objects) {
  struct value record, names;
  if (!evaluate_record(evaluator, &objects.data[0], &record) ||
      builtin_function(&evaluator->maker, STR("Object.keys"), &record, 1, &names) != BUILTIN_MADE)
    return objects;
  names.number = NAMES_MARK;
  struct values list = values_one(&evaluator->maker, names);
  list.open = objects.open;
  return list;
}

static enum flow run_for_in(struct run *run, TSNode loop) {
  TSNode left = node_field(run->tree, loop, FIELD_LEFT), body = node_field(run->tree, loop, FIELD_BODY);
  bool declares = !node_is_none(node_field(run->tree, loop, FIELD_KIND)), done = false;
  bool is_of = str_eq(node_text(run->tree, node_field(run->tree, loop, FIELD_OPERATOR)), STR("of"));
  struct values lists = evaluate(run->evaluator, run->spot, node_field(run->tree, loop, FIELD_RIGHT));
  struct value list;
  if (!is_of && lists.len == 1)
    lists = names_of(run->evaluator, lists);
  is_of |= lists.len == 1 && lists.data[0].number == NAMES_MARK;
  if (lists.len != 1 || lists.open || !evaluate_list(run->evaluator, &lists.data[0], &list))
    return FLOW_LOST;
  enum flow flow = FLOW_ON;
  for (size_t i = 0; i < list.items_len && flow == FLOW_ON && !done; i++) {
    bind(run, left, is_of ? list.items[i] : key_of(run, i), declares);
    flow = run_round(run, body, &done);
  }
  return flow;
}

static enum flow run_return(struct run *run, TSNode node) {
  TSNode value = node_first(run->tree, node);
  run->returned = node_is_none(value) ? values_none() : fixed(run, evaluate(run->evaluator, run->spot, value));
  return FLOW_RETURNED;
}

static enum flow run_by_kind(struct run *run, TSNode node) {
  switch (node_kind(run->tree, node)) {
  case NODE_BLOCK:
    return run_block(run, node);
  case NODE_LEXICAL_DECLARATION:
  case NODE_VARIABLE_DECLARATION:
    return run_declaration(run, node);
  case NODE_EXPRESSION_STATEMENT:
    return run_expression(run, node_first(run->tree, node));
  case NODE_EXPORT:
  case NODE_ELSE:
    return run_statement(run, node_first(run->tree, node));
  case NODE_IF:
    return run_if(run, node);
  case NODE_FOR:
  case NODE_WHILE:
  case NODE_DO:
    return run_for(run, node);
  case NODE_FOR_IN:
    return run_for_in(run, node);
  case NODE_TRY:
    return run_statement(run, node_field(run->tree, node, FIELD_BODY));
  case NODE_RETURN:
    return run_return(run, node);
  case NODE_BREAK:
    return node_is_none(node_first(run->tree, node)) ? FLOW_BROKE : FLOW_LOST;
  case NODE_CONTINUE:
    return node_is_none(node_first(run->tree, node)) ? FLOW_CONTINUED : FLOW_LOST;
  case NODE_THROW:
    return FLOW_THREW;
  default:
    return is_without_effect(run, node) ? FLOW_ON : FLOW_LOST;
  }
}

static enum flow run_statement(struct run *run, TSNode node) {
  if (node_is_none(node))
    return FLOW_ON;
  if (run->depth >= STATEMENT_DEPTH || run->evaluator->cut || !evaluate_step(run->evaluator))
    return FLOW_LOST;
  run->depth++;
  run->evaluator->depth++;
  enum flow flow = run_by_kind(run, node);
  run->evaluator->depth--;
  run->depth--;
  return flow;
}

/* ---- runs ---- */

static struct run begin(struct evaluator *evaluator, struct spot spot) {
  return (struct run){.evaluator = evaluator, .spot = spot, .tree = &spot.module->parse.tree, .store = {.outer = evaluator->store},
                      .returned = {NULL, 0, true}};
}

static void enter(struct run *run) {
  run->evaluator->store = &run->store;
}

static void leave(struct run *run) {
  run->evaluator->store = run->store.outer;
  vec_free(&run->store.variables);
}

bool execute_function(struct evaluator *evaluator, struct spot spot, TSNode body, struct values *result) {
  struct run run = begin(evaluator, spot);
  enter(&run);
  enum flow flow = run_block(&run, body);
  leave(&run);
  *result = run.returned;
  return flow == FLOW_RETURNED || flow == FLOW_ON || flow == FLOW_THREW;
}

/* Only statements that write to variables which are written more than once matter here. */
static bool matters(struct run *run, TSNode statement, const struct binding *binding) {
  return writes(statement, binding) || writes_any(run, statement);
}

static bool declares_variable(struct run *run, TSNode statement) {
  enum node_kind kind = node_kind(run->tree, statement);
  if (kind != NODE_LEXICAL_DECLARATION && kind != NODE_VARIABLE_DECLARATION)
    return false;
  return !str_eq(node_text(run->tree, node_field(run->tree, statement, FIELD_KIND)), STR("const"));
}

static enum flow run_until(struct run *run, TSNode block, const struct binding *binding, TSNode use) {
  enum flow flow = FLOW_ON;
  struct children statements = children_of(run->tree, block);
  for (TSNode statement; flow == FLOW_ON && children_next(&statements, &statement);) {
    if (ts_node_end_byte(statement) > ts_node_start_byte(use)) {
      flow = writes(statement, binding) ? FLOW_LOST : flow;
      break;
    }
    if (declares_variable(run, statement) || matters(run, statement, binding))
      flow = run_statement(run, statement);
  }
  children_end(&statements);
  return flow;
}

/* The block in which the variable is declared. */
static TSNode block_of(struct spot spot, const struct binding *binding) {
  TSNode node = spot.module->survey.scopes.all.data[binding->scope].node;
  TSNode body = node_field(&spot.module->parse.tree, node, FIELD_BODY);
  return node_is_none(body) ? node : body;
}

bool execute_until(struct evaluator *evaluator, struct spot spot, const struct binding *binding, TSNode use, struct values *result) {
  struct run run = begin(evaluator, spot);
  for (const struct store *store = run.store.outer; store; store = store->outer)
    if (find(store, binding))
      return false;
  run.wanted = binding;
  enter(&run);
  enum flow flow = run_until(&run, block_of(spot, binding), binding, use);
  const struct variable *variable = find(&run.store, binding);
  if (variable)
    *result = variable->values;
  leave(&run);
  return flow == FLOW_ON && variable;
}
