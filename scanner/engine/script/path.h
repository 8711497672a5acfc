/* path.h -- names to follow from a value to a part of it: config.keys.live is keys, live. */
#ifndef APSO_ENGINE_SCRIPT_PATH_H
#define APSO_ENGINE_SCRIPT_PATH_H

#include "base/memory.h"
#include "base/str.h"

/* Never changed once made, so tails are shared. NULL is the value itself. Memory is of an arena. */
struct path {
  str name;
  const struct path *rest;
  bool is_remainder;          /* what is left of a list from the index `name` on, or of an object without `without` */
  const struct path *without; /* names; their ends do not matter */
};

const struct path *path_prepend(struct arena *arena, str name, const struct path *rest);
/* `first`, and behind it `rest`. */
const struct path *path_join(struct arena *arena, const struct path *first, const struct path *rest);
/* What is left of `path` behind `prefix` in *rest; false if it does not begin so. */
bool path_starts(const struct path *path, const struct path *prefix, const struct path **rest);
bool path_eq(const struct path *a, const struct path *b);
size_t path_length(const struct path *path);

#endif
