/* marks.c -- which trees hold wanted objects, and where in them. */
#include "source/marks.h"

#include <stdlib.h>

enum { LIST_TO_COME = UINT32_MAX - 1 };

/* An edge that a tree has, on its way to a mark. */
struct found {
  uint32_t tree; /* number */
  uint32_t edge;
};

struct maker {
  const struct lineage *lineage;
  const struct history *history;
  struct marks *marks;
  uint32_t *first_edge; /* of part, one more at the end: edges are numbered through all parts */
  uint32_t *edge_of;    /* child's number to the first edge to it … */
  uint32_t *next_edge;  /* … and on, MARK_NONE: no more */
  uint32_t *break_of;   /* number to a break, numbered through all parts */
  uint32_t *first_break;
  VEC(struct found) found;
  VEC(uint32_t) needles; /* numbers whose edges are to be followed */
  VEC(uint32_t) region;  /* trees that may have the edge at hand */
};

static uint32_t *filled(size_t count) {
  uint32_t *table = memory_new((count + 1) * sizeof *table);
  memset(table, 0xff, (count + 1) * sizeof *table);
  return table;
}

/* The part that an edge (or break) of this number is of. */
static const struct lineage_part *part_of(const struct maker *m, const uint32_t *firsts, uint32_t number, uint32_t *local) {
  size_t low = 0, high = m->lineage->parts_len;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (firsts[middle] <= number)
      low = middle;
    else
      high = middle;
  }
  *local = number - firsts[low];
  return &m->lineage->parts[low];
}

static const struct lineage_edge *edge_at(const struct maker *m, uint32_t edge, const struct lineage_part **part) {
  uint32_t local;
  *part = part_of(m, m->first_edge, edge, &local);
  return &(*part)->edges.data[local];
}

/* ---- tables over all parts ---- */

static void number_all(struct maker *m) {
  size_t parts = m->lineage->parts_len;
  m->first_edge = memory_new((parts + 1) * sizeof *m->first_edge);
  m->first_break = memory_new((parts + 1) * sizeof *m->first_break);
  m->first_edge[0] = m->first_break[0] = 0;
  for (size_t p = 0; p < parts; p++) {
    m->first_edge[p + 1] = m->first_edge[p] + (uint32_t)m->lineage->parts[p].edges.len;
    m->first_break[p + 1] = m->first_break[p] + (uint32_t)m->lineage->parts[p].breaks.len;
  }
}

static void link_all(struct maker *m) {
  size_t parts = m->lineage->parts_len;
  m->next_edge = filled(m->first_edge[parts]);
  for (size_t p = parts; p-- > 0;) {
    const struct lineage_part *part = &m->lineage->parts[p];
    for (size_t e = part->edges.len; e-- > 0;) {
      uint32_t child = part->edges.data[e].child, edge = m->first_edge[p] + (uint32_t)e;
      m->next_edge[edge] = m->edge_of[child];
      m->edge_of[child] = edge;
    }
    for (size_t b = 0; b < part->breaks.len; b++)
      m->break_of[part->breaks.data[b].tree] = m->first_break[p] + (uint32_t)b;
  }
}

/* ---- upwards ---- */

static bool is_dropped(const struct maker *m, uint32_t tree, const struct lineage_part *edge_part, uint32_t edge) {
  uint32_t local, number = m->break_of[tree];
  if (number == MARK_NONE)
    return false;
  const struct lineage_part *part = part_of(m, m->first_break, number, &local);
  const struct lineage_break *at = &part->breaks.data[local];
  if (at->count == UINT32_MAX || part != edge_part)
    return true;
  for (uint32_t i = 0; i < at->count; i++)
    if (part->drops.data[at->first + i] == edge)
      return true;
  return false;
}

/* A copy in a later pack: the first one was surveyed too. */
static bool is_second_copy(const struct maker *m, uint32_t number, size_t pack) {
  return pack && history_pack_of(m->history, history_oid(m->history, number)) < pack;
}

