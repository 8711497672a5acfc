/* test_packfile.c -- packs with indexes of both versions, good ones and damaged ones; look-ups. */
#include "unit.h"

#include "packwriter.h"
#include "source/pack/packfile.h"

struct fixture {
  char folder[64];
  struct arena kept;
  struct packwriter writer;
  struct buf index;
  struct packfile pack;
  struct err err;
};

static int set_up(void **state) {
  struct fixture *f = calloc(1, sizeof *f);
  packwriter_make_folder(f->folder);
  f->writer.oid_size = OID_SHA1;
  *state = f;
  return 0;
}

static void clear(struct fixture *f) {
  packfile_close(&f->pack);
  f->index.len = 0;
  f->writer.objects.len = 0;
  f->writer.bytes.len = 0;
}

static int tear_down(void **state) {
  struct fixture *f = *state;
  clear(f);
  packwriter_free(&f->writer);
  buf_free(&f->index);
  arena_free(&f->kept);
  packwriter_remove_folder(f->folder);
  free(f);
  return 0;
}

/* With the index as it stands. */
static int open_files(struct fixture *f) {
  char name[128];
  packwriter_put(f->folder, "pack/x.pack", packwriter_pack(&f->writer));
  packwriter_put(f->folder, "pack/x.idx", buf_str(&f->index));
  snprintf(name, sizeof name, "%s/pack/x.idx", f->folder);
  packfile_close(&f->pack);
  return packfile_open(str_from(name), f->writer.oid_size, &f->kept, &f->pack, &f->err);
}

static int open_pack(struct fixture *f, int version) {
  f->index.len = 0;
  packwriter_add_index(&f->writer, version, UINT64_MAX, &f->index);
  return open_files(f);
}

static void add_objects(struct fixture *f, uint32_t count) {
  for (uint32_t i = 0; i < count; i++)
    packwriter_whole(&f->writer, PACK_BLOB, packwriter_id(i, f->writer.oid_size), STR("x"));
}

static void write32(struct buf *index, size_t at, uint32_t value) {
  for (int i = 0; i < 4; i++)
    index->data[at + (size_t)i] = (char)(value >> 8 * (3 - i));
}

/* Every id of the index is found where it stands; ids next to it, and others, are not. */
static void check_finds(const struct fixture *f) {
  uint32_t position;
  for (uint32_t i = 0; i < f->pack.count; i++) {
    oid id = packfile_oid(&f->pack, i);
    packfile_expect_fan(&f->pack, id);
    packfile_expect_ids(&f->pack, id);
    assert_true(packfile_find(&f->pack, id, &position));
    assert_true(oid_eq(packfile_oid(&f->pack, position), id));
    for (size_t byte = 0; byte < f->writer.oid_size; byte += 3)
      for (int up = 0; up < 2; up++) {
        oid other = id;
        other.bytes[byte] = (uint8_t)(other.bytes[byte] + (up ? 1 : -1));
        bool is_there = false;
        for (uint32_t k = 0; k < f->pack.count && f->pack.count < 200; k++)
          is_there |= oid_eq(packfile_oid(&f->pack, k), other);
        if (f->pack.count < 200)
          assert_int_equal(packfile_find(&f->pack, other, &position), is_there);
      }
  }
  for (uint32_t i = 0; i < 1000; i++)
    assert_false(packfile_find(&f->pack, packwriter_id(0x70000000 + i, f->writer.oid_size), &position));
  static const uint8_t fills[] = {0, 0xff};
  for (size_t i = 0; i < COUNT(fills); i++) {
    oid id = {{0}};
    memset(id.bytes, fills[i], f->writer.oid_size);
    packfile_expect_fan(&f->pack, id);
    packfile_expect_ids(&f->pack, id);
    bool is_there = f->pack.count && (oid_eq(packfile_oid(&f->pack, 0), id) || oid_eq(packfile_oid(&f->pack, f->pack.count - 1), id));
    assert_int_equal(packfile_find(&f->pack, id, &position), is_there);
  }
}

/* Before and after it is refined. */
static void check_both_ways(struct fixture *f) {
  check_finds(f);
  packfile_refine(&f->pack);
  check_finds(f);
}

