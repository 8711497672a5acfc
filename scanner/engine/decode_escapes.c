/* decode_escapes.c -- runs of escapes for single characters, with plain characters between:
   percent, \u and its kin, entities of HTML, quoted-printable. */
#include <stdint.h>

#include "base/utf8.h"
#include "engine/decode_lines.h"
#include "engine/decode_runs.h"

enum {
  TOKEN_LONGEST = 16, /* \ud83d\udd11, &amp;UnderBar; */
  ESCAPE_DIGITS = 8,  /* the most that any escape has */
  NAME_LONGEST = 8,
  REPLACEMENT = 0xfffd
};

/* Reads what stands for one character at the start of `s`; its length, or 0. Appends the character. */
typedef size_t reader(str s, struct buf *out);

static bool is_key_char(char c) {
  return decode_is_alphanumeric(c) || c == '_' || c == '-';
}

/* Up to `limit` digits; how many. */
static size_t number(str s, size_t from, uint32_t base, size_t limit, uint32_t *out) {
  size_t len = 0;
  *out = 0;
  for (; len < limit && from + len < s.len; len++) {
    int value = decode_hex_value(s.ptr[from + len]);
    if (value < 0 || (uint32_t)value >= base)
      break;
    *out = *out * base + (uint32_t)value;
  }
  return len;
}

static void add_code_point(struct buf *out, uint32_t c) {
  utf8_add_code_point(out, c > 0x10ffff || (c >= 0xd800 && c < 0xe000) ? REPLACEMENT : c);
}

static size_t percent_token(str s, struct buf *out) {
  int byte = s.ptr[0] == '%' ? decode_hex_byte(s, 1) : -1;
  if (byte < 0)
    return 0;
  buf_add_byte(out, (char)byte);
  return 3;
}

/* \uXXXX, or two of them that make one character. */
static size_t unit_token(str s, struct buf *out) {
  uint32_t first, second;
  if (number(s, 2, 16, 4, &first) < 4)
    return 0;
  bool is_pair = first >= 0xd800 && first < 0xdc00 && str_starts(str_tail(s, 6), STR("\\u")) && number(s, 8, 16, 4, &second) == 4 &&
                 second >= 0xdc00 && second < 0xe000;
  add_code_point(out, is_pair ? 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00) : first);
  return is_pair ? 12 : 6;
}

static size_t braced_token(str s, struct buf *out) {
  uint32_t c;
  size_t len = number(s, 3, 16, ESCAPE_DIGITS, &c);
  if (!len || 3 + len >= s.len || s.ptr[3 + len] != '}')
    return 0;
  add_code_point(out, c);
  return 4 + len;
}

static size_t long_token(str s, struct buf *out) {
  uint32_t c;
  if (number(s, 2, 16, 8, &c) < 8)
    return 0;
  add_code_point(out, c);
  return 10;
}

static size_t byte_token(str s, struct buf *out) {
  int byte = decode_hex_byte(s, 2);
  if (byte < 0)
    return 0;
  buf_add_byte(out, (char)byte);
  return 4;
}

static size_t octal_token(str s, struct buf *out) {
  uint32_t c;
  size_t len = number(s, 1, 8, 3, &c);
  if (!len || c > 0xff)
    return 0;
  buf_add_byte(out, (char)c);
  return 1 + len;
}

/* A backslash that is escaped itself, for another escape. */
static size_t backslash_token(str s, struct buf *out) {
  if (s.len < 3 || !s.ptr[2] || !strchr("\\uUx01234567", s.ptr[2]))
    return 0;
  buf_add_byte(out, '\\');
  return 2;
}

static size_t escape_token(str s, struct buf *out) {
  if (s.ptr[0] != '\\' || s.len < 2)
    return 0;
  switch (s.ptr[1]) {
    case 'u': return s.len > 2 && s.ptr[2] == '{' ? braced_token(s, out) : unit_token(s, out);
    case 'U': return long_token(s, out);
    case 'x': return s.len > 2 && s.ptr[2] == '{' ? braced_token(s, out) : byte_token(s, out);
    case '\\': return backslash_token(s, out);
    default: return octal_token(s, out);
  }
}

