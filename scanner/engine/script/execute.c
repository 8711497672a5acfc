/* execute.c -- function bodies and loops run statement by statement, while everything that decides is known.
   Gives up, rather than guess, at the first statement whose effect on its variables is not exactly known. */
#include "engine/script/execute.h"

#include <stdlib.h>

#include "engine/script/builtin.h"

enum { STATEMENT_DEPTH = 24, NAMES_MARK = 1 };

/* ---- statements ---- */

static enum flow run_declaration(struct run *run, TSNode declaration) {
  struct children declarators = children_of(run->tree, declaration);
  for (TSNode declarator; children_next(&declarators, &declarator);) {
    TSNode name = node_field(run->tree, declarator, FIELD_NAME), value = node_field(run->tree, declarator, FIELD_VALUE);
    if (node_kind(run->tree, declarator) == NODE_DECLARATOR && !node_is_none(name))
      execute_bind(run, name, execute_fixed(run, evaluate(run->evaluator, run->spot, value)), true);
  }
  children_end(&declarators);
  return FLOW_ON;
}

static enum flow run_block(struct run *run, TSNode block) {
  enum flow flow = FLOW_ON;
  struct children statements = children_of(run->tree, block);
  for (TSNode statement; flow == FLOW_ON && children_next(&statements, &statement);)
    flow = execute_statement(run, statement);
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
    descend = kind != NODE_FUNCTION_DECLARATION && kind != NODE_FUNCTION_EXPRESSION && kind != NODE_ARROW_FUNCTION &&
              kind != NODE_METHOD;
    found = kind == NODE_RETURN || kind == NODE_BREAK || kind == NODE_CONTINUE;
  }
  ts_tree_cursor_delete(&cursor);
  return found;
}

static bool is_without_effect(struct run *run, TSNode node) {
  return !variables_is_written(&run->store, node) && !leaves(run, node);
}

static enum flow run_if(struct run *run, TSNode node) {
  bool truth;
  if (!decide(run, node_field(run->tree, node, FIELD_CONDITION), &truth))
    return is_without_effect(run, node) ? FLOW_ON : FLOW_LOST;
  TSNode branch = node_field(run->tree, node, truth ? FIELD_CONSEQUENCE : FIELD_ALTERNATIVE);
  return node_is_none(branch) ? FLOW_ON : execute_statement(run, branch);
}

/* One round of a loop's body; *done when the loop is. */
static enum flow run_round(struct run *run, TSNode body, bool *done) {
  if (++run->rounds > ROUNDS_MAX || run->evaluator->cut)
    return FLOW_LOST;
  enum flow flow = execute_statement(run, body);
  *done = flow != FLOW_ON && flow != FLOW_CONTINUED;
  return flow == FLOW_BROKE || flow == FLOW_CONTINUED ? FLOW_ON : flow;
}

static enum flow run_initializer(struct run *run, TSNode node) {
  if (node_is_none(node))
    return FLOW_ON;
  enum node_kind kind = node_kind(run->tree, node);
  if (kind == NODE_LEXICAL_DECLARATION || kind == NODE_VARIABLE_DECLARATION || kind == NODE_EMPTY ||
      kind == NODE_EXPRESSION_STATEMENT)
    return execute_statement(run, node);
  return execute_expression(run, node);
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
      flow = execute_expression(run, increment);
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
    execute_bind(run, left, is_of ? list.items[i] : key_of(run, i), declares);
    flow = run_round(run, body, &done);
  }
  return flow;
}

static enum flow run_return(struct run *run, TSNode node) {
  TSNode value = node_first(run->tree, node);
  run->returned = node_is_none(value) ? values_none() : execute_fixed(run, evaluate(run->evaluator, run->spot, value));
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
    return execute_expression(run, node_first(run->tree, node));
  case NODE_EXPORT:
  case NODE_ELSE:
    return execute_statement(run, node_first(run->tree, node));
  case NODE_IF:
    return run_if(run, node);
  case NODE_FOR:
  case NODE_WHILE:
  case NODE_DO:
    return run_for(run, node);
  case NODE_FOR_IN:
    return run_for_in(run, node);
  case NODE_TRY:
    return execute_statement(run, node_field(run->tree, node, FIELD_BODY));
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

enum flow execute_statement(struct run *run, TSNode node) {
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
  return (struct run){.evaluator = evaluator,
                      .spot = spot,
                      .tree = &spot.module->parse.tree,
                      .store = {.outer = evaluator->store},
                      .returned = {NULL, 0, true}};
}

static void enter(struct run *run) {
  run->evaluator->store = &run->store;
}

static void leave(struct run *run) {
  run->evaluator->store = run->store.outer;
  vec_free(&run->store.variables);
}

bool execute_find(const struct store *store, const struct binding *binding, struct values *values) {
  const struct variable *variable = variables_find(store, binding);
  if (variable)
    *values = variable->values;
  return variable != NULL;
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
  return variables_writes(statement, binding) || variables_is_written(&run->store, statement);
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
      flow = variables_writes(statement, binding) ? FLOW_LOST : flow;
      break;
    }
    if (declares_variable(run, statement) || matters(run, statement, binding))
      flow = execute_statement(run, statement);
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

bool execute_until(struct evaluator *evaluator, struct spot spot, const struct binding *binding, TSNode use,
                   struct values *result) {
  struct run run = begin(evaluator, spot);
  for (const struct store *store = run.store.outer; store; store = store->outer)
    if (variables_find(store, binding))
      return false;
  run.wanted = binding;
  enter(&run);
  enum flow flow = run_until(&run, block_of(spot, binding), binding, use);
  const struct variable *variable = variables_find(&run.store, binding);
  if (variable)
    *result = variable->values;
  leave(&run);
  return flow == FLOW_ON && variable;
}
