/* test_utf8.c -- code points in bytes that may not be UTF-8 at all. */
#include "unit.h"

#include "base/utf8.h"

static void every_code_point_comes_back(void **state) {
  (void)state;
  struct buf out = {0};
  for (uint32_t c = 0; c <= 0x10ffff; c++) {
    if (c >= 0xd800 && c < 0xe000)
      continue;
    buf_clear(&out);
    utf8_add_code_point(&out, c);
    if (utf8_length(buf_str(&out)) != out.len || utf8_decode(buf_str(&out), out.len) != c)
      fail_msg("U+%04X", c);
    if (out.len > 1 && utf8_length(str_head(buf_str(&out), out.len - 1)) != 0)
      fail_msg("U+%04X, cut", c);
  }
  buf_free(&out);
}

/* There are as many well-formed sequences as code points. */
static void nothing_else_is_well_formed(void **state) {
  (void)state;
  size_t count[5] = {0};
  for (uint32_t lead = 0; lead < 256; lead++)
    for (uint32_t second = 0; second < 256; second++) {
      char bytes[4] = {(char)lead, (char)second, (char)0x80, (char)0x80};
      size_t length = utf8_length((str){bytes, 4});
      if (length < 2 && second > 0)
        continue;
      count[length]++;
      for (size_t at = 2; at < length; at++)
        for (uint32_t bad = 0; bad < 256; bad++) {
          bytes[at] = (char)bad;
          assert_int_equal(utf8_length((str){bytes, 4}), (bad & 0xc0) == 0x80 ? length : 0);
          bytes[at] = (char)0x80;
        }
    }
  assert_int_equal(count[1], 128);
  assert_int_equal(count[2], 0x800 - 0x80);
  assert_int_equal(count[3] * 64, 0x10000 - 0x800 - 0x800);
  assert_int_equal(count[4] * 64 * 64, 0x110000 - 0x10000);
}

static void clean_and_printable(void **state) {
  (void)state;
  static const struct {
    const char *text, *clean, *printable;
    size_t count;
  } rows[] = {
      {"abc", "abc", "abc", 3},
      {"\xc3\xa9", "\xc3\xa9", "\xc3\xa9", 1},
      {"\xf0\x9f\x94\x91", "\xf0\x9f\x94\x91", "\xf0\x9f\x94\x91", 1},
      {"a\xff" "b", "a\xef\xbf\xbd" "b", "a\\xffb", 3},
      {"\xc3", "\xef\xbf\xbd", "\\xc3", 1},
      {"\xe2\x82", "\xef\xbf\xbd\xef\xbf\xbd", "\\xe2\\x82", 2},
      {"\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd", "\\xc0\\xaf", 2},                 /* overlong '/' */
      {"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", "\\xed\\xa0\\x80", 3}, /* surrogate */
      {"\x1b[31m", "\x1b[31m", "\\x1b[31m", 5},
      {"a\tb", "a\tb", "a b", 3},
      {"a\nb\r", "a\nb\r", "a\\x0ab\\x0d", 4},
      {"\x7f", "\x7f", "\\x7f", 1},
      {"\xc2\x9b" "31m", "\xc2\x9b" "31m", "\\x9b31m", 4},       /* CSI as one code point */
      {"\xe2\x80\xae", "\xe2\x80\xae", "\\u202e", 1},            /* right-to-left override */
      {"\xe2\x81\xa6", "\xe2\x81\xa6", "\\u2066", 1},
      {"\xe2\x80\xa8", "\xe2\x80\xa8", "\\u2028", 1},            /* line separator */
      {"\xef\xbb\xbf", "\xef\xbb\xbf", "\\ufeff", 1},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct buf clean = {0}, printable = {0};
    utf8_add_clean(&clean, str_from(rows[i].text));
    utf8_add_printable(&printable, str_from(rows[i].text));
    assert_text(buf_str(&clean), rows[i].clean);
    assert_text(buf_str(&printable), rows[i].printable);
    assert_int_equal(utf8_count(str_from(rows[i].text)), rows[i].count);
    buf_free(&clean);
    buf_free(&printable);
  }
}

static void nothing_printable_steers(void **state) {
  (void)state;
  for (uint32_t c = 0; c <= 0xffff; c++) {
    struct buf text = {0}, shown = {0};
    utf8_add_code_point(&text, c);
    utf8_add_printable(&shown, buf_str(&text));
    for (str rest = buf_str(&shown); rest.len;) {
      size_t length = utf8_length(rest);
      assert_false(length == 0 ? c < 0xd800 || c > 0xdfff : utf8_steers_terminal(utf8_decode(rest, length)));
      rest = str_tail(rest, length ? length : 1);
    }
    buf_free(&text);
    buf_free(&shown);
  }
}

static void a_nul_is_a_character(void **state) {
  (void)state;
  struct buf out = {0};
  utf8_add_printable(&out, STR("a\0b"));
  assert_text(buf_str(&out), "a\\x00b");
  assert_int_equal(utf8_count(STR("a\0b")), 3);
  assert_int_equal(utf8_length(STR_NONE), 0);
  assert_int_equal(utf8_count(STR_NONE), 0);
  buf_free(&out);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_code_point_comes_back), cmocka_unit_test(nothing_else_is_well_formed),
      cmocka_unit_test(clean_and_printable),         cmocka_unit_test(nothing_printable_steers),
      cmocka_unit_test(a_nul_is_a_character),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
