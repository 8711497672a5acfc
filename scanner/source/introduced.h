/* introduced.h -- in which commits wanted objects come to which paths. */
#ifndef APSO_SOURCE_INTRODUCED_H
#define APSO_SOURCE_INTRODUCED_H

#include "source/graph.h"
#include "source/marks.h"

/* A commit has the object at the path, and none of its parents has. */
struct introduced {
  uint32_t unit;
  uint32_t node;
  str path; /* of `kept`; empty: the object is a commit or a root tree */
  /* What the same commit took away elsewhere: this object, or one that may be its former content. unit MARK_NONE: nothing. */
  uint32_t from_unit;
  str from_path;
};

struct introductions {
  struct introduced *data;
  size_t len;
  size_t room;
  bool is_cut; /* there are more: a hostile store can name more places than there is memory or time for */
};

/* In the order of the graph: parents' before children's. `stopped`: asked often; true ends it at once. */
void introduced_find(const struct graph *graph, const struct marks *marks, size_t units, bool (*stopped)(void), struct arena *kept,
                     struct introductions *found);

#endif
