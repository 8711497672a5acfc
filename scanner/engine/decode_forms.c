/* decode_forms.c -- how the beginning of a text looks in each encoding, whatever stands before and behind it.
   A form must be rare in ordinary text, and there must be few: the search for them goes over every byte. */
#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"
#include "engine/decode_runs.h"

enum {
  TEXT_SHORTEST = 4,
  DIGITS_SHORTEST = 5,  /* of base64: four are too common */
  HEX_SHORTEST = 8,     /* characters; bytes of a text that is given in halves */
  ESCAPED_SHORTEST = 6, /* of a part of plain characters and an escape or its beginning */
  WIDE_PIECE = 16,      /* bytes of wide text that are put into base64 */
  NESTED_BASE64 = 7,    /* bytes of an inner form that are put into base64: more would be more digits that a line break can cut */
  NESTED_ESCAPES = 8,
  NESTED_UNITS = 12,
  TEXT_LIMIT = 32       /* bytes of a text that count */
};

struct pieces {
  VEC(str) list;
};

struct maker {
  struct decode_forms *out;
  struct arena *kept;
  size_t first; /* of the forms of this text */
};

static void add_form(struct maker *maker, enum encoding encoding, str bytes) {
  if (bytes.len < TEXT_SHORTEST)
    return;
  for (size_t i = maker->first; i < maker->out->len; i++) {
    const struct decode_form *form = &maker->out->data[i];
    if (form->encoding == encoding && form->bytes.len == bytes.len &&
        memcmp(form->bytes.ptr, bytes.ptr, bytes.len) == 0)
      return;
  }
  vec_push(maker->out, (struct decode_form){arena_copy(maker->kept, bytes), encoding});
}

static void add_pieces(struct maker *maker, enum encoding encoding, const struct pieces *pieces) {
  for (size_t i = 0; i < pieces->list.len; i++)
    add_form(maker, encoding, pieces->list.data[i]);
}

static void put(struct pieces *pieces, struct maker *maker, const struct buf *buf) {
  if (buf->len)
    vec_push(&pieces->list, arena_copy(maker->kept, buf_str(buf)));
}

/* The bits of `s` from `bit` on; 6 of them. */
static unsigned six_bits(str s, size_t bit) {
  unsigned value = 0;
  for (size_t i = bit; i < bit + 6; i++)
    value = value << 1 | ((unsigned char)s.ptr[i / 8] >> (7 - i % 8) & 1);
  return value;
}

/* The digits of base64 that stand for nothing but `s`, which begins at byte `alignment` of three. */
static void base64_digits(str s, size_t alignment, bool is_url, struct buf *out) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  for (size_t bit = (6 - alignment * 8 % 6) % 6; bit + 6 <= s.len * 8; bit += 6) {
    unsigned value = six_bits(s, bit);
    buf_add_byte(out, value < 62 ? digits[value] : (is_url ? "-_" : "+/")[value - 62]);
  }
}

/* `s` in base64 at all alignments: in halves, if wanted and if they are not too short. */
static void base64_pieces(struct maker *maker, str s, bool in_halves, struct pieces *out) {
  for (size_t i = 0; i < 6; i++) {
    struct buf url = {0}, digits = {0};
    base64_digits(s, i / 2, false, &digits);
    base64_digits(s, i / 2, true, &url);
    bool is_known = i % 2 && str_eq(buf_str(&url), buf_str(&digits));
    str all = i % 2 ? buf_str(&url) : buf_str(&digits);
    size_t half = in_halves && all.len >= 2 * DIGITS_SHORTEST ? all.len / 2 : all.len;
    for (size_t at = 0; at < all.len && half >= DIGITS_SHORTEST && !is_known; at += half) {
      half = all.len - at < 2 * half && at ? all.len - at : half;
      vec_push(&out->list, arena_copy(maker->kept, str_head(str_tail(all, at), half)));
    }
    buf_free(&url);
    buf_free(&digits);
  }
}

/* base64 of what is there already. */
static void add_base64_of(struct maker *maker, const struct pieces *inner, size_t limit, bool in_halves,
    struct pieces *out) {
  struct pieces made = {0};
  for (size_t i = 0; i < inner->list.len; i++)
    base64_pieces(maker, str_head(inner->list.data[i], limit), in_halves, &made);
  add_pieces(maker, ENCODING_BASE64, &made);
  if (out)
    *out = made;
  else
    vec_free(&made.list);
}

