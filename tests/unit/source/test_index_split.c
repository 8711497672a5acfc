/* test_index_split.c -- an index that shares entries with another file, and ones that git 2.39 made. */
#include "unit.h"

#include "index_bytes.h"

/* ---- split ---- */

enum { SHARED = 70, ID = 's' };

static void add_bitmap(struct buf *out, uint64_t first, uint64_t second) {
  add_number(out, SHARED, 4);
  add_number(out, 3, 4);
  add_number(out, (uint64_t)2 << 33, 8);
  add_number(out, first, 8);
  add_number(out, second, 8);
  add_number(out, 0, 4);
}

static struct buf make_shared(char checksum) {
  struct buf out = begin_index(2, SHARED);
  for (int i = 0; i < SHARED; i++) {
    char path[8];
    snprintf(path, sizeof path, "f%02d", i);
    const struct wanted entry = {path, MODE_FILE, 0, 0};
    add_entry(&out, 2, OID_SHA1, &entry, 'o', 0, 0);
  }
  end_index(&out, OID_SHA1, checksum);
  return out;
}

static struct buf make_own(uint32_t version, const struct wanted *own, size_t count, const uint64_t bits[4]) {
  struct buf out = make_index(version, OID_SHA1, own, count), link = {0};
  add_bytes(&link, ID, OID_SHA1);
  add_bitmap(&link, bits[0], bits[1]);
  add_bitmap(&link, bits[2], bits[3]);
  add_extension(&out, "link", buf_str(&link));
  end_index(&out, OID_SHA1, 0);
  buf_free(&link);
  return out;
}

static const struct index_entry *find(const struct index *index, const char *path) {
  for (size_t i = 0; i < index->entries.len; i++)
    if (str_eq(index->entries.data[i].path, str_from(path)))
      return &index->entries.data[i];
  return NULL;
}

/* 1 and 66 deleted, 2 and 69 replaced; one comes between, one over another, a conflict, one behind all. */
static void split(void **state) {
  (void)state;
  static const struct wanted own[] = {{"", MODE_LINK, 0, 0},     {"", MODE_FILE, 0, MORE_INTENT}, {"f031", MODE_FILE, 0, 0}, {"f05", MODE_FILE, 0, 0},
                                      {"f06", MODE_FILE, 1, 0}, {"f06", MODE_FILE, 2, 0},        {"z/z", MODE_FILE, 0, 0}};
  static const uint64_t bits[] = {1 << 1, 1 << 2, 1 << 2, 1 << 5};
  for (uint32_t version = 2; version <= 4; version++) {
    struct buf bytes = make_own(version, own, COUNT(own), bits), shared = make_shared(ID);
    struct index index;
    assert_int_equal(join_index(buf_str(&bytes), buf_str(&shared), &index), INDEX_READ);
    assert_true(index.is_split);
    assert_int_equal(index.entries.len, SHARED - 2 + 4);
    for (size_t i = 1; i < index.entries.len; i++)
      assert_true(str_compare(index.entries.data[i - 1].path, index.entries.data[i].path) <= 0);
    assert_null(find(&index, "f01"));
    assert_null(find(&index, "f66"));
    assert_int_equal(find(&index, "f00")->id.bytes[0], 'o');
    assert_int_equal(find(&index, "f02")->id.bytes[0], 'a');
    assert_int_equal(find(&index, "f02")->mode, MODE_LINK);
    assert_int_equal(find(&index, "f69")->id.bytes[0], 'b');
    assert_true(find(&index, "f69")->is_intent);
    assert_int_equal(find(&index, "f031")->id.bytes[0], 'c');
    assert_int_equal(find(&index, "f05")->id.bytes[0], 'd');
    const struct index_entry *conflict = find(&index, "f06");
    assert_int_equal(conflict[0].stage, 0);
    assert_int_equal(conflict[1].stage, 1);
    assert_int_equal(conflict[2].stage, 2);
    assert_int_equal(find(&index, "z/z")->id.bytes[0], 'g');
    index_free(&index);
    buf_free(&bytes);
    buf_free(&shared);
  }
}

/* What is no longer in conflict takes the place of all that was. */
static void split_and_solved(void **state) {
  (void)state;
  static const struct wanted shared_ones[] = {{"a", MODE_FILE, 1, 0}, {"a", MODE_FILE, 2, 0}, {"a", MODE_FILE, 3, 0}, {"b", MODE_FILE, 2, 0}, {"b", MODE_FILE, 3, 0}};
  static const struct wanted own[] = {{"a", MODE_FILE, 0, 0}, {"b", MODE_FILE, 3, 0}};
  static const uint64_t none[4] = {0};
  struct buf bytes = make_own(2, own, COUNT(own), none), shared = make_index(2, OID_SHA1, shared_ones, COUNT(shared_ones));
  struct index index;
  end_index(&shared, OID_SHA1, ID);
  assert_int_equal(join_index(buf_str(&bytes), buf_str(&shared), &index), INDEX_READ);
  assert_int_equal(index.entries.len, 3);
  assert_int_equal(find(&index, "a")->stage, 0);
  const struct index_entry *b = find(&index, "b");
  assert_int_equal(b[0].stage, 2);
  assert_int_equal(b[0].id.bytes[0], 'd');
  assert_int_equal(b[1].stage, 3);
  assert_int_equal(b[1].id.bytes[0], 'b');
  index_free(&index);
  buf_free(&bytes);
  buf_free(&shared);
}

