/* test_decode_forms.c -- how texts look in other encodings: always there, rare, and few. */
#include "unit.h"

#include "engine/decode.h"

#include "encode.h"
#include "template.h"

enum { FORMS_MAX = 195, ROUNDS = 60 };

static bool is_alphanumeric(str s) {
  for (size_t i = 0; i < s.len; i++)
    if (!((s.ptr[i] >= '0' && s.ptr[i] <= '9') || (s.ptr[i] >= 'A' && s.ptr[i] <= 'Z') || (s.ptr[i] >= 'a' && s.ptr[i] <= 'z')))
      return false;
  return true;
}

static void check_each(const struct decode_forms *forms, str text) {
  for (size_t i = 0; i < forms->len; i++) {
    str bytes = forms->data[i].bytes;
    assert_true(bytes.len >= 4 && forms->data[i].encoding < ENCODING_GZIP);
    assert_true(str_find(text, bytes, 0) == SIZE_MAX);
    assert_true(!is_alphanumeric(bytes) || bytes.len >= 5 || str_eq(bytes, STR("H4sI")));
    for (size_t k = 0; k < i; k++)
      assert_false(str_eq(bytes, forms->data[k].bytes) && forms->data[i].encoding == forms->data[k].encoding);
  }
}

static void of_the_key(void **state) {
  (void)state;
  struct decode_forms forms = {0};
  struct arena kept = {0};
  str text = STR("apso" "_sk_");
  decode_forms(text, &forms, &kept);
  print_message("%zu forms\n", forms.len);
  assert_in_range(forms.len, 100, FORMS_MAX);
  check_each(&forms, text);
  vec_free(&forms);
  arena_free(&kept);
}

static void short_ones_have_none(void **state) {
  (void)state;
  struct decode_forms forms = {0};
  struct arena kept = {0};
  decode_forms(STR("abc"), &forms, &kept);
  size_t gzip = forms.len;
  decode_forms(STR("abc"), &forms, &kept);
  decode_forms(STR_NONE, &forms, &kept);
  assert_int_equal(forms.len, gzip);
  assert_true(gzip > 0);
  vec_free(&forms);
  arena_free(&kept);
}

static const enum spelling spellings[] = {
    SPELL_BASE64,      SPELL_BASE64_URL,   SPELL_HEX,           SPELL_HEX_UPPER,    SPELL_HEX_SPACES,  SPELL_HEX_COLONS,  SPELL_HEX_ARRAY,
    SPELL_PERCENT,     SPELL_UNIT,         SPELL_BYTE,          SPELL_BRACED,       SPELL_LONG,        SPELL_OCTAL,       SPELL_DECIMAL,
    SPELL_HEXADECIMAL, SPELL_QUOTED,       SPELL_UTF16_LITTLE,  SPELL_UTF16_BIG,    SPELL_UTF32_LITTLE, SPELL_UTF32_BIG,   SPELL_HEX_DUMP,
};
static const enum spelling of_signs[] = {SPELL_PERCENT_SIGNS, SPELL_UNIT_SIGNS, SPELL_BYTE_SIGNS, SPELL_DECIMAL_SIGNS, SPELL_QUOTED_SIGNS};

static void check_there(enum spelling spelling, str text, str around, const struct decode_forms *forms) {
  struct buf bytes = {0};
  encode(spelling, around, &bytes);
  for (size_t i = 0; i < forms->len; i++)
    if (str_find(buf_str(&bytes), forms->data[i].bytes, 0) != SIZE_MAX) {
      buf_free(&bytes);
      return;
    }
  print_error("no form of %.*s in %.*s\n", STR_ARG(text), STR_ARG(buf_str(&bytes)));
  fail();
}

/* A keyword such as custom rules have, and its forms. */
static void any_text(uint64_t *seed, struct arena *kept) {
  static const char signs[] = "_-:.=/";
  struct decode_forms forms = {0};
  str head = template_tail(seed, 2 + template_draw(seed) % 8, kept), tail = template_tail(seed, 2 + template_draw(seed) % 16, kept);
  char sign = signs[template_draw(seed) % (sizeof signs - 1)];
  str text = arena_printf(kept, "%.*s%c%.*s", STR_ARG(head), sign, STR_ARG(tail));
  str around = arena_printf(kept, "%.*s%.*s %s", (int)(template_draw(seed) % 3), "ab", STR_ARG(text), "more");
  decode_forms(text, &forms, kept);
  check_each(&forms, text);
  for (size_t i = 0; i < COUNT(spellings); i++)
    if (spellings[i] != SPELL_HEX_DUMP || text.len >= 8)
      check_there(spellings[i], text, around, &forms);
  for (size_t i = 0; i < COUNT(of_signs); i++)
    check_there(of_signs[i], text, around, &forms);
  vec_free(&forms);
}

static void of_any_text(void **state) {
  (void)state;
  uint64_t seed = 3;
  struct arena kept = {0};
  for (int round = 0; round < ROUNDS; round++)
    any_text(&seed, &kept);
  arena_free(&kept);
}

static void names(void **state) {
  (void)state;
  for (int i = 0; i < ENCODING_COUNT; i++)
    assert_true(encoding_name((enum encoding)i)[0] != '\0');
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(of_the_key),
      cmocka_unit_test(short_ones_have_none),
      cmocka_unit_test(of_any_text),
      cmocka_unit_test(names),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
