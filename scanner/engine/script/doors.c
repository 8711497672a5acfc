/* doors.c -- the calls of the source that are doors, and the texts that reach them. */
#include "engine/script/doors.h"

#include <stdlib.h>

#include "engine/script/evaluate.h"
#include "engine/script/reference.h"

enum {
  WORK_FLOOR = 1 << 20, /* + bytes of source * WORK_PER_BYTE: children and scopes looked at */
  WORK_PER_BYTE = 2,
  FOUND_ROOM = 32 << 20, /* bytes of all that is found */
};

/* One search through a source. What it needs only for itself is of its own arenas. */
struct search {
  struct survey survey;
  struct evaluator evaluator;
  const struct door *doors;
  size_t doors_len;
  struct arena for_call; /* emptied after each call */
  struct arena *scratch;
  size_t room;
  VEC(struct script_value) found;
  bool cut;
};

/* A module that is nowhere named is not imported. */
static bool is_named(str source, const struct door *door) {
  for (size_t i = 0; i < door->modules.len; i++)
    if (str_find(source, door->modules.data[i], 0) != SIZE_MAX)
      return true;
  return door->modules.len == 0;
}

static bool any_is_named(str source, const struct door *doors, size_t doors_len) {
  for (size_t i = 0; i < doors_len; i++)
    if (is_named(source, &doors[i]))
      return true;
  return false;
}

static bool is_of_module(const struct door *door, const struct reference *reference) {
  for (size_t i = 0; i < door->modules.len; i++)
    if (reference->module.ptr && str_eq(door->modules.data[i], reference->module))
      return true;
  return door->modules.len == 0 && !reference->module.ptr;
}

/* `names` is the export, and then the member if the door has one. */
static bool is_entry(const struct door *door, const struct path *names) {
  if (!names || !str_eq(names->name, door->export))
    return false;
  names = names->rest;
  if (door->member.len == 0)
    return !names;
  return names && str_eq(names->name, door->member) && !names->rest;
}

/* A default import is the module where modules are CommonJS underneath; and one that the file names as the
   export is that export. */
static bool leads_to(const struct door *door, const struct reference *reference) {
  const struct path *names = reference->names;
  if (!is_of_module(door, reference) || !names)
    return false;
  if (is_entry(door, names))
    return true;
  if (!str_eq(names->name, STR("default")))
    return false;
  struct path as_export = {door->export, names->rest};
  return is_entry(door, names->rest) || (str_eq(reference->local, door->export) && is_entry(door, &as_export));
}

static const struct path *property_path(const struct door *door, struct arena *arena) {
  const struct path *path = NULL;
  for (size_t i = door->property.len; i-- > 0;)
    path = path_prepend(arena, door->property.data[i], path);
  return path;
}

static size_t size_of(const struct text *text) {
  size_t size = sizeof(struct script_value) + text->value.len + text->spans_len * sizeof *text->spans +
                (text->steps_len + 1) * sizeof *text->steps;
  for (size_t i = 0; i < text->steps_len; i++)
    size += text->steps[i].what.len;
  return size;
}

static void *copy(struct arena *arena, const void *data, size_t size) {
  return memcpy(arena_alloc(arena, size), data, size);
}

/* The texts are of memory that is used again for the next call. */
static void keep(struct search *search, const struct door *door, uint32_t offset, const struct text *text) {
  size_t size = size_of(text);
  if (size > search->room) {
    search->cut = true;
    return;
  }
  search->room -= size;
  struct script_value value = {.door = door, .text = arena_copy(search->scratch, text->value),
                               .spans_len = text->spans_len, .flow_len = text->steps_len + 1};
  value.spans = copy(search->scratch, text->spans, text->spans_len * sizeof *text->spans);
  value.flow = arena_alloc(search->scratch, value.flow_len * sizeof *value.flow);
  for (size_t i = 0; i < text->steps_len; i++)
    value.flow[i] = (struct script_step){text->steps[i].offset, arena_copy(search->scratch, text->steps[i].what)};
  value.flow[text->steps_len] = (struct script_step){offset, door->name};
  vec_push(&search->found, value);
}

static void follow(struct search *search, const struct door *door, TSNode call) {
  TSNode argument = node_argument(search->survey.tree, call, door->argument);
  if (node_is_none(argument))
    return;
  struct texts texts = evaluate(&search->evaluator, argument, property_path(door, &search->for_call),
                                &search->for_call);
  for (size_t i = 0; i < texts.len; i++)
    keep(search, door, ts_node_start_byte(call), &texts.data[i]);
}

static void look_at(struct search *search, const struct call *call) {
  bool is_new = node_kind(search->survey.tree, call->node) == NODE_NEW;
  TSNode callee = node_field(search->survey.tree, call->node, is_new ? FIELD_CONSTRUCTOR : FIELD_FUNCTION);
  struct reference reference;
  if (node_is_none(callee) ||
      !reference_of(&search->survey, callee, call->scope, &search->for_call, &reference))
    return;
  for (size_t i = 0; i < search->doors_len; i++) {
    const struct door *door = &search->doors[i];
    if ((door->shape == DOOR_NEW) == is_new && leads_to(door, &reference))
      follow(search, door, call->node);
  }
}

static void look_at_calls(struct search *search) {
  for (size_t i = 0; i < search->survey.calls.len && !tree_is_spent(search->survey.tree); i++) {
    look_at(search, &search->survey.calls.data[i]);
    arena_clear(&search->for_call);
  }
}

/* The found values, with their list in the arena. */
static struct script_values result_of(struct search *search) {
  size_t len = search->found.len;
  struct script_values values = {NULL, len, search->cut || search->evaluator.cut};
  if (len)
    values.data = copy(search->scratch, search->found.data, len * sizeof *values.data);
  return values;
}

struct script_values doors_find(struct tree *tree, const struct door *doors, size_t doors_len, struct arena *scratch) {
  if (!any_is_named(tree->source, doors, doors_len))
    return (struct script_values){NULL, 0, false};
  struct arena for_survey = {NULL};
  struct search search = {.survey = {.tree = tree, .arena = &for_survey}, .doors = doors, .doors_len = doors_len,
                          .scratch = scratch, .room = FOUND_ROOM};
  search.evaluator = (struct evaluator){.survey = &search.survey, .steps_left = EVALUATE_STEPS_TOTAL};
  tree->work = 0;
  tree->work_limit = WORK_FLOOR + WORK_PER_BYTE * (uint64_t)tree->source.len;
  if (survey_run(&search.survey))
    look_at_calls(&search);
  search.cut = search.cut || tree_is_spent(tree);
  struct script_values values = result_of(&search);
  vec_free(&search.found);
  survey_free(&search.survey);
  arena_free(&search.for_call);
  arena_free(&for_survey);
  return values;
}
