/* literal.c -- the characters that a JavaScript literal stands for. */
#include "engine/script/literal.h"

#include <stdlib.h>

#include "base/utf8.h"

enum { CODE_POINT_MAX = 0x10ffff };

static bool is_surrogate(uint32_t unit, uint32_t first) {
  return (unit & 0xfffffc00u) == first;
}

static int digit_value(char digit) {
  if (digit >= '0' && digit <= '9')
    return digit - '0';
  if (digit >= 'a' && digit <= 'f')
    return digit - 'a' + 10;
  return digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

/* Cuts exactly `count` hex digits off `rest`. */
static bool cut_hex(str *rest, size_t count, uint32_t *value) {
  if (rest->len < count)
    return false;
  *value = 0;
  for (size_t i = 0; i < count; i++) {
    int digit = digit_value(rest->ptr[i]);
    if (digit < 0)
      return false;
    *value = *value * 16 + (uint32_t)digit;
  }
  *rest = str_tail(*rest, count);
  return true;
}

/* Cuts "{…}" with hex digits in it. */
static bool cut_braced(str *rest, uint32_t *value) {
  size_t at = 1;
  *value = 0;
  for (; at < rest->len && digit_value(rest->ptr[at]) >= 0 && *value <= CODE_POINT_MAX; at++)
    *value = *value * 16 + (uint32_t)digit_value(rest->ptr[at]);
  if (at == 1 || at >= rest->len || rest->ptr[at] != '}' || *value > CODE_POINT_MAX)
    return false;
  *rest = str_tail(*rest, at + 1);
  return true;
}

/* Joins a second half of a surrogate pair that stands at the beginning of `rest`. */
static uint32_t with_low_surrogate(str *rest, uint32_t high) {
  str after = str_starts(*rest, STR("\\u")) ? str_tail(*rest, 2) : STR_NONE;
  uint32_t low;
  if (!cut_hex(&after, 4, &low) || !is_surrogate(low, 0xdc00))
    return high;
  *rest = after;
  return 0x10000 + ((high & 0x3ff) << 10) + (low & 0x3ff);
}

/* `rest` stands behind "\u". */
static bool cut_unicode(str *rest, uint32_t *value) {
  if (rest->len && rest->ptr[0] == '{')
    return cut_braced(rest, value);
  if (!cut_hex(rest, 4, value))
    return false;
  if (is_surrogate(*value, 0xd800))
    *value = with_low_surrogate(rest, *value);
  return true;
}

/* `rest` stands at the first of up to three octal digits, at most 0377. */
static uint32_t cut_octal(str *rest) {
  uint32_t value = 0;
  for (int i = 0; i < 3 && rest->len && rest->ptr[0] >= '0' && rest->ptr[0] <= '7'; i++) {
    uint32_t next = value * 8 + (uint32_t)(rest->ptr[0] - '0');
    if (next > 0377)
      break;
    value = next;
    *rest = str_tail(*rest, 1);
  }
  return value;
}

/* How many bytes of a line end stand at the beginning; 0 if none. */
static size_t line_end(str s) {
  if (str_starts(s, STR("\r\n")))
    return 2;
  if (s.len && (s.ptr[0] == '\n' || s.ptr[0] == '\r'))
    return 1;
  return str_starts(s, STR("\xe2\x80\xa8")) || str_starts(s, STR("\xe2\x80\xa9")) ? 3 : 0;
}

/* The character that one letter behind the backslash stands for, or the letter. */
static char simple_escape(char letter) {
  static const char letters[] = "nrtbfv", meanings[] = "\n\r\t\b\f\v";
  const char *found = letter ? strchr(letters, letter) : NULL;
  return found ? meanings[found - letters] : letter;
}

/* `rest` stands behind a backslash and is not empty. */
static void add_escape(struct buf *out, str *rest) {
  char letter = rest->ptr[0];
  str after = str_tail(*rest, 1);
  uint32_t value;
  if (line_end(*rest)) {
    *rest = str_tail(*rest, line_end(*rest));
  } else if ((letter == 'x' && cut_hex(&after, 2, &value)) || (letter == 'u' && cut_unicode(&after, &value))) {
    utf8_add_code_point(out, value);
    *rest = after;
  } else if (letter >= '0' && letter <= '7') {
    utf8_add_code_point(out, cut_octal(rest));
  } else {
    buf_add_byte(out, simple_escape(letter));
    *rest = after;
  }
}

static void add_decoded(struct buf *out, str rest, enum literal_kind kind) {
  while (rest.len) {
    char byte = rest.ptr[0];
    if (byte == '\\' && rest.len > 1) {
      rest = str_tail(rest, 1);
      add_escape(out, &rest);
    } else if (byte == '\r' && kind == LITERAL_TEMPLATE) {
      buf_add_byte(out, '\n');
      rest = str_tail(rest, line_end(rest));
    } else {
      buf_add_byte(out, byte);
      rest = str_tail(rest, 1);
    }
  }
}

static bool is_plain(str raw, enum literal_kind kind) {
  return str_find_byte(raw, '\\', 0) == SIZE_MAX &&
         (kind == LITERAL_STRING || str_find_byte(raw, '\r', 0) == SIZE_MAX);
}

str literal_decode(str raw, enum literal_kind kind, struct arena *arena) {
  if (is_plain(raw, kind))
    return raw;
  struct buf decoded = {0};
  add_decoded(&decoded, raw, kind);
  str kept = arena_copy(arena, buf_str(&decoded));
  buf_free(&decoded);
  return kept;
}
