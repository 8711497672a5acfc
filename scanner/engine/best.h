/* best.h -- of all candidates, one for one key at one place. */
#ifndef APSO_ENGINE_BEST_H
#define APSO_ENGINE_BEST_H

#include "engine/candidate.h"

/* Sorts by place (the item's own first, then other files'), and leaves out what is part of something better. */
void best_keep(struct candidates *candidates, struct arena *scratch);

#endif
