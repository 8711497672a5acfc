/* staged.c -- what the next commit adds: blobs of the index against the commits it will follow. */
#include "source/staged.h"

#include <stdlib.h>

#include "base/file.h"
#include "source/git.h"
#include "source/reftable_items.h"
#include "source/repo_worker.h"
#include "source/tree.h"

enum { MERGE_HEAD_LIMIT = 64 * 1024, PARENTS_LIMIT = 64, PART = 16 };
/* Of folders that a sparse index holds as one entry: in few objects there may be any number of paths. */
enum { FOLDERS_LIMIT = 1024 * 1024 };

struct parents {
  git_tree *tree[PARENTS_LIMIT];
  size_t len;
};

enum kind { KIND_BLOB, KIND_FOLDER, KIND_MODULE, KIND_CONFLICT };

/* What a folder of the index or a tree has. A folder of the index is either entries or, in a sparse one, a tree. */
struct child {
  str name;
  enum kind kind;
  oid id; /* unless it is entries */
  bool is_entries;
  size_t begin;
  size_t end;
  const struct cachetree_node *cached; /* or NULL */
};

/* A folder of the index, and its tree in the first parent. */
struct level {
  str prefix; /* its path with a '/' at the end; empty for the top */
  struct child now;
  bool is_new; /* then there is no such tree */
  oid before;
};

struct listing {
  struct staged *staged;
  struct coverage *coverage;
  const struct index *index;
  struct parents parents;
  VEC(struct level) levels;
  size_t folders; /* entered, of trees of the index */
  VEC(oid) removed;
  VEC(oid) gone; /* trees of the first parent that the index has not */
  struct oidmap gone_seen;
};

/* ---- the commits that the next one will follow ---- */

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
        git_oid git = repo_git_oid(id, repo->oid_size);
        failed = add_parent(l, &git, err);
      }
  }
  buf_free(&text);
  return failed;
}

/* ---- what a folder has ---- */

static enum kind kind_of(const struct index_entry *entry) {
  enum { MODE_GITLINK = 0160000 };
  if (entry->stage)
    return KIND_CONFLICT;
  return entry->is_folder ? KIND_FOLDER : entry->mode == MODE_GITLINK ? KIND_MODULE : KIND_BLOB;
}

/* The child that the entries from `at` on begin with. False at the folder's end. */
static bool next_in_index(const struct listing *l, const struct level *level, size_t *at, struct child *child) {
  const struct index_entry *entries = l->index->entries.data;
  while (*at < level->now.end && entries[*at].is_intent)
    ++*at;
  if (*at >= level->now.end)
    return false;
  const struct index_entry *entry = &entries[*at];
  str rest = str_tail(entry->path, level->prefix.len);
  size_t slash = str_find_byte(rest, '/', 0);
  *child = (struct child){.name = str_head(rest, slash), .kind = KIND_FOLDER, .is_entries = true, .begin = *at};
  if (slash == SIZE_MAX || (entry->is_folder && slash + 1 == rest.len)) {
    child->kind = kind_of(entry);
    child->id = entry->id;
    child->is_entries = false;
    ++*at;
    return true;
  }
  child->cached = cachetree_below(&l->index->trees, level->now.cached, child->name);
  child->end = *at = index_end_of_folder(&l->index->entries, *at, level->now.end, level->prefix.len + slash + 1);
  return true;
}

static bool next_in_tree(const struct listing *l, str *rest, struct child *child) {
  struct tree_entry entry;
  if (!tree_entry_at(*rest, l->staged->repo->oid_size, &entry))
    return false;
  enum kind kind = entry.is_folder ? KIND_FOLDER : entry.is_submodule ? KIND_MODULE : KIND_BLOB;
  *child = (struct child){.name = entry.name, .kind = kind, .id = entry.id};
  *rest = str_tail(*rest, entry.size);
  return true;
}

/* The order of trees, which is that of the index too: a folder's name ends in '/'. */
static int compare_names(const struct child *a, const struct child *b) {
  size_t shorter = a->name.len < b->name.len ? a->name.len : b->name.len;
  int order = str_compare(str_head(a->name, shorter), str_head(b->name, shorter));
  if (order)
    return order;
  int next_of_a = a->name.len > shorter ? (unsigned char)a->name.ptr[shorter] : a->kind == KIND_FOLDER ? '/' : 0;
  int next_of_b = b->name.len > shorter ? (unsigned char)b->name.ptr[shorter] : b->kind == KIND_FOLDER ? '/' : 0;
  return next_of_a != next_of_b ? next_of_a - next_of_b : (a->name.len > shorter) - (b->name.len > shorter);
}

