/* revision.h -- commits by name. */
#ifndef APSO_SOURCE_REVISION_H
#define APSO_SOURCE_REVISION_H

#include "source/repo.h"

/* The commit that HEAD leads to; false: there is none yet, or it cannot be found. */
bool revision_head(const struct repo *repo, oid *commit);

#endif
