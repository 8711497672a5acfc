/* test_date.c -- days of the calendar. */
#include "unit.h"

#include "policy/date.h"

static void valid(void **state) {
  (void)state;
  static const struct {
    const char *text;
    bool is_valid;
  } rows[] = {
      {"2027-01-31", true},  {"2024-02-29", true},  {"2000-02-29", true},  {"9999-12-31", true},  {"0001-01-01", true},
      {"2027-02-29", false}, {"1900-02-29", false}, {"2027-04-31", false}, {"2027-13-01", false}, {"2027-00-01", false},
      {"2027-01-00", false}, {"0000-01-01", false}, {"2027-1-1", false},   {"2027/01/01", false}, {"27-01-01", false},
      {"", false},           {"2027-01-01 ", false}, {"2027-01-0x", false}, {"2027-01-01T00:00", false},
          {"-027-01-01", false},
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    if (date_is_valid(str_from(rows[i].text)) != rows[i].is_valid)
      fail_msg("%s", rows[i].text);
}

static void of_moments(void **state) {
  (void)state;
  struct arena kept = {0};
  assert_text(date_of(0, &kept), "1970-01-01");
  assert_text(date_of(1801439999, &kept), "2027-01-31");
  assert_text(date_of(1801440000, &kept), "2027-02-01");
  assert_true(date_is_valid(date_of(INT64_MAX, &kept)));
  arena_free(&kept);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(valid), cmocka_unit_test(of_moments)};
  return cmocka_run_group_tests_name("policy/date", tests, NULL, NULL);
}
