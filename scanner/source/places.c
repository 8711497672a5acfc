/* places.c -- a source that gives wanted objects again, at each of their places. */
#include <stdlib.h>

#include "source/provenance.h"
#include "source/git.h"
#include "source/tree.h"

static void *open_worker(const struct source *source, struct err *err) {
  const struct places_source *places = source->data;
  struct repo *repo = NULL;
  return repo_reopen(places->repo, &repo, err) == 0 ? repo : NULL;
}

static void close_worker(void *repo) {
  repo_free(repo);
}

/* Headers of commits and tags hold names and signatures; the message begins behind the first empty line. */
static void give_message(str text, struct item item, struct sink *sink) {
  size_t end = str_find(text, STR("\n\n"), 0);
  item.object = (oid){{0}};
  item.bytes = end == SIZE_MAX ? text : str_head(text, end);
  sink->item(sink, &item);
  if (end == SIZE_MAX)
    return;
  item.bytes = str_tail(text, end + 2);
  sink->item(sink, &item);
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

/* The few objects for which there is a reason are worth the hash: a store may hold two of one id. */
static bool is_what_it_says(git_odb_object *object, oid id) {
  git_oid hash;
  return git_odb_hash(&hash, git_odb_object_data(object), git_odb_object_size(object), git_odb_object_type(object)) == 0 &&
         oid_eq(repo_oid(&hash), id);
}

static void count_damaged(const struct repo *repo, oid id, struct sink *sink) {
  char hex[OID_HEX_SIZE];
  oid_to_hex(id, repo->oid_size, hex);
  coverage_gap(sink->coverage, GAP_CORRUPT, str_from(hex));
}

static void run_part(const struct source *source, void *worker, size_t part, struct sink *sink) {
  const struct places_source *places = source->data;
  const struct place *place = &places->places->data[part];
  git_odb_object *object;
  if (repo_read(worker, place->object, &object) != READ_DONE) {
    /* The pack pass could read it and saw a reason to: what it is cannot be told now. */
    count_damaged(places->repo, place->object, sink);
    return;
  }
  if (!is_what_it_says(object, place->object))
    count_damaged(places->repo, place->object, sink);
  struct buf path = {0};
  str text = {git_odb_object_data(object), git_odb_object_size(object)};
  struct item item = {.bytes = text,
                      .path = join(&path, places->path_prefix, place->path),
                      .where = places->where == WHERE_COUNT ? place->where : places->where,
                      .object = place->object,
                      .first_line = 1,
                      .place = place};
  git_object_t type = git_odb_object_type(object);
  if (type == GIT_OBJECT_BLOB)
    sink->item(sink, &item);
  else if (type == GIT_OBJECT_TREE)
    give_names(text, places->repo->oid_size, item.path, item, sink);
  else
    give_message(text, item, sink);
  git_odb_object_free(object);
  buf_free(&path);
}

struct source places_source(const struct places_source *places) {
  return (struct source){"places", places->places->len, open_worker, run_part, close_worker, places};
}
