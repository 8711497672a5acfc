/* repo_worker.h -- what a worker of a source needs of a repository: a handle of its own, and the files around items. */
#ifndef APSO_SOURCE_REPO_WORKER_H
#define APSO_SOURCE_REPO_WORKER_H

#include "source/repo.h"
#include "source/snapshot.h"

struct repo_worker {
  struct repo *repo;
  struct snapshots *snapshots;
};

/* NULL and err on failure. */
struct repo_worker *repo_worker_open(const struct repo *repo, struct err *err);
/* A source's `close`. */
void repo_worker_close(void *worker);

#endif
