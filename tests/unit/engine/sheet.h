/* sheet.h -- a project written as one text: a line "# path" begins a file, what follows is in it.
   "@@" stands where the code is that a test asks for. */
#ifndef APSO_TESTS_SHEET_H
#define APSO_TESTS_SHEET_H

#include "model/snapshot.h"

enum { SHEET_FILES_MAX = 64 };

struct sheet_file {
  str path, text;
};

struct sheet {
  struct snapshot snapshot; /* the first member: what asks it has a pointer to it alone */
  struct sheet_file files[SHEET_FILES_MAX];
  size_t len;
  const struct sheet_file *asked; /* the file with "@@" … */
  uint32_t line;                  /* … and its line there */
};

/* `text` must outlive it. */
void sheet_read(struct sheet *sheet, const char *text);

#endif
