/* test_decode.c -- base64 in its alphabets and alignments, UTF-16 in its orders. */
#include "unit.h"

#include "engine/decode.h"

#include "template.h"

static void runs(void **state) {
  (void)state;
  static const struct {
    const char *bytes;
    size_t at;
    enum base64_alphabet alphabet;
    const char *run;
  } rows[] = {
      {"x: QUJD.", 4, BASE64_STANDARD, "QUJD"},
      {"x: QUJD.", 6, BASE64_STANDARD, "QUJD"},
      {"QUJD", 0, BASE64_STANDARD, "QUJD"},
      {"QUI= x", 0, BASE64_STANDARD, "QUI="},
      {"QQ== x", 1, BASE64_STANDARD, "QQ=="},
      {"QQ=== x", 1, BASE64_STANDARD, "QQ=="},
      {"a+b/c-d_e", 0, BASE64_STANDARD, "a+b/c"},
      {"a+b/c-d_e", 8, BASE64_URL, "c-d_e"},
      {"key=QUJD", 5, BASE64_STANDARD, "QUJD"},
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    assert_text(decode_base64_run(str_from(rows[i].bytes), rows[i].at, rows[i].alphabet), rows[i].run);
}

static void a_run_is_bounded(void **state) {
  (void)state;
  enum { SIZE = 100000 };
  char *bytes = malloc(SIZE);
  memset(bytes, 'A', SIZE);
  str run = decode_base64_run((str){bytes, SIZE}, SIZE / 2, BASE64_STANDARD);
  assert_true(run.len <= 2 * 16 * 1024 && run.len >= 16 * 1024);
  free(bytes);
}

static void every_length_comes_back(void **state) {
  (void)state;
  uint64_t seed = 1;
  char bytes[100];
  for (size_t len = 0; len < sizeof bytes; len++)
    for (int url = 0; url < 2; url++) {
      struct buf encoded = {0}, decoded = {0};
      for (size_t i = 0; i < len; i++)
        bytes[i] = (char)template_draw(&seed);
      template_add_base64(&encoded, (str){bytes, len}, url);
      decode_base64(buf_str(&encoded), &decoded);
      assert_str(buf_str(&decoded), ((str){bytes, len}));
      buf_free(&encoded);
      buf_free(&decoded);
    }
}

static void what_is_no_base64(void **state) {
  (void)state;
  static const char *const rows[][2] = {{"", ""}, {"Q", ""}, {"QQ", "A"}, {"QUJDR", "ABC"}, {"Q U\nJ*D", "ABC"}, {"====", ""}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct buf out = {0};
    decode_base64(str_from(rows[i][0]), &out);
    assert_text(buf_str(&out), rows[i][1]);
    buf_free(&out);
  }
}

static void add_unit(struct buf *out, uint32_t unit, bool big) {
  buf_add_byte(out, (char)(big ? unit >> 8 : unit));
  buf_add_byte(out, (char)(big ? unit : unit >> 8));
}

static void utf16(void **state) {
  (void)state;
  static const struct {
    uint32_t units[12];
    const char *text;
  } rows[] = {
      {{0xfeff, 'a', 'b'}, "ab"},
      {{'a', 'b', 'c', 'd'}, "abcd"},
      {{0xfeff, 0xe9, 0x20ac, 'x'}, "\xc3\xa9\xe2\x82\xacx"},
      {{0xfeff, 0xd83d, 0xdd11, '.'}, "\xf0\x9f\x94\x91."},
      {{0xfeff, 0xd83d, 'a'}, "\xef\xbf\xbd" "a"},
      {{0xfeff, 0xdd11, 0xd83d}, "\xef\xbf\xbd\xef\xbf\xbd"},
      {{0xfeff, 0xd83d, 0xd83d, 0xdd11}, "\xef\xbf\xbd\xf0\x9f\x94\x91"},
      {{'a', 0xfeff, 'b', 'c', 'd'}, "a\xef\xbb\xbf" "bcd"},
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    for (int big = 0; big < 2; big++) {
      struct buf bytes = {0}, out = {0};
      for (size_t k = 0; k < COUNT(rows[i].units) && rows[i].units[k]; k++)
        add_unit(&bytes, rows[i].units[k], big);
      assert_true(decode_utf16(buf_str(&bytes), &out));
      assert_text(buf_str(&out), rows[i].text);
      buf_add_byte(&bytes, 'x'); /* an odd byte at the end is left out */
      buf_clear(&out);
      assert_true(decode_utf16(buf_str(&bytes), &out));
      assert_text(buf_str(&out), rows[i].text);
      buf_free(&bytes);
      buf_free(&out);
    }
}

static void what_is_no_utf16(void **state) {
  (void)state;
  static const str rows[] = {{"", 0}, {"\xff\xfe", 2}, {"plain text", 10}, {"\0\0\0\0\0\0\0\0", 8}, {"a\0\0b\0c\0\0", 8}, {"\x7f" "ELF\2\1\1\0\0\0\0\0\0\0\0\0", 16}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct buf out = {0};
    assert_false(decode_utf16(rows[i], &out));
    buf_free(&out);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(runs),  cmocka_unit_test(a_run_is_bounded), cmocka_unit_test(every_length_comes_back), cmocka_unit_test(what_is_no_base64),
      cmocka_unit_test(utf16), cmocka_unit_test(what_is_no_utf16),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
