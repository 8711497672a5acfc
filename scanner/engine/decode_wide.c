/* decode_wide.c -- UTF-16 and UTF-32: whole texts, and strings in binary files. */
#include <stdint.h>

#include "base/utf8.h"
#include "engine/decode_runs.h"

enum {
  SAMPLE = 512, /* bytes that tell a whole text's form */
  REPLACEMENT = 0xfffd,
  PRINTABLE_LIMIT = 0x600, /* Latin, Greek, Cyrillic: what stands in a string beside a key; more would take binary for text */
};

struct form {
  size_t width; /* 2, 4; 0 none */
  bool is_big;
};

static uint32_t unit_at(str bytes, size_t at, struct form form) {
  uint32_t unit = 0;
  for (size_t i = 0; i < form.width; i++)
    unit |= (uint32_t)(unsigned char)bytes.ptr[at + i] << 8 * (form.is_big ? form.width - 1 - i : i);
  return unit;
}

static bool is_text(uint32_t c) {
  return (c >= 0x20 && c != 0x7f) || c == '\t' || c == '\n' || c == '\r';
}

/* Do most units look like ASCII in UTF-32? */
static bool looks_like_utf32(str bytes, bool is_big) {
  size_t len = bytes.len < SAMPLE ? bytes.len & ~(size_t)3 : SAMPLE, texts = 0;
  for (size_t at = 0; at < len; at += 4) {
    uint32_t c = unit_at(bytes, at, (struct form){4, is_big});
    texts += is_text(c) && c < 0x7f;
  }
  return len >= 8 && texts * 4 >= len / 4 * 3;
}

/* ASCII in UTF-16 has a zero in every unit. */
static struct form utf16_form(str bytes) {
  if (bytes.len < 4)
    return (struct form){0, false};
  if (str_starts(bytes, STR("\xff\xfe")))
    return (struct form){2, false};
  if (str_starts(bytes, STR("\xfe\xff")))
    return (struct form){2, true};
  size_t even = 0, odd = 0, len = bytes.len < SAMPLE ? bytes.len & ~(size_t)1 : SAMPLE;
  for (size_t i = 0; i < len; i += 2) {
    even += bytes.ptr[i] == 0;
    odd += bytes.ptr[i + 1] == 0;
  }
  if (odd * 4 > len && even * 16 < len)
    return (struct form){2, false};
  return (struct form){even * 4 > len && odd * 16 < len ? 2 : 0, true};
}

static struct form utf32_form(str bytes) {
  static const struct form little = {4, false}, big = {4, true};
  if (bytes.len < 8)
    return (struct form){0, false};
  /* UTF-16 too may have a NUL behind its mark. */
  if (str_starts(bytes, (str){"\xff\xfe\0\0", 4}) && unit_at(bytes, 4, little) < 0x110000)
    return little;
  if (str_starts(bytes, (str){"\0\0\xfe\xff", 4}) && unit_at(bytes, 4, big) < 0x110000)
    return big;
  return looks_like_utf32(bytes, false) ? little : looks_like_utf32(bytes, true) ? big : (struct form){0, false};
}

/* Appends the code point at `at`; how many bytes it took. */
static size_t add_unit(str bytes, size_t at, struct form form, struct buf *out) {
  uint32_t c = unit_at(bytes, at, form);
  size_t len = form.width;
  if (form.width == 2 && c >= 0xd800 && c < 0xdc00 && bytes.len - at >= 4) {
    uint32_t next = unit_at(bytes, at + 2, form);
    bool is_pair = next >= 0xdc00 && next < 0xe000;
    c = is_pair ? 0x10000 + ((c - 0xd800) << 10) + (next - 0xdc00) : c;
    len += is_pair ? 2 : 0;
  }
  utf8_add_code_point(out, c > 0x10ffff || (c >= 0xd800 && c < 0xe000) ? REPLACEMENT : c);
  return len;
}

static bool decode_form(str bytes, struct form form, struct buf *out) {
  if (!form.width)
    return false;
  size_t at = bytes.len >= form.width && unit_at(bytes, 0, form) == 0xfeff ? form.width : 0;
  while (bytes.len - at >= form.width)
    at += add_unit(bytes, at, form, out);
  return true;
}

