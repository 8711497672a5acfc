/* name.c -- what a name, or `this`, can be: bindings, parameters, imports, globals. */
#include <stdlib.h>

#include "engine/script/evaluate.h"

enum { STEP_NAME_MAX = 64 };

/* ---- names from elsewhere ---- */

/* Modules whose exports are globals too. */
static const struct {
  str module;
  str global; /* what the module itself, or its default export, is; none: nothing */
} global_modules[] = {
    {{"process", 7}, {"process", 7}},           {{"node:process", 12}, {"process", 7}},
    {{"buffer", 6}, {NULL, 0}},                 {{"node:buffer", 11}, {NULL, 0}},
    {{"global", 6}, {NULL, 0}},                 {{"util", 4}, {NULL, 0}},
    {{"node:util", 9}, {NULL, 0}},
};

/* Names of the global object itself. */
static bool is_global_object(str name) {
  static const str names[] = {{"globalThis", 10}, {"window", 6}, {"self", 4}, {"global", 6}};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (str_eq(names[i], name))
      return true;
  return false;
}

/* import { env } from 'node:process' is process.env. */
static void settle_module(struct arena *arena, str *module, const struct path **names) {
  for (size_t i = 0; module->ptr && i < sizeof global_modules / sizeof *global_modules; i++) {
    if (!str_eq(global_modules[i].module, *module))
      continue;
    bool is_default = *names && str_eq((*names)->name, STR("default"));
    *names = is_default ? (*names)->rest : *names;
    if (global_modules[i].global.len)
      *names = path_prepend(arena, global_modules[i].global, *names);
    *module = STR_NONE;
    return;
  }
}

struct values evaluate_external(struct evaluator *evaluator, str module, const struct path *names, str local) {
  settle_module(evaluator->maker.arena, &module, &names);
  while (!module.ptr && names && names->rest && is_global_object(names->name))
    names = names->rest;
  if (path_length(names) > NAMES_MAX)
    return values_none();
  struct value value = {.kind = VALUE_EXTERNAL, .text = module, .names = names, .local = local};
  return values_opened(values_one(&evaluator->maker, value));
}

/* ---- things being found out ---- */

static bool is_active(const struct evaluator *evaluator, const void *what, const struct frame *frame, str name) {
  for (size_t i = 0; i < evaluator->active.len; i++) {
    const struct active *active = &evaluator->active.data[i];
    if (active->what == what && active->frame == frame && str_eq(active->name, name))
      return true;
  }
  return false;
}

static bool enter(struct evaluator *evaluator, const void *what, const struct frame *frame, str name) {
  if (is_active(evaluator, what, frame, name)) {
    evaluator->cycles++;
    return false;
  }
  vec_push(&evaluator->active, (struct active){what, frame, name});
  return true;
}

/* ---- modules ---- */

static struct values namespace_of(struct evaluator *evaluator, struct module *module) {
  return values_one(&evaluator->maker, (struct value){.kind = VALUE_MODULE, .module = module});
}

/* module.exports = …, with what is written to parts of it behind; the last one counts. */
static struct values commonjs_whole(struct evaluator *evaluator, struct module *module) {
  struct values whole = values_none();
  for (size_t i = 0; i < module->survey.commonjs.len; i++) {
    const struct definition *definition = &module->survey.commonjs.data[i];
    if (!definition->part)
      whole = evaluate(evaluator, (struct spot){module, NULL}, definition->value);
  }
  return whole;
}

static struct values commonjs_part(struct evaluator *evaluator, struct module *module, str name) {
  struct values part = values_none();
  for (size_t i = 0; i < module->survey.commonjs.len; i++) {
    const struct definition *definition = &module->survey.commonjs.data[i];
    if (definition->part && !definition->part->rest && str_eq(definition->part->name, name))
      part = values_unite(&evaluator->maker, values_closed(part),
                          evaluate_path(evaluator, evaluate(evaluator, (struct spot){module, NULL}, definition->value),
                                        definition->path, (struct spot){module, NULL}, definition->at));
  }
  return part;
}

static struct values commonjs_export(struct evaluator *evaluator, struct module *module, str name) {
  struct values part = commonjs_part(evaluator, module, name);
  if (part.len)
    return part;
  struct values whole = commonjs_whole(evaluator, module);
  if (str_eq(name, STR("default")))
    return whole.len ? whole : namespace_of(evaluator, module);
  return evaluate_property(evaluator, whole, name, (struct spot){module, NULL}, NODE_NONE);
}

