/* objects.h -- what is done with each object once its bytes are there, whoever read them: counting it, checking
   that what it refers to is there, offering it to the sink. */
#ifndef APSO_SOURCE_OBJECTS_H
#define APSO_SOURCE_OBJECTS_H

#include "source/git.h"
#include "source/history.h"
#include "source/pack/delta.h"

/* Where the entries of a tree begin, and its end. */
struct tree_starts {
  uint32_t *data;
  size_t len;
  size_t room;
};

/* A tree that was made from another by a delta: only what is new in it needs a look. */
struct tree_base {
  const struct tree_starts *starts;
  struct delta delta;
  bool is_wanted; /* the sink wanted to look closer at the base */
};

/* One worker's memory of ids that it has seen to be there. */
struct objects_memory;

struct objects_memory *objects_memory_new(void);
void objects_memory_free(struct objects_memory *memory);

/* `base`: of a tree made by a delta, or NULL. `starts`: filled for a tree that others are made from, or NULL.
   True if the sink wanted to look closer at a tree. */
bool objects_offer(const struct history *history, struct objects_memory *memory, struct sink *sink, oid id, git_object_t type,
                   str bytes, const struct tree_base *base, struct tree_starts *starts);
/* Reads the object through libgit2 and offers it; counts it as corrupt if that cannot be done. `again`: another copy of
   it was counted and checked, and this one is only sifted: nobody says that two objects of one id are the same. */
void objects_take(const struct history *history, const struct repo *repo, struct objects_memory *memory, struct sink *sink, oid id,
                  uint8_t *type, bool again);
/* Counts a gap named by an id. */
void objects_gap(const struct history *history, struct sink *sink, enum gap gap, oid id);
/* Tells the sink if the object is not there. */
void objects_expect(const struct history *history, struct sink *sink, oid id);

#endif
