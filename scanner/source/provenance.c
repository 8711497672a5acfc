/* provenance.c -- where a few wanted objects lie: a coordinator over graph and marks. */
#include "source/provenance.h"

#include <stdlib.h>

#include "source/gitdir.h"
#include "source/graph.h"
#include "source/marks.h"
#include "source/refs.h"
#include "source/git.h"

enum { BATCH = 64, PLACES_LIMIT = 100 * 1000, FOUND_LIMIT = 1000 * 1000 };

struct tip {
  oid commit;   /* zero: the ref does not lead to a commit */
  uint32_t ref; /* index into the ref table, or UINT32_MAX */
  uint32_t list; /* marks of a tree it leads to, or MARK_NONE */
  oid unit;     /* a wanted tag or blob on its way; zero: none */
  oid last;     /* another one */
};

struct unit {
  oid id;
  git_object_t type;
  struct reach *reach;
  uint64_t *refs;
  uint32_t introduced; /* node, or UINT32_MAX */
  bool has_place;
};

struct found_place {
  uint32_t unit;
  uint32_t node;
  str path;
};

struct finder {
  const struct history *history;
  struct arena *kept;
  struct arena scratch;
  struct oidmap wanted;
  struct unit *units;
  size_t units_len;
  struct graph *graph;
  struct marks marks;
  struct ref_table table;
  VEC(struct tip) tips;
  uint32_t head; /* node of HEAD's commit, or UINT32_MAX */
  VEC(struct found_place) found;
  uint64_t *list_bits;
  uint64_t *node_bits;
};

/* ---- refs ---- */

/* Follows tags down to what they stand for. */
static void follow(struct finder *f, oid id, struct tip *tip) {
  enum { TAG_DEPTH = 16 };
  for (int depth = 0; depth < TAG_DEPTH; depth++) {
    git_odb_object *object;
    if (oidmap_get(&f->wanted, id) != OIDMAP_NONE) {
      tip->last = tip->unit;
      tip->unit = id;
    }
    if (history_read(f->history, id, &object) != READ_DONE)
      return;
    git_object_t type = git_odb_object_type(object);
    str text = {git_odb_object_data(object), git_odb_object_size(object)};
    oid target;
    bool goes_on = type == GIT_OBJECT_TAG && str_starts(text, STR("object ")) &&
                   oid_from_hex(str_tail(text, 7), f->history->repo->oid_size, &target);
    git_odb_object_free(object);
    if (type == GIT_OBJECT_COMMIT)
      tip->commit = id;
    if (type == GIT_OBJECT_TREE)
      tip->list = marks_of_tree(&f->marks, id);
    if (!goes_on)
      return;
    id = target;
  }
}

static unsigned reached_by(enum ref_kind kind) {
  if (kind == REF_NOTE)
    return REACHED_NOTES;
  return kind == REF_STASH ? REACHED_STASH : REACHED_REFS;
}

static void add_tip(struct finder *f, oid id, uint32_t ref, unsigned how) {
  struct tip tip = {.ref = ref, .list = MARK_NONE};
  follow(f, id, &tip);
  graph_reach(f->graph, tip.commit, how);
  vec_push(&f->tips, tip);
}

static void resolve_refs(struct finder *f) {
  for (size_t i = 0; i < f->table.len; i++) {
    git_oid id;
    if (git_reference_name_to_id(&id, f->history->repo->git, f->table.data[i].full.ptr) == 0)
      add_tip(f, repo_oid(&id), (uint32_t)i, reached_by(f->table.data[i].kind));
  }
}

static void add_head(void *data, str folder) {
  struct finder *f = data;
  git_repository *git = NULL;
  git_oid id;
  if (git_repository_open_ext(&git, folder.ptr, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL) < 0)
    return;
  if (git_reference_name_to_id(&id, git, "HEAD") == 0)
    add_tip(f, repo_oid(&id), UINT32_MAX, REACHED_REFS);
  git_repository_free(git);
}

static void resolve_head(struct finder *f) {
  git_oid id;
  f->head = UINT32_MAX;
  if (git_reference_name_to_id(&id, f->history->repo->git, "HEAD") == 0) {
    add_tip(f, repo_oid(&id), UINT32_MAX, REACHED_REFS);
    f->head = oidmap_get(&f->graph->index, repo_oid(&id));
  }
  gitdir_worktrees(f->history->repo, add_head, f);
}

