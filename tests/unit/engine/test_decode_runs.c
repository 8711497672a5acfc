/* test_decode_runs.c -- what single runs say, where they end, and what is none. */
#include "unit.h"

#include "engine/decode.h"

#include "encode.h"
#include "template.h"

static const struct {
  enum encoding encoding;
  const char *before;
  const char *run;
  const char *behind;
  const char *form; /* a part of the run */
  const char *text;
} rows[] = {
    {ENCODING_ESCAPE, "x = '", "\\u0061b\\x63\\u{64}\\U00000065\\146\\x{67}", "';", "\\u0061", "abcdefg"},
    {ENCODING_ESCAPE, "'", "\\u0061\\ud83d\\udd11\\ud83d\\u0062", "'", "\\u0062", "a\xf0\x9f\x94\x91\xef\xbf\xbd" "b"},
    {ENCODING_ESCAPE, "'", "\\u0061", "\\777'", "\\u", "a"},
    {ENCODING_ESCAPE, "'", "\\u0061", "\\u12'", "\\u", "a"},
    {ENCODING_ESCAPE, "'", "\\x61", "\\'", "\\x", "a"},
    {ENCODING_ESCAPE, "'", "\\u{110000}\\u0061", "", "\\u0061", "\xef\xbf\xbd" "a"},
    {ENCODING_ESCAPE, "p = \"", "\\x61\\x62\"\n    \"\\x63\\x64", "\";", "\\x63", "abcd"},
    {ENCODING_ESCAPE, "p = \"", "\\x61\\x62\" + \n    \"\\x63\\x64", "\" + x;", "\\x61", "abcd"},
    {ENCODING_ESCAPE, "\"a ", "\\\\u0061\\\\u0062", "\"", "\\\\u0062", "\\u0061\\u0062"},
    {ENCODING_ENTITY, "<i>", "a&#98;&#x63;&lowbar;&#100e", "</i>", "&#98", "abc_de"},
    {ENCODING_ENTITY, "&nbsp;", "&#x000061;b", "&nbsp;", "&#x", "ab"},
    {ENCODING_ENTITY, "&lt;", "&amp;#97;b", "&amp;b=c", "&amp;", "&#97;b"},
    {ENCODING_ENTITY, "\"", "&#1114112;&#98;", "\"", "&#98", "\xef\xbf\xbd" "b"},
    {ENCODING_QUOTED_PRINTABLE, ": ", "ab=\r\nc=5Fd=\ne", " f", "=5F", "abc_de"},
    {ENCODING_QUOTED_PRINTABLE, "key=3D", "ab=5Fc", "=3Dx", "=5F", "ab_c"},
    {ENCODING_PERCENT, "?a=b&c=", "a%5Fb-c.d~e", "%zz", "%5F", "a_b-c.d~e"},
    {ENCODING_PERCENT, "/", "%61%62", "/c", "%62", "ab"},
    {ENCODING_HEX, "{ ", "0x61, 0x62,\n   0x63, 0x64", " };", "63, 0x64", "abcd"},
    {ENCODING_HEX, "{", "0x61,0x62,0x63,\r\n0x64", "}", "61,", "abcd"},
    {ENCODING_HEX, "x: ", "61:62:63:\n   64:65", "\n", "61:62", "abcde"},
    {ENCODING_HEX, "x: ", "61 62 63", " or so", "62 63", "abc"},
    {ENCODING_HEX, "[", "61,62,63", "]", "61,62", "abc"},
    {ENCODING_HEX, "00000010: ", "6162 6364 65", "                                 abcde\n", "6162 6364", "abcde"},
    {ENCODING_HEX, "0000010 ", "61 62 63 64\n0000014 65 66", "\n", "65 66", "abcdef"},
    {ENCODING_HEX, "#", "616263646566676869", "-1", "6465", "abcdefghi"},
    {ENCODING_HEX, "#", "616263646566676869", "-1", "6162", "abcdefghi"},
    {ENCODING_BASE64, "\"", "YWI\\/YWI\\/YWJj", "\"", "YWJj", "ab?ab?abc"},
    {ENCODING_BASE64, "k=", "YWJjPz8%2FYWI%3D", "%3D", "YWJj", "abc???ab"},
    {ENCODING_BASE64, "\"", "YWJjPj4\\u002BYQ\\u003d\\u003D", "\"", "YWJj", "abc>>>a"},
    {ENCODING_BASE64, "\"", "YWJjZGVmZ2hp\\nYWJjAA==", "\"", "ZGVm", "abcdefghiabc"},
    {ENCODING_BASE64, ".", "YWJjZGVmZ2hp", ".x", "ZGVm", "abcdefghi"},
    {ENCODING_BASE64, ":", "YWJjZGVmZ2g=", "=", "ZGVm", "abcdefgh"},
};

