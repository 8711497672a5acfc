/* example.c -- texts with keys that are made at run time. */
#include "engine/example.h"

#include <stdint.h>

#include "model/key.h"

enum { TAIL = 32, TAIL_LIMIT = 4096, SHOWN = 40 };

#define DIGITS "0123456789"
#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* {{NAME N}}: N random ones of these. */
static const struct alphabet {
  const char *name;
  const char *letters;
} alphabets[] = {
    {"tail", DIGITS UPPER LOWER},  {"lower", DIGITS LOWER}, {"upper", DIGITS UPPER},         {"hex", DIGITS "abcdef"},
    {"HEX", DIGITS "ABCDEF"},      {"digits", DIGITS},      {"letters", UPPER LOWER},        {"base32", UPPER "234567"},
    {"url", DIGITS UPPER LOWER "_-"}, {NULL, NULL},
};

uint32_t example_draw(uint64_t *seed) {
  *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(*seed >> 33);
}

static str draw_some(uint64_t *seed, const char *letters, size_t len, struct arena *kept) {
  size_t count = strlen(letters);
  char *tail = arena_alloc(kept, len + 1);
  for (size_t i = 0; i < len; i++)
    tail[i] = letters[example_draw(seed) % count];
  tail[len] = '\0';
  return (str){tail, len};
}

str example_tail(uint64_t *seed, size_t len, struct arena *kept) {
  return draw_some(seed, alphabets[0].letters, len, kept);
}

str example_key(uint64_t *seed, str scope, struct arena *kept) {
  str tail = example_tail(seed, TAIL, kept);
  return arena_printf(kept, "%s_sk_%.*s_%.*s", "apso", STR_ARG(scope), STR_ARG(tail));
}

void example_add_base64(struct buf *out, str bytes, bool url) {
  static const char letters[] = UPPER LOWER DIGITS;
  for (size_t i = 0; i < bytes.len; i += 3) {
    uint32_t bits = 0;
    for (size_t k = 0; k < 3; k++)
      bits = bits << 8 | (i + k < bytes.len ? (unsigned char)bytes.ptr[i + k] : 0);
    for (size_t k = 0; k < 4; k++) {
      uint32_t value = bits >> (18 - 6 * k) & 63;
      char digit = value < 62 ? letters[value] : url ? "-_"[value - 62] : "+/"[value - 62];
      buf_add_byte(out, i + k > bytes.len ? '=' : digit);
    }
  }
}

/* ---- forms ---- */

struct expanding {
  uint64_t *seed;
  struct arena *kept;
  struct buf *text;
  struct example_text *out;
};

static bool add_key(struct expanding *e, str key) {
  if (e->out->keys == EXAMPLE_KEYS)
    return false;
  e->out->key[e->out->keys++] = key;
  return true;
}

static bool add_some(struct expanding *e, const char *letters, str number) {
  size_t len = 0;
  for (size_t i = 0; i < number.len; i++) {
    if (number.ptr[i] < '0' || number.ptr[i] > '9' || len > TAIL_LIMIT)
      return false;
    len = len * 10 + (size_t)(number.ptr[i] - '0');
  }
  buf_add(e->text, draw_some(e->seed, letters, len, e->kept));
  return len > 0;
}

static bool add_uuid(struct expanding *e) {
  static const size_t parts[] = {8, 4, 4, 4, 12};
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    buf_add(e->text, i ? STR("-") : STR(""));
    buf_add(e->text, draw_some(e->seed, DIGITS "abcdef", parts[i], e->kept));
  }
  return true;
}

/* "key", or "TEXT:key". */
static bool add_base64(struct expanding *e, str what) {
  str key = example_key(e->seed, STR("live"), e->kept);
  bool is_whole = str_eq(what, STR("key"));
  if (!is_whole && !str_ends(what, STR(":key")))
    return false;
  str before = str_head(what, what.len - 3);
  example_add_base64(e->text, arena_printf(e->kept, "%.*s%.*s", STR_ARG(before), STR_ARG(key)), false);
  return add_key(e, key);
}

static bool add_scoped(struct expanding *e, str scope) {
  for (size_t i = 0; i < scope.len; i++)
    if (!key_is_tail_byte(scope.ptr[i]))
      return false;
  str key = example_key(e->seed, scope, e->kept);
  buf_add(e->text, key);
  return add_key(e, key);
}

static bool add_braces(struct expanding *e, str what) {
  buf_printf(e->text, "{{%.*s}}", STR_ARG(what));
  return true;
}

/* What stands between the braces: a word, and what is said behind it. */
static bool add_form(struct expanding *e, str form) {
  size_t space = str_find_byte(form, ' ', 0);
  str word = str_head(form, space == SIZE_MAX ? form.len : space), rest = str_tail(form, word.len + 1);
  for (const struct alphabet *alphabet = alphabets; alphabet->name; alphabet++)
    if (str_eq(word, str_from(alphabet->name)))
      return add_some(e, alphabet->letters, rest);
  if (str_eq(word, STR("key")))
    return add_scoped(e, rest.len ? rest : STR("live"));
  if (str_eq(word, STR("base64")))
    return add_base64(e, rest);
  if (str_eq(word, STR("braces")))
    return add_braces(e, rest);
  return str_eq(form, STR("uuid")) && add_uuid(e);
}

static bool is_letter(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static int fail_form(str form, struct err *err) {
  static const char known[] = "key, key SCOPE, tail N, and as tail: lower, upper, hex, HEX, digits, letters, base32, url; "
                              "uuid, base64 key, base64 TEXT:key, braces TEXT";
  return err_set(err, "no form is '{{%.*s}}'; known: %s", STR_ARG(str_head(form, SHOWN)), known);
}

static int expand(struct expanding *e, str source, struct err *err) {
  while (source.len) {
    size_t open = str_find(source, STR("{{"), 0);
    size_t close = open == SIZE_MAX ? SIZE_MAX : str_find(source, STR("}}"), open);
    if (close == SIZE_MAX)
      break;
    str form = str_range(source.ptr + open + 2, source.ptr + close);
    bool is_form = form.len && is_letter(form.ptr[0]);
    buf_add(e->text, str_head(source, is_form ? open : open + 2));
    if (is_form && !add_form(e, form))
      return fail_form(form, err);
    source = str_tail(source, is_form ? close + 2 : open + 2);
  }
  buf_add(e->text, source);
  return 0;
}

int example_expand(str source, uint64_t *seed, struct arena *kept, struct example_text *out, struct err *err) {
  struct buf text = {0};
  struct expanding e = {seed, kept, &text, out};
  out->keys = 0;
  int failed = expand(&e, source, err);
  out->text = arena_copy(kept, buf_str(&text));
  buf_free(&text);
  return failed;
}