static void both_versions(void **state) {
  struct fixture *f = *state;
  static const size_t oid_sizes[] = {OID_SHA1, OID_SHA256};
  static const uint32_t counts[] = {0, 1, 2, 3, 255, 256, 257, 1025, 5000};
  for (size_t o = 0; o < COUNT(oid_sizes); o++)
    for (int version = 1; version <= 2; version++)
      for (size_t c = 0; c < COUNT(counts); c++) {
        clear(f);
        f->writer.oid_size = oid_sizes[o];
        add_objects(f, counts[c]);
        assert_int_equal(open_pack(f, version), 0);
        assert_true(f->pack.count == counts[c] && f->pack.version == (unsigned)version);
        assert_int_equal(f->pack.end, f->pack.size - oid_sizes[o]);
        for (uint32_t i = 0; i < counts[c]; i++) {
          assert_true(oid_eq(packfile_oid(&f->pack, i), f->writer.objects.data[i].id));
          assert_int_equal(packfile_offset(&f->pack, i), f->writer.objects.data[i].offset);
        }
        check_both_ways(f);
      }
}

/* Ids that share their first bytes, those at both ends of the range among them. */
static void clustered_ids(void **state) {
  struct fixture *f = *state;
  for (size_t shared = 0; shared <= 19; shared++)
    for (int fill = 0; fill < 3; fill++) {
      clear(f);
      for (int i = 0; i < 150; i++) {
        oid id = {{0}};
        memset(id.bytes, fill == 0 ? 0 : fill == 1 ? 0xff : 0x5a, OID_SHA1);
        id.bytes[shared] = (uint8_t)i;
        packwriter_whole(&f->writer, PACK_BLOB, id, STR("x"));
      }
      assert_int_equal(open_pack(f, 1 + (int)shared % 2), 0);
      check_both_ways(f);
    }
}

/* A great many, all in one bucket of any fan but for two. */
static void one_full_bucket(void **state) {
  struct fixture *f = *state;
  for (uint32_t i = 0; i < 3000; i++) {
    oid id = {{0x80}};
    memcpy(id.bytes + 16, &i, sizeof i);
    packwriter_whole(&f->writer, PACK_BLOB, id, STR_NONE);
  }
  oid first = {{0}}, last = {{0}};
  memset(last.bytes, 0xff, OID_SHA1);
  packwriter_whole(&f->writer, PACK_BLOB, first, STR_NONE);
  packwriter_whole(&f->writer, PACK_BLOB, last, STR_NONE);
  assert_int_equal(open_pack(f, 2), 0);
  check_both_ways(f);
}

/* ---- large offsets ---- */

static void large_offsets(void **state) {
  struct fixture *f = *state;
  static const uint64_t offsets[] = {12, 0x7fffffff, 0x80000000, 0xffffffff, UINT64_C(0x100000000), UINT64_C(0x123456789abcdef0)};
  for (uint32_t i = 0; i < COUNT(offsets); i++)
    vec_push(&f->writer.objects, (struct packed_object){packwriter_id(i, OID_SHA1), offsets[i]});
  assert_int_equal(open_pack(f, 2), 0);
  for (uint32_t i = 0; i < COUNT(offsets); i++)
    assert_int_equal(packfile_offset(&f->pack, i), f->writer.objects.data[i].offset);
  f->index.len = 0;
  packwriter_add_index(&f->writer, 2, 0, &f->index); /* small ones in the table too */
  assert_int_equal(open_files(f), 0);
  for (uint32_t i = 0; i < COUNT(offsets); i++)
    assert_int_equal(packfile_offset(&f->pack, i), f->writer.objects.data[i].offset);
}

static void large_offsets_that_are_not_there(void **state) {
  struct fixture *f = *state;
  add_objects(f, 3);
  packwriter_add_index(&f->writer, 2, 0, &f->index);
  size_t offsets = 8 + 1024 + 3 * (OID_SHA1 + 4);
  static const uint32_t wrong[] = {3, 4, 5, 1000, 0x7fffffff};
  for (size_t i = 0; i < COUNT(wrong); i++) {
    write32(&f->index, offsets, 0x80000000u | wrong[i]);
    assert_int_equal(open_files(f), 0);
    assert_true(packfile_offset(&f->pack, 0) == UINT64_MAX);
    assert_int_equal(packfile_offset(&f->pack, 2), f->writer.objects.data[2].offset);
    assert_int_equal(packfile_bytes(&f->pack, UINT64_MAX, 10).len, 0);
  }
}