static void split_that_does_not_fit(void **state) {
  (void)state;
  static const struct {
    struct wanted own[2];
    size_t count;
    uint64_t bits[4];
  } cases[] = {
      {{{0}}, 0, {0, 1 << 6, 0, 0}},                                        /* deletes what is not there */
      {{{"", MODE_FILE, 0, 0}}, 1, {0, 0, 0, 1 << 6}},                      /* replaces it */
      {{{0}}, 0, {0, 0, 1, 0}},                                             /* no replacement */
      {{{"", MODE_FILE, 0, 0}}, 1, {0, 0, 3, 0}},                           /* one too few */
      {{{"x", MODE_FILE, 0, 0}}, 1, {0, 0, 1, 0}},                          /* one that has a path */
      {{{"", MODE_FILE, 0, 0}, {"", MODE_FILE, 0, 0}}, 2, {0, 0, 1, 0}},    /* one that replaces nothing */
      {{{"", MODE_FOLDER, 0, 0}}, 1, {0, 0, 1, 0}},                         /* a file that becomes a folder in place */
  };
  struct buf shared = make_shared(ID);
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct buf bytes = make_own(2, cases[i].own, cases[i].count, cases[i].bits);
    struct index index;
    assert_int_equal(join_index(buf_str(&bytes), buf_str(&shared), &index), INDEX_CORRUPT);
    index_free(&index);
    buf_free(&bytes);
  }
  buf_free(&shared);
}

static void split_with_wrong_share(void **state) {
  (void)state;
  static const uint64_t none[4] = {0};
  struct buf bytes = make_own(2, NULL, 0, none), other = make_shared('x'), again = make_own(2, NULL, 0, none), right = make_shared(ID);
  memset(again.data + again.len - OID_SHA1, ID, OID_SHA1); /* the right name, and split itself */
  const str shares[] = {buf_str(&other), buf_str(&again), STR_NONE, str_head(buf_str(&right), right.len - 1)};
  for (size_t i = 0; i < COUNT(shares); i++) {
    struct index index;
    assert_int_equal(join_index(buf_str(&bytes), shares[i], &index), INDEX_CORRUPT);
    index_free(&index);
  }
  struct index index;
  assert_int_equal(join_index(buf_str(&bytes), buf_str(&right), &index), INDEX_READ);
  assert_int_equal(index.entries.len, SHARED);
  index_free(&index);
  buf_free(&bytes);
  buf_free(&other);
  buf_free(&again);
  buf_free(&right);
}

/* ---- made by git 2.39 ---- */

static const char git_sha256[] =
    "4449524300000002000000026b0579ae2ca728bd6b0579ae2ca728bd0000fe00009942c8000081a4000000000000000000000002f8625e43f9e04f24"
    "291f77cdbe4c71b3c2a3b0003f60419b3ed06a058d766c8b00016100000000006b0579ae2ca9cdec6b0579ae2ca9cdec0000fe00009942ca000081a4"
    "0000000000000000000000029b69d308c97f2c5933fdd0e8ce04acce91c09cb969e36a1f86756fc5a5d3323a0003642f62000000545245450000004b"
    "003220310a0624d5a3e60700bb809a4e4cebbd844180e6e86f3770d0ef442c2f12df64d89064003120300a38fd8f0b80b9698faa4216bbd5089947c3"
    "433dfc38a835899c837eff88d2ac62c74ba563662f6e3d2265c8ab1942cea5b1f3ad663e61f87a4daf63d7e6a1f627";
/* f0 to f5 shared; then f1 changed, f4 removed, f10 and z added. */
static const char git_split[] =
    "4449524300000002000000076b0579ae2924c6e86b0579ae2924c6e80000fe0000994280000081a4000000000000000000000002573541ac9702dd39"
    "69c9bc859d2b91ec1f7e6e56000000006b0579ae2a91ab836b0579ae2a91ab830000fe0000994286000081a4000000000000000000000002587be6b4"
    "c3f93f93c489c0111bba5596147a26cb000000006b0579ae29279df86b0579ae29279df80000fe0000994287000081a4000000000000000000000002"
    "0cfbf08886fca9a91cb753ec8734c84fcbe52c9f000000006b0579ae2928ee5e6b0579ae2928ee5e0000fe0000994288000081a40000000000000000"
    "0000000200750edc07d6415dcc07ae0351e9397b0222b7ba000000006b0579ae292b9c506b0579ae292b9c500000fe000099428a000081a400000000"
    "00000000000000027ed6ff82de6bcc2a78243fc9c54d3ef5ac14da69000000006b0579ae2a9415db6b0579ae2a9415db0000fe0000994298000081a4"
    "0000000000000000000000043e757656cf36eca53338e520d134963a44f793f80003663130000000000000006b0579ae2a957e006b0579ae2a957e00"
    "0000fe00009942a5000081a4000000000000000000000002b68025345d5301abad4d9ec9166f455243a0d74600017a006c696e6b0000004ca9587f34"
    "be6d34c81c7de51a08873968bdcfe7f10000000500000002000000020000000000000000000000100000000000000006000000020000000200000000"
    "000000000000002f000000005452454500000006002d3120300a6bfee40acda493eda30e5b3d2227c19e0987394c";
