/* test_names.c -- the words of reports and rule files: all there, all different, and read back. */
#include "unit.h"

#include "model/finding.h"
#include "model/item.h"
#include "model/rule.h"

static void classes_and_severities(void **state) {
  (void)state;
  for (int i = 0; i < CLASS_COUNT; i++)
    assert_int_equal(class_from_name(str_from(class_name((enum finding_class)i))), i);
  for (int i = 0; i < SEVERITY_COUNT; i++)
    assert_int_equal(severity_from_name(str_from(severity_name((enum severity)i))), i);
  static const char *const unknown[] = {"", "High", "highest", "config "};
  for (size_t i = 0; i < COUNT(unknown); i++) {
    assert_int_equal(class_from_name(str_from(unknown[i])), -1);
    assert_int_equal(severity_from_name(str_from(unknown[i])), -1);
  }
}

static void wheres_differ(void **state) {
  (void)state;
  for (int i = 0; i < WHERE_COUNT; i++)
    for (int k = 0; k < i; k++)
      assert_string_not_equal(where_name((enum where)i), where_name((enum where)k));
}

/* As PRODUCT and the schema of the JSON report have them. */
static void states(void **state) {
  (void)state;
  assert_string_equal(status_name(STATUS_UNCHECKED), "unchecked");
  assert_string_equal(status_name(STATUS_LIVE), "live");
  assert_string_equal(status_name(STATUS_DEAD), "dead");
  assert_string_equal(status_name(STATUS_UNKNOWN), "unknown");
  assert_string_equal(exposure_name(EXPOSURE_UNKNOWN), "unknown");
  assert_string_equal(exposure_name(EXPOSURE_CLIENT), "client");
  assert_string_equal(exposure_name(EXPOSURE_SERVER), "server");
  assert_string_equal(verdict_name(VERDICT_CLEAN), "clean");
  assert_string_equal(verdict_name(VERDICT_FINDINGS), "findings");
  assert_string_equal(verdict_name(VERDICT_INCOMPLETE), "incomplete");
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(classes_and_severities), cmocka_unit_test(wheres_differ), cmocka_unit_test(states)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