static void version_1_has_32_bits(void **state) {
  struct fixture *f = *state;
  vec_push(&f->writer.objects, (struct packed_object){packwriter_id(1, OID_SHA1), 0x80000000});
  vec_push(&f->writer.objects, (struct packed_object){packwriter_id(2, OID_SHA1), 0xffffffff});
  assert_int_equal(open_pack(f, 1), 0);
  for (uint32_t i = 0; i < 2; i++)
    assert_int_equal(packfile_offset(&f->pack, i), f->writer.objects.data[i].offset);
}

/* ---- bytes ---- */

static void bytes_at_the_end(void **state) {
  struct fixture *f = *state;
  add_objects(f, 1);
  assert_int_equal(open_pack(f, 2), 0);
  uint64_t size = f->pack.size;
  assert_int_equal(packfile_bytes(&f->pack, 0, 4).len, 4);
  assert_text(packfile_bytes(&f->pack, 0, 4), "PACK");
  assert_int_equal(packfile_bytes(&f->pack, 0, SIZE_MAX).len, size);
  assert_int_equal(packfile_bytes(&f->pack, size - 1, 5).len, 1);
  assert_int_equal(packfile_bytes(&f->pack, size, 5).len, 0);
  assert_int_equal(packfile_bytes(&f->pack, UINT64_MAX, SIZE_MAX).len, 0);
  packfile_expect_all(&f->pack);
}

/* ---- damage ---- */

static void assert_refused(struct fixture *f, const char *why) {
  f->err.text[0] = '\0';
  assert_int_equal(open_files(f), -1);
  if (str_find(str_from(f->err.text), str_from(why), 0) == SIZE_MAX)
    fail_msg("\"%s\" is not: %s", f->err.text, why);
  assert_true(f->pack.bytes == NULL && f->pack.index == NULL);
}

static void damaged_fans(void **state) {
  struct fixture *f = *state;
  add_objects(f, 40);
  for (int version = 1; version <= 2; version++) {
    size_t fan = version == 2 ? 8 : 0;
    for (size_t i = version == 1; i < 256; i += 15) { /* the first one of version 1 may look like a version 2 */
      f->index.len = 0;
      packwriter_add_index(&f->writer, version, UINT64_MAX, &f->index);
      write32(&f->index, fan + 4 * i, 0xffffffff);
      assert_refused(f, i == 255 ? "cut off" : "damaged pack index");
      write32(&f->index, fan + 4 * i, 41);
      assert_refused(f, i == 255 ? "cut off" : "damaged pack index");
    }
  }
}

/* A fan that rises, but says other buckets than the ids do: nothing is found there, and nothing is read beyond. */
static void lying_fan(void **state) {
  struct fixture *f = *state;
  uint32_t position;
  add_objects(f, 40);
  packwriter_add_index(&f->writer, 2, UINT64_MAX, &f->index);
  for (size_t i = 0; i < 255; i++)
    write32(&f->index, 8 + 4 * i, i < 128 ? 0 : 40);
  assert_int_equal(open_files(f), 0);
  for (uint32_t i = 0; i < 40; i++) {
    bool is_found = packfile_find(&f->pack, packfile_oid(&f->pack, i), &position);
    assert_int_equal(is_found, packfile_oid(&f->pack, i).bytes[0] == 128);
  }
  packfile_refine(&f->pack);
  check_finds(f);
}

static void index_out_of_order(void **state) {
  struct fixture *f = *state;
  uint32_t position;
  add_objects(f, 300);
  packwriter_add_index(&f->writer, 2, UINT64_MAX, &f->index);
  char *ids = f->index.data + 8 + 1024;
  for (size_t i = 0; i < 150; i++)
    for (size_t byte = 0; byte < OID_SHA1; byte++) { /* back to front */
      char swap = ids[i * OID_SHA1 + byte];
      ids[i * OID_SHA1 + byte] = ids[(299 - i) * OID_SHA1 + byte];
      ids[(299 - i) * OID_SHA1 + byte] = swap;
    }
  assert_int_equal(open_files(f), 0);
  for (int refined = 0; refined < 2; refined++) {
    for (uint32_t i = 0; i < 300; i++) {
      oid id = packwriter_id(i, OID_SHA1);
      packfile_expect_fan(&f->pack, id);
      packfile_expect_ids(&f->pack, id);
      if (packfile_find(&f->pack, id, &position))
        assert_true(oid_eq(packfile_oid(&f->pack, position), id));
    }
    if (!refined)
      packfile_refine(&f->pack);
  }
}

