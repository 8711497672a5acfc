/* census.h -- the files of a snapshot, listed once, and a snapshot that knows from the list what is there.
   Folders of what others wrote or a build made are passed over. */
#ifndef APSO_ENGINE_CENSUS_H
#define APSO_ENGINE_CENSUS_H

#include "engine/numbering.h"
#include "model/snapshot.h"

struct census {
  struct snapshot snapshot; /* like the one that was listed, but quick to say what is there; the first member */
  struct snapshot *listed;
  struct numbering files;   /* all but those in folders that were passed over */
  struct numbering passed;  /* such folders */
  VEC(str) folders;         /* the others */
  struct arena arena;
  bool cut; /* there are more than the limits allow */
};

/* Start from {0}. `snapshot` must outlive it. */
void census_take(struct census *census, struct snapshot *snapshot);
void census_free(struct census *census);

#endif
