/* key.h -- the shape of a key, and how to write one without telling it.
   Shape: shared knowledge of the vendor's page: apso_sk_<scope>_<tail>, and apso_live_<tail> of its
   command line's design notes. Length and alphabet of the tail are not documented. */
#ifndef APSO_MODEL_KEY_H
#define APSO_MODEL_KEY_H

#include "base/buf.h"
#include "base/memory.h"

struct key_parts {
  str prefix; /* apso_sk_live_ */
  str scope;  /* live; empty when no word stands there */
  str tail;
};

/* Tails shorter than this show none of their characters, redacted. */
enum { KEY_TAIL_SHOWN_FROM = 16, KEY_TAIL_SHOWN = 4 };

/* Letters, digits, '_' and '-'. */
bool key_is_tail_byte(char byte);
/* Cuts a key apart; a text that does not begin like one is all tail. */
struct key_parts key_parse(str key);
/* apso_sk_live_****wxyz */
str key_redact(struct arena *kept, str key);
/* Appends `text` with everything in it that begins like a key redacted. */
void key_redact_within(struct buf *out, str text);

#endif
