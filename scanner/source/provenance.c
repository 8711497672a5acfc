/* provenance.c -- where a few wanted objects lie: a coordinator over graph, marks, tips and introductions. */
#include "source/provenance.h"

#include <stdlib.h>

#include "source/gitdir.h"
#include "source/index.h"
#include "source/introduced.h"
#include "source/refs.h"
#include "source/tips.h"

enum { BATCH = 64, PLACES_LIMIT = 100 * 1000 };

struct unit {
  oid id;
  enum object_type type;
  struct reach *reach;
  uint64_t *refs;
  uint32_t introduced; /* node, or NODE_NONE */
  bool has_place;
};

struct finder {
  const struct history *history;
  struct arena *kept;
  struct oidmap wanted; /* id to unit */
  struct unit *units;
  uint32_t *numbers; /* of the units */
  size_t units_len;
  struct graph *graph;
  struct marks marks;
  struct ref_table table;
  struct tips tips;
  struct introductions found;
  bool (*stopped)(void);
  struct places *places;
};

/* ---- which refs hold what, 64 units at a time ---- */

static void add_ref(struct finder *f, uint32_t unit, uint32_t ref) {
  if (ref != TIP_NO_REF)
    f->units[unit].refs[ref / 64] |= UINT64_C(1) << ref % 64;
}

/* `first` to `end` of what was found, which is in the order of units, are of the batch that begins with unit `base`. */
static void spread_batch(struct finder *f, size_t first, size_t end, uint32_t base, uint64_t *bits) {
  const struct graph *graph = f->graph;
  memset(bits, 0, graph->nodes.len * sizeof *bits);
  for (size_t i = first; i < end; i++)
    bits[f->found.data[i].node] |= UINT64_C(1) << (f->found.data[i].unit - base);
  for (size_t i = 0; i < graph->nodes.len; i++) { /* parents first */
    const struct commit_node *node = &graph->nodes.data[graph->order[i]];
    uint64_t all = bits[graph->order[i]];
    for (uint32_t p = 0; p < node->parents; p++)
      all |= bits[graph->parents.data[node->first_parent + p]];
    bits[graph->order[i]] = all;
  }
  for (size_t t = 0; t < f->tips.tips.len; t++) {
    const struct tip *tip = &f->tips.tips.data[t];
    for (uint64_t left = tip->node == NODE_NONE ? 0 : bits[tip->node]; left; left &= left - 1)
      add_ref(f, base + (uint32_t)__builtin_ctzll(left), tip->ref);
  }
}

/* A commit's history holds a unit if a commit in it introduced it. */
static void spread_to_refs(struct finder *f) {
  uint64_t *bits = memory_new_zeroed(f->graph->nodes.len + 1, sizeof *bits);
  for (size_t first = 0, end; first < f->found.len; first = end) {
    uint32_t base = f->found.data[first].unit / BATCH * BATCH;
    for (end = first; end < f->found.len && f->found.data[end].unit - base < BATCH;)
      end++;
    spread_batch(f, first, end, base, bits);
  }
  free(bits);
}

/* All units in a tree and below it. */
static void each_unit_below(struct finder *f, uint32_t tree, void (*each)(struct finder *f, uint32_t unit, uint32_t ref), uint32_t ref) {
  VEC(uint32_t) open = {0};
  uint8_t *seen = memory_new_zeroed(f->marks.lists.len + 1, 1);
  uint32_t self = marks_unit(&f->marks, tree), list = marks_of_tree(&f->marks, tree);
  if (self != MARK_NONE)
    each(f, self, ref);
  if (list != MARK_NONE)
    vec_push(&open, list);
  while (open.len) {
    uint32_t next = open.data[--open.len];
    struct mark_list marks = f->marks.lists.data[next];
    if (seen[next])
      continue;
    seen[next] = 1;
    for (uint32_t i = 0; i < marks.count; i++) {
      const struct mark *mark = &f->marks.marks.data[marks.first + i];
      if (mark->unit != MARK_NONE)
        each(f, mark->unit, ref);
      if (mark->list != MARK_NONE)
        vec_push(&open, mark->list);
    }
  }
  free(seen);
  vec_free(&open);
}

