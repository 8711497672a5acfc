/* delta.h -- deltas between objects (git's Documentation/gitformat-pack): a target made of copies from a
   base and of new bytes. */
#ifndef APSO_SOURCE_PACK_DELTA_H
#define APSO_SOURCE_PACK_DELTA_H

#include <stdint.h>

#include "base/str.h"
#include "model/seams.h"

struct delta {
  str code; /* instructions not yet read */
  uint64_t base_size;
  uint64_t target_size;
};

/* One instruction: `len` bytes from the base at `from`, or (is_new) those at `bytes`. */
struct delta_step {
  bool is_new;
  uint64_t from;
  size_t len;
  const char *bytes;
};

/* -1 if the sizes cannot be read. */
int delta_open(str payload, struct delta *delta) __attribute__((warn_unused_result));
/* 1 a step, 0 no more, -1 damaged. */
int delta_next(struct delta *delta, struct delta_step *step) __attribute__((warn_unused_result));
enum { DELTA_SLACK = 64 };

/* Writes the target, which has room for target_size. DELTA_SLACK bytes behind base, payload and target are the
   caller's to read, those behind the target to write. -1 if the delta does not fit the base or comes out at another
   size. */
int delta_apply(struct delta delta, str base, uint8_t *target) __attribute__((warn_unused_result));

/* Places in a target before which a seam lies that one of some strings may cross. */
struct delta_suspects {
  size_t at[32];
  size_t len;
  bool too_many; /* there are more */
};

/* delta_apply that looks at seams on its way: cheap, for the bytes are at hand. */
int delta_apply_seams(struct delta delta, str base, uint8_t *target, const struct seams *seams, struct delta_suspects *suspects)
    __attribute__((warn_unused_result));
/* The same without making the target: 1 none of the strings lies across a seam, 0 one may, -1 as delta_apply. */
int delta_is_clear(struct delta delta, str base, const struct seams *seams) __attribute__((warn_unused_result));

#endif
