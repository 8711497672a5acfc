/* packfile.h -- one pack with its index, opened for reading: ids, offsets, raw bytes.
   Format: git's Documentation/gitformat-pack (index versions 1 and 2). Both files are mapped: git never changes them
   once they are there, and whoever does ends the program (see cli/scan). */
#ifndef APSO_SOURCE_PACK_PACKFILE_H
#define APSO_SOURCE_PACK_PACKFILE_H

#include "base/err.h"
#include "base/memory.h"
#include "base/oid.h"
#include "base/stamp.h"

struct packfile {
  str name;          /* of the .pack */
  const uint8_t *bytes;
  uint64_t size;
  uint64_t end; /* where the trailer begins */
  const uint8_t *index;
  uint64_t index_size;
  unsigned version;
  uint32_t count; /* objects */
  size_t oid_size;
  uint32_t *fine;     /* a fan of more bits than the index has, or NULL: where ids with these first bits begin */
  unsigned fine_bits;
  struct stamp stamp; /* of the .pack, when it was opened */
  struct stamp index_stamp;
};

/* `index_name`: "….idx". err says what is wrong with which file. */
int packfile_open(str index_name, size_t oid_size, struct arena *kept, struct packfile *pack, struct err *err) MUST_USE;
void packfile_close(struct packfile *pack);

/* Of the object at a position of the index, which is in the order of ids. */
oid packfile_oid(const struct packfile *pack, uint32_t position);
uint64_t packfile_offset(const struct packfile *pack, uint32_t position);
/* Do all objects begin before the trailer? */
bool packfile_is_in_bounds(const struct packfile *pack);
bool packfile_find(const struct packfile *pack, oid id, uint32_t *position);
/* Makes look-ups fast; worth it for more than some thousands. About a byte an object. */
void packfile_refine(struct packfile *pack);
/* Asks for the memory that a look-up will touch, in two steps: call the second some time after the first. */
void packfile_expect_fan(const struct packfile *pack, oid id);
void packfile_expect_ids(const struct packfile *pack, oid id);
/* Up to `len` bytes at `offset`; fewer, or none, at the end of the pack. */
static inline str packfile_bytes(const struct packfile *pack, uint64_t offset, size_t len) {
  if (offset >= pack->size)
    return STR_NONE;
  return (str){(const char *)pack->bytes + offset, pack->size - offset < len ? (size_t)(pack->size - offset) : len};
}
/* All of it will be read soon. */
void packfile_expect_all(const struct packfile *pack);

#endif
