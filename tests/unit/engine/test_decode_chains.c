/* test_decode_chains.c -- keys behind chains of encodings: found from every form's position, where the run begins. */
#include "unit.h"

#include "engine/decode.h"

#include "encode.h"
#include "found.h"
#include "template.h"

enum { CHAIN = 4, ROUNDS = 50, DEPTH = 3 };

static struct decode_forms forms;
static struct arena kept;

static int make_forms(void **state) {
  (void)state;
  decode_forms(STR("apso" "_sk_"), &forms, &kept);
  return 0;
}

static int drop_forms(void **state) {
  (void)state;
  vec_free(&forms);
  arena_free(&kept);
  return 0;
}

/* Words, so many bytes of them. */
static void add_words(uint64_t *seed, size_t len, struct buf *out) {
  static const char letters[] = "abcdefghijklm nopqrstuvwxyz:ABCDEFGH_IJKLMNOPQRSTUVWXYZ.0123456789";
  for (size_t i = 0; i < len; i++)
    buf_add_byte(out, letters[template_draw(seed) % (sizeof letters - 1)]);
}

static void add_bytes(uint64_t *seed, size_t len, struct buf *out) {
  for (size_t i = 0; i < len; i++)
    buf_add_byte(out, (char)template_draw(seed));
}

/* A key with something before and behind; the key. */
static str make_payload(uint64_t *seed, bool is_alone, bool is_binary, struct buf *out) {
  str key = template_key(seed, STR("live"), &kept);
  void (*add)(uint64_t *, size_t, struct buf *) = is_binary ? add_bytes : add_words;
  if (!is_alone)
    add(seed, template_draw(seed) % 80 + (is_binary ? 9 : 0), out);
  buf_add(out, key);
  if (!is_alone && template_draw(seed) % 2) {
    buf_add_byte(out, is_binary ? (char)(0xe0 | template_draw(seed)) : '\n');
    add(seed, template_draw(seed) % 80, out);
  }
  return key;
}

static void apply(enum spelling spelling, struct buf *text) {
  struct buf next = {0};
  encode(spelling, buf_str(text), &next);
  buf_free(text);
  *text = next;
}

struct context {
  const char *before;
  const char *behind;
};

/* `end`: 0 if it does not matter. */
static void check_found(const char *what, str bytes, str key, size_t start, size_t end) {
  struct found found = found_in(bytes, key, &forms, DEPTH);
  if (found.hits && !found.astray && found.start == start && (!end || found.end == end))
    return;
  print_error("%s: %zu hits, %zu astray, %zu to %zu instead of %zu to %zu in:\n%.*s\n", what, found.hits, found.astray, found.start, found.end,
              start, end, STR_ARG(bytes));
  fail();
}

static void check_in(const char *what, const struct buf *encoded, str key, struct context context, size_t lead, bool has_end) {
  struct buf bytes = {0};
  buf_add(&bytes, str_from(context.before));
  buf_add(&bytes, buf_str(encoded));
  buf_add(&bytes, str_from(context.behind));
  size_t start = strlen(context.before) + lead;
  check_found(what, buf_str(&bytes), key, start, has_end ? start + encoded->len : 0);
  buf_free(&bytes);
}

/* Around a run that is one word. */
static const struct context contexts[] = {
    {"", ""},        {"key: \"", "\",\n"},         {"data=", "\n"},     {"A = '", "'\r\n"}, {"<b>", "</b>"},  {"x: y\nkey: ", "\nnext: line\n"},
    {"(", ")"},      {"Authorization: Basic ", "\n"}, {"[\"", "\", \"b\"]"}, {"\t", "\t"},     {"key:", ";"},    {"line\n\n", "\n\nword\n"},
    {"{\"k\":\"", "\"}"}, {"name.", ".sig"},
};

