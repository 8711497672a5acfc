/* graph.h -- all commits of an object store and how they hang together, in memory.
   Knows nothing of what is in their trees. */
#ifndef APSO_SOURCE_GRAPH_H
#define APSO_SOURCE_GRAPH_H

#include "model/provenance.h"
#include "source/history.h"

/* Through what a commit is reached, as bits; none: unreachable. */
enum { REACHED_REFS = 1, REACHED_STASH = 2, REACHED_REFLOG = 4, REACHED_NOTES = 8 };

struct commit_node {
  oid id;
  oid tree;
  uint32_t first_parent; /* index into graph.parents */
  uint32_t parents;      /* those that are there */
  int64_t date;          /* committer's */
  uint32_t rank;         /* place in graph.order */
  unsigned reached;
};

struct graph {
  struct {
    struct commit_node *data;
    size_t len;
    size_t room;
  } nodes;
  struct {
    uint32_t *data;
    size_t len;
    size_t room;
  } parents;
  struct oidmap index; /* commit id to node */
  uint32_t *order;     /* nodes, each behind its parents, else by date: "earlier" means less rank */
};

/* Reads every commit that the history pass has seen. Unreadable ones were counted there. */
struct graph *graph_load(const struct history *history);
void graph_free(struct graph *graph);
/* Marks the commit and all its ancestors. */
void graph_reach(struct graph *graph, oid tip, unsigned how);
/* The facts of a commit that a report shows; NULL if it cannot be read. Memory is of `kept`. */
struct commit_info *graph_describe(const struct repo *repo, oid commit, uint32_t order, struct arena *kept);

#endif
