/* builtin_units.c -- texts as JavaScript counts them, in UTF-16 code units. */
#include "engine/script/builtin_units.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/utf8.h"

enum { REPLACEMENT = 0xfffd, SURROGATE_SIZE = 3, BEYOND = 0x10000 };

static bool is_high(uint32_t unit) {
  return unit >= 0xd800 && unit <= 0xdbff;
}

static bool is_low(uint32_t unit) {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

static uint32_t pair(uint32_t high, uint32_t low) {
  return BEYOND + ((high - 0xd800) << 10 | (low - 0xdc00));
}

bool units_are_ascii(str text) {
  unsigned char all = 0;
  for (size_t i = 0; i < text.len; i++)
    all |= (unsigned char)text.ptr[i];
  return all < 0x80;
}

static bool is_tail(char byte) {
  return ((unsigned char)byte & 0xc0) == 0x80;
}

static bool begins_with_surrogate(str text) {
  return text.len >= SURROGATE_SIZE && (unsigned char)text.ptr[0] == 0xed && (unsigned char)text.ptr[1] >= 0xa0 &&
         is_tail(text.ptr[1]) && is_tail(text.ptr[2]);
}

uint32_t units_decode(str text, size_t *length) {
  *length = utf8_length(text);
  if (*length)
    return utf8_decode(text, *length);
  *length = begins_with_surrogate(text) ? SURROGATE_SIZE : 1;
  return *length == 1 ? REPLACEMENT : utf8_decode(text, *length);
}

static void widen(struct units *units) {
  units->wide = memory_new((units->text.len + 1) * sizeof *units->wide);
  size_t length;
  for (str rest = units->text; rest.len; rest = str_tail(rest, length)) {
    uint32_t c = units_decode(rest, &length);
    if (c >= BEYOND) {
      units->wide[units->len++] = (uint16_t)(0xd800 + ((c - BEYOND) >> 10));
      c = 0xdc00 + ((c - BEYOND) & 0x3ff);
    }
    units->wide[units->len++] = (uint16_t)c;
  }
}

struct units units_open(str text) {
  struct units units = {text, NULL, 0};
  if (units_are_ascii(text))
    units.len = text.len;
  else
    widen(&units);
  return units;
}

void units_close(struct units *units) {
  free(units->wide);
  *units = (struct units){STR_NONE, NULL, 0};
}

static uint32_t code_point(const uint16_t *wide, size_t len, size_t *length) {
  bool paired = len > 1 && is_high(wide[0]) && is_low(wide[1]);
  *length = paired ? 2 : 1;
  return paired ? pair(wide[0], wide[1]) : wide[0];
}

uint32_t units_code_point(const struct units *units, size_t at, size_t *length) {
  if (units->wide)
    return code_point(units->wide + at, units->len - at, length);
  *length = 1;
  return units_at(units, at);
}

/* The end of `out`, so that what is added to it can find its partner there. */
static str last_surrogate(const struct buf *out) {
  str end = str_tail(buf_str(out), out->len < SURROGATE_SIZE ? out->len : out->len - SURROGATE_SIZE);
  return begins_with_surrogate(end) ? end : STR_NONE;
}

void units_add_code_point(struct buf *out, uint32_t code_point) {
  str end = is_low(code_point) ? last_surrogate(out) : STR_NONE;
  uint32_t high = end.len ? utf8_decode(end, SURROGATE_SIZE) : 0;
  if (is_high(high)) {
    out->len -= SURROGATE_SIZE;
    code_point = pair(high, code_point);
  }
  utf8_add_code_point(out, code_point);
}

void units_join(struct buf *out, str text) {
  if (begins_with_surrogate(text)) {
    units_add_code_point(out, utf8_decode(text, SURROGATE_SIZE));
    text = str_tail(text, SURROGATE_SIZE);
  }
  buf_add(out, text);
}

void units_add_wide(struct buf *out, const uint16_t *wide, size_t len) {
  size_t length;
  for (size_t at = 0; at < len; at += length)
    units_add_code_point(out, code_point(wide + at, len - at, &length));
}

void units_add(struct buf *out, const struct units *units, size_t from, size_t to) {
  if (from >= to)
    return;
  if (units->wide)
    units_add_wide(out, units->wide + from, to - from);
  else
    buf_add(out, (str){units->text.ptr + from, to - from});
}

/* Both as units of two bytes, one of them widened if need be. */
static size_t find_wide(const struct units *units, const struct units *needle, size_t from) {
  str bytes = {(const char *)units->wide, units->len * sizeof *units->wide};
  str sought = {(const char *)needle->wide, needle->len * sizeof *needle->wide};
  size_t at = from * sizeof *units->wide;
  while ((at = str_find(bytes, sought, at)) != SIZE_MAX) {
    if (at % sizeof *units->wide == 0)
      return at / sizeof *units->wide;
    at++;
  }
  return SIZE_MAX;
}

static size_t find_first(const struct units *units, const struct units *needle, size_t from) {
  return units->wide ? find_wide(units, needle, from) : str_find(units->text, needle->text, from);
}

static bool stands_at(const struct units *units, const struct units *needle, size_t at) {
  if (!units->wide)
    return memcmp(units->text.ptr + at, needle->text.ptr, needle->len) == 0;
  return memcmp(units->wide + at, needle->wide, needle->len * sizeof *units->wide) == 0;
}

static size_t find_last(const struct units *units, const struct units *needle, size_t from) {
  for (size_t at = from + 1; at-- > 0;)
    if (stands_at(units, needle, at))
      return at;
  return SIZE_MAX;
}

typedef size_t finder(const struct units *units, const struct units *needle, size_t from);

/* An ASCII needle in a text that is none is made wide; the other way round there is nothing to find. */
static size_t find_alike(finder *find, const struct units *units, const struct units *needle, size_t from) {
  if (!units->wide == !needle->wide)
    return find(units, needle, from);
  if (needle->wide)
    return SIZE_MAX;
  struct units wide = {needle->text, NULL, 0};
  widen(&wide);
  size_t at = find(units, &wide, from);
  units_close(&wide);
  return at;
}

static size_t find_here(const struct units *units, const struct units *needle, size_t from) {
  return stands_at(units, needle, from) ? from : SIZE_MAX;
}

bool units_stand_at(const struct units *units, const struct units *needle, size_t at) {
  if (at > units->len || needle->len > units->len - at)
    return false;
  return needle->len == 0 || find_alike(find_here, units, needle, at) == at;
}

size_t units_find(const struct units *units, const struct units *needle, size_t from) {
  if (from > units->len || needle->len > units->len - from)
    return SIZE_MAX;
  return needle->len ? find_alike(find_first, units, needle, from) : from;
}

size_t units_find_last(const struct units *units, const struct units *needle, size_t from) {
  if (needle->len > units->len)
    return SIZE_MAX;
  if (from > units->len - needle->len)
    from = units->len - needle->len;
  return needle->len ? find_alike(find_last, units, needle, from) : from;
}

static bool is_space(uint32_t c) {
  return (c >= 0x09 && c <= 0x0d) || c == ' ' || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) ||
         c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000 || c == 0xfeff;
}

str units_trim_start(str text) {
  size_t length;
  while (text.len && is_space(units_decode(text, &length)))
    text = str_tail(text, length);
  return text;
}

/* Where the last character of `text`, not empty, begins. */
static size_t last_character(str text) {
  size_t at = text.len - 1;
  while (at > 0 && text.len - at < SURROGATE_SIZE && is_tail(text.ptr[at]))
    at--;
  return at;
}

str units_trim_end(str text) {
  while (text.len) {
    size_t at = last_character(text), length;
    uint32_t c = units_decode(str_tail(text, at), &length);
    if (!is_space(c) || length != text.len - at)
      return text;
    text = str_head(text, at);
  }
  return text;
}