static void set_in_head(struct finder *f, uint32_t unit, uint32_t ref) {
  (void)ref;
  f->units[unit].reach->in_head = true;
}

/* HEAD's own commit may be wanted for its message: that is in HEAD too. */
static void spread_from_head(struct finder *f) {
  if (f->tips.head == NODE_NONE)
    return;
  const struct commit_node *head = &f->graph->nodes.data[f->tips.head];
  uint32_t self = marks_unit(&f->marks, head->number);
  if (self != MARK_NONE)
    set_in_head(f, self, TIP_NO_REF);
  each_unit_below(f, head->tree, set_in_head, TIP_NO_REF);
}

/* Refs to trees, blobs and tags that are wanted themselves. */
static void spread_from_tips(struct finder *f) {
  for (size_t t = 0; t < f->tips.tips.len; t++) {
    const struct tip *tip = &f->tips.tips.data[t];
    if (tip->tree != HISTORY_NONE)
      each_unit_below(f, tip->tree, add_ref, tip->ref);
    for (uint32_t i = tip->first; i < tip->first + tip->count; i++)
      add_ref(f, oidmap_get(&f->wanted, f->tips.wanted.data[i]), tip->ref);
  }
}

/* ---- places in commits ---- */

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
  if (unit->type == OBJECT_COMMIT)
    return WHERE_MESSAGE;
  if (unit->type == OBJECT_TAG)
    return WHERE_TAG_MESSAGE;
  return unit->type == OBJECT_TREE ? WHERE_PATH : wheres[publicity(reached)];
}

/* Where a content is, that is where a folder's names are. */
static enum where where_in(const struct unit *unit, enum where where) {
  return unit->type == OBJECT_TREE ? WHERE_PATH : where;
}

static const struct commit_node *node_of(const struct finder *f, const struct introduced *found) {
  return &f->graph->nodes.data[found->node];
}

