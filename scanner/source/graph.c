/* graph.c -- all commits of an object store and how they hang together, in memory. */
#include "source/graph.h"

#include <stdlib.h>

#include "source/signature.h"

/* ---- nodes ---- */

static int by_number(const void *left, const void *right) {
  const struct commit_node *a = left, *b = right;
  return (a->number > b->number) - (a->number < b->number);
}

static uint32_t node_of(const struct graph *graph, uint32_t number) {
  struct commit_node key = {.number = number};
  const struct commit_node *found = graph->nodes.len ? bsearch(&key, graph->nodes.data, graph->nodes.len, sizeof key, by_number) : NULL;
  return found ? (uint32_t)(found - graph->nodes.data) : NODE_NONE;
}

/* Parents as numbers of objects, one after the other. */
static void take_part(struct graph *graph, const struct lineage_part *part) {
  for (size_t i = 0; i < part->commits.len; i++) {
    const struct lineage_commit *c = &part->commits.data[i];
    struct commit_node node = {.number = c->number, .tree = c->tree, .first_parent = (uint32_t)graph->parents.len,
                               .parents = c->parents, .date = c->date};
    for (uint32_t p = 0; p < c->parents; p++)
      vec_push(&graph->parents, part->parents.data[c->first + p]);
    vec_push(&graph->nodes, node);
  }
}

/* Second copies, in later packs, go: parents name the first. */
static void drop_second_copies(struct graph *graph) {
  const struct history *history = graph->history;
  size_t kept = 0;
  if (!history->store || history->store->packs.len == 0)
    return;
  for (size_t i = 0; i < graph->nodes.len; i++) {
    struct commit_node node = graph->nodes.data[i];
    if (node.number < history_first(history, 1) || history_number(history, history_oid(history, node.number)) == node.number)
      graph->nodes.data[kept++] = node;
  }
  graph->nodes.len = kept;
}

/* Numbers of objects become nodes; what is no commit is no parent. */
static void number_parents(struct graph *graph) {
  VEC(uint32_t) nodes = {0};
  for (size_t i = 0; i < graph->nodes.len; i++) {
    struct commit_node *node = &graph->nodes.data[i];
    uint32_t from = node->first_parent, count = node->parents;
    node->first_parent = (uint32_t)nodes.len;
    for (uint32_t p = from; p < from + count; p++) {
      uint32_t parent = node_of(graph, graph->parents.data[p]);
      if (parent != NODE_NONE)
        vec_push(&nodes, parent);
    }
    node->parents = (uint32_t)nodes.len - node->first_parent;
  }
  vec_free(&graph->parents);
  graph->parents.data = nodes.data;
  graph->parents.len = nodes.len;
  graph->parents.room = nodes.room;
}

/* ---- order ---- */

struct heap {
  uint32_t *nodes;
  size_t len;
  const struct graph *graph;
};

static bool is_before(const struct graph *graph, uint32_t a, uint32_t b) {
  const struct commit_node *x = &graph->nodes.data[a], *y = &graph->nodes.data[b];
  return x->date != y->date ? x->date < y->date : oid_compare(history_oid(graph->history, x->number), history_oid(graph->history, y->number)) < 0;
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

struct graph *graph_make(const struct lineage *lineage) {
  struct graph *graph = memory_new_zeroed(1, sizeof *graph);
  graph->history = lineage->history;
  for (size_t p = 0; p < lineage->parts_len; p++)
    take_part(graph, &lineage->parts[p]);
  drop_second_copies(graph);
  if (graph->nodes.len)
    qsort(graph->nodes.data, graph->nodes.len, sizeof *graph->nodes.data, by_number);
  number_parents(graph);
  sort(graph);
  return graph;
}

void graph_free(struct graph *graph) {
  if (!graph)
    return;
  vec_free(&graph->nodes);
  vec_free(&graph->parents);
  free(graph->order);
  free(graph);
}

uint32_t graph_node(const struct graph *graph, oid commit) {
  uint32_t number = history_number(graph->history, commit);
  return number == HISTORY_NONE ? NODE_NONE : node_of(graph, number);
}

void graph_reach(struct graph *graph, uint32_t tip, unsigned how) {
  VEC(uint32_t) open = {0};
  if (tip != NODE_NONE)
    vec_push(&open, tip);
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
  struct buf bytes = {0};
  enum object_type type;
  if (repo_read(repo, commit, &type, &bytes) != READ_DONE)
    return NULL;
  struct commit_info *info = ARENA_NEW(kept, struct commit_info);
  str text = buf_str(&bytes), line;
  info->id = commit;
  info->order = order;
  while (str_next_line(&text, &line) && line.len) {
    if (!str_starts(line, STR("author ")))
      continue;
    struct signature author = signature_parse(str_tail(line, 7));
    info->author = arena_copy(kept, author.name);
    info->date = author.date;
    info->offset = author.offset;
  }
  while (str_next_line(&text, &line) && info->subject.len == 0)
    info->subject = arena_copy(kept, str_trim(line));
  buf_free(&bytes);
  repo_rest(repo);
  return info;
}
