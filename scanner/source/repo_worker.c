/* repo_worker.c -- what a worker of a source needs of a repository. */
#include "source/repo_worker.h"

#include <stdlib.h>

struct repo_worker *repo_worker_open(const struct repo *repo, struct err *err) {
  struct repo *own = NULL;
  if (repo_reopen(repo, &own, err))
    return NULL;
  struct repo_worker *worker = memory_new(sizeof *worker);
  *worker = (struct repo_worker){own, snapshots_new(own)};
  return worker;
}

void repo_worker_close(void *data) {
  struct repo_worker *worker = data;
  snapshots_free(worker->snapshots);
  repo_free(worker->repo);
  free(worker);
}
