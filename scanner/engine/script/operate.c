/* operate.c -- the texts that operators, templates, methods and functions make of others. */
#include <stdlib.h>

#include "engine/script/literal.h"
#include "engine/script/machine.h"
#include "engine/script/property.h"

enum { RETURNS_MAX = 8, HOPS_MAX = 16 };

/* Operands are gathered in the order of the source; only one such list is made at a time. */
static void begin_operands(struct machine *machine) {
  machine->operands.len = 0;
  machine->operands_complete = true;
}

/* No text can be made: an operand stands for any number of others. */
static void spoil_operands(struct machine *machine) {
  machine->operands_complete = false;
}

static void add_task(struct machine *machine, struct task task) {
  if (machine->operands.len == OPERANDS_MAX)
    machine->cut = true;
  else
    vec_push(&machine->operands, task);
}

static void add_node(struct machine *machine, TSNode node) {
  add_task(machine, (struct task){.kind = TASK_EVALUATE, .node = node});
}

/* What a call or an array lists. */
static void add_element(struct machine *machine, TSNode node) {
  if (node_kind(machine->tree, node) == NODE_SPREAD)
    spoil_operands(machine);
  add_node(machine, node);
}

/* All operands as one text, with a step that says how. */
static void concat(struct machine *machine, struct script_step step) {
  if (!machine->operands_complete || machine->operands.len == 0) {
    machine_put(machine, texts_none());
    return;
  }
  machine_step(machine, step.offset, step.what);
  for (size_t i = machine->operands.len; i-- > 0;) {
    if (i > 0)
      machine_push(machine, (struct task){.kind = TASK_CONCAT});
    machine_push(machine, machine->operands.data[i]);
  }
}

static str operator_of(struct machine *machine, TSNode node) {
  return node_text(machine->tree, node_field(machine->tree, node, FIELD_OPERATOR));
}

static bool is_sum(struct machine *machine, TSNode node) {
  return node_kind(machine->tree, node) == NODE_BINARY && str_eq(operator_of(machine, node), STR("+"));
}

static void reverse(struct task *tasks, size_t len) {
  for (size_t i = 0; i < len / 2; i++) {
    struct task swapped = tasks[i];
    tasks[i] = tasks[len - 1 - i];
    tasks[len - 1 - i] = swapped;
  }
}

/* a + b + c is (a + b) + c: down its left side, whatever its length, then around. */
static void sum(struct machine *machine, TSNode node) {
  begin_operands(machine);
  for (; is_sum(machine, node); node = node_field(machine->tree, node, FIELD_LEFT)) {
    machine->tree->work++;
    add_node(machine, node_field(machine->tree, node, FIELD_RIGHT));
  }
  add_node(machine, node);
  reverse(machine->operands.data, machine->operands.len);
  concat(machine, (struct script_step){ts_node_start_byte(node), STR("concatenation")});
}

void operate_binary(struct machine *machine, TSNode node, const struct path *path) {
  TSNode left = node_field(machine->tree, node, FIELD_LEFT), right = node_field(machine->tree, node, FIELD_RIGHT);
  str operator = operator_of(machine, node);
  bool is_or = str_eq(operator, STR("||"));
  if (str_eq(operator, STR("+")) && !path) {
    sum(machine, node);
  } else if (is_or || str_eq(operator, STR("??"))) {
    machine_push(machine, (struct task){.kind = is_or ? TASK_OR : TASK_OTHERWISE, .node = right, .path = path});
    machine_evaluate(machine, left, path);
  } else if (str_eq(operator, STR("&&"))) {
    machine_evaluate(machine, right, path);
  } else {
    machine_put(machine, texts_none());
  }
}

/* Characters of a template, quotes and substitutions left out. */
static void add_characters(struct machine *machine, uint32_t start, uint32_t end) {
  if (start >= end || end > machine->tree->source.len)
    return;
  str raw = {machine->tree->source.ptr + start, end - start};
  add_task(machine, (struct task){.kind = TASK_TEXT, .span = {start, end},
                                   .text = literal_decode(raw, LITERAL_TEMPLATE, machine->scratch)});
}

