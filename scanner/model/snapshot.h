/* snapshot.h -- the files of one state of a project, by path: a work tree, an index, a commit, a plain folder.
   A source knows how to read them; import resolution and exposure ask. */
#ifndef APSO_MODEL_SNAPSHOT_H
#define APSO_MODEL_SNAPSHOT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/oid.h"

enum snapshot_outcome {
  SNAPSHOT_READ,
  SNAPSHOT_ABSENT,     /* no regular file has this path */
  SNAPSHOT_UNREADABLE, /* it is there and cannot be had: damaged, larger than asked for, no permission */
};

typedef void snapshot_visitor(void *data, str name, bool is_folder);

/* One thread's. Paths are relative to its root, '/'-separated, without "." and ".."; "" is the root. Links are not
   followed, and submodules not entered. It stays as it was for as long as it is used, or nearly (a work tree). */
struct snapshot {
  /* Appends the file's bytes to `out`, unless it has more than `limit`. *id: the object, zero if it is none. */
  enum snapshot_outcome (*read)(struct snapshot *snapshot, str path, size_t limit, struct buf *out, oid *id);
  /* Is there a regular file? */
  bool (*has)(struct snapshot *snapshot, str path);
  /* Calls `visit` for each regular file and folder in a folder, sorted by name; ".git" is left out. False if there is no such folder. */
  bool (*list)(struct snapshot *snapshot, str folder, snapshot_visitor *visit, void *data);
  /* Two snapshots with the same number hold the same files. Never 0. */
  uint64_t number;
};

#endif
