/* cachetree.h -- ids of the trees that parts of an index stand for, as git remembers them in the index.
   Format: "<name>\0<entries> <subtrees>\n<raw id>" repeated, depth first; without an id where entries is -1
   (git's Documentation/gitformat-index, extension TREE). */
#ifndef APSO_SOURCE_CACHETREE_H
#define APSO_SOURCE_CACHETREE_H

#include "base/oid.h"

struct cachetree_node {
  str name; /* of the bytes read */
  oid id;
  bool is_valid;    /* else only the nodes below may be */
  uint32_t entries; /* of the index, that the tree covers */
  uint32_t first;   /* subtrees, in the tree's nodes */
  uint32_t count;
};

/* The first node is the top; start from {0}. */
struct cachetree {
  struct cachetree_node *data;
  size_t len;
  size_t room;
};

/* Damaged bytes give an empty tree: it only saves work. The names stay borrowed from `bytes`. */
void cachetree_read(str bytes, size_t oid_size, struct cachetree *tree);
void cachetree_free(struct cachetree *tree);

const struct cachetree_node *cachetree_top(const struct cachetree *tree);
/* The subtree of `node` with that name, or NULL; NULL has none. */
const struct cachetree_node *cachetree_below(const struct cachetree *tree, const struct cachetree_node *node, str name);

#endif