/* JSON is parsed as one expression: what it says is the module's. */
static struct values json_export(struct evaluator *evaluator, struct module *module, str name) {
  struct tree *tree = &module->parse.tree;
  TSNode statement = node_first(tree, tree->root);
  if (node_is_none(statement))
    return values_none();
  struct values whole = evaluate(evaluator, (struct spot){module, NULL}, node_first(tree, statement));
  if (str_eq(name, STR("default")))
    return whole;
  return evaluate_property(evaluator, whole, name, (struct spot){module, NULL}, NODE_NONE);
}

static struct values reexported(struct evaluator *evaluator, struct module *module, const struct export *export, str name) {
  struct module *next = program_import(evaluator->program, module, export->module);
  if (next && export->name.ptr && !export->import.ptr)
    return namespace_of(evaluator, next);
  if (next)
    return evaluate_export(evaluator, next, name);
  const struct path *names = !export->name.ptr || export->import.ptr ? path_prepend(evaluator->maker.arena, name, NULL) : NULL;
  return evaluate_external(evaluator, export->module, names, STR_NONE);
}

static struct values named_export(struct evaluator *evaluator, struct module *module, str name, bool *found) {
  for (size_t i = 0; i < module->survey.exports.len; i++) {
    const struct export *export = &module->survey.exports.data[i];
    if (!export->name.ptr || !str_eq(export->name, name))
      continue;
    *found = true;
    if (export->module.ptr)
      return reexported(evaluator, module, export, export->import);
    return evaluate(evaluator, (struct spot){module, NULL}, export->value);
  }
  return values_none();
}

/* export * from: the first that has the name. What leads to packages may have anything, and comes last. */
static struct values star_export(struct evaluator *evaluator, struct module *module, str name) {
  struct values outside = values_none();
  for (size_t i = 0; i < module->survey.exports.len; i++) {
    const struct export *export = &module->survey.exports.data[i];
    if (export->name.ptr)
      continue;
    struct values values = reexported(evaluator, module, export, name);
    bool is_outside = values.len == 1 && values.data[0].kind == VALUE_EXTERNAL;
    if (values.len && !is_outside)
      return values;
    outside = values_unite(&evaluator->maker, outside, values);
  }
  return outside;
}

static struct values export_of(struct evaluator *evaluator, struct module *module, str name) {
  bool found = false;
  if (module->shift)
    return json_export(evaluator, module, name);
  struct values values = named_export(evaluator, module, name, &found);
  if (!found && module->survey.commonjs.len)
    return commonjs_export(evaluator, module, name);
  if (!found && !str_eq(name, STR("default")))
    return star_export(evaluator, module, name);
  return values;
}

struct values evaluate_export(struct evaluator *evaluator, struct module *module, str name) {
  if (!evaluate_step(evaluator) || !enter(evaluator, module, NULL, name))
    return values_none();
  evaluator->depth++;
  struct values values = export_of(evaluator, module, name);
  evaluator->depth--;
  evaluator->active.len--;
  return values;
}

struct values evaluate_module(struct evaluator *evaluator, struct spot spot, str specifier) {
  struct module *module = program_import(evaluator->program, spot.module, specifier);
  if (!module)
    return evaluate_external(evaluator, specifier, NULL, STR_NONE);
  if (module->shift)
    return json_export(evaluator, module, STR("default"));
  struct values whole = module->survey.exports.len ? values_none() : commonjs_whole(evaluator, module);
  return whole.len ? whole : namespace_of(evaluator, module);
}

/* Where a name stands, to be shown when nothing else is known of it. */
static struct values at_place(struct evaluator *evaluator, struct spot spot, uint32_t start, uint32_t end, struct values values) {
  if (values.len == 1 && !values.data[0].origin)
    ((struct value *)(uintptr_t)values.data)->origin = origin_span(&evaluator->maker, spot.module, start, end);
  return values;
}

static struct values at_import(struct evaluator *evaluator, struct spot spot, const struct binding *binding, struct values values) {
  return at_place(evaluator, spot, binding->offset, binding->offset + (uint32_t)binding->name.len, values);
}

