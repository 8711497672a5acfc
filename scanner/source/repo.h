/* repo.h -- a git repository, opened safely.
   Nothing of the repository is ever run: no hook, filter, textconv or fsmonitor. */
#ifndef APSO_SOURCE_REPO_H
#define APSO_SOURCE_REPO_H

#include "base/buf.h"
#include "base/memory.h"
#include "base/oid.h"
#include "model/object.h"

/* One handle. Not for two threads at once: libgit2 would let them wait for each other. */
struct repo {
  struct git_repository *git;
  struct git_odb *odb;
  struct store *store;   /* of its objects; shared with the handles that repo_reopen gives, which it must outlive */
  bool owns_store;
  struct reader *reader; /* of the store */
  bool from_environment;
  str folder;      /* .git, absolute, without a '/' at its end */
  str common;      /* the same, or that of the main work tree */
  str work_tree;   /* absolute, without a '/' at its end; empty for a bare one */
  str other_tree;  /* where core.worktree leads instead; not followed: a hostile repository would lead anywhere */
  size_t oid_size; /* 20 */
  struct arena kept;
};

/* How repositories are opened from now on; before the first one is. plain_reader: libgit2 reads packs itself. */
void repo_use_plain_reader(bool plain_reader);

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

/* Any object by its id; `bytes` is the caller's, and used again. Call repo_rest when they are done with. */
enum read_outcome repo_read(const struct repo *repo, oid id, enum object_type *type, struct buf *bytes) MUST_USE;
void repo_rest(const struct repo *repo);
/* A blob of any size piece by piece, as inflate_windows gives it, and its size beforehand; READ_TOO_LARGE if it cannot be read so. */
enum read_outcome repo_read_windows(const struct repo *repo, oid id, size_t window, void (*take)(void *data, str bytes, size_t *again),
                                    void *data, uint64_t *size) MUST_USE;
/* Is this the content of the object of that id? Its slow hash says so. */
bool repo_is_content_of(const struct repo *repo, oid id, enum object_type type, str bytes);

/* The commits at which a shallow clone's history is cut off, from the file `shallow`. */
int repo_read_shallow(const struct repo *repo, struct oidmap *boundary, struct err *err) MUST_USE;

#endif