bool decode_wide(str bytes, enum encoding *encoding, struct buf *out) {
  struct form form = utf32_form(bytes);
  *encoding = form.width ? ENCODING_UTF32 : ENCODING_UTF16;
  return decode_form(bytes, form.width ? form : utf16_form(bytes), out);
}

bool decode_is_wide(str bytes) {
  return utf32_form(bytes).width || utf16_form(bytes).width;
}

static bool is_unit_of_run(str bytes, size_t at, struct form form) {
  uint32_t c = unit_at(bytes, at, form);
  bool is_padding = c == 0xff; /* what fills binary files, rather than a letter */
  return c == '\t' || (c >= 0x20 && c < PRINTABLE_LIMIT && (c < 0x7f || c >= 0xa0) && !is_padding) || c >> 8 == 0x20;
}

static bool is_ascii_text(char c) {
  return is_text((unsigned char)c) && (unsigned char)c < 0x7f;
}

/* The string around the unit at `at`, which is of that form. */
static void run_span(str bytes, size_t at, struct form form, struct decoded *out) {
  out->start = out->end = at;
  while (out->start >= form.width && at - out->start < DECODE_RUN_LIMIT &&
      is_unit_of_run(bytes, out->start - form.width, form))
    out->start -= form.width;
  while (bytes.len - out->end >= form.width && out->end - at < DECODE_RUN_LIMIT &&
      is_unit_of_run(bytes, out->end, form))
    out->end += form.width;
}

/* Bytes of ASCII with zeros between are text in both byte orders. What stands around them tells: a mark, or that the
   text begins or ends where one of them cannot; little, if nothing does. `at`: the first character. */
static bool seems_big(str bytes, size_t at, size_t width) {
  size_t start = at, end = at, zeros = width - 1;
  while (start >= width && at - start < DECODE_RUN_LIMIT && is_ascii_text(bytes.ptr[start - width]) &&
      !bytes.ptr[start - 1])
    start -= width;
  while (bytes.len - end > width && end - at < DECODE_RUN_LIMIT && !bytes.ptr[end + 1] &&
      is_ascii_text(bytes.ptr[end + width]))
    end += width;
  if (start < zeros || bytes.ptr[start - 1])
    return false;
  if (bytes.len - end <= zeros || bytes.ptr[end + 1])
    return true;
  if (start == zeros)
    return true;
  if (start < width + zeros)
    return false;
  return unit_at(bytes, start - zeros - width, (struct form){width, true}) == 0xfeff;
}

static bool run_wide(str bytes, size_t at, unsigned turn, size_t width, struct decoded *out) {
  if (bytes.len - at < width || turn > 1)
    return false;
  struct form form = {width, seems_big(bytes, at, width) != (turn == 1)};
  if (form.is_big && at < width - 1)
    return false;
  run_span(bytes, form.is_big ? at - (width - 1) : at, form, out);
  for (size_t pos = out->start; out->end - pos >= width;)
    pos += add_unit(str_head(bytes, out->end), pos, form, &out->text);
  return out->end > at;
}

bool decode_run_utf16(str bytes, size_t at, unsigned turn, struct decoded *out) {
  return run_wide(bytes, at, turn, 2, out);
}

bool decode_run_utf32(str bytes, size_t at, unsigned turn, struct decoded *out) {
  return run_wide(bytes, at, turn, 4, out);
}

size_t decode_origin_wide(enum encoding encoding, str bytes, const struct decoded *run, size_t offset) {
  size_t width = encoding == ENCODING_UTF16 ? 2 : 4, units = 0;
  str text = str_head(buf_str(&run->text), offset);
  (void)bytes;
  for (size_t length; text.len; text = str_tail(text, length)) {
    length = utf8_length(text);
    units += 1 + (length == 4 && width == 2); /* a pair */
    length = length ? length : 1;
  }
  return run->start + units * width < run->end ? run->start + units * width : run->end;
}
