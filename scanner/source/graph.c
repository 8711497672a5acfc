/* graph.c -- all commits of an object store and how they hang together, in memory. */
#include "source/graph.h"
#include "source/git.h"

#include <stdlib.h>

/* ---- reading commits ---- */

/* "author <name> <<mail>> <seconds> <zone>" (git's Documentation/user-manual, commit object). */
static void parse_signature(str line, str *name, int64_t *date, int *offset) {
  size_t mail = str_find(line, STR(" <"), 0);
  size_t close = line.len;
  while (close > 0 && line.ptr[close - 1] != '>')
    close--;
  *name = str_trim(str_head(line, mail == SIZE_MAX ? line.len : mail));
  *date = 0;
  *offset = 0;
  char text[48] = "";
  str rest = str_head(str_trim(str_tail(line, close)), sizeof text - 1);
  memcpy(text, rest.ptr ? rest.ptr : "", rest.len);
  char *end = text;
  *date = strtoll(text, &end, 10);
  long zone = strtol(end, NULL, 10);
  if (zone > -2400 && zone < 2400)
    *offset = (int)(zone / 100 * 60 + zone % 100);
}

static void add_commit(struct graph *graph, oid id, str text, size_t oid_size) {
  struct commit_node node = {.id = id, .first_parent = (uint32_t)graph->parents.len};
  str line;
  while (str_next_line(&text, &line) && line.len) {
    oid target;
    if (str_starts(line, STR("tree ")) && oid_from_hex(str_tail(line, 5), oid_size, &target)) {
      node.tree = target;
    } else if (str_starts(line, STR("parent ")) && oid_from_hex(str_tail(line, 7), oid_size, &target)) {
      /* Replaced by the parent's number when all commits are known. */
      uint32_t number = oidmap_add(&graph->index, target, (uint32_t)graph->index.len);
      vec_push(&graph->parents, number);
      node.parents++;
    } else if (str_starts(line, STR("committer "))) {
      str name;
      int offset;
      parse_signature(str_tail(line, 10), &name, &node.date, &offset);
      break;
    }
  }
  vec_push(&graph->nodes, node);
}

/* Parents were numbered in the order they were met, absent ones too: give them the numbers of nodes. */
static void number_parents(struct graph *graph) {
  uint32_t *node_of = memory_new((graph->index.len + 1) * sizeof *node_of);
  memset(node_of, 0xff, (graph->index.len + 1) * sizeof *node_of);
  struct oidmap nodes = {0};
  for (size_t i = 0; i < graph->nodes.len; i++) {
    uint32_t met = oidmap_get(&graph->index, graph->nodes.data[i].id);
    if (met != OIDMAP_NONE)
      node_of[met] = (uint32_t)i;
    oidmap_add(&nodes, graph->nodes.data[i].id, (uint32_t)i);
  }
  size_t kept = 0;
  for (size_t i = 0; i < graph->nodes.len; i++) {
    struct commit_node *node = &graph->nodes.data[i];
    uint32_t from = node->first_parent, count = node->parents;
    node->first_parent = (uint32_t)kept;
    node->parents = 0;
    for (uint32_t p = from; p < from + count; p++) {
      uint32_t parent = node_of[graph->parents.data[p]];
      if (parent == UINT32_MAX)
        continue;
      graph->parents.data[kept++] = parent;
      node->parents++;
    }
  }
  graph->parents.len = kept;
  oidmap_free(&graph->index);
  graph->index = nodes;
  free(node_of);
}

/* ---- order ---- */

struct heap {
  uint32_t *nodes;
  size_t len;
  const struct graph *graph;
};

static bool is_before(const struct graph *graph, uint32_t a, uint32_t b) {
  const struct commit_node *x = &graph->nodes.data[a], *y = &graph->nodes.data[b];
  return x->date != y->date ? x->date < y->date : oid_compare(x->id, y->id) < 0;
}

static void heap_push(struct heap *heap, uint32_t node) {
  size_t at = heap->len++;
  while (at > 0 && is_before(heap->graph, node, heap->nodes[(at - 1) / 2])) {
    heap->nodes[at] = heap->nodes[(at - 1) / 2];
    at = (at - 1) / 2;
  }
  heap->nodes[at] = node;
}

static uint32_t heap_pop(struct heap *heap) {
  uint32_t top = heap->nodes[0], last = heap->nodes[--heap->len];
  size_t at = 0;
  for (size_t child; (child = 2 * at + 1) < heap->len; at = child) {
    if (child + 1 < heap->len && is_before(heap->graph, heap->nodes[child + 1], heap->nodes[child]))
      child++;
    if (!is_before(heap->graph, heap->nodes[child], last))
      break;
    heap->nodes[at] = heap->nodes[child];
  }
  heap->nodes[at] = last;
  return top;
}

