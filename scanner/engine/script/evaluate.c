/* evaluate.c -- the texts that an expression can be: names, objects, and the machine itself. */
#include "engine/script/evaluate.h"

#include <assert.h>
#include <stdlib.h>

#include "engine/script/literal.h"
#include "engine/script/machine.h"
#include "engine/script/property.h"

enum { STEP_NAME_MAX = 64 };

const str path_called = {"()", 2};
const str path_constructed = {"new", 3};

/* The marks are told by where they stand: a property may well be called "new". */
static bool begins_with_mark(const struct path *path, str mark) {
  return path && path->name.ptr == mark.ptr;
}

void machine_push(struct machine *machine, struct task task) {
  if (machine->tasks.len >= TASKS_MAX || path_length(task.path) > PATH_DEPTH)
    machine->cut = true;
  else
    vec_push(&machine->tasks, task);
}

void machine_evaluate(struct machine *machine, TSNode node, const struct path *path) {
  machine_push(machine, (struct task){.kind = TASK_EVALUATE, .node = node, .path = path});
}

void machine_step(struct machine *machine, uint32_t offset, str what) {
  machine_push(machine, (struct task){.kind = TASK_STEP, .step = {offset, what}});
}

struct script_step machine_named_step(struct machine *machine, TSNode at, const char *word, str name) {
  str shown = str_head(name, STEP_NAME_MAX);
  return (struct script_step){ts_node_start_byte(at),
                              arena_printf(machine->scratch, "%s %.*s", word, STR_ARG(shown))};
}

void machine_put(struct machine *machine, struct texts set) {
  vec_push(&machine->sets, set);
}

/* Every task that takes sets lies below those that put them, so there is one to take. */
static struct texts take(struct machine *machine) {
  assert(machine->sets.len > 0);
  return machine->sets.data[--machine->sets.len];
}

static void literal(struct machine *machine, TSNode node) {
  str contents = string_contents(machine->tree, node);
  uint32_t start = ts_node_start_byte(node);
  struct script_span span = {start + 1, start + 1 + (uint32_t)contents.len};
  str value = literal_decode(contents, LITERAL_STRING, machine->scratch);
  machine_put(machine, texts_one(&machine->maker, value, span, (struct script_step){start, STR("string literal")}));
}

static void number(struct machine *machine, TSNode node) {
  str digits = node_text(machine->tree, node);
  for (size_t i = 0; i < digits.len; i++)
    if (digits.ptr[i] < '0' || digits.ptr[i] > '9')
      digits = STR_NONE;
  struct script_span span = {ts_node_start_byte(node), ts_node_end_byte(node)};
  machine_put(machine, digits.len == 0 ? texts_none()
                                       : texts_one(&machine->maker, digits, span,
                                                   (struct script_step){span.start, STR("number")}));
}

/* Assignments to the part of a variable that is asked for. One tells its value; of several, none does. */
static void written_parts(struct machine *machine, const struct binding *binding, const struct path *path) {
  const struct part *found = NULL;
  const struct path *rest = NULL;
  size_t count = 0;
  for (const struct part *part = binding->parts; part && path; part = part->next) {
    const struct path *behind;
    machine->tree->work++;
    if (!path_starts(path, part->path, &behind))
      continue;
    found = part;
    rest = behind;
    count++;
  }
  if (count == 0)
    return;
  TSNode value = count == 1 ? found->value : NODE_NONE;
  machine_push(machine, (struct task){.kind = TASK_WRITTEN, .node = value, .path = rest});
}

static const char *word_of(enum binding_kind kind) {
  static const char *const words[] = {
      [BINDING_CONST] = "const",       [BINDING_LET] = "let",     [BINDING_VAR] = "var",
      [BINDING_PARAMETER] = "default of parameter",               [BINDING_FUNCTION] = "function",
      [BINDING_CLASS] = "class",       [BINDING_ENUM] = "enum",   [BINDING_IMPORT] = "import",
      [BINDING_OTHER] = "name",
  };
  return words[kind];
}

