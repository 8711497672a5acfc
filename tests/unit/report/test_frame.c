/* test_frame.c -- marks stand under the key whatever else is in the line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "report/frame.h"

struct frame_case {
  const char *line;
  unsigned column;
  unsigned width;
  const char *expected;
};

#define GUTTER "     9 | "
#define MARKS "\n       | "
#define TEN "0123456789"
#define SEVENTY TEN TEN TEN TEN TEN TEN TEN

static const struct frame_case cases[] = {
    {"a ****", 2, 4, GUTTER "a ****" MARKS "  ^^^^\n"},
    {"\t****", 1, 4, GUTTER " ****" MARKS " ^^^^\n"},
    {"\xc3\xa9 ****", 2, 4, GUTTER "\xc3\xa9 ****" MARKS "  ^^^^\n"},
    {"\x1b****", 1, 4, GUTTER "\\x1b****" MARKS "    ^^^^\n"},
    {"\xff****", 1, 4, GUTTER "\\xff****" MARKS "    ^^^^\n"},
    {"", 0, 0, "     9 |" MARKS "^\n"},
    {"ab", 40, 4, GUTTER "ab" MARKS "  ^\n"},
    {TEN SEVENTY "****", 80, 4, GUTTER "...34567890123456789****" MARKS "                    ^^^^\n"},
    {SEVENTY TEN, 0, 80, GUTTER TEN TEN TEN TEN TEN TEN "0123456..." MARKS
     "^^^^^^^^^^" "^^^^^^^^^^" "^^^^^^^^^^" "^^^^^^^^^^" "^^^^^^^^^^" "^^^^^^^^^^" "^^^^^^^^^^\n"},
};

static void marks_stand_under_the_key(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    struct frame frame = {.first_line = 9, .count = 1, .mark_column = cases[i].column, .mark_width = cases[i].width};
    frame.line[0] = str_from(cases[i].line);
    struct buf out = {0};
    struct page page = {&out, false};
    frame_add(&page, &frame);
    buf_add_byte(&out, '\0');
    assert_string_equal(out.data, cases[i].expected);
    buf_free(&out);
  }
}

static void no_lines_no_frame(void **state) {
  (void)state;
  struct buf out = {0};
  struct page page = {&out, true};
  frame_add(&page, &(struct frame){0});
  assert_int_equal(out.len, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(marks_stand_under_the_key),
      cmocka_unit_test(no_lines_no_frame),
  };
  return cmocka_run_group_tests_name("report/frame", tests, NULL, NULL);
}
