/* changes.h -- what a change brings: a new content at a path, and what stood there before. */
#ifndef APSO_SOURCE_CHANGES_H
#define APSO_SOURCE_CHANGES_H

#include "model/item.h"
#include "source/repo.h"
#include "source/snapshot.h"

struct change {
  str path;
  oid blob;
  bool is_new_path; /* no parent has anything there */
  oid *before;      /* contents at this path in the parents, and contents that the change takes away */
  size_t before_len;
};

struct changes {
  struct change *data;
  size_t len;
  size_t room;
};

/* Every change from `first` on that brings a new path may be a rename of anything that went away. */
void changes_add_removed(struct changes *changes, size_t first, const oid *removed, size_t removed_len, struct arena *kept);

/* The files around a change, and around what stood there before. */
struct change_sides {
  struct snapshots *snapshots; /* the worker's */
  const struct index *index;   /* the change is in it, or else (NULL) … */
  oid now;                     /* … in this commit or tree */
  oid before;                  /* likewise, or zero */
};

/* Gives the new content to the sink, and before it, if there is a reason to look closer, what stood there.
   `base` says where and, from provenance, when. */
void change_offer(const struct repo *repo, const struct change *change, struct item base,
                  const struct change_sides *sides, struct sink *sink);

/* What the tree has at a path where none of the parents has the same, in `changes`; memory is of `kept`.
   Subtrees that cannot be read are told to the sink as absent. Id zero: no tree. */
void changes_of_tree(const struct repo *repo, oid tree, const oid *parents, size_t parents_len, struct arena *kept,
                     struct changes *changes, struct sink *sink);

#endif
