/* packfile.h -- one pack with its index, opened for reading: ids, offsets, raw bytes.
   Format: git's Documentation/gitformat-pack (index versions 1 and 2). The index is mapped, the pack is read. */
#ifndef APSO_SOURCE_PACK_PACKFILE_H
#define APSO_SOURCE_PACK_PACKFILE_H

#include <sys/types.h>

#include "base/err.h"
#include "base/memory.h"
#include "base/oid.h"

struct packfile {
  str name;          /* of the .pack */
  int descriptor;    /* of the .pack */
  uint64_t end;      /* where the trailer begins */
  const uint8_t *index;
  size_t index_size;
  unsigned version;
  uint32_t count; /* objects */
  size_t oid_size;
};

/* `index_name`: "….idx". err says what is wrong with which file. */
int packfile_open(str index_name, size_t oid_size, struct arena *kept, struct packfile *pack, struct err *err) MUST_USE;
void packfile_close(struct packfile *pack);

/* Of the object at a position of the index, which is in the order of ids. */
oid packfile_oid(const struct packfile *pack, uint32_t position);
uint64_t packfile_offset(const struct packfile *pack, uint32_t position);
bool packfile_find(const struct packfile *pack, oid id, uint32_t *position);
/* Reads up to `len` bytes at `offset`; fewer at the end of the pack. -1 on failure. */
ssize_t packfile_read(const struct packfile *pack, uint64_t offset, void *bytes, size_t len);

#endif
