/* test_safe.c -- what text of a repository becomes in a report. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fixture.h"
#include "report/safe.h"

static void authors_lose_their_addresses(void **state) {
  static const char *const cases[][2] = {
      {"Ann Example", "Ann Example"},     {"Ann <ann@example.com>", "Ann"}, {"Ann ann@example.com", "Ann"},
      {"ann@example.com", "ann"},         {"Ann @ Work", "Ann @ Work"},     {"@ann", "@ann"},
      {"<ann@example.com>", "ann"},       {"", ""},                         {"Ann B. <a@b> (c@d)", "Ann B."},
  };
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    str author = safe_author(str_from(cases[i][0]));
    if (!str_eq(author, str_from(cases[i][1])))
      fail_msg("%s became %.*s", cases[i][0], STR_ARG(author));
  }
}

static void any_key_is_redacted(void **state) {
  (void)state;
  struct fixture *fixture = fixture_new();
  for (size_t i = 0; i < fixture->result.findings_len; i++) {
    const struct finding *finding = &fixture->result.findings[i];
    if (finding->key.len == 0)
      continue;
    struct buf text = {0}, out = {0};
    buf_printf(&text, "<%.*s>\x1b\xff<%.*s>", STR_ARG(finding->key), STR_ARG(finding->key));
    safe_add(&out, buf_str(&text), finding);
    buf_clear(&text);
    buf_printf(&text, "<%.*s>\\x1b\\xff<%.*s>", STR_ARG(finding->redacted), STR_ARG(finding->redacted));
    assert_true(str_eq(buf_str(&out), buf_str(&text)));
    buf_free(&text);
    buf_free(&out);
  }
  fixture_free(fixture);
}

static void plain_text_stays(void **state) {
  static const char *const cases[] = {"", "src/api.ts", "\xc3\xa9t\xc3\xa9", "apso_skate", "%s%n"};
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    struct buf out = {0};
    safe_add(&out, str_from(cases[i]), NULL);
    assert_true(str_eq(buf_str(&out), str_from(cases[i])));
    buf_free(&out);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(authors_lose_their_addresses),
      cmocka_unit_test(any_key_is_redacted),
      cmocka_unit_test(plain_text_stays),
  };
  return cmocka_run_group_tests_name("report/safe", tests, NULL, NULL);
}