static const char git_shared[] =
    "4449524300000002000000066b0579ae2924c6e86b0579ae2924c6e80000fe0000994280000081a4000000000000000000000002573541ac9702dd39"
    "69c9bc859d2b91ec1f7e6e560002663000000000000000006b0579ae2926499e6b0579ae2926499e0000fe0000994286000081a40000000000000000"
    "00000002d00491fd7e5bb6fa28c517a0bb32b8b506539d4d0002663100000000000000006b0579ae29279df86b0579ae29279df80000fe0000994287"
    "000081a40000000000000000000000020cfbf08886fca9a91cb753ec8734c84fcbe52c9f0002663200000000000000006b0579ae2928ee5e6b0579ae"
    "2928ee5e0000fe0000994288000081a400000000000000000000000200750edc07d6415dcc07ae0351e9397b0222b7ba000266330000000000000000"
    "6b0579ae292a407d6b0579ae292a407d0000fe0000994289000081a4000000000000000000000002b8626c4cff2849624fb67f87cd0ad72b163671ad"
    "0002663400000000000000006b0579ae292b9c506b0579ae292b9c500000fe000099428a000081a40000000000000000000000027ed6ff82de6bcc2a"
    "78243fc9c54d3ef5ac14da69000266350000000000000000a9587f34be6d34c81c7de51a08873968bdcfe7f1";

static struct buf from_hex(const char *hex) {
  struct buf out = {0};
  for (; *hex; hex += 2) {
    char digits[] = {hex[0], hex[1], '\0'};
    buf_add_byte(&out, (char)strtoul(digits, NULL, 16));
  }
  return out;
}

static void check_hex(const struct index_entry *entry, size_t oid_size, const char *path, const char *hex) {
  char actual[OID_HEX_SIZE];
  oid_to_hex(entry->id, oid_size, actual);
  assert_text(entry->path, path);
  assert_string_equal(actual, hex);
}

static void of_git_with_sha256(void **state) {
  (void)state;
  struct buf bytes = from_hex(git_sha256);
  struct index index;
  assert_int_equal(parse_index(buf_str(&bytes), OID_SHA256, &index), INDEX_READ);
  assert_int_equal(index.entries.len, 2);
  check_hex(&index.entries.data[0], OID_SHA256, "a", "f8625e43f9e04f24291f77cdbe4c71b3c2a3b0003f60419b3ed06a058d766c8b");
  check_hex(&index.entries.data[1], OID_SHA256, "d/b", "9b69d308c97f2c5933fdd0e8ce04acce91c09cb969e36a1f86756fc5a5d3323a");
  const struct cachetree_node *top = cachetree_top(&index.trees), *d = cachetree_below(&index.trees, top, STR("d"));
  assert_int_equal(top->entries, 2);
  assert_int_equal(d->entries, 1);
  index_free(&index);
  assert_int_equal(outcome_of(buf_str(&bytes), OID_SHA1), INDEX_CORRUPT);
  buf_free(&bytes);
}

static void of_git_split(void **state) {
  (void)state;
  static const char *const expected[][2] = {
      {"f0", "573541ac9702dd3969c9bc859d2b91ec1f7e6e56"}, {"f1", "587be6b4c3f93f93c489c0111bba5596147a26cb"},
      {"f10", "3e757656cf36eca53338e520d134963a44f793f8"}, {"f2", "0cfbf08886fca9a91cb753ec8734c84fcbe52c9f"},
      {"f3", "00750edc07d6415dcc07ae0351e9397b0222b7ba"}, {"f5", "7ed6ff82de6bcc2a78243fc9c54d3ef5ac14da69"},
      {"z", "b68025345d5301abad4d9ec9166f455243a0d746"},
  };
  struct buf bytes = from_hex(git_split), shared = from_hex(git_shared);
  struct index index;
  assert_int_equal(join_index(buf_str(&bytes), buf_str(&shared), &index), INDEX_READ);
  assert_int_equal(index.entries.len, COUNT(expected));
  for (size_t i = 0; i < COUNT(expected); i++)
    check_hex(&index.entries.data[i], OID_SHA1, expected[i][0], expected[i][1]);
  index_free(&index);
  buf_free(&bytes);
  buf_free(&shared);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(split),
      cmocka_unit_test(split_and_solved),
      cmocka_unit_test(split_that_does_not_fit),
      cmocka_unit_test(split_with_wrong_share),
      cmocka_unit_test(of_git_with_sha256),
      cmocka_unit_test(of_git_split),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
