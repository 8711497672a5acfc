/* marks.h -- which trees hold wanted objects, and where in them.
   Each distinct tree is read once, whatever the number of commits and of wanted objects. */
#ifndef APSO_SOURCE_MARKS_H
#define APSO_SOURCE_MARKS_H

#include "source/history.h"

enum { MARK_NONE = UINT32_MAX };

/* An entry of a tree that is wanted, or has something wanted below it, or both. */
struct mark {
  str name;
  uint32_t unit; /* number of the wanted object, or MARK_NONE */
  uint32_t list; /* the marks of the subtree, or MARK_NONE */
};

/* The marks of one tree; trees that are the same have the same list. A list's subtrees have smaller numbers. */
struct mark_list {
  uint32_t first; /* index into marks.marks */
  uint32_t count;
};

struct marks {
  const struct history *history;
  const struct oidmap *wanted; /* object to unit */
  struct oidmap trees;         /* tree to list, or to MARKS_CLEAN */
  struct {
    struct mark *data;
    size_t len;
    size_t room;
  } marks;
  struct {
    struct mark_list *data;
    size_t len;
    size_t room;
  } lists;
  struct arena kept;
};

void marks_free(struct marks *marks);
/* The list of a tree, or MARK_NONE if there is nothing wanted in it. Unreadable subtrees hold nothing here;
   they are counted by the history pass. */
uint32_t marks_of_tree(struct marks *marks, oid tree);

#endif