/* Names that are defined by themselves, or by each other, have no value there. */
static bool is_open(const struct machine *machine, const struct binding *binding, const struct path *path) {
  for (size_t i = 0; i < machine->names.len; i++)
    if (machine->names.data[i].binding == binding && path_eq(machine->names.data[i].path, path))
      return true;
  return false;
}

static void open_name(struct machine *machine, const struct binding *binding, const struct path *path) {
  if (machine->names.len == NAMES_DEPTH)
    machine->cut = true;
  vec_push(&machine->names, (struct open_name){binding, path});
  machine_push(machine, (struct task){.kind = TASK_LEAVE});
}

static void name(struct machine *machine, TSNode node, const struct path *path) {
  str text = node_text(machine->tree, node);
  uint32_t scope = scopes_at(&machine->survey->scopes, ts_node_start_byte(node));
  const struct binding *binding = scopes_find(&machine->survey->scopes, scope, text);
  if (!binding || binding->definitions > 1 || binding->definition.module.ptr || is_open(machine, binding, path)) {
    machine_put(machine, texts_none());
    return;
  }
  open_name(machine, binding, path);
  const struct definition *definition = &binding->definition;
  struct script_step step = machine_named_step(machine, node, word_of(binding->kind), text);
  machine_step(machine, binding->offset, step.what);
  written_parts(machine, binding, path);
  if (!node_is_none(definition->fallback))
    machine_push(machine, (struct task){.kind = TASK_OTHERWISE, .node = definition->fallback, .path = path});
  machine_evaluate(machine, definition->value, path_join(machine->scratch, definition->path, path));
}

/* `this` in a class: its fields. */
static void self(struct machine *machine, TSNode node, const struct path *path) {
  const struct scopes *scopes = &machine->survey->scopes;
  uint32_t scope = scopes_at(&machine->survey->scopes, ts_node_start_byte(node));
  while (scope != SCOPE_NONE && scopes->all.data[scope].kind != SCOPE_CLASS)
    scope = scopes->all.data[scope].parent;
  if (scope == SCOPE_NONE)
    machine_put(machine, texts_none());
  else
    machine_evaluate(machine, scopes->all.data[scope].node,
                     path_prepend(machine->scratch, path_constructed, path));
}

static struct task property_task(struct machine *machine, const struct property *property,
                                 const struct path *path) {
  if (node_is_none(property->key))
    return (struct task){.kind = TASK_EVALUATE, .node = property->value, .path = path};
  bool is_word = node_kind(machine->tree, property->key) != NODE_STRING;
  struct script_step plain = {ts_node_start_byte(property->key), STR("property")};
  return (struct task){.kind = TASK_EVALUATE, .node = property->value, .path = path->rest,
                       .step = is_word ? machine_named_step(machine, property->key, "property", path->name) : plain};
}

/* The property of an object; where spreads may have it or not, each of them may give it. */
static void member_of_holder(struct machine *machine, TSNode holder, const struct path *path) {
  bool is_instance = begins_with_mark(path, path_constructed);
  if (is_instance)
    path = path->rest;
  if (!path || begins_with_mark(path, path_called) || begins_with_mark(path, path_constructed)) {
    machine_put(machine, texts_none());
    return;
  }
  struct properties found = property_find(machine->tree, holder, is_instance ? PROPERTY_OF_INSTANCE : PROPERTY_OF_VALUE,
                                          path->name, machine->scratch);
  for (size_t i = found.len; i-- > 0;) {
    struct task task = property_task(machine, &found.data[i], path);
    task.kind = i == 0 ? TASK_EVALUATE : TASK_OTHERWISE;
    machine_push(machine, task);
  }
  if (found.len == 0)
    machine_put(machine, texts_none());
}

