/* scope.c -- which declaration a name means at a place of the source. */
#include "engine/script/scope.h"

#include <stdlib.h>

enum { SLOTS_FIRST = 64 };

uint32_t scopes_open(struct scopes *scopes, uint32_t parent, enum scope_kind kind, TSNode node, const TSNode around[2]) {
  uint32_t index = (uint32_t)scopes->all.len;
  bool hoists = kind == SCOPE_FUNCTION || parent == SCOPE_NONE;
  struct scope scope = {.start = ts_node_start_byte(node), .end = ts_node_end_byte(node), .parent = parent,
                        .hoist = hoists ? index : scopes->all.data[parent].hoist, .kind = kind, .node = node, .around = {around[0], around[1]}};
  vec_push(&scopes->all, scope);
  return index;
}

static size_t hash(uint32_t scope, str name) {
  uint64_t value = 0xcbf29ce484222325u ^ scope; /* FNV-1a */
  for (size_t i = 0; i < name.len; i++)
    value = (value ^ (unsigned char)name.ptr[i]) * 0x100000001b3u;
  return (size_t)(value ^ value >> 32);
}

/* The slot of the binding, or the empty one where it belongs. */
static uint32_t *slot_of(const struct scopes *scopes, uint32_t scope, str name) {
  size_t at = hash(scope, name) & (scopes->room - 1);
  while (scopes->slots[at] != BINDING_NONE) {
    const struct binding *binding = &scopes->bindings.data[scopes->slots[at]];
    if (binding->scope == scope && str_eq(binding->name, name))
      break;
    at = (at + 1) & (scopes->room - 1);
  }
  return &scopes->slots[at];
}

static void grow(struct scopes *scopes) {
  scopes->room = scopes->room ? scopes->room * 2 : SLOTS_FIRST;
  scopes->slots = memory_resize(scopes->slots, scopes->room * sizeof *scopes->slots);
  memset(scopes->slots, 0xff, scopes->room * sizeof *scopes->slots);
  for (uint32_t i = 0; i < scopes->bindings.len; i++) {
    const struct binding *binding = &scopes->bindings.data[i];
    *slot_of(scopes, binding->scope, binding->name) = i;
  }
}

struct binding *scopes_declare(struct scopes *scopes, uint32_t scope, str name, enum binding_kind kind,
                               uint32_t offset) {
  if (scopes->bindings.len * 2 >= scopes->room)
    grow(scopes);
  uint32_t *slot = slot_of(scopes, scope, name);
  if (*slot == BINDING_NONE) {
    *slot = (uint32_t)scopes->bindings.len;
    struct binding binding = {.name = name, .scope = scope, .offset = offset, .kind = kind};
    vec_push(&scopes->bindings, binding);
  }
  return &scopes->bindings.data[*slot];
}

struct binding *scopes_find(struct scopes *scopes, uint32_t scope, str name) {
  if (scopes->room == 0)
    return NULL;
  for (; scope != SCOPE_NONE; scope = scopes->all.data[scope].parent) {
    (*scopes->work)++;
    uint32_t found = *slot_of(scopes, scope, name);
    if (found != BINDING_NONE)
      return &scopes->bindings.data[found];
  }
  return NULL;
}

/* The last scope that begins at or before `offset`. */
static uint32_t last_begun(const struct scopes *scopes, uint32_t offset) {
  uint32_t low = 0, high = (uint32_t)scopes->all.len;
  while (high - low > 1) {
    uint32_t middle = low + (high - low) / 2;
    if (scopes->all.data[middle].start <= offset)
      low = middle;
    else
      high = middle;
  }
  return low;
}

uint32_t scopes_at(struct scopes *scopes, uint32_t offset) {
  uint32_t scope = last_begun(scopes, offset);
  while (scopes->all.data[scope].end <= offset && scopes->all.data[scope].parent != SCOPE_NONE) {
    (*scopes->work)++;
    scope = scopes->all.data[scope].parent;
  }
  return scope;
}

uint32_t scopes_of(struct scopes *scopes, TSNode node) {
  uint32_t scope = last_begun(scopes, ts_node_start_byte(node));
  while (scope != SCOPE_NONE && scopes->all.data[scope].node.id != node.id) {
    (*scopes->work)++;
    scope = scopes->all.data[scope].parent;
  }
  return scope;
}

struct binding *scopes_only(struct scopes *scopes, str name) {
  struct binding *only = NULL;
  *scopes->work += scopes->bindings.len / 16;
  for (size_t i = 0; i < scopes->bindings.len; i++) {
    if (!str_eq(scopes->bindings.data[i].name, name))
      continue;
    if (only)
      return NULL;
    only = &scopes->bindings.data[i];
  }
  return only;
}

struct binding *scopes_own(struct scopes *scopes, uint32_t scope, str name) {
  uint32_t found = scopes->room ? *slot_of(scopes, scope, name) : BINDING_NONE;
  return found == BINDING_NONE ? NULL : &scopes->bindings.data[found];
}

void binding_define(struct arena *arena, struct binding *binding, struct definition definition) {
  struct definition *made = ARENA_NEW(arena, struct definition);
  *made = definition;
  made->next = NULL;
  bool is_part = definition.part || definition.computed.id;
  binding->wholes += !is_part;
  binding->parts += is_part;
  binding->is_disordered |= binding->last && binding->last->offset > definition.offset;
  if (binding->last)
    binding->last->next = made;
  else
    binding->first = made;
  binding->last = made;
}

static int by_offset(const void *left, const void *right) {
  const struct definition *a = *(struct definition *const *)left, *b = *(struct definition *const *)right;
  return (a->offset > b->offset) - (a->offset < b->offset);
}

static void order(struct binding *binding) {
  VEC(struct definition *) all = {0};
  for (struct definition *definition = binding->first; definition; definition = definition->next)
    vec_push(&all, definition);
  qsort(all.data, all.len, sizeof *all.data, by_offset);
  for (size_t i = 0; i < all.len; i++)
    all.data[i]->next = i + 1 < all.len ? all.data[i + 1] : NULL;
  binding->first = all.data[0];
  binding->last = all.data[all.len - 1];
  vec_free(&all);
}

void scopes_finish(struct scopes *scopes) {
  for (size_t i = 0; i < scopes->bindings.len; i++)
    if (scopes->bindings.data[i].is_disordered)
      order(&scopes->bindings.data[i]);
}

uint32_t scopes_function(const struct scopes *scopes, uint32_t scope) {
  while (scope != SCOPE_MODULE && scopes->all.data[scope].kind != SCOPE_FUNCTION)
    scope = scopes->all.data[scope].parent;
  return scope;
}

void scopes_free(struct scopes *scopes) {
  vec_free(&scopes->all);
  vec_free(&scopes->bindings);
  free(scopes->slots);
}
