/* entries.h -- the entries of a tree, or only those that a delta made new.
   Knows nothing of what they name.  Format: see tree.h. */
#ifndef APSO_SOURCE_ENTRIES_H
#define APSO_SOURCE_ENTRIES_H

#include "base/buf.h"
#include "base/memory.h"
#include "source/pack/delta.h"
#include "source/tree.h"

/* Where the entries of a tree begin, its end as one more, and what the walk's owner keeps of each. */
struct entries {
  uint32_t *start;
  uint32_t *tag; /* NULL if none are kept */
  size_t len;    /* entries */
  size_t room;
};

void entries_free(struct entries *entries);

enum { ENTRY_NO_TAG = UINT32_MAX };

struct entry_walk {
  size_t oid_size;
  bool keeps_tags;
  /* An entry that the base has not; is_old_name: but it has one of that name. The tag goes to `made`. */
  uint32_t (*take)(void *data, const struct tree_entry *entry, bool is_old_name);
  /* The tag of an entry of the base that this tree has not. NULL: nobody asks. */
  void (*drop)(void *data, uint32_t tag);
  void *data;
  struct buf partial; /* an entry that lies in more than one step; the walk's owner frees it */
};

enum entry_outcome {
  ENTRIES_DONE,
  ENTRIES_DAMAGED, /* no tree; what was understood was taken */
  ENTRIES_MIXED    /* entries of the base in another order: nothing may be concluded, walk the whole tree */
};

/* All entries of a tree. `made`, unless NULL, gets where they begin. */
enum entry_outcome entries_walk(struct entry_walk *walk, str tree, struct entries *made) MUST_USE;
/* Those that the delta makes new; `base` is the tree it starts from, with its entries. The tree itself is not needed. */
enum entry_outcome entries_walk_delta(struct entry_walk *walk, str base, const struct entries *base_entries, struct delta delta,
                                      struct entries *made) MUST_USE;

#endif
