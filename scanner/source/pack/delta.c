/* delta.c -- deltas between objects. */
#include "source/pack/delta.h"

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
static int read_copy(struct delta *delta, uint8_t op, struct delta_step *step) {
  uint32_t value[2] = {0, 0};
  for (unsigned bit = 0; bit < 7; bit++) {
    if (!(op & 1u << bit))
      continue;
    if (delta->code.len == 0)
      return -1;
    value[bit / 4] |= (uint32_t)(uint8_t)delta->code.ptr[0] << 8 * (bit % 4);
    delta->code.ptr++;
    delta->code.len--;
  }
  *step = (struct delta_step){.from = value[0], .len = value[1] ? value[1] : 0x10000};
  return 1;
}

int delta_next(struct delta *delta, struct delta_step *step) {
  if (delta->code.len == 0)
    return 0;
  uint8_t op = (uint8_t)delta->code.ptr[0];
  delta->code.ptr++;
  delta->code.len--;
  if (op & 0x80)
    return read_copy(delta, op, step);
  if (op == 0 || delta->code.len < op)
    return -1;
  *step = (struct delta_step){.is_new = true, .len = op, .bytes = delta->code.ptr};
  delta->code.ptr += op;
  delta->code.len -= op;
  return 1;
}

int delta_apply(struct delta delta, str base, uint8_t *target) {
  struct delta_step step;
  uint64_t made = 0;
  int more;
  if (delta.base_size != base.len)
    return -1;
  while ((more = delta_next(&delta, &step)) > 0) {
    if (step.len > delta.target_size - made)
      return -1;
    if (!step.is_new && (step.from > base.len || step.len > base.len - step.from))
      return -1;
    memcpy(target + made, step.is_new ? step.bytes : base.ptr + step.from, step.len);
    made += step.len;
  }
  return more == 0 && made == delta.target_size ? 0 : -1;
}
