/* test_spread.c -- places of a key, grouped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "report/spread.h"

static void groups_keep_the_order_of_their_best(void **state) {
  (void)state;
  struct occurrence places[] = {
      {.where = WHERE_STASH, .path = STR("b")},   {.where = WHERE_HISTORY, .path = STR("a")},
      {.where = WHERE_STASH, .path = STR("b")},   {.where = WHERE_STASH, .path = STR("a")},
      {.where = WHERE_HISTORY, .path = STR("a")}, {.where = WHERE_STASH, .path = STR("b")},
  };
  struct finding finding = {.occurrences = places, .occurrences_len = sizeof places / sizeof places[0]};
  struct spread spread = spread_new(&finding);
  static const struct { size_t first, count; } expected[] = {{0, 3}, {1, 2}, {3, 1}};
  assert_int_equal(spread.len, 3);
  for (size_t i = 0; i < spread.len; i++) {
    assert_ptr_equal(spread.groups[i].first, &places[expected[i].first]);
    assert_int_equal(spread.groups[i].count, expected[i].count);
  }
  spread_free(&spread);
}

static void no_place_no_group(void **state) {
  (void)state;
  struct finding finding = {0};
  struct spread spread = spread_new(&finding);
  assert_int_equal(spread.len, 0);
  spread_free(&spread);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(groups_keep_the_order_of_their_best),
      cmocka_unit_test(no_place_no_group),
  };
  return cmocka_run_group_tests_name("report/spread", tests, NULL, NULL);
}
