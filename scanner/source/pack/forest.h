/* forest.h -- how the objects of a pack build on one another: trees of deltas, with their roots cut into parts
   of about equal work.  Reads only the heads of objects. */
#ifndef APSO_SOURCE_PACK_FOREST_H
#define APSO_SOURCE_PACK_FOREST_H

#include "source/pack/head.h"
#include "source/pack/packfile.h"

enum { FOREST_NONE = UINT32_MAX };

/* Objects are numbered in the order of their offsets. About 21 bytes each. */
struct forest {
  const struct packfile *pack;
  uint32_t count;
  uint64_t *offset;   /* count + 1 of them: the last is where the trailer begins */
  uint32_t *position; /* in the index */
  uint32_t *child;    /* first of those that build on it; the one with most work below it comes last */
  uint32_t *sibling;  /* next of those that build on the same */
  uint8_t *type;      /* of the whole object; PACK_UNKNOWN: built on nothing that is in this pack, or damaged */
  struct {
    uint32_t *data; /* whole objects, and deltas whose base is elsewhere */
    size_t len;
    size_t room;
  } roots;
  struct {
    size_t *data; /* where each part begins in roots; one more at the end */
    size_t len;
    size_t room;
  } parts;
  struct {
    uint64_t *data; /* about how much work each part is, in packed bytes */
    size_t len;
    size_t room;
  } work;
  struct {
    uint32_t *data; /* objects that no root leads to: cycles, damaged heads */
    size_t len;
    size_t room;
  } lost;
};

/* No two objects begin at the same place, and the first one right behind the head: else its index hides something. */
bool forest_is_sound(const struct forest *forest);
int forest_build(const struct packfile *pack, struct forest *forest, struct err *err) MUST_USE;
void forest_free(struct forest *forest);
/* The object that begins at this offset, or FOREST_NONE. */
uint32_t forest_find(const struct forest *forest, uint64_t offset);

#endif
