/* views.c -- doors as seen from the calls that lead to them, and what reaches them there. */
#include "engine/script/search.h"

#include <stdlib.h>

#include "engine/script/flatten.h"
#include "engine/script/publics.h"

enum {
  CALLS_DEPTH = 6,         /* callers of callers */
  VIEWS_MAX = 256,         /* of one module */
};

void views_add(struct search *search, const struct site *site, const struct way *way) {
  int depth = 0;
  for (const struct way *outer = way; outer; outer = outer->outer)
    depth++;
  if (search->views.len < VIEWS_MAX && depth <= CALLS_DEPTH)
    vec_push(&search->views, (struct view){*site, way});
  else
    search->cut = true;
}

const struct way *views_way_through(struct search *search, TSNode call, struct module *module, TSNode function,
                                    const struct way *inner) {
  /* The inner ways are copied, so that this call comes outermost. */
  struct arena *arena = search->evaluator->maker.arena;
  const struct way *first = NULL;
  const struct way **end = &first;
  for (; inner; inner = inner->outer) {
    struct way *copy = ARENA_NEW(arena, struct way);
    *copy = *inner;
    *end = copy;
    end = &copy->outer;
  }
  struct way *last = ARENA_NEW(arena, struct way);
  *last = (struct way){search->module, call, module, function, NULL};
  *end = last;
  return first;
}

/* ---- what reaches a view ---- */

static const struct frame *frame_through(struct search *search, const struct way *way, const struct frame *outer) {
  struct spot spot = {way->module, outer};
  TSNode callee = callee_of(&way->module->parse.tree, way->call);
  struct values targets = values_none(), super;
  if (node_kind(&way->module->parse.tree, callee) != NODE_SUPER) {
    targets = evaluate(search->evaluator, spot, callee);
  } else {
    struct value class = {.kind = VALUE_CLASS,
                          .module = way->module,
                          .node = callee_class_around(way->module, way->call),
                          .frame = outer};
    targets = evaluate_super(search->evaluator, &class, &super) ? super : targets;
  }
  for (size_t i = 0; i < targets.len; i++)
    if (callee_is_function(search, &targets.data[i], way->function_module, way->function))
      return evaluate_frame(search->evaluator, spot, way->call, &targets.data[i]);
  return NULL;
}

/* The frames of all calls of a way, the outermost made first. */
static const struct frame *frames_of(struct search *search, const struct way *way) {
  const struct way *ways[CALLS_DEPTH + 1];
  size_t len = 0;
  const struct frame *frame = NULL;
  for (; way && len < CALLS_DEPTH + 1; way = way->outer)
    ways[len++] = way;
  for (; len > 0; len--)
    frame = frame_through(search, ways[len - 1], frame);
  return frame;
}

static str dotted(struct arena *arena, const struct path *names) {
  str text = STR("");
  for (; names; names = names->rest)
    text = text.len ? arena_printf(arena, "%.*s.%.*s", STR_ARG(text), STR_ARG(names->name))
                    : arena_copy(arena, names->name);
  return text;
}

static size_t size_of(const struct script_value *value) {
  return sizeof *value + value->text.len + value->spans_len * sizeof *value->spans +
         value->flow_len * (sizeof *value->flow + 16);
}

static void add_last_step(struct search *search, const struct site *site, struct script_value *value) {
  struct script_step *flow = arena_alloc(search->scratch, (value->flow_len + 1) * sizeof *flow);
  if (value->flow_len)
    memcpy(flow, value->flow, value->flow_len * sizeof *flow);
  uint32_t offset = module_origin(site->module, ts_node_start_byte(site->at));
  flow[value->flow_len++] =
      (struct script_step){site->module->is_item ? NULL : &site->module->file, offset, site->door->name};
  value->flow = flow;
}

/* A variable is its own beginning. */
static void add_first_step(struct search *search, struct script_value *value) {
  struct script_step *flow = arena_alloc(search->scratch, (value->flow_len + 1) * sizeof *flow);
  if (value->flow_len)
    memcpy(flow + 1, value->flow, value->flow_len * sizeof *flow);
  const struct script_span *last = &value->spans[value->spans_len - 1];
  flow[0] = (struct script_step){last->file, last->start, value->text};
  value->flow = flow;
  value->flow_len++;
}

