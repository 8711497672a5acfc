/* objects.h -- what is done with each object once its bytes are there, whoever read them: counting it, checking
   that what it refers to is there, offering it to the sink. */
#ifndef APSO_SOURCE_OBJECTS_H
#define APSO_SOURCE_OBJECTS_H

#include "source/history.h"
#include "source/pack/resolve.h"

/* One worker's. */
struct objects;

struct objects *objects_new(const struct history *history);
void objects_free(struct objects *objects);

/* Of a part: what is given between them goes to this sink. */
void objects_begin(struct objects *objects, struct sink *sink, struct reader *reader);
void objects_end(struct objects *objects);

/* What the pack pass shows its objects to. */
struct visitor objects_visitor(struct objects *objects);
/* An object that was read by other means. `again`: another copy of it was counted and checked, and this one is only
   sifted: nobody says that two objects of one id are the same. */
void objects_offer(struct objects *objects, oid id, enum object_type type, str bytes, bool again);
/* A large blob, piece by piece: as inflate_windows gives it; then its end. */
void objects_offer_window(struct objects *objects, oid id, str bytes, size_t *again);
void objects_count_blob(struct objects *objects, uint64_t size);

/* Counts a gap named by an id. */
void objects_gap(const struct history *history, struct sink *sink, enum gap gap, oid id);
/* Tells the sink if the object is not there. */
void objects_expect(const struct history *history, struct sink *sink, oid id);

#endif
