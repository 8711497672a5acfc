/* fuzz_snapshot.c -- a byte that is odd for ids of 32 bytes, an index: its files as a snapshot, folder by folder.
   What is listed is in order, is there, and stands in the index. */
#include <stdlib.h>

#include "source/index.h"
#include "source/snapshot.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FOLDERS_LIMIT = 200 };

struct walk {
  struct snapshot *snapshot;
  const struct index *index;
  struct arena kept;
  VEC(str) folders;
  str folder; /* the one at hand */
  str last;   /* the name before */
};

static bool is_in_index(const struct index *index, str path) {
  for (size_t i = 0; i < index->entries.len; i++)
    if (index->entries.data[i].stage == 0 && str_eq(index->entries.data[i].path, path))
      return true;
  return false;
}

static void check(void *data, str name, bool is_folder) {
  struct walk *w = data;
  str path = arena_printf(&w->kept, "%.*s%s%.*s", STR_ARG(w->folder), w->folder.len ? "/" : "", STR_ARG(name));
  if (w->last.len && str_compare(w->last, name) >= 0)
    abort();
  w->last = arena_copy(&w->kept, name);
  if (w->snapshot->has(w->snapshot, path) == is_folder || (!is_folder && !is_in_index(w->index, path)))
    abort();
  if (is_folder && w->folders.len < FOLDERS_LIMIT)
    vec_push(&w->folders, path);
}

static void walk(struct snapshot *snapshot, const struct index *index) {
  struct walk w = {.snapshot = snapshot, .index = index};
  vec_push(&w.folders, STR_NONE);
  for (size_t i = 0; i < w.folders.len; i++) {
    w.folder = w.folders.data[i];
    w.last = STR_NONE;
    if (!snapshot->list(snapshot, w.folder, check, &w) && !index->is_sparse && i == 0)
      abort();
  }
  vec_free(&w.folders);
  arena_free(&w.kept);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct index index = {0};
  struct buf bytes = {0};
  struct err err;
  if (size < 1)
    return 0;
  buf_add(&bytes, (str){(const char *)data + 1, size - 1});
  if (index_parse(&bytes, data[0] & 1 ? OID_SHA256 : OID_SHA1, &index, &err) == INDEX_READ) {
    struct snapshots *snapshots = snapshots_new(NULL);
    walk(snapshots_index(snapshots, &index), &index);
    snapshots_free(snapshots);
  }
  index_free(&index);
  buf_free(&bytes);
  return 0;
}