static struct values import(struct evaluator *evaluator, struct spot spot, const struct binding *binding) {
  const struct definition *definition = binding->first;
  struct module *module = program_import(evaluator->program, spot.module, definition->module);
  if (!module) {
    bool is_default = definition->path && str_eq(definition->path->name, STR("default"));
    return at_import(evaluator, spot, binding, evaluate_external(evaluator, definition->module, definition->path, is_default ? binding->name : STR_NONE));
  }
  if (!definition->path)
    return namespace_of(evaluator, module);
  return evaluate_export(evaluator, module, definition->path->name);
}

/* ---- parameters ---- */

static const struct frame *frame_of(const struct frame *frame, const struct module *module, TSNode function) {
  while (frame && !(frame->module == module && node_is(frame->function, function)))
    frame = frame->outer;
  return frame;
}

static struct values rest_of(struct evaluator *evaluator, const struct frame *frame, size_t from) {
  size_t len = frame->len > from ? frame->len - from : 0;
  struct value list = {.kind = VALUE_LIST, .items = frame->arguments + (len ? from : 0), .items_len = len};
  return frame->is_open ? values_none() : values_one(&evaluator->maker, list);
}

static struct values argument(struct evaluator *evaluator, struct spot spot, const struct binding *binding) {
  TSNode function = spot.module->survey.scopes.all.data[binding->scope].node;
  const struct frame *frame = frame_of(spot.frame, spot.module, function);
  struct values values = values_none();
  if (frame && binding->is_rest)
    return rest_of(evaluator, frame, binding->parameter);
  if (frame)
    return binding->parameter < frame->len ? frame->arguments[binding->parameter] : values_none();
  if (evaluate_callback_argument(evaluator, spot, function, binding->parameter, &values))
    return values;
  evaluate_note_unbound(evaluator, spot.module, function);
  return values_none();
}

/* ---- bindings ---- */

static struct values element_of(struct evaluator *evaluator, struct spot spot, const struct definition *definition) {
  return evaluate_elements(evaluator, evaluate(evaluator, spot, definition->value));
}

struct values evaluate_definition(struct evaluator *evaluator, struct spot spot, const struct binding *binding,
                                  const struct definition *definition) {
  struct values values = values_none();
  if (binding->kind == BINDING_PARAMETER && node_is_none(definition->at))
    values = argument(evaluator, spot, binding);
  else if (definition->kind == WRITE_VALUE)
    values = evaluate(evaluator, spot, definition->value);
  else if (definition->kind == WRITE_ELEMENT)
    values = element_of(evaluator, spot, definition);
  values = evaluate_path(evaluator, values, definition->path, spot, definition->value);
  return evaluate_otherwise(evaluator, values, spot, definition->fallback);
}

static struct values defined(struct evaluator *evaluator, struct spot spot, const struct binding *binding, TSNode use) {
  if (binding->kind == BINDING_IMPORT && binding->wholes > 1) /* no program */
    return values_none();
  if (binding->kind == BINDING_IMPORT)
    return import(evaluator, spot, binding);
  if (binding->wholes == 0)
    return values_none();
  if (binding->wholes > 1)
    return evaluate_reach(evaluator, spot, &(struct reach){binding, NULL, values_none()}, use);
  const struct definition *only = binding->first;
  while (only->part || only->computed.id)
    only = only->next;
  if (only->kind == WRITE_VALUE || only->kind == WRITE_ELEMENT || binding->kind == BINDING_PARAMETER)
    return evaluate_definition(evaluator, spot, binding, only);
  return evaluate_reach(evaluator, spot, &(struct reach){binding, NULL, values_none()}, use);
}

static const char *word_of(enum binding_kind kind) {
  static const char *const words[] = {
      [BINDING_CONST] = "const",     [BINDING_LET] = "let",           [BINDING_VAR] = "var",
      [BINDING_PARAMETER] = "parameter", [BINDING_FUNCTION] = "function", [BINDING_CLASS] = "class",
      [BINDING_ENUM] = "enum",       [BINDING_IMPORT] = "import",     [BINDING_OTHER] = "name",
  };
  return words[kind];
}

