/* decode_base64.c -- base64 that is known to be all of what it is. */
#include <stdint.h>

#include "engine/decode.h"
#include "engine/decode_lines.h"

void decode_base64(str run, struct buf *out) {
  uint32_t bits = 0;
  int held = 0;
  for (size_t i = 0; i < run.len; i++) {
    str one = {run.ptr + i, 1};
    int value = digit_at(DIGITS_BASE64, one, 0).value;
    value = value >= 0 ? value : digit_at(DIGITS_BASE64_URL, one, 0).value;
    if (value < 0)
      continue;
    bits = bits << 6 | (uint32_t)value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      buf_add_byte(out, (char)(bits >> held & 0xff));
    }
  }
}