/* HTML's names for ASCII that ordinary text has no need to escape. */
static const struct {
  char c;
  const char *name;
} names[] = {
    {'_', "lowbar"},
    {'_', "UnderBar"},
    {'.', "period"},
    {':', "colon"},
    {'/', "sol"},
    {'=', "equals"},
    {'$', "dollar"},
    {'#', "num"},
    {'%', "percnt"},
    {'@', "commat"},
    {'+', "plus"},
    {'*', "ast"},
    {'(', "lpar"},
    {')', "rpar"},
    {',', "comma"},
    {'!', "excl"},
    {'?', "quest"},
    {';', "semi"},
    {'[', "lsqb"},
    {']', "rsqb"},
    {'{', "lcub"},
    {'}', "rcub"},
    {'|', "vert"},
    {'\\', "bsol"},
};

static size_t name_token(str s, struct buf *out) {
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    str name = str_from(names[i].name);
    if (!str_starts(str_tail(s, 1), name) || !str_starts(str_tail(s, 1 + name.len), STR(";")))
      continue;
    buf_add_byte(out, names[i].c);
    return name.len + 2;
  }
  return 0;
}

/* An entity whose own ampersand is escaped. */
static size_t ampersand_token(str s, struct buf *out) {
  str rest = str_tail(s, sizeof "&amp;" - 1);
  size_t len = str_starts(rest, STR("#"));
  while (len <= NAME_LONGEST && len < rest.len && decode_is_alphanumeric(rest.ptr[len]))
    len++;
  if (len < 2 || len >= rest.len || rest.ptr[len] != ';')
    return 0;
  buf_add_byte(out, '&');
  buf_add(out, str_head(rest, len + 1));
  return sizeof "&amp;" - 1 + len + 1;
}

static size_t entity_token(str s, struct buf *out) {
  if (s.ptr[0] != '&')
    return 0;
  if (!str_starts(s, STR("&#")))
    return str_starts(s, STR("&amp;")) ? ampersand_token(s, out) : name_token(s, out);
  bool is_hex = s.len > 2 && (s.ptr[2] | 0x20) == 'x';
  uint32_t c;
  size_t lead = 2 + is_hex, len = number(s, lead, is_hex ? 16 : 10, ESCAPE_DIGITS, &c);
  if (!len)
    return 0;
  add_code_point(out, c);
  return lead + len + str_starts(str_tail(s, lead + len), STR(";"));
}

/* =61, or a soft line break, which says nothing; =3D is how '=' must be written, so no part of a run. */
static size_t quoted_token(str s, struct buf *out) {
  int byte = s.ptr[0] == '=' ? decode_hex_byte(s, 1) : -1;
  if (byte == '=')
    return 0;
  if (byte >= 0)
    buf_add_byte(out, (char)byte);
  return byte >= 0 ? 3 : str_starts(s, STR("=\n")) ? 2 : str_starts(s, STR("=\r\n")) ? 3 : 0;
}

struct escaping {
  reader *token;
  const char *also;  /* characters that may follow plainly, besides those of keys */
  bool is_of_strings; /* may go on in the next quoted line */
  str bound;          /* what any text must escape: no part of a run */
};

static size_t token_at(const struct escaping *escaping, str s, struct buf *out, bool *is_plain) {
  size_t len = s.len ? escaping->token(s, out) : 0;
  *is_plain = !len && s.len && (is_key_char(s.ptr[0]) || (s.ptr[0] && strchr(escaping->also, s.ptr[0])));
  if (*is_plain)
    buf_add_byte(out, s.ptr[0]);
  return *is_plain ? 1 : len;
}

/* Where the escape that ends at `at` begins, and backslashes before it that are escaped themselves; `at` if there is none. */
static size_t escape_before(const struct escaping *escaping, str bytes, size_t at, size_t floor) {
  struct buf unused = {0};
  size_t found = at;
  size_t longest = at - floor < TOKEN_LONGEST ? at - floor : TOKEN_LONGEST;
  for (size_t len = longest; len > 1 && found == at; len--)
    if (escaping->token(str_head(str_tail(bytes, at - len), len), &unused) == len)
      found = at - len;
  buf_free(&unused);
  while (found < at && found > floor && bytes.ptr[found] == '\\' && bytes.ptr[found - 1] == '\\')
    found--;
  return found;
}