static void tree_gap(struct listing *l, enum gap gap, oid id) {
  char hex[OID_HEX_SIZE];
  oid_to_hex(id, l->staged->repo->oid_size, hex);
  coverage_gap(l->coverage, gap, str_from(hex));
}

/* Leaves `bytes` empty, and counts it, if the tree is not there. */
static void load_tree(struct listing *l, oid id, struct buf *bytes) {
  static const enum gap gaps[] = {[READ_MISSING] = GAP_MISSING, [READ_CORRUPT] = GAP_CORRUPT, [READ_TOO_LARGE] = GAP_MEMORY};
  enum object_type type;
  enum read_outcome outcome = repo_read(l->staged->repo, id, &type, bytes);
  if (outcome == READ_DONE && type == OBJECT_TREE)
    return;
  buf_clear(bytes);
  tree_gap(l, outcome == READ_DONE ? GAP_CORRUPT : gaps[outcome], id);
}

/* ---- comparing ---- */

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

/* `first`: what the first parent has at the path, or NULL. No change if some parent has just this content. */
static void add_change(struct listing *l, const struct level *level, const struct child *now, const struct child *first) {
  struct arena *kept = &l->staged->kept;
  struct change change = {.blob = now->id, .is_new_path = true};
  change.path = arena_printf(kept, "%.*s%.*s", STR_ARG(level->prefix), STR_ARG(now->name));
  change.before = arena_alloc(kept, l->parents.len * sizeof(oid) + 1);
  for (size_t p = 0; p < l->parents.len; p++) {
    oid before = p ? blob_at(l->parents.tree[p], change.path.ptr) : first ? first->id : (oid){{0}};
    if (oid_is_zero(before))
      continue;
    change.is_new_path = false;
    if (oid_eq(before, change.blob))
      return;
    change.before[change.before_len++] = before;
  }
  vec_push(&l->staged->changes, change);
}

static void enter(struct listing *l, const struct level *level, const struct child *now, const struct child *before) {
  if (!now->is_entries && ++l->folders > FOLDERS_LIMIT) {
    tree_gap(l, GAP_CORRUPT, now->id);
    return;
  }
  struct level below = {.now = *now, .is_new = !before, .before = before ? before->id : (oid){{0}}};
  if (now->is_entries)
    below.prefix = str_head(l->index->entries.data[now->begin].path, level->prefix.len + now->name.len + 1);
  else
    below.prefix = arena_printf(&l->staged->kept, "%.*s%.*s/", STR_ARG(level->prefix), STR_ARG(now->name));
  vec_push(&l->levels, below);
}

/* What the first parent has and the index has not. */
static void take_gone(struct listing *l, const struct child *before) {
  size_t seen = l->gone_seen.len;
  if (before->kind == KIND_BLOB)
    vec_push(&l->removed, before->id);
  if (before->kind != KIND_FOLDER)
    return;
  oidmap_add(&l->gone_seen, before->id, 1);
  if (l->gone_seen.len > seen)
    vec_push(&l->gone, before->id);
}

/* What stands at one place; one of both may be NULL. */
static void take(struct listing *l, const struct level *level, const struct child *now, const struct child *before) {
  if (now && now->kind == KIND_FOLDER) {
    enter(l, level, now, before);
  } else if (now && now->kind == KIND_BLOB) {
    const struct child *first = before && before->kind == KIND_BLOB ? before : NULL;
    if (!first || !oid_eq(first->id, now->id))
      add_change(l, level, now, first);
  } else if (before && (!now || now->kind == KIND_MODULE)) {
    take_gone(l, before);
  }
}

/* Without a look at what is in it: a tree that the index remembers must cover all its entries. */
static bool is_same(const struct level *level) {
  const struct child *now = &level->now;
  if (level->is_new)
    return false;
  if (!now->is_entries)
    return oid_eq(now->id, level->before);
  return now->cached && now->cached->is_valid && now->cached->entries == now->end - now->begin && oid_eq(now->cached->id, level->before);
}

