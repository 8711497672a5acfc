/* test_oid.c -- object ids, and maps of them. */
#include "unit.h"

#include "base/oid.h"

#include "template.h"

enum { MANY = 20000 };

/* Ids that differ only at `at` and the two bytes behind it. */
static oid id_at(uint32_t number, size_t at) {
  oid id = {{0}};
  for (size_t i = 0; i < OID_SHA1; i++)
    id.bytes[i] = 0xab;
  id.bytes[at] = (uint8_t)number;
  id.bytes[at + 1] = (uint8_t)(number >> 8);
  id.bytes[at + 2] = (uint8_t)(number >> 16);
  return id;
}

static oid random_id(uint64_t *seed, size_t size) {
  oid id = {{0}};
  for (size_t i = 0; i < size; i++)
    id.bytes[i] = (uint8_t)template_draw(seed);
  return id;
}

static void hex(void **state) {
  (void)state;
  uint64_t seed = 1;
  char text[OID_HEX_SIZE];
  static const size_t sizes[] = {OID_SHA1, OID_SHA256};
  for (size_t i = 0; i < COUNT(sizes); i++) {
    oid id = random_id(&seed, sizes[i]), back;
    oid_to_hex(id, sizes[i], text);
    assert_int_equal(strlen(text), 2 * sizes[i]);
    assert_true(oid_from_hex(str_from(text), sizes[i], &back));
    assert_true(oid_eq(id, back));
    assert_int_equal(oid_compare(id, back), 0);
    assert_false(oid_from_hex(str_head(str_from(text), 2 * sizes[i] - 1), sizes[i], &back));
  }
}

static void what_is_no_hex(void **state) {
  (void)state;
  static const char *const rows[] = {"", "0123", "0123456789abcdef0123456789abcdef0123456g", "0123456789ABCDEF0123456789abcdef01234567",
                                     " 123456789abcdef0123456789abcdef01234567", "0123456789abcdef0123456789abcdef012345 7"};
  oid id;
  for (size_t i = 0; i < COUNT(rows); i++)
    assert_false(oid_from_hex(str_from(rows[i]), OID_SHA1, &id));
  assert_true(oid_from_hex(STR("0123456789abcdef0123456789abcdef01234567 more"), OID_SHA1, &id));
  assert_int_equal(id.bytes[19], 0x67);
  assert_int_equal(id.bytes[20], 0);
}

static void zero(void **state) {
  (void)state;
  oid id = {{0}};
  assert_true(oid_is_zero(id));
  id.bytes[OID_SIZE - 1] = 1;
  assert_false(oid_is_zero(id));
  assert_true(oid_is_zero(oid_from_raw("\0\0\0\0", 4)));
}

static void an_empty_map(void **state) {
  (void)state;
  struct oidmap map = {0}, other = {0};
  assert_int_equal(oidmap_get(&map, id_at(1, 0)), OIDMAP_NONE);
  oidmap_merge(&map, &other);
  assert_int_equal(map.len, 0);
  oidmap_free(&map);
}

static void the_first_is_kept_until_set(void **state) {
  (void)state;
  struct oidmap map = {0};
  assert_int_equal(oidmap_add(&map, id_at(1, 0), 5), 5);
  assert_int_equal(oidmap_add(&map, id_at(1, 0), 6), 5);
  assert_int_equal(oidmap_get(&map, id_at(1, 0)), 5);
  oidmap_set(&map, id_at(1, 0), 7);
  oidmap_set(&map, id_at(2, 0), 8);
  assert_int_equal(oidmap_get(&map, id_at(1, 0)), 7);
  assert_int_equal(oidmap_get(&map, id_at(2, 0)), 8);
  assert_int_equal(map.len, 2);
  oidmap_free(&map);
}

static void many_ids(void **state) {
  (void)state;
  static const size_t places[] = {0, 11};
  for (size_t p = 0; p < COUNT(places); p++) {
    struct oidmap map = {0};
    for (uint32_t i = 0; i < MANY; i++)
      assert_int_equal(oidmap_add(&map, id_at(i, places[p]), i), i);
    assert_int_equal(map.len, MANY);
    for (uint32_t i = 0; i < MANY; i++)
      assert_int_equal(oidmap_get(&map, id_at(i, places[p])), i);
    for (uint32_t i = MANY; i < 2 * MANY; i++)
      assert_int_equal(oidmap_get(&map, id_at(i, places[p])), OIDMAP_NONE);
    oidmap_free(&map);
  }
}

/* Whoever makes objects can choose their first bytes, and no more. */
static void ids_with_one_beginning(void **state) {
  (void)state;
  struct oidmap map = {0};
  for (int pass = 0; pass < 2; pass++) {
    uint64_t seed = 3;
    for (uint32_t i = 0; i < 5 * MANY; i++) {
      oid id = random_id(&seed, OID_SHA1);
      memset(id.bytes, 0, 8);
      assert_int_equal(pass ? oidmap_get(&map, id) : oidmap_add(&map, id, i), i);
    }
  }
  oidmap_free(&map);
}

static void count_visit(void *data, oid id, uint32_t value) {
  unsigned char *seen = data;
  assert_true(oid_eq(id, id_at(value, 0)));
  seen[value]++;
}

static void each_visits_once(void **state) {
  (void)state;
  static unsigned char seen[MANY];
  struct oidmap map = {0};
  for (uint32_t i = 0; i < MANY; i++)
    oidmap_add(&map, id_at(i, 0), i);
  oidmap_each(&map, count_visit, seen);
  for (size_t i = 0; i < MANY; i++)
    assert_int_equal(seen[i], 1);
  oidmap_free(&map);
}

static void merge_keeps_what_is_there(void **state) {
  (void)state;
  struct oidmap map = {0}, other = {0};
  uint64_t seed = 2;
  oid ids[1000];
  for (uint32_t i = 0; i < COUNT(ids); i++) {
    ids[i] = random_id(&seed, OID_SHA256);
    if (i < 600)
      oidmap_add(&map, ids[i], i);
    if (i >= 400)
      oidmap_add(&other, ids[i], i + 5000);
  }
  oidmap_merge(&map, &other);
  assert_int_equal(map.len, COUNT(ids));
  assert_int_equal(other.len, 600);
  for (uint32_t i = 0; i < COUNT(ids); i++)
    assert_int_equal(oidmap_get(&map, ids[i]), i < 600 ? i : i + 5000);
  oidmap_free(&map);
  oidmap_free(&other);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(hex),      cmocka_unit_test(what_is_no_hex),   cmocka_unit_test(zero),
      cmocka_unit_test(an_empty_map), cmocka_unit_test(the_first_is_kept_until_set), cmocka_unit_test(many_ids),
      cmocka_unit_test(ids_with_one_beginning),
      cmocka_unit_test(each_visits_once), cmocka_unit_test(merge_keeps_what_is_there),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
