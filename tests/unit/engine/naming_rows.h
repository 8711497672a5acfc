/* naming_rows.h -- tables of places and their names: "@@" stands where the key is. */
#ifndef APSO_TESTS_NAMING_ROWS_H
#define APSO_TESTS_NAMING_ROWS_H

#include <stddef.h>

#include "engine/naming_formats.h"

struct naming_row {
  const char *text, *name; /* "": it has none */
  bool is_pair;
};

/* Fails at the end, having printed each row that is named otherwise. */
void naming_rows_check(naming_reader *reader, const struct naming_row *rows, size_t len);

#define NAMING_ROWS(reader, rows) naming_rows_check((reader), (rows), sizeof(rows) / sizeof *(rows))

#endif
