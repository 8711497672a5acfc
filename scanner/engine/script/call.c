/* call.c -- what a call, or `new`, gives: its arguments, who calls what, and functions of the source. */
#include "engine/script/call.h"

enum { ARGUMENTS_FIRST = 4, INVOKED_AGAIN_MAX = 2, RETURNS_MAX = 8 };

/* ---- arguments ---- */

static bool add_argument(struct evaluator *evaluator, struct arguments *arguments, struct values argument) {
  if (arguments->len == arguments->room) {
    size_t room = arguments->room ? arguments->room * 4 : ARGUMENTS_FIRST;
    struct values *data = room <= ARGUMENTS_MAX ? maker_take(&evaluator->maker, room * sizeof *data) : NULL;
    arguments->is_open |= !data;
    if (!data)
      return false;
    if (arguments->len)
      memcpy(data, arguments->data, arguments->len * sizeof *data);
    arguments->data = data;
    arguments->room = room;
  }
  arguments->data[arguments->len++] = argument;
  return true;
}

void call_add_spread(struct evaluator *evaluator, struct values lists, struct arguments *arguments) {
  struct value list;
  bool known = lists.len == 1 && !lists.open && evaluate_list(evaluator, &lists.data[0], &list);
  arguments->is_open |= !known;
  for (size_t i = 0; known && i < list.items_len; i++)
    if (!add_argument(evaluator, arguments, list.items[i]))
      return;
}

void call_arguments(struct evaluator *evaluator, struct spot spot, TSNode call, struct arguments *arguments) {
  struct tree *tree = &spot.module->parse.tree;
  TSNode list = node_field(tree, call, FIELD_ARGUMENTS);
  *arguments = (struct arguments){.len = 0};
  if (node_is_none(list) || node_kind(tree, list) != NODE_ARGUMENTS)
    return;
  struct children children = children_of(tree, list);
  for (TSNode argument; !arguments->is_open && children_next(&children, &argument);) {
    if (node_kind(tree, argument) == NODE_SPREAD)
      call_add_spread(evaluator, evaluate(evaluator, spot, node_first(tree, argument)), arguments);
    else
      add_argument(evaluator, arguments, evaluate(evaluator, spot, argument));
  }
  children_end(&children);
}

/* ---- functions of the source ---- */

static str call_step(struct evaluator *evaluator, struct spot spot, TSNode callee) {
  struct tree *tree = &spot.module->parse.tree;
  TSNode name = node_kind(tree, callee) == NODE_MEMBER ? node_field(tree, callee, FIELD_PROPERTY) : callee;
  if (node_kind(tree, name) != NODE_IDENTIFIER && node_kind(tree, name) != NODE_PROPERTY_IDENTIFIER)
    return STR("call");
  return arena_printf(evaluator->maker.arena, "call %.*s", STR_ARG(str_head(node_text(tree, name), DOTTED_MAX)));
}

static const struct frame *frame_with(struct evaluator *evaluator, const struct value *function, TSNode node,
                                      const struct values *arguments, size_t len, bool is_open,
                                      const struct value *self) {
  struct frame *frame = maker_take(&evaluator->maker, sizeof *frame);
  struct values *copy = maker_take(&evaluator->maker, (len + 1) * sizeof *copy);
  struct value *kept = self ? maker_take(&evaluator->maker, sizeof *kept) : NULL;
  if (!frame || !copy || (self && !kept))
    return NULL;
  if (len)
    memcpy(copy, arguments, len * sizeof *copy);
  if (self)
    *kept = *self;
  *frame = (struct frame){function->frame, function->module, node, kept, copy, len, is_open};
  return frame;
}

/* All arguments of a function that has some already. */
static const struct values *behind_bound(struct evaluator *evaluator, const struct value *function,
                                         const struct values *arguments, size_t *len) {
  struct values *all = maker_take(&evaluator->maker, (function->items_len + *len) * sizeof *all);
  if (!all)
    return arguments;
  memcpy(all, function->items, function->items_len * sizeof *all);
  if (*len)
    memcpy(all + function->items_len, arguments, *len * sizeof *all);
  *len += function->items_len;
  return all;
}

