/* test_key.c -- the shape of a key, and how to write one without telling it. Tails of letters in a row are no
   keys, so they may stand here. */
#include "unit.h"

#include "model/key.h"

#include "template.h"

#define SK "apso" "_sk_"
#define NAMED "apso" "_live_"

static void cut_apart(void **state) {
  (void)state;
  static const char *const rows[][4] = {
      {SK "live_abc", SK "live_", "live", "abc"},
      {SK "svc_a_b-c", SK "svc_", "svc", "a_b-c"},
      {SK "abcdefghijkl_x", SK "abcdefghijkl_", "abcdefghijkl", "x"},
      {SK "abcdefghijklm_x", SK, "", "abcdefghijklm_x"}, /* too long for a scope */
      {SK "a_x", SK, "", "a_x"},
      {SK "Live_x", SK, "", "Live_x"},
      {SK "l1ve_x", SK, "", "l1ve_x"},
      {SK "live_", SK, "", "live_"},
      {SK "live", SK, "", "live"},
      {SK, SK, "", ""},
      {NAMED "abc", NAMED, "live", "abc"},
      {NAMED, NAMED, "live", ""},
      {"abc", "", "", "abc"},
      {"x" SK "live_abc", "", "", "x" SK "live_abc"},
      {"", "", "", ""},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct key_parts parts = key_parse(str_from(rows[i][0]));
    assert_text(parts.prefix, rows[i][1]);
    assert_text(parts.scope, rows[i][2]);
    assert_text(parts.tail, rows[i][3]);
  }
}

static void redacted(void **state) {
  (void)state;
  static const char *const rows[][2] = {
      {SK "live_abcdefghijklmnop", SK "live_****mnop"},
      {SK "live_abcdefghijklmno", SK "live_****"},
      {SK "abcdefghijklmnop", SK "****mnop"},
      {NAMED "abcdefghijklmnop", NAMED "****mnop"},
      {SK "live_", SK "****"},
      {SK, SK "****"},
      {"abcdefghijklmnop", "****mnop"},
      {"abc", "****"},
      {"", "****"},
  };
  struct arena kept = {0};
  for (size_t i = 0; i < COUNT(rows); i++)
    assert_text(key_redact(&kept, str_from(rows[i][0])), rows[i][1]);
  arena_free(&kept);
}

static void redacted_within(void **state) {
  (void)state;
  static const char *const rows[][2] = {
      {"", ""},
      {"no key", "no key"},
      {"an apso_ thing and apso_skid", "an apso_ thing and apso_skid"},
      {"a " SK "live_abcdefghijklmnop b", "a " SK "live_****mnop b"},
      {SK "live_abc/" SK "svc_abcdefghijklmnop.", SK "live_****/" SK "svc_****mnop."},
      {"x" SK "live_abcdefghijklmnop", "x" SK "live_****mnop"},
      {"apso_apso_" NAMED "abcdefghijklmnop", "apso_apso_" NAMED "****mnop"},
      {SK "live_****mnop", SK "live_****mnop"},
      {SK "****mnop", SK "****mnop"},
      {SK "live_abcdefghijklmnop****", SK "live_****mnop****"}, /* stars behind a key do not redact it */
      {"**" SK "live_abcdefghijklmnop****", "**" SK "live_****mnop****"},
      {SK "live_abcdefghijklmnop*", SK "live_****mnop*"},
      {SK, SK "****"},
      {SK "live_\xff", SK "****\xff"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct buf out = {0};
    key_redact_within(&out, str_from(rows[i][0]));
    assert_text(buf_str(&out), rows[i][1]);
    buf_free(&out);
  }
}

/* A text of keys and other pieces in any order; what is redacted shows no key and stays as it is. */
static void redacting_again_changes_nothing(void **state) {
  (void)state;
  static const char *const pieces[] = {" ", "/", "apso_", SK, SK "live_", NAMED, "-", "_", "\n", "\xc3\xa9", "=", "*", "ab"};
  uint64_t seed = 1;
  for (int i = 0; i < 20000; i++) {
    struct arena kept = {0};
    struct buf text = {0}, once = {0}, twice = {0};
    str key = template_key(&seed, STR("live"), &kept);
    for (size_t k = template_draw(&seed) % 8; k > 0; k--)
      buf_add(&text, str_from(pieces[template_draw(&seed) % COUNT(pieces)]));
    buf_add(&text, key);
    for (size_t k = template_draw(&seed) % 8; k > 0; k--)
      buf_add(&text, str_from(pieces[template_draw(&seed) % COUNT(pieces)]));
    key_redact_within(&once, buf_str(&text));
    key_redact_within(&twice, buf_str(&once));
    if (template_leaks(buf_str(&once), key))
      fail_msg("round %d leaks", i);
    assert_str(buf_str(&twice), buf_str(&once));
    buf_free(&text);
    buf_free(&once);
    buf_free(&twice);
    arena_free(&kept);
  }
}

static void tail_bytes(void **state) {
  (void)state;
  size_t count = 0;
  for (int byte = 0; byte < 256; byte++)
    count += key_is_tail_byte((char)byte);
  assert_int_equal(count, 26 + 26 + 10 + 2);
  for (const char *byte = "azAZ09_-"; *byte; byte++)
    assert_true(key_is_tail_byte(*byte));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(cut_apart),
      cmocka_unit_test(redacted),
      cmocka_unit_test(redacted_within),
      cmocka_unit_test(redacting_again_changes_nothing),
      cmocka_unit_test(tail_bytes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
