/* test_decode_wide.c -- UTF-16 and UTF-32: whole texts, and strings in binary bytes. */
#include "unit.h"

#include "engine/decode.h"

#include "encode.h"

/* `width` bytes a unit. */
static void add_units(const uint32_t *units, size_t count, size_t width, bool is_big, struct buf *out) {
  for (size_t i = 0; i < count && units[i]; i++)
    for (size_t k = 0; k < width; k++)
      buf_add_byte(out, (char)(units[i] >> 8 * (is_big ? width - 1 - k : k)));
}

/* In both byte orders; what is no unit at the end is left out. */
static void check_whole(const uint32_t *units, size_t len, size_t width, const char *text) {
  for (int big = 0; big < 2; big++) {
    struct buf bytes = {0}, out = {0};
    enum encoding encoding;
    add_units(units, len, width, big, &bytes);
    assert_true(decode_wide(buf_str(&bytes), &encoding, &out) && decode_is_wide(buf_str(&bytes)));
    assert_text(buf_str(&out), text);
    assert_int_equal(encoding, width == 4 ? ENCODING_UTF32 : ENCODING_UTF16);
    buf_add(&bytes, str_head(STR("xyz"), width - 1));
    buf_clear(&out);
    assert_true(decode_wide(buf_str(&bytes), &encoding, &out));
    assert_text(buf_str(&out), text);
    buf_free(&bytes);
    buf_free(&out);
  }
}