/* A default may be met in every view of a function. */
static bool is_found(const struct search *search, const struct script_value *value) {
  for (size_t i = 0; i < search->found.len; i++) {
    const struct script_value *known = &search->found.data[i];
    bool same_place = known->spans_len && value->spans_len && known->spans[0].file == value->spans[0].file &&
                      known->spans[0].start == value->spans[0].start;
    if (known->door == value->door && same_place && str_eq(known->text, value->text))
      return true;
  }
  return false;
}

static void keep(struct search *search, const struct site *site, const struct value *found) {
  bool is_external = found->kind == VALUE_EXTERNAL;
  if (!search->emits || (!is_external && found->kind != VALUE_TEXT))
    return;
  struct script_value value = {.door = site->door, .is_external = is_external};
  value.text = is_external ? dotted(search->scratch, found->names) : arena_copy(search->scratch, found->text);
  value.module = is_external && found->text.ptr ? arena_copy(search->scratch, found->text) : STR_NONE;
  flatten(found->origin, search->scratch, &value);
  if (is_external && value.spans_len)
    add_first_step(search, &value);
  value.is_public =
      is_external && !found->text.ptr && value.spans_len && publics_have(search->evaluator, site->module, value.text);
  add_last_step(search, site, &value);
  size_t size = size_of(&value);
  search->cut |= size > search->room;
  if (size > search->room || is_found(search, &value))
    return;
  search->room -= size;
  vec_push(&search->found, value);
}

/* A list, as of a command's arguments, is each of its elements. */
static void keep_all(struct search *search, const struct site *site, struct values values) {
  for (size_t i = 0; i < values.len; i++) {
    const struct value *value = &values.data[i];
    struct values elements = values_none();
    if (value->kind == VALUE_LIST || value->kind == VALUE_HOLDER)
      elements = evaluate_elements(search->evaluator, (struct values){value, 1, false});
    keep(search, site, value);
    for (size_t k = 0; k < elements.len; k++)
      keep(search, site, &elements.data[k]);
  }
}

/* The view hangs on a function's callers: those here are looked at next, those elsewhere when they are searched.
   Gives the number of those here. */
static bool is_on_way(const struct way *way, TSNode function) {
  while (way && !node_is(way->function, function))
    way = way->outer;
  return way != NULL;
}

static size_t ask_callers(struct search *search, const struct view *view, struct module *module, TSNode function) {
  if (is_on_way(view->way, function))
    return 0;
  struct pendings *pendings = ARENA_NEW(search->evaluator->maker.arena, struct pendings);
  *pendings = (struct pendings){{*view, module, function}, search->module->pending};
  search->module->pending = pendings;
  size_t callers = 0;
  for (size_t i = 0; module == search->module && i < search->module->survey.calls.len; i++) {
    struct values targets = callee_targets(search, i);
    for (size_t k = 0; k < targets.len; k++)
      if (callee_is_function(search, &targets.data[k], module, function)) {
        views_add(search, &view->site,
                  views_way_through(search, search->module->survey.calls.data[i].node, module, function, view->way));
        callers++;
      }
  }
  return callers;
}

void views_look(struct search *search, struct view view) {
  struct evaluator *evaluator = search->evaluator;
  evaluate_begin(evaluator, EVALUATE_STEPS);
  evaluator->base = NULL;
  evaluator->search = view.way ? ++search->program->searches : search->number;
  const struct frame *frame = frames_of(search, view.way);
  if (view.way && !frame)
    return;
  if (view.way) /* what was remembered until now was seen from elsewhere */
    evaluator->search = ++search->program->searches;
  evaluator->base = frame;
  struct spot spot = {view.site.module, frame};
  struct values values =
      evaluate_path(evaluator, evaluate(evaluator, spot, view.site.expression), view.site.path, spot, view.site.at);
  struct unbound unbound[UNBOUND_MAX];
  size_t len = evaluator->unbound_len, callers = 0;
  memcpy(unbound, evaluator->unbound, len * sizeof *unbound);
  for (size_t i = 0; i < len; i++)
    callers += ask_callers(search, &view, unbound[i].module, unbound[i].function);
  evaluator->base = NULL;
  evaluator->search = search->number;
  if (callers == 0) /* else what reaches it is seen from them, and a default only where it is used */
    keep_all(search, &view.site, values);
}
