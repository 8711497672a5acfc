/* test_decode.c -- base64 that is known to be all of what it is, in its alphabets. */
#include "unit.h"

#include "engine/decode.h"

#include "template.h"

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

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(every_length_comes_back), cmocka_unit_test(what_is_no_base64)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
