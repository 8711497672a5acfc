/* jsonspan.c -- JSON text read where it lies: values are runs of its bytes, and nothing is built. */
#include "engine/jsonspan.h"

#include "base/utf8.h"

static bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static str skip_space(str text) {
  size_t at = 0;
  while (at < text.len && is_space(text.ptr[at]))
    at++;
  return str_tail(text, at);
}

str jsonspan_root(str text) {
  static const str guard = {")]}'", 4};
  if (str_starts(text, STR("\xef\xbb\xbf")))
    text = str_tail(text, 3);
  if (str_starts(text, guard)) {
    size_t end = str_find_byte(text, '\n', 0);
    text = str_tail(text, end == SIZE_MAX ? guard.len : end);
  }
  return skip_space(text);
}

/* Length of the string that begins `text`, with its quotes. The quote that ends it has an even number of backslashes
   before it. */
static size_t string_length(str text) {
  for (size_t at = 1;;) {
    size_t quote = str_find_byte(text, '"', at), slashes = 0;
    if (quote == SIZE_MAX)
      return text.len;
    while (quote - slashes > at && text.ptr[quote - slashes - 1] == '\\')
      slashes++;
    if (slashes % 2 == 0)
      return quote + 1;
    at = quote + 1;
  }
}

/* Brackets are counted, not matched. */
static size_t container_length(str text) {
  size_t depth = 0, at = 0;
  while (at < text.len) {
    char c = text.ptr[at];
    if (c == '"') {
      at += string_length(str_tail(text, at));
      continue;
    }
    at++;
    if (c == '{' || c == '[')
      depth++;
    else if ((c == '}' || c == ']') && --depth == 0)
      break;
  }
  return at;
}

static size_t scalar_length(str text) {
  size_t at = 0;
  while (at < text.len && !is_space(text.ptr[at]) && !memchr(",:]}[{\"", text.ptr[at], 7))
    at++;
  return at;
}

static size_t value_length(str text) {
  char kind = jsonspan_kind(text);
  if (kind == '"')
    return string_length(text);
  return kind == '{' || kind == '[' ? container_length(text) : scalar_length(text);
}

struct jsonspan jsonspan_enter(str value) {
  char kind = jsonspan_kind(value);
  if (kind != '{' && kind != '[')
    return (struct jsonspan){STR_NONE, false};
  return (struct jsonspan){str_tail(value, 1), kind == '{'};
}

static str take(struct jsonspan *reader, size_t len) {
  str taken = str_head(reader->rest, len);
  reader->rest = skip_space(str_tail(reader->rest, len));
  return taken;
}

static bool give_up(struct jsonspan *reader) {
  reader->rest = STR_NONE;
  return false;
}

bool jsonspan_next(struct jsonspan *reader, str *name, str *value) {
  reader->rest = skip_space(reader->rest);
  if (jsonspan_kind(reader->rest) == ',')
    take(reader, 1);
  str found = STR_NONE;
  if (reader->named) {
    if (jsonspan_kind(reader->rest) != '"')
      return give_up(reader);
    found = jsonspan_string(take(reader, string_length(reader->rest)));
    if (jsonspan_kind(reader->rest) != ':')
      return give_up(reader);
    take(reader, 1);
  }
  size_t len = value_length(reader->rest);
  if (len == 0)
    return give_up(reader);
  *value = take(reader, len);
  if (name)
    *name = found;
  return true;
}

str jsonspan_member(str object, str name) {
  struct jsonspan reader = jsonspan_enter(object);
  str last = STR_NONE, found, value;
  while (jsonspan_next(&reader, &found, &value))
    if (reader.named && jsonspan_is(found, name))
      last = value;
  return last;
}

/* Whether a quote ends it, rather than the end of the text. */
static bool is_closed(str value) {
  if (value.len < 2 || value.ptr[value.len - 1] != '"')
    return false;
  size_t before = value.len - 1, slashes = 0;
  while (slashes < before - 1 && value.ptr[before - slashes - 1] == '\\')
    slashes++;
  return slashes % 2 == 0;
}

