/* head.h -- what an object in a pack says of itself. Format: git's Documentation/gitformat-pack. */
#ifndef APSO_SOURCE_PACK_HEAD_H
#define APSO_SOURCE_PACK_HEAD_H

#include "base/err.h"
#include "base/oid.h"

/* Types as packs number them. */
enum pack_type { PACK_UNKNOWN, PACK_COMMIT, PACK_TREE, PACK_BLOB, PACK_TAG, PACK_OFS_DELTA = 6, PACK_REF_DELTA = 7 };

struct object_head {
  enum pack_type type;
  uint64_t size; /* inflated, as it says */
  uint64_t back; /* PACK_OFS_DELTA: distance to its base */
  oid base;      /* PACK_REF_DELTA */
  size_t len;    /* bytes of the head */
};

enum { OBJECT_HEAD_LIMIT = 10 + 10 + OID_SIZE };

/* From the bytes at its offset. -1 if they are no head. */
int object_head_parse(const uint8_t *bytes, size_t len, size_t oid_size, struct object_head *head) MUST_USE;

#endif