/* Both sides in one order; `order` says which of them is ahead. */
static void compare_children(struct listing *l, const struct level *level, str now_rest, str before_rest) {
  size_t at = level->now.begin;
  struct child now, before;
  bool has_now = false, has_before = false;
  for (int order = 0;;) {
    if (order <= 0)
      has_now = level->now.is_entries ? next_in_index(l, level, &at, &now) : next_in_tree(l, &now_rest, &now);
    if (order >= 0)
      has_before = next_in_tree(l, &before_rest, &before);
    if (!has_now && !has_before)
      break;
    order = !has_now ? 1 : !has_before ? -1 : compare_names(&now, &before);
    take(l, level, order <= 0 ? &now : NULL, order >= 0 ? &before : NULL);
  }
  if (now_rest.len)
    tree_gap(l, GAP_CORRUPT, level->now.id);
  if (before_rest.len)
    tree_gap(l, GAP_CORRUPT, level->before);
}

static void compare_level(struct listing *l, const struct level *level) {
  struct buf now = {0}, before = {0};
  if (is_same(level))
    return;
  if (!level->now.is_entries)
    load_tree(l, level->now.id, &now);
  if (!level->is_new)
    load_tree(l, level->before, &before);
  compare_children(l, level, buf_str(&now), buf_str(&before));
  buf_free(&now);
  buf_free(&before);
  repo_rest(l->staged->repo);
}

static void list_gone(struct listing *l) {
  struct buf tree = {0};
  for (size_t i = 0; i < l->gone.len; i++) {
    buf_clear(&tree);
    load_tree(l, l->gone.data[i], &tree);
    str rest = buf_str(&tree);
    struct child child;
    while (next_in_tree(l, &rest, &child))
      take_gone(l, &child);
  }
  buf_free(&tree);
  repo_rest(l->staged->repo);
}

static void compare(struct listing *l) {
  struct child top = {.kind = KIND_FOLDER, .is_entries = true, .end = l->index->entries.len};
  top.cached = cachetree_top(&l->index->trees);
  struct level first = {.now = top, .is_new = l->parents.len == 0};
  if (!first.is_new)
    first.before = l->staged->head;
  vec_push(&l->levels, first);
  while (l->levels.len) {
    struct level level = l->levels.data[--l->levels.len];
    compare_level(l, &level);
  }
  list_gone(l);
  changes_add_removed(&l->staged->changes, 0, l->removed.data, l->removed.len, &l->staged->kept);
}

static void free_listing(struct listing *l) {
  for (size_t i = 0; i < l->parents.len; i++)
    git_tree_free(l->parents.tree[i]);
  vec_free(&l->levels);
  vec_free(&l->removed);
  vec_free(&l->gone);
  oidmap_free(&l->gone_seen);
}

int staged_list(const struct repo *repo, struct staged *staged, struct coverage *coverage, struct err *err) {
  struct listing listing = {.staged = staged, .coverage = coverage, .index = &staged->index};
  staged->repo = repo;
  if (repo->work_tree.len == 0)
    return err_set(err, "a bare repository has no index, so nothing is staged");
  reftable_check(repo, coverage);
  if (!repo_read_index(repo, &staged->index, coverage))
    return 0;
  int failed = add_head(&listing, err) || add_merge_heads(&listing, err) ? -1 : 0;
  if (!failed && listing.parents.len)
    staged->head = repo_oid(git_tree_id(listing.parents.tree[0]));
  if (!failed)
    compare(&listing);
  free_listing(&listing);
  return failed;
}

void staged_free(struct staged *staged) {
  vec_free(&staged->changes);
  index_free(&staged->index);
  arena_free(&staged->kept);
}

static void *open_worker(const struct source *source, struct err *err) {
  const struct staged *staged = source->data;
  return repo_worker_open(staged->repo, err);
}

static void run_part(const struct source *source, void *data, size_t part, struct sink *sink) {
  const struct staged *staged = source->data;
  const struct repo_worker *worker = data;
  const struct item base = {.where = WHERE_INDEX};
  const struct change_sides sides = {.snapshots = worker->snapshots, .index = &staged->index, .before = staged->head};
  for (size_t i = part * PART; i < (part + 1) * PART && i < staged->changes.len; i++) {
    sink->coverage->files++;
    change_offer(worker->repo, &staged->changes.data[i], base, &sides, sink);
  }
}

struct source staged_source(const struct staged *staged) {
  return (struct source){"staged files", (staged->changes.len + PART - 1) / PART, open_worker, run_part, repo_worker_close, staged};
}
