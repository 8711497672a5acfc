/* fuzz_resolve.c -- hostile settings: a text of files, and questions about them.
   A line "=PATH" begins a file, "?IMPORTER SPECIFIER" asks; all other lines are text of the file begun last.
   An answer must be a file that is there, the same one each time, and must not be asked for without end. */
#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"
#include "engine/script/resolve.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FILES_MAX = 64, QUESTIONS_MAX = 64, CALLS_MAX = 20000 /* for one question */ };

struct fuzz_file {
  str path, text;
};

struct fuzz_files {
  struct snapshot snapshot; /* the first member */
  struct fuzz_file data[FILES_MAX];
  size_t len;
  size_t calls;
};

static void must(bool holds) {
  if (!holds)
    abort();
}

static const struct fuzz_file *find(struct snapshot *snapshot, str path) {
  struct fuzz_files *files = (struct fuzz_files *)snapshot;
  must(++files->calls <= CALLS_MAX && path.len > 0);
  for (size_t i = 0; i < files->len; i++)
    if (str_eq(files->data[i].path, path))
      return &files->data[i];
  return NULL;
}

static enum snapshot_outcome read_file(struct snapshot *snapshot, str path, size_t limit, struct buf *out, oid *id) {
  const struct fuzz_file *file = find(snapshot, path);
  *id = (oid){{0}};
  if (!file)
    return SNAPSHOT_ABSENT;
  if (file->text.len > limit)
    return SNAPSHOT_UNREADABLE;
  buf_add(out, file->text);
  return SNAPSHOT_READ;
}

static bool has_file(struct snapshot *snapshot, str path) {
  return find(snapshot, path) != NULL;
}

/* Unsorted, and with repetitions: no worse than what is asked for. */
static bool list_folder(struct snapshot *snapshot, str folder, snapshot_visitor *visit, void *data) {
  struct fuzz_files *files = (struct fuzz_files *)snapshot;
  bool exists = folder.len == 0;
  must(++files->calls <= CALLS_MAX);
  for (size_t i = 0; i < files->len; i++) {
    str path = files->data[i].path;
    if (folder.len && !(str_starts(path, folder) && path.len > folder.len && path.ptr[folder.len] == '/'))
      continue;
    str rest = str_tail(path, folder.len ? folder.len + 1 : 0);
    size_t end = str_find_byte(rest, '/', 0);
    visit(data, str_head(rest, end), end != SIZE_MAX);
    exists = true;
  }
  return exists;
}

/* Paths as a snapshot has them. */
static bool is_path(str path) {
  bool empty = true;
  for (size_t i = 0; i <= path.len; i++) {
    bool ends = i == path.len || path.ptr[i] == '/';
    if (ends && empty)
      return false;
    empty = ends;
  }
  return str_find(path, STR("./"), 0) == SIZE_MAX && !str_ends(path, STR("."));
}

static void read_input(str input, struct fuzz_files *files) {
  struct fuzz_file *file = NULL;
  for (str line; str_next_line(&input, &line);) {
    bool begins = str_starts(line, STR("="));
    if (begins && files->len < FILES_MAX && is_path(str_tail(line, 1))) {
      file = &files->data[files->len++];
      *file = (struct fuzz_file){str_tail(line, 1), STR_NONE};
    } else if (file && !begins && !str_starts(line, STR("?"))) {
      file->text = file->text.ptr ? str_range(file->text.ptr, line.ptr + line.len) : line;
    }
  }
}

static void ask(struct resolver *resolver, struct fuzz_files *files, str question) {
  size_t end = str_find_byte(question, ' ', 0);
  str importer = str_head(question, end), specifier = end == SIZE_MAX ? STR_NONE : str_tail(question, end + 1);
  str first, second, folder;
  files->calls = 0;
  bool found = resolver_find(resolver, importer, specifier, &first);
  must(!found || has_file(&files->snapshot, first));
  size_t calls = files->calls;
  must(resolver_find(resolver, importer, specifier, &second) == found && (!found || str_eq(first, second)));
  must(files->calls == calls);
  if (resolver_package(resolver, importer, &folder))
    must(folder.len == 0 || str_starts(importer, folder));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct fuzz_files files = {.snapshot = {read_file, has_file, list_folder, 1}};
  str input = {(const char *)data, size};
  unsigned asked = 0;
  read_input(input, &files);
  struct resolver *resolver = resolver_open(&files.snapshot);
  for (str line; asked < QUESTIONS_MAX && str_next_line(&input, &line);) {
    if (!str_starts(line, STR("?")))
      continue;
    ask(resolver, &files, str_tail(line, 1));
    asked++;
  }
  resolver_close(resolver);
  return 0;
}
