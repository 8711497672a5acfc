/* test_text.c -- the report for people. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "fixture.h"

static void assert_has(const char *text, const char *part) {
  if (!strstr(text, part))
    fail_msg("\"%s\" is not in:\n%s", part, text);
}

/* UTF-8 throughout, and nothing but newlines below space, no DEL, no C1. */
static bool is_printable(const char *text) {
  str rest = str_from(text);
  while (rest.len) {
    size_t length = utf8_length(rest);
    unsigned char first = (unsigned char)rest.ptr[0], second = (unsigned char)(length > 1 ? rest.ptr[1] : 0);
    if (length == 0 || (first < 0x20 && first != '\n') || first == 0x7f || (first == 0xc2 && second < 0xa0))
      return false;
    rest = str_tail(rest, length);
  }
  return true;
}

static void no_key_and_no_control_byte(void **state) {
  (void)state;
  struct fixture *fixture = fixture_new();
  char *text = fixture_write(fixture, "text");
  assert_false(fixture_leaks(fixture, text));
  assert_true(is_printable(text));
  free(text);
  fixture->options.show_keys = true;
  text = fixture_write(fixture, "text");
  assert_false(fixture_leaks(fixture, text));
  free(text);
  fixture_free(fixture);
}

static void what_is_accepted_is_told(void **state) {
  (void)state;
  struct fixture *fixture = fixture_new();
  char *text = fixture_write(fixture, "text");
  assert_has(text,
             "  Accepted   2 findings: 1 by comments, 1 by .apso-scan.yaml, 1 by a baseline;\n"
                   "             of some, other places are not; --no-ignore shows what is accepted\n");
  assert_has(text, "POLICY       what to know of what is accepted\n  Expired    ");
  assert_has(text, "             and 8 more (--format json lists all)\n");
  free(text);
  fixture->result.findings_len = 0;
  fixture->result.verdict = VERDICT_CLEAN;
  text = fixture_write(fixture, "text");
  assert_has(text, "No APSO key was found but what is accepted");
  free(text);
  fixture_free(fixture);
}

static void first_screen_says_what_to_do(void **state) {
  (void)state;
  struct fixture *fixture = fixture_new();
  char *text = fixture_write(fixture, "text");
  static const char head[] = "FINDINGS     5 findings: 1 critical, 1 high, 2 medium, 1 low in ./shop\n"
                             "  Worst      critical: Key written into a call of the SDK, src/api.ts:12:43\n"
                             "  Do first   apso-scan revoke 0000000000000000000000000000abc1\n"
                             "  Beware     not everything was scanned: see NOT SCANNED at the end\n\n";
  assert_memory_equal(text, head, sizeof head - 1);
  free(text);
  fixture_free(fixture);
}

static void each_fact_is_told(void **state) {
  static const char *const parts[] = {
      "\ncritical     Key written into a call of the SDK\n",
      " (scope live, not checked with the service)\n",
      "  Place      src/api.ts:12:43 (committed, in HEAD)\n",
      "    11 | import { ApsoClient } from '@apso/sdk';\n    12 | export const api",
      "\n       |                                           ^^^^",
      "  Flow       src/keys.ts:3  const KEY\n             src/api.ts:12  new ApsoClient\n",
      "  Exposure   client: ",
      "             src/api.ts:1  directive \"use client\"\n",
      "  Introduced by Ann Example in 7b8c9daebf on 2026-03-01, \"Add the client\"\n",
      "  Held by    HEAD; branches main, dev; tags v1, v2, v3, v4, v5 and 1 more\n",
      "  Pushed     to origin/main\n",
      "  Also       120 more versions of src/api.ts (in history)\n             old/copy-00.js:12:43 (in a stash)\n",
      "             and 6 more places: 5 in a stash; 1 ignored by git, not committed",
      "  Rule       sdk-literal, finding 0000000000000000000000000000abc1\n",
      "  Do now     1. apso-scan revoke 0000000000000000000000000000abc1\n             2. git rm --cached .env.local\n",
      "(unreachable object: no branch or tag holds it)\n",
      "  Pushed     never, as far as this clone knows\n",
      "  Also       message of commit 9aabbccdde, line 12\n",
      "  Place      .env.local:12:43 (ignored by git, not committed)\n",
      "  Variable   NEXT_PUBLIC_APSO_API_KEY\n",
      "  Shallow    history is cut off behind 7 commits:\n",
      "to mend: git fetch --unshallow\n",
      "accepted by --allow submodule\n",
      "  Text only  1 item searched by text rules only (parser limit):\n",
      "  Scanned    1,234,567 objects, 1,000,000 blobs, 1 commit, 45 files, 9.9 GB in\n             ./shop; not scanned: 7 missing, 7 corrupt, ",
  };
  (void)state;
  struct fixture *fixture = fixture_new();
  char *text = fixture_write(fixture, "text");
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
    assert_has(text, parts[i]);
  free(text);
  fixture_free(fixture);
}

