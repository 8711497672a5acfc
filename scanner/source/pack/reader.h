/* reader.h -- any object of a store by its id, from packs or loose, with every length and chain bounded.
   For the few objects that are wanted out of turn; history has a faster way through all of them. */
#ifndef APSO_SOURCE_PACK_READER_H
#define APSO_SOURCE_PACK_READER_H

#include "base/buf.h"
#include "model/object.h"
#include "source/pack/store.h"

/* One worker's. Borrows the store. */
struct reader;

/* Objects that do not fit in the budget, and such as are made of others that do not, are READ_TOO_LARGE. */
struct reader *reader_new(const struct store *store);
/* After a large object: others may have their turn. Call it when its bytes are freed. */
void reader_rest(struct reader *reader);
void reader_free(struct reader *reader);
/* From now on it waits for no turn, and what needs one is READ_TOO_LARGE: for a thread that may have it already. */
void reader_stay_small(struct reader *reader);

/* Tries every copy of the object until one can be read. The content has INFLATE_SLACK bytes behind it. */
enum read_outcome reader_read(struct reader *reader, oid id, enum object_type *type, struct buf *out) MUST_USE;
/* The same for its loose copy only. */
enum read_outcome reader_read_loose(struct reader *reader, oid id, enum object_type *type, struct buf *out) MUST_USE;
/* The same for the object at a place of a pack. */
enum read_outcome reader_read_at(struct reader *reader, size_t pack, uint64_t offset, enum object_type *type, struct buf *out) MUST_USE;
/* An object of any size piece by piece, as inflate_windows gives it; READ_TOO_LARGE if it is a delta. */
enum read_outcome reader_read_windows(struct reader *reader, oid id, size_t window, void (*take)(void *data, str bytes, size_t *again),
                                      void *data) MUST_USE;
enum read_outcome reader_read_windows_loose(struct reader *reader, oid id, size_t window, void (*take)(void *data, str bytes, size_t *again),
                                            void *data) MUST_USE;
/* Type and size of an object without making it. */
enum read_outcome reader_look(struct reader *reader, oid id, enum object_type *type, uint64_t *size) MUST_USE;
enum read_outcome reader_look_loose(struct reader *reader, oid id, enum object_type *type, uint64_t *size) MUST_USE;

#endif