/* Every second piece: first halves. */
static void take_first_halves(struct pieces *pieces, size_t of) {
  size_t len = 0;
  for (size_t i = 0; i < pieces->list.len; i += of)
    pieces->list.data[len++] = pieces->list.data[i];
  pieces->list.len = len;
}

static void add_number(struct buf *out, unsigned value, unsigned base, unsigned width, bool is_upper) {
  char digits[sizeof(unsigned) * 8];
  unsigned len = 0;
  for (; value || len < width || !len; value /= base)
    digits[len++] = (is_upper ? "0123456789ABCDEF" : "0123456789abcdef")[value % base];
  while (len)
    buf_add_byte(out, digits[--len]);
}

/* How an encoding writes one byte. */
struct notation {
  enum encoding encoding;
  const char *lead;
  unsigned base;
  unsigned width;
  const char *tail;
  bool has_one; /* people disguise a text by one of its characters only in these; in others it is a sign at the end */
};

enum { PERCENT, UNIT, BYTE, BRACED, LONG, OCTAL, DECIMAL, HEXADECIMAL, QUOTED, NOTATIONS };

static const struct notation notations[NOTATIONS] = {
    [PERCENT] = {ENCODING_PERCENT, "%", 16, 2, "", true},        [UNIT] = {ENCODING_ESCAPE, "\\u", 16, 4, "", true},
    [BYTE] = {ENCODING_ESCAPE, "\\x", 16, 2, "", true},          [BRACED] = {ENCODING_ESCAPE, "\\u{", 16, 2, "}", false},
    [LONG] = {ENCODING_ESCAPE, "\\U", 16, 8, "", false},         [OCTAL] = {ENCODING_ESCAPE, "\\", 8, 3, "", false},
    [DECIMAL] = {ENCODING_ENTITY, "&#", 10, 1, ";", false},      [HEXADECIMAL] = {ENCODING_ENTITY, "&#x", 16, 2, ";", false},
    [QUOTED] = {ENCODING_QUOTED_PRINTABLE, "=", 16, 2, "", false},
};

/* Which characters are escaped; from MASK_ONE on a single one, the first or a later one. */
enum mask { MASK_ALL, MASK_SIGNS, MASK_ONE };

static bool is_masked(size_t mask, str text, size_t i) {
  if (mask >= MASK_ONE)
    return i == mask - MASK_ONE;
  return mask == MASK_ALL || !decode_is_alphanumeric(text.ptr[i]);
}

static bool has_masked(size_t mask, str text) {
  for (size_t i = 0; i < text.len; i++)
    if (is_masked(mask, text, i))
      return true;
  return false;
}

static void spell(const struct notation *notation, size_t mask, str text, bool is_upper, struct buf *out) {
  for (size_t i = 0; i < text.len; i++) {
    if (!is_masked(mask, text, i)) {
      buf_add_byte(out, text.ptr[i]);
      continue;
    }
    buf_add(out, str_from(notation->lead));
    add_number(out, (unsigned char)text.ptr[i], notation->base, notation->width, is_upper);
    buf_add(out, str_from(notation->tail));
  }
}

/* The longest part of both that is equal, and holds `lead`. */
static str common_part(str a, str b, str lead) {
  str best = STR_NONE;
  for (size_t start = 0; start < a.len;) {
    size_t end = start;
    while (end < a.len && a.ptr[end] == b.ptr[end])
      end++;
    str part = str_range(a.ptr + start, a.ptr + end);
    if (part.len > best.len && str_find(part, lead, 0) != SIZE_MAX)
      best = part;
    start = end + 1;
  }
  return best;
}

/* What is the same in both cases of hex digits, if that is long enough; else both. */
static void put_cases(struct maker *maker, const struct buf *lower, const struct buf *upper, str lead,
    size_t shortest, struct pieces *out) {
  str part = common_part(buf_str(lower), buf_str(upper), lead);
  if (part.len >= shortest) {
    vec_push(&out->list, arena_copy(maker->kept, part));
    return;
  }
  put(out, maker, lower);
  put(out, maker, upper);
}