static void mark(struct maker *m, uint32_t tree, uint32_t edge) {
  vec_push(&m->found, (struct found){tree, edge});
  if (m->marks->list_of[tree] != MARK_NONE)
    return;
  m->marks->list_of[tree] = LIST_TO_COME;
  vec_push(&m->needles, tree);
}

static size_t pack_of(const struct maker *m, uint32_t number) {
  size_t packs = m->history->store ? m->history->store->packs.len : 0, pack = 0;
  while (pack < packs && number >= history_first(m->history, pack + 1))
    pack++;
  return pack < packs ? pack : SIZE_MAX;
}

/* All trees that have the edge: the one that names it, and what is made from it, down to where it is dropped. */
static void follow_edge(struct maker *m, uint32_t edge) {
  const struct lineage_part *part;
  const struct lineage_edge *e = edge_at(m, edge, &part);
  size_t pack = pack_of(m, e->tree);
  uint32_t local = (uint32_t)(e - part->edges.data), first = pack == SIZE_MAX ? 0 : history_first(m->history, pack);
  m->region.len = 0;
  vec_push(&m->region, e->tree);
  while (m->region.len) {
    uint32_t tree = m->region.data[--m->region.len];
    if (pack == SIZE_MAX || !is_second_copy(m, tree, pack))
      mark(m, tree, edge);
    if (pack == SIZE_MAX)
      return;
    const struct forest *forest = &m->history->forests[pack];
    for (uint32_t c = forest->child[tree - first]; c != FOREST_NONE; c = forest->sibling[c])
      if (!is_dropped(m, first + c, part, local))
        vec_push(&m->region, first + c);
  }
}

static void close_upwards(struct maker *m, const uint32_t *units, size_t units_len) {
  for (size_t u = 0; u < units_len; u++) {
    if (units[u] == HISTORY_NONE)
      continue;
    m->marks->unit_of[units[u]] = (uint32_t)u;
    if (m->marks->list_of[units[u]] == MARK_NONE)
      vec_push(&m->needles, units[u]);
  }
  while (m->needles.len) {
    uint32_t needle = m->needles.data[--m->needles.len];
    for (uint32_t edge = m->edge_of[needle]; edge != MARK_NONE; edge = m->next_edge[edge])
      follow_edge(m, edge);
    m->edge_of[needle] = MARK_NONE; /* once is enough */
  }
}

/* ---- lists ---- */

struct edge_name {
  str name;
  uint32_t edge;
};

static int by_name(const void *left, const void *right) {
  return str_compare(((const struct edge_name *)left)->name, ((const struct edge_name *)right)->name);
}

/* Numbers of names in their order; next_edge is free for them now. */
static void number_names(struct maker *m) {
  VEC(struct edge_name) names = {0};
  memset(m->next_edge, 0xff, ((size_t)m->first_edge[m->lineage->parts_len] + 1) * sizeof *m->next_edge);
  for (size_t i = 0; i < m->found.len; i++) {
    uint32_t edge = m->found.data[i].edge;
    const struct lineage_part *part;
    if (m->next_edge[edge] != MARK_NONE)
      continue;
    m->next_edge[edge] = 0;
    const struct lineage_edge *e = edge_at(m, edge, &part);
    vec_push(&names, (struct edge_name){str_from(part->names.data + e->name), edge});
  }
  if (names.len)
    qsort(names.data, names.len, sizeof *names.data, by_name);
  for (size_t i = 0; i < names.len; i++) {
    if (i == 0 || !str_eq(names.data[i].name, names.data[i - 1].name))
      vec_push(&m->marks->names, arena_copy(&m->marks->kept, names.data[i].name));
    m->next_edge[names.data[i].edge] = (uint32_t)m->marks->names.len - 1;
  }
  vec_free(&names);
}

static int by_edge_name(const void *left, const void *right, void *data) {
  uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
  const struct maker *m = data;
  uint32_t x = m->next_edge[a], y = m->next_edge[b];
  return x != y ? (x < y ? -1 : 1) : (a > b) - (a < b);
}

