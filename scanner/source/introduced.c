/* introduced.c -- in which commits wanted objects come to which paths.
   A commit is compared with its parents over marks only: what is not marked is not wanted. */
#include "source/introduced.h"

#include <stdlib.h>

/* Trees that hold themselves many times over can name more paths, and longer ones, than there is memory or time. */
enum {
  FOUND_LIMIT = 1000 * 1000,         /* places; the first of each object is kept beyond that */
  KEPT_LIMIT = 64 * 1024 * 1024,     /* bytes of their paths */
  COMMIT_LIMIT = 64 * 1024 * 1024,   /* bytes of paths that one commit makes … */
  WORK_LIMIT = 2000 * 1000 * 1000,   /* … and all together */
  PAIRS_LIMIT = 1024,                /* files of a commit that are looked at for renames */
};

/* A subtree of a commit (MARK_NONE: it has none) beside what its parents have at the same path. */
struct level {
  uint32_t list;
  uint32_t *before; /* one list for each parent */
  str path;
};

struct removed {
  uint32_t unit;
  str path;
  bool is_used;
};

struct finder {
  const struct graph *graph;
  const struct marks *marks;
  struct arena *kept;
  struct introductions *found;
  bool (*stopped)(void);
  uint8_t *has_found; /* of each unit */
  uint64_t kept_bytes;
  uint64_t work;
  /* of the commit at hand */
  uint64_t joined; /* bytes of paths */
  uint32_t node;
  uint32_t parents;
  struct arena scratch;
  VEC(struct level) levels;
  VEC(struct removed) removed;
};

static str join(struct finder *f, str folder, uint32_t name) {
  str last = f->marks->names.data[name];
  f->joined += folder.len + last.len + sizeof(struct level);
  return folder.len ? arena_printf(&f->scratch, "%.*s/%.*s", STR_ARG(folder), STR_ARG(last)) : last;
}

/* ---- one level ---- */

static void push_level(struct finder *f, const struct level *level, uint32_t name, const struct mark *mark) {
  struct level below = {mark ? mark->list : MARK_NONE, arena_alloc(&f->scratch, (f->parents + 1) * sizeof(uint32_t)), STR_NONE};
  bool is_any = below.list != MARK_NONE;
  for (uint32_t p = 0; p < f->parents; p++) {
    const struct mark *before = marks_find(f->marks, level->before[p], name);
    below.before[p] = before ? before->list : MARK_NONE;
    if (below.list != MARK_NONE && below.before[p] == below.list)
      return; /* the same tree: nothing in it is new */
    is_any |= below.before[p] != MARK_NONE;
  }
  below.path = join(f, level->path, name);
  if (is_any)
    vec_push(&f->levels, below);
}

static bool any_parent_has(const struct finder *f, const struct level *level, const struct mark *mark) {
  for (uint32_t p = 0; p < f->parents; p++) {
    const struct mark *before = marks_find(f->marks, level->before[p], mark->name);
    if (before && before->unit == mark->unit)
      return true;
  }
  return false;
}

static void add_found(struct finder *f, uint32_t unit, str path) {
  bool is_full = f->found->len >= FOUND_LIMIT || f->kept_bytes >= KEPT_LIMIT;
  if (is_full && f->has_found[unit]) {
    f->found->is_cut = true;
    return;
  }
  f->has_found[unit] = 1;
  f->kept_bytes += path.len;
  vec_push(f->found, (struct introduced){unit, f->node, path, MARK_NONE, STR_NONE});
}

static void look_at_new(struct finder *f, const struct level *level) {
  if (level->list == MARK_NONE)
    return;
  struct mark_list list = f->marks->lists.data[level->list];
  for (uint32_t i = 0; i < list.count; i++) {
    const struct mark *mark = &f->marks->marks.data[list.first + i];
    if (mark->unit != MARK_NONE && !any_parent_has(f, level, mark))
      add_found(f, mark->unit, join(f, level->path, mark->name));
    push_level(f, level, mark->name, mark);
  }
}

/* Names that a parent has and the commit has not. */
static void look_at_gone(struct finder *f, const struct level *level, uint32_t parent) {
  if (level->before[parent] == MARK_NONE || f->removed.len > PAIRS_LIMIT)
    return; /* so many that nothing can be told from them */
  struct mark_list list = f->marks->lists.data[level->before[parent]];
  for (uint32_t i = 0; i < list.count; i++) {
    const struct mark *before = &f->marks->marks.data[list.first + i];
    if (marks_find(f->marks, level->list, before->name))
      continue;
    if (before->unit != MARK_NONE)
      vec_push(&f->removed, (struct removed){before->unit, join(f, level->path, before->name), false});
    if (before->list != MARK_NONE)
      push_level(f, level, before->name, NULL);
  }
}

