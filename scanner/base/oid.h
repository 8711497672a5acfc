/* oid.h -- object ids as git writes them, and sets and maps of them.
   Ids are 20 bytes (SHA-1) or 32 bytes (SHA-256); a shorter id is padded with zeros. */
#ifndef APSO_BASE_OID_H
#define APSO_BASE_OID_H

#include <stdint.h>

#include "base/str.h"

enum { OID_SIZE = 32, OID_HEX_SIZE = 2 * OID_SIZE + 1, OID_SHA1 = 20, OID_SHA256 = 32 };

typedef struct {
  uint8_t bytes[OID_SIZE];
} oid;

static inline oid oid_from_raw(const void *raw, size_t size) {
  oid id = {{0}};
  memcpy(id.bytes, raw, size);
  return id;
}

/* Words instead of memcmp: asked for each entry of each tree. */
static inline bool oid_eq(oid a, oid b) {
  uint64_t x[OID_SIZE / 8], y[OID_SIZE / 8];
  memcpy(x, a.bytes, OID_SIZE);
  memcpy(y, b.bytes, OID_SIZE);
  return ((x[0] ^ y[0]) | (x[1] ^ y[1]) | (x[2] ^ y[2]) | (x[3] ^ y[3])) == 0;
}

static inline int oid_compare(oid a, oid b) {
  return memcmp(a.bytes, b.bytes, OID_SIZE);
}

bool oid_is_zero(oid id);
/* Bytes of an id that is not zero, from what it holds: nothing stands behind a SHA-1. */
size_t oid_size_of(oid id);
/* Hex digits of an id of `size` bytes, terminated. */
void oid_to_hex(oid id, size_t size, char hex[static OID_HEX_SIZE]);
/* The 40 or 64 hex digits at the start of `text`; false if they are not there. */
bool oid_from_hex(str text, size_t size, oid *id);

/* Ids to numbers, open addressing. Start from {0}. One writer or many readers. */
struct oidmap {
  struct oidmap_entry *entries;
  size_t len;
  size_t room; /* a power of two, or 0 */
};

enum { OIDMAP_NONE = UINT32_MAX };

/* The number kept for `id`, or OIDMAP_NONE. */
uint32_t oidmap_get(const struct oidmap *map, oid id);
/* Keeps `value` (not OIDMAP_NONE) for `id` unless one is kept; returns the kept one. */
uint32_t oidmap_add(struct oidmap *map, oid id, uint32_t value);
void oidmap_set(struct oidmap *map, oid id, uint32_t value);
/* Adds what `from` has and `map` has not. */
void oidmap_merge(struct oidmap *map, const struct oidmap *from);
/* Calls back for each entry, in no order. */
void oidmap_each(const struct oidmap *map, void (*each)(void *data, oid id, uint32_t value), void *data);
void oidmap_free(struct oidmap *map);

#endif
