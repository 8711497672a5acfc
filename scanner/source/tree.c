/* tree.c -- the entries of a tree, one after the other. */
#include "source/tree.h"

bool tree_entry_at(str rest, size_t oid_size, struct tree_entry *entry) {
  size_t space = str_find_byte(rest, ' ', 0), end = str_find_byte(rest, '\0', 0);
  if (space == SIZE_MAX || end == SIZE_MAX || space > end || rest.len - end - 1 < oid_size)
    return false;
  str mode = str_head(rest, space);
  entry->is_folder = str_eq(mode, STR("40000")) || str_eq(mode, STR("040000"));
  entry->is_submodule = str_eq(mode, STR("160000"));
  entry->name = str_range(rest.ptr + space + 1, rest.ptr + end);
  entry->id = oid_from_raw(rest.ptr + end + 1, oid_size);
  entry->size = end + 1 + oid_size;
  return true;
}
