/* history.h -- every object of a repository's object store, reachable or not, each once.
   Also checks that what objects refer to is there. Knows no rules. */
#ifndef APSO_SOURCE_HISTORY_H
#define APSO_SOURCE_HISTORY_H

#include "model/item.h"
#include "source/repo.h"

struct history {
  const struct repo *repo;
  oid *objects; /* in the order of the packs, where libgit2 tells it */
  size_t len;
  struct oidmap known;   /* each of them, to its index */
  uint8_t *types;        /* git_object_t of each, 0 until it was read; written by whoever reads it */
  struct oidmap shallow; /* commits whose parents may be absent */
};

/* Lists the objects. The repo must outlive the history. */
int history_list(const struct repo *repo, struct history **history, struct err *err) MUST_USE;
void history_free(struct history *history);
/* A source whose parts are runs of the list; each object goes to the sink's `object`. */
struct source history_source(const struct history *history);
/* Objects that refs and the index point to and that are not there; the shallow boundary. */
void history_check_roots(const struct history *history, struct sink *sink);

#endif
