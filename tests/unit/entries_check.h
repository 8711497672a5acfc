/* entries_check.h -- holds what entries_walk and entries_walk_delta give against the two trees read whole.
   For unit tests and the fuzz target. */
#ifndef APSO_TESTS_ENTRIES_CHECK_H
#define APSO_TESTS_ENTRIES_CHECK_H

#include "source/entries.h"

/* NULL, or what is wrong. `payload` is a delta, good or not, of any base. `outcome` of the walk, unless the base is no
   tree (ENTRIES_DAMAGED). */
const char *entries_check(str base, str payload, size_t oid_size, enum entry_outcome *outcome);

#endif
