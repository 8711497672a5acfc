/* unquote.h -- inlays in the making: JSON strings decoded one behind the other, and the way back into the JSON.
   Knows nothing of what the strings are. */
#ifndef APSO_ENGINE_UNQUOTE_H
#define APSO_ENGINE_UNQUOTE_H

#include "engine/inlay.h"

/* Begins with the JSON text and the arena alone set; ends with unquote_finish. */
struct unquote {
  str json; /* strings that are added lie in it, undecoded, as of jsonspan.h */
  struct arena *arena;
  char *text; /* of the inlay that is being made; of the arena */
  size_t len;
  VEC(uint32_t) runs;
  VEC(struct inlay) found;
  bool cut;
};

/* Begins an inlay for strings of `room` bytes in all. */
void unquote_start(struct unquote *maker, size_t room);
void unquote_add(struct unquote *maker, str string);
/* Ends the inlay: found, unless it is empty. */
void unquote_end(struct unquote *maker, str path);
/* An inlay that is one string; borrowed where nothing needs decoding. */
void unquote_whole(struct unquote *maker, str path, str string);
/* Whether there are as many inlays as may be; then `cut` is set. To be asked before one is begun. */
bool unquote_is_full(struct unquote *maker);
/* What was found, kept in the arena. */
struct inlays unquote_finish(struct unquote *maker);
/* See inlay_origin. */
size_t unquote_origin(const struct inlay *inlay, size_t offset);

#endif
