/* marks.h -- which trees hold wanted objects, and where in them: what follows from a lineage, upwards from the wanted.
   Reads no object. */
#ifndef APSO_SOURCE_MARKS_H
#define APSO_SOURCE_MARKS_H

#include "source/lineage.h"

enum { MARK_NONE = UINT32_MAX };

/* An entry of a tree that is wanted, or has something wanted below it, or both. */
struct mark {
  uint32_t name; /* index into names */
  uint32_t unit; /* number of the wanted object, as `units` counts, or MARK_NONE */
  uint32_t list; /* the marks of the subtree, or MARK_NONE */
};

/* The marks of one tree, by name. */
struct mark_list {
  uint32_t first; /* index into marks.marks */
  uint32_t count;
};

struct marks {
  const struct history *history;
  uint32_t *list_of; /* object's number to list, or MARK_NONE */
  uint32_t *unit_of; /* likewise to the number of the wanted object */
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
  struct {
    str *data; /* each once, in the order of bytes */
    size_t len;
    size_t room;
  } names;
  struct arena kept;
};

/* `units`: numbers of the wanted objects; a unit is an index into them. The lineage may be freed afterwards. */
void marks_make(const struct lineage *lineage, const uint32_t *units, size_t units_len, struct marks *marks);
void marks_free(struct marks *marks);
/* The list of a tree, or MARK_NONE if there is nothing wanted in it. `tree`: a number, or HISTORY_NONE. */
uint32_t marks_of_tree(const struct marks *marks, uint32_t tree);
/* Which wanted object it is, or MARK_NONE. */
uint32_t marks_unit(const struct marks *marks, uint32_t number);
/* The mark of that name in a list (or MARK_NONE), or NULL. */
const struct mark *marks_find(const struct marks *marks, uint32_t list, uint32_t name);

#endif
