/* loose.h -- loose objects, read with every length checked.
   Format: git's Documentation/gitformat-loose: a zlib stream of "<type> <size>\0<content>". */
#ifndef APSO_SOURCE_PACK_LOOSE_H
#define APSO_SOURCE_PACK_LOOSE_H

#include "base/buf.h"
#include "base/inflate.h"
#include "base/oid.h"
#include "model/object.h"

struct loose_head {
  enum object_type type;
  uint64_t size; /* of the content */
  size_t len;    /* of the head, inflated */
};

/* What the object in the file at `path` says of itself. */
enum read_outcome loose_read_head(const char *path, struct loose_head *head) MUST_USE;
/* Its content, with INFLATE_SLACK bytes behind it. READ_TOO_LARGE, and nothing read, if it has more than `limit`. */
enum read_outcome loose_read(struct inflater *inflater, const char *path, uint64_t limit, enum object_type *type, struct buf *out) MUST_USE;
/* Its content piece by piece, as inflate_windows gives it. */
enum read_outcome loose_read_windows(const char *path, size_t window, void (*take)(void *data, str bytes, size_t *again), void *data) MUST_USE;

#endif