static void member(struct machine *machine, TSNode node, const struct path *path) {
  str property = node_text(machine->tree, node_field(machine->tree, node, FIELD_PROPERTY));
  machine_evaluate(machine, node_field(machine->tree, node, FIELD_OBJECT),
                   path_prepend(machine->scratch, property, path));
}

static void subscript(struct machine *machine, TSNode node, const struct path *path) {
  TSNode index = node_field(machine->tree, node, FIELD_INDEX);
  machine_push(machine, (struct task){.kind = TASK_SUBSCRIPT, .path = path,
                                      .node = node_field(machine->tree, node, FIELD_OBJECT)});
  machine_evaluate(machine, index, NULL);
}

/* A function is looked into only where it is called, or read as a getter. */
static void function(struct machine *machine, TSNode node, const struct path *path) {
  bool is_getter = node_kind(machine->tree, node) == NODE_METHOD && node_has_token(machine->tree, node, TOKEN_GET);
  if (is_getter)
    operate_returns(machine, node, path);
  else if (begins_with_mark(path, path_called))
    operate_returns(machine, node, path->rest);
  else
    machine_put(machine, texts_none());
}

static void ternary(struct machine *machine, TSNode node, const struct path *path) {
  machine_push(machine, (struct task){.kind = TASK_UNITE});
  machine_evaluate(machine, node_field(machine->tree, node, FIELD_ALTERNATIVE), path);
  machine_evaluate(machine, node_field(machine->tree, node, FIELD_CONSEQUENCE), path);
}

/* What is a text itself, and has no properties that matter. */
static bool evaluate_text(struct machine *machine, TSNode node, enum node_kind kind, const struct path *path) {
  if (kind != NODE_STRING && kind != NODE_TEMPLATE && kind != NODE_NUMBER)
    return false;
  if (path)
    machine_put(machine, texts_none());
  else if (kind == NODE_STRING)
    literal(machine, node);
  else if (kind == NODE_NUMBER)
    number(machine, node);
  else
    operate_template(machine, node);
  return true;
}

static void evaluate_node(struct machine *machine, TSNode node, const struct path *path) {
  enum node_kind kind = node_is_none(node) ? NODE_OTHER : node_kind(machine->tree, node);
  if (evaluate_text(machine, node, kind, path))
    return;
  switch (kind) {
  case NODE_IDENTIFIER:
  case NODE_SHORTHAND_PROPERTY:
    name(machine, node, path);
    break;
  case NODE_THIS:
    self(machine, node, path);
    break;
  case NODE_OBJECT:
  case NODE_ARRAY:
  case NODE_CLASS_DECLARATION:
  case NODE_CLASS_EXPRESSION:
  case NODE_ENUM:
    member_of_holder(machine, node, path);
    break;
  case NODE_MEMBER:
    member(machine, node, path);
    break;
  case NODE_SUBSCRIPT:
    subscript(machine, node, path);
    break;
  case NODE_WRAPPER:
    machine_evaluate(machine, node_first(machine->tree, node), path);
    break;
  case NODE_TYPE_ASSERTION:
  case NODE_SEQUENCE:
    machine_evaluate(machine, node_last(machine->tree, node), path);
    break;
  case NODE_ASSIGNMENT:
    machine_evaluate(machine, node_field(machine->tree, node, FIELD_RIGHT), path);
    break;
  case NODE_BINARY:
    operate_binary(machine, node, path);
    break;
  case NODE_TERNARY:
    ternary(machine, node, path);
    break;
  case NODE_CALL:
    operate_call(machine, node, path);
    break;
  case NODE_NEW:
    machine_evaluate(machine, node_field(machine->tree, node, FIELD_CONSTRUCTOR),
                     path_prepend(machine->scratch, path_constructed, path));
    break;
  case NODE_FUNCTION_DECLARATION:
  case NODE_FUNCTION_EXPRESSION:
  case NODE_ARROW_FUNCTION:
  case NODE_METHOD:
    function(machine, node, path);
    break;
  default:
    machine_put(machine, texts_none());
    break;
  }
}