static void cut_anywhere(void **state) {
  struct fixture *f = *state;
  add_objects(f, 5);
  for (int version = 1; version <= 2; version++) {
    f->index.len = 0;
    packwriter_add_index(&f->writer, version, UINT64_MAX, &f->index);
    for (size_t whole = f->index.len, len = 0; len < whole; len += len < 1100 ? 97 : 1) {
      f->index.len = len;
      assert_int_equal(open_files(f), -1);
    }
  }
}

static void packs_that_are_none(void **state) {
  struct fixture *f = *state;
  char name[128];
  static const struct {
    str bytes;
    const char *why;
  } cases[] = {
      {{"", 0}, "not a pack"},
      {{"PACK\0\0\0\2\0\0\0\0" "1234567890123456789", 31}, "not a pack"},
      {{"PACK\0\0\0\2\0\0\0\0" "12345678901234567890", 32}, NULL},
      {{"PACK\0\0\0\3\0\0\0\0" "12345678901234567890", 32}, NULL},
      {{"PACK\0\0\0\4\0\0\0\0" "12345678901234567890", 32}, "version 4"},
      {{"KCAP\0\0\0\2\0\0\0\0" "12345678901234567890", 32}, "not a pack"},
      {{"PACK\0\0\0\2\0\0\0\1" "12345678901234567890", 32}, "1 objects, its index has 0"},
  };
  snprintf(name, sizeof name, "%s/pack/x.idx", f->folder);
  packwriter_add_index(&f->writer, 2, UINT64_MAX, &f->index);
  packwriter_put(f->folder, "pack/x.idx", buf_str(&f->index));
  for (size_t i = 0; i < COUNT(cases); i++) {
    packfile_close(&f->pack);
    packwriter_put(f->folder, "pack/x.pack", cases[i].bytes);
    assert_int_equal(packfile_open(str_from(name), OID_SHA1, &f->kept, &f->pack, &f->err), cases[i].why ? -1 : 0);
    if (cases[i].why)
      assert_true(str_find(str_from(f->err.text), str_from(cases[i].why), 0) != SIZE_MAX);
  }
}

static void index_of_another_version(void **state) {
  struct fixture *f = *state;
  add_objects(f, 2);
  packwriter_add_index(&f->writer, 2, UINT64_MAX, &f->index);
  static const uint32_t versions[] = {0, 3, 0xffffffff};
  for (size_t i = 0; i < COUNT(versions); i++) {
    write32(&f->index, 4, versions[i]);
    assert_refused(f, "version");
  }
}

static void files_that_are_not_there(void **state) {
  struct fixture *f = *state;
  char name[128];
  snprintf(name, sizeof name, "%s/pack/x.idx", f->folder);
  assert_int_equal(packfile_open(str_from(name), OID_SHA1, &f->kept, &f->pack, &f->err), -1);
  packwriter_add_index(&f->writer, 2, UINT64_MAX, &f->index);
  packwriter_put(f->folder, "pack/x.idx", buf_str(&f->index));
  assert_int_equal(packfile_open(str_from(name), OID_SHA1, &f->kept, &f->pack, &f->err), -1);
  snprintf(name, sizeof name, "%s/pack.idx", f->folder); /* a folder beside it */
  packwriter_put(f->folder, "pack.idx/x", STR_NONE);
  assert_int_equal(packfile_open(str_from(name), OID_SHA1, &f->kept, &f->pack, &f->err), -1);
}

int main(void) {
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
  const struct CMUnitTest tests[] = {
      IN_FOLDER(both_versions),          IN_FOLDER(clustered_ids),       IN_FOLDER(one_full_bucket),
      IN_FOLDER(large_offsets),          IN_FOLDER(large_offsets_that_are_not_there), IN_FOLDER(version_1_has_32_bits),
      IN_FOLDER(bytes_at_the_end),       IN_FOLDER(damaged_fans),        IN_FOLDER(lying_fan),
      IN_FOLDER(index_out_of_order),     IN_FOLDER(cut_anywhere),        IN_FOLDER(packs_that_are_none),
      IN_FOLDER(index_of_another_version), IN_FOLDER(files_that_are_not_there),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
