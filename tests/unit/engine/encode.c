/* encode.c -- texts put into other encodings, for tests of what takes them out again. */
#include "encode.h"

#include <stdlib.h>
#include <zlib.h>

#include "template.h"

static bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static void add_base64(enum spelling spelling, str text, struct buf *out) {
  template_add_base64(out, text, spelling == SPELL_BASE64_URL);
  while (spelling != SPELL_BASE64 && out->len && out->data[out->len - 1] == '=')
    out->len--;
}

/* One byte, for those encodings that know nothing of its neighbours. */
static void add_code(enum spelling spelling, unsigned c, struct buf *out) {
  switch (spelling) {
    case SPELL_HEX_UPPER: buf_printf(out, "%02X", c); break;
    case SPELL_PERCENT:
    case SPELL_PERCENT_SIGNS: buf_printf(out, "%%%02X", c); break;
    case SPELL_UNIT:
    case SPELL_UNIT_SIGNS: buf_printf(out, "\\u%04x", c); break;
    case SPELL_BYTE:
    case SPELL_BYTE_SIGNS: buf_printf(out, "\\x%02x", c); break;
    case SPELL_BRACED: buf_printf(out, "\\u{%x}", c); break;
    case SPELL_LONG: buf_printf(out, "\\U%08x", c); break;
    case SPELL_OCTAL: buf_printf(out, "\\%03o", c); break;
    case SPELL_DECIMAL:
    case SPELL_DECIMAL_SIGNS: buf_printf(out, "&#%u;", c); break;
    case SPELL_HEXADECIMAL: buf_printf(out, "&#x%x;", c); break;
    case SPELL_QUOTED:
    case SPELL_QUOTED_SIGNS: buf_printf(out, "=%02X", c); break;
    default: buf_printf(out, "%02x", c);
  }
}

static void add_codes(enum spelling spelling, str text, const char *gap, bool only_signs, struct buf *out) {
  for (size_t i = 0; i < text.len; i++) {
    if (i)
      buf_add(out, str_from(gap));
    if (only_signs && is_letter_or_digit(text.ptr[i]))
      buf_add_byte(out, text.ptr[i]);
    else
      add_code(spelling, (unsigned char)text.ptr[i], out);
  }
}

static void add_array(str text, struct buf *out) {
  for (size_t i = 0; i < text.len; i++)
    buf_printf(out, "%s0x%02x%s", i && i % 12 == 0 ? "\n  " : i ? " " : "", (unsigned char)text.ptr[i], i + 1 < text.len ? "," : "");
}

/* As xxd, or hexdump -C. */
static void add_dump(str text, bool is_xxd, struct buf *out) {
  enum { ROW = 16 };
  for (size_t row = 0; row < text.len; row += ROW) {
    buf_printf(out, is_xxd ? "%08zx:" : "%08zx ", row);
    for (size_t i = row; i < row + ROW; i++) {
      if (is_xxd ? i % 2 == 0 : true)
        buf_add(out, !is_xxd && i % 8 == 0 && i > row ? STR("  ") : STR(" "));
      if (i < text.len)
        buf_printf(out, "%02x", (unsigned char)text.ptr[i]);
      else
        buf_add(out, STR("  "));
    }
    buf_add(out, is_xxd ? STR("  ") : STR("  |"));
    for (size_t i = row; i < row + ROW && i < text.len; i++)
      buf_add_byte(out, text.ptr[i] > 0x1f && text.ptr[i] < 0x7f ? text.ptr[i] : '.');
    buf_add(out, is_xxd ? STR("\n") : STR("|\n"));
  }
}

static void add_wide(str text, size_t width, bool is_big, struct buf *out) {
  for (size_t i = 0; i < text.len; i++)
    for (size_t k = 0; k < width; k++)
      buf_add_byte(out, k == (is_big ? width - 1 : 0) ? text.ptr[i] : '\0');
}

static void add_deflated(str text, bool is_gzip, struct buf *out) {
  z_stream stream = {0};
  if (deflateInit2(&stream, 9, Z_DEFLATED, MAX_WBITS + (is_gzip ? 16 : 0), 8, Z_DEFAULT_STRATEGY) != Z_OK)
    abort();
  char *copy = strndup(text.ptr, text.len); /* texts only; zlib's input is not const */
  size_t room = deflateBound(&stream, text.len);
  buf_reserve(out, room);
  stream.next_in = (Bytef *)copy;
  stream.avail_in = (uInt)text.len;
  stream.next_out = (Bytef *)out->data + out->len;
  stream.avail_out = (uInt)room;
  if (deflate(&stream, Z_FINISH) != Z_STREAM_END)
    abort();
  out->len += stream.total_out;
  deflateEnd(&stream);
  free(copy);
}

static void add_replaced(str text, char sign, const char *by, struct buf *out) {
  for (size_t i = 0; i < text.len; i++)
    if (text.ptr[i] == sign)
      buf_add(out, str_from(by));
    else
      buf_add_byte(out, text.ptr[i]);
}

static void add_json(str text, struct buf *out) {
  struct buf safe = {0}, lines = {0};
  add_replaced(text, '\\', "\\\\", &safe);
  add_replaced(buf_str(&safe), '\n', "\\n", &lines);
  add_replaced(buf_str(&lines), '/', "\\/", out);
  buf_free(&safe);
  buf_free(&lines);
}

void encode(enum spelling spelling, str text, struct buf *out) {
  switch (spelling) {
    case SPELL_PLAIN: buf_add(out, text); break;
    case SPELL_BASE64:
    case SPELL_BASE64_URL:
    case SPELL_BASE64_BARE: add_base64(spelling, text, out); break;
    case SPELL_HEX_SPACES: add_codes(spelling, text, " ", false, out); break;
    case SPELL_HEX_COLONS: add_codes(spelling, text, ":", false, out); break;
    case SPELL_HEX_ARRAY: add_array(text, out); break;
    case SPELL_HEX_XXD: add_dump(text, true, out); break;
    case SPELL_HEX_DUMP: add_dump(text, false, out); break;
    case SPELL_PERCENT_SIGNS:
    case SPELL_UNIT_SIGNS:
    case SPELL_BYTE_SIGNS:
    case SPELL_DECIMAL_SIGNS:
    case SPELL_QUOTED_SIGNS: add_codes(spelling, text, "", true, out); break;
    case SPELL_LOWBAR: add_replaced(text, '_', "&lowbar;", out); break;
    case SPELL_UTF16_LITTLE: add_wide(text, 2, false, out); break;
    case SPELL_UTF16_BIG: add_wide(text, 2, true, out); break;
    case SPELL_UTF32_LITTLE: add_wide(text, 4, false, out); break;
    case SPELL_UTF32_BIG: add_wide(text, 4, true, out); break;
    case SPELL_GZIP: add_deflated(text, true, out); break;
    case SPELL_ZLIB: add_deflated(text, false, out); break;
    case SPELL_JSON: add_json(text, out); break;
    default: add_codes(spelling, text, "", false, out);
  }
}

void encode_lines(str text, size_t columns, str before, str behind, str last, struct buf *out) {
  while (text.len) {
    buf_add(out, before);
    buf_add(out, str_head(text, columns));
    text = str_tail(text, columns);
    buf_add(out, text.len ? behind : last);
  }
}
