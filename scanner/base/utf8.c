/* utf8.c -- code points in bytes that may not be UTF-8 at all. */
#include "base/utf8.h"

static bool is_tail(str s, size_t at) {
  return at < s.len && ((unsigned char)s.ptr[at] & 0xc0) == 0x80;
}

size_t utf8_length(str s) {
  if (s.len == 0)
    return 0;
  unsigned char lead = (unsigned char)s.ptr[0];
  unsigned char next = s.len > 1 ? (unsigned char)s.ptr[1] : 0;
  if (lead < 0x80)
    return 1;
  if (lead < 0xc2 || lead > 0xf4 || !is_tail(s, 1))
    return 0;
  if (lead < 0xe0)
    return 2;
  bool overlong = (lead == 0xe0 && next < 0xa0) || (lead == 0xf0 && next < 0x90);
  bool surrogate = lead == 0xed && next > 0x9f;
  bool too_large = lead == 0xf4 && next > 0x8f;
  if (overlong || surrogate || too_large || !is_tail(s, 2))
    return 0;
  if (lead < 0xf0)
    return 3;
  return is_tail(s, 3) ? 4 : 0;
}

size_t utf8_count(str s) {
  size_t count = 0;
  while (s.len) {
    size_t length = utf8_length(s);
    s = str_tail(s, length ? length : 1);
    count++;
  }
  return count;
}

void utf8_add_clean(struct buf *out, str s) {
  while (s.len) {
    size_t length = utf8_length(s);
    buf_add(out, length ? str_head(s, length) : STR("\xef\xbf\xbd"));
    s = str_tail(s, length ? length : 1);
  }
}

uint32_t utf8_decode(str s, size_t length) {
  const unsigned char *b = (const unsigned char *)s.ptr;
  if (length == 1)
    return b[0];
  if (length == 2)
    return ((b[0] & 0x1fu) << 6) | (b[1] & 0x3fu);
  if (length == 3)
    return ((b[0] & 0x0fu) << 12) | ((b[1] & 0x3fu) << 6) | (b[2] & 0x3fu);
  return ((b[0] & 0x07u) << 18) | ((b[1] & 0x3fu) << 12) | ((b[2] & 0x3fu) << 6) | (b[3] & 0x3fu);
}

bool utf8_steers_terminal(uint32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c || c == 0x200e || c == 0x200f ||
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

void utf8_add_printable(struct buf *out, str s) {
  while (s.len) {
    size_t length = utf8_length(s);
    uint32_t c = length ? utf8_decode(s, length) : 0;
    if (c == '\t')
      buf_add_byte(out, ' ');
    else if (!length)
      buf_printf(out, "\\x%02x", (unsigned char)s.ptr[0]);
    else if (utf8_steers_terminal(c))
      buf_printf(out, c < 0x100 ? "\\x%02x" : "\\u%04x", c);
    else
      buf_add(out, str_head(s, length));
    s = str_tail(s, length ? length : 1);
  }
}

void utf8_add_code_point(struct buf *out, uint32_t c) {
  if (c < 0x80) {
    buf_add_byte(out, (char)c);
  } else if (c < 0x800) {
    buf_add_byte(out, (char)(0xc0 | c >> 6));
    buf_add_byte(out, (char)(0x80 | (c & 0x3f)));
  } else if (c < 0x10000) {
    buf_add_byte(out, (char)(0xe0 | c >> 12));
    buf_add_byte(out, (char)(0x80 | (c >> 6 & 0x3f)));
    buf_add_byte(out, (char)(0x80 | (c & 0x3f)));
  } else {
    buf_add_byte(out, (char)(0xf0 | (c >> 18 & 0x07)));
    buf_add_byte(out, (char)(0x80 | (c >> 12 & 0x3f)));
    buf_add_byte(out, (char)(0x80 | (c >> 6 & 0x3f)));
    buf_add_byte(out, (char)(0x80 | (c & 0x3f)));
  }
}
