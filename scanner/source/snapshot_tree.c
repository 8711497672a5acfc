/* snapshot_tree.c -- the files of a commit, from the objects of its repository. */
#include "source/snapshot_kind.h"
#include "source/tree.h"

/* Type and content of an object, unless it has more than `limit` bytes. */
static bool read_object(struct snapshot_objects *objects, oid id, size_t limit, enum object_type *type) {
  uint64_t size;
  buf_clear(&objects->bytes);
  if (!objects->repo)
    return false;
  if (!objects->reader) {
    objects->reader = reader_new(objects->repo->store);
    reader_stay_small(objects->reader);
  }
  if (reader_look(objects->reader, id, type, &size) != READ_DONE || size > limit)
    return false;
  return reader_read(objects->reader, id, type, &objects->bytes) == READ_DONE && objects->bytes.len <= limit;
}

static void let_go(struct snapshot_objects *objects) {
  enum { KEPT_ROOM = 1024 * 1024 };
  if (objects->bytes.room > KEPT_ROOM)
    buf_free(&objects->bytes);
}

/* Links and submodules are neither files nor folders. */
static bool is_regular(str rest, const struct tree_entry *entry) {
  return str_starts(str_range(rest.ptr, entry->name.ptr), STR("100"));
}

static enum snapshot_outcome draft(struct listings *listings, str tree, size_t oid_size) {
  struct tree_entry entry;
  for (; tree_entry_at(tree, oid_size, &entry); tree = str_tail(tree, entry.size))
    if (entry.is_folder || is_regular(tree, &entry))
      listings_draft(listings, entry.name, entry.is_folder, entry.id);
  return tree.len ? SNAPSHOT_UNREADABLE : SNAPSHOT_READ;
}

/* A commit begins with the line "tree <hex>". */
static bool tree_of(str commit, size_t oid_size, oid *tree) {
  return str_starts(commit, STR("tree ")) && oid_from_hex(str_tail(commit, STR("tree ").len), oid_size, tree);
}

enum snapshot_outcome snapshot_load_tree(struct snapshot_view *view, oid id) {
  struct snapshot_objects *objects = view->objects;
  enum object_type type;
  bool is_there = read_object(objects, id, view->listings->limit, &type);
  if (is_there && type == OBJECT_COMMIT)
    is_there = tree_of(buf_str(&objects->bytes), objects->repo->oid_size, &id) &&
               read_object(objects, id, view->listings->limit, &type);
  if (!is_there || type != OBJECT_TREE)
    return SNAPSHOT_UNREADABLE;
  enum snapshot_outcome outcome = draft(view->listings, buf_str(&objects->bytes), objects->repo->oid_size);
  let_go(objects);
  return outcome;
}

enum snapshot_outcome snapshot_read_blob(struct snapshot_view *view, oid id, size_t limit, struct buf *out) {
  enum object_type type;
  if (!read_object(view->objects, id, limit, &type) || type != OBJECT_BLOB)
    return SNAPSHOT_UNREADABLE;
  buf_add(out, buf_str(&view->objects->bytes));
  let_go(view->objects);
  return SNAPSHOT_READ;
}

static enum snapshot_outcome load(struct snapshot_view *view, str path, oid id) {
  (void)path;
  return snapshot_load_tree(view, id);
}

static enum snapshot_outcome read(struct snapshot_view *view, str path, oid id, size_t limit, struct buf *out) {
  (void)path;
  return snapshot_read_blob(view, id, limit, out);
}

const struct snapshot_kind snapshot_tree = {load, read};