static const struct {
  const char *name;
  enum spelling chain[CHAIN]; /* the innermost first; up to SPELL_PLAIN */
  size_t lead;                /* of the first run in what is made */
  bool is_alone;              /* nothing but the key */
  bool is_lined;              /* makes lines of its own: no context */
} chains[] = {
    {"base64", {SPELL_BASE64}},
    {"base64url", {SPELL_BASE64_URL}},
    {"base64 unpadded", {SPELL_BASE64_BARE}},
    {"hex", {SPELL_HEX}},
    {"HEX", {SPELL_HEX_UPPER}},
    {"hex, spaces", {SPELL_HEX_SPACES}},
    {"hex, colons", {SPELL_HEX_COLONS}},
    {"hex, array", {SPELL_HEX_ARRAY}, 0, false, true},
    {"xxd", {SPELL_HEX_XXD}, 10, false, true},
    {"hexdump", {SPELL_HEX_DUMP}, 10, false, true},
    {"percent", {SPELL_PERCENT}},
    {"percent of signs", {SPELL_PERCENT_SIGNS}},
    {"\\u", {SPELL_UNIT}},
    {"\\u of signs", {SPELL_UNIT_SIGNS}},
    {"\\x", {SPELL_BYTE}},
    {"\\x of signs", {SPELL_BYTE_SIGNS}},
    {"\\u{}", {SPELL_BRACED}},
    {"\\U", {SPELL_LONG}},
    {"octal", {SPELL_OCTAL}},
    {"decimal", {SPELL_DECIMAL}},
    {"decimal of signs", {SPELL_DECIMAL_SIGNS}},
    {"hexadecimal", {SPELL_HEXADECIMAL}},
    {"lowbar", {SPELL_LOWBAR}, 0, true, false},
    {"quoted-printable", {SPELL_QUOTED}},
    {"quoted-printable of signs", {SPELL_QUOTED_SIGNS}},
    {"utf-16 le", {SPELL_UTF16_LITTLE}, 0, true, true},
    {"utf-16 be", {SPELL_UTF16_BIG}, 0, true, true},
    {"utf-32 le", {SPELL_UTF32_LITTLE}, 0, true, true},
    {"utf-32 be", {SPELL_UTF32_BIG}, 0, true, true},
    {"base64 of base64", {SPELL_BASE64, SPELL_BASE64}},
    {"base64 of base64url", {SPELL_BASE64_URL, SPELL_BASE64}},
    {"base64 of hex", {SPELL_HEX, SPELL_BASE64}},
    {"base64 of HEX", {SPELL_HEX_UPPER, SPELL_BASE64}},
    {"base64 of percent", {SPELL_PERCENT, SPELL_BASE64}},
    {"base64 of percent of signs", {SPELL_PERCENT_SIGNS, SPELL_BASE64}},
    {"base64 of \\u", {SPELL_UNIT, SPELL_BASE64}},
    {"base64 of \\u of signs", {SPELL_UNIT_SIGNS, SPELL_BASE64}},
    {"base64 of utf-16 le", {SPELL_UTF16_LITTLE, SPELL_BASE64}},
    {"base64 of utf-16 be", {SPELL_UTF16_BIG, SPELL_BASE64}},
    {"base64 of gzip", {SPELL_GZIP, SPELL_BASE64}},
    {"hex of base64", {SPELL_BASE64, SPELL_HEX}},
    {"HEX of base64", {SPELL_BASE64, SPELL_HEX_UPPER}},
    {"hex of gzip", {SPELL_GZIP, SPELL_HEX}},
    {"percent of base64", {SPELL_BASE64, SPELL_PERCENT_SIGNS}},
    {"percent of percent", {SPELL_PERCENT_SIGNS, SPELL_PERCENT_SIGNS}},
    {"percent of all percent", {SPELL_PERCENT, SPELL_PERCENT_SIGNS}},
    {"json of \\u", {SPELL_UNIT, SPELL_JSON}},
    {"json of \\u of signs", {SPELL_UNIT_SIGNS, SPELL_JSON}},
    {"json of base64", {SPELL_BASE64, SPELL_JSON}},
    {"base64 thrice", {SPELL_BASE64, SPELL_BASE64, SPELL_BASE64}},
    {"base64 of base64 of gzip", {SPELL_GZIP, SPELL_BASE64, SPELL_BASE64}},
};

/* A '.' may follow in a run of escapes. */
static bool has_end(const struct context *context) {
  return context->behind[0] != '.';
}

/* One that fits: '=' stands in no quoted-printable but for an escape. */
static struct context draw_context(uint64_t *seed, enum spelling outermost) {
  bool is_quoted = outermost == SPELL_QUOTED || outermost == SPELL_QUOTED_SIGNS;
  struct context context;
  do
    context = contexts[template_draw(seed) % COUNT(contexts)];
  while (is_quoted && strchr(context.before, '='));
  return context;
}

