/* decode.c -- runs of text in another encoding, decoded. */
#include "engine/decode.h"

#include <stdint.h>

#include "base/utf8.h"

enum { RUN_LIMIT = 16 * 1024 - 4 }; /* to either side */

static int base64_value(char c) {
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (c >= '0' && c <= '9')
    return c - '0' + 52;
  if (c == '+' || c == '-')
    return 62;
  return c == '/' || c == '_' ? 63 : -1;
}

static bool is_of(enum base64_alphabet alphabet, char c) {
  if (c == '+' || c == '/')
    return alphabet == BASE64_STANDARD;
  if (c == '-' || c == '_')
    return alphabet == BASE64_URL;
  return base64_value(c) >= 0;
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
    int value = base64_value(run.ptr[i]);
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

/* 1 little endian, 2 big endian, 0 neither. ASCII in UTF-16 has a zero in every unit. */
static int byte_order(str bytes) {
  enum { SAMPLE = 512 };
  const unsigned char *b = (const unsigned char *)bytes.ptr;
  if (bytes.len < 4)
    return 0;
  if (b[0] == 0xff && b[1] == 0xfe)
    return 1;
  if (b[0] == 0xfe && b[1] == 0xff)
    return 2;
  size_t even = 0, odd = 0, len = bytes.len < SAMPLE ? bytes.len & ~(size_t)1 : SAMPLE;
  for (size_t i = 0; i < len; i += 2) {
    even += b[i] == 0;
    odd += b[i + 1] == 0;
  }
  if (odd * 4 > len && even * 16 < len)
    return 1;
  return even * 4 > len && odd * 16 < len ? 2 : 0;
}

static uint32_t unit_at(str bytes, size_t at, int order) {
  uint32_t first = (unsigned char)bytes.ptr[at], second = (unsigned char)bytes.ptr[at + 1];
  return order == 1 ? first | second << 8 : first << 8 | second;
}

bool decode_utf16(str bytes, struct buf *out) {
  int order = byte_order(bytes);
  if (!order)
    return false;
  size_t at = unit_at(bytes, 0, order) == 0xfeff ? 2 : 0;
  for (; at + 1 < bytes.len; at += 2) {
    uint32_t unit = unit_at(bytes, at, order);
    uint32_t next = at + 3 < bytes.len ? unit_at(bytes, at + 2, order) : 0;
    if (unit >= 0xd800 && unit < 0xdc00 && next >= 0xdc00 && next < 0xe000) {
      unit = 0x10000 + ((unit - 0xd800) << 10) + (next - 0xdc00);
      at += 2;
    } else if (unit >= 0xd800 && unit < 0xe000) {
      unit = 0xfffd;
    }
    utf8_add_code_point(out, unit);
  }
  return true;
}
