/* test_buf.c -- bytes that grow. */
#include "unit.h"

#include "base/buf.h"

static void bytes_are_added(void **state) {
  (void)state;
  struct buf buf = {0};
  buf_add(&buf, STR_NONE);
  assert_int_equal(buf.len, 0);
  buf_add(&buf, STR("ab"));
  buf_add_byte(&buf, '\0');
  buf_printf(&buf, "%d%s", 12, "x");
  buf_printf(&buf, "%s", "");
  assert_str(buf_str(&buf), STR("ab\0" "12x"));
  buf_clear(&buf);
  assert_int_equal(buf_str(&buf).len, 0);
  buf_printf(&buf, "%05000d", 7);
  assert_int_equal(buf.len, 5000);
  assert_int_equal(buf.data[4999], '7');
  buf_free(&buf);
  assert_null(buf.data);
  assert_int_equal(buf.room, 0);
}

static void it_grows_to_any_length(void **state) {
  (void)state;
  struct buf buf = {0};
  for (size_t i = 0; i < 300000; i++)
    buf_add_byte(&buf, (char)i);
  for (size_t i = 0; i < 300000; i += 101)
    assert_int_equal(buf.data[i], (char)i);
  size_t room = buf.room;
  buf_reserve(&buf, room - buf.len);
  assert_int_equal(buf.room, room);
  buf_reserve(&buf, room - buf.len + 1);
  assert_true(buf.room > room);
  buf_free(&buf);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(bytes_are_added), cmocka_unit_test(it_grows_to_any_length)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
