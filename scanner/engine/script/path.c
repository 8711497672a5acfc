/* path.c -- names to follow from a value to a part of it. */
#include "engine/script/path.h"

const struct path *path_prepend(struct arena *arena, str name, const struct path *rest) {
  struct path *path = ARENA_NEW(arena, struct path);
  *path = (struct path){.name = name, .rest = rest};
  return path;
}

const struct path *path_join(struct arena *arena, const struct path *first, const struct path *rest) {
  const struct path *joined = NULL;
  const struct path **end = &joined;
  for (; first; first = first->rest) {
    struct path *copy = ARENA_NEW(arena, struct path);
    *copy = *first;
    *end = copy;
    end = &copy->rest;
  }
  *end = rest;
  return joined;
}

bool path_starts(const struct path *path, const struct path *prefix, const struct path **rest) {
  for (; prefix; prefix = prefix->rest, path = path->rest)
    if (!path || !str_eq(path->name, prefix->name) || path->is_remainder != prefix->is_remainder)
      return false;
  *rest = path;
  return true;
}

bool path_eq(const struct path *a, const struct path *b) {
  const struct path *rest;
  return path_starts(a, b, &rest) && !rest;
}

size_t path_length(const struct path *path) {
  size_t length = 0;
  for (; path; path = path->rest)
    length++;
  return length;
}
