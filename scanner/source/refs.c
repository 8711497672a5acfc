/* refs.c -- the names of all refs of a repository, by kind. */
#include "source/refs.h"

#include <stdlib.h>

#include "source/git.h"

static struct ref_name name_ref(const char *full, struct arena *kept) {
  static const struct {
    str prefix;
    enum ref_kind kind;
  } kinds[] = {{{"refs/heads/", 11}, REF_BRANCH}, {{"refs/tags/", 10}, REF_TAG}, {{"refs/remotes/", 13}, REF_REMOTE}, {{"refs/notes/", 11}, REF_NOTE}};
  str name = arena_copy(kept, str_from(full));
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
    if (str_starts(name, kinds[i].prefix))
      return (struct ref_name){name, str_tail(name, kinds[i].prefix.len), kinds[i].kind};
  return (struct ref_name){name, name, str_eq(name, STR("refs/stash")) ? REF_STASH : REF_OTHER};
}

static int by_full_name(const void *left, const void *right) {
  return str_compare(((const struct ref_name *)left)->full, ((const struct ref_name *)right)->full);
}

struct ref_table refs_list(const struct repo *repo, struct arena *kept) {
  VEC(struct ref_name) refs = {0};
  git_reference_iterator *iterator = NULL;
  git_reference *ref = NULL;
  if (git_reference_iterator_new(&iterator, repo->git) < 0)
    return (struct ref_table){0};
  while (git_reference_next(&ref, iterator) == 0) {
    vec_push(&refs, name_ref(git_reference_name(ref), kept));
    git_reference_free(ref);
  }
  git_reference_iterator_free(iterator);
  struct ref_name *copy = arena_alloc(kept, refs.len * sizeof *copy + 1);
  if (refs.len) {
    qsort(refs.data, refs.len, sizeof *refs.data, by_full_name);
    memcpy(copy, refs.data, refs.len * sizeof *copy);
  }
  struct ref_table table = {copy, refs.len};
  vec_free(&refs);
  return table;
}
