/* test_members.c -- archives left closed: counted once each, by object or by path. */
#include "unit.h"

#include "pipeline/members.h"

static oid id_of(uint8_t byte) {
  oid id = {{0}};
  memset(id.bytes, byte, OID_SHA1);
  return id;
}

static void closed_ones_are_counted_once(void **state) {
  static const struct {
    uint8_t id; /* 0: none */
    const char *path;
  } rows[] = {{1, ""}, {1, "b.zip"}, {1, "a.zip"}, {1, ""}, {2, ""}, {0, "c.zip"}, {0, "c.zip"}, {0, "d.zip"}, {2, ""}};
  struct closed_list list = {0};
  struct coverage coverage = {0};
  char hex[OID_HEX_SIZE];
  (void)state;
  for (size_t i = 0; i < COUNT(rows); i++)
    vec_push(&list, (struct closed){rows[i].id ? id_of(rows[i].id) : (oid){{0}}, str_from(rows[i].path)});
  closed_count(&list, &coverage);
  const struct shortfall *closed = &coverage.degraded[DEGRADED_CLOSED];
  oid_to_hex(id_of(2), OID_SHA1, hex);
  assert_int_equal(closed->count, 4);
  assert_int_equal(closed->examples, 4);
  assert_string_equal(closed->example[0], hex);
  assert_string_equal(closed->example[1], "a.zip");
  assert_string_equal(closed->example[2], "c.zip");
  assert_string_equal(closed->example[3], "d.zip");
  assert_true(coverage_is_complete(&coverage));
  vec_free(&list);
}

static void only_beginnings_are_archives(void **state) {
  struct item item = {.bytes = STR("PK\3\4"), .first_line = 1, .first_column = 1};
  (void)state;
  assert_true(members_has_archive(&item));
  item.first_column = 0;
  assert_true(members_has_archive(&item));
  item.first_column = 2;
  assert_false(members_has_archive(&item));
  item.first_column = 1;
  item.first_line = 2;
  assert_false(members_has_archive(&item));
  item.first_line = 1;
  item.bytes = STR("text");
  assert_false(members_has_archive(&item));
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(closed_ones_are_counted_once), cmocka_unit_test(only_beginnings_are_archives)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