static void what_runs_say(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct buf bytes = {0};
    struct decoded decoded = {0};
    buf_printf(&bytes, "%s%s%s", rows[i].before, rows[i].run, rows[i].behind);
    size_t start = strlen(rows[i].before), end = start + strlen(rows[i].run);
    size_t at = str_find(buf_str(&bytes), str_from(rows[i].form), start);
    if (!decode_run(rows[i].encoding, buf_str(&bytes), at, 0, &decoded))
      print_error("row %zu says nothing\n", i);
    str said = buf_str(&decoded.text);
    if (decoded.start != start || decoded.end != end || !str_starts(said, str_from(rows[i].text)))
      print_error("row %zu: %zu to %zu says %.*s\n", i, decoded.start, decoded.end, STR_ARG(said));
    assert_int_equal(decoded.start, start);
    assert_int_equal(decoded.end, end);
    assert_text(str_head(said, strlen(rows[i].text)), rows[i].text);
    buf_free(&bytes);
    buf_free(&decoded.text);
  }
}

static void what_says_nothing(void **state) {
  (void)state;
  static const struct {
    enum encoding encoding;
    const char *bytes;
  } none[] = {
      {ENCODING_ESCAPE, "abc"},   {ENCODING_ESCAPE, "\\u12"}, {ENCODING_ESCAPE, "\\"},       {ENCODING_ENTITY, "a&amp;b"}, {ENCODING_ENTITY, "&#;"},
      {ENCODING_ENTITY, "&"},     {ENCODING_PERCENT, "%"},    {ENCODING_PERCENT, "abc"},     {ENCODING_PERCENT, "%zz"},    {ENCODING_QUOTED_PRINTABLE, "=3D"},
      {ENCODING_HEX, "xyz"},      {ENCODING_HEX, "6"},        {ENCODING_BASE64, "!!!"},      {ENCODING_BASE64, "="},       {ENCODING_BASE64, "Y"},
      {ENCODING_UTF16, "a"},      {ENCODING_UTF32, "a"},      {ENCODING_GZIP, "\x1f\x8b\x08"}, {ENCODING_BASE64, ""},        {ENCODING_HEX, ""},
  };
  struct decoded decoded = {0};
  for (size_t i = 0; i < COUNT(none); i++) {
    assert_false(decode_run(none[i].encoding, str_from(none[i].bytes), 0, 0, &decoded));
    assert_int_equal(decoded.text.len, 0);
  }
  assert_false(decode_run(ENCODING_BASE64, STR("YWJj"), 4, 0, &decoded));
  assert_false(decode_run(ENCODING_BASE64, STR_NONE, 0, 0, &decoded));
  buf_free(&decoded.text);
}

/* Turns come to an end, and no two are the same. */
static void turns(void **state) {
  (void)state;
  static const char *const texts[] = {"/v1/YXBhcGFwYXBh/x-y_z", "YXBhcGFwYXBhcGFw\nYXxhcGFwYXBhcGFw\n", "a_b-YXBhcGFw+x/y"};
  for (size_t i = 0; i < COUNT(texts); i++) {
    struct decoded decoded = {0};
    struct buf seen = {0};
    unsigned turn = 0;
    for (; decode_run(ENCODING_BASE64, str_from(texts[i]), 6, turn, &decoded); turn++) {
      assert_true(decoded.start <= 6 && decoded.end > 6);
      buf_printf(&seen, "%zu-%zu ", decoded.start, decoded.end);
    }
    assert_in_range(turn, 4, 24);
    buf_free(&decoded.text);
    buf_free(&seen);
  }
}

