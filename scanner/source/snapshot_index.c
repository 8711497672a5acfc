/* snapshot_index.c -- the files of an index, from the objects of its repository. */
#include <stdlib.h>

#include "source/snapshot_kind.h"

static const struct index *index_of(struct snapshot_view *view) {
  struct coverage ignored = {0};
  if (view->index)
    return view->index;
  view->own_index = memory_new_zeroed(1, sizeof *view->own_index);
  view->index = view->own_index;
  /* One that cannot be read has no entries. */
  bool is_read = view->objects->repo && repo_read_index(view->objects->repo, view->own_index, &ignored);
  (void)is_read;
  return view->index;
}

/* The first entry that does not come before `prefix`. */
static size_t first_from(const struct index_entries *entries, str prefix) {
  size_t low = 0, high = entries->len;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (str_compare(entries->data[middle].path, prefix) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static bool is_file(const struct index_entry *entry) {
  enum { MODE_TYPE = 0170000, MODE_FILE = 0100000 };
  return entry->stage == 0 && !entry->is_intent && (entry->mode & MODE_TYPE) == MODE_FILE;
}

/* What is directly in the folder: an entry that ends there, or the first part of all that go on alike.
   Where the next one begins. */
static size_t draft_at(struct listings *listings, const struct index_entries *entries, size_t at, size_t prefix_len) {
  const struct index_entry *entry = &entries->data[at];
  str rest = str_tail(entry->path, prefix_len);
  size_t slash = str_find_byte(rest, '/', 0);
  if (slash == SIZE_MAX && is_file(entry))
    listings_draft(listings, rest, false, entry->id);
  if (slash == SIZE_MAX)
    return at + 1;
  bool is_tree = entry->is_folder && slash + 1 == rest.len;
  listings_draft(listings, str_head(rest, slash), true, is_tree ? entry->id : (oid){{0}});
  return index_end_of_folder(entries, at, entries->len, prefix_len + slash + 1);
}

static enum snapshot_outcome load(struct snapshot_view *view, str path, oid id) {
  if (!oid_is_zero(id))
    return snapshot_load_tree(view, id);
  const struct index_entries *entries = &index_of(view)->entries;
  struct buf prefix = {0};
  buf_add(&prefix, path);
  if (path.len)
    buf_add_byte(&prefix, '/');
  size_t at = first_from(entries, buf_str(&prefix));
  while (at < entries->len && str_starts(entries->data[at].path, buf_str(&prefix)))
    at = draft_at(view->listings, entries, at, prefix.len);
  buf_free(&prefix);
  return SNAPSHOT_READ;
}

static enum snapshot_outcome read(struct snapshot_view *view, str path, oid id, size_t limit, struct buf *out) {
  (void)path;
  return snapshot_read_blob(view, id, limit, out);
}

const struct snapshot_kind snapshot_index = {load, read};