static void reach_logged(void *data, oid id, bool is_stash) {
  struct finder *f = data;
  graph_reach(f->graph, id, is_stash ? REACHED_STASH : REACHED_REFLOG);
}

/* ---- places in commits ---- */

static const struct mark *find_mark(const struct marks *marks, uint32_t list, str name) {
  if (list == MARK_NONE)
    return NULL;
  const struct mark_list *l = &marks->lists.data[list];
  for (uint32_t i = 0; i < l->count; i++)
    if (str_eq(marks->marks.data[l->first + i].name, name))
      return &marks->marks.data[l->first + i];
  return NULL;
}

/* A subtree of a commit beside what its parents have at the same path. */
struct level {
  uint32_t list;
  uint32_t *before; /* one list for each parent */
  str path;
};

struct descent {
  struct finder *f;
  uint32_t node;
  uint32_t parents;
  VEC(struct level) levels;
};

/* Trees that hold themselves many times over can name more paths than there is memory. */
static void add_found(struct finder *f, uint32_t unit, uint32_t node, str path) {
  vec_push(&f->found, (struct found_place){unit, node, path});
}

static bool any_parent_has_unit(const struct descent *d, const struct level *level, const struct mark *mark) {
  for (uint32_t p = 0; p < d->parents; p++) {
    const struct mark *before = find_mark(&d->f->marks, level->before[p], mark->name);
    if (before && before->unit == mark->unit)
      return true;
  }
  return false;
}

static void descend(struct descent *d, const struct level *level, const struct mark *mark, str path) {
  struct level below = {mark->list, arena_alloc(&d->f->scratch, (d->parents + 1) * sizeof(uint32_t)), path};
  for (uint32_t p = 0; p < d->parents; p++) {
    const struct mark *before = find_mark(&d->f->marks, level->before[p], mark->name);
    below.before[p] = before ? before->list : MARK_NONE;
    if (below.before[p] == mark->list)
      return; /* the same tree: nothing in it is new */
  }
  vec_push(&d->levels, below);
}

static void look_at(struct descent *d, struct level level) {
  struct finder *f = d->f;
  struct mark_list list = f->marks.lists.data[level.list];
  for (uint32_t i = 0; i < list.count; i++) {
    const struct mark *mark = &f->marks.marks.data[list.first + i];
    str path = level.path.len ? arena_printf(&f->scratch, "%.*s/%.*s", STR_ARG(level.path), STR_ARG(mark->name)) : mark->name;
    if (mark->unit != MARK_NONE && !any_parent_has_unit(d, &level, mark))
      add_found(f, mark->unit, d->node, path);
    if (mark->list != MARK_NONE)
      descend(d, &level, mark, path);
  }
}

static const uint32_t *parents_of(const struct finder *f, uint32_t node) {
  return f->graph->parents.data + f->graph->nodes.data[node].first_parent;
}

/* The root tree itself may be wanted: for the names in it. */
static void look_at_root(struct finder *f, uint32_t node) {
  const struct commit_node *commit = &f->graph->nodes.data[node];
  uint32_t unit = oidmap_get(&f->wanted, commit->tree);
  for (uint32_t p = 0; unit != OIDMAP_NONE && p < commit->parents; p++)
    if (oid_eq(f->graph->nodes.data[parents_of(f, node)[p]].tree, commit->tree))
      return;
  if (unit != OIDMAP_NONE)
    add_found(f, unit, node, STR_NONE);
}

