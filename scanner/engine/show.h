/* show.h -- candidates as hits: their lines, frames, flow, and who runs the code they are in. */
#ifndef APSO_ENGINE_SHOW_H
#define APSO_ENGINE_SHOW_H

#include "engine/around.h"
#include "engine/candidate.h"
#include "engine/engine.h"
#include "engine/text.h"

struct showing {
  const struct ruleset *ruleset;
  const struct candidates *candidates; /* sorted: see best.h */
  struct around *around;
  struct text_spans masked;            /* scratch */
  struct { /* scratch: what was said last, of which line */
    const struct script_file *file;
    uint32_t line; /* 0: nothing yet */
    struct exposed exposed;
  } last;
};

/* Appends a hit for each candidate; what they point to is of `kept`. */
void show_hits(struct showing *showing, const struct item *item, struct arena *kept, struct hits *out);

/* A hit in a text that was decoded as a whole: that encoding is the first of its chain. */
void show_as_decoded(const struct ruleset *ruleset, struct hit *hit, const char *encoding, struct arena *kept);

#endif
