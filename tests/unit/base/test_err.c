/* test_err.c -- why something failed, in one line. */
#include "unit.h"

#include "base/err.h"

static void a_line_without_controls(void **state) {
  (void)state;
  struct err err;
  assert_int_equal(err_set(&err, "%s: %d", "a\nb\x1b[1m\x7f", 3), -1);
  assert_string_equal(err.text, "a?b?[1m?: 3");
  assert_int_equal(err_prefix(&err, "%s", "file\r"), -1);
  assert_string_equal(err.text, "file?: a?b?[1m?: 3");
}

static void long_lines_are_cut(void **state) {
  (void)state;
  struct err err;
  err_set(&err, "%05000d", 1);
  assert_int_equal(strlen(err.text), sizeof err.text - 1);
  err_prefix(&err, "%05000d", 2);
  assert_int_equal(strlen(err.text), sizeof err.text - 1);
  err_set(&err, "x");
  err_prefix(&err, "%01020d", 0);
  assert_string_equal(err.text + 1020, ": x");
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(a_line_without_controls), cmocka_unit_test(long_lines_are_cut)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
