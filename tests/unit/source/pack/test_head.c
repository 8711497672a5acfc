/* test_head.c -- heads of objects in packs. */
#include "unit.h"

#include "packwriter.h"

/* In memory of its own, so that a sanitizer sees what is read behind the end. */
static int parse(str bytes, size_t oid_size, struct object_head *head) {
  uint8_t *exact = malloc(bytes.len + 1);
  if (bytes.len)
    memcpy(exact, bytes.ptr, bytes.len);
  exact = realloc(exact, bytes.len ? bytes.len : 1);
  int failed = object_head_parse(exact, bytes.len, oid_size, head);
  free(exact);
  return failed;
}

static const uint64_t sizes[] = {0, 1, 15, 16, 2047, 2048, 262143, 262144, UINT32_MAX, UINT64_C(1) << 32, (UINT64_C(1) << 60) - 1};

static void whole_objects(void **state) {
  (void)state;
  for (unsigned type = 0; type < 8; type++)
    for (size_t i = 0; i < COUNT(sizes); i++) {
      struct buf bytes = {0};
      struct object_head head;
      bool is_known = type >= PACK_COMMIT && type <= PACK_TAG;
      packwriter_add_head(&bytes, (enum pack_type)type, sizes[i]);
      if (type < PACK_OFS_DELTA)
        assert_int_equal(parse(buf_str(&bytes), OID_SHA1, &head), is_known ? 0 : -1);
      if (is_known) {
        assert_true(head.type == (enum pack_type)type && head.size == sizes[i] && head.len == bytes.len);
        for (size_t len = 0; len < bytes.len; len++)
          assert_int_equal(parse(str_head(buf_str(&bytes), len), OID_SHA1, &head), -1);
      }
      buf_free(&bytes);
    }
}

static void size_without_end(void **state) {
  (void)state;
  struct object_head head;
  for (size_t len = 1; len < 24; len++) {
    char bytes[32];
    memset(bytes, 0xff, sizeof bytes);
    bytes[0] = (char)0xbf;
    assert_int_equal(parse((str){bytes, len}, OID_SHA1, &head), -1);
    bytes[len] = 1;
    if (len > 9)
      assert_int_equal(parse((str){bytes, len + 1}, OID_SHA1, &head), -1);
  }
}

static void offset_deltas(void **state) {
  (void)state;
  static const uint64_t backs[] = {1, 127, 128, 129, 16511, 16512, 2113663, 2113664, UINT32_MAX, UINT64_C(1) << 40, UINT64_C(1) << 55};
  for (size_t s = 0; s < COUNT(sizes); s++)
    for (size_t i = 0; i < COUNT(backs); i++) {
      struct buf bytes = {0};
      struct object_head head;
      packwriter_add_head(&bytes, PACK_OFS_DELTA, sizes[s]);
      packwriter_add_back(&bytes, backs[i]);
      assert_true(bytes.len <= OBJECT_HEAD_LIMIT);
      for (size_t len = 0; len < bytes.len; len++)
        assert_int_equal(parse(str_head(buf_str(&bytes), len), OID_SHA1, &head), -1);
      assert_int_equal(parse(buf_str(&bytes), OID_SHA1, &head), 0);
      assert_true(head.type == PACK_OFS_DELTA && head.size == sizes[s] && head.back == backs[i] && head.len == bytes.len);
      buf_free(&bytes);
    }
}

static void offsets_that_are_none(void **state) {
  (void)state;
  struct object_head head;
  assert_int_equal(parse(STR("\x64\x00"), OID_SHA1, &head), -1); /* its own base */
  for (size_t len = 1; len < 30; len++) {
    char bytes[32] = "\x64";
    memset(bytes + 1, 0xff, sizeof bytes - 1);
    assert_int_equal(parse((str){bytes, len + 1}, OID_SHA1, &head), -1);
  }
  /* The most that fits, and what would turn over. */
  assert_int_equal(parse(STR("\x64\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f"), OID_SHA1, &head), -1);
}

static void ref_deltas(void **state) {
  (void)state;
  static const size_t oid_sizes[] = {OID_SHA1, OID_SHA256};
  for (size_t o = 0; o < COUNT(oid_sizes); o++)
    for (size_t s = 0; s < COUNT(sizes); s++) {
      struct buf bytes = {0};
      struct object_head head;
      oid base = packwriter_id(77, oid_sizes[o]);
      packwriter_add_head(&bytes, PACK_REF_DELTA, sizes[s]);
      buf_add(&bytes, (str){(const char *)base.bytes, oid_sizes[o]});
      assert_true(bytes.len <= OBJECT_HEAD_LIMIT);
      for (size_t len = 0; len < bytes.len; len++)
        assert_int_equal(parse(str_head(buf_str(&bytes), len), oid_sizes[o], &head), -1);
      assert_int_equal(parse(buf_str(&bytes), oid_sizes[o], &head), 0);
      assert_true(head.type == PACK_REF_DELTA && head.size == sizes[s] && oid_eq(head.base, base) && head.len == bytes.len);
      buf_free(&bytes);
    }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(whole_objects),         cmocka_unit_test(size_without_end), cmocka_unit_test(offset_deltas),
      cmocka_unit_test(offsets_that_are_none), cmocka_unit_test(ref_deltas),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
