/* resolve_rows.h -- tables of what imports mean among some files. */
#ifndef APSO_TESTS_RESOLVE_ROWS_H
#define APSO_TESTS_RESOLVE_ROWS_H

#include <stddef.h>

#include "files.h"

enum { RESOLVE_FILES = 24, RESOLVE_ROWS = 24 };

struct resolve_row {
  const char *importer, *specifier;
  const char *path; /* NULL: none of these files */
};

/* Each list ends where its first pointer is NULL. */
struct resolve_table {
  const char *about;
  struct file_case files[RESOLVE_FILES];
  struct resolve_row rows[RESOLVE_ROWS];
};

/* Asks each row twice, and the whole table in both orders; fails with the row that is not so. */
void resolve_check(const struct resolve_table *tables, size_t len);

#endif
