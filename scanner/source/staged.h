/* staged.h -- what the next commit adds: blobs of the index against the commits it will follow. */
#ifndef APSO_SOURCE_STAGED_H
#define APSO_SOURCE_STAGED_H

#include "source/changes.h"
#include "source/index.h"

struct staged {
  const struct repo *repo;
  struct index index;
  oid head; /* its tree; zero: no commit yet */
  struct changes changes;
  struct arena kept;
};

/* Compares the index with HEAD, and while merging with MERGE_HEAD too: only what no parent has counts.
   An index that cannot be read is counted as a gap, and nothing is listed. Trees that cannot be read are counted too: what
   the index has there counts as new. */
int staged_list(const struct repo *repo, struct staged *staged, struct coverage *coverage, struct err *err) MUST_USE;
void staged_free(struct staged *staged);
struct source staged_source(const struct staged *staged);

#endif
