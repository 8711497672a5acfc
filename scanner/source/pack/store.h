/* store.h -- the object folders of a repository and of its alternates, with their packs opened.
   Knows nothing of what is in them. Constant once it is open: any thread may read. */
#ifndef APSO_SOURCE_PACK_STORE_H
#define APSO_SOURCE_PACK_STORE_H

#include "base/buf.h"
#include "model/coverage.h"
#include "source/pack/packfile.h"

/* Something that could not be opened: what is in it is not known. */
struct store_problem {
  enum gap gap;
  str what;
};

struct store {
  size_t oid_size;
  struct {
    str *data; /* as realpath gives them, the repository's own first */
    size_t len;
    size_t room;
  } folders;
  struct {
    struct packfile *data;
    size_t len;
    size_t room;
  } packs;
  struct {
    struct store_problem *data;
    size_t len;
    size_t room;
  } problems;
  struct arena kept;
  /* One table for many packs, or empty: places in all indexes one after the other, first packs first. About six bytes an object. */
  struct {
    uint32_t *slots;
    size_t room; /* a power of two */
    uint32_t *first; /* of each pack, one more at the end */
    uint64_t factors[4];
  } merged;
};

/* `folders`: of objects, in the order in which they are searched. */
void store_open(const str *folders, size_t len, size_t oid_size, struct store *store);
void store_close(struct store *store);

/* Makes look-ups fast; before any other thread has the store. Worth it where very many are to come. */
void store_refine(struct store *store);
/* Asks for the memory that store_find will touch, in two steps: `later` some time after the first. */
void store_prefetch(const struct store *store, oid id, bool later);
/* The pack and the position in its index; looks from pack `from` on. False if it is in none. */
bool store_find(const struct store *store, oid id, size_t from, size_t *pack, uint32_t *position);
/* Calls back for each loose object of each folder; twice for one that lies in two. What cannot be listed is counted. */
void store_each_loose(const struct store *store, struct coverage *coverage, void (*each)(void *data, oid id), void *data);
/* Where a loose object would lie in a folder. */
void store_loose_path(const struct store *store, size_t folder, oid id, struct buf *path);

#endif
