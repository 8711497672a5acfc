/* tips.c -- where refs, HEADs and reflogs lead. */
#include "source/tips.h"

#include <stdlib.h>

#include "source/git.h"
#include "source/gitdir.h"
#include "source/refdb.h"

/* Tags of tags: git follows any number, a hostile store may have very many. */
enum { TAG_DEPTH = 1024 };

struct finder {
  struct graph *graph;
  const struct history *history;
  const struct oidmap *is_wanted;
  struct tips *tips;
};

static bool read_target(const struct history *history, oid *id) {
  struct buf bytes = {0};
  enum object_type type;
  bool goes_on = repo_read(history->repo, *id, &type, &bytes) == READ_DONE && type == OBJECT_TAG &&
                 str_starts(buf_str(&bytes), STR("object ")) &&
                 oid_from_hex(str_tail(buf_str(&bytes), 7), history->repo->oid_size, id);
  buf_free(&bytes);
  repo_rest(history->repo);
  return goes_on;
}

/* Follows tags down to what they stand for. */
static void add_tip(struct finder *f, oid id, uint32_t ref, unsigned how) {
  struct tip tip = {.ref = ref, .node = NODE_NONE, .tree = HISTORY_NONE, .first = (uint32_t)f->tips->wanted.len};
  enum object_type type = OBJECT_TAG;
  for (int depth = 0; depth < TAG_DEPTH && type == OBJECT_TAG; depth++) {
    uint32_t number = history_number(f->history, id);
    if (oidmap_get(f->is_wanted, id) != OIDMAP_NONE)
      vec_push(&f->tips->wanted, id);
    type = history_type(f->history, number);
    if (type == OBJECT_COMMIT)
      tip.node = graph_node(f->graph, id);
    else if (type == OBJECT_TREE)
      tip.tree = number;
    else if (type != OBJECT_TAG || !read_target(f->history, &id))
      break;
  }
  tip.count = (uint32_t)f->tips->wanted.len - tip.first;
  graph_reach(f->graph, tip.node, how);
  vec_push(&f->tips->tips, tip);
}

static unsigned reached_by(enum ref_kind kind) {
  if (kind == REF_NOTE)
    return REACHED_NOTES;
  return kind == REF_STASH ? REACHED_STASH : REACHED_REFS;
}

static void add_refs(struct finder *f, const struct ref_table *table) {
  for (size_t i = 0; i < table->len; i++) {
    git_oid id;
    if (git_reference_name_to_id(&id, f->history->repo->git, table->data[i].full.ptr) == 0)
      add_tip(f, repo_oid(&id), (uint32_t)i, reached_by(table->data[i].kind));
  }
}

static void add_head_of(void *data, str folder) {
  struct finder *f = data;
  struct err ignored;
  git_repository *git = NULL;
  git_oid id;
  if (git_repository_open_ext(&git, folder.ptr, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL) < 0)
    return;
  if (refdb_install(git, f->history->repo->oid_size, &ignored) == 0 && git_reference_name_to_id(&id, git, "HEAD") == 0)
    add_tip(f, repo_oid(&id), TIP_NO_REF, REACHED_REFS);
  git_repository_free(git);
}

static void add_heads(struct finder *f) {
  git_oid id;
  f->tips->head = NODE_NONE;
  if (git_reference_name_to_id(&id, f->history->repo->git, "HEAD") == 0) {
    add_tip(f, repo_oid(&id), TIP_NO_REF, REACHED_REFS);
    f->tips->head = graph_node(f->graph, repo_oid(&id));
  }
  gitdir_worktrees(f->history->repo, add_head_of, f);
}

static void add_logged(void *data, oid id, bool is_stash) {
  const struct finder *f = data;
  graph_reach(f->graph, graph_node(f->graph, id), is_stash ? REACHED_STASH : REACHED_REFLOG);
}

void tips_find(struct graph *graph, const struct ref_table *table, const struct oidmap *is_wanted, struct tips *tips) {
  struct finder f = {graph, graph->history, is_wanted, tips};
  add_refs(&f, table);
  add_heads(&f);
  gitdir_reflog_ids(f.history->repo, add_logged, &f);
}

void tips_free(struct tips *tips) {
  vec_free(&tips->tips);
  vec_free(&tips->wanted);
}