static void whole_utf32(void **state) {
  (void)state;
  static const struct {
    uint32_t units[12];
    const char *text;
  } rows[] = {
      {{0xfeff, 'a', 'b'}, "ab"},
      {{'a', 'b', 'c', 'd'}, "abcd"},
      {{'a', 'b', '\n', 'c', 0xe9}, "ab\nc\xc3\xa9"},
      {{0xfeff, 0xe9, 0x20ac, 'x'}, "\xc3\xa9\xe2\x82\xacx"},
      {{0xfeff, 0x1f511, '.'}, "\xf0\x9f\x94\x91."},
      {{0xfeff, 'a', 0xd83d, 'b'}, "a\xef\xbf\xbd" "b"},
      {{0xfeff, 'a', 0x110000, 'b'}, "a\xef\xbf\xbd" "b"},
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    check_whole(rows[i].units, COUNT(rows[i].units), 4, rows[i].text);
}

static void whole_utf16(void **state) {
  (void)state;
  static const struct {
    uint32_t units[12];
    const char *text;
  } rows[] = {
      {{0xfeff, 'a', 'b'}, "ab"},
      {{'a', 'b', 'c', 'd'}, "abcd"},
      {{'a', 'b', 0xe9, 'c'}, "ab\xc3\xa9" "c"},
      {{0xfeff, 0xe9, 0x20ac, 'x'}, "\xc3\xa9\xe2\x82\xacx"},
      {{0xfeff, 0xd83d, 0xdd11, '.'}, "\xf0\x9f\x94\x91."},
      {{0xfeff, 0xd83d, 'a'}, "\xef\xbf\xbd" "a"},
      {{0xfeff, 0xdd11, 0xd83d}, "\xef\xbf\xbd\xef\xbf\xbd"},
      {{0xfeff, 0xd83d, 0xd83d, 0xdd11}, "\xef\xbf\xbd\xf0\x9f\x94\x91"},
      {{'a', 0xfeff, 'b', 'c', 'd'}, "a\xef\xbb\xbf" "bcd"},
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    check_whole(rows[i].units, COUNT(rows[i].units), 2, rows[i].text);
}

static void neither(void **state) {
  (void)state;
  static const str rows[] = {
      {"", 0},           {"\xff\xfe", 2},
      {"plain text", 10}, {"\0\0\0\0\0\0\0\0", 8},
      {"\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0\0", 16}, {"a\0\0b\0c\0\0", 8},
      {"\x7f" "ELF\2\1\1\0\0\0\0\0\0\0\0\0", 16},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct buf out = {0};
    enum encoding encoding;
    assert_false(decode_wide(rows[i], &encoding, &out));
    assert_false(decode_is_wide(rows[i]));
    assert_int_equal(out.len, 0);
    buf_free(&out);
  }
}

/* A NUL behind a mark of UTF-16 makes no UTF-32 of it. */
static void a_nul_behind_the_mark(void **state) {
  (void)state;
  struct buf out = {0};
  enum encoding encoding;
  assert_true(decode_wide((str){"\xff\xfe\0\0a\0b\0c\0", 10}, &encoding, &out));
  assert_str(buf_str(&out), ((str){"\0abc", 4}));
  buf_free(&out);
}

/* A string in other bytes, at any place: where it begins, and what it says. */
static const struct {
  str before;
  str behind;
} places[] = {
    {{"", 0}, {"", 0}},
    {{"\x01\xff\xff", 3}, {"\x80\x81\xff\xff", 4}},
    {{"\0\0\0\0", 4}, {"\0\0\0\0", 4}},
    {{"\xff\xff\xff\xff\xff", 5}, {"\0\0\0\0\x7f\x80", 6}},
    {{"MZ\x90\0\0\0\0\0", 8}, {"\0\0\0\0\0\0\0\0x", 9}},
};

static const struct {
  enum encoding encoding;
  enum spelling spelling;
  size_t width;
  bool is_big;
} kinds[] = {
    {ENCODING_UTF16, SPELL_UTF16_LITTLE, 2, false},
    {ENCODING_UTF16, SPELL_UTF16_BIG, 2, true},
    {ENCODING_UTF32, SPELL_UTF32_LITTLE, 4, false},
    {ENCODING_UTF32, SPELL_UTF32_BIG, 4, true},
};

/* Between zeros nothing tells the order, and little is taken: then a big run begins late, with the same text. */
static void strings_in_bytes(void **state) {
  (void)state;
  static const str text = {"key = a_value", 13};
  for (size_t k = 0; k < COUNT(kinds); k++)
    for (size_t p = 0; p < COUNT(places); p++) {
      struct buf bytes = {0};
      struct decoded decoded = {0};
      bool is_doubtful = kinds[k].is_big && places[p].before.len && places[p].behind.ptr[0] == '\0';
      buf_add(&bytes, places[p].before);
      encode(kinds[k].spelling, text, &bytes);
      buf_add(&bytes, places[p].behind);
      size_t start = places[p].before.len, first = start + (kinds[k].is_big ? kinds[k].width - 1 : 0);
      assert_true(decode_run(kinds[k].encoding, buf_str(&bytes), first + 6 * kinds[k].width, 0, &decoded));
      assert_str(buf_str(&decoded.text), text);
      assert_int_equal(decoded.start, is_doubtful ? first : start);
      assert_int_equal(decoded.end - decoded.start, text.len * kinds[k].width);
      buf_free(&bytes);
      buf_free(&decoded.text);
    }
}

/* Other lines, and marks of the order, are no part. */
static void lines_of_a_text(void **state) {
  (void)state;
  for (size_t k = 0; k < COUNT(kinds); k++) {
    struct buf bytes = {0};
    struct decoded decoded = {0};
    static const uint32_t mark[] = {0xfeff};
    add_units(mark, 1, kinds[k].width, kinds[k].is_big, &bytes);
    encode(kinds[k].spelling, STR("first\r\nthe second\r\nlast"), &bytes);
    size_t start = 8 * kinds[k].width, first = start + (kinds[k].is_big ? kinds[k].width - 1 : 0);
    assert_true(decode_run(kinds[k].encoding, buf_str(&bytes), first + kinds[k].width, 0, &decoded));
    assert_text(buf_str(&decoded.text), "the second");
    assert_int_equal(decoded.start, start);
    buf_free(&bytes);
    buf_free(&decoded.text);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(whole_utf32),           cmocka_unit_test(whole_utf16),      cmocka_unit_test(neither),
      cmocka_unit_test(a_nul_behind_the_mark), cmocka_unit_test(strings_in_bytes), cmocka_unit_test(lines_of_a_text),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
