/* found.h -- what one worker has found: hits of an item become occurrences, but for what is no news.
   Knows nothing of threads. */
#ifndef APSO_PIPELINE_FOUND_H
#define APSO_PIPELINE_FOUND_H

#include "engine/engine.h"
#include "pipeline/collect.h"

/* What stood at an item's place before. */
struct before {
  str key;
  str variable;
};

struct found {
  struct arena kept; /* hits and their places */
  struct occurrences occurrences;
  unsigned root; /* of what is added from now on, see pipeline/guard */
  VEC(struct before) before; /* of the caller's scratch */
};

void found_free(struct found *found);

/* Their memory is of the caller, and must last until `before` is emptied. */
void found_add_before(struct found *found, const struct hits *hits);
/* Hits of an item, whose memory is of `kept`. `outer`: the archive that it is in, or the item itself. */
void found_add(struct found *found, const struct hits *hits, const struct item *item, const struct item *outer);
/* Of an archive's own bytes: drops those whose key, or its beginning, is in an occurrence from `from` on. */
void found_drop_known(const struct found *found, size_t from, struct hits *hits);

#endif
