/* test_page.c -- lines of the text report. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "report/page.h"

static void assert_is(struct buf *out, const char *expected) {
  buf_add_byte(out, '\0');
  assert_string_equal(out->data, expected);
  buf_free(out);
}

static void prose_wraps_at_80_columns(void **state) {
  (void)state;
  struct buf out = {0};
  struct page page = {&out, false};
  page_prose(&page, "Label", STR("one two  three four five six seven eight nine ten eleven twelve end fourteen"));
  page_heading(&page, STYLE_BAD, "WORD", STR("text"));
  assert_is(&out, "  Label      one two three four five six seven eight nine ten eleven twelve end\n"
                  "             fourteen\n"
                  "WORD         text\n");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(prose_wraps_at_80_columns),
  };
  return cmocka_run_group_tests_name("report/page", tests, NULL, NULL);
}
