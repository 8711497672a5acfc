/* cachetree.c -- ids of the trees that parts of an index stand for. */
#include "source/cachetree.h"

#include <stdlib.h>

#include "base/memory.h"

enum { NODE_SIZE = 6 }; /* bytes of the shortest node, "\0-1 0\n" */

/* A node whose subtrees are still being read. */
struct open_node {
  uint32_t node;
  uint32_t filled;
};

struct reading {
  struct cachetree *tree;
  str rest;
  size_t oid_size;
  size_t nodes_limit; /* what the bytes can hold */
  VEC(struct open_node) open;
};

/* A decimal number and the byte behind it; -1 only for the word "-1". */
static bool take_number(str *rest, char behind, int64_t *number) {
  size_t end = str_find_byte(*rest, behind, 0), at = 0;
  bool is_negative = rest->len && rest->ptr[0] == '-';
  if (end == SIZE_MAX || end > 11)
    return false;
  *number = 0;
  for (at = is_negative; at < end && rest->ptr[at] >= '0' && rest->ptr[at] <= '9'; at++)
    *number = *number * 10 + (rest->ptr[at] - '0');
  bool is_number = at == end && end > is_negative && *number <= INT32_MAX;
  *number = is_negative ? -1 : *number;
  *rest = str_tail(*rest, end + 1);
  return is_number;
}

static bool take_node(struct reading *r, struct cachetree_node *node) {
  size_t end = str_find_byte(r->rest, '\0', 0);
  int64_t entries, count;
  if (end == SIZE_MAX)
    return false;
  *node = (struct cachetree_node){.name = str_head(r->rest, end)};
  r->rest = str_tail(r->rest, end + 1);
  if (!take_number(&r->rest, ' ', &entries) || !take_number(&r->rest, '\n', &count) || count < 0)
    return false;
  node->count = (uint32_t)count;
  node->is_valid = entries >= 0;
  if (!node->is_valid)
    return true;
  if (r->rest.len < r->oid_size)
    return false;
  node->entries = (uint32_t)entries;
  node->id = oid_from_raw(r->rest.ptr, r->oid_size);
  r->rest = str_tail(r->rest, r->oid_size);
  return true;
}

/* Reads a node to its place and makes places for its subtrees behind all others. */
static bool fill(struct reading *r, uint32_t place) {
  struct cachetree *tree = r->tree;
  struct cachetree_node node;
  if (!take_node(r, &node) || node.count > r->nodes_limit - tree->len)
    return false;
  node.first = (uint32_t)tree->len;
  tree->data[place] = node;
  for (uint32_t i = 0; i < node.count; i++)
    vec_push(tree, (struct cachetree_node){0});
  vec_push(&r->open, (struct open_node){place, 0});
  return true;
}

static bool fill_all(struct reading *r) {
  vec_push(r->tree, (struct cachetree_node){0});
  if (!fill(r, 0))
    return false;
  while (r->open.len) {
    struct open_node *open = &r->open.data[r->open.len - 1];
    const struct cachetree_node *node = &r->tree->data[open->node];
    if (open->filled == node->count)
      r->open.len--;
    else if (!fill(r, node->first + open->filled++))
      return false;
  }
  return r->rest.len == 0;
}

/* git's order of subtrees: shorter names first. */
static int compare(str a, str b) {
  return a.len != b.len ? (a.len > b.len) - (a.len < b.len) : str_compare(a, b);
}

static bool is_sorted(const struct cachetree *tree) {
  for (size_t n = 0; n < tree->len; n++)
    for (uint32_t i = 1; i < tree->data[n].count; i++) {
      const struct cachetree_node *node = &tree->data[tree->data[n].first + i];
      if (compare(node[-1].name, node->name) >= 0)
        return false;
    }
  return true;
}

void cachetree_read(str bytes, size_t oid_size, struct cachetree *tree) {
  struct reading reading = {.tree = tree, .rest = bytes, .oid_size = oid_size, .nodes_limit = bytes.len / NODE_SIZE + 1};
  cachetree_free(tree);
  if (!fill_all(&reading) || !is_sorted(tree))
    cachetree_free(tree);
  vec_free(&reading.open);
}

void cachetree_free(struct cachetree *tree) {
  vec_free(tree);
}

const struct cachetree_node *cachetree_top(const struct cachetree *tree) {
  return tree->len ? tree->data : NULL;
}

static int by_name(const void *name, const void *node) {
  return compare(*(const str *)name, ((const struct cachetree_node *)node)->name);
}

const struct cachetree_node *cachetree_below(const struct cachetree *tree, const struct cachetree_node *node, str name) {
  if (!node || node->count == 0)
    return NULL;
  return bsearch(&name, tree->data + node->first, node->count, sizeof *node, by_name);
}
