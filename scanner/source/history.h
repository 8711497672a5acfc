/* history.h -- every object of a repository's object store, reachable or not, each once.
   Also checks that what objects refer to is there. Knows no rules. */
#ifndef APSO_SOURCE_HISTORY_H
#define APSO_SOURCE_HISTORY_H

#include "model/item.h"
#include "source/repo.h"

struct store;

/* Who reads the objects. Both give the same; libgit2 is the slower one and the other's oracle. */
enum history_reader { READER_PACKS, READER_LIBGIT2 };

struct history {
  const struct repo *repo;
  struct oidmap shallow; /* commits whose parents may be absent */
  struct store *store;   /* READER_PACKS, else NULL */
  /* Objects that libgit2 reads: the loose ones, or all. */
  oid *objects;
  size_t len;
  uint8_t *types;       /* git_object_t of each, 0 until it was read; written by whoever reads it */
  struct oidmap known;  /* each of them, to its index; READER_LIBGIT2 only */
};

/* Lists the objects. The repo must outlive the history. What cannot be listed is counted in `coverage`. */
int history_list(const struct repo *repo, enum history_reader reader, struct history **history, struct coverage *coverage,
                 struct err *err) MUST_USE;
void history_free(struct history *history);
/* A source whose parts are all objects; each goes to the sink's `object`. */
struct source history_source(const struct history *history);
/* Objects that refs and the index point to and that are not there; the shallow boundary. */
void history_check_roots(const struct history *history, struct sink *sink);

bool history_has(const struct history *history, oid id);
/* A git_object_t, or 0 while it is not known. After a run of the source. */
int history_type(const struct history *history, oid id);
/* As repo_read, but never asks libgit2 for what the pack pass knows to be damaged: it might not come back. */
struct git_odb_object;
int history_read(const struct history *history, oid id, struct git_odb_object **object) MUST_USE;
/* Calls back for each commit. After a run of the source. */
void history_each_commit(const struct history *history, void (*each)(void *data, oid id), void *data);

#endif
