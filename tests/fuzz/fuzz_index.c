/* fuzz_index.c -- a byte that is odd for ids of 32 bytes, two of a length, an index of that length, and the shared index
   that it may need: read, and what is read is in order and holds together. */
#include <stdlib.h>

#include "source/index.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEAD = 3 };

static void check_entries(const struct index *index) {
  for (size_t i = 0; i < index->entries.len; i++) {
    const struct index_entry *entry = &index->entries.data[i];
    if (entry->path.len == 0 || entry->path.ptr[entry->path.len] || strlen(entry->path.ptr) != entry->path.len || entry->stage > 3)
      abort();
    if (i && str_compare(entry[-1].path, entry->path) > 0)
      abort();
  }
}

/* Every node is found, by its name, below the one that holds it. */
static void check_trees(const struct cachetree *trees) {
  for (size_t n = 0; n < trees->len; n++) {
    const struct cachetree_node *node = &trees->data[n];
    for (uint32_t i = 0; i < node->count; i++)
      if (cachetree_below(trees, node, trees->data[node->first + i].name) != &trees->data[node->first + i])
        abort();
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct index index = {0};
  struct buf own = {0}, shared = {0};
  struct err err;
  if (size < HEAD)
    return 0;
  size_t oid_size = data[0] & 1 ? OID_SHA256 : OID_SHA1, len = data[1] | (size_t)data[2] << 8;
  str all = {(const char *)data + HEAD, size - HEAD};
  buf_add(&own, str_head(all, len));
  buf_add(&shared, str_tail(all, len));
  enum index_outcome outcome = index_parse(&own, oid_size, &index, &err);
  if (outcome == INDEX_READ && index.is_split)
    outcome = index_join(&index, &shared, oid_size, &err);
  if (outcome == INDEX_READ) {
    check_entries(&index);
    check_trees(&index.trees);
  }
  index_free(&index);
  buf_free(&own);
  buf_free(&shared);
  return 0;
}
