/* seams.h -- may one of some byte strings lie across a seam, where bytes from two places were put together?
   Plain data: the engine knows the strings, whoever puts bytes together asks. */
#ifndef APSO_MODEL_SEAMS_H
#define APSO_MODEL_SEAMS_H

#include <stdint.h>

#include "base/str.h"

enum { SEAMS_BYTES = 256, SEAMS_BITS = 64, SEAMS_RUNS_LOG = 16 };

/* What two bytes on each side of a seam show of a string: four bytes of it, its first three, its last three, all. */
enum seams_run { SEAMS_INSIDE, SEAMS_HEAD, SEAMS_TAIL, SEAMS_WHOLE };

struct seams {
  size_t reach; /* bytes of the longest string */
  uint64_t pairs[SEAMS_BYTES * SEAMS_BYTES / SEAMS_BITS]; /* bit a * 256 + b: in one of them b follows a */
  uint64_t runs[(1 << SEAMS_RUNS_LOG) / SEAMS_BITS];      /* by hash, all that they show */
  bool begins[SEAMS_BYTES]; /* one of them begins with the byte … */
  bool ends[SEAMS_BYTES];   /* … or ends with it */
};

static inline bool seams_has_pair(const struct seams *seams, uint8_t a, uint8_t b) {
  unsigned bit = (unsigned)a << 8 | b;
  return seams->pairs[bit / SEAMS_BITS] >> bit % SEAMS_BITS & 1;
}

/* Of the `len` bytes, 4 or fewer. */
static inline uint32_t seams_run_bit(enum seams_run run, const uint8_t *bytes, size_t len) {
  uint32_t four = 0;
  memcpy(&four, bytes, len);
  return (four * UINT32_C(0x9e3779b1) + (uint32_t)run * UINT32_C(0x7f4a7c15)) >> (32 - SEAMS_RUNS_LOG);
}

static inline bool seams_has_run(const struct seams *seams, enum seams_run run, const uint8_t *bytes, size_t len) {
  uint32_t bit = seams_run_bit(run, bytes, len);
  return seams->runs[bit / SEAMS_BITS] >> bit % SEAMS_BITS & 1;
}

/* The seam lies before at[0]; `left` and `right` bytes stand on its sides, no more of which than two are looked at. */
static inline bool seams_may_cross(const struct seams *seams, const uint8_t *at, size_t left, size_t right) {
  if (!left || !right || !seams_has_pair(seams, at[-1], at[0]))
    return false;
  if (left > 1 && !seams->begins[at[-1]] && !seams_has_pair(seams, at[-2], at[-1]))
    return false;
  if (right > 1 && !seams->ends[at[0]] && !seams_has_pair(seams, at[0], at[1]))
    return false;
  if (left < 2 || right < 2)
    return true;
  return seams_has_run(seams, SEAMS_INSIDE, at - 2, 4) || seams_has_run(seams, SEAMS_HEAD, at - 1, 3) ||
         seams_has_run(seams, SEAMS_TAIL, at - 2, 3) || seams_has_run(seams, SEAMS_WHOLE, at - 1, 2);
}

static inline void seams_add_run(struct seams *seams, enum seams_run run, const uint8_t *bytes, size_t len) {
  uint32_t bit = seams_run_bit(run, bytes, len);
  seams->runs[bit / SEAMS_BITS] |= UINT64_C(1) << bit % SEAMS_BITS;
}

/* A string of one byte or more; one byte lies across nothing. */
static inline void seams_add(struct seams *seams, str string) {
  const uint8_t *bytes = (const uint8_t *)string.ptr;
  size_t len = string.len;
  seams->reach = len > seams->reach ? len : seams->reach;
  seams->begins[bytes[0]] = seams->ends[bytes[len - 1]] = true;
  for (size_t i = 0; i + 1 < len; i++) {
    unsigned bit = (unsigned)bytes[i] << 8 | bytes[i + 1];
    seams->pairs[bit / SEAMS_BITS] |= UINT64_C(1) << bit % SEAMS_BITS;
  }
  for (size_t i = 0; i + 4 <= len; i++)
    seams_add_run(seams, SEAMS_INSIDE, bytes + i, 4);
  if (len == 2)
    seams_add_run(seams, SEAMS_WHOLE, bytes, 2);
  if (len < 3)
    return;
  seams_add_run(seams, SEAMS_HEAD, bytes, 3);
  seams_add_run(seams, SEAMS_TAIL, bytes + len - 3, 3);
}

#endif
