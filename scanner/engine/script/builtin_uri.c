/* builtin_uri.c -- escape and unescape (ECMA-262, annex B), and the URI functions (19.2.6). */
#include "base/utf8.h"
#include "engine/script/builtin_call.h"

static const char letters_and_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
static const char reserved[] = ";/?:@&=+$,#";
static const char marks[] = "-_.!~*'()";

static bool is_in(const char *set, char byte) {
  return byte && strchr(set, byte);
}

static enum builtin_outcome give(struct call *call, const struct buf *out) {
  return call_give_buf(call, out, call->arguments[0].origin);
}

/* ---- escape ---- */

static void escape_unit(uint16_t unit, struct buf *out) {
  bool plain = unit < 0x80 && (is_in(letters_and_digits, (char)unit) || is_in("@*_+-./", (char)unit));
  if (plain)
    buf_add_byte(out, (char)unit);
  else
    buf_printf(out, unit < 0x100 ? "%%%02X" : "%%u%04X", unit);
}

static enum builtin_outcome escape(struct call *call) {
  CLEANUP(buf_free) struct buf out = {0};
  str text;
  if (call->len == 0 || !call_text(call, 0, STR(""), &text))
    return BUILTIN_UNKNOWN;
  CLEANUP(units_close) struct units units = units_open(text);
  for (size_t i = 0; i < units.len; i++)
    escape_unit(units_at(&units, i), &out);
  return give(call, &out);
}

static bool read_hex(str text, size_t at, size_t digits, uint32_t *code) {
  *code = 0;
  if (at + digits > text.len)
    return false;
  for (size_t i = 0; i < digits; i++) {
    static const char known[] = "0123456789abcdef";
    char byte = text.ptr[at + i];
    const char *found = byte ? strchr(known, byte >= 'A' && byte <= 'F' ? byte | 0x20 : byte) : NULL;
    if (!found)
      return false;
    *code = *code << 4 | (uint32_t)(found - known);
  }
  return true;
}

/* Length of the escape at `at`, 0 if there is none. */
static size_t unescape_length(str text, size_t at, uint32_t *unit) {
  if (at + 1 < text.len && text.ptr[at + 1] == 'u' && read_hex(text, at + 2, 4, unit))
    return 6;
  return read_hex(text, at + 1, 2, unit) ? 3 : 0;
}

static enum builtin_outcome unescape(struct call *call) {
  CLEANUP(buf_free) struct buf out = {0};
  str text;
  if (call->len == 0 || !call_text(call, 0, STR(""), &text))
    return BUILTIN_UNKNOWN;
  for (size_t at = 0, length; at < text.len; at += length) {
    uint32_t unit;
    length = text.ptr[at] == '%' ? unescape_length(text, at, &unit) : 0;
    if (length) {
      units_add_code_point(&out, unit);
      continue;
    }
    units_decode(str_tail(text, at), &length);
    units_join(&out, (str){text.ptr + at, length});
  }
  return give(call, &out);
}

/* ---- encodeURI ---- */

static bool is_well_formed(str text) {
  for (size_t length; text.len; text = str_tail(text, length)) {
    length = utf8_length(text);
    if (!length)
      return false;
  }
  return true;
}

static enum builtin_outcome encode(struct call *call, const char *kept) {
  CLEANUP(buf_free) struct buf out = {0};
  str text;
  if (call->len == 0 || !call_text(call, 0, STR(""), &text))
    return BUILTIN_UNKNOWN;
  if (!is_well_formed(text)) /* a URIError */
    return BUILTIN_UNKNOWN;
  for (size_t i = 0; i < text.len; i++) {
    char byte = text.ptr[i];
    if (is_in(letters_and_digits, byte) || is_in(marks, byte) || is_in(kept, byte))
      buf_add_byte(&out, byte);
    else
      buf_printf(&out, "%%%02X", (unsigned char)byte);
  }
  return give(call, &out);
}

static enum builtin_outcome encode_component(struct call *call) {
  return encode(call, "");
}

static enum builtin_outcome encode_uri(struct call *call) {
  return encode(call, reserved);
}

/* ---- decodeURI ---- */

/* The bytes that escapes from `at` on stand for, as many as one character has; 0 if they are none. */
static size_t escaped_character(str text, size_t at, char bytes[4]) {
  for (size_t len = 0; len < 4; len++) {
    uint32_t byte;
    size_t escape = at + 3 * len;
    if (escape >= text.len || text.ptr[escape] != '%' || !read_hex(text, escape + 1, 2, &byte))
      return 0;
    bytes[len] = (char)byte;
    if (utf8_length((str){bytes, len + 1}) == len + 1)
      return len + 1;
  }
  return 0;
}

static enum builtin_outcome decode(struct call *call, const char *kept) {
  CLEANUP(buf_free) struct buf out = {0};
  str text;
  if (call->len == 0 || !call_text(call, 0, STR(""), &text))
    return BUILTIN_UNKNOWN;
  for (size_t at = 0, length; at < text.len; at += length) {
    char bytes[4];
    length = 1;
    if (text.ptr[at] != '%') {
      buf_add_byte(&out, text.ptr[at]);
      continue;
    }
    size_t len = escaped_character(text, at, bytes);
    if (len == 0) /* a URIError */
      return BUILTIN_UNKNOWN;
    length = 3 * len;
    bool keep = len == 1 && is_in(kept, bytes[0]);
    buf_add(&out, keep ? (str){text.ptr + at, length} : (str){bytes, len});
  }
  return give(call, &out);
}

static enum builtin_outcome decode_component(struct call *call) {
  return decode(call, "");
}

static enum builtin_outcome decode_uri(struct call *call) {
  return decode(call, reserved);
}

const struct builtin_entry builtin_uri_functions[] = {
    {STR("escape"), escape},
    {STR("unescape"), unescape},
    {STR("encodeURIComponent"), encode_component},
    {STR("encodeURI"), encode_uri},
    {STR("decodeURIComponent"), decode_component},
    {STR("decodeURI"), decode_uri},
    {STR_NONE, NULL},
};