static int by_unit_path_and_rank(const void *left, const void *right, void *data) {
  const struct introduced *a = left, *b = right;
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
static bool is_better(const struct finder *f, const struct unit *unit, const struct introduced *found) {
  if (unit->introduced == NODE_NONE)
    return true;
  const struct commit_node *now = &f->graph->nodes.data[unit->introduced], *then = node_of(f, found);
  if (publicity(now->reached) != publicity(then->reached))
    return publicity(then->reached) < publicity(now->reached);
  return then->rank < now->rank;
}

static struct place *add_place(struct finder *f, uint32_t unit, enum where where, str path, const struct commit_info *commit) {
  f->units[unit].has_place = true;
  vec_push(f->places, (struct place){.object = f->units[unit].id, .where = where, .path = arena_copy(f->kept, path), .commit = commit,
                                     .reach = f->units[unit].reach});
  return &f->places->data[f->places->len - 1];
}

static const struct commit_info *describe(const struct finder *f, uint32_t node) {
  const struct commit_node *commit = &f->graph->nodes.data[node];
  struct commit_info *info = graph_describe(f->history->repo, history_oid(f->history, commit->number), commit->rank + 1, f->kept);
  if (info)
    info->distance = publicity(commit->reached);
  return info;
}

static void add_found_place(struct finder *f, const struct introduced *found) {
  const struct unit *unit = &f->units[found->unit];
  struct place *place = add_place(f, found->unit, where_of(unit, node_of(f, found)->reached), found->path, describe(f, found->node));
  if (found->from_unit == MARK_NONE)
    return;
  place->former_object = f->units[found->from_unit].id;
  place->former_path = found->from_path;
}

/* Of the same object at the same path the first commit stays. */
static void keep_first(struct finder *f) {
  for (size_t i = 0; i < f->found.len; i++) {
    const struct introduced *found = &f->found.data[i];
    struct unit *unit = &f->units[found->unit];
    if (i > 0 && found[-1].unit == found->unit && str_eq(found[-1].path, found->path))
      continue;
    if (is_better(f, unit, found))
      unit->introduced = found->node;
    if (f->places->len < PLACES_LIMIT || !unit->has_place)
      add_found_place(f, found);
    else
      f->found.is_cut = true;
  }
  for (size_t u = 0; u < f->units_len; u++)
    if (f->units[u].introduced != NODE_NONE)
      f->units[u].reach->introduced = describe(f, f->units[u].introduced);
}

/* ---- places elsewhere ---- */

static int by_object_and_path(const void *left, const void *right) {
  const struct place *a = left, *b = right;
  int order = oid_compare(a->object, b->object);
  return order ? order : str_compare(a->path, b->path);
}

static void sort_places(struct places *places) {
  if (places->len)
    qsort(places->data, places->len, sizeof *places->data, by_object_and_path);
}

/* `known`: places that are sorted, in which it may be already. */
static void add_other_place(struct finder *f, size_t known, uint32_t unit, enum where where, str path) {
  struct place key = {.object = f->units[unit].id, .path = path};
  if (!known || !bsearch(&key, f->places->data, known, sizeof key, by_object_and_path))
    add_place(f, unit, where, path, NULL);
}

/* What is wanted in a tree that no commit need hold: one that the index or a ref names. */
static void add_places_below(struct finder *f, size_t known, uint32_t tree, enum where where, str folder) {
  enum { PATH_LIMIT = 16 * 1024 };
  struct arena scratch = {0};
  VEC(struct { uint32_t list; str path; }) open = {0};
  if (marks_of_tree(&f->marks, tree) != MARK_NONE)
    vec_push(&open, (typeof(*open.data)){marks_of_tree(&f->marks, tree), folder});
  while (open.len && f->places->len < PLACES_LIMIT) {
    typeof(*open.data) level = open.data[--open.len];
    struct mark_list list = f->marks.lists.data[level.list];
    for (uint32_t i = 0; i < list.count && level.path.len < PATH_LIMIT; i++) {
      const struct mark *mark = &f->marks.marks.data[list.first + i];
      str path = arena_printf(&scratch, "%.*s%.*s", STR_ARG(level.path), STR_ARG(f->marks.names.data[mark->name]));
      if (mark->unit != MARK_NONE)
        add_other_place(f, known, mark->unit, where_in(&f->units[mark->unit], where), path);
      if (mark->list != MARK_NONE)
        vec_push(&open, (typeof(*open.data)){mark->list, arena_printf(&scratch, "%.*s/", STR_ARG(path))});
    }
  }
  vec_free(&open);
  arena_free(&scratch);
}

static void add_index_places(struct finder *f, const struct index *index) {
  size_t known = f->places->len;
  for (size_t i = 0; i < index->entries.len; i++) {
    const struct index_entry *entry = &index->entries.data[i];
    uint32_t unit = oidmap_get(&f->wanted, entry->id);
    if (entry->is_folder)
      add_places_below(f, known, history_number(f->history, entry->id), WHERE_INDEX, entry->path);
    else if (unit != OIDMAP_NONE)
      add_other_place(f, known, unit, WHERE_INDEX, entry->path);
  }
  sort_places(f->places);
}

/* Trees that refs stand for, without a commit. */
static void look_in_tips(struct finder *f) {
  size_t known = f->places->len;
  for (size_t t = 0; t < f->tips.tips.len; t++)
    add_places_below(f, known, f->tips.tips.data[t].tree, WHERE_HISTORY, STR_NONE);
  sort_places(f->places);
}

static void look_in_index_of(void *data, str folder) {
  struct finder *f = data;
  struct arena scratch = {0};
  struct index index = {0};
  struct err ignored; /* gaps are counted where names are */
  if (index_read(arena_printf(&scratch, "%.*s/index", STR_ARG(folder)), folder, f->history->repo->oid_size, &index, &ignored) == INDEX_READ)
    add_index_places(f, &index);
  index_free(&index);
  arena_free(&scratch);
}

static void look_in_indexes(struct finder *f) {
  look_in_index_of(f, f->history->repo->folder);
  if (!str_eq(f->history->repo->folder, f->history->repo->common))
    look_in_index_of(f, f->history->repo->common);
  gitdir_worktrees(f->history->repo, look_in_index_of, f);
}

/* A ref may lead to a blob or tree without a commit; what nothing leads to is unreachable, if all was looked at. */
static void add_homeless(struct finder *f) {
  for (size_t u = 0; u < f->units_len; u++) {
    bool has_ref = false;
    for (size_t w = 0; w < (f->table.len + 63) / 64; w++)
      has_ref |= f->units[u].refs[w] != 0;
    if (!f->units[u].has_place)
      add_place(f, (uint32_t)u, where_of(&f->units[u], has_ref || f->found.is_cut ? REACHED_REFS : 0), STR_NONE, NULL);
  }
}

/* ---- the coordinator ---- */

static void give_ref_sets(struct finder *f) {
  struct ref_table *table = ARENA_NEW(f->kept, struct ref_table);
  *table = f->table;
  for (size_t u = 0; u < f->units_len; u++) {
    f->units[u].refs = arena_zeroed(f->kept, (f->table.len + 63) / 64 * sizeof(uint64_t) + 1);
    f->units[u].reach->refs = f->units[u].refs;
    f->units[u].reach->table = table;
  }
}

static void prepare(struct finder *f, const oid *wanted, size_t len) {
  f->units = memory_new_zeroed(len, sizeof *f->units);
  f->numbers = memory_new(len * sizeof *f->numbers);
  f->units_len = len;
  for (size_t i = 0; i < len; i++) {
    oidmap_add(&f->wanted, wanted[i], (uint32_t)i);
    f->numbers[i] = history_number(f->history, wanted[i]);
    f->units[i] = (struct unit){.id = wanted[i], .type = history_type(f->history, f->numbers[i]),
                                .reach = ARENA_NEW(f->kept, struct reach), .introduced = NODE_NONE};
  }
  f->table = refs_list(f->history->repo, f->kept);
  give_ref_sets(f);
}

static void trace(struct finder *f, const struct lineage *lineage) {
  f->graph = graph_make(lineage);
  marks_make(lineage, f->numbers, f->units_len, &f->marks);
  tips_find(f->graph, &f->table, &f->wanted, &f->tips);
  introduced_find(f->graph, &f->marks, f->units_len, f->stopped, f->kept, &f->found);
  if (f->found.len)
    qsort_r(f->found.data, f->found.len, sizeof *f->found.data, by_unit_path_and_rank, f);
  spread_to_refs(f);
  spread_from_head(f);
  spread_from_tips(f);
}

static void release(struct finder *f) {
  graph_free(f->graph);
  marks_free(&f->marks);
  tips_free(&f->tips);
  oidmap_free(&f->wanted);
  vec_free(&f->found);
  free(f->units);
  free(f->numbers);
}

bool provenance_find(const struct lineage *lineage, const oid *wanted, size_t wanted_len, bool (*stopped)(void), struct arena *kept,
                     struct places *places) {
  struct finder f = {.history = lineage->history, .kept = kept, .places = places, .stopped = stopped};
  prepare(&f, wanted, wanted_len);
  trace(&f, lineage);
  keep_first(&f);
  sort_places(places);
  look_in_tips(&f);
  look_in_indexes(&f);
  add_homeless(&f);
  sort_places(places);
  bool is_all = !f.found.is_cut;
  release(&f);
  return is_all;
}

void provenance_unknown(const struct history *history, const oid *wanted, size_t wanted_len, struct places *places) {
  for (size_t i = 0; i < wanted_len; i++) {
    struct unit unit = {.type = history_type(history, history_number(history, wanted[i]))};
    vec_push(places, (struct place){.object = wanted[i], .where = where_of(&unit, REACHED_REFS)});
  }
}
