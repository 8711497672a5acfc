/* seams.h -- may one of some byte strings lie across a seam, where bytes from two places were put together?
   Plain data: the engine knows the strings, whoever puts bytes together asks. */
#ifndef APSO_MODEL_SEAMS_H
#define APSO_MODEL_SEAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SEAMS_BYTES = 256, SEAMS_BITS = 64 };

struct seams {
  size_t reach; /* bytes of the longest string */
  uint64_t pairs[SEAMS_BYTES * SEAMS_BYTES / SEAMS_BITS]; /* bit a * 256 + b: in one of them b follows a */
  bool begins[SEAMS_BYTES]; /* one of them begins with the byte … */
  bool ends[SEAMS_BYTES];   /* … or ends with it */
};

static inline bool seams_has_pair(const struct seams *seams, uint8_t a, uint8_t b) {
  unsigned bit = (unsigned)a << 8 | b;
  return seams->pairs[bit / SEAMS_BITS] >> bit % SEAMS_BITS & 1;
}

/* The seam lies before at[0]; `left` and `right` bytes stand on its sides, no more of which than two are looked at. */
static inline bool seams_may_cross(const struct seams *seams, const uint8_t *at, size_t left, size_t right) {
  if (!left || !right || !seams_has_pair(seams, at[-1], at[0]))
    return false;
  if (left > 1 && !seams->begins[at[-1]] && !seams_has_pair(seams, at[-2], at[-1]))
    return false;
  return right < 2 || seams->ends[at[0]] || seams_has_pair(seams, at[0], at[1]);
}

#endif
