/* stamp.c -- by what is told that a file is still the one it was. */
#include "base/stamp.h"

#include <time.h>

enum { COARSE_STEP = 2 }; /* seconds, of the coarsest file systems */

/* Files are stamped with the coarse clock; some file systems keep whole seconds only. */
static bool is_recent(struct timespec changed) {
  struct timespec now;
  if (clock_gettime(CLOCK_REALTIME_COARSE, &now) != 0)
    return true;
  if (changed.tv_nsec == 0)
    return changed.tv_sec > now.tv_sec - COARSE_STEP;
  return changed.tv_sec != now.tv_sec ? changed.tv_sec > now.tv_sec : changed.tv_nsec >= now.tv_nsec;
}

struct stamp stamp_of(const struct stat *status) {
  return (struct stamp){.device = status->st_dev,
                        .inode = status->st_ino,
                        .size = (uint64_t)status->st_size,
                        .modified = status->st_mtim,
                        .changed = status->st_ctim,
                        .is_recent = is_recent(status->st_ctim)};
}

void stamp_add(struct buf *out, const struct stamp *stamp) {
  uint64_t all[] = {stamp->device, stamp->inode, stamp->size, (uint64_t)stamp->modified.tv_sec, (uint64_t)stamp->modified.tv_nsec,
                    (uint64_t)stamp->changed.tv_sec, (uint64_t)stamp->changed.tv_nsec};
  buf_add(out, (str){(const char *)all, sizeof all});
}
