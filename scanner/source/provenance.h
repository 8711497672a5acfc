/* provenance.h -- where a few wanted objects lie: paths, introducing commits, refs that hold them.
   One pass for any number of objects; none when there are none. */
#ifndef APSO_SOURCE_PROVENANCE_H
#define APSO_SOURCE_PROVENANCE_H

#include "model/provenance.h"
#include "source/lineage.h"

/* Everything in it is of `kept`. Sorted by object, then path. Every wanted object has a place at least. */
struct places {
  struct place *data;
  size_t len;
  size_t room;
};

/* `wanted`: distinct ids of blobs, trees, commits and tags that the history pass has seen; the lineage has run for
   them. A tree's place is its folder, a commit's or tag's a message. `stopped`: asked often; true ends it at once, with
   nothing to be relied on. False if not all places are told, for there are too many. */
bool provenance_find(const struct lineage *lineage, const oid *wanted, size_t wanted_len, bool (*stopped)(void), struct arena *kept,
                     struct places *places) MUST_USE;
/* The same when there is no time for a lineage: nothing is said of where they lie. */
void provenance_unknown(const struct history *history, const oid *wanted, size_t wanted_len, struct places *places);

/* A source whose parts are the places: reads each object again and gives it as items there.
   `path_prefix` stands before paths; `where`, unless WHERE_COUNT, stands instead of each place's own. */
struct places_source {
  const struct repo *repo;
  const struct places *places;
  str path_prefix;
  enum where where;
};
struct source places_source(const struct places_source *places);

#endif
