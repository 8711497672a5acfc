/* joined.h -- a key that goes on elsewhere: over the end of a line, or in the next literal of a concatenation. */
#ifndef APSO_ENGINE_JOINED_H
#define APSO_ENGINE_JOINED_H

#include <stdbool.h>

#include "base/memory.h"
#include "base/str.h"

enum { JOINED_PIECES = 64, JOINED_LIMIT = 4096 /* bytes of all pieces */ };

struct joined {
  str text; /* the pieces in one */
  size_t pieces;
  size_t len[JOINED_PIECES];   /* of each, in the text and where it stands … */
  size_t start[JOINED_PIECES]; /* … which is here */
};

/* The run of key characters at `at`, and what is joined to it by the rules of the language that the path names; of any
   language if it is empty. False: it stands alone. Memory: `scratch`. */
bool joined_read(str bytes, str path, size_t at, struct arena *scratch, struct joined *out);
/* Where the first `len` bytes of the text end, 1 or more. */
size_t joined_end(const struct joined *joined, size_t len);

#endif
