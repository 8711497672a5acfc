/* tree.h -- the entries of a tree, one after the other.
   Format: "<mode in octal> <name>\0<raw id>" repeated (git's Documentation/gitformat-pack). */
#ifndef APSO_SOURCE_TREE_H
#define APSO_SOURCE_TREE_H

#include "base/oid.h"

struct tree_entry {
  bool is_folder;
  bool is_submodule; /* its id is a commit's, which lives in another repository */
  str name;
  oid id;
  size_t size; /* bytes of the entry itself */
};

/* The first entry of `rest`; false at the end, or where it is damaged. */
bool tree_entry_at(str rest, size_t oid_size, struct tree_entry *entry);

#endif
