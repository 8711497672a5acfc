/* files.h -- files as they lie on disk.  Knows git only to tell tracked, untracked and ignored apart. */
#ifndef APSO_SOURCE_FILES_H
#define APSO_SOURCE_FILES_H

#include "base/memory.h"
#include "model/item.h"

struct repo;

struct file_entry {
  str path; /* under the root */
  bool is_link;
};

/* What a walk found. Everything in it is of `kept`. */
struct files {
  str root;                 /* a folder, or a single file */
  str prefix;               /* stands before an entry's path in reports */
  enum where where;         /* of items, unless git tells better */
  const struct repo *repo;  /* whose work tree the root is, or NULL */
  size_t window;            /* bytes of a file that are scanned at once */
  bool is_project;          /* its files belong together: items have a snapshot, of the root or of a nested folder */
  str project;              /* the folder that the root is part of, for what it imports; empty: the root is all */
  str inside;               /* path of the root in it */
  struct {
    struct file_entry *data;
    size_t len;
    size_t room;
  } entries;
  struct {
    str *data; /* folders under the root that hold a .git, not the root itself; sorted */
    size_t len;
    size_t room;
  } nested;
  struct arena kept;
};

enum { FILES_WINDOW = 64 * 1024 * 1024 };

/* Which files a walk leaves out. */
struct files_filter {
  bool skip_git;                   /* folders and files called .git */
  const struct repo *honour_ignore; /* leave out what this repository ignores; NULL: nothing */
  str ignore_prefix;                /* path of the root inside that repository's work tree */
  const str *skip_top;             /* names directly under the root, skip_top_len of them */
  size_t skip_top_len;
};

/* Walks `root`, which may be a single file. Folders that cannot be read are counted in `coverage`. */
void files_walk(const char *root, const struct files_filter *filter, struct files *files, struct coverage *coverage);
/* Sets the project: the work tree around the root, if there is one. It is looked for, and read, as a folder. */
void files_find_project(struct files *files);
void files_free(struct files *files);
struct source files_source(const struct files *files);

/* Scans what a descriptor gives, in windows; `item` says all but the bytes. */
void files_read(int descriptor, size_t window, struct item item, struct sink *sink);

#endif
