/* name.c -- what a name can be: bindings, parameters, imports, globals. */
#include "engine/script/evaluate.h"

#include <stdlib.h>

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

bool evaluate_enter(struct evaluator *evaluator, const void *what, const struct frame *frame, str name) {
  if (is_active(evaluator, what, frame, name)) {
    evaluator->cycles++;
    return false;
  }
  vec_push(&evaluator->active, (struct active){what, frame, name});
  return true;
}

/* ---- imports ---- */

/* Where a name stands, to be shown when nothing else is known of it. */
static struct values at_place(struct evaluator *evaluator, struct spot spot, uint32_t start, uint32_t end,
                              struct values values) {
  if (values.len == 1 && !values.data[0].origin)
    ((struct value *)(uintptr_t)values.data)->origin = origin_span(&evaluator->maker, spot.module, start, end);
  return values;
}

static struct values at_import(struct evaluator *evaluator, struct spot spot, const struct binding *binding,
                               struct values values) {
  return at_place(evaluator, spot, binding->offset, binding->offset + (uint32_t)binding->name.len, values);
}

static struct values import(struct evaluator *evaluator, struct spot spot, const struct binding *binding) {
  const struct definition *definition = binding->first;
  struct module *module = program_import(evaluator->program, spot.module, definition->module);
  if (!module) {
    bool is_default = definition->path && str_eq(definition->path->name, STR("default"));
    return at_import(
        evaluator, spot, binding,
        evaluate_external(evaluator, definition->module, definition->path, is_default ? binding->name : STR_NONE));
  }
  if (!definition->path)
    return evaluate_namespace(evaluator, module);
  return evaluate_export(evaluator, module, definition->path->name);
}

/* ---- parameters ---- */

const struct frame *evaluate_frame_of(const struct frame *frame, const struct module *module, TSNode function) {
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
  const struct frame *frame = evaluate_frame_of(spot.frame, spot.module, function);
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
  str step =
      values.len ? arena_printf(evaluator->maker.arena, "%s %.*s", word_of(binding->kind), STR_ARG(shown)) : STR_NONE;
  values = values_with_step(&evaluator->maker, values, spot.module, binding->offset, step);
  return binding->parts ? evaluate_written(evaluator, values, spot, binding, NULL) : values;
}

/* A name of the module that is written once means the same everywhere. */
static bool is_steady(const struct evaluator *evaluator, struct spot spot, const struct binding *binding) {
  return !evaluator->store && binding->wholes <= 1 &&
         scopes_function(&spot.module->survey.scopes, binding->scope) == SCOPE_MODULE;
}

static struct values binding_values(struct evaluator *evaluator, struct spot spot, struct binding *binding,
                                    TSNode use) {
  bool is_remembered = is_steady(evaluator, spot, binding);
  if (is_remembered && binding->remembered_in == evaluator->search)
    return binding->remembered;
  spot.frame = is_remembered ? evaluator->base : spot.frame; /* whoever asks first, it is the same for all */
  if (!evaluate_enter(evaluator, binding, spot.frame, STR_NONE))
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
  while (scope != SCOPE_MODULE &&
         node_kind(&spot.module->parse.tree, scopes->all.data[scope].node) == NODE_ARROW_FUNCTION)
    scope = scopes_function(scopes, scopes->all.data[scope].parent);
  if (scope == SCOPE_MODULE)
    return values_none();
  const struct frame *frame = evaluate_frame_of(spot.frame, spot.module, scopes->all.data[scope].node);
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
    return evaluate_namespace(evaluator, spot.module);
  if (!binding) {
    values = evaluate_external(evaluator, STR_NONE, path_prepend(evaluator->maker.arena, name, NULL), STR_NONE);
    return at_place(evaluator, spot, ts_node_start_byte(node), ts_node_end_byte(node), values);
  }
  if (execute_find(evaluator->store, binding, &values))
    return binding->parts ? evaluate_written(evaluator, values, spot, binding, NULL) : values;
  return binding_values(evaluator, spot, binding, node);
}