/* What this commit has and none of its parents has at the same path. */
static void find_new(struct finder *f, uint32_t node) {
  const struct commit_node *commit = &f->graph->nodes.data[node];
  struct descent d = {.f = f, .node = node, .parents = commit->parents};
  uint32_t list = marks_of_tree(&f->marks, commit->tree);
  uint32_t self = oidmap_get(&f->wanted, commit->id);
  if (self != OIDMAP_NONE)
    add_found(f, self, node, STR_NONE);
  look_at_root(f, node);
  if (list == MARK_NONE)
    return;
  struct level root = {list, arena_alloc(&f->scratch, (commit->parents + 1) * sizeof(uint32_t)), STR_NONE};
  for (uint32_t p = 0; p < commit->parents; p++) {
    root.before[p] = marks_of_tree(&f->marks, f->graph->nodes.data[parents_of(f, node)[p]].tree);
    if (root.before[p] == list && oid_eq(f->graph->nodes.data[parents_of(f, node)[p]].tree, commit->tree))
      return;
  }
  vec_push(&d.levels, root);
  while (d.levels.len && f->found.len < FOUND_LIMIT) {
    struct level level = d.levels.data[--d.levels.len];
    look_at(&d, level);
  }
  vec_free(&d.levels);
}

/* ---- which refs hold what, 64 units at a time ---- */

static uint64_t bit_of(uint32_t unit, size_t batch) {
  return unit != MARK_NONE && unit / BATCH == batch ? UINT64_C(1) << unit % BATCH : 0;
}

static void spread_to_lists(struct finder *f, size_t batch) {
  for (size_t l = 0; l < f->marks.lists.len; l++) {
    struct mark_list list = f->marks.lists.data[l];
    uint64_t bits = 0;
    for (uint32_t i = 0; i < list.count; i++) {
      const struct mark *mark = &f->marks.marks.data[list.first + i];
      bits |= bit_of(mark->unit, batch) | (mark->list == MARK_NONE ? 0 : f->list_bits[mark->list]);
    }
    f->list_bits[l] = bits;
  }
}

static uint64_t own_bits(struct finder *f, uint32_t node, size_t batch) {
  const struct commit_node *commit = &f->graph->nodes.data[node];
  uint32_t list = marks_of_tree(&f->marks, commit->tree);
  return (list == MARK_NONE ? 0 : f->list_bits[list]) | bit_of(oidmap_get(&f->wanted, commit->id), batch) |
         bit_of(oidmap_get(&f->wanted, commit->tree), batch);
}

/* Parents first: what a commit's history holds. */
static void spread_to_commits(struct finder *f, size_t batch) {
  for (size_t i = 0; i < f->graph->nodes.len; i++) {
    uint32_t node = f->graph->order[i];
    uint64_t bits = own_bits(f, node, batch);
    for (uint32_t p = 0; p < f->graph->nodes.data[node].parents; p++)
      bits |= f->node_bits[parents_of(f, node)[p]];
    f->node_bits[node] = bits;
  }
}

static void spread_to_refs(struct finder *f, size_t batch) {
  for (size_t t = 0; t < f->tips.len; t++) {
    const struct tip *tip = &f->tips.data[t];
    uint32_t node = oidmap_get(&f->graph->index, tip->commit);
    uint64_t bits = (node == OIDMAP_NONE ? 0 : f->node_bits[node]) | (tip->list == MARK_NONE ? 0 : f->list_bits[tip->list]) |
                    bit_of(oidmap_get(&f->wanted, tip->unit), batch) | bit_of(oidmap_get(&f->wanted, tip->last), batch);
    for (; bits && tip->ref != UINT32_MAX; bits &= bits - 1)
      f->units[batch * BATCH + (size_t)__builtin_ctzll(bits)].refs[tip->ref / 64] |= UINT64_C(1) << tip->ref % 64;
  }
}

static void spread_to_head(struct finder *f, size_t batch) {
  if (f->head == UINT32_MAX || f->head == OIDMAP_NONE)
    return;
  for (uint64_t bits = own_bits(f, f->head, batch); bits; bits &= bits - 1)
    f->units[batch * BATCH + (size_t)__builtin_ctzll(bits)].reach->in_head = true;
}

static void spread(struct finder *f) {
  f->list_bits = memory_new_zeroed(f->marks.lists.len + 1, sizeof *f->list_bits);
  f->node_bits = memory_new_zeroed(f->graph->nodes.len + 1, sizeof *f->node_bits);
  for (size_t batch = 0; batch * BATCH < f->units_len; batch++) {
    spread_to_lists(f, batch);
    spread_to_commits(f, batch);
    spread_to_refs(f, batch);
    spread_to_head(f, batch);
  }
  free(f->list_bits);
  free(f->node_bits);
}

