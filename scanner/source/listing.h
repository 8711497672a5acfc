/* listing.h -- what folders hold, name by name: of those that were asked for, as many as fit within a bound.
   Knows nothing of where folders are. */
#ifndef APSO_SOURCE_LISTING_H
#define APSO_SOURCE_LISTING_H

#include "base/buf.h"
#include "base/memory.h"
#include "base/oid.h"
#include "model/snapshot.h"

/* Numbers of listings begin at 1. */
enum { LISTING_NONE = 0 };

struct listing_entry {
  str name;
  oid id;         /* of its object; zero: it is none */
  uint32_t below; /* of a folder: the number of its listing, if that is kept */
  bool is_folder;
};

/* Sorted by name, each name once. */
struct listing {
  struct listing_entry *entries;
  size_t len;
  enum snapshot_outcome outcome; /* unless SNAPSHOT_READ, there are no entries */
};

struct draft_entry;

/* A folder being read, in no order. */
struct listing_draft {
  VEC(struct draft_entry) entries;
  struct buf names;
  bool is_full; /* it has more than fits; the listing will be unreadable */
};

/* One worker's. Start from {.limit = …}: bytes that all together may take. */
struct listings {
  size_t limit;
  size_t size;
  VEC(struct listing) all;
  struct oidmap by_id;
  struct arena kept;
  struct listing_draft draft; /* the one at hand, empty between listings_add and the next */
  uint64_t cleared;           /* how often; numbers from before mean nothing */
};

void listings_free(struct listings *listings);

/* Notes a file or folder in the draft. Names that lead elsewhere ("..") or into git's folder are left out. */
void listings_draft(struct listings *listings, str name, bool is_folder, oid id);
/* Makes a listing of the draft and gives its number; all others may be gone then. `id`: of the object it was made from,
   or zero. */
uint32_t listings_add(struct listings *listings, oid id, enum snapshot_outcome outcome);
/* The listing made from that object, or LISTING_NONE. */
uint32_t listings_of(const struct listings *listings, oid id);
const struct listing *listings_at(const struct listings *listings, uint32_t number);
/* NULL if it has none of that name. */
struct listing_entry *listings_find(const struct listings *listings, uint32_t number, str name);
/* A copy that stays when the listing is gone. */
struct listing listings_copy(const struct listings *listings, uint32_t number, struct arena *kept);

#endif