static struct values with_name(struct evaluator *evaluator, struct values values, struct spot spot,
                               const struct binding *binding) {
  str shown = str_head(binding->name, STEP_NAME_MAX);
  str step = values.len ? arena_printf(evaluator->maker.arena, "%s %.*s", word_of(binding->kind), STR_ARG(shown)) : STR_NONE;
  values = values_with_step(&evaluator->maker, values, spot.module, binding->offset, step);
  return binding->parts ? evaluate_written(evaluator, values, spot, binding, NULL) : values;
}

/* A name of the module that is written once means the same everywhere. */
static bool is_steady(const struct evaluator *evaluator, struct spot spot, const struct binding *binding) {
  return !evaluator->store && binding->wholes <= 1 &&
         scopes_function(&spot.module->survey.scopes, binding->scope) == SCOPE_MODULE;
}

static struct values binding_values(struct evaluator *evaluator, struct spot spot, struct binding *binding, TSNode use) {
  bool is_remembered = is_steady(evaluator, spot, binding);
  if (is_remembered && binding->remembered_in == evaluator->search)
    return binding->remembered;
  spot.frame = is_remembered ? evaluator->base : spot.frame; /* whoever asks first, it is the same for all */
  if (!enter(evaluator, binding, spot.frame, STR_NONE))
    return values_none();
  size_t cycles = evaluator->cycles;
  bool was_cut = evaluator->cut;
  struct values values = with_name(evaluator, defined(evaluator, spot, binding, use), spot, binding);
  evaluator->active.len--;
  bool is_whole = cycles == evaluator->cycles && was_cut == evaluator->cut;
  if (is_remembered && (is_whole || evaluator->is_hasty)) {
    binding->remembered = values;
    binding->remembered_in = evaluator->search;
  }
  return values;
}

struct values evaluate_own(struct evaluator *evaluator, struct spot spot, uint32_t scope, str name, TSNode use) {
  struct binding *binding = scope == SCOPE_NONE ? NULL : scopes_own(&spot.module->survey.scopes, scope, name);
  return binding ? binding_values(evaluator, spot, binding, use) : values_none();
}

/* `arguments` in a function. */
static struct values all_arguments(struct evaluator *evaluator, struct spot spot, TSNode at) {
  struct scopes *scopes = &spot.module->survey.scopes;
  uint32_t scope = scopes_function(scopes, scopes_at(scopes, ts_node_start_byte(at)));
  while (scope != SCOPE_MODULE && node_kind(&spot.module->parse.tree, scopes->all.data[scope].node) == NODE_ARROW_FUNCTION)
    scope = scopes_function(scopes, scopes->all.data[scope].parent);
  if (scope == SCOPE_MODULE)
    return values_none();
  const struct frame *frame = frame_of(spot.frame, spot.module, scopes->all.data[scope].node);
  if (frame)
    return rest_of(evaluator, frame, 0);
  evaluate_note_unbound(evaluator, spot.module, scopes->all.data[scope].node);
  return values_none();
}

struct values evaluate_name(struct evaluator *evaluator, struct spot spot, TSNode node) {
  struct scopes *scopes = &spot.module->survey.scopes;
  str name = node_text(&spot.module->parse.tree, node);
  struct binding *binding = scopes_find(scopes, scopes_at(scopes, ts_node_start_byte(node)), name);
  struct values values;
  if (!binding && ts_node_has_error(spot.module->parse.tree.root))
    binding = scopes_only(scopes, name);
  if (!binding && str_eq(name, STR("arguments")))
    return all_arguments(evaluator, spot, node);
  if (!binding && str_eq(name, STR("exports")) && spot.module->survey.commonjs.len)
    return namespace_of(evaluator, spot.module);
  if (!binding) {
    values = evaluate_external(evaluator, STR_NONE, path_prepend(evaluator->maker.arena, name, NULL), STR_NONE);
    return at_place(evaluator, spot, ts_node_start_byte(node), ts_node_end_byte(node), values);
  }
  if (execute_find(evaluator->store, binding, &values))
    return binding->parts ? evaluate_written(evaluator, values, spot, binding, NULL) : values;
  return binding_values(evaluator, spot, binding, node);
}

/* ---- this ---- */