/* ---- results ---- */

/* The most public way first: 0 refs, 1 notes, 2 stash, 3 reflog, 4 none. */
static unsigned publicity(unsigned reached) {
  static const unsigned ways[] = {REACHED_REFS, REACHED_NOTES, REACHED_STASH, REACHED_REFLOG};
  unsigned way = 0;
  while (way < 4 && !(reached & ways[way]))
    way++;
  return way;
}

static enum where where_of(const struct unit *unit, unsigned reached) {
  static const enum where wheres[] = {WHERE_HISTORY, WHERE_NOTE, WHERE_STASH, WHERE_REFLOG, WHERE_UNREACHABLE};
  if (unit->type == GIT_OBJECT_COMMIT)
    return WHERE_MESSAGE;
  if (unit->type == GIT_OBJECT_TAG)
    return WHERE_TAG_MESSAGE;
  return unit->type == GIT_OBJECT_TREE ? WHERE_PATH : wheres[publicity(reached)];
}

static const struct commit_node *node_of(const struct finder *f, const struct found_place *found) {
  return &f->graph->nodes.data[found->node];
}

static int by_unit_path_and_rank(const void *left, const void *right, void *data) {
  const struct found_place *a = left, *b = right;
  const struct finder *f = data;
  if (a->unit != b->unit)
    return a->unit < b->unit ? -1 : 1;
  int order = str_compare(a->path, b->path);
  if (order)
    return order;
  unsigned way_a = publicity(node_of(f, a)->reached), way_b = publicity(node_of(f, b)->reached);
  if (way_a != way_b)
    return way_a < way_b ? -1 : 1;
  return node_of(f, a)->rank < node_of(f, b)->rank ? -1 : node_of(f, a)->rank > node_of(f, b)->rank;
}

/* Better known or earlier than what the unit has as its introduction. */
static bool is_better(const struct finder *f, const struct unit *unit, const struct found_place *found) {
  if (unit->introduced == UINT32_MAX)
    return true;
  const struct commit_node *now = &f->graph->nodes.data[unit->introduced], *then = node_of(f, found);
  if (publicity(now->reached) != publicity(then->reached))
    return publicity(then->reached) < publicity(now->reached);
  return then->rank < now->rank;
}

static void add_place(struct finder *f, struct places *places, uint32_t unit, enum where where, str path, const struct commit_info *commit) {
  f->units[unit].has_place = true;
  struct place place = {f->units[unit].id, where, arena_copy(f->kept, path), commit, f->units[unit].reach};
  vec_push(places, place);
}

static const struct commit_info *describe(const struct finder *f, uint32_t node) {
  const struct commit_node *commit = &f->graph->nodes.data[node];
  struct commit_info *info = graph_describe(f->history->repo, commit->id, commit->rank + 1, f->kept);
  if (info)
    info->distance = publicity(commit->reached);
  return info;
}

/* Of the same object at the same path the first commit stays. */
static void keep_first(struct finder *f, struct places *places) {
  if (f->found.len)
    qsort_r(f->found.data, f->found.len, sizeof *f->found.data, by_unit_path_and_rank, f);
  for (size_t i = 0; i < f->found.len; i++) {
    const struct found_place *found = &f->found.data[i];
    struct unit *unit = &f->units[found->unit];
    if (i > 0 && found[-1].unit == found->unit && str_eq(found[-1].path, found->path))
      continue;
    if (is_better(f, unit, found))
      unit->introduced = found->node;
    if (places->len < PLACES_LIMIT || !unit->has_place)
      add_place(f, places, found->unit, where_of(unit, node_of(f, found)->reached), found->path,
                describe(f, found->node));
  }
  for (size_t u = 0; u < f->units_len; u++)
    if (f->units[u].introduced != UINT32_MAX)
      f->units[u].reach->introduced = describe(f, f->units[u].introduced);
}

static bool has_place_at(const struct places *places, oid id, str path) {
  for (size_t i = 0; i < places->len; i++)
    if (oid_eq(places->data[i].object, id) && str_eq(places->data[i].path, path))
      return true;
  return false;
}

