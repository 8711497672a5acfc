/* range.c -- what a set of commits adds: B ^A, each commit against all its parents. */
#include "source/range.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "source/graph.h"
#include "source/git.h"
#include "source/message.h"
#include "source/reftable_items.h"
#include "source/repo_worker.h"

static int fail_unknown(const struct repo *repo, const char *revision, struct err *err) {
  bool is_shallow = git_repository_is_shallow(repo->git) == 1;
  return err_set(err, "unknown revision '%s'%s; if its spelling is right, fetch it with: git fetch %s", revision,
                 is_shallow ? " in this shallow clone" : "", is_shallow ? "--unshallow" : "origin");
}

/* Tags that lead to a commit: their messages are new with it. */
static void add_tags(struct range *range, git_object *object) {
  enum { TAG_DEPTH = 1024 };
  git_object *next = NULL;
  git_object_dup(&next, object);
  for (int depth = 0; depth < TAG_DEPTH && next && git_object_type(next) == GIT_OBJECT_TAG; depth++) {
    git_object *tag = next;
    vec_push(&range->tags, repo_oid(git_object_id(tag)));
    next = NULL;
    if (git_tag_target(&next, (git_tag *)tag) < 0)
      next = NULL;
    git_object_free(tag);
  }
  git_object_free(next);
}

/* `range`: keeps the tags on the way, or NULL. */
static int resolve(const struct repo *repo, const char *revision, struct range *range, git_oid *id, struct err *err) {
  git_object *object = NULL, *commit = NULL;
  if (git_revparse_single(&object, repo->git, revision) < 0)
    return fail_unknown(repo, revision, err);
  if (range)
    add_tags(range, object);
  int failed = git_object_peel(&commit, object, GIT_OBJECT_COMMIT) < 0 ? err_set(err, "'%s' is not a commit", revision) : 0;
  if (!failed)
    *id = *git_object_id(commit);
  git_object_free(commit);
  git_object_free(object);
  return failed;
}

/* Whether history may go on behind a commit of the range where it is cut off. */
static void check_cut(struct range *range, oid commit, struct coverage *coverage) {
  char hex[OID_HEX_SIZE];
  if (oidmap_get(&range->shallow, commit) == OIDMAP_NONE)
    return;
  oid_to_hex(commit, range->repo->oid_size, hex);
  coverage_gap(coverage, GAP_SHALLOW, str_from(hex));
}

static int walk(git_revwalk *walker, const git_oid *from, const git_oid *to, struct range *range, struct coverage *coverage, struct err *err) {
  git_oid id;
  int status;
  git_revwalk_sorting(walker, GIT_SORT_TOPOLOGICAL | GIT_SORT_REVERSE);
  if (git_revwalk_push(walker, to) < 0 || (from && git_revwalk_hide(walker, from) < 0))
    return repo_fail(err, "walking the commits of the range");
  while ((status = git_revwalk_next(&id, walker)) == 0) {
    vec_push(&range->commits, repo_oid(&id));
    check_cut(range, repo_oid(&id), coverage);
  }
  return status == GIT_ITEROVER ? 0 : repo_fail(err, "walking the commits of the range");
}

static int list_between(struct range *range, const git_oid *from, const git_oid *to, struct coverage *coverage, struct err *err) {
  git_revwalk *walker = NULL;
  range->from = repo_oid(from);
  range->to = repo_oid(to);
  if (repo_read_shallow(range->repo, &range->shallow, err))
    return -1;
  if (access(arena_printf(&range->kept, "%.*s/info/grafts", STR_ARG(range->repo->common)).ptr, F_OK) == 0)
    coverage_gap(coverage, GAP_FORMAT, STR("info/grafts: history is not what the commits say"));
  reftable_check(range->repo, coverage);
  if (git_revwalk_new(&walker, range->repo->git) < 0)
    return repo_fail(err, "walking the commits of the range");
  int failed = walk(walker, from, to, range, coverage, err);
  git_revwalk_free(walker);
  return failed;
}

int range_list(const struct repo *repo, const char *text, struct range *range, struct coverage *coverage, struct err *err) {
  git_oid from, to;
  range->repo = repo;
  str whole = str_from(text);
  size_t dots = str_find(whole, STR(".."), 0);
  str left = dots == SIZE_MAX ? whole : str_head(whole, dots);
  str right = dots == SIZE_MAX ? STR_NONE : str_tail(whole, dots + 2);
  if (right.len && right.ptr[0] == '.')
    right = str_tail(right, 1);
  str a = arena_copy(&range->kept, left.len ? left : STR("HEAD")), b = arena_copy(&range->kept, right.len ? right : STR("HEAD"));
  if (resolve(repo, a.ptr, NULL, &from, err) || resolve(repo, b.ptr, range, &to, err))
    return -1;
  return list_between(range, &from, &to, coverage, err);
}