/* Codes of three digits are written alike with and without a leading zero: from the first of three such on. */
static str without_short_codes(const struct notation *notation, size_t mask, str text) {
  enum { RUN = 3, LONG_CODE = 100 };
  for (size_t i = 0; i + RUN <= text.len && mask == MASK_ALL && notation->base == 10; i++) {
    size_t len = 0;
    while (i + len < text.len && (unsigned char)text.ptr[i + len] >= LONG_CODE)
      len++;
    if (len >= RUN)
      return (str){text.ptr + i, len};
  }
  return text;
}

static void put_spelled(struct maker *maker, const struct notation *notation, size_t mask, str text,
    struct pieces *out) {
  struct buf lower = {0}, upper = {0};
  if (!has_masked(mask, text))
    return;
  text = without_short_codes(notation, mask, text);
  spell(notation, mask, text, false, &lower);
  spell(notation, mask, text, true, &upper);
  size_t one = strlen(notation->lead) + notation->width;
  bool is_cut = notation->encoding == ENCODING_QUOTED_PRINTABLE && mask == MASK_SIGNS; /* a=5 is no rare beginning */
  size_t shortest = is_cut ? lower.len : mask == MASK_ALL ? 3 * one : ESCAPED_SHORTEST;
  put_cases(maker, &lower, &upper, str_from(notation->lead), shortest, out);
  buf_free(&lower);
  buf_free(&upper);
}

/* A soft line break cuts anything but an escape: to the end of the first escape, and from there to the end. */
static void add_cut(struct maker *maker, str whole) {
  size_t first = str_find(whole, STR("="), 0), second = first == SIZE_MAX ? first : str_find(whole, STR("="), first + 1);
  str head = str_head(whole, first + 3);
  if (second == SIZE_MAX || head.len < ESCAPED_SHORTEST)
    return;
  add_form(maker, ENCODING_QUOTED_PRINTABLE, head);
  add_form(maker, ENCODING_QUOTED_PRINTABLE, str_tail(whole, first));
}

static void add_spelled(struct maker *maker, const struct notation *notation, size_t mask, str text) {
  struct pieces pieces = {0};
  put_spelled(maker, notation, mask, text, &pieces);
  add_pieces(maker, notation->encoding, &pieces);
  if (notation->encoding == ENCODING_QUOTED_PRINTABLE && mask == MASK_SIGNS && pieces.list.len)
    add_cut(maker, pieces.list.data[pieces.list.len - 1]);
  vec_free(&pieces.list);
}

static void add_escapes(struct maker *maker, str text) {
  for (size_t i = 0; i < NOTATIONS; i++) {
    add_spelled(maker, &notations[i], MASK_ALL, text);
    add_spelled(maker, &notations[i], MASK_SIGNS, text);
    for (size_t one = 0; one < text.len; one++)
      if (notations[i].has_one || (one + 1 == text.len && !decode_is_alphanumeric(text.ptr[one])))
        add_spelled(maker, &notations[i], MASK_ONE + one, text);
  }
}

/* HTML has a name for '_'; other signs that have one are hardly ever written so. */
static void add_named(struct maker *maker, str text) {
  struct buf named = {0};
  for (size_t i = 0; i < text.len; i++)
    if (text.ptr[i] == '_')
      buf_add(&named, STR("&lowbar;"));
    else
      buf_add_byte(&named, text.ptr[i]);
  if (named.len > text.len)
    add_form(maker, ENCODING_ENTITY, buf_str(&named));
  buf_free(&named);
}

/* An escape whose own first character is escaped again: %255F, \\u005f, &amp;lowbar; */
static void add_twice(struct maker *maker, enum encoding encoding, str inner, char sign, str escaped) {
  struct buf twice = {0};
  for (size_t i = 0; i < inner.len; i++)
    if (inner.ptr[i] == sign)
      buf_add(&twice, escaped);
    else
      buf_add_byte(&twice, inner.ptr[i]);
  add_form(maker, encoding, buf_str(&twice));
  buf_free(&twice);
}

static void add_escapes_twice(struct maker *maker, str text) {
  static const struct {
    size_t notation;
    enum mask mask;
    char sign;
    str escaped;
  } rows[] = {
      {PERCENT, MASK_ALL, '%', {"%25", 3}}, {PERCENT, MASK_SIGNS, '%', {"%25", 3}},   {UNIT, MASK_ALL, '\\', {"\\\\", 2}},
      {UNIT, MASK_SIGNS, '\\', {"\\\\", 2}}, {DECIMAL, MASK_SIGNS, '&', {"&amp;", 5}},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    const struct notation *notation = &notations[rows[i].notation];
    struct pieces pieces = {0};
    put_spelled(maker, notation, rows[i].mask, text, &pieces);
    for (size_t k = 0; k < pieces.list.len; k++)
      add_twice(maker, notation->encoding, pieces.list.data[k], rows[i].sign, rows[i].escaped);
    vec_free(&pieces.list);
  }
}

