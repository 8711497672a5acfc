/* found.h -- a text looked for through chains of encodings, as whoever calls decode does. */
#ifndef APSO_TESTS_FOUND_H
#define APSO_TESTS_FOUND_H

#include "engine/decode.h"

struct found {
  size_t hits;   /* positions of forms from which the text was found */
  size_t astray; /* of those, how many with another start than the first */
  size_t start;  /* of the outermost run */
  size_t end;
};

/* Looks for `wanted` in all that forms in `bytes` lead to, `depth` runs deep. */
struct found found_in(str bytes, str wanted, const struct decode_forms *forms, unsigned depth);

#endif
