/* flatten.h -- the places a value comes from, out of the rope that keeps them, as a report tells them. */
#ifndef APSO_ENGINE_SCRIPT_FLATTEN_H
#define APSO_ENGINE_SCRIPT_FLATTEN_H

#include "engine/script/program.h"
#include "engine/script/value.h"

enum { FLOW_SPANS_MAX = 256, FLOW_STEPS_MAX = 32 };

/* Fills spans and flow of the value from its origin; memory is of `arena`. A long flow loses what is in its middle. */
void flatten(const struct origin *origin, struct arena *arena, struct script_value *value);

#endif
