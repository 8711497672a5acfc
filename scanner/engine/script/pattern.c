/* pattern.c -- the names on the left side of a declaration, assignment or parameter. */
#include "engine/script/pattern.h"

#include <stdlib.h>

#include "engine/script/property.h"

enum { PATTERN_DEPTH = 16 };

struct pattern_walk pattern_begin(struct tree *tree, TSNode pattern, struct arena *arena) {
  struct pattern_walk walk = {.tree = tree, .arena = arena};
  if (!node_is_none(pattern))
    vec_push(&walk.pending, (struct pattern_target){.node = pattern, .known = true});
  return walk;
}

/* What stands at `node`, one name deeper in the value than `outer`. */
static struct pattern_target deeper(struct pattern_walk *walk, const struct pattern_target *outer, TSNode node,
                                    TSNode key) {
  struct pattern_target target = {.node = node};
  str name;
  target.known = outer->known && path_length(outer->path) < PATTERN_DEPTH &&
                 property_name(walk->tree, key, walk->arena, &name);
  if (target.known)
    target.path = path_join(walk->arena, outer->path, path_prepend(walk->arena, name, NULL));
  return target;
}

static void push(struct pattern_walk *walk, struct pattern_target target) {
  if (!node_is_none(target.node))
    vec_push(&walk->pending, target);
}

static void push_default(struct pattern_walk *walk, struct pattern_target target, TSNode node) {
  target.node = node_field(walk->tree, node, FIELD_LEFT);
  target.fallback = node_field(walk->tree, node, FIELD_RIGHT);
  push(walk, target);
}

/* { a, b, ...rest }: rest has all but the names before it. */
static struct pattern_target remainder_of(struct pattern_walk *walk, const struct pattern_target *outer, TSNode member,
                                          const struct path *without) {
  struct path *path = ARENA_NEW(walk->arena, struct path);
  *path = (struct path){.name = STR(""), .is_remainder = true, .without = without};
  return (struct pattern_target){node_first(walk->tree, member), path_join(walk->arena, outer->path, path), NODE_NONE, true,
                                 outer->known && path_length(outer->path) < PATTERN_DEPTH};
}

/* The name of a member that takes one away from the rest. */
static str taken_name(struct pattern_walk *walk, TSNode member) {
  TSNode key = member;
  str name = STR_NONE;
  if (node_kind(walk->tree, member) == NODE_PAIR_PATTERN)
    key = node_field(walk->tree, member, FIELD_KEY);
  else if (node_kind(walk->tree, member) == NODE_PATTERN_WITH_DEFAULT)
    key = node_field(walk->tree, member, FIELD_LEFT);
  return property_name(walk->tree, key, walk->arena, &name) ? name : STR_NONE;
}

static void push_member(struct pattern_walk *walk, const struct pattern_target *outer, TSNode member, const struct path *without) {
  TSNode left;
  switch (node_kind(walk->tree, member)) {
  case NODE_PAIR_PATTERN:
    push(walk, deeper(walk, outer, node_field(walk->tree, member, FIELD_VALUE),
                      node_field(walk->tree, member, FIELD_KEY)));
    break;
  case NODE_PATTERN_WITH_DEFAULT:
    left = node_field(walk->tree, member, FIELD_LEFT);
    push_default(walk, deeper(walk, outer, left, left), member);
    break;
  case NODE_REST_PATTERN:
    push(walk, remainder_of(walk, outer, member, without));
    break;
  default:
    push(walk, deeper(walk, outer, member, member));
    break;
  }
}

static void push_members(struct pattern_walk *walk, const struct pattern_target *object) {
  struct children members = children_of(walk->tree, object->node);
  const struct path *taken = NULL;
  for (TSNode member; children_next(&members, &member);) {
    push_member(walk, object, member, taken);
    taken = path_prepend(walk->arena, taken_name(walk, member), taken);
  }
  children_end(&members);
}

static struct pattern_target element_target(struct pattern_walk *walk, const struct pattern_target *array,
                                            TSNode element, size_t index) {
  struct pattern_target target = {.node = element, .is_rest = array->is_rest};
  target.known = array->known && path_length(array->path) < PATTERN_DEPTH;
  if (!target.known)
    return target;
  struct path *path = ARENA_NEW(walk->arena, struct path);
  path->name = arena_printf(walk->arena, "%zu", index);
  path->is_remainder = node_kind(walk->tree, element) == NODE_REST_PATTERN;
  target.path = path_join(walk->arena, array->path, path);
  return target;
}

static void push_elements(struct pattern_walk *walk, const struct pattern_target *array) {
  struct children elements = children_and_tokens_of(walk->tree, array->node);
  size_t index = 0;
  for (TSNode element; children_next(&elements, &element);) {
    enum node_kind kind = node_kind(walk->tree, element);
    index += kind == TOKEN_COMMA;
    if (ts_node_is_named(element) && kind != NODE_COMMENT)
      push(walk, element_target(walk, array, element, index));
  }
  children_end(&elements);
}

/* True if `target` is a name; else what it is made of is pending. */
static bool is_name(struct pattern_walk *walk, const struct pattern_target *target) {
  struct pattern_target inner = *target;
  switch (node_kind(walk->tree, target->node)) {
  case NODE_IDENTIFIER:
  case NODE_SHORTHAND_PATTERN:
  case NODE_MEMBER:
  case NODE_SUBSCRIPT:
    return true;
  case NODE_OBJECT_PATTERN:
    push_members(walk, target);
    break;
  case NODE_ARRAY_PATTERN:
    push_elements(walk, target);
    break;
  case NODE_PATTERN_WITH_DEFAULT:
    push_default(walk, *target, target->node);
    break;
  case NODE_PARAMETER:
    inner.node = node_field(walk->tree, target->node, FIELD_PATTERN);
    inner.fallback = node_field(walk->tree, target->node, FIELD_VALUE);
    push(walk, inner);
    break;
  case NODE_REST_PATTERN:
  case NODE_WRAPPER:
    inner.is_rest |= node_kind(walk->tree, target->node) == NODE_REST_PATTERN;
    inner.node = node_first(walk->tree, target->node);
    push(walk, inner);
    break;
  default:
    break;
  }
  return false;
}

bool pattern_next(struct pattern_walk *walk, struct pattern_target *target) {
  while (walk->pending.len) {
    *target = walk->pending.data[--walk->pending.len];
    if (is_name(walk, target))
      return true;
  }
  return false;
}

void pattern_end(struct pattern_walk *walk) {
  vec_free(&walk->pending);
}
