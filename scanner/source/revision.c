/* revision.c -- commits by name. */
#include "source/revision.h"

#include "source/git.h"

bool revision_head(const struct repo *repo, oid *commit) {
  git_object *object = NULL;
  bool is_there = git_revparse_single(&object, repo->git, "HEAD^{commit}") == 0;
  if (is_there)
    *commit = repo_oid(git_object_id(object));
  git_object_free(object);
  return is_there;
}
