/* known.h -- what was found out, by name.  Knows nothing of what it is. */
#ifndef APSO_ENGINE_SCRIPT_KNOWN_H
#define APSO_ENGINE_SCRIPT_KNOWN_H

#include "base/memory.h"

struct known_entry;

/* Zeroed, it is empty. Its memory is an arena's, always the same one. */
struct known {
  struct known_entry *entries;
  size_t len;
  size_t room;
};

/* What is kept under `name`, or NULL. */
const void *known_find(const struct known *known, str name);
/* Keeps `value`, not NULL, under a copy of `name`. */
void known_keep(struct known *known, struct arena *arena, str name, const void *value);

#endif
