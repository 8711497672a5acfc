/* tips.h -- where refs, HEADs and reflogs lead: the ends from which commits are reached. */
#ifndef APSO_SOURCE_TIPS_H
#define APSO_SOURCE_TIPS_H

#include "source/graph.h"

enum { TIP_NO_REF = UINT32_MAX };

struct tip {
  uint32_t ref;     /* index into the ref table, or TIP_NO_REF */
  uint32_t node;    /* a commit, or NODE_NONE */
  uint32_t tree;    /* number of a tree it leads to without a commit, or HISTORY_NONE */
  uint32_t first;   /* index into tips.wanted: wanted tags and blobs on its way */
  uint32_t count;
};

struct tips {
  struct {
    struct tip *data;
    size_t len;
    size_t room;
  } tips;
  struct {
    oid *data;
    size_t len;
    size_t room;
  } wanted;
  uint32_t head; /* node of HEAD's commit, or NODE_NONE */
};

/* Finds them, and marks in the graph what they reach. `is_wanted`: ids that the caller asks about. */
void tips_find(struct graph *graph, const struct ref_table *table, const struct oidmap *is_wanted, struct tips *tips);
void tips_free(struct tips *tips);

#endif