/* ---- renames ---- */

static struct removed *best_removed(struct finder *f, const struct introduced *found) {
  struct removed *best = NULL;
  for (size_t i = 0; i < f->removed.len; i++) {
    struct removed *r = &f->removed.data[i];
    if (r->is_used)
      continue;
    if (r->unit == found->unit)
      return r;
    bool same_name = str_eq(str_basename(r->path), str_basename(found->path));
    if (!best || (same_name && !str_eq(str_basename(best->path), str_basename(found->path))))
      best = r;
  }
  return best;
}

/* Each thing that is gone went to one place at most; the same object first. */
static void pair_renames(struct finder *f, size_t first) {
  for (int same = 1; same >= 0; same--)
    for (size_t i = first; i < f->found->len && i - first < PAIRS_LIMIT && f->removed.len && f->removed.len <= PAIRS_LIMIT; i++) {
      struct introduced *found = &f->found->data[i];
      struct removed *from = found->from_unit == MARK_NONE && found->path.len ? best_removed(f, found) : NULL;
      if (!from || (same && from->unit != found->unit))
        continue;
      found->from_unit = from->unit;
      found->from_path = arena_copy(f->kept, from->path);
      from->is_used = true;
    }
}

/* ---- one commit ---- */

static const uint32_t *parents_of(const struct finder *f) {
  return f->graph->parents.data + f->graph->nodes.data[f->node].first_parent;
}

/* The commit itself may be wanted, and its root tree, for the names in it. */
static void look_at_itself(struct finder *f) {
  const struct commit_node *commit = &f->graph->nodes.data[f->node];
  uint32_t self = marks_unit(f->marks, commit->number), tree = marks_unit(f->marks, commit->tree);
  if (self != MARK_NONE)
    add_found(f, self, STR_NONE);
  for (uint32_t p = 0; tree != MARK_NONE && p < commit->parents; p++)
    if (f->graph->nodes.data[parents_of(f)[p]].tree == commit->tree)
      return;
  if (tree != MARK_NONE)
    add_found(f, tree, STR_NONE);
}

/* What this commit has and none of its parents has at the same path. */
static void look_at_commit(struct finder *f) {
  const struct commit_node *commit = &f->graph->nodes.data[f->node];
  struct level root = {marks_of_tree(f->marks, commit->tree), NULL, STR_NONE};
  size_t first = f->found->len;
  f->parents = commit->parents;
  f->removed.len = 0;
  look_at_itself(f);
  if (root.list == MARK_NONE)
    return;
  root.before = arena_alloc(&f->scratch, (commit->parents + 1) * sizeof(uint32_t));
  for (uint32_t p = 0; p < commit->parents; p++) {
    root.before[p] = marks_of_tree(f->marks, f->graph->nodes.data[parents_of(f)[p]].tree);
    if (root.before[p] == root.list)
      return; /* the same tree */
  }
  vec_push(&f->levels, root);
  while (f->levels.len) {
    struct level level = f->levels.data[--f->levels.len];
    if (f->joined >= COMMIT_LIMIT || f->work >= WORK_LIMIT || f->stopped()) {
      f->found->is_cut = true;
      continue; /* only so that none is left */
    }
    look_at_new(f, &level);
    for (uint32_t p = 0; p < f->parents; p++)
      look_at_gone(f, &level, p);
  }
  for (size_t i = first; i < f->found->len; i++)
    f->found->data[i].path = arena_copy(f->kept, f->found->data[i].path);
  pair_renames(f, first);
}

void introduced_find(const struct graph *graph, const struct marks *marks, size_t units, bool (*stopped)(void), struct arena *kept,
                     struct introductions *found) {
  struct finder f = {.graph = graph, .marks = marks, .kept = kept, .found = found, .stopped = stopped};
  f.has_found = memory_new_zeroed(units + 1, 1);
  for (size_t i = 0; i < graph->nodes.len && !stopped(); i++) {
    f.node = graph->order[i];
    f.joined = 0;
    look_at_commit(&f);
    f.work += f.joined;
    arena_clear(&f.scratch);
  }
  free(f.has_found);
  arena_free(&f.scratch);
  vec_free(&f.levels);
  vec_free(&f.removed);
}
