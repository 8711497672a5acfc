/* snapshot_kind.h -- what differs between snapshots: how a folder and a file are read.
   Finding the way along a path, and remembering it, is snapshot.c's. */
#ifndef APSO_SOURCE_SNAPSHOT_KIND_H
#define APSO_SOURCE_SNAPSHOT_KIND_H

#include "source/index.h"
#include "source/listing.h"
#include "source/pack/reader.h"

enum {
  SNAPSHOT_LISTINGS = 16 * 1024 * 1024, /* bytes of what a worker remembers, and of one folder */
  SNAPSHOT_PATH = 4096,                 /* bytes */
  SNAPSHOT_DEPTH = 128,                 /* folders in one another */
};

/* Bytes of listings that one snapshot may read before it goes blind: only what forgets again and again gets there. */
#define SNAPSHOT_WORK (UINT64_C(1) << 30)

/* Objects, of which none may be so large that its turn must be waited for: this thread may have the turn. */
struct snapshot_objects {
  const struct repo *repo;
  struct reader *reader; /* made for the first one */
  struct buf bytes;      /* of the last one */
};

struct snapshot_view {
  struct snapshot face; /* first: what others see of it */
  const struct snapshot_kind *kind;
  struct listings *listings;
  struct snapshot_objects *objects;
  uint32_t top_listing;      /* or LISTING_NONE … */
  uint64_t top_cleared;      /* … and what `listings` had cleared then */
  uint64_t work;             /* so far, see SNAPSHOT_WORK */
  str root;                  /* a folder's; terminated */
  oid top;                   /* a tree's, or of the commit that has it */
  const struct index *index; /* an index's; NULL: not read yet */
  struct index *own_index;   /* the same, if it is to be freed */
};

struct snapshot_kind {
  /* Drafts what the folder has; `path` is where it lies, `id` its tree, or zero. */
  enum snapshot_outcome (*load)(struct snapshot_view *view, str path, oid id);
  /* Appends at most `limit` bytes of a file. */
  enum snapshot_outcome (*read)(struct snapshot_view *view, str path, oid id, size_t limit, struct buf *out);
};

extern const struct snapshot_kind snapshot_folder, snapshot_tree, snapshot_index;

/* Drafts what a tree has, or the tree of a commit. */
enum snapshot_outcome snapshot_load_tree(struct snapshot_view *view, oid id);
/* Appends a blob. */
enum snapshot_outcome snapshot_read_blob(struct snapshot_view *view, oid id, size_t limit, struct buf *out);

#endif
