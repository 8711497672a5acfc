/* test_digest.c -- the values are published: if one changes, every baseline is worthless. */
#include "unit.h"

#include "base/digest.h"

static void values_are_stable(void **state) {
  (void)state;
  static const struct {
    str input;
    const char *secret, *identity;
  } rows[] = {
      {{"", 0}, "905bd809f41b90fbbe43bf29921bcba6", "7c5347ab5f818e8afa47151016a6ee5a"},
      {{"a", 1}, "c5472a51f7113eb8cd776f44bb573e08", "2b7e8f7f2677da62975ca4b4aee635c3"},
      {{"a\0b", 3}, "e8bf8bbc0d05d69d94bc1ac14b45e5a7", "717af8981b5bc35be776b476e399ed42"},
      {{"a key of which nobody knows more than that it stands here, 64 bytes or more", 75}, "867d223f7070c007abdf774862ae0728", "5d2762298dd0a3b47d538ce5507a6ca9"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    char hex[DIGEST_HEX_SIZE];
    digest_secret(rows[i].input, hex);
    assert_string_equal(hex, rows[i].secret);
    digest_identity(rows[i].input, hex);
    assert_string_equal(hex, rows[i].identity);
  }
}

static void nothing_has_a_digest(void **state) {
  (void)state;
  char empty[DIGEST_HEX_SIZE], none[DIGEST_HEX_SIZE];
  digest_secret(STR(""), empty);
  digest_secret(STR_NONE, none);
  assert_string_equal(empty, none);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(values_are_stable), cmocka_unit_test(nothing_has_a_digest)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
