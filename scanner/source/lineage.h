/* lineage.h -- one more pass over all commits and trees, made only when something is wanted: how commits hang
   together, and which trees hold which folders and which wanted objects.
   What a tree takes over from the one it is a delta of is not looked at again. */
#ifndef APSO_SOURCE_LINEAGE_H
#define APSO_SOURCE_LINEAGE_H

#include "source/history.h"

/* An entry of a tree, named by the first tree (in the order of deltas) that has it: those made from it have it too,
   down to where it is dropped. */
struct lineage_edge {
  uint32_t child; /* number of a tree or of a wanted object */
  uint32_t tree;  /* number */
  uint32_t name;  /* where in the part's names it begins; a NUL ends it */
};

/* A tree that has not all entries of the one it is made from. */
struct lineage_break {
  uint32_t tree; /* number */
  uint32_t first; /* index into the part's drops */
  uint32_t count; /* UINT32_MAX: it has none of them */
};

struct lineage_commit {
  uint32_t number;
  uint32_t tree; /* number, or HISTORY_NONE */
  uint32_t first; /* index into the part's parents */
  uint32_t parents; /* those that are there */
  int64_t date; /* committer's, Unix seconds */
};

/* What one part of the pass found. */
struct lineage_part {
  VEC(struct lineage_edge) edges;
  VEC(uint32_t) drops; /* indexes of edges of this part */
  VEC(struct lineage_break) breaks;
  VEC(struct lineage_commit) commits;
  VEC(uint32_t) parents; /* numbers */
  struct buf names;
};

struct lineage {
  const struct history *history;
  const struct oidmap *wanted;
  uint64_t filter[1024]; /* bits of the ids that are wanted: most of the others end here */
  struct lineage_part *parts;
  size_t parts_len;
};

/* The history and the map (ids of wanted objects) are borrowed. */
struct lineage *lineage_new(const struct history *history, const struct oidmap *wanted);
void lineage_free(struct lineage *lineage);
/* Run it before anything is read from the lineage; it gives nothing to sinks. */
struct source lineage_source(const struct lineage *lineage);

#endif
