/* allow.h -- comments that accept keys on their lines: apso-scan:allow ID -- reason, gitleaks:allow.
   Knows neither the ids of keys nor whether anybody honours a comment. What a comment is in some language is not asked:
   the words count wherever they stand, but inside a key. */
#ifndef APSO_ENGINE_ALLOW_H
#define APSO_ENGINE_ALLOW_H

#include "engine/text.h"

enum {
  ALLOW_ID_LEAST = 8, /* hex digits */
  ALLOW_ID_MOST = 32,
  ALLOW_LINE_LIMIT = 64,     /* comments that count for one key */
  ALLOW_REASON_LIMIT = 300,  /* bytes */
};

/* Where such words stand in a text, and their lines. */
struct allow_mark {
  enum allow_kind kind;
  size_t start;
  size_t end; /* behind the word "allow" */
  size_t line_start;
  size_t line_end;
};

struct allow_marks {
  struct allow_mark *data; /* sorted */
  size_t len;
  size_t room;
  str text;
  /* What was read last: all keys of a line share it. */
  size_t read_from;
  size_t read_len;
  const struct allow *read;
};

/* Finds them all anew. The text is borrowed. */
void allow_find(str text, struct allow_marks *marks);
/* Puts on the hit what the comments on its lines say; memory is of `kept`. `masked`: where keys stand, sorted: no
   reason goes on behind the beginning of one. Hits in the order of the text. */
void allow_take(struct allow_marks *marks, const struct text_spans *masked, struct hit *hit, struct arena *kept);
void allow_free(struct allow_marks *marks);

#endif
