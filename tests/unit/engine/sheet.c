/* sheet.c -- a project written as one text. */
#include "sheet.h"

#include "unit.h"

static struct sheet *sheet_of(struct snapshot *snapshot) {
  return (struct sheet *)snapshot;
}

static const struct sheet_file *find(const struct sheet *sheet, str path) {
  for (size_t i = 0; i < sheet->len; i++)
    if (str_eq(sheet->files[i].path, path))
      return &sheet->files[i];
  return NULL;
}

static enum snapshot_outcome read_file(struct snapshot *snapshot, str path, size_t limit, struct buf *out, oid *id) {
  const struct sheet_file *file = find(sheet_of(snapshot), path);
  memset(id, 0, sizeof *id);
  if (!file)
    return SNAPSHOT_ABSENT;
  if (file->text.len > limit)
    return SNAPSHOT_UNREADABLE;
  buf_add(out, file->text);
  return SNAPSHOT_READ;
}

static bool has_file(struct snapshot *snapshot, str path) {
  return find(sheet_of(snapshot), path);
}

static int by_name(const void *a, const void *b) {
  return str_compare(*(const str *)a, *(const str *)b);
}

/* The next part of `path` below `folder`, a '/' at its end if it is a folder; empty if it is not below. */
static str part_below(str path, str folder) {
  if (folder.len && !(str_starts(path, folder) && path.len > folder.len && path.ptr[folder.len] == '/'))
    return STR_NONE;
  str rest = folder.len ? str_tail(path, folder.len + 1) : path;
  size_t slash = str_find_byte(rest, '/', 0);
  return slash == SIZE_MAX ? rest : str_head(rest, slash + 1);
}

static bool list(struct snapshot *snapshot, str folder, snapshot_visitor *visit, void *data) {
  const struct sheet *sheet = sheet_of(snapshot);
  str names[SHEET_FILES_MAX];
  size_t len = 0;
  for (size_t i = 0; i < sheet->len; i++)
    if ((names[len] = part_below(sheet->files[i].path, folder)).len)
      len++;
  qsort(names, len, sizeof *names, by_name);
  for (size_t i = 0; i < len; i++) {
    bool is_folder = str_ends(names[i], STR("/"));
    if (i == 0 || !str_eq(names[i], names[i - 1]))
      visit(data, str_head(names[i], names[i].len - is_folder), is_folder);
  }
  return len > 0;
}

static void find_asked(struct sheet *sheet) {
  for (size_t i = 0; i < sheet->len; i++) {
    str rest = sheet->files[i].text, line;
    for (uint32_t number = 1; str_next_line(&rest, &line); number++)
      if (str_find(line, STR("@@"), 0) != SIZE_MAX)
        sheet->asked = &sheet->files[i], sheet->line = number;
  }
  if (!sheet->asked)
    fail_msg("a sheet without @@");
}

void sheet_read(struct sheet *sheet, const char *text) {
  *sheet = (struct sheet){.snapshot = {read_file, has_file, list, 1}};
  str rest = str_from(text), line;
  while (str_next_line(&rest, &line)) {
    if (str_starts(line, STR("# "))) {
      assert_true(sheet->len < SHEET_FILES_MAX);
      sheet->files[sheet->len++] = (struct sheet_file){str_tail(line, 2), {rest.ptr ? rest.ptr : "", 0}};
    } else if (sheet->len) {
      struct sheet_file *file = &sheet->files[sheet->len - 1];
      file->text.len = (size_t)(line.ptr + line.len - file->text.ptr) + (rest.len > 0);
    }
  }
  find_asked(sheet);
}
