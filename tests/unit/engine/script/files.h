/* files.h -- a snapshot in memory, made of a table of paths and texts. */
#ifndef APSO_TESTS_FILES_H
#define APSO_TESTS_FILES_H

#include "model/snapshot.h"

struct file_case {
  const char *path, *text;
};

/* The table must outlive it. There is a folder wherever a path has one. */
struct files {
  struct snapshot snapshot; /* the first member: what asks it has a pointer to it alone */
  const struct file_case *cases;
  size_t len;
  size_t asked; /* calls so far */
};

/* `cases` ends with a path of NULL, or after `max` of them. */
void files_open(struct files *files, const struct file_case *cases, size_t max);

#endif