void operate_template(struct machine *machine, TSNode node) {
  begin_operands(machine);
  uint32_t start = ts_node_start_byte(node), end = ts_node_end_byte(node), done = start + 1;
  struct children parts = children_of(machine->tree, node);
  for (TSNode part; children_next(&parts, &part);) {
    if (node_kind(machine->tree, part) != NODE_TEMPLATE_SUBSTITUTION)
      continue;
    add_characters(machine, done, ts_node_start_byte(part));
    add_node(machine, node_first(machine->tree, part));
    done = ts_node_end_byte(part);
  }
  children_end(&parts);
  if (end > done)
    add_characters(machine, done, end - 1);
  concat(machine, (struct script_step){start, STR("template literal")});
}

static bool is_global(struct machine *machine, TSNode node, str name) {
  if (node_is_none(node) || node_kind(machine->tree, node) != NODE_IDENTIFIER ||
      !str_eq(node_text(machine->tree, node), name))
    return false;
  uint32_t scope = scopes_at(&machine->survey->scopes, ts_node_start_byte(node));
  return !scopes_find(&machine->survey->scopes, scope, name);
}

/* A method call, taken apart. */
struct method_call {
  TSNode call;
  TSNode object;
  TSNode name_node;
};

static str trim_start(str value) {
  str trimmed = str_trim(value);
  return trimmed.len ? str_range(trimmed.ptr, value.ptr + value.len) : trimmed;
}

static str trim_end(str value) {
  str trimmed = str_trim(value);
  return trimmed.len ? str_range(value.ptr, trimmed.ptr + trimmed.len) : trimmed;
}

static str unchanged(str value) {
  return value;
}

static void concat_arguments(struct machine *machine, const struct method_call *call) {
  begin_operands(machine);
  add_node(machine, call->object);
  struct children arguments = children_of(machine->tree, node_field(machine->tree, call->call, FIELD_ARGUMENTS));
  for (TSNode argument; children_next(&arguments, &argument);)
    add_element(machine, argument);
  children_end(&arguments);
  concat(machine, (struct script_step){ts_node_start_byte(call->name_node), STR("concatenation")});
}

/* The array literal that the expression is, or that a name stands for; none if it is something else. */
static TSNode array_of(struct machine *machine, TSNode node) {
  for (int hops = 0; hops < HOPS_MAX && !node_is_none(node); hops++) {
    enum node_kind kind = node_kind(machine->tree, node);
    if (kind == NODE_ARRAY)
      return node;
    if (kind != NODE_WRAPPER && kind != NODE_IDENTIFIER)
      return NODE_NONE;
    if (kind == NODE_WRAPPER) {
      node = node_first(machine->tree, node);
      continue;
    }
    uint32_t scope = scopes_at(&machine->survey->scopes, ts_node_start_byte(node));
    const struct binding *binding = scopes_find(&machine->survey->scopes, scope, node_text(machine->tree, node));
    bool is_known = binding && binding->definitions == 1 && !binding->definition.path && !binding->parts;
    node = is_known ? binding->definition.value : NODE_NONE;
  }
  return NODE_NONE;
}

static void join_elements(struct machine *machine, const struct method_call *call) {
  TSNode array = array_of(machine, call->object);
  TSNode separator = node_argument(machine->tree, call->call, 0);
  begin_operands(machine);
  if (node_is_none(array)) {
    machine_put(machine, texts_none());
    return;
  }
  struct children elements = children_of(machine->tree, array);
  for (TSNode element; children_next(&elements, &element);) {
    if (machine->operands.len > 0 && node_is_none(separator))
      add_task(machine, (struct task){.kind = TASK_TEXT, .text = STR(",")});
    else if (machine->operands.len > 0)
      add_node(machine, separator);
    add_element(machine, element);
  }
  children_end(&elements);
  concat(machine, (struct script_step){ts_node_start_byte(call->name_node), STR("join")});
}

