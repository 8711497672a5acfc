/* stamp.h -- by what is told that a file is still the one it was.  Knows nothing of what is in it. */
#ifndef APSO_BASE_STAMP_H
#define APSO_BASE_STAMP_H

#include <stdint.h>
#include <sys/stat.h>

#include "base/buf.h"

/* Whoever may write to a file can choose much of it, but not `changed`. */
struct stamp {
  uint64_t device;
  uint64_t inode;
  uint64_t size; /* bytes */
  struct timespec modified;
  struct timespec changed;
  bool is_recent; /* one more change, now, might leave no trace: the clock of files has not moved since the last */
};

/* `status`: got just now, and before the file is read. */
struct stamp stamp_of(const struct stat *status);
/* All of it but is_recent, always as many bytes. */
void stamp_add(struct buf *out, const struct stamp *stamp);

#endif