static void add_index_places(struct finder *f, git_index *index, struct places *places) {
  for (size_t i = 0; i < git_index_entrycount(index); i++) {
    const git_index_entry *entry = git_index_get_byindex(index, i);
    uint32_t unit = oidmap_get(&f->wanted, repo_oid(&entry->id));
    if (unit != OIDMAP_NONE && !has_place_at(places, f->units[unit].id, str_from(entry->path)))
      add_place(f, places, unit, WHERE_INDEX, str_from(entry->path), NULL);
  }
}

struct index_walk {
  struct finder *f;
  struct places *places;
};

static void look_in_index_of(void *data, str folder) {
  struct index_walk *walk = data;
  git_index *index = NULL;
  str path = arena_printf(&walk->f->scratch, "%.*s/index", STR_ARG(folder));
  if (git_index_open(&index, path.ptr) < 0)
    return;
  add_index_places(walk->f, index, walk->places);
  git_index_free(index);
}

static void look_in_indexes(struct finder *f, struct places *places) {
  struct index_walk walk = {f, places};
  git_index *index = NULL;
  if (git_repository_index(&index, f->history->repo->git) == 0) {
    add_index_places(f, index, places);
    git_index_free(index);
  }
  look_in_index_of(&walk, f->history->repo->common);
  gitdir_worktrees(f->history->repo, look_in_index_of, &walk);
}

/* A ref may lead to a blob or tree without a commit; what nothing leads to is unreachable. */
static void add_homeless(struct finder *f, struct places *places) {
  for (size_t u = 0; u < f->units_len; u++) {
    bool has_ref = false;
    for (size_t w = 0; w < (f->table.len + 63) / 64; w++)
      has_ref |= f->units[u].refs[w] != 0;
    if (!f->units[u].has_place)
      add_place(f, places, (uint32_t)u, where_of(&f->units[u], has_ref ? REACHED_REFS : 0), STR_NONE, NULL);
  }
}

static int by_object_and_path(const void *left, const void *right) {
  const struct place *a = left, *b = right;
  int order = oid_compare(a->object, b->object);
  return order ? order : str_compare(a->path, b->path);
}

/* ---- the coordinator ---- */

static void prepare(struct finder *f, const oid *wanted, size_t len) {
  f->units = memory_new_zeroed(len, sizeof *f->units);
  f->units_len = len;
  f->marks.history = f->history;
  f->marks.wanted = &f->wanted;
  for (size_t i = 0; i < len; i++) {
    oidmap_add(&f->wanted, wanted[i], (uint32_t)i);
    f->units[i].id = wanted[i];
    f->units[i].type = (git_object_t)history_type(f->history, wanted[i]);
    f->units[i].introduced = UINT32_MAX;
    f->units[i].reach = ARENA_NEW(f->kept, struct reach);
  }
}

static void give_ref_sets(struct finder *f) {
  struct ref_table *table = ARENA_NEW(f->kept, struct ref_table);
  *table = f->table;
  for (size_t u = 0; u < f->units_len; u++) {
    f->units[u].refs = arena_zeroed(f->kept, (f->table.len + 63) / 64 * sizeof(uint64_t) + 1);
    f->units[u].reach->refs = f->units[u].refs;
    f->units[u].reach->table = table;
  }
}

void provenance_find(const struct history *history, const oid *wanted, size_t wanted_len, struct arena *kept, struct places *places) {
  struct finder f = {.history = history, .kept = kept};
  if (wanted_len == 0)
    return;
  prepare(&f, wanted, wanted_len);
  f.graph = graph_load(history);
  f.table = refs_list(history->repo, kept);
  give_ref_sets(&f);
  resolve_refs(&f);
  resolve_head(&f);
  gitdir_reflog_ids(history->repo, reach_logged, &f);
  for (size_t i = 0; i < f.graph->nodes.len; i++)
    find_new(&f, f.graph->order[i]);
  spread(&f);
  keep_first(&f, places);
  look_in_indexes(&f, places);
  add_homeless(&f, places);
  qsort(places->data, places->len, sizeof *places->data, by_object_and_path);
  graph_free(f.graph);
  marks_free(&f.marks);
  oidmap_free(&f.wanted);
  vec_free(&f.tips);
  vec_free(&f.found);
  free(f.units);
  arena_free(&f.scratch);
}
