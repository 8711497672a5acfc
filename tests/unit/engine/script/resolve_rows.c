/* resolve_rows.c -- tables of what imports mean among some files. */
#include "resolve_rows.h"

#include "engine/script/resolve.h"

#include "unit.h"

static void check_row(struct resolver *resolver, const char *about, const struct resolve_row *row) {
  str path = STR_NONE;
  bool found = resolver_find(resolver, str_from(row->importer), str_from(row->specifier), &path);
  str expected = str_from(row->path);
  if (found != (row->path != NULL) || (found && !str_eq(path, expected)))
    fail_msg("%s: '%s' in %s is %.*s, not %s", about, row->specifier, row->importer, found ? (int)path.len : 7,
             found ? path.ptr : "nothing", row->path ? row->path : "nothing");
}

static size_t count(const struct resolve_table *table) {
  size_t len = 0;
  while (len < RESOLVE_ROWS && table->rows[len].importer)
    len++;
  return len;
}

static void check_table(const struct resolve_table *table, bool backwards) {
  struct files files;
  size_t len = count(table);
  assert_true(len > 0);
  files_open(&files, table->files, RESOLVE_FILES);
  struct resolver *resolver = resolver_open(&files.snapshot);
  for (size_t i = 0; i < len; i++)
    check_row(resolver, table->about, &table->rows[backwards ? len - 1 - i : i]);
  size_t asked = files.asked;
  for (size_t i = 0; i < len; i++)
    check_row(resolver, table->about, &table->rows[i]);
  assert_int_equal(files.asked, asked);
  resolver_close(resolver);
}

void resolve_check(const struct resolve_table *tables, size_t len) {
  for (size_t i = 0; i < len; i++) {
    check_table(&tables[i], false);
    check_table(&tables[i], true);
  }
}
