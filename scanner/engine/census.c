/* census.c -- the files of a snapshot, listed once. */
#include "engine/census.h"

#include <stdlib.h>

enum { FILES_MAX = 400000, FOLDERS_MAX = 50000 };

static bool is_passed_over(str name) {
  static const str names[] = {{"node_modules", 12}, {".git", 4}, {".next", 5}, {".nuxt", 5}, {".output", 7},
                              {".svelte-kit", 11}, {".vercel", 7}, {".yarn", 5}, {"coverage", 8}, {".turbo", 6},
                              {"bower_components", 16}, {".cache", 6}, {".astro", 6}, {"storybook-static", 16},
                              {".parcel-cache", 13}};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (str_eq(name, names[i]))
      return true;
  return false;
}

struct listing {
  struct census *census;
  str folder;
};

static void see(void *data, str name, bool is_folder) {
  struct listing *listing = data;
  struct census *census = listing->census;
  if (census->files.strings.len >= FILES_MAX || census->folders.len >= FOLDERS_MAX) {
    census->cut = true;
    return;
  }
  str path = listing->folder.len ? arena_printf(&census->arena, "%.*s/%.*s", STR_ARG(listing->folder), STR_ARG(name))
                                 : arena_copy(&census->arena, name);
  if (!is_folder)
    numbering_add(&census->files, path);
  else if (is_passed_over(name))
    numbering_add(&census->passed, path);
  else
    vec_push(&census->folders, path);
}

/* The folder on the way to `path` that was passed over; STR_NONE if there is none, there or not. */
static str passed_folder(str path) {
  for (size_t at = 0, slash; (slash = str_find_byte(path, '/', at)) != SIZE_MAX; at = slash + 1)
    if (is_passed_over(str_head(str_tail(path, at), slash - at)))
      return str_head(path, slash);
  return STR_NONE;
}

static bool has(struct snapshot *snapshot, str path) {
  struct census *census = (struct census *)snapshot;
  str folder = passed_folder(path);
  if (folder.len && numbering_find(&census->passed, folder) == NUMBERING_NONE && !census->cut)
    return false;
  if (folder.len || census->cut)
    return census->listed->has(census->listed, path);
  return numbering_find(&census->files, path) != NUMBERING_NONE;
}

static enum snapshot_outcome read_file(struct snapshot *snapshot, str path, size_t limit, struct buf *out, oid *id) {
  struct census *census = (struct census *)snapshot;
  if (!has(snapshot, path)) {
    memset(id, 0, sizeof *id);
    return SNAPSHOT_ABSENT;
  }
  return census->listed->read(census->listed, path, limit, out, id);
}

static bool list(struct snapshot *snapshot, str folder, snapshot_visitor *visit, void *data) {
  struct census *census = (struct census *)snapshot;
  return census->listed->list(census->listed, folder, visit, data);
}

void census_take(struct census *census, struct snapshot *snapshot) {
  census->snapshot = (struct snapshot){read_file, has, list, snapshot->number};
  census->listed = snapshot;
  vec_push(&census->folders, STR(""));
  for (size_t i = 0; i < census->folders.len; i++) {
    struct listing listing = {census, census->folders.data[i]};
    snapshot->list(snapshot, listing.folder, see, &listing);
  }
}

void census_free(struct census *census) {
  numbering_free(&census->files);
  numbering_free(&census->passed);
  vec_free(&census->folders);
  arena_free(&census->arena);
}