static void a_plain_finding_fits_80_columns(void **state) {
  (void)state;
  struct fixture *fixture = fixture_new();
  fixture->result.findings_len = 1;
  fixture->result.coverage.gaps[GAP_TIME].count = 1;
  char *text = fixture_write(fixture, "text");
  str rest = str_from(text);
  for (str line; str_next_line(&rest, &line);)
    if (utf8_count(line) > 80)
      fail_msg("too long: %.*s", STR_ARG(line));
  free(text);
  fixture_free(fixture);
}

static void nothing_found_is_short(void **state) {
  (void)state;
  struct fixture *fixture = fixture_new_clean();
  fixture->result.coverage = (struct coverage){.files = 1, .bytes = 12};
  char *text = fixture_write(fixture, "text");
  assert_string_equal(text, "CLEAN        No APSO key was found.\n"
                            "  Scanned    1 file, 12 bytes in ./shop\n");
  free(text);
  fixture_free(fixture);
}

static void incomplete_never_reads_like_clean(void **state) {
  (void)state;
  struct fixture *fixture = fixture_new_shallow();
  char *text = fixture_write(fixture, "text");
  assert_null(strstr(text, "CLEAN"));
  assert_has(text, "\nINCOMPLETE   No APSO key was found, but not everything was scanned.");
  assert_has(text, "NOT SCANNED  so there may be more\n  Shallow    history is cut off behind 1 commit:\n");
  free(text);
  fixture_free(fixture);
}

static void an_allowed_gap_is_still_told(void **state) {
  (void)state;
  struct fixture *fixture = fixture_new_shallow();
  fixture->result.coverage.allowed = 1u << GAP_SHALLOW;
  fixture->result.verdict = VERDICT_CLEAN;
  char *text = fixture_write(fixture, "text");
  assert_has(text, "accepted by --allow shallow\n");
  assert_has(text, "CLEAN        No APSO key was found, apart from what you allowed to be left out.\n");
  free(text);
  fixture_free(fixture);
}

/* Removes "ESC [ digits and semicolons m", the only sequence that the report itself writes. */
static void strip_colour(char *text) {
  char *to = text;
  for (const char *from = text; *from; from++) {
    size_t len = from[0] == '\x1b' && from[1] == '[' ? strspn(from + 2, "0123456789;") : 0;
    if (len && from[2 + len] == 'm')
      from += 2 + len;
    else
      *to++ = *from;
  }
  *to = '\0';
}

static void colour_changes_nothing_else(void **state) {
  (void)state;
  struct fixture *fixture = fixture_new();
  char *plain = fixture_write(fixture, "text");
  fixture->options.colour = true;
  char *coloured = fixture_write(fixture, "text");
  assert_string_not_equal(plain, coloured);
  strip_colour(coloured);
  assert_string_equal(plain, coloured);
  free(plain);
  free(coloured);
  fixture_free(fixture);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_is_accepted_is_told),
      cmocka_unit_test(no_key_and_no_control_byte),      cmocka_unit_test(first_screen_says_what_to_do),
      cmocka_unit_test(each_fact_is_told),               cmocka_unit_test(a_plain_finding_fits_80_columns),
      cmocka_unit_test(nothing_found_is_short),          cmocka_unit_test(incomplete_never_reads_like_clean),
      cmocka_unit_test(an_allowed_gap_is_still_told),    cmocka_unit_test(colour_changes_nothing_else),
  };
  return cmocka_run_group_tests_name("report/text", tests, NULL, NULL);
}
