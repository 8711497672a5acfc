/* members.h -- what is in archives, as items; archives that nobody asked to open, counted once each.
   Knows how archives and the engine come together; nothing of threads or of where archives come from. */
#ifndef APSO_PIPELINE_MEMBERS_H
#define APSO_PIPELINE_MEMBERS_H

#include "base/memory.h"
#include "engine/engine.h"

/* Does an archive begin here? Not in a later window of a large file. */
bool members_has_archive(const struct item *item);

/* Gives the members of the archive that the item is to the sink's `item`: each is a file of its own, at the archive's
   place and with its object, and has no files around it. What cannot be opened is counted in the sink's coverage.
   `window`: bytes of a member that are scanned at once; 0: the default. */
void members_give(const struct item *archive, size_t window, struct sink *sink);
/* Is there a reason to find out where this archive lies? A member has one, or cannot be read. False if the sink is
   stopped. */
bool members_sift(str bytes, size_t window, struct engine *engine, struct sink *sink);

/* Archives left closed. */
struct closed {
  oid id;   /* zero: no object is known */
  str path; /* empty: no path is known */
};

struct closed_list {
  struct closed *data;
  size_t len;
  size_t room;
};

/* Counts each object once, wherever it lies, and what is none once for each path. Sorts the list. */
void closed_count(struct closed_list *list, struct coverage *coverage);

#endif
