/* worktree.h -- a repository with a work tree, made object by object, under ids that nobody checks. */
#ifndef APSO_TESTS_WORKTREE_H
#define APSO_TESTS_WORKTREE_H

#include "base/buf.h"
#include "base/oid.h"

struct worktree {
  char folder[64]; /* the work tree, with a .git in it */
};

struct worktree_entry {
  const char *mode;
  const char *name;
  uint32_t number; /* of an object */
};

void worktree_make(struct worktree *worktree);
void worktree_remove(const struct worktree *worktree);
/* A file, with the folders that lead to it. */
void worktree_put(const struct worktree *worktree, const char *name, str bytes);
/* Whole, of a file in it; of a buffer that the next call uses again. */
const char *worktree_path(const struct worktree *worktree, const char *name);

/* Of a number below 256. */
oid worktree_id(uint32_t number);
void worktree_object(const struct worktree *worktree, uint32_t number, const char *type, str content);
void worktree_blob(const struct worktree *worktree, uint32_t number, const char *text);
void worktree_tree(const struct worktree *worktree, uint32_t number, const struct worktree_entry *entries, size_t len);
/* `parent`: 0 for none. */
void worktree_commit(const struct worktree *worktree, uint32_t number, uint32_t tree, uint32_t parent);

#endif