/* base64 of percent and of \u. */
static void add_base64_of_escapes(struct maker *maker, str text) {
  static const size_t inner[] = {PERCENT, UNIT};
  for (size_t i = 0; i < 2; i++)
    for (size_t mask = MASK_ALL; mask <= MASK_SIGNS; mask++) {
      struct pieces pieces = {0};
      put_spelled(maker, &notations[inner[i]], mask, text, &pieces);
      add_base64_of(maker, &pieces, inner[i] == UNIT ? NESTED_UNITS : NESTED_ESCAPES, false, NULL);
      vec_free(&pieces.list);
    }
}

static void spell_hex(str text, const char *gap, size_t gap_every, bool is_upper, struct buf *out) {
  for (size_t i = 0; i < text.len; i++) {
    if (i && i % gap_every == 0)
      buf_add(out, str_from(gap));
    add_number(out, (unsigned char)text.ptr[i], 16, 2, is_upper);
  }
}

/* How bytes in hex are set apart, and how many of both cases of digits are worth a form. */
struct spacing {
  const char *gap;
  size_t every;    /* so many bytes */
  size_t skipped;  /* bytes of the text that belong to the group before */
  size_t shortest; /* a part without letters, that does for both cases */
  unsigned cases[2]; /* of each half: 0 none, 1 lower, 2 both */
};

static void put_hex(struct maker *maker, str part, const struct spacing *spacing, unsigned cases, struct pieces *out) {
  struct buf lower = {0}, upper = {0};
  spell_hex(part, spacing->gap, spacing->every, false, &lower);
  spell_hex(part, spacing->gap, spacing->every, true, &upper);
  if (lower.len >= HEX_SHORTEST && cases == 2)
    put_cases(maker, &lower, &upper, str_from(spacing->gap), spacing->shortest, out);
  else if (lower.len >= HEX_SHORTEST && cases == 1)
    put(out, maker, &lower);
  buf_free(&lower);
  buf_free(&upper);
}

/* The two halves of `text` in hex, or all of a short one; if bytes are apart, the first four bytes, and four more: dumps
   have another gap, or the end of a line, every eight. */
static void hex_pieces(struct maker *maker, str text, const struct spacing *spacing, struct pieces *out) {
  enum { APART = 4 };
  text = str_tail(text, spacing->skipped);
  bool is_apart = spacing->gap[0] != '\0';
  size_t half = is_apart ? APART : text.len >= HEX_SHORTEST ? text.len / 2 : text.len;
  str second = str_tail(text, half);
  put_hex(maker, str_head(text, half), spacing, spacing->cases[0], out);
  put_hex(maker, is_apart ? str_head(second, APART) : second, spacing, spacing->cases[1], out);
}

static void add_hex(struct maker *maker, str text) {
  static const struct spacing spacings[] = {
      {"", 1, 0, SIZE_MAX, {2, 2}},
      {" ", 1, 0, 10, {2, 2}},
      {":", 1, 0, 10, {2, 1}},
      {", 0x", 1, 0, 15, {2, 1}},
      {",0x", 1, 0, 13, {2, 0}},
      {",", 1, 0, SIZE_MAX, {2, 0}},
      {" ", 2, 0, SIZE_MAX, {1, 1}},
      {" ", 2, 1, SIZE_MAX, {1, 0}},
      {" ", 2, 3, SIZE_MAX, {1, 0}}, /* the line ends between */
  };
  for (size_t i = 0; i < sizeof spacings / sizeof spacings[0]; i++) {
    struct pieces pieces = {0};
    hex_pieces(maker, text, &spacings[i], &pieces);
    add_pieces(maker, ENCODING_HEX, &pieces);
    vec_free(&pieces.list);
  }
}

static void add_base64_of_hex(struct maker *maker, str text) {
  static const struct spacing together = {"", 1, 0, NESTED_BASE64, {2, 1}};
  struct pieces pieces = {0};
  hex_pieces(maker, text, &together, &pieces);
  struct pieces made = {0};
  add_base64_of(maker, &pieces, NESTED_ESCAPES, false, &made);
  add_base64_of(maker, &made, NESTED_BASE64, false, NULL);
  vec_free(&made.list);
  vec_free(&pieces.list);
}

