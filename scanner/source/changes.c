/* changes.c -- what a change brings: a new content at a path, and what stood there before. */
#include "source/changes.h"
#include "source/git.h"

#include <stdlib.h>

enum { DEPTH_LIMIT = 4096 };

/* ---- handing on ---- */

static struct snapshot *snapshot_now(const struct change_sides *sides) {
  return sides->index ? snapshots_index(sides->snapshots, sides->index) : snapshots_tree(sides->snapshots, sides->now);
}

static void offer_before(const struct repo *repo, const struct change *change, struct item base,
                         const struct change_sides *sides, struct sink *sink) {
  struct buf bytes = {0};
  enum object_type type;
  base.snapshot = snapshots_tree(sides->snapshots, sides->before);
  base.snapshot_path = change->path;
  for (size_t i = 0; i < change->before_len; i++) {
    if (repo_read(repo, change->before[i], &type, &bytes) != READ_DONE)
      continue; /* then all of the new content counts as new */
    base.bytes = buf_str(&bytes);
    sink->before(sink, &base);
  }
  buf_free(&bytes);
}

static void offer_name(const struct change *change, struct item base, struct sink *sink) {
  if (!change->is_new_path || !sink->wants(sink, change->path))
    return;
  base.bytes = change->path;
  base.where = WHERE_PATH;
  base.object = (oid){{0}};
  sink->item(sink, &base);
}

void change_offer(const struct repo *repo, const struct change *change, struct item base,
                  const struct change_sides *sides, struct sink *sink) {
  static const enum gap gaps[] = {[READ_MISSING] = GAP_MISSING, [READ_CORRUPT] = GAP_CORRUPT, [READ_TOO_LARGE] = GAP_MEMORY};
  struct buf bytes = {0};
  enum object_type type;
  base.path = change->path;
  base.object = change->blob;
  base.is_change = true;
  base.first_line = 1;
  offer_name(change, base, sink);
  enum read_outcome outcome = repo_read(repo, change->blob, &type, &bytes);
  base.bytes = buf_str(&bytes);
  if (outcome != READ_DONE) {
    coverage_gap(sink->coverage, gaps[outcome], change->path);
  } else {
    sink->coverage->blobs++;
    sink->coverage->bytes += base.bytes.len;
  }
  if (outcome == READ_DONE && sink->wants(sink, base.bytes)) {
    offer_before(repo, change, base, sides, sink);
    base.snapshot = snapshot_now(sides);
    base.snapshot_path = change->path;
    sink->item(sink, &base);
  }
  buf_free(&bytes);
  repo_rest(repo);
}

/* ---- comparing trees ---- */

/* A folder of the change beside the same folder of each parent; a tree that is not there is NULL. */
struct level {
  str path;
  unsigned depth;
  git_tree *tree;
  git_tree **parents;
};

struct comparison {
  const struct repo *repo;
  size_t parents_len;
  struct arena *kept;
  struct changes *changes;
  struct sink *sink;
  VEC(struct level) levels;
  VEC(oid) removed;
};

static git_tree *load(struct comparison *c, oid id) {
  git_tree *tree = NULL;
  git_oid git = repo_git_oid(id, c->repo->oid_size);
  if (oid_is_zero(id))
    return NULL;
  if (git_tree_lookup(&tree, c->repo->git, &git) < 0) {
    c->sink->absent(c->sink, id);
    return NULL;
  }
  return tree;
}

static const git_tree_entry *entry_named(const git_tree *tree, const char *name) {
  return tree ? git_tree_entry_byname(tree, name) : NULL;
}

static bool is_blob(const git_tree_entry *entry) {
  return entry && git_tree_entry_type(entry) == GIT_OBJECT_BLOB;
}

static bool is_folder(const git_tree_entry *entry) {
  return entry && git_tree_entry_type(entry) == GIT_OBJECT_TREE;
}

static oid id_of(const git_tree_entry *entry) {
  return repo_oid(git_tree_entry_id(entry));
}

static bool any_parent_has(const struct comparison *c, const struct level *level, const git_tree_entry *entry) {
  for (size_t p = 0; p < c->parents_len; p++) {
    const git_tree_entry *before = entry_named(level->parents[p], git_tree_entry_name(entry));
    if (before && oid_eq(id_of(before), id_of(entry)))
      return true;
  }
  return false;
}

static str path_of(struct comparison *c, const struct level *level, const char *name) {
  return level->path.len ? arena_printf(c->kept, "%.*s/%s", STR_ARG(level->path), name) : arena_copy(c->kept, str_from(name));
}

