/* flatten.c -- the places a value comes from, in order. */
#include "engine/script/flatten.h"

#include <stdlib.h>

enum { PENDING_MAX = 1 << 16, VISITS_MAX = 1 << 17 }; /* parts of a rope may be shared: as a tree it can be huge */

struct walk {
  VEC(const struct origin *) pending;
  VEC(struct script_span) spans;
  VEC(struct script_step) steps;
};

static const struct script_file *file_of(const struct module *module) {
  return module->is_item ? NULL : &module->file;
}

/* A part of a text keeps the places of all of it, so the same place may follow itself. */
static void add_span(struct walk *walk, const struct origin *origin) {
  struct script_span span = {file_of(origin->module), module_origin(origin->module, origin->start), module_origin(origin->module, origin->end)};
  for (size_t i = 0; i < walk->spans.len; i++) {
    const struct script_span *known = &walk->spans.data[i];
    if (known->file == span.file && known->start == span.start && known->end == span.end)
      return;
  }
  if (span.end <= span.start)
    return;
  if (walk->spans.len < FLOW_SPANS_MAX) {
    vec_push(&walk->spans, span);
    return;
  }
  struct script_span *last = &walk->spans.data[walk->spans.len - 1];
  if (last->file == span.file && span.end > last->end)
    last->end = span.end;
}

static void add_step(struct walk *walk, const struct origin *origin) {
  struct script_step step = {file_of(origin->module), module_origin(origin->module, origin->start), origin->what};
  for (size_t i = 0; i < walk->steps.len; i++) {
    const struct script_step *known = &walk->steps.data[i];
    if (known->file == step.file && known->offset == step.offset && str_eq(known->what, step.what))
      return;
  }
  if (walk->steps.len < FLOW_STEPS_MAX)
    vec_push(&walk->steps, step);
  else
    walk->steps.data[FLOW_STEPS_MAX - 1] = step;
}

static void push(struct walk *walk, const struct origin *origin) {
  if (origin && walk->pending.len < PENDING_MAX)
    vec_push(&walk->pending, origin);
}

/* Depth first, left to right; a step comes after what it is added behind, so its own turn is put off. */
static void visit(struct walk *walk, const struct origin *origin, bool is_second_turn) {
  if (origin->kind == ORIGIN_SPAN) {
    add_span(walk, origin);
  } else if (origin->kind == ORIGIN_JOIN) {
    push(walk, origin->second);
    push(walk, origin->first);
  } else if (is_second_turn || !origin->first) {
    add_step(walk, origin);
  } else {
    push(walk, origin);
    vec_push(&walk->pending, NULL); /* marks: the one below has its second turn */
    push(walk, origin->first);
  }
}

static void run(struct walk *walk) {
  for (size_t visits = 0; walk->pending.len && visits < VISITS_MAX; visits++) {
    const struct origin *origin = walk->pending.data[--walk->pending.len];
    bool is_second_turn = !origin;
    if (is_second_turn)
      origin = walk->pending.data[--walk->pending.len];
    visit(walk, origin, is_second_turn);
  }
}

static void *copy(struct arena *arena, const void *data, size_t size) {
  void *copied = arena_alloc(arena, size + 1);
  if (size)
    memcpy(copied, data, size);
  return copied;
}

void flatten(const struct origin *origin, struct arena *arena, struct script_value *value) {
  struct walk walk = {.pending = {0}};
  push(&walk, origin);
  run(&walk);
  for (size_t i = 0; i < walk.steps.len; i++)
    walk.steps.data[i].what = arena_copy(arena, walk.steps.data[i].what);
  value->spans = copy(arena, walk.spans.data, walk.spans.len * sizeof *walk.spans.data);
  value->spans_len = walk.spans.len;
  value->flow = copy(arena, walk.steps.data, walk.steps.len * sizeof *walk.steps.data);
  value->flow_len = walk.steps.len;
  vec_free(&walk.pending);
  vec_free(&walk.spans);
  vec_free(&walk.steps);
}