static void chains_in_contexts(void **state) {
  (void)state;
  uint64_t seed = 7;
  for (size_t i = 0; i < COUNT(chains); i++)
    for (int round = 0; round < ROUNDS; round++) {
      struct buf text = {0};
      str key = make_payload(&seed, chains[i].is_alone, false, &text);
      for (size_t k = 0; k < CHAIN && chains[i].chain[k] != SPELL_PLAIN; k++)
        apply(chains[i].chain[k], &text);
      struct context context = chains[i].is_lined ? contexts[0] : draw_context(&seed, chains[i].chain[0]);
      check_in(chains[i].name, &text, key, context, chains[i].lead, chains[i].lead == 0 && has_end(&context));
      buf_free(&text);
    }
}

/* Lines of a block: what stands before the first, what before and behind each. */
static const struct {
  const char *first;
  const char *before;
  const char *behind;
  const char *last;
} blocks[] = {
    {"", "", "\n", "\n"},
    {"", "", "\r\n", "\r\n"},
    {"data: |\n", "    ", "\n", "\nnext: 1\n"},
    {"-----BEGIN-----\n", "", "\n", "\n-----END-----\n"},
    {"key: \"", "", "\\n", "\"\n"},
    {"{\"key\": \"", "", "\\r\\n", "\"}"},
    {"key =\n", "  \"", "\" +\n", "\";\n"},
    {"key = ", "'", "' \\\n      ", "'\n"},
    {"key = [\n", "  \"", "\",\n", "\"\n]\n"},
    {"key = (", "\"", "\"\n    ", "\")\n"},
    {"$key = ", "'", "' .\n  ", "';\n"},
    {"key = ", "\"", "\\n\" +\n    ", "\";\n"},
    {"x = ", "\"", "\" & _\r\n    ", "\"\r\n"},
    {"KEY=", "", "\\\n", "\nOTHER=1\n"},
    {"cat <<EOF\n", "", "\n", "\nEOF\n"},
    {"base64 -d <<X\n", "", "\n", "\ndone\n"},
};

static const size_t columns[] = {16, 40, 60, 64, 70, 72, 76, 77, 100};
static const enum spelling lined[] = {SPELL_BASE64, SPELL_BASE64_URL, SPELL_HEX, SPELL_HEX_UPPER};

static void one_block(uint64_t *seed, size_t b, size_t width, enum spelling spelling, bool is_binary) {
  struct buf text = {0}, lines = {0};
  buf_add(&lines, str_from(blocks[b].first));
  size_t start = lines.len + strspn(blocks[b].before, " \"'");
  str key = make_payload(seed, false, is_binary, &text);
  apply(spelling, &text);
  encode_lines(buf_str(&text), width, str_from(blocks[b].before), str_from(blocks[b].behind), str_from(blocks[b].last), &lines);
  check_found(blocks[b].first, buf_str(&lines), key, start, is_binary ? 0 : lines.len - strlen(blocks[b].last)); /* a word below may be binary too */
  buf_free(&text);
  buf_free(&lines);
}

static void wrapped(void **state) {
  (void)state;
  uint64_t seed = 7;
  for (size_t b = 0; b < COUNT(blocks); b++)
    for (size_t c = 0; c < COUNT(columns); c++)
      for (size_t s = 0; s < COUNT(lined); s++)
        for (int round = 0; round < 6; round++)
          one_block(&seed, b, columns[c], lined[s], false);
}

/* Bytes that are no text, as in a keystore: nothing plain tells where it begins. */
static void wrapped_binary(void **state) {
  (void)state;
  uint64_t seed = 7;
  for (size_t b = 0; b < COUNT(blocks); b++)
    for (size_t c = 1; c < COUNT(columns); c++)
      for (int round = 0; round < 4; round++)
        one_block(&seed, b, columns[c], SPELL_BASE64, true);
}

