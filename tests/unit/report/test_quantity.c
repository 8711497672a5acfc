/* test_quantity.c -- numbers as people read them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "report/quantity.h"

static void assert_is(struct buf *out, const char *expected) {
  buf_add_byte(out, '\0');
  assert_string_equal(out->data, expected);
  buf_free(out);
}

static void counts_read_like_words(void **state) {
  static const struct { uint64_t number; const char *noun, *expected; } cases[] = {
      {0, "object", "0 objects"},
      {1, "object", "1 object"},
      {999, "file", "999 files"},
      {1000, "file", "1,000 files"},
      {2, "repository", "2 repositories"},
      {UINT64_MAX, "byte", "18,446,744,073,709,551,615 bytes"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    struct buf out = {0};
    quantity_add_count(&out, cases[i].number, cases[i].noun);
    assert_is(&out, cases[i].expected);
  }
}

static void sizes_have_units(void **state) {
  static const struct { uint64_t bytes; const char *expected; } cases[] = {
      {0, "0 bytes"},        {1, "1 byte"},        {999, "999 bytes"},           {1000, "1.0 kB"},
      {999949, "999.9 kB"},  {999950, "1.0 MB"},   {12345678901, "12.3 GB"},     {UINT64_MAX, "18.4 EB"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    struct buf out = {0};
    quantity_add_size(&out, cases[i].bytes);
    assert_is(&out, cases[i].expected);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(counts_read_like_words),
      cmocka_unit_test(sizes_have_units),
  };
  return cmocka_run_group_tests_name("report/quantity", tests, NULL, NULL);
}