static void enter(struct comparison *c, const struct level *level, const char *name, const git_tree_entry *entry) {
  if (level->depth >= DEPTH_LIMIT) {
    coverage_gap(c->sink->coverage, GAP_CORRUPT, level->path);
    return;
  }
  struct level below = {path_of(c, level, name), level->depth + 1, is_folder(entry) ? load(c, id_of(entry)) : NULL,
                        arena_zeroed(c->kept, c->parents_len * sizeof(git_tree *) + 1)};
  for (size_t p = 0; p < c->parents_len; p++) {
    const git_tree_entry *before = entry_named(level->parents[p], name);
    below.parents[p] = is_folder(before) ? load(c, id_of(before)) : NULL;
  }
  vec_push(&c->levels, below);
}

static void add_change(struct comparison *c, const struct level *level, const git_tree_entry *entry) {
  const char *name = git_tree_entry_name(entry);
  struct change change = {.path = path_of(c, level, name), .blob = id_of(entry), .is_new_path = true};
  change.before = arena_alloc(c->kept, c->parents_len * sizeof(oid) + 1);
  for (size_t p = 0; p < c->parents_len; p++) {
    const git_tree_entry *before = entry_named(level->parents[p], name);
    change.is_new_path &= before == NULL;
    if (is_blob(before))
      change.before[change.before_len++] = id_of(before);
  }
  vec_push(c->changes, change);
}

static void compare_new(struct comparison *c, const struct level *level) {
  size_t count = level->tree ? git_tree_entrycount(level->tree) : 0;
  for (size_t i = 0; i < count; i++) {
    const git_tree_entry *entry = git_tree_entry_byindex(level->tree, i);
    if (any_parent_has(c, level, entry))
      continue;
    if (is_blob(entry))
      add_change(c, level, entry);
    else if (is_folder(entry))
      enter(c, level, git_tree_entry_name(entry), entry);
  }
}

/* Then it was entered already, beside all parents. */
static bool earlier_parent_has_folder(const struct level *level, size_t parent_number, const char *name) {
  for (size_t p = 0; p < parent_number; p++)
    if (is_folder(entry_named(level->parents[p], name)))
      return true;
  return false;
}

/* What a parent has at a path where the change has nothing of the kind: a rename's other end, perhaps. */
static void compare_old(struct comparison *c, const struct level *level, size_t parent_number) {
  const git_tree *parent = level->parents[parent_number];
  size_t count = parent ? git_tree_entrycount(parent) : 0;
  for (size_t i = 0; i < count; i++) {
    const git_tree_entry *before = git_tree_entry_byindex(parent, i);
    const git_tree_entry *now = entry_named(level->tree, git_tree_entry_name(before));
    if (is_blob(before) && !is_blob(now))
      vec_push(&c->removed, id_of(before));
    else if (is_folder(before) && !is_folder(now) && !earlier_parent_has_folder(level, parent_number, git_tree_entry_name(before)))
      enter(c, level, git_tree_entry_name(before), NULL);
  }
}

static void free_level(struct level *level, size_t parents_len) {
  git_tree_free(level->tree);
  for (size_t p = 0; p < parents_len; p++)
    git_tree_free(level->parents[p]);
}

void changes_add_removed(struct changes *changes, size_t first, const oid *removed, size_t removed_len, struct arena *kept) {
  if (removed_len == 0)
    return;
  oid *copy = arena_alloc(kept, removed_len * sizeof *copy);
  memcpy(copy, removed, removed_len * sizeof *copy);
  for (size_t i = first; i < changes->len; i++)
    if (changes->data[i].before_len == 0) {
      changes->data[i].before = copy;
      changes->data[i].before_len = removed_len;
    }
}

void changes_of_tree(const struct repo *repo, oid tree, const oid *parents, size_t parents_len, struct arena *kept,
                     struct changes *changes, struct sink *sink) {
  struct comparison c = {.repo = repo, .parents_len = parents_len, .kept = kept, .changes = changes, .sink = sink};
  size_t first = changes->len;
  struct level root = {STR_NONE, 0, load(&c, tree), arena_zeroed(kept, parents_len * sizeof(git_tree *) + 1)};
  for (size_t p = 0; p < parents_len; p++)
    root.parents[p] = load(&c, parents[p]);
  vec_push(&c.levels, root);
  while (c.levels.len) {
    struct level level = c.levels.data[--c.levels.len];
    compare_new(&c, &level);
    for (size_t p = 0; p < parents_len; p++)
      compare_old(&c, &level, p);
    free_level(&level, parents_len);
  }
  changes_add_removed(changes, first, c.removed.data, c.removed.len, kept);
  vec_free(&c.levels);
  vec_free(&c.removed);
}
