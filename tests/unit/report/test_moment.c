/* test_moment.c -- dates of commits, sane and not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "report/moment.h"

struct moment_case {
  int64_t date;
  int offset;
  const char *expected;
};

static const struct moment_case cases[] = {
    {0, 0, "1970-01-01T00:00:00+00:00"},
    {1772353800, 90, "2026-03-01T10:00:00+01:30"},
    {1772353800, -570, "2026-02-28T23:00:00-09:30"},
    {951782400, 0, "2000-02-29T00:00:00+00:00"},
    {0, 5000, "1970-01-01T00:00:00+00:00"},
    {-1, 0, "1969-12-31T23:59:59+00:00"},
    {INT64_MAX, 60, "9999-12-31T23:59:59+01:00"},
    {INT64_MIN, -60, "0000-01-01T00:00:00-01:00"},
};

static void dates_keep_their_zone(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    struct commit_info commit = {.date = cases[i].date, .offset = cases[i].offset};
    struct buf out = {0};
    moment_add(&out, &commit);
    assert_int_equal(out.len, strlen(cases[i].expected));
    assert_memory_equal(out.data, cases[i].expected, out.len);
    buf_clear(&out);
    moment_add_day(&out, &commit);
    assert_int_equal(out.len, 10);
    assert_memory_equal(out.data, cases[i].expected, 10);
    buf_free(&out);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(dates_keep_their_zone)};
  return cmocka_run_group_tests_name("report/moment", tests, NULL, NULL);
}
