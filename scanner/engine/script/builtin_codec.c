/* builtin_codec.c -- Node's encodings of bytes, and what browsers make of base64. */
#include "engine/script/builtin_codec.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "engine/script/builtin_units.h"

enum { BASE64_BITS = 6, NO_DIGIT = 64, BYTE_BITS = 8, GROUP_SIZE = 4 };

static const char standard[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char url_safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* ---- UTF-8 ---- */

/* A surrogate without a partner becomes U+FFFD. */
bool codec_utf8_encode(str text, struct buf *bytes) {
  size_t length;
  for (; text.len; text = str_tail(text, length)) {
    units_decode(text, &length);
    buf_add(bytes, utf8_length(text) ? str_head(text, length) : STR("\xef\xbf\xbd"));
  }
  return true;
}

/* Length of the longest start of a well-formed sequence that the bytes, which begin with none, begin with. */
static size_t ill_formed_length(str bytes) {
  static const char tails[] = "\x80\x80\x80";
  for (size_t kept = 3; kept > 1; kept--) {
    char tried[4];
    if (bytes.len < kept)
      continue;
    memcpy(tried, bytes.ptr, kept);
    memcpy(tried + kept, tails, sizeof tried - kept);
    if (utf8_length((str){tried, sizeof tried}) > kept)
      return kept;
  }
  return 1;
}

void codec_utf8_decode(str bytes, struct buf *text) {
  while (bytes.len) {
    size_t length = utf8_length(bytes), ill_formed = length ? 0 : ill_formed_length(bytes);
    buf_add(text, length ? str_head(bytes, length) : STR("\xef\xbf\xbd"));
    bytes = str_tail(bytes, length ? length : ill_formed);
  }
}

/* ---- one byte a unit ---- */

static bool latin1_encode(str text, struct buf *bytes) {
  CLEANUP(units_close) struct units units = units_open(text);
  for (size_t i = 0; i < units.len; i++)
    buf_add_byte(bytes, (char)units_at(&units, i));
  return true;
}

static void latin1_decode(str bytes, struct buf *text) {
  for (size_t i = 0; i < bytes.len; i++)
    utf8_add_code_point(text, (unsigned char)bytes.ptr[i]);
}

static void ascii_decode(str bytes, struct buf *text) {
  for (size_t i = 0; i < bytes.len; i++)
    buf_add_byte(text, bytes.ptr[i] & 0x7f);
}

/* ---- UTF-16 ---- */

static bool utf16_encode(str text, struct buf *bytes) {
  CLEANUP(units_close) struct units units = units_open(text);
  for (size_t i = 0; i < units.len; i++) {
    buf_add_byte(bytes, (char)(units_at(&units, i) & 0xff));
    buf_add_byte(bytes, (char)(units_at(&units, i) >> BYTE_BITS));
  }
  return true;
}

static void utf16_decode(str bytes, struct buf *text) {
  for (size_t i = 0; i + 1 < bytes.len; i += 2)
    units_add_code_point(text, (unsigned char)bytes.ptr[i] | (uint32_t)(unsigned char)bytes.ptr[i + 1] << BYTE_BITS);
}

/* ---- hex ---- */

static int hex_value(char byte) {
  if (byte >= '0' && byte <= '9')
    return byte - '0';
  byte = (char)(byte | 0x20);
  return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

/* Ends at the first pair that is none. What is not ASCII Node cuts to bytes first, and not always. */
static bool hex_encode(str text, struct buf *bytes) {
  if (!units_are_ascii(text))
    return false;
  for (size_t i = 0; i + 1 < text.len; i += 2) {
    int high = hex_value(text.ptr[i]), low = hex_value(text.ptr[i + 1]);
    if (high < 0 || low < 0)
      break;
    buf_add_byte(bytes, (char)(high << 4 | low));
  }
  return true;
}

static void hex_decode(str bytes, struct buf *text) {
  for (size_t i = 0; i < bytes.len; i++)
    buf_printf(text, "%02x", (unsigned char)bytes.ptr[i]);
}

/* ---- base64 ---- */

static unsigned digit_of(char byte) {
  if (byte == '-' || byte == '+')
    return 62;
  if (byte == '_' || byte == '/')
    return 63;
  const char *found = byte ? strchr(standard, byte) : NULL;
  return found ? (unsigned)(found - standard) : NO_DIGIT;
}

/* What is no digit is passed over; ends at padding. Left-over bits are dropped. */
static void add_base64(str text, struct buf *bytes) {
  uint32_t bits = 0;
  unsigned held = 0;
  for (size_t i = 0; i < text.len; i++) {
    unsigned digit = digit_of(text.ptr[i]);
    if (text.ptr[i] == '=')
      return;
    if (digit == NO_DIGIT)
      continue;
    bits = bits << BASE64_BITS | digit;
    held += BASE64_BITS;
    if (held < BYTE_BITS)
      continue;
    held -= BYTE_BITS;
    buf_add_byte(bytes, (char)(bits >> held));
  }
}

/* Node takes both alphabets for either name. Not ASCII: as for hex. */
static bool base64_encode(str text, struct buf *bytes) {
  if (!units_are_ascii(text))
    return false;
  add_base64(text, bytes);
  return true;
}

/* The digits for up to three bytes, without padding. */
static size_t base64_group(str bytes, const char *alphabet, char digits[GROUP_SIZE]) {
  uint32_t bits = 0;
  size_t taken = bytes.len < 3 ? bytes.len : 3;
  for (size_t i = 0; i < 3; i++)
    bits = bits << BYTE_BITS | (i < taken ? (unsigned char)bytes.ptr[i] : 0);
  for (size_t i = 0; i < GROUP_SIZE; i++)
    digits[i] = alphabet[bits >> (BASE64_BITS * (GROUP_SIZE - 1 - i)) & 63];
  return taken + 1;
}

static void write_base64(str bytes, const char *alphabet, bool padded, struct buf *text) {
  for (; bytes.len; bytes = str_tail(bytes, 3)) {
    char digits[GROUP_SIZE];
    size_t len = base64_group(bytes, alphabet, digits);
    buf_add(text, (str){digits, len});
    if (padded)
      buf_add(text, str_head(STR("==="), GROUP_SIZE - len));
  }
}

static void base64_decode(str bytes, struct buf *text) {
  write_base64(bytes, standard, true, text);
}

static void base64url_decode(str bytes, struct buf *text) {
  write_base64(bytes, url_safe, false, text);
}

static bool is_web_space(char byte) {
  return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\f' || byte == '\r';
}

/* Without white space, and without padding where it is right. */
static void strip(str text, struct buf *digits) {
  for (size_t i = 0; i < text.len; i++)
    if (!is_web_space(text.ptr[i]))
      buf_add_byte(digits, text.ptr[i]);
  if (digits->len % GROUP_SIZE != 0)
    return;
  for (int i = 0; i < 2 && digits->len && digits->data[digits->len - 1] == '='; i++)
    digits->len--;
}

bool codec_atob(str text, struct buf *binary) {
  CLEANUP(buf_free) struct buf digits = {0};
  CLEANUP(buf_free) struct buf bytes = {0};
  strip(text, &digits);
  if (digits.len % GROUP_SIZE == 1)
    return false;
  for (size_t i = 0; i < digits.len; i++)
    if (digit_of(digits.data[i]) == NO_DIGIT || digits.data[i] == '-' || digits.data[i] == '_')
      return false;
  add_base64(buf_str(&digits), &bytes);
  latin1_decode(buf_str(&bytes), binary);
  return true;
}

bool codec_btoa(str binary, struct buf *text) {
  CLEANUP(buf_free) struct buf bytes = {0};
  CLEANUP(units_close) struct units units = units_open(binary);
  for (size_t i = 0; i < units.len; i++) {
    if (units_at(&units, i) > 0xff)
      return false;
    buf_add_byte(&bytes, (char)units_at(&units, i));
  }
  base64_decode(buf_str(&bytes), text);
  return true;
}

/* ---- by name ---- */

static const struct codec codecs[] = {
    {STR("utf8"), codec_utf8_encode, codec_utf8_decode},
    {STR("utf-8"), codec_utf8_encode, codec_utf8_decode},
    {STR("base64"), base64_encode, base64_decode},
    {STR("base64url"), base64_encode, base64url_decode},
    {STR("hex"), hex_encode, hex_decode},
    {STR("latin1"), latin1_encode, latin1_decode},
    {STR("binary"), latin1_encode, latin1_decode},
    {STR("ascii"), latin1_encode, ascii_decode},
    {STR("ucs2"), utf16_encode, utf16_decode},
    {STR("ucs-2"), utf16_encode, utf16_decode},
    {STR("utf16le"), utf16_encode, utf16_decode},
    {STR("utf-16le"), utf16_encode, utf16_decode},
};

const struct codec *codec_named(str name) {
  for (size_t i = 0; i < sizeof codecs / sizeof *codecs; i++)
    if (str_eq_nocase(codecs[i].name, name))
      return &codecs[i];
  return NULL;
}