/* The scope of the function, or class, whose `this` it is. */
static uint32_t scope_of_this(struct spot spot, TSNode at) {
  const struct scopes *scopes = &spot.module->survey.scopes;
  uint32_t scope = scopes_at(&spot.module->survey.scopes, ts_node_start_byte(at));
  for (; scope != SCOPE_NONE && scope != SCOPE_MODULE; scope = scopes->all.data[scope].parent) {
    const struct scope *one = &scopes->all.data[scope];
    bool is_arrow = node_kind(&spot.module->parse.tree, one->node) == NODE_ARROW_FUNCTION;
    if (one->kind == SCOPE_CLASS || (one->kind == SCOPE_FUNCTION && !is_arrow))
      return scope;
  }
  return SCOPE_NONE;
}

/* An instance of the class around a method that nobody is known to call: its fields, and what its constructor does. */
static struct values any_instance(struct evaluator *evaluator, struct spot spot, TSNode class, bool is_static) {
  struct value value = {.kind = is_static ? VALUE_CLASS : VALUE_INSTANCE, .module = spot.module, .node = class, .frame = spot.frame};
  TSNode constructor = class_constructor(spot.module, class);
  const struct frame *frame = node_is_none(constructor) ? NULL : frame_of(spot.frame, spot.module, constructor);
  value.frame = frame ? frame : spot.frame;
  return values_one(&evaluator->maker, value);
}

/* Maker.prototype.method = function () { this … } */
static TSNode prototype_of(struct tree *tree, const struct scope *function) {
  TSNode assignment = function->around[0];
  TSNode left = node_kind(tree, assignment) == NODE_ASSIGNMENT ? node_field(tree, assignment, FIELD_LEFT) : NODE_NONE;
  TSNode prototype = node_kind(tree, left) == NODE_MEMBER ? node_field(tree, left, FIELD_OBJECT) : NODE_NONE;
  if (node_kind(tree, prototype) != NODE_MEMBER || !str_eq(node_text(tree, node_field(tree, prototype, FIELD_PROPERTY)), STR("prototype")))
    return NODE_NONE;
  return node_field(tree, prototype, FIELD_OBJECT);
}

/* What `new` makes of a function that is a class. */
static struct values any_made(struct evaluator *evaluator, struct spot spot, TSNode maker) {
  struct values makers = evaluate(evaluator, spot, maker);
  if (makers.len != 1 || makers.data[0].kind != VALUE_FUNCTION)
    return values_none();
  struct value value = makers.data[0];
  const struct frame *frame = frame_of(spot.frame, value.module, value.node);
  value.kind = VALUE_INSTANCE;
  value.frame = frame ? frame : spot.frame;
  return values_one(&evaluator->maker, value);
}

struct values evaluate_this(struct evaluator *evaluator, struct spot spot, TSNode at) {
  const struct scopes *scopes = &spot.module->survey.scopes;
  struct tree *tree = &spot.module->parse.tree;
  uint32_t scope = scope_of_this(spot, at);
  if (scope == SCOPE_NONE)
    return values_none();
  const struct scope *one = &scopes->all.data[scope];
  if (one->kind == SCOPE_CLASS)
    return any_instance(evaluator, spot, one->node, false);
  const struct frame *frame = frame_of(spot.frame, spot.module, one->node);
  if (frame && frame->self) {
    struct value self = *frame->self;
    if (self.kind == VALUE_INSTANCE) /* what this call writes to it is known to whoever gets it */
      self.frame = frame;
    return values_one(&evaluator->maker, self);
  }
  const struct scope *parent = &scopes->all.data[one->parent];
  bool is_method = node_kind(tree, one->node) == NODE_METHOD && !str_eq(node_text(tree, node_field(tree, one->node, FIELD_NAME)), STR("constructor"));
  if (is_method && parent->kind == SCOPE_CLASS)
    evaluate_note_unbound(evaluator, spot.module, one->node);
  if (parent->kind == SCOPE_CLASS)
    return any_instance(evaluator, spot, parent->node, node_has_token(tree, one->node, TOKEN_STATIC));
  TSNode holder = survey_object_around(tree, one), maker = prototype_of(tree, one);
  if (!node_is_none(maker))
    return any_made(evaluator, spot, maker);
  if (!node_is_none(holder))
    return evaluate(evaluator, spot, holder);
  return values_one(&evaluator->maker,
                    (struct value){.kind = VALUE_INSTANCE, .module = spot.module, .node = one->node, .frame = spot.frame});
}