/* Neighbours that the run must not swallow. */
static const struct {
  enum spelling spelling;
  struct context context;
} neighbours[] = {
    {SPELL_BASE64, {"https://x.io/v1/", "/rest"}},
    {SPELL_BASE64, {"/path/", ""}},
    {SPELL_BASE64, {"a/b/getUserData/", "?x=1"}},
    {SPELL_BASE64, {"x+", "+y"}},
    {SPELL_BASE64, {"name_", "_name"}},
    {SPELL_BASE64, {"key-", "-suffix"}},
    {SPELL_BASE64, {"?k=%2F", "%2Fnext"}},
    {SPELL_BASE64, {"%3A", "%20"}},
    {SPELL_BASE64, {"%3D", "%3D"}},
    {SPELL_BASE64, {"\\u0022", "\\u0022"}},
    {SPELL_BASE64, {"\\n", "\\t"}},
    {SPELL_BASE64, {"\\/v1\\/", "\\/x"}},
    {SPELL_BASE64, {"someverylongidentifiername\n", "\nEOF\n"}},
    {SPELL_BASE64, {"x:\n  someidentifier\n  ", "\n  done\n"}},
    {SPELL_BASE64, {"data:text/plain;base64,", ")"}},
    {SPELL_BASE64_URL, {"/v1/", "/rest"}},
    {SPELL_BASE64_URL, {"key-", "&a"}},
    {SPELL_BASE64_URL, {"my_key_", ""}},
    {SPELL_HEX, {"0x", ";"}},
    {SPELL_HEX, {"id-", "-1"}},
    {SPELL_HEX, {"x'", "'"}},
    {SPELL_HEX_SPACES, {"bytes ", " .\n"}},
    {SPELL_HEX_SPACES, {"< ", " >"}},
    {SPELL_HEX_COLONS, {"key: ", "\n"}},
    {SPELL_PERCENT, {"?key=", "&x=1"}},
    {SPELL_PERCENT_SIGNS, {"https://h/?a=b&k=", "#f"}},
    {SPELL_PERCENT_SIGNS, {"\\n", "\\n"}},
    {SPELL_UNIT, {"\"token=", "\""}},
    {SPELL_UNIT, {"\\n", "\\n"}},
    {SPELL_UNIT_SIGNS, {"\\\"", "\\\""}},
    {SPELL_BYTE, {"\"a b ", " c\""}},
    {SPELL_DECIMAL_SIGNS, {"&quot;", "&quot;"}},
    {SPELL_DECIMAL, {"&amp;key=", "&amp;x"}},
    {SPELL_HEXADECIMAL, {"<b>", "</b>"}},
    {SPELL_QUOTED_SIGNS, {"key=3D", "\r\n"}},
};

static void neighbours_stay_out(void **state) {
  (void)state;
  uint64_t seed = 7;
  for (size_t i = 0; i < COUNT(neighbours); i++)
    for (int round = 0; round < ROUNDS; round++) {
      struct buf text = {0};
      str key = make_payload(&seed, round % 2, false, &text);
      apply(neighbours[i].spelling, &text);
      check_in(neighbours[i].context.before, &text, key, neighbours[i].context, 0, true);
      buf_free(&text);
    }
}

/* Base64 of lines of base64, in lines itself: so often that it was not found. */
static size_t missed_of(unsigned times, size_t width, uint64_t *seed) {
  size_t missed = 0;
  for (int round = 0; round < ROUNDS; round++) {
    struct buf text = {0}, lines = {0};
    str key = make_payload(seed, false, false, &text);
    for (unsigned i = 0; i < times; i++) {
      apply(SPELL_BASE64, &text);
      buf_clear(&lines);
      encode_lines(buf_str(&text), i + 1 < times ? 76 : width, STR(""), STR("\n"), STR("\n"), &lines);
      buf_clear(&text);
      buf_add(&text, buf_str(&lines));
    }
    struct found found = found_in(buf_str(&text), key, &forms, DEPTH);
    assert_true(found.start == 0 && !found.astray);
    missed += !found.hits;
    buf_free(&text);
    buf_free(&lines);
  }
  return missed;
}

static void wrapped_again(void **state) {
  (void)state;
  uint64_t seed = 7;
  size_t missed = 0, few = COUNT(columns) * ROUNDS / 3; /* three times: each of the breaks may cut the form, of which there is one */
  for (size_t c = 1; c < COUNT(columns); c++) {
    assert_int_equal(missed_of(2, columns[c], &seed), 0);
    missed += missed_of(3, columns[c], &seed);
  }
  print_message("missed of wrapped three times: %zu of %zu\n", missed, (COUNT(columns) - 1) * ROUNDS);
  assert_true(missed < few);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(chains_in_contexts),
      cmocka_unit_test(wrapped),
      cmocka_unit_test(wrapped_binary),
      cmocka_unit_test(neighbours_stay_out),
      cmocka_unit_test(wrapped_again),
  };
  return cmocka_run_group_tests(tests, make_forms, drop_forms);
}