/* Methods of strings and arrays; false if the name is none of theirs. */
static bool operate_method(struct machine *machine, const struct method_call *call) {
  static const struct {
    str name;
    str (*change)(str value);
    void (*run)(struct machine *machine, const struct method_call *call);
  } methods[] = {
      {{"trim", 4}, str_trim, NULL},          {{"trimStart", 9}, trim_start, NULL},
      {{"trimEnd", 7}, trim_end, NULL},       {{"toString", 8}, unchanged, NULL},
      {{"valueOf", 7}, unchanged, NULL},      {{"normalize", 9}, unchanged, NULL},
      {{"concat", 6}, NULL, concat_arguments}, {{"join", 4}, NULL, join_elements},
  };
  str name = node_text(machine->tree, call->name_node);
  for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
    if (!str_eq(methods[i].name, name))
      continue;
    if (methods[i].run) {
      methods[i].run(machine, call);
      return true;
    }
    machine_push(machine, (struct task){.kind = TASK_CHANGE, .change = methods[i].change});
    machine_evaluate(machine, call->object, NULL);
    return true;
  }
  return false;
}

/* String(x), Object.freeze(x): the value of x. */
static bool gives_argument(struct machine *machine, TSNode callee, const struct path *path) {
  if (node_kind(machine->tree, callee) != NODE_MEMBER)
    return !path && is_global(machine, callee, STR("String"));
  str name = node_text(machine->tree, node_field(machine->tree, callee, FIELD_PROPERTY));
  bool keeps = str_eq(name, STR("freeze")) || str_eq(name, STR("seal")) || str_eq(name, STR("preventExtensions"));
  return keeps && is_global(machine, node_field(machine->tree, callee, FIELD_OBJECT), STR("Object"));
}

void operate_call(struct machine *machine, TSNode node, const struct path *path) {
  TSNode callee = node_field(machine->tree, node, FIELD_FUNCTION);
  TSNode arguments = node_field(machine->tree, node, FIELD_ARGUMENTS);
  if (node_is_none(callee) || node_is_none(arguments) || node_kind(machine->tree, arguments) != NODE_ARGUMENTS) {
    machine_put(machine, texts_none());
    return;
  }
  if (gives_argument(machine, callee, path)) {
    machine_evaluate(machine, node_argument(machine->tree, node, 0), path);
    return;
  }
  struct method_call call = {node, node_field(machine->tree, callee, FIELD_OBJECT),
                             node_field(machine->tree, callee, FIELD_PROPERTY)};
  bool is_method = !path && node_kind(machine->tree, callee) == NODE_MEMBER;
  if (!is_method || !operate_method(machine, &call))
    machine_evaluate(machine, callee, path_prepend(machine->scratch, path_called, path));
}

static bool is_function(enum node_kind kind) {
  return kind == NODE_FUNCTION_DECLARATION || kind == NODE_FUNCTION_EXPRESSION || kind == NODE_ARROW_FUNCTION ||
         kind == NODE_METHOD || kind == NODE_CLASS_DECLARATION || kind == NODE_CLASS_EXPRESSION;
}

/* The values of the return statements of a body, those of functions inside it left out. */
static size_t returned(struct machine *machine, TSNode body, TSNode values[static RETURNS_MAX]) {
  TSTreeCursor cursor = ts_tree_cursor_new(body);
  size_t len = 0;
  int depth = 0;
  for (bool descend = true; !tree_is_spent(machine->tree) && cursor_advance(&cursor, descend, &depth);) {
    TSNode node = ts_tree_cursor_current_node(&cursor);
    enum node_kind kind = node_kind(machine->tree, node);
    machine->tree->work++;
    descend = !is_function(kind);
    TSNode value = kind == NODE_RETURN ? node_first(machine->tree, node) : NODE_NONE;
    if (node_is_none(value))
      continue;
    if (len == RETURNS_MAX)
      machine->cut = true;
    else
      values[len++] = value;
  }
  ts_tree_cursor_delete(&cursor);
  return len;
}

void operate_returns(struct machine *machine, TSNode function, const struct path *path) {
  TSNode body = node_field(machine->tree, function, FIELD_BODY);
  if (node_is_none(body)) {
    machine_put(machine, texts_none());
    return;
  }
  if (node_kind(machine->tree, body) != NODE_BLOCK) {
    machine_evaluate(machine, body, path);
    return;
  }
  TSNode values[RETURNS_MAX];
  size_t len = returned(machine, body, values);
  if (len == 0)
    machine_put(machine, texts_none());
  for (size_t i = len; i-- > 0;) {
    if (i > 0)
      machine_push(machine, (struct task){.kind = TASK_UNITE});
    machine_evaluate(machine, values[i], path);
  }
}