/* The class that a constructor is written in: the class itself, or the nearest that it is made from. */
static bool constructing(struct evaluator *evaluator, const struct value *class, struct value *maker,
                         TSNode *constructor) {
  enum { HERITAGE_DEPTH = 8 };
  *maker = *class;
  for (int depth = 0; depth < HERITAGE_DEPTH; depth++) {
    struct values super;
    *constructor = class_constructor(maker->module, maker->node);
    if (!node_is_none(*constructor))
      return true;
    if (!evaluate_super(evaluator, maker, &super) || super.len != 1 || super.data[0].kind != VALUE_CLASS)
      return false;
    *maker = super.data[0];
  }
  return false;
}

const struct frame *evaluate_frame(struct evaluator *evaluator, struct spot spot, TSNode call,
                                   const struct value *function) {
  struct arguments *arguments = maker_take(&evaluator->maker, sizeof *arguments);
  struct value maker = *function;
  TSNode node = function->node;
  if (!arguments)
    return NULL;
  const struct frame *around = function->frame ? function->frame : spot.module == function->module ? spot.frame : NULL;
  if (function->kind == VALUE_CLASS && !constructing(evaluator, function, &maker, &node))
    return around;
  call_arguments(evaluator, spot, call, arguments);
  TSNode callee =
      node_field(&spot.module->parse.tree, call,
                 node_kind(&spot.module->parse.tree, call) == NODE_NEW ? FIELD_CONSTRUCTOR : FIELD_FUNCTION);
  for (size_t i = 0; i < arguments->len; i++)
    if (arguments->data[i].len)
      arguments->data[i] = values_with_step(&evaluator->maker, arguments->data[i], spot.module,
                                            ts_node_start_byte(call), call_step(evaluator, spot, callee));
  struct value made = maker;
  made.frame = around;
  size_t len = arguments->len;
  const struct values *all = function->kind == VALUE_FUNCTION && function->items_len
                                 ? behind_bound(evaluator, function, arguments->data, &len)
                                 : arguments->data;
  return frame_with(evaluator, &made, node, all, len, arguments->is_open, function->self);
}

const struct frame *evaluate_frame_behind_self(struct evaluator *evaluator, struct spot spot, TSNode call,
                                               const struct value *function) {
  const struct frame *frame = evaluate_frame(evaluator, spot, call, function);
  struct frame *shifted = frame && frame->len ? maker_take(&evaluator->maker, sizeof *shifted) : NULL;
  if (!shifted)
    return frame;
  *shifted = *frame;
  shifted->arguments++;
  shifted->len--;
  return shifted;
}

static bool is_running(const struct frame *frame, const struct value *function) {
  int times = 0;
  for (; frame; frame = frame->outer)
    times += frame->module == function->module && node_is(frame->function, function->node);
  return times > INVOKED_AGAIN_MAX;
}

/* Does the function call itself, through whatever? Frames of callers are not in the chain of lexical ones. */
bool call_enter(struct evaluator *evaluator, const struct value *function) {
  int times = 0;
  for (size_t i = 0; i < evaluator->active.len; i++)
    times += evaluator->active.data[i].what == function->node.id;
  if (times > INVOKED_AGAIN_MAX || is_running(function->frame, function)) {
    evaluator->cycles++;
    return false;
  }
  vec_push(&evaluator->active, (struct active){function->node.id, NULL, STR_NONE});
  return true;
}

static bool is_function_kind(enum node_kind kind) {
  return kind == NODE_FUNCTION_DECLARATION || kind == NODE_FUNCTION_EXPRESSION || kind == NODE_ARROW_FUNCTION ||
         kind == NODE_METHOD || kind == NODE_CLASS_DECLARATION || kind == NODE_CLASS_EXPRESSION;
}

