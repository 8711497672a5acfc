/* test_literal.c -- escapes in strings and templates. */
#include "unit.h"

#include "engine/script/literal.h"

static const struct {
  enum literal_kind kind;
  const char *raw;
  const char *expected;
} cases[] = {
    {LITERAL_STRING, "plain", "plain"},
    {LITERAL_STRING, "", ""},
    {LITERAL_STRING, "\\n\\r\\t\\b\\f\\v", "\n\r\t\b\f\v"},
    {LITERAL_STRING, "\\'\\\"\\\\\\`\\q", "'\"\\`q"},
    {LITERAL_STRING, "\\x41\\x7a", "Az"},
    {LITERAL_STRING, "\\xe9", "\xc3\xa9"},
    {LITERAL_STRING, "\\x4", "x4"},
    {LITERAL_STRING, "\\xzz", "xzz"},
    {LITERAL_STRING, "\\u0041\\u20ac", "A\xe2\x82\xac"},
    {LITERAL_STRING, "\\ud83d\\ude00", "\xf0\x9f\x98\x80"},
    {LITERAL_STRING, "\\ud83d!", "\xed\xa0\xbd!"},
    {LITERAL_STRING, "\\u{41}\\u{1f600}\\u{000041}", "A\xf0\x9f\x98\x80"
                                                     "A"},
    {LITERAL_STRING, "\\u{110000}", "u{110000}"},
    {LITERAL_STRING, "\\u{", "u{"},
    {LITERAL_STRING, "\\u{}", "u{}"},
    {LITERAL_STRING, "\\u12", "u12"},
    {LITERAL_STRING, "a\\\nb\\\r\nc\\\rd\\\xe2\x80\xa8"
                     "e", "abcde"},
    {LITERAL_STRING, "\\101\\60\\377\\400", "A0\xc3\xbf 0"},
    {LITERAL_STRING, "a\\", "a\\"},
    {LITERAL_STRING, "\r", "\r"},
    {LITERAL_TEMPLATE, "a\r\nb\rc\nd", "a\nb\nc\nd"},
    {LITERAL_TEMPLATE, "\\u0041\\\r\nb", "Ab"},
};

static void test_decode(void **state) {
  (void)state;
  struct arena arena = {NULL};
  for (size_t i = 0; i < COUNT(cases); i++)
    assert_text(literal_decode(str_from(cases[i].raw), cases[i].kind, &arena), cases[i].expected);
  assert_int_equal(literal_decode(STR("\\0"), LITERAL_STRING, &arena).len, 1);
  arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_decode)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