str jsonspan_string(str value) {
  if (jsonspan_kind(value) != '"')
    return STR_NONE;
  return (str){value.ptr + 1, value.len - 1 - is_closed(value)};
}

uint32_t jsonspan_number(str value, uint32_t otherwise) {
  uint64_t number = 0;
  if (value.len == 0)
    return otherwise;
  for (size_t i = 0; i < value.len; i++) {
    if (value.ptr[i] < '0' || value.ptr[i] > '9')
      return otherwise;
    number = number * 10 + (uint64_t)(value.ptr[i] - '0');
    number = number < UINT32_MAX ? number : UINT32_MAX;
  }
  return (uint32_t)number;
}

bool jsonspan_is(str string, str text) {
  while (string.len && text.len) {
    char bytes[JSONSPAN_UNIT];
    size_t made, used = jsonspan_unit(string, bytes, &made);
    if (!str_starts(text, (str){bytes, made}))
      return false;
    string = str_tail(string, used);
    text = str_tail(text, made);
  }
  return string.len == 0 && text.len == 0;
}

enum { HEX_ESCAPE = 6, NO_UNIT = 0x10000 };

int jsonspan_hex_digit(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The UTF-16 unit of a "\uXXXX" that begins `string`, or NO_UNIT. */
static uint32_t unit_of(str string) {
  uint32_t unit = 0;
  if (string.len < HEX_ESCAPE || string.ptr[0] != '\\' || string.ptr[1] != 'u')
    return NO_UNIT;
  for (size_t i = 2; i < HEX_ESCAPE; i++) {
    int digit = jsonspan_hex_digit(string.ptr[i]);
    if (digit < 0)
      return NO_UNIT;
    unit = unit << 4 | (uint32_t)digit;
  }
  return unit;
}

static bool is_high(uint32_t unit) {
  return unit >= 0xd800 && unit < 0xdc00;
}

static bool is_low(uint32_t unit) {
  return unit >= 0xdc00 && unit < 0xe000;
}

static size_t encode(uint32_t c, char bytes[JSONSPAN_UNIT]) {
  static const unsigned char leads[] = {0, 0, 0xc0, 0xe0, 0xf0};
  size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  for (size_t i = len; i > 1; i--, c >>= 6)
    bytes[i - 1] = (char)(0x80 | (c & 0x3f));
  bytes[0] = (char)(len == 1 ? c : leads[len] | c);
  return len;
}

/* Behind the backslash that begins `string` stands another letter than u, or a u that is none of a number. */
static size_t letter(str string, char bytes[JSONSPAN_UNIT], size_t *made) {
  static const char letters[] = "bfnrt", meant[] = "\b\f\n\r\t";
  *made = string.len > 1;
  if (string.len < 2)
    return 1;
  const char *found = memchr(letters, string.ptr[1], sizeof letters - 1);
  bytes[0] = found ? meant[found - letters] : string.ptr[1];
  return 2;
}

size_t jsonspan_unit(str string, char bytes[JSONSPAN_UNIT], size_t *made) {
  if (string.ptr[0] != '\\') {
    bytes[0] = string.ptr[0];
    *made = 1;
    return 1;
  }
  uint32_t unit = unit_of(string);
  if (unit == NO_UNIT)
    return letter(string, bytes, made);
  uint32_t second = is_high(unit) ? unit_of(str_tail(string, HEX_ESCAPE)) : NO_UNIT;
  if (is_low(second)) {
    *made = encode(0x10000 + ((unit - 0xd800) << 10) + (second - 0xdc00), bytes);
    return 2 * (size_t)HEX_ESCAPE;
  }
  *made = encode(is_high(unit) || is_low(unit) ? 0xfffd : unit, bytes);
  return HEX_ESCAPE;
}

void jsonspan_decode(str string, struct buf *out) {
  while (string.len) {
    size_t escape = str_find_byte(string, '\\', 0);
    buf_add(out, str_head(string, escape));
    string = str_tail(string, escape);
    if (string.len == 0)
      return;
    char bytes[JSONSPAN_UNIT];
    size_t made, used = jsonspan_unit(string, bytes, &made);
    buf_add(out, (str){bytes, made});
    string = str_tail(string, used);
  }
}
