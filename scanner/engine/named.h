/* named.h -- gives candidates the names of their places, and what such a name says of them. */
#ifndef APSO_ENGINE_NAMED_H
#define APSO_ENGINE_NAMED_H

#include "engine/candidate.h"

/* Candidates that stand in the item, and reach no door. A value of a header that a door knows is of that door's rule; what is not
   called as its rule wants goes. */
void named_all(const struct ruleset *ruleset, const struct item *item, struct candidates *candidates, struct arena *scratch);

#endif
