/* refs.h -- the names of all refs of a repository, by kind. */
#ifndef APSO_SOURCE_REFS_H
#define APSO_SOURCE_REFS_H

#include "model/provenance.h"
#include "source/repo.h"

/* Sorted by full name; memory is of `kept`. Empty if they cannot be listed: history_check_roots counts that. */
struct ref_table refs_list(const struct repo *repo, struct arena *kept);

#endif