/* The values of the return statements of a body, those of functions inside it left out. */
static size_t find_returns(struct tree *tree, TSNode body, TSNode values[static RETURNS_MAX], bool *more) {
  TSTreeCursor cursor = ts_tree_cursor_new(body);
  size_t len = 0;
  int depth = 0;
  for (bool descend = true; !tree_is_spent(tree) && cursor_advance(&cursor, descend, &depth);) {
    TSNode node = ts_tree_cursor_current_node(&cursor);
    enum node_kind kind = node_kind(tree, node);
    tree->work++;
    descend = !is_function_kind(kind);
    if (kind != NODE_RETURN)
      continue;
    *more |= len == RETURNS_MAX;
    if (len < RETURNS_MAX)
      values[len++] = node_first(tree, node);
  }
  ts_tree_cursor_delete(&cursor);
  return len;
}

static struct values any_return(struct evaluator *evaluator, struct spot spot, TSNode body) {
  TSNode returns[RETURNS_MAX];
  bool more = false;
  size_t len = find_returns(&spot.module->parse.tree, body, returns, &more);
  struct values all = {NULL, 0, more || len == 0};
  for (size_t i = 0; i < len; i++)
    all = values_unite(&evaluator->maker, all, evaluate(evaluator, spot, returns[i]));
  return all;
}

static struct values run_body(struct evaluator *evaluator, struct spot spot, TSNode body) {
  if (node_kind(&spot.module->parse.tree, body) != NODE_BLOCK)
    return evaluate(evaluator, spot, body);
  struct values result;
  bool was_cut = evaluator->cut;
  if (execute_function(evaluator, spot, body, &result))
    return result;
  evaluator->cut = was_cut;
  return any_return(evaluator, spot, body);
}

struct values evaluate_invoke(struct evaluator *evaluator, const struct value *function, const struct values *arguments,
                              size_t len, const struct value *self) {
  if (function->kind != VALUE_FUNCTION || !evaluate_step(evaluator))
    return values_none();
  TSNode body = node_field(&function->module->parse.tree, function->node, FIELD_BODY);
  if (function->items_len)
    arguments = behind_bound(evaluator, function, arguments, &len);
  const struct frame *frame =
      frame_with(evaluator, function, function->node, arguments, len, false, self ? self : function->self);
  if (node_is_none(body) || !frame || !call_enter(evaluator, function))
    return values_none();
  evaluator->depth++;
  struct values values = run_body(evaluator, (struct spot){function->module, frame}, body);
  evaluator->depth--;
  evaluator->active.len--;
  return values;
}

/* ---- who calls what ---- */

/* Nobody takes String away. */
bool call_is_certain(struct values functions) {
  bool is_global = functions.len == 1 && functions.data[0].kind == VALUE_EXTERNAL && !functions.data[0].text.ptr;
  return functions.len > 0 && (!functions.open || is_global);
}

struct values call_functions(struct evaluator *evaluator, struct values functions, const struct arguments *arguments,
                             const struct value *self) {
  struct values all = {NULL, 0, !call_is_certain(functions)};
  for (size_t i = 0; i < functions.len; i++) {
    const struct value *one = &functions.data[i];
    struct values values = values_none();
    if (one->kind == VALUE_EXTERNAL)
      values = globals_call(evaluator, one, arguments, globals_dotted(evaluator->maker.arena, one));
    else if (one->kind == VALUE_FUNCTION)
      values = evaluate_invoke(evaluator, one, arguments->data, arguments->len, self);
    all = values_unite(&evaluator->maker, all, values);
  }
  return all;
}

/* ---- modules ---- */

static bool is_require(struct spot spot, TSNode callee) {
  struct tree *tree = &spot.module->parse.tree;
  struct scopes *scopes = &spot.module->survey.scopes;
  if (node_kind(tree, callee) != NODE_IDENTIFIER || !str_eq(node_text(tree, callee), STR("require")))
    return false;
  const struct binding *binding = scopes_find(scopes, scopes_at(scopes, ts_node_start_byte(callee)), STR("require"));
  if (!binding || binding->wholes == 0)
    return true;
  TSNode value = binding->first->value;
  TSNode maker =
      node_is_none(value) || node_kind(tree, value) != NODE_CALL ? NODE_NONE : node_field(tree, value, FIELD_FUNCTION);
  return !node_is_none(maker) && str_ends(node_text(tree, maker), STR("createRequire"));
}

