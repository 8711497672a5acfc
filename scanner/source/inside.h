/* inside.h -- where a path lies in a work tree. */
#ifndef APSO_SOURCE_INSIDE_H
#define APSO_SOURCE_INSIDE_H

#include "base/memory.h"

/* The first folder on the way along `path` that is the work tree, or in it, decides: links inside, which a change may
   have brought, lead nowhere else. What is left of the path from the work tree's top on; empty: it does not lie in it.
   Whether there is such a file is not asked. */
str inside_work_tree(const char *path, str work_tree, struct arena *kept);

#endif