/* Base64 in which every character is escaped, not only those that must be. */
static void add_escaped_base64(struct maker *maker, const struct pieces *base64) {
  static const size_t outer[] = {PERCENT, UNIT, BYTE};
  for (size_t i = 0; i < sizeof outer / sizeof outer[0]; i++) {
    struct pieces pieces = {0};
    for (size_t k = 0; k < base64->list.len; k++)
      put_spelled(maker, &notations[outer[i]], MASK_ALL, str_head(base64->list.data[k], NESTED_BASE64), &pieces);
    add_pieces(maker, notations[outer[i]].encoding, &pieces);
    vec_free(&pieces.list);
  }
}

static void add_hex_of_base64(struct maker *maker, const struct pieces *base64) {
  for (size_t i = 0; i < base64->list.len; i++)
    for (int is_upper = 0; is_upper < 2; is_upper++) {
      struct buf hex = {0};
      spell_hex(str_head(base64->list.data[i], NESTED_BASE64), "", 1, is_upper, &hex);
      add_form(maker, ENCODING_HEX, buf_str(&hex));
      buf_free(&hex);
    }
}

/* Characters with `zeros` between: part of both byte orders. */
static void spell_wide(str text, size_t zeros, struct buf *out) {
  for (size_t i = 0; i < text.len; i++) {
    for (size_t k = 0; k < zeros && i; k++)
      buf_add_byte(out, '\0');
    buf_add_byte(out, text.ptr[i]);
  }
}

static void add_wide(struct maker *maker, str text) {
  struct buf utf16 = {0}, utf32 = {0};
  struct pieces pieces = {0};
  spell_wide(text, 1, &utf16);
  spell_wide(text, 3, &utf32);
  add_form(maker, ENCODING_UTF16, buf_str(&utf16));
  add_form(maker, ENCODING_UTF32, buf_str(&utf32));
  put(&pieces, maker, &utf16);
  add_base64_of(maker, &pieces, WIDE_PIECE, true, NULL);
  vec_free(&pieces.list);
  buf_free(&utf16);
  buf_free(&utf32);
}

/* base64, base64 of it, and of that; and hex of the first. */
static void add_base64(struct maker *maker, str text) {
  struct pieces once = {0}, twice = {0}, whole = {0};
  base64_pieces(maker, text, true, &once);
  add_pieces(maker, ENCODING_BASE64, &once);
  add_base64_of(maker, &once, NESTED_BASE64, false, NULL);
  base64_pieces(maker, text, false, &whole);
  bool is_halved = once.list.len > whole.list.len;
  take_first_halves(&once, is_halved ? 2 : 1);
  add_hex_of_base64(maker, &once);
  add_escaped_base64(maker, &once);
  add_base64_of(maker, &once, NESTED_BASE64, false, &twice);
  add_base64_of(maker, &twice, NESTED_BASE64, false, NULL);
  vec_free(&once.list);
  vec_free(&twice.list);
  vec_free(&whole.list);
}

/* Helm keeps its releases as base64 of base64 of gzip. */
static void add_gzip(struct maker *maker) {
  struct pieces twice = {0};
  add_form(maker, ENCODING_BASE64, STR("H4sI"));
  base64_pieces(maker, STR("H4sI"), false, &twice);
  add_pieces(maker, ENCODING_BASE64, &twice);
  vec_free(&twice.list);
  add_form(maker, ENCODING_HEX, STR("1f8b080"));
  add_form(maker, ENCODING_HEX, STR("1F8B080"));
  add_form(maker, ENCODING_ESCAPE, STR("\\x1f\\x8b\\x08"));
}

void decode_forms(str text, struct decode_forms *out, struct arena *kept) {
  struct maker maker = {out, kept, out->len};
  if (out->len == 0)
    add_gzip(&maker);
  if (text.len < TEXT_SHORTEST)
    return;
  text = str_head(text, TEXT_LIMIT);
  add_base64(&maker, text);
  add_hex(&maker, text);
  add_base64_of_hex(&maker, text);
  add_escapes(&maker, text);
  add_named(&maker, text);
  add_escapes_twice(&maker, text);
  add_base64_of_escapes(&maker, text);
  add_wide(&maker, text);
}
