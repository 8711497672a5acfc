/* doors.h -- the calls of the source that are doors, and the texts that reach them. */
#ifndef APSO_ENGINE_SCRIPT_DOORS_H
#define APSO_ENGINE_SCRIPT_DOORS_H

#include "engine/script/grammar.h"

/* All that it gives is of `scratch`. */
struct script_values doors_find(struct tree *tree, const struct door *doors, size_t doors_len, struct arena *scratch);

#endif
