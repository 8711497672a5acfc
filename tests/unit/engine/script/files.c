/* files.c -- a snapshot in memory, made of a table of paths and texts. */
#include "files.h"

#include <stdlib.h>

#include "base/memory.h"

static struct files *files_of(struct snapshot *snapshot) {
  struct files *files = (struct files *)snapshot;
  files->asked++;
  return files;
}

static const struct file_case *find(const struct files *files, str path) {
  for (size_t i = 0; i < files->len; i++)
    if (str_eq(str_from(files->cases[i].path), path))
      return &files->cases[i];
  return NULL;
}

static enum snapshot_outcome read_file(struct snapshot *snapshot, str path, size_t limit, struct buf *out, oid *id) {
  const struct file_case *file = find(files_of(snapshot), path);
  *id = (oid){{0}};
  if (!file)
    return SNAPSHOT_ABSENT;
  str text = str_from(file->text);
  if (text.len > limit)
    return SNAPSHOT_UNREADABLE;
  buf_add(out, text);
  return SNAPSHOT_READ;
}

static bool has_file(struct snapshot *snapshot, str path) {
  return find(files_of(snapshot), path) != NULL;
}

struct entry {
  str name;
  bool is_folder;
};

static int compare(const void *a, const void *b) {
  return str_compare(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

/* What is next below `folder` on the way to `path`; false if it does not lie below. */
static bool entry_below(str path, str folder, struct entry *entry) {
  if (folder.len && !(str_starts(path, folder) && path.len > folder.len && path.ptr[folder.len] == '/'))
    return false;
  str rest = str_tail(path, folder.len ? folder.len + 1 : 0);
  size_t end = str_find_byte(rest, '/', 0);
  *entry = (struct entry){str_head(rest, end), end != SIZE_MAX};
  return true;
}

static bool list_folder(struct snapshot *snapshot, str folder, snapshot_visitor *visit, void *data) {
  struct files *files = files_of(snapshot);
  VEC(struct entry) entries = {0};
  struct entry entry;
  for (size_t i = 0; i < files->len; i++)
    if (entry_below(str_from(files->cases[i].path), folder, &entry))
      vec_push(&entries, entry);
  bool exists = entries.len > 0 || folder.len == 0;
  if (entries.len)
    qsort(entries.data, entries.len, sizeof *entries.data, compare);
  for (size_t i = 0; i < entries.len; i++)
    if (i == 0 || !str_eq(entries.data[i].name, entries.data[i - 1].name))
      visit(data, entries.data[i].name, entries.data[i].is_folder);
  vec_free(&entries);
  return exists;
}

void files_open(struct files *files, const struct file_case *cases, size_t max) {
  static uint64_t last;
  *files = (struct files){{read_file, has_file, list_folder, ++last}, cases, 0, 0};
  while (files->len < max && cases[files->len].path)
    files->len++;
}