/* Where the character that ends at `at` begins; `at` if there is none. The n of \n is none. */
static size_t token_before(const struct escaping *escaping, str bytes, size_t at, size_t floor) {
  str bound = escaping->bound;
  if (bound.len && at >= bound.len && str_eq_nocase(bound, str_head(str_tail(bytes, at - bound.len), bound.len)))
    return at;
  size_t found = escape_before(escaping, bytes, at, floor);
  bool is_plain = found == at && at > floor && is_key_char(bytes.ptr[at - 1]);
  return is_plain && (at < 2 || bytes.ptr[at - 2] != '\\') ? at - 1 : found;
}

static bool is_lined(const struct escaping *escaping, str bytes, const struct joint *joint) {
  bool is_quoted = joint->end > joint->start && strchr("\"'`", bytes.ptr[joint->end - 1]);
  return escaping->is_of_strings && is_quoted && joint->end < bytes.len && bytes.ptr[joint->end] == '\\';
}

static size_t run_start(const struct escaping *escaping, str bytes, size_t at) {
  size_t floor = at > DECODE_RUN_LIMIT ? at - DECODE_RUN_LIMIT : 0;
  struct joint joint;
  for (;;) {
    size_t before = token_before(escaping, bytes, at, floor);
    if (before == at && joint_before(bytes, at, &joint) && joint.start > floor && is_lined(escaping, bytes, &joint))
      before = joint.start;
    if (before == at)
      return at;
    at = before;
  }
}

/* Reads forward; how many escapes there were. */
static size_t read_run(const struct escaping *escaping, str bytes, size_t limit, struct decoded *out) {
  size_t escapes = 0;
  struct joint joint;
  while (out->end < limit) {
    bool is_plain;
    size_t len = token_at(escaping, str_tail(bytes, out->end), &out->text, &is_plain);
    escapes += len && !is_plain;
    if (!len && joint_at(bytes, out->end, &joint) && is_lined(escaping, bytes, &joint))
      len = joint.end - out->end;
    if (!len)
      break;
    out->end += len;
  }
  return escapes;
}

static bool run(const struct escaping *escaping, str bytes, size_t at, unsigned turn, struct decoded *out) {
  if (turn > 0)
    return false;
  out->start = out->end = run_start(escaping, bytes, at);
  size_t limit = bytes.len - at > DECODE_RUN_LIMIT ? at + DECODE_RUN_LIMIT : bytes.len;
  bool is_escaped = read_run(escaping, bytes, limit, out) > 0;
  return is_escaped && out->end > at && out->text.len > 0;
}

static const struct escaping percent = {percent_token, ".~", false, {NULL, 0}};
static const struct escaping escape = {escape_token, ".~/+", true, {NULL, 0}};
static const struct escaping entity = {entity_token, ".~/+", false, {NULL, 0}};
static const struct escaping quoted = {quoted_token, ".~/+", false, {"=3D", 3}};

bool decode_run_percent(str bytes, size_t at, unsigned turn, struct decoded *out) {
  return run(&percent, bytes, at, turn, out);
}

bool decode_run_escape(str bytes, size_t at, unsigned turn, struct decoded *out) {
  return run(&escape, bytes, at, turn, out);
}

bool decode_run_entity(str bytes, size_t at, unsigned turn, struct decoded *out) {
  return run(&entity, bytes, at, turn, out);
}

bool decode_run_quoted(str bytes, size_t at, unsigned turn, struct decoded *out) {
  return run(&quoted, bytes, at, turn, out);
}

size_t decode_origin_escaped(enum encoding encoding, str bytes, const struct decoded *run, size_t offset) {
  const struct escaping *escaping = encoding == ENCODING_PERCENT ? &percent : encoding == ENCODING_ESCAPE ? &escape : encoding == ENCODING_ENTITY ? &entity : &quoted;
  struct decoded part = {.start = run->start, .end = run->start};
  size_t end = run->start;
  while (end < run->end && part.text.len < offset) {
    read_run(escaping, bytes, end + 1, &part);
    end = part.end > end ? part.end : run->end;
  }
  buf_free(&part.text);
  return end;
}