/* Children of each node: counts turned into starts, then filled. */
static uint32_t *list_children(const struct graph *graph, uint32_t *starts) {
  size_t count = graph->nodes.len;
  uint32_t *children = memory_new((graph->parents.len + 1) * sizeof *children);
  memset(starts, 0, (count + 2) * sizeof *starts);
  for (size_t p = 0; p < graph->parents.len; p++)
    starts[graph->parents.data[p] + 2]++;
  for (size_t i = 2; i < count + 2; i++)
    starts[i] += starts[i - 1];
  for (size_t i = 0; i < count; i++)
    for (uint32_t p = 0; p < graph->nodes.data[i].parents; p++)
      children[starts[graph->parents.data[graph->nodes.data[i].first_parent + p] + 1]++] = (uint32_t)i;
  return children;
}

/* Kahn's algorithm with a heap by date. */
static void sort(struct graph *graph) {
  size_t count = graph->nodes.len, done = 0;
  uint32_t *starts = memory_new((count + 2) * sizeof *starts);
  uint32_t *children = list_children(graph, starts);
  uint32_t *waiting = memory_new((count + 1) * sizeof *waiting);
  struct heap heap = {memory_new((count + 1) * sizeof(uint32_t)), 0, graph};
  graph->order = memory_new((count + 1) * sizeof *graph->order);
  for (size_t i = 0; i < count; i++)
    if ((waiting[i] = graph->nodes.data[i].parents) == 0)
      heap_push(&heap, (uint32_t)i);
  while (heap.len) {
    uint32_t node = heap_pop(&heap);
    graph->nodes.data[node].rank = (uint32_t)done;
    graph->order[done++] = node;
    for (uint32_t c = starts[node]; c < starts[node + 1]; c++)
      if (--waiting[children[c]] == 0)
        heap_push(&heap, children[c]);
  }
  /* Ids that lie can make commits their own ancestors: those come last. */
  for (size_t i = 0; i < count; i++)
    if (waiting[i]) {
      graph->nodes.data[i].rank = (uint32_t)done;
      graph->order[done++] = (uint32_t)i;
    }
  free(heap.nodes);
  free(waiting);
  free(children);
  free(starts);
}

struct loading {
  struct graph *graph;
  const struct repo *repo;
};

static void load_commit(void *data, oid id) {
  struct loading *loading = data;
  git_odb_object *object;
  if (repo_read(loading->repo, id, &object) != READ_DONE)
    return;
  str text = {git_odb_object_data(object), git_odb_object_size(object)};
  add_commit(loading->graph, id, text, loading->repo->oid_size);
  git_odb_object_free(object);
}

struct graph *graph_load(const struct history *history) {
  struct loading loading = {memory_new_zeroed(1, sizeof(struct graph)), history->repo};
  history_each_commit(history, load_commit, &loading);
  number_parents(loading.graph);
  sort(loading.graph);
  return loading.graph;
}

void graph_free(struct graph *graph) {
  if (!graph)
    return;
  vec_free(&graph->nodes);
  vec_free(&graph->parents);
  oidmap_free(&graph->index);
  free(graph->order);
  free(graph);
}

void graph_reach(struct graph *graph, oid tip, unsigned how) {
  VEC(uint32_t) open = {0};
  uint32_t start = oidmap_get(&graph->index, tip);
  if (start != OIDMAP_NONE)
    vec_push(&open, start);
  while (open.len) {
    struct commit_node *node = &graph->nodes.data[open.data[--open.len]];
    if ((node->reached & how) == how)
      continue;
    node->reached |= how;
    for (uint32_t p = 0; p < node->parents; p++)
      vec_push(&open, graph->parents.data[node->first_parent + p]);
  }
  vec_free(&open);
}

struct commit_info *graph_describe(const struct repo *repo, oid commit, uint32_t order, struct arena *kept) {
  git_odb_object *object;
  if (repo_read(repo, commit, &object) != READ_DONE)
    return NULL;
  struct commit_info *info = ARENA_NEW(kept, struct commit_info);
  str text = {git_odb_object_data(object), git_odb_object_size(object)}, line;
  info->id = commit;
  info->order = order;
  while (str_next_line(&text, &line) && line.len) {
    str name;
    if (!str_starts(line, STR("author ")))
      continue;
    parse_signature(str_tail(line, 7), &name, &info->date, &info->offset);
    info->author = arena_copy(kept, name);
  }
  while (str_next_line(&text, &line) && info->subject.len == 0)
    info->subject = arena_copy(kept, str_trim(line));
  git_odb_object_free(object);
  return info;
}
