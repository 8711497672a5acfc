/* repo.h -- a git repository, opened safely.
   Nothing of the repository is ever run: no hook, filter, textconv or fsmonitor. */
#ifndef APSO_SOURCE_REPO_H
#define APSO_SOURCE_REPO_H

#include "base/buf.h"
#include "base/memory.h"
#include "base/oid.h"

/* One handle. Not for two threads at once: libgit2 would let them wait for each other. */
struct repo {
  struct git_repository *git;
  struct git_odb *odb;
  bool from_environment;
  str folder;      /* .git, absolute, without a '/' at its end */
  str common;      /* the same, or that of the main work tree */
  str work_tree;   /* absolute, without a '/' at its end; empty for a bare one */
  size_t oid_size; /* 20 */
  struct arena kept;
};

/* The repository whose work tree's top or git folder is `path`, or (search) that holds it. */
int repo_open(const char *path, bool search, struct repo **repo, struct err *err) MUST_USE;
/* As git's environment says (GIT_DIR, GIT_INDEX_FILE, …), else the one that holds the current folder.
   Right in hooks; never change the folder before. */
int repo_open_environment(struct repo **repo, struct err *err) MUST_USE;
/* Another handle of the same repository, for another thread. */
int repo_reopen(const struct repo *repo, struct repo **again, struct err *err) MUST_USE;
void repo_free(struct repo *repo);

/* What is left of `path` inside the work tree; empty for its top, or if it is not inside. */
str repo_path_inside(const struct repo *repo, const char *path, struct arena *kept);
/* Is `path` the top of a work tree or a git folder? */
bool repo_is_at(const char *path);

/* The commits at which a shallow clone's history is cut off, from the file `shallow`. */
int repo_read_shallow(const struct repo *repo, struct oidmap *boundary, struct err *err) MUST_USE;

#endif