static int find_upstream(const struct repo *repo, git_oid *from, git_oid *to, struct err *err) {
  git_reference *head = NULL, *upstream = NULL;
  if (git_repository_head(&head, repo->git) < 0)
    return err_set(err, "no commit yet, so no range; name one as A..B");
  int failed = git_branch_upstream(&upstream, head) < 0 || !git_reference_target(upstream)
                   ? err_set(err, "the current branch has no upstream; name the range as A..B")
                   : 0;
  if (!failed) {
    *from = *git_reference_target(upstream);
    *to = *git_reference_target(head);
  }
  git_reference_free(upstream);
  git_reference_free(head);
  return failed;
}

int range_list_upstream(const struct repo *repo, struct range *range, struct coverage *coverage, struct err *err) {
  git_oid from, to;
  range->repo = repo;
  if (find_upstream(repo, &from, &to, err))
    return -1;
  return list_between(range, &from, &to, coverage, err);
}

void range_free(struct range *range) {
  vec_free(&range->commits);
  vec_free(&range->tags);
  oidmap_free(&range->shallow);
  arena_free(&range->kept);
}

/* ---- the source: a part is a commit ---- */

static void *open_worker(const struct source *source, struct err *err) {
  const struct range *range = source->data;
  return repo_worker_open(range->repo, err);
}

/* The message of the commit or tag at hand. */
static void offer_message(const struct repo *repo, oid id, struct item item, struct sink *sink) {
  struct buf bytes = {0};
  enum object_type type;
  item.first_line = 1;
  if (repo_read(repo, id, &type, &bytes) == READ_DONE)
    message_give(buf_str(&bytes), item, sink);
  else
    sink->absent(sink, id);
  buf_free(&bytes);
  repo_rest(repo);
}

/* Parents that a shallow clone cuts off are no parents here. */
static size_t parents_of(const struct range *range, git_commit *commit, oid id, oid *parents, size_t limit, const struct repo *repo) {
  size_t len = 0;
  if (oidmap_get(&range->shallow, id) != OIDMAP_NONE)
    return 0;
  for (unsigned i = 0; i < git_commit_parentcount(commit) && len < limit; i++) {
    git_commit *parent = NULL;
    if (git_commit_lookup(&parent, repo->git, git_commit_parent_id(commit, i)) < 0)
      continue;
    parents[len++] = repo_oid(git_commit_tree_id(parent));
    git_commit_free(parent);
  }
  return len;
}

static void offer_commit(const struct range *range, const struct repo_worker *worker, git_commit *commit,
                         const struct place *place, struct sink *sink) {
  const struct repo *repo = worker->repo;
  struct changes changes = {0};
  struct arena scratch = {0};
  struct item base = {.where = WHERE_HISTORY, .place = place};
  size_t limit = git_commit_parentcount(commit);
  oid *parents = arena_alloc(&scratch, limit * sizeof *parents + 1);
  size_t parents_len = parents_of(range, commit, place->object, parents, limit, repo);
  struct item message = base;
  message.where = WHERE_MESSAGE;
  offer_message(repo, place->object, message, sink);
  struct change_sides sides = {.snapshots = worker->snapshots, .now = repo_oid(git_commit_tree_id(commit))};
  if (parents_len)
    sides.before = parents[0];
  changes_of_tree(repo, sides.now, parents, parents_len, &scratch, &changes, sink);
  for (size_t i = 0; i < changes.len; i++)
    change_offer(repo, &changes.data[i], base, &sides, sink);
  vec_free(&changes);
  arena_free(&scratch);
}

static void run_part(const struct source *source, void *data, size_t part, struct sink *sink) {
  const struct range *range = source->data;
  const struct repo_worker *worker = data;
  const struct repo *repo = worker->repo;
  struct arena scratch = {0};
  git_commit *commit = NULL;
  if (part >= range->commits.len) {
    offer_message(repo, range->tags.data[part - range->commits.len], (struct item){.where = WHERE_TAG_MESSAGE}, sink);
    return;
  }
  git_oid id = repo_git_oid(range->commits.data[part], repo->oid_size);
  if (git_commit_lookup(&commit, repo->git, &id) < 0) {
    sink->absent(sink, range->commits.data[part]);
    return;
  }
  struct place place = {.object = range->commits.data[part], .where = WHERE_HISTORY,
                        .commit = graph_describe(repo, range->commits.data[part], (uint32_t)part + 1, &scratch)};
  sink->coverage->commits++;
  offer_commit(range, worker, commit, &place, sink);
  git_commit_free(commit);
  arena_free(&scratch);
}

struct source range_source(const struct range *range) {
  return (struct source){"commits", range->commits.len + range->tags.len, open_worker, run_part, repo_worker_close, range};
}
