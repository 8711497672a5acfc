/* call.c -- what a call gives: functions of the source, of the language, and those that call back. */
#include <stdlib.h>

#include "engine/script/builtin.h"
#include "engine/script/evaluate.h"
#include "engine/script/literal.h"
#include "engine/script/property.h"

enum { ARGUMENTS_FIRST = 4, ARGUMENTS_MAX = 1024, PRODUCTS_MAX = 64, INVOKED_AGAIN_MAX = 2, RETURNS_MAX = 8, DOTTED_MAX = 64, PLAIN_DEPTH = 3 };

/* ---- arguments ---- */

struct arguments {
  struct values *data;
  size_t len;
  size_t room;
  bool is_open; /* something was spread, or there are too many */
};

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

static void add_spread(struct evaluator *evaluator, struct values lists, struct arguments *arguments) {
  struct value list;
  bool known = lists.len == 1 && !lists.open && evaluate_list(evaluator, &lists.data[0], &list);
  arguments->is_open |= !known;
  for (size_t i = 0; known && i < list.items_len; i++)
    if (!add_argument(evaluator, arguments, list.items[i]))
      return;
}

static void evaluate_arguments(struct evaluator *evaluator, struct spot spot, TSNode call, struct arguments *arguments) {
  struct tree *tree = &spot.module->parse.tree;
  TSNode list = node_field(tree, call, FIELD_ARGUMENTS);
  *arguments = (struct arguments){.len = 0};
  if (node_is_none(list) || node_kind(tree, list) != NODE_ARGUMENTS)
    return;
  struct children children = children_of(tree, list);
  for (TSNode argument; !arguments->is_open && children_next(&children, &argument);) {
    if (node_kind(tree, argument) == NODE_SPREAD)
      add_spread(evaluator, evaluate(evaluator, spot, node_first(tree, argument)), arguments);
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

static const struct frame *frame_with(struct evaluator *evaluator, const struct value *function, TSNode node, const struct values *arguments,
                                      size_t len, bool is_open, const struct value *self) {
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
static const struct values *behind_bound(struct evaluator *evaluator, const struct value *function, const struct values *arguments, size_t *len) {
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
static bool constructing(struct evaluator *evaluator, const struct value *class, struct value *maker, TSNode *constructor) {
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

const struct frame *evaluate_frame(struct evaluator *evaluator, struct spot spot, TSNode call, const struct value *function) {
  struct arguments *arguments = maker_take(&evaluator->maker, sizeof *arguments);
  struct value maker = *function;
  TSNode node = function->node;
  if (!arguments)
    return NULL;
  const struct frame *around = function->frame ? function->frame : spot.module == function->module ? spot.frame : NULL;
  if (function->kind == VALUE_CLASS && !constructing(evaluator, function, &maker, &node))
    return around;
  evaluate_arguments(evaluator, spot, call, arguments);
  TSNode callee = node_field(&spot.module->parse.tree, call, node_kind(&spot.module->parse.tree, call) == NODE_NEW ? FIELD_CONSTRUCTOR : FIELD_FUNCTION);
  for (size_t i = 0; i < arguments->len; i++)
    if (arguments->data[i].len)
      arguments->data[i] = values_with_step(&evaluator->maker, arguments->data[i], spot.module, ts_node_start_byte(call), call_step(evaluator, spot, callee));
  struct value made = maker;
  made.frame = around;
  size_t len = arguments->len;
  const struct values *all = function->kind == VALUE_FUNCTION && function->items_len ? behind_bound(evaluator, function, arguments->data, &len) : arguments->data;
  return frame_with(evaluator, &made, node, all, len, arguments->is_open, function->self);
}

const struct frame *evaluate_frame_behind_self(struct evaluator *evaluator, struct spot spot, TSNode call, const struct value *function) {
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
static bool enter_function(struct evaluator *evaluator, const struct value *function) {
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
  const struct frame *frame = frame_with(evaluator, function, function->node, arguments, len, false, self ? self : function->self);
  if (node_is_none(body) || !frame || !enter_function(evaluator, function))
    return values_none();
  evaluator->depth++;
  struct values values = run_body(evaluator, (struct spot){function->module, frame}, body);
  evaluator->depth--;
  evaluator->active.len--;
  return values;
}

/* ---- functions that call back ---- */

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
static bool called_by_method(struct evaluator *evaluator, struct spot spot, TSNode callee, size_t index, struct values *values) {
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
static bool calls_parameter(struct module *module, TSNode call, TSNode function, size_t position) {
  struct tree *tree = &module->parse.tree;
  struct scopes *scopes = &module->survey.scopes;
  TSNode callee = node_field(tree, call, FIELD_FUNCTION);
  if (node_kind(tree, callee) != NODE_IDENTIFIER)
    return false;
  const struct binding *binding = scopes_find(scopes, scopes_at(scopes, ts_node_start_byte(callee)), node_text(tree, callee));
  return binding && binding->kind == BINDING_PARAMETER && binding->parameter == position &&
         node_is(scopes->all.data[binding->scope].node, function);
}

/* What a function of the source calls its parameter `position` with, as its argument `index`. */
static bool called_by_function(struct evaluator *evaluator, struct spot spot, TSNode call, const struct value *function, size_t position,
                               size_t index, struct values *values) {
  struct module *module = function->module;
  bool found = false;
  if (!enter_function(evaluator, function))
    return false;
  uint32_t end = ts_node_end_byte(function->node);
  for (size_t i = survey_first_call(&module->survey, ts_node_start_byte(function->node)); i < module->survey.calls.len; i++) {
    TSNode inner = module->survey.calls.data[i].node;
    if (ts_node_start_byte(inner) >= end)
      break;
    module->parse.tree.work++;
    if (!calls_parameter(module, inner, function->node, position))
      continue;
    const struct frame *frame = evaluate_frame(evaluator, spot, call, function);
    struct values one = evaluate(evaluator, (struct spot){module, frame}, node_argument(&module->parse.tree, inner, index));
    *values = found ? values_unite(&evaluator->maker, *values, one) : one;
    found = true;
  }
  evaluator->active.len--;
  return found;
}

/* A call to which a function is passed as the argument `position`. */
static bool called_through(struct evaluator *evaluator, struct spot spot, TSNode call, size_t position, size_t index, struct values *values) {
  struct tree *tree = &spot.module->parse.tree;
  TSNode callee = node_field(tree, call, FIELD_FUNCTION);
  if (node_kind(tree, call) != NODE_CALL)
    return false;
  if (node_kind(tree, callee) == NODE_MEMBER && position == 0 && called_by_method(evaluator, spot, callee, index, values))
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
static bool called_by_name(struct evaluator *evaluator, struct spot spot, str name, size_t index, struct values *values) {
  struct tree *tree = &spot.module->parse.tree;
  tree->work += spot.module->survey.passed.len / 8;
  for (size_t i = 0; name.len && i < spot.module->survey.passed.len; i++)
    if (str_eq(spot.module->survey.passed.data[i].name, name) &&
        called_through(evaluator, spot, spot.module->survey.passed.data[i].call, 0, index, values))
      return true;
  return false;
}

bool evaluate_callback_argument(struct evaluator *evaluator, struct spot spot, TSNode function, size_t index, struct values *values) {
  struct tree *tree = &spot.module->parse.tree;
  struct scopes *scopes = &spot.module->survey.scopes;
  uint32_t scope = scopes_of(scopes, function);
  size_t position;
  if (scope == SCOPE_NONE)
    return false;
  TSNode list = scopes->all.data[scope].around[0], call = scopes->all.data[scope].around[1];
  if (node_kind(tree, list) != NODE_ARGUMENTS)
    return called_by_name(evaluator, spot, name_of(tree, function, list), index, values);
  return find_argument(tree, call, function, &position) && called_through(evaluator, spot, call, position, index, values);
}

static struct values index_value(struct evaluator *evaluator, size_t index) {
  return values_one(&evaluator->maker, value_number((double)index, NULL));
}

static struct values list_value(struct evaluator *evaluator, const struct values *items, size_t len, const struct origin *origin) {
  struct values *copy = maker_take(&evaluator->maker, (len + 1) * sizeof *copy);
  if (!copy)
    return values_none();
  if (len)
    memcpy(copy, items, len * sizeof *copy);
  return values_one(&evaluator->maker, (struct value){.kind = VALUE_LIST, .items = copy, .items_len = len, .origin = origin});
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
  const struct path *names = pass->function->kind == VALUE_EXTERNAL && !pass->function->text.ptr ? pass->function->names : NULL;
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
    bool is_list = flat && one.len == 1 && one.data[0].kind != VALUE_TEXT && evaluate_list(pass->evaluator, &one.data[0], &inner);
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

/* A method of lists that calls back; false if it is none. */
static bool call_back_method(struct evaluator *evaluator, const struct value *self, str name, const struct arguments *arguments,
                             struct values *values) {
  struct pass pass = {.evaluator = evaluator};
  bool is_map = str_eq(name, STR("map")), is_flat = str_eq(name, STR("flatMap")), is_filter = str_eq(name, STR("filter"));
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

/* ---- functions of the language ---- */

typedef enum builtin_outcome run_builtin(struct maker *maker, const void *what, const struct value *arguments, size_t len, struct value *result);

struct method {
  const struct value *self;
  str name;
};

static enum builtin_outcome run_method(struct maker *maker, const void *what, const struct value *arguments, size_t len, struct value *result) {
  const struct method *method = what;
  return builtin_method(maker, method->self, method->name, arguments, len, result);
}

static enum builtin_outcome run_function(struct maker *maker, const void *what, const struct value *arguments, size_t len, struct value *result) {
  return builtin_function(maker, *(const str *)what, arguments, len, result);
}

/* Arrays and objects of the source are lists and records to a function that only takes them apart. */
static struct value plain(struct evaluator *evaluator, struct value value, int depth) {
  struct value made;
  if (value.kind == VALUE_HOLDER && (evaluate_list(evaluator, &value, &made) || evaluate_record(evaluator, &value, &made)))
    value = made;
  struct values *items = value.kind == VALUE_LIST && depth > 0 ? maker_take(&evaluator->maker, (value.items_len + 1) * sizeof *items) : NULL;
  for (size_t i = 0; items && i < value.items_len; i++) {
    items[i] = value.items[i];
    if (items[i].len == 1 && items[i].data[0].kind == VALUE_HOLDER)
      items[i] = (struct values){values_one(&evaluator->maker, plain(evaluator, items[i].data[0], depth - 1)).data, 1, items[i].open};
    if (items[i].len == 1 && !items[i].data)
      items[i] = values_none();
  }
  if (items)
    value.items = items;
  return value;
}

/* Every choice of arguments, up to a bound. */
static bool product(struct evaluator *evaluator, run_builtin *run, const void *what, const struct arguments *arguments, struct values *all) {
  struct value *chosen = maker_take(&evaluator->maker, (arguments->len + 1) * sizeof *chosen);
  size_t count = chosen ? 1 : 0;
  *all = (struct values){NULL, 0, false};
  for (size_t i = 0; i < arguments->len; i++) {
    all->open |= arguments->data[i].open;
    count *= arguments->data[i].len;
    if (count == 0 || count > PRODUCTS_MAX) {
      *all = values_none();
      evaluator->cut |= count > PRODUCTS_MAX;
      return true;
    }
  }
  if (!chosen)
    *all = values_none();
  for (size_t n = 0; n < count; n++) {
    size_t rest = n;
    for (size_t i = 0; i < arguments->len; rest /= arguments->data[i].len, i++)
      chosen[i] = plain(evaluator, arguments->data[i].data[rest % arguments->data[i].len], PLAIN_DEPTH);
    struct value result;
    enum builtin_outcome outcome = run(&evaluator->maker, what, chosen, arguments->len, &result);
    if (outcome == BUILTIN_NONE)
      return false;
    *all = outcome == BUILTIN_MADE ? values_unite(&evaluator->maker, *all, values_one(&evaluator->maker, result)) : values_opened(*all);
  }
  return true;
}

/* The dotted name of a global: Buffer.from. Empty if it is none. */
static str dotted(struct arena *arena, const struct value *external) {
  str name = STR("");
  for (const struct path *names = external->text.ptr ? NULL : external->names; names; names = names->rest) {
    if (name.len > DOTTED_MAX)
      return STR("");
    name = name.len ? arena_printf(arena, "%.*s.%.*s", STR_ARG(name), STR_ARG(names->name)) : names->name;
  }
  return name;
}

static struct values record_of(struct evaluator *evaluator, const struct arguments *sources) {
  struct member *members = maker_take(&evaluator->maker, (sources->len + 1) * sizeof *members);
  if (!members || sources->is_open)
    return values_none();
  for (size_t i = 0; i < sources->len; i++)
    members[i] = (struct member){STR_NONE, sources->data[i]};
  return values_one(&evaluator->maker, (struct value){.kind = VALUE_RECORD, .members = members, .members_len = sources->len});
}

/* Functions whose value is their argument's, whatever it is, so far as anyone reads it. */
static bool gives_argument(str name) {
  static const str names[] = {
      {"Object.freeze", 13}, {"Object.seal", 11}, {"Object.preventExtensions", 24}, {"structuredClone", 15},
      {"Promise.resolve", 15}, {"Promise.all", 11}, {"Object.create", 13}, {"Array.from", 10},
      /* what compilers and bundlers put round require(…) */
      {"__importStar", 12}, {"__importDefault", 15}, {"__toESM", 7}, {"_interopRequireWildcard", 23}, {"_interopRequireDefault", 22},
      {"_interopNamespace", 17}, {"_interopNamespaceDefault", 24}, {"_interopDefault", 15}, {"_interopDefaultLegacy", 21},
      /* what frameworks put round values */
      {"defineConfig", 12}, {"promisify", 9}, {"util.promisify", 14}, {"useMemo", 7}, {"reactive", 8}, {"readonly", 8}, {"markRaw", 7}, {"Object", 6},
  };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (str_eq(names[i], name))
      return true;
  return false;
}

/* Array.from({length: 5}, (_, i) => …) is left to nobody; Array.from(list, f) is map. */
static struct values array_from(struct evaluator *evaluator, const struct arguments *arguments) {
  struct values made = values_none();
  if (arguments->data[0].len != 1)
    return made;
  struct value list;
  if (!evaluate_list(evaluator, &arguments->data[0].data[0], &list))
    return made;
  if (arguments->len < 2)
    return values_one(&evaluator->maker, list);
  if (arguments->data[1].len == 1)
    made = run_map(&(struct pass){evaluator, &arguments->data[1].data[0], list}, false);
  return made;
}

/* atob(import.meta.env.KEY) is that variable in another coding. */
static bool is_decoded_variable(const struct arguments *arguments, str name) {
  static const str names[] = {{"String", 6}, {"atob", 4}, {"decodeURIComponent", 18}, {"JSON.parse", 10}, {"decodeURI", 9}, {"unescape", 8}};
  if (arguments->data[0].len != 1 || arguments->data[0].data[0].kind != VALUE_EXTERNAL)
    return false;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (str_eq(names[i], name))
      return true;
  return false;
}

/* defineConfig of 'vite', of 'astro/config', of whatever: by its own name. */
static str last_name(const struct value *external) {
  const struct path *names = external->names;
  while (names && names->rest)
    names = names->rest;
  return names ? names->name : STR_NONE;
}

/* Functions of packages that give what they are given, or a part of it: z.object(…).parse(import.meta.env),
   createEnv({ runtimeEnv }), Platform.select({ ios, android }). */
static bool call_known(struct evaluator *evaluator, const struct value *callee, const struct arguments *arguments, str name,
                       struct values *values) {
  static const str parsers[] = {{"parse", 5}, {"safeParse", 9}, {"cleanEnv", 8}, {"validate", 8}, {"parseAsync", 10}};
  bool is_first = arguments->len && arguments->data[0].len == 1;
  struct spot nowhere = {NULL, NULL};
  if (!is_first || !callee->text.ptr)
    return false;
  for (size_t i = 0; i < sizeof parsers / sizeof *parsers; i++)
    if (str_eq(parsers[i], name) && arguments->data[0].data[0].kind == VALUE_EXTERNAL) {
      *values = arguments->data[0];
      return true;
    }
  if (str_eq(name, STR("createEnv"))) {
    *values = evaluate_property(evaluator, arguments->data[0], STR("runtimeEnv"), nowhere, NODE_NONE);
    return values->len > 0;
  }
  if (!str_eq(name, STR("select")) || !str_eq(callee->text, STR("react-native")))
    return false;
  *values = evaluate_members(evaluator, arguments->data[0]);
  return true;
}

static struct values call_global(struct evaluator *evaluator, const struct value *callee, const struct arguments *arguments, str name) {
  struct values values;
  if (call_known(evaluator, callee, arguments, last_name(callee), &values))
    return values;
  name = name.len ? name : last_name(callee);
  if (callee->text.ptr) /* of a package: only what puts nothing round its argument */
    name = gives_argument(name) ? name : STR_NONE;
  if (str_eq(name, STR("Object.assign")))
    return record_of(evaluator, arguments);
  if (arguments->len && str_eq(name, STR("Array.from")))
    return array_from(evaluator, arguments);
  if (arguments->len && (gives_argument(name) || is_decoded_variable(arguments, name)))
    return arguments->data[0];
  if (name.len && !arguments->is_open && product(evaluator, run_function, &name, arguments, &values))
    return values;
  /* What a function of a package gives is known by its name, and its first argument: Deno.env.get('KEY'). */
  struct arena *arena = evaluator->maker.arena;
  const struct path *more = NULL;
  if (arguments->len && arguments->data[0].len == 1 && arguments->data[0].data[0].kind == VALUE_TEXT)
    more = path_prepend(arena, arguments->data[0].data[0].text, NULL);
  more = path_prepend(arena, STR("()"), more);
  values = evaluate_external(evaluator, callee->text, path_join(arena, callee->names, more), callee->local);
  if (values.len)
    ((struct value *)(uintptr_t)values.data)->origin = callee->origin;
  return values;
}

/* ---- methods ---- */

/* A function with its first arguments given. */
static struct value bound(struct evaluator *evaluator, const struct value *function, const struct arguments *arguments) {
  struct value value = *function;
  size_t len = arguments->len > 1 && function->kind == VALUE_FUNCTION ? arguments->len - 1 : 0;
  struct values *items = len ? maker_take(&evaluator->maker, len * sizeof *items) : NULL;
  if (!items)
    return value;
  memcpy(items, arguments->data + 1, len * sizeof *items);
  value.items = items;
  value.items_len = len;
  return value;
}

/* f.call(self, …), f.bind(self), promise.then(f) */
static bool call_meta(struct evaluator *evaluator, const struct value *self, str name, const struct arguments *arguments, struct values *values) {
  bool is_function = self->kind == VALUE_FUNCTION || self->kind == VALUE_EXTERNAL || self->kind == VALUE_CLASS;
  if (is_function && str_eq(name, STR("bind"))) {
    *values = values_one(&evaluator->maker, bound(evaluator, self, arguments));
    return true;
  }
  if (self->kind == VALUE_FUNCTION && str_eq(name, STR("apply")) && arguments->len == 2 && arguments->data[1].len == 1) {
    struct value list;
    if (!evaluate_list(evaluator, &arguments->data[1].data[0], &list))
      return false;
    *values = evaluate_invoke(evaluator, self, list.items, list.items_len < ARGUMENTS_MAX ? list.items_len : ARGUMENTS_MAX, NULL);
    return true;
  }
  if (self->kind == VALUE_FUNCTION && str_eq(name, STR("call")) && arguments->len) {
    *values = evaluate_invoke(evaluator, self, arguments->data + 1, arguments->len - 1, NULL);
    return true;
  }
  if (self->kind == VALUE_EXTERNAL && str_eq(name, STR("apply")) && arguments->len == 2 && arguments->data[1].len == 1) {
    struct value list;
    struct arguments *spread = maker_take(&evaluator->maker, sizeof *spread);
    if (!spread || !evaluate_list(evaluator, &arguments->data[1].data[0], &list))
      return false;
    *spread = (struct arguments){.len = 0};
    add_spread(evaluator, values_one(&evaluator->maker, list), spread);
    *values = call_global(evaluator, self, spread, dotted(evaluator->maker.arena, self));
    return true;
  }
  if (str_eq(name, STR("then")) && arguments->len && arguments->data[0].len == 1 && arguments->data[0].data[0].kind == VALUE_FUNCTION) {
    struct values one = values_one(&evaluator->maker, *self);
    *values = evaluate_invoke(evaluator, &arguments->data[0].data[0], &one, 1, NULL);
    return true;
  }
  if (str_eq(name, STR("catch")) || str_eq(name, STR("finally"))) {
    *values = values_one(&evaluator->maker, *self);
    return true;
  }
  return false;
}

static bool is_map_method(const struct value *self, str name, const struct arguments *arguments) {
  return (self->kind == VALUE_RECORD || self->written) && str_eq(name, STR("get")) && arguments->len == 1 && arguments->data[0].len == 1 &&
         arguments->data[0].data[0].kind == VALUE_TEXT;
}

/* Nobody takes String away. */
static bool is_certain(struct values functions) {
  bool is_global = functions.len == 1 && functions.data[0].kind == VALUE_EXTERNAL && !functions.data[0].text.ptr;
  return functions.len > 0 && (!functions.open || is_global);
}

static struct values call_functions(struct evaluator *evaluator, struct values functions, const struct arguments *arguments, const struct value *self) {
  struct values all = {NULL, 0, !is_certain(functions)};
  for (size_t i = 0; i < functions.len; i++) {
    const struct value *one = &functions.data[i];
    struct values values = values_none();
    if (one->kind == VALUE_EXTERNAL)
      values = call_global(evaluator, one, arguments, dotted(evaluator->maker.arena, one));
    else if (one->kind == VALUE_FUNCTION)
      values = evaluate_invoke(evaluator, one, arguments->data, arguments->len, self);
    all = values_unite(&evaluator->maker, all, values);
  }
  return all;
}

/* [a, b].pop(): of a list that has no name, so that nobody sees what is left. */
static bool take_element(struct spot spot, TSNode callee, const struct value *list, str name, struct values *values) {
  struct tree *tree = &spot.module->parse.tree;
  bool is_last = str_eq(name, STR("pop"));
  if (list->kind != VALUE_LIST || (!is_last && !str_eq(name, STR("shift"))) ||
      node_kind(tree, node_field(tree, callee, FIELD_OBJECT)) == NODE_IDENTIFIER)
    return false;
  *values = list->items_len ? list->items[is_last ? list->items_len - 1 : 0] : values_none();
  return true;
}

/* Methods of texts that leave a variable the variable it is. */
static bool keeps_variable(str name) {
  static const str names[] = {{"trim", 4}, {"trimStart", 9}, {"trimEnd", 7}, {"toString", 8}, {"valueOf", 7}, {"normalize", 9},
                              {"replace", 7}, {"replaceAll", 10}, {"slice", 5}, {"substring", 9}};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (str_eq(names[i], name))
      return true;
  return false;
}

/* A list of which some elements may be one of several things. */
static bool is_choice(const struct value *list) {
  bool several = false;
  for (size_t i = 0; list->kind == VALUE_LIST && i < list->items_len; i++) {
    if (list->items[i].len == 0)
      return false;
    several |= list->items[i].len > 1 || list->items[i].open;
  }
  return several;
}

/* Each of `a` with each of `b` behind it. */
static struct values put_behind(struct evaluator *evaluator, struct values a, struct values b) {
  struct values all = {NULL, 0, a.open || b.open};
  for (size_t i = 0; i < a.len; i++)
    for (size_t k = 0; k < b.len; k++) {
      struct value sum = a.data[i];
      bool made = b.data[k].kind == VALUE_NOTHING ||
                  builtin_operator(&evaluator->maker, STR("+"), &a.data[i], &b.data[k], &sum) == BUILTIN_MADE;
      all = made ? values_unite(&evaluator->maker, all, values_one(&evaluator->maker, sum)) : values_opened(all);
    }
  return all;
}

static struct values join_choices(struct evaluator *evaluator, const struct value *list, const struct arguments *arguments) {
  struct values separator = arguments->len ? arguments->data[0] : values_one(&evaluator->maker, value_text(STR(","), NULL));
  struct values all = values_one(&evaluator->maker, value_text(STR(""), NULL));
  for (size_t i = 0; i < list->items_len; i++) {
    if (i > 0)
      all = put_behind(evaluator, all, separator);
    all = put_behind(evaluator, all, list->items[i]);
  }
  return all;
}

static struct values call_method(struct evaluator *evaluator, struct spot spot, TSNode callee, const struct value *self, str name,
                                 const struct arguments *arguments) {
  struct values values, one = values_one(&evaluator->maker, *self);
  struct method method = {self, name};
  struct value made = plain(evaluator, *self, 1);
  if (call_meta(evaluator, self, name, arguments, &values))
    return values;
  if (self->kind == VALUE_EXTERNAL && keeps_variable(name))
    return values_opened(one);
  if (self->kind == VALUE_EXTERNAL && !builtin_is_regexp(self))
    return call_functions(evaluator, evaluate_property(evaluator, one, name, spot, callee), arguments, NULL);
  if (call_back_method(evaluator, &made, name, arguments, &values))
    return values;
  if (take_element(spot, callee, &made, name, &values))
    return values;
  if (is_choice(&made) && str_eq(name, STR("join")))
    return join_choices(evaluator, &made, arguments);
  method.self = &made;
  if (made.kind <= VALUE_LIST && !arguments->is_open && product(evaluator, run_method, &method, arguments, &values))
    return values;
  if (is_map_method(self, name, arguments))
    return evaluate_property(evaluator, one, arguments->data[0].data[0].text, spot, callee);
  return call_functions(evaluator, evaluate_property(evaluator, one, name, spot, callee), arguments, self);
}

static struct values call_methods(struct evaluator *evaluator, struct spot spot, TSNode callee, const struct arguments *arguments) {
  struct tree *tree = &spot.module->parse.tree;
  struct values objects = evaluate(evaluator, spot, node_field(tree, callee, FIELD_OBJECT));
  str name = node_text(tree, node_field(tree, callee, FIELD_PROPERTY));
  struct values all = {NULL, 0, !is_certain(objects)};
  for (size_t i = 0; i < objects.len; i++)
    all = values_unite(&evaluator->maker, all, call_method(evaluator, spot, callee, &objects.data[i], name, arguments));
  return values_with_step(&evaluator->maker, all, spot.module, ts_node_start_byte(node_field(tree, callee, FIELD_PROPERTY)),
                          all.len ? arena_printf(evaluator->maker.arena, "call %.*s", STR_ARG(str_head(name, DOTTED_MAX))) : STR_NONE);
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
  TSNode maker = node_is_none(value) || node_kind(tree, value) != NODE_CALL ? NODE_NONE : node_field(tree, value, FIELD_FUNCTION);
  return !node_is_none(maker) && str_ends(node_text(tree, maker), STR("createRequire"));
}

static bool call_import(struct evaluator *evaluator, struct spot spot, TSNode call, TSNode callee, struct values *values) {
  struct tree *tree = &spot.module->parse.tree;
  if (node_kind(tree, callee) != NODE_DYNAMIC_IMPORT && !is_require(spot, callee))
    return false;
  TSNode argument = node_argument(tree, call, 0);
  struct values names = evaluate(evaluator, spot, argument);
  *values = names.len == 1 && names.data[0].kind == VALUE_TEXT ? evaluate_module(evaluator, spot, names.data[0].text) : values_none();
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

/* Functions that compilers put into what they make, told by their names: __assign(a, b), _defineProperty(a, 'b', c). */
static bool call_helper(struct evaluator *evaluator, const struct arguments *arguments, str name, struct values *values) {
  static const str merging[] = {{"__assign", 8}, {"_extends", 8}, {"_objectSpread", 13}, {"_objectSpread2", 14}, {"__spreadProps", 13},
                                {"__spreadValues", 14}, {"_object_spread", 14}, {"_object_spread_props", 20}};
  for (size_t i = 0; i < sizeof merging / sizeof *merging; i++)
    if (str_eq(merging[i], name)) {
      *values = record_of(evaluator, arguments);
      return true;
    }
  bool defines = str_eq(name, STR("_defineProperty")) || str_eq(name, STR("_define_property")) || str_eq(name, STR("__publicField"));
  if (!defines || arguments->len != 3 || arguments->data[1].len != 1 || arguments->data[1].data[0].kind != VALUE_TEXT)
    return false;
  struct member *members = maker_take(&evaluator->maker, 2 * sizeof *members);
  if (!members)
    return false;
  members[0] = (struct member){STR_NONE, arguments->data[0]};
  members[1] = (struct member){arguments->data[1].data[0].text, arguments->data[2]};
  *values = values_one(&evaluator->maker, (struct value){.kind = VALUE_RECORD, .members = members, .members_len = 2});
  return true;
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
  evaluate_arguments(evaluator, spot, call, arguments);
  TSNode name = node_kind(tree, callee) == NODE_MEMBER ? node_field(tree, callee, FIELD_PROPERTY) : callee;
  if (node_text(tree, name).ptr && node_text(tree, name).ptr[0] == '_' && call_helper(evaluator, arguments, node_text(tree, name), &values))
    return values;
  if (node_kind(tree, callee) == NODE_MEMBER)
    return call_methods(evaluator, spot, callee, arguments);
  values = call_functions(evaluator, evaluate(evaluator, spot, callee), arguments, NULL);
  if (node_kind(tree, callee) != NODE_IDENTIFIER || values.len == 0)
    return values;
  return values_with_step(&evaluator->maker, values, spot.module, ts_node_start_byte(call), call_step(evaluator, spot, callee));
}

/* ---- new ---- */

/* new Promise((resolve) => … resolve(value) …) */
static struct values resolved(struct evaluator *evaluator, const struct value *function) {
  struct module *module = function->module;
  struct values all = values_none();
  for (size_t i = survey_first_call(&module->survey, ts_node_start_byte(function->node)); i < module->survey.calls.len; i++) {
    TSNode call = module->survey.calls.data[i].node;
    if (ts_node_start_byte(call) >= ts_node_end_byte(function->node))
      break;
    module->parse.tree.work++;
    if (calls_parameter(module, call, function->node, 0))
      all = values_unite(&evaluator->maker, all, evaluate(evaluator, (struct spot){module, function->frame}, node_argument(&module->parse.tree, call, 0)));
  }
  return all;
}

/* new Map([['a', 1]]), new URLSearchParams({…}), new Uint8Array(…) */
static struct values new_global(struct evaluator *evaluator, const struct value *callee, const struct arguments *arguments) {
  static const struct member nothing;
  str name = dotted(evaluator->maker.arena, callee);
  bool is_map = str_eq(name, STR("Map")) || str_eq(name, STR("Headers")) || str_eq(name, STR("URLSearchParams")) || str_eq(name, STR("WeakMap"));
  if (is_map && arguments->len == 0)
    return values_one(&evaluator->maker, (struct value){.kind = VALUE_RECORD, .members = &nothing});
  if (is_map && arguments->data[0].len == 1) {
    struct value list, record;
    if (evaluate_list(evaluator, &arguments->data[0].data[0], &list)) {
      list = plain(evaluator, list, PLAIN_DEPTH);
      bool made = builtin_function(&evaluator->maker, STR("Object.fromEntries"), &list, 1, &record) == BUILTIN_MADE;
      return made ? values_one(&evaluator->maker, record) : values_none();
    }
    return arguments->data[0];
  }
  if (str_eq(name, STR("Proxy")) && arguments->len)
    return arguments->data[0];
  if (str_eq(name, STR("Promise")) && arguments->len && arguments->data[0].len == 1 && arguments->data[0].data[0].kind == VALUE_FUNCTION)
    return resolved(evaluator, &arguments->data[0].data[0]);
  struct values values;
  bool made = name.len && !arguments->is_open && product(evaluator, run_function, &name, arguments, &values);
  if (made)
    return values;
  return callee->text.ptr ? values_none() : values_opened(values_one(&evaluator->maker, *callee)); /* new TextDecoder() */
}

static struct values new_one(struct evaluator *evaluator, struct spot spot, TSNode call, const struct value *callee) {
  if (callee->kind == VALUE_EXTERNAL) {
    struct arguments *arguments = maker_take(&evaluator->maker, sizeof *arguments);
    if (!arguments)
      return values_none();
    evaluate_arguments(evaluator, spot, call, arguments);
    return new_global(evaluator, callee, arguments);
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
  struct values all = {NULL, 0, !is_certain(callees)};
  for (size_t i = 0; i < callees.len; i++)
    all = values_unite(&evaluator->maker, all, new_one(evaluator, spot, call, &callees.data[i]));
  return all;
}
