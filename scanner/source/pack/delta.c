/* delta.c -- deltas between objects. */
#include "source/pack/delta.h"

enum { COPY_LIMIT = 7 }; /* bytes of a copy behind its first */

static int read_size(str *code, uint64_t *size) {
  *size = 0;
  for (unsigned shift = 0; shift < 63; shift += 7) {
    if (code->len == 0)
      return -1;
    uint8_t byte = (uint8_t)code->ptr[0];
    *code = str_tail(*code, 1);
    *size |= (uint64_t)(byte & 0x7f) << shift;
    if (!(byte & 0x80))
      return 0;
  }
  return -1;
}

int delta_open(str payload, struct delta *delta) {
  delta->code = payload;
  return read_size(&delta->code, &delta->base_size) || read_size(&delta->code, &delta->target_size) ? -1 : 0;
}

/* Bits of the instruction say which bytes of offset and length follow. */
__attribute__((always_inline)) static inline int read_copy(struct delta *delta, uint8_t op, struct delta_step *step) {
  const uint8_t *at = (const uint8_t *)delta->code.ptr;
  uint32_t from = 0, len = 0;
  if (delta->code.len < COPY_LIMIT && delta->code.len < (size_t)__builtin_popcount(op & 0x7f))
    return -1;
  if (op & 0x01)
    from = *at++;
  if (op & 0x02)
    from |= (uint32_t)*at++ << 8;
  if (op & 0x04)
    from |= (uint32_t)*at++ << 16;
  if (op & 0x08)
    from |= (uint32_t)*at++ << 24;
  if (op & 0x10)
    len = *at++;
  if (op & 0x20)
    len |= (uint32_t)*at++ << 8;
  if (op & 0x40)
    len |= (uint32_t)*at++ << 16;
  delta->code = str_range((const char *)at, delta->code.ptr + delta->code.len);
  *step = (struct delta_step){.from = from, .len = len ? len : 0x10000};
  return 1;
}

__attribute__((always_inline)) static inline int next_step(struct delta *delta, struct delta_step *step) {
  if (delta->code.len == 0)
    return 0;
  uint8_t op = (uint8_t)delta->code.ptr[0];
  delta->code = (str){delta->code.ptr + 1, delta->code.len - 1};
  if (op & 0x80)
    return read_copy(delta, op, step);
  if (op == 0 || delta->code.len < op)
    return -1;
  *step = (struct delta_step){.is_new = true, .len = op, .bytes = delta->code.ptr};
  delta->code = (str){delta->code.ptr + op, delta->code.len - op};
  return 1;
}

int delta_next(struct delta *delta, struct delta_step *step) {
  return next_step(delta, step);
}

/* The next step, if it fits the base and what is left of the target. */
__attribute__((always_inline)) static inline int next_fitting(struct delta *delta, str base, uint64_t made, struct delta_step *step) {
  int more = next_step(delta, step);
  if (more <= 0)
    return more;
  if (step->len > delta->target_size - made)
    return -1;
  return step->is_new || (step->from <= base.len && step->len <= base.len - step->from) ? 1 : -1;
}

/* Most steps are short: blocks of fixed size are copied without a call, whatever lies behind the end. */
static inline void copy_over(uint8_t *to, const char *from, size_t len) {
  if (len > 4 * DELTA_SLACK) {
    memcpy(to, from, len);
    return;
  }
  for (size_t at = 0; at < len; at += 32)
    memcpy(to + at, from + at, 32);
}

static inline void look_at_seam(const struct seams *seams, const uint8_t *target, size_t at, size_t right, struct delta_suspects *suspects) {
  enum { SUSPECTS = sizeof suspects->at / sizeof suspects->at[0] };
  if (!seams_may_cross(seams, target + at, at, right))
    return;
  if (suspects->len < SUSPECTS)
    suspects->at[suspects->len++] = at;
  else
    suspects->too_many = true;
}

__attribute__((always_inline)) static inline int apply(struct delta delta, str base, uint8_t *target, const struct seams *seams, struct delta_suspects *suspects) {
  struct delta_step step;
  uint64_t made = 0;
  int more;
  if (delta.base_size != base.len)
    return -1;
  while ((more = next_fitting(&delta, base, made, &step)) > 0) {
    copy_over(target + made, step.is_new ? step.bytes : base.ptr + step.from, step.len);
    if (seams)
      look_at_seam(seams, target, made, step.len, suspects);
    made += step.len;
  }
  return more == 0 && made == delta.target_size ? 0 : -1;
}

int delta_apply(struct delta delta, str base, uint8_t *target) {
  return apply(delta, base, target, NULL, NULL);
}

int delta_apply_seams(struct delta delta, str base, uint8_t *target, const struct seams *seams, struct delta_suspects *suspects) {
  suspects->len = 0;
  suspects->too_many = false;
  return apply(delta, base, target, seams, suspects);
}

int delta_is_clear(struct delta delta, str base, const struct seams *seams) {
  struct delta_step step;
  uint64_t made = 0;
  uint8_t around[4] = {0}; /* two bytes on each side of the seam */
  int more;
  if (delta.base_size != base.len)
    return -1;
  while ((more = next_fitting(&delta, base, made, &step)) > 0) {
    const char *from = step.is_new ? step.bytes : base.ptr + step.from;
    memcpy(around + 2, from, 2); /* the second may be one of the slack */
    if (seams_may_cross(seams, around + 2, made < 2 ? (size_t)made : 2, step.len))
      return 0;
    if (step.len > 1)
      memcpy(around, from + step.len - 2, 2);
    else
      memcpy(around, (uint8_t[]){around[1], around[2]}, 2);
    made += step.len;
  }
  return more == 0 && made == delta.target_size ? 1 : -1;
}
