/* places.c -- a source that gives wanted objects again, at each of their places. */
#include <stdlib.h>

#include "source/files.h"
#include "source/message.h"
#include "source/provenance.h"
#include "source/repo_worker.h"
#include "source/tree.h"
#include "source/windows.h"

static void *open_worker(const struct source *source, struct err *err) {
  const struct places_source *places = source->data;
  return repo_worker_open(places->repo, err);
}

static str join(struct buf *out, str folder, str name) {
  buf_clear(out);
  buf_add(out, folder);
  if (folder.len && name.len)
    buf_add_byte(out, '/');
  buf_add(out, name);
  return buf_str(out);
}

/* Each name in the tree, under the tree's own path. */
static void give_names(str tree, size_t oid_size, str folder, struct item item, struct sink *sink) {
  struct buf path = {0};
  struct tree_entry entry;
  item.object = (oid){{0}};
  for (; tree_entry_at(tree, oid_size, &entry); tree = str_tail(tree, entry.size)) {
    if (!sink->wants(sink, entry.name))
      continue;
    item.bytes = item.path = join(&path, folder, entry.name);
    sink->item(sink, &item);
  }
  buf_free(&path);
}

static void count_gap(const struct repo *repo, oid id, enum gap gap, struct sink *sink) {
  char hex[OID_HEX_SIZE];
  oid_to_hex(id, repo->oid_size, hex);
  coverage_gap(sink->coverage, gap, str_from(hex));
}

static void give(enum object_type type, struct item item, size_t oid_size, struct sink *sink) {
  if (type == OBJECT_BLOB) {
    sink->item(sink, &item);
    return;
  }
  item.snapshot = NULL;
  item.snapshot_path = STR_NONE;
  if (type == OBJECT_TREE)
    give_names(item.bytes, oid_size, item.path, item, sink);
  else
    message_give(item.bytes, item, sink);
}

struct pieces {
  struct windows windows;
  uint64_t size;
  uint64_t seen; /* of it */
  size_t again;
};

static void give_piece(void *data, str bytes, size_t *again) {
  struct pieces *pieces = data;
  pieces->seen += bytes.len - pieces->again;
  pieces->again = *again = windows_give(&pieces->windows, bytes, pieces->seen == pieces->size);
}

/* A blob that does not fit in memory; its slow hash cannot be asked for. */
static enum read_outcome give_pieces(const struct repo *repo, oid id, struct item item, struct sink *sink) {
  struct pieces pieces = {.windows = windows_new(item, sink)};
  return repo_read_windows(repo, id, FILES_WINDOW, give_piece, &pieces, &pieces.size);
}

/* The few objects for which there is a reason are worth the slow hash: a store may hold two of one id. */
static void give_object(const struct repo *repo, const struct place *place, struct item item, struct sink *sink) {
  struct buf bytes = {0};
  enum object_type type;
  enum read_outcome outcome = repo_read(repo, place->object, &type, &bytes);
  bool in_pieces = outcome == READ_TOO_LARGE && give_pieces(repo, place->object, item, sink) == READ_DONE;
  /* If it cannot be read: the pack pass could and saw a reason to. What it is cannot be told now. */
  if (!in_pieces && (outcome != READ_DONE || !repo_is_content_of(repo, place->object, type, buf_str(&bytes))))
    count_gap(repo, place->object, outcome == READ_TOO_LARGE ? GAP_MEMORY : GAP_CORRUPT, sink);
  item.bytes = buf_str(&bytes);
  if (outcome == READ_DONE)
    give(type, item, repo->oid_size, sink);
  buf_free(&bytes);
  repo_rest(repo);
}

/* None for a note, which no project has, nor where only an object is known. */
static struct snapshot *snapshot_of(const struct repo_worker *worker, const struct place *place) {
  if (place->path.len == 0 || place->where > WHERE_INDEX)
    return NULL;
  if (place->commit)
    return snapshots_tree(worker->snapshots, place->commit->id);
  return place->where == WHERE_INDEX ? snapshots_index(worker->snapshots, NULL) : NULL;
}

static void run_part(const struct source *source, void *data, size_t part, struct sink *sink) {
  const struct repo_worker *worker = data;
  const struct places_source *places = source->data;
  const struct place *place = &places->places->data[part];
  struct buf path = {0};
  struct item item = {.path = join(&path, places->path_prefix, place->path),
                      .where = places->where == WHERE_COUNT ? place->where : places->where,
                      .object = place->object,
                      .first_line = 1,
                      .place = place,
                      .snapshot = snapshot_of(worker, place),
                      .snapshot_path = place->path};
  give_object(worker->repo, place, item, sink);
  buf_free(&path);
}

struct source places_source(const struct places_source *places) {
  return (struct source){"places", places->places->len, open_worker, run_part, repo_worker_close, places};
}