static bool call_import(struct evaluator *evaluator, struct spot spot, TSNode call, TSNode callee,
                        struct values *values) {
  struct tree *tree = &spot.module->parse.tree;
  if (node_kind(tree, callee) != NODE_DYNAMIC_IMPORT && !is_require(spot, callee))
    return false;
  TSNode argument = node_argument(tree, call, 0);
  struct values names = evaluate(evaluator, spot, argument);
  *values = names.len == 1 && names.data[0].kind == VALUE_TEXT ? evaluate_module(evaluator, spot, names.data[0].text)
                                                               : values_none();
  return true;
}

/* JSON.parse(JSON.stringify(x)) is a copy of x. */
static TSNode copied(struct spot spot, TSNode call, TSNode callee) {
  struct tree *tree = &spot.module->parse.tree;
  TSNode inner = node_argument(tree, call, 0);
  if (!str_eq(node_text(tree, callee), STR("JSON.parse")) || node_is_none(inner) || node_kind(tree, inner) != NODE_CALL)
    return NODE_NONE;
  bool writes = str_eq(node_text(tree, node_field(tree, inner, FIELD_FUNCTION)), STR("JSON.stringify"));
  return writes ? node_argument(tree, inner, 0) : NODE_NONE;
}

struct values evaluate_call(struct evaluator *evaluator, struct spot spot, TSNode call) {
  struct tree *tree = &spot.module->parse.tree;
  TSNode callee = node_field(tree, call, FIELD_FUNCTION);
  struct values values;
  if (node_is_none(callee))
    return values_none();
  if (call_import(evaluator, spot, call, callee, &values))
    return values;
  TSNode copy = copied(spot, call, callee);
  if (!node_is_none(copy))
    return evaluate(evaluator, spot, copy);
  struct arguments *arguments = maker_take(&evaluator->maker, sizeof *arguments);
  if (!arguments)
    return values_none();
  call_arguments(evaluator, spot, call, arguments);
  TSNode name = node_kind(tree, callee) == NODE_MEMBER ? node_field(tree, callee, FIELD_PROPERTY) : callee;
  if (node_text(tree, name).ptr && node_text(tree, name).ptr[0] == '_' &&
      globals_helper(evaluator, arguments, node_text(tree, name), &values))
    return values;
  if (node_kind(tree, callee) == NODE_MEMBER)
    return method_call_all(evaluator, spot, callee, arguments);
  values = call_functions(evaluator, evaluate(evaluator, spot, callee), arguments, NULL);
  if (node_kind(tree, callee) != NODE_IDENTIFIER || values.len == 0)
    return values;
  return values_with_step(&evaluator->maker, values, spot.module, ts_node_start_byte(call),
                          call_step(evaluator, spot, callee));
}

/* ---- new ---- */

static struct values new_one(struct evaluator *evaluator, struct spot spot, TSNode call, const struct value *callee) {
  if (callee->kind == VALUE_EXTERNAL) {
    struct arguments *arguments = maker_take(&evaluator->maker, sizeof *arguments);
    if (!arguments)
      return values_none();
    call_arguments(evaluator, spot, call, arguments);
    return globals_new(evaluator, callee, arguments);
  }
  if (callee->kind != VALUE_CLASS && callee->kind != VALUE_FUNCTION)
    return values_none();
  struct value instance = *callee;
  instance.kind = VALUE_INSTANCE;
  instance.self = NULL;
  instance.written = NULL;
  instance.frame = evaluate_frame(evaluator, spot, call, callee);
  return values_one(&evaluator->maker, instance);
}

struct values evaluate_new(struct evaluator *evaluator, struct spot spot, TSNode call) {
  TSNode callee = node_field(&spot.module->parse.tree, call, FIELD_CONSTRUCTOR);
  struct values callees = evaluate(evaluator, spot, callee);
  struct values all = {NULL, 0, !call_is_certain(callees)};
  for (size_t i = 0; i < callees.len; i++)
    all = values_unite(&evaluator->maker, all, new_one(evaluator, spot, call, &callees.data[i]));
  return all;
}
