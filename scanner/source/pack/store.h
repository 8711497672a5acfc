/* store.h -- all packs and loose objects of a repository and of its alternates.
   Knows nothing of what is in them. */
#ifndef APSO_SOURCE_PACK_STORE_H
#define APSO_SOURCE_PACK_STORE_H

#include "model/coverage.h"
#include "source/pack/forest.h"

struct store {
  size_t oid_size;
  struct {
    struct packfile *data;
    size_t len;
    size_t room;
  } packs;
  struct forest *forests; /* one for each pack */
  struct {
    oid *data;
    size_t len;
    size_t room;
  } loose;
  struct oidmap loose_index; /* id to number in loose */
  struct arena kept;
};

/* `objects`: the folder. Packs that cannot be used are counted as gaps: what is in them is not known. */
void store_open(str objects, size_t oid_size, struct store *store, struct coverage *coverage);
void store_close(struct store *store);

bool store_has(const struct store *store, oid id);
/* In a pack before this one, where it is given already. */
bool store_has_before(const struct store *store, oid id, size_t pack);
/* The pack and the object's number in its forest; false if it is in none. */
bool store_find_packed(const struct store *store, oid id, size_t *pack, uint32_t *object);

#endif
