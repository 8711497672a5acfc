/* staged.c -- what the next commit adds: blobs of the index against the commits it will follow. */
#include "source/staged.h"

#include <stdlib.h>

#include "base/file.h"
#include "source/git.h"

enum { MERGE_HEAD_LIMIT = 64 * 1024, PARENTS_LIMIT = 64, PART = 16 };

struct parents {
  git_tree *tree[PARENTS_LIMIT];
  size_t len;
};

struct listing {
  struct staged *staged;
  struct parents parents;
  VEC(oid) removed;
};

static int add_parent(struct listing *l, const git_oid *commit_id, struct err *err) {
  git_commit *commit = NULL;
  if (l->parents.len == PARENTS_LIMIT)
    return err_set(err, "merge of more than %d commits", PARENTS_LIMIT);
  if (git_commit_lookup(&commit, l->staged->repo->git, commit_id) < 0)
    return repo_fail(err, "the commit that the next one will follow");
  int failed = git_commit_tree(&l->parents.tree[l->parents.len], commit) < 0 ? repo_fail(err, "the tree of HEAD") : 0;
  git_commit_free(commit);
  l->parents.len += failed == 0;
  return failed;
}

static int add_head(struct listing *l, struct err *err) {
  git_oid id;
  int status = git_reference_name_to_id(&id, l->staged->repo->git, "HEAD");
  if (status == GIT_ENOTFOUND || status == GIT_EUNBORNBRANCH)
    return 0; /* the first commit */
  return status < 0 ? repo_fail(err, "HEAD") : add_parent(l, &id, err);
}

/* MERGE_HEAD: one id a line, while a merge waits for its commit. */
static int add_merge_heads(struct listing *l, struct err *err) {
  const struct repo *repo = l->staged->repo;
  struct buf text = {0};
  struct err absent;
  str path = arena_printf(&l->staged->kept, "%.*s/MERGE_HEAD", STR_ARG(repo->folder));
  int failed = 0;
  if (file_read(path.ptr, MERGE_HEAD_LIMIT, &text, &absent) == 0) {
    str rest = buf_str(&text), line;
    oid id;
    while (!failed && str_next_line(&rest, &line))
      if (oid_from_hex(line, repo->oid_size, &id)) {
        git_oid git = repo_git_oid(id);
        failed = add_parent(l, &git, err);
      }
  }
  buf_free(&text);
  return failed;
}

static bool brings_content(const git_diff_delta *delta) {
  bool is_file = (delta->new_file.mode & 0170000) == 0100000 || (delta->new_file.mode & 0170000) == 0120000;
  return is_file && delta->status != GIT_DELTA_DELETED && delta->status != GIT_DELTA_CONFLICTED;
}

static oid blob_at(const git_tree *tree, const char *path) {
  git_tree_entry *entry = NULL;
  oid id = {{0}};
  if (git_tree_entry_bypath(&entry, tree, path) < 0)
    return id;
  if (git_tree_entry_type(entry) == GIT_OBJECT_BLOB)
    id = repo_oid(git_tree_entry_id(entry));
  git_tree_entry_free(entry);
  return id;
}

/* What the other parents have at the path. False if one of them has just this content. */
static bool fill_before(struct listing *l, struct change *change) {
  change->is_new_path = true;
  change->before = arena_alloc(&l->staged->kept, l->parents.len * sizeof(oid) + 1);
  for (size_t p = 0; p < l->parents.len; p++) {
    oid before = blob_at(l->parents.tree[p], change->path.ptr);
    if (oid_is_zero(before))
      continue;
    change->is_new_path = false;
    if (oid_eq(before, change->blob))
      return false;
    change->before[change->before_len++] = before;
  }
  return true;
}

static void take_delta(struct listing *l, const git_diff_delta *delta) {
  if (delta->status == GIT_DELTA_DELETED)
    vec_push(&l->removed, repo_oid(&delta->old_file.id));
  if (!brings_content(delta))
    return;
  struct change change = {.path = arena_copy(&l->staged->kept, str_from(delta->new_file.path)), .blob = repo_oid(&delta->new_file.id)};
  if (fill_before(l, &change))
    vec_push(&l->staged->changes, change);
}

/* libgit2 leaves files out that are marked "assume unchanged"; git commits them. Only the copy in memory changes. */
static void clear_assumptions(git_index *index) {
  for (size_t i = 0; i < git_index_entrycount(index); i++) {
    union {
      const git_index_entry *from;
      git_index_entry *to;
    } entry = {git_index_get_byindex(index, i)};
    entry.to->flags &= (uint16_t)~GIT_INDEX_ENTRY_VALID;
  }
}

static int compare(struct listing *l, git_index *index, struct err *err) {
  git_diff *diff = NULL;
  git_diff_options options = GIT_DIFF_OPTIONS_INIT;
  clear_assumptions(index);
  options.flags = GIT_DIFF_INCLUDE_TYPECHANGE | GIT_DIFF_IGNORE_SUBMODULES | GIT_DIFF_SKIP_BINARY_CHECK;
  if (git_diff_tree_to_index(&diff, l->staged->repo->git, l->parents.len ? l->parents.tree[0] : NULL, index, &options) < 0)
    return repo_fail(err, "comparing the index with HEAD");
  for (size_t i = 0; i < git_diff_num_deltas(diff); i++)
    take_delta(l, git_diff_get_delta(diff, i));
  git_diff_free(diff);
  changes_add_removed(&l->staged->changes, 0, l->removed.data, l->removed.len, &l->staged->kept);
  return 0;
}

static int list(struct listing *l, git_index *index, struct err *err) {
  return add_head(l, err) || add_merge_heads(l, err) || compare(l, index, err) ? -1 : 0;
}

int staged_list(const struct repo *repo, struct staged *staged, struct coverage *coverage, struct err *err) {
  struct listing listing = {.staged = staged};
  git_index *index = NULL;
  staged->repo = repo;
  if (repo->work_tree.len == 0)
    return err_set(err, "a bare repository has no index, so nothing is staged");
  if (!repo_index(repo, &index, coverage))
    return 0;
  int failed = list(&listing, index, err);
  for (size_t i = 0; i < listing.parents.len; i++)
    git_tree_free(listing.parents.tree[i]);
  vec_free(&listing.removed);
  git_index_free(index);
  return failed;
}

void staged_free(struct staged *staged) {
  vec_free(&staged->changes);
  arena_free(&staged->kept);
}

static void *open_worker(const struct source *source, struct err *err) {
  const struct staged *staged = source->data;
  struct repo *repo = NULL;
  return repo_reopen(staged->repo, &repo, err) == 0 ? repo : NULL;
}

static void close_worker(void *repo) {
  repo_free(repo);
}

static void run_part(const struct source *source, void *worker, size_t part, struct sink *sink) {
  const struct staged *staged = source->data;
  struct item base = {.where = WHERE_INDEX};
  for (size_t i = part * PART; i < (part + 1) * PART && i < staged->changes.len; i++) {
    sink->coverage->files++;
    change_offer(worker, &staged->changes.data[i], base, sink);
  }
}

struct source staged_source(const struct staged *staged) {
  return (struct source){"staged files", (staged->changes.len + PART - 1) / PART, open_worker, run_part, close_worker, staged};
}
