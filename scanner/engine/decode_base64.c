/* decode_base64.c -- base64 that is known to be all of what it is. */
#include <stdint.h>

#include "engine/decode.h"
#include "engine/decode_lines.h"

enum { RUN_LIMIT = 16 * 1024 - 4 }; /* to either side */

static bool is_of(enum base64_alphabet alphabet, char c) {
  return c != '=' && digit_at(alphabet == BASE64_STANDARD ? DIGITS_BASE64 : DIGITS_BASE64_URL, (str){&c, 1}, 0).value >= 0;
}

str decode_base64_run(str bytes, size_t at, enum base64_alphabet alphabet) {
  size_t start = at, end = at;
  while (start > 0 && at - start < RUN_LIMIT && is_of(alphabet, bytes.ptr[start - 1]))
    start--;
  while (end < bytes.len && end - at < RUN_LIMIT && is_of(alphabet, bytes.ptr[end]))
    end++;
  for (int pad = 0; pad < 2 && end < bytes.len && bytes.ptr[end] == '='; pad++)
    end++;
  return str_range(bytes.ptr + start, bytes.ptr + end);
}

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