/* Lists get their numbers as their trees are met, and room one behind the other. */
static void number_lists(struct maker *m) {
  struct marks *marks = m->marks;
  uint32_t first = 0;
  for (size_t i = 0; i < m->found.len; i++) {
    uint32_t *list = &marks->list_of[m->found.data[i].tree];
    if (*list == LIST_TO_COME) {
      *list = (uint32_t)marks->lists.len;
      vec_push(&marks->lists, (struct mark_list){0, 0});
    }
    marks->lists.data[*list].count++;
  }
  for (size_t l = 0; l < marks->lists.len; l++) {
    marks->lists.data[l].first = first;
    first += marks->lists.data[l].count;
    marks->lists.data[l].count = 0; /* grows again as they are filled */
  }
}

/* The edges of each list, by name. */
static uint32_t *fill_lists(struct maker *m) {
  struct marks *marks = m->marks;
  uint32_t *edges = memory_new((m->found.len + 1) * sizeof *edges);
  for (size_t i = 0; i < m->found.len; i++) {
    struct mark_list *list = &marks->lists.data[marks->list_of[m->found.data[i].tree]];
    edges[list->first + list->count++] = m->found.data[i].edge;
  }
  for (size_t l = 0; l < marks->lists.len; l++)
    if (marks->lists.data[l].count > 1)
      qsort_r(edges + marks->lists.data[l].first, marks->lists.data[l].count, sizeof *edges, by_edge_name, m);
  return edges;
}

static void make_lists(struct maker *m) {
  struct marks *marks = m->marks;
  number_lists(m);
  uint32_t *edges = fill_lists(m);
  for (size_t i = 0; i < m->found.len; i++) {
    const struct lineage_part *part;
    uint32_t child = edge_at(m, edges[i], &part)->child;
    vec_push(&marks->marks, (struct mark){m->next_edge[edges[i]], marks->unit_of[child], marks->list_of[child]});
  }
  free(edges);
}

void marks_make(const struct lineage *lineage, const uint32_t *units, size_t units_len, struct marks *marks) {
  size_t numbers = history_numbers(lineage->history);
  struct maker m = {.lineage = lineage, .history = lineage->history, .marks = marks};
  *marks = (struct marks){.history = lineage->history, .list_of = filled(numbers)};
  m.edge_of = filled(numbers);
  marks->unit_of = filled(numbers);
  m.break_of = filled(numbers);
  number_all(&m);
  link_all(&m);
  close_upwards(&m, units, units_len);
  number_names(&m);
  make_lists(&m);
  free(m.first_edge);
  free(m.first_break);
  free(m.edge_of);
  free(m.next_edge);
  free(m.break_of);
  vec_free(&m.found);
  vec_free(&m.needles);
  vec_free(&m.region);
}

void marks_free(struct marks *marks) {
  free(marks->list_of);
  free(marks->unit_of);
  vec_free(&marks->marks);
  vec_free(&marks->lists);
  vec_free(&marks->names);
  arena_free(&marks->kept);
}

uint32_t marks_of_tree(const struct marks *marks, uint32_t tree) {
  return tree == HISTORY_NONE ? MARK_NONE : marks->list_of[tree];
}

uint32_t marks_unit(const struct marks *marks, uint32_t number) {
  return number == HISTORY_NONE ? MARK_NONE : marks->unit_of[number];
}

const struct mark *marks_find(const struct marks *marks, uint32_t list, uint32_t name) {
  if (list == MARK_NONE)
    return NULL;
  const struct mark *low = marks->marks.data + marks->lists.data[list].first;
  for (size_t count = marks->lists.data[list].count; count;) {
    size_t half = count / 2;
    if (low[half].name == name)
      return &low[half];
    if (low[half].name < name) {
      low += half + 1;
      count -= half + 1;
    } else {
      count = half;
    }
  }
  return NULL;
}
