/* newness.h -- which comments a change brings itself: those that do not stand in the base side's version of the file.
   Such a comment counts as old if its line, but for the key, stands there, and
   no more often in the change than there. */
#ifndef APSO_PIPELINE_NEWNESS_H
#define APSO_PIPELINE_NEWNESS_H

#include "model/finding.h"
#include "model/snapshot.h"
#include "source/repo.h"

struct newness {
  const struct repo *repo;
  struct snapshot *base; /* the files of the base side */
  struct arena *kept;    /* of hits */
  struct buf now;        /* the text that was asked for last, and its object */
  oid now_id;
  struct buf before;
  str before_path;
  uint64_t work; /* bytes that were compared */
};

/* Marks as new what is, on a copy of the occurrence's comments; also what cannot be compared. */
void newness_settle(struct newness *newness, struct occurrence *occurrence);
void newness_free(struct newness *newness);

#endif
