/* reached.h -- what reaches a door, as candidates. */
#ifndef APSO_ENGINE_REACHED_H
#define APSO_ENGINE_REACHED_H

#include "engine/candidate.h"

struct reaching {
  const struct ruleset *ruleset;
  struct arena *scratch;
  struct candidates *out;
};

/* Appends the keys in a value, or the public variable that it is. */
void reached_add(const struct reaching *reaching, const struct item *item, const struct script_value *value);

#endif
