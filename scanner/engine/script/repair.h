/* repair.h -- broken sources made such that the parser can read what is not broken in them.
   Knows nothing of what it means. Bytes are only blanked, so every place stays the same. */
#ifndef APSO_ENGINE_SCRIPT_REPAIR_H
#define APSO_ENGINE_SCRIPT_REPAIR_H

#include "base/buf.h"

/* Blanks git's marks of an unfinished merge; false if there are none, then `out` is left alone. */
bool repair_merge(str text, struct buf *out);
/* Blanks in `text` the lines from that of the byte at `broken` up to the next that looks like the beginning of a
   statement of the module. False if there is none. */
bool repair_lines(struct buf *text, size_t broken);

#endif