enum { LONG = 300 * 1024 };

/* A run is no longer than the limit to either side, whatever the bytes repeat. */
static void bounded(void **state) {
  (void)state;
  static const char *const repeated[] = {"A",     "YWJj\n", "YWJjZGVmZ2hp\n", "\"YWJjZGVm\" +\n", "61 ", "0x61, ", "6162\n", "616263646566\n", "%61",  "\\x61", "\\\\",
                                         "&#97;", "&amp;",  "=61",            "=\n",              "a",   "a=\n",   "\"\\x61\"\n", "\n",         " \"\n", "=",     "/A"};
  for (size_t i = 0; i < COUNT(repeated); i++) {
    struct buf bytes = {0};
    while (bytes.len < LONG)
      buf_add(&bytes, str_from(repeated[i]));
    size_t at = LONG / 2 / strlen(repeated[i]) * strlen(repeated[i]);
    for (int encoding = 0; encoding < ENCODING_COUNT; encoding++)
      for (unsigned turn = 0; turn < 2; turn++) {
        struct decoded decoded = {0};
        if (decode_run((enum encoding)encoding, buf_str(&bytes), at, turn, &decoded)) {
          if (decoded.end <= at || decoded.end - at > DECODE_RUN_LIMIT + 512)
            print_error("%s %d %zu at %zu\n", repeated[i], encoding, decoded.end, at);
          assert_true(decoded.start <= at && at - decoded.start <= DECODE_RUN_LIMIT + 512);
          assert_true(decoded.end > at && decoded.end - at <= DECODE_RUN_LIMIT + 512);
        }
        buf_free(&decoded.text);
      }
    buf_free(&bytes);
  }
}

static void inflated(void **state) {
  (void)state;
  static const enum spelling packings[] = {SPELL_GZIP, SPELL_ZLIB};
  for (size_t i = 0; i < COUNT(packings); i++) {
    struct buf packed = {0}, out = {0};
    encode(packings[i], STR("what is packed, packed, packed"), &packed);
    assert_true(decode_inflate(buf_str(&packed), &out));
    assert_text(buf_str(&out), "what is packed, packed, packed");
    buf_clear(&out);
    assert_true(decode_inflate(str_head(buf_str(&packed), packed.len - 6), &out)); /* a run that was cut off */
    assert_text(str_head(buf_str(&out), 14), "what is packed");
    buf_clear(&out);
    assert_false(decode_inflate(str_tail(buf_str(&packed), 1), &out));
    assert_false(decode_inflate(STR("plain text"), &out));
    assert_false(decode_inflate(STR_NONE, &out));
    assert_int_equal(out.len, 0);
    buf_free(&packed);
    buf_free(&out);
  }
}

static void inflating_has_a_limit(void **state) {
  (void)state;
  struct buf zeros = {0}, packed = {0}, out = {0};
  while (zeros.len < 4 * DECODE_INFLATED_LIMIT)
    buf_add(&zeros, STR("0000000000000000000000000000000000000000000000000000000000000000"));
  encode(SPELL_GZIP, buf_str(&zeros), &packed);
  assert_true(decode_inflate(buf_str(&packed), &out));
  assert_int_equal(out.len, DECODE_INFLATED_LIMIT);
  buf_free(&zeros);
  buf_free(&packed);
  buf_free(&out);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_runs_say), cmocka_unit_test(what_says_nothing), cmocka_unit_test(turns),
      cmocka_unit_test(bounded),       cmocka_unit_test(inflated),          cmocka_unit_test(inflating_has_a_limit),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
