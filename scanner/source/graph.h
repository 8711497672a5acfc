/* graph.h -- all commits of an object store and how they hang together, in memory.
   Knows nothing of what is in their trees. */
#ifndef APSO_SOURCE_GRAPH_H
#define APSO_SOURCE_GRAPH_H

#include "model/provenance.h"
#include "source/lineage.h"

/* Through what a commit is reached, as bits; none: unreachable. */
enum { REACHED_REFS = 1, REACHED_STASH = 2, REACHED_REFLOG = 4, REACHED_NOTES = 8 };

enum { NODE_NONE = UINT32_MAX };

struct commit_node {
  uint32_t number;       /* of the object */
  uint32_t tree;         /* number, or HISTORY_NONE */
  uint32_t first_parent; /* index into graph.parents */
  uint32_t parents;      /* those that are there */
  int64_t date;          /* committer's */
  uint32_t rank;         /* place in graph.order */
  unsigned reached;
};

struct graph {
  const struct history *history;
  struct {
    struct commit_node *data; /* by number */
    size_t len;
    size_t room;
  } nodes;
  struct {
    uint32_t *data;
    size_t len;
    size_t room;
  } parents;
  uint32_t *order; /* nodes, each behind its parents, else by date: "earlier" means less rank */
};

/* Of every commit that the lineage has seen. The lineage may be freed afterwards. */
struct graph *graph_make(const struct lineage *lineage);
void graph_free(struct graph *graph);
/* The node of a commit, or NODE_NONE. */
uint32_t graph_node(const struct graph *graph, oid commit);
/* Marks the commit and all its ancestors. */
void graph_reach(struct graph *graph, uint32_t tip, unsigned how);
/* The facts of a commit that a report shows; NULL if it cannot be read. Memory is of `kept`. */
struct commit_info *graph_describe(const struct repo *repo, oid commit, uint32_t order, struct arena *kept);

#endif