static void look(struct machine *machine, const struct task *task) {
  if (task->step.what.len)
    machine_step(machine, task->step.offset, task->step.what);
  evaluate_node(machine, task->node, task->path);
}

static void otherwise(struct machine *machine, const struct task *task) {
  struct texts set = take(machine);
  if (task->kind == TASK_OR)
    set = texts_truthy(&machine->maker, set);
  bool was_open = set.open;
  set.open = false;
  machine_put(machine, set);
  if (!was_open)
    return;
  machine_push(machine, (struct task){.kind = TASK_UNITE});
  machine_push(machine, (struct task){.kind = TASK_EVALUATE, .node = task->node, .path = task->path,
                                      .step = task->step});
}

static void written(struct machine *machine, const struct task *task) {
  struct texts initial = texts_truthy(&machine->maker, take(machine));
  if (initial.len || node_is_none(task->node))
    machine_put(machine, texts_none());
  else
    machine_evaluate(machine, task->node, task->path);
}

static void subscript_named(struct machine *machine, const struct task *task) {
  struct texts names = take(machine);
  if (names.len == 0)
    machine_put(machine, texts_none());
  for (size_t i = names.len; i-- > 0;) {
    if (i > 0)
      machine_push(machine, (struct task){.kind = TASK_UNITE});
    machine_evaluate(machine, task->node, path_prepend(machine->scratch, names.data[i].value, task->path));
  }
}

static void combine(struct machine *machine, enum task_kind kind) {
  struct texts last = take(machine);
  struct texts first = take(machine);
  machine_put(machine, kind == TASK_UNITE ? texts_unite(&machine->maker, first, last)
                                          : texts_concat(&machine->maker, first, last));
}

static void work(struct machine *machine, const struct task *task) {
  switch (task->kind) {
  case TASK_EVALUATE:
    look(machine, task);
    break;
  case TASK_OTHERWISE:
  case TASK_OR:
    otherwise(machine, task);
    break;
  case TASK_WRITTEN:
    written(machine, task);
    break;
  case TASK_SUBSCRIPT:
    subscript_named(machine, task);
    break;
  case TASK_TEXT:
    machine_put(machine, texts_one(&machine->maker, task->text, task->span, (struct script_step){0, STR_NONE}));
    break;
  case TASK_UNITE:
  case TASK_CONCAT:
    combine(machine, task->kind);
    break;
  case TASK_CHANGE:
    machine_put(machine, texts_changed(&machine->maker, take(machine), task->change));
    break;
  case TASK_STEP:
    machine_put(machine, texts_with_step(&machine->maker, take(machine), task->step));
    break;
  case TASK_LEAVE:
    machine->names.len--;
    break;
  }
}

static bool may_go_on(struct machine *machine, size_t steps) {
  if (steps >= EVALUATE_STEPS_MAX || machine->evaluator->steps_left == 0 || tree_is_spent(machine->tree))
    machine->cut = true;
  return !machine->cut;
}

static void run(struct machine *machine) {
  for (size_t steps = 0; machine->tasks.len && may_go_on(machine, steps); steps++) {
    machine->evaluator->steps_left--;
    struct task task = machine->tasks.data[--machine->tasks.len];
    work(machine, &task);
  }
}

struct texts evaluate(struct evaluator *evaluator, TSNode expression, const struct path *path, struct arena *scratch) {
  struct machine machine = {.evaluator = evaluator, .survey = evaluator->survey, .tree = evaluator->survey->tree,
                            .scratch = scratch, .maker = {.arena = scratch, .room = ROOM}};
  machine_evaluate(&machine, expression, path);
  run(&machine);
  struct texts result = machine.cut ? texts_none() : take(&machine);
  evaluator->cut = evaluator->cut || machine.cut || machine.maker.cut;
  vec_free(&machine.tasks);
  vec_free(&machine.sets);
  vec_free(&machine.names);
  vec_free(&machine.operands);
  return result;
}
