/* recall.h -- which packs and loose objects of a history an earlier audit saw and that are unchanged since: those
   are settled, and not run again.  Knows nothing of where a memo is kept.

   Settled is all or nothing: every pack and object of the memo must still be there, if not always in the same
   file. What the memo's objects refer to was there, or is in its list of absent ones; so no reference needs to be
   looked up again but those to the absent ones.
   A file is unchanged if its path, device, inode, size, both times and, of a pack, its checksums are. */
#ifndef APSO_SOURCE_RECALL_H
#define APSO_SOURCE_RECALL_H

#include "source/history.h"
#include "source/memo.h"

struct recall;

/* The store's files as they are now; nothing of the history may have been read yet, and it must outlive the recall.
   `circumstances`: whatever else decides what a scan of an object finds. NULL if the state cannot be told. */
struct recall *recall_new(struct history *history, str circumstances);
void recall_free(struct recall *recall);
/* Settles what the memo tells: counts it, and tells the sink what is still absent. False, and nothing is done, if the
   memo is of another state. */
bool recall_settle(struct recall *recall, const struct memo *memo, struct sink *sink);
/* Is a copy of this object settled? Those that are run speak for themselves. */
bool recall_has(const struct recall *recall, oid id);
/* After all has been run without a gap: the memo for next time, but for its lists of wanted, absent and closed objects.
   `seen`: what was counted, settled or run. False: what was seen will not do. */
bool recall_make(const struct recall *recall, const struct coverage *seen, struct memo *memo);

#endif
