/* gitdir.h -- what hides in a git folder beside objects: ref and path names, reflogs, configuration,
   hooks and messages that were left lying there. */
#ifndef APSO_SOURCE_GITDIR_H
#define APSO_SOURCE_GITDIR_H

#include "source/files.h"
#include "source/repo.h"

/* Names of refs and what symbolic ones point to; names in the index; reflogs that are kept in reftables. One part. */
struct source gitdir_names(const struct repo *repo);

/* The text files of a git folder, in a few walks: reflogs apart from the rest. */
struct gitdir_files {
  struct files *data;
  size_t len;
  size_t room;
};

/* `prefix` stands before paths in reports (".git"). Objects, packed refs, indexes and the repositories of
   submodules are left to others. */
void gitdir_walk(const struct repo *repo, str prefix, struct gitdir_files *walks, struct coverage *coverage);
void gitdir_free(struct gitdir_files *walks);

/* Counts the submodules that the index names and whose repository is nowhere. */
void gitdir_check_submodules(const struct repo *repo, struct coverage *coverage);
/* Calls back for each id in each reflog; `is_stash` for those of refs/stash. */
void gitdir_reflog_ids(const struct repo *repo, void (*each)(void *data, oid id, bool is_stash), void *data);
/* Calls back for the git folder of each linked work tree. False if there may be some that cannot be listed. */
bool gitdir_worktrees(const struct repo *repo, void (*each)(void *data, str folder), void *data);

#endif
