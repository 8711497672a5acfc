/* test_store.c -- object folders: packs, loose objects, alternates, and what cannot be opened. */
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "packwriter.h"
#include "source/pack/store.h"

struct fixture {
  char folder[64]; /* object folders a, b, … are below it */
  struct store store;
};

static int set_up(void **state) {
  struct fixture *f = calloc(1, sizeof *f);
  char path[64];
  packwriter_make_folder(path);
  if (!realpath(path, f->folder))
    return -1;
  *state = f;
  return 0;
}

static int tear_down(void **state) {
  struct fixture *f = *state;
  store_close(&f->store);
  packwriter_remove_folder(f->folder);
  free(f);
  return 0;
}

static void open_folder(struct fixture *f, const char *name) {
  char path[128];
  snprintf(path, sizeof path, "%s/%s", f->folder, name);
  str folder = str_from(path);
  store_close(&f->store);
  store_open(&folder, 1, OID_SHA1, &f->store);
}

static void make_folder(const struct fixture *f, const char *name) {
  char path[128];
  snprintf(path, sizeof path, "%s/pack/.keep", name);
  packwriter_put(f->folder, path, STR_NONE);
}

/* info/alternates of folder `name`; "@" stands for the folder above all. */
static void put_alternates(const struct fixture *f, const char *name, const char *text) {
  struct buf lines = {0};
  char path[128];
  make_folder(f, name);
  for (; *text; text++)
    if (*text == '@')
      buf_add(&lines, str_from(f->folder));
    else
      buf_add_byte(&lines, *text);
  snprintf(path, sizeof path, "%s/info/alternates", name);
  packwriter_put(f->folder, path, buf_str(&lines));
  buf_free(&lines);
}

/* Names of the store's folders, in order. */
static void assert_folders(const struct fixture *f, const char *expected) {
  struct buf names = {0};
  for (size_t i = 0; i < f->store.folders.len; i++)
    buf_printf(&names, "%s%.*s", i ? " " : "", STR_ARG(str_basename(f->store.folders.data[i])));
  assert_text(buf_str(&names), expected);
  buf_free(&names);
}

static void assert_problem(const struct fixture *f, enum gap gap, const char *what) {
  for (size_t i = 0; i < f->store.problems.len; i++)
    if (f->store.problems.data[i].gap == gap && str_find(f->store.problems.data[i].what, str_from(what), 0) != SIZE_MAX)
      return;
  fail_msg("%s is not told", what);
}

static oid id(uint32_t number) {
  return packwriter_id(number, OID_SHA1);
}

static void put_pack(const struct fixture *f, const char *folder, const char *name, uint32_t first, uint32_t count) {
  struct packwriter w = {.oid_size = OID_SHA1};
  char path[128];
  make_folder(f, folder);
  snprintf(path, sizeof path, "%s/%s", f->folder, folder);
  for (uint32_t i = 0; i < count; i++)
    packwriter_whole(&w, PACK_BLOB, id(first + i), STR("x"));
  packwriter_write(&w, path, name, 2);
  packwriter_free(&w);
}

/* ---- alternates ---- */

static void alternates(void **state) {
  struct fixture *f = *state;
  put_alternates(f, "a", "# a comment\n\n@/b\n../c\n");
  put_alternates(f, "b", "../d\n@/c");
  make_folder(f, "c");
  make_folder(f, "d");
  open_folder(f, "a");
  assert_folders(f, "a b c d");
  assert_int_equal(f->store.problems.len, 0);
}

/* As git quotes them; a line that is not well quoted is a name like others. */
static void quoted_alternates(void **state) {
  struct fixture *f = *state;
  char name[128];
  static const struct {
    const char *line, *folder;
  } cases[] = {
      {"\"../plain\"", "plain"},     {"\"@/absolute\"", "absolute"},        {"\"../with \\\"quotes\\\"\"", "with \"quotes\""},
      {"\"../new\\nline\"", "new\nline"}, {"\"../tab\\tback\\\\slash\"", "tab\tback\\slash"}, {"\"../caf\\303\\251\"", "caf\303\251"},
      {"\"../\\a\\b\\f\\r\\v\"", "\a\b\f\r\v"},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    put_alternates(f, "a", cases[i].line);
    make_folder(f, cases[i].folder);
    open_folder(f, "a");
    assert_int_equal(f->store.problems.len, 0);
    snprintf(name, sizeof name, "a %s", cases[i].folder);
    assert_folders(f, name);
  }
  static const char *const wrong[] = {"\"", "\"../plain", "\"../plain\"x", "\"../\\q\"",
                                      "\"../\\40\"", "\"../\\777\"", "\"../plain\\\"", "\"../\\3", "\"\""};
  for (size_t i = 0; i < COUNT(wrong); i++) {
    put_alternates(f, "a", wrong[i]);
    open_folder(f, "a");
    assert_folders(f, "a");
    if (i + 1 < COUNT(wrong)) /* the last one names nothing */
      assert_int_equal(f->store.problems.len, 1);
  }
}

static void circles(void **state) {
  struct fixture *f = *state;
  put_alternates(f, "a", "../b\n../a\n");
  put_alternates(f, "b", "../c\n");
  put_alternates(f, "c", "../a\n../c\n../b/../b\n");
  open_folder(f, "a");
  assert_folders(f, "a b c");
  assert_int_equal(f->store.problems.len, 0);
}

/* The same folder by another name is the same. */
static void links(void **state) {
  struct fixture *f = *state;
  char link[128];
  put_alternates(f, "a", "../l\n../b\n");
  make_folder(f, "b");
  snprintf(link, sizeof link, "%s/l", f->folder);
  assert_int_equal(symlink("b", link), 0);
  open_folder(f, "a");
  assert_folders(f, "a b");
}

static void alternates_that_are_not_there(void **state) {
  struct fixture *f = *state;
  put_alternates(f, "a", "../nowhere\n@/neither\n../b\n");
  make_folder(f, "b");
  open_folder(f, "a");
  assert_folders(f, "a b");
  assert_int_equal(f->store.problems.len, 2);
  assert_problem(f, GAP_MISSING, "nowhere");
  assert_problem(f, GAP_MISSING, "neither");
}

/* A chain without end is told where it is left. */
static void deep(void **state) {
  struct fixture *f = *state;
  char name[8], next[16];
  for (int i = 0; i < 20; i++) {
    snprintf(name, sizeof name, "f%02d", i);
    snprintf(next, sizeof next, "../f%02d\n", i + 1);
    put_alternates(f, name, next);
  }
  make_folder(f, "f20");
  open_folder(f, "f00");
  assert_true(f->store.folders.len >= 6 && f->store.folders.len < 10);
  assert_int_equal(f->store.problems.len, 1);
  assert_problem(f, GAP_UNREADABLE, "info/alternates");
}

static void alternates_that_cannot_be_read(void **state) {
  struct fixture *f = *state;
  make_folder(f, "a");
  packwriter_put(f->folder, "a/info/alternates/x", STR_NONE);
  open_folder(f, "a");
  assert_folders(f, "a");
  assert_problem(f, GAP_UNREADABLE, "info/alternates");
}

static void folder_that_is_not_there(void **state) {
  struct fixture *f = *state;
  open_folder(f, "nothing");
  assert_int_equal(f->store.folders.len, 0);
  assert_problem(f, GAP_MISSING, "nothing");
}

/* ---- packs ---- */

static void find(void **state) {
  struct fixture *f = *state;
  size_t pack;
  uint32_t position;
  put_pack(f, "a", "two", 0, 10);
  put_pack(f, "a", "one", 5, 10);
  put_pack(f, "b", "one", 0, 20);
  put_alternates(f, "a", "../b\n");
  open_folder(f, "a");
  assert_int_equal(f->store.packs.len, 3); /* by name: one two one */
  assert_true(store_find(&f->store, id(7), 0, &pack, &position) && pack == 0);
  assert_true(store_find(&f->store, id(7), 1, &pack, &position) && pack == 1);
  assert_true(store_find(&f->store, id(7), 2, &pack, &position) && pack == 2);
  assert_false(store_find(&f->store, id(7), 3, &pack, &position));
  assert_true(store_find(&f->store, id(3), 0, &pack, &position) && pack == 1);
  assert_true(store_find(&f->store, id(18), 0, &pack, &position) && pack == 2);
  assert_true(oid_eq(packfile_oid(&f->store.packs.data[2], position), id(18)));
  assert_false(store_find(&f->store, id(20), 0, &pack, &position));
  assert_int_equal(f->store.problems.len, 0);
}

/* However many packs: the first one that has it, before and after the store is refined. */
static void find_in_many_packs(void **state) {
  enum { PACKS = 9, EACH = 300, SHARED = 100 };
  struct fixture *f = *state;
  char name[8];
  for (uint32_t count = 1; count <= PACKS; count++) {
    snprintf(name, sizeof name, "p%02u", count);
    put_pack(f, "a", name, (count - 1) * (EACH - SHARED), EACH);
    open_folder(f, "a");
    for (int refined = 0; refined < 2; refined++) {
      for (uint32_t i = 0; i < PACKS * EACH + 100; i++)
        for (size_t from = 0; from <= count; from++) {
          size_t pack, expected = i < EACH ? 0 : (i - SHARED) / (EACH - SHARED);
          uint32_t position;
          bool is_second = i >= EACH - SHARED && i % (EACH - SHARED) < SHARED; /* stands in the next one too */
          if (expected < from && is_second)
            expected = i / (EACH - SHARED);
          store_prefetch(&f->store, id(i), false);
          store_prefetch(&f->store, id(i), true);
          bool is_found = store_find(&f->store, id(i), from, &pack, &position);
          assert_int_equal(is_found, expected >= from && expected < count);
          if (is_found)
            assert_true(pack == expected && oid_eq(packfile_oid(&f->store.packs.data[pack], position), id(i)));
        }
      if (!refined)
        store_refine(&f->store);
    }
  }
}

/* Ids that differ in few of their bytes. */
static void find_among_chosen_ids(void **state) {
  enum { PACKS = 6, EACH = 256 };
  struct fixture *f = *state;
  char path[128], name[8];
  make_folder(f, "a");
  snprintf(path, sizeof path, "%s/a", f->folder);
  for (size_t byte = 0; byte < OID_SHA1; byte++) {
    for (int p = 0; p < PACKS; p++) {
      struct packwriter w = {.oid_size = OID_SHA1};
      for (int i = 0; i < EACH; i++) {
        oid chosen = {{(uint8_t)(p * 0x21)}};
        chosen.bytes[byte] = (uint8_t)i;
        chosen.bytes[byte ? byte - 1 : OID_SHA1 - 1] ^= (uint8_t)p;
        packwriter_whole(&w, PACK_BLOB, chosen, STR("x"));
      }
      snprintf(name, sizeof name, "p%d", p);
      packwriter_write(&w, path, name, 2);
      packwriter_free(&w);
    }
    open_folder(f, "a");
    store_refine(&f->store);
    for (size_t p = 0; p < PACKS; p++)
      for (uint32_t i = 0; i < f->store.packs.data[p].count; i++) {
        oid chosen = packfile_oid(&f->store.packs.data[p], i);
        size_t pack;
        uint32_t position;
        assert_true(store_find(&f->store, chosen, 0, &pack, &position) && pack <= p);
        assert_true(oid_eq(packfile_oid(&f->store.packs.data[pack], position), chosen));
        chosen.bytes[(byte + 5) % OID_SHA1] ^= 0x80;
        assert_false(store_find(&f->store, chosen, 0, &pack, &position));
      }
  }
}

static void orphans(void **state) {
  struct fixture *f = *state;
  put_pack(f, "a", "good", 0, 3);
  packwriter_put(f->folder, "a/pack/orphan.pack", STR("PACK"));
  packwriter_put(f->folder, "a/pack/alone.idx", STR("x"));
  packwriter_put(f->folder, "a/pack/.pack", STR("x"));
  packwriter_put(f->folder, "a/pack/.idx", STR("x"));
  packwriter_put(f->folder, "a/pack/tmp_pack_x", STR("x"));
  packwriter_put(f->folder, "a/pack/good.bitmap", STR("x"));
  open_folder(f, "a");
  assert_int_equal(f->store.packs.len, 1);
  assert_problem(f, GAP_CORRUPT, "orphan.pack: no index");
  assert_problem(f, GAP_CORRUPT, "alone.idx");
  assert_problem(f, GAP_CORRUPT, "/.idx");
  assert_int_equal(f->store.problems.len, 3); /* ".pack" has its ".idx" */
}

static void pack_folder_that_is_a_file(void **state) {
  struct fixture *f = *state;
  packwriter_put(f->folder, "a/pack", STR("x"));
  open_folder(f, "a");
  assert_problem(f, GAP_UNREADABLE, "a/pack");
}

static void no_pack_folder(void **state) {
  struct fixture *f = *state;
  packwriter_put(f->folder, "a/info/x", STR_NONE);
  open_folder(f, "a");
  assert_true(f->store.folders.len == 1 && f->store.packs.len == 0 && f->store.problems.len == 0);
}

/* ---- loose objects ---- */

static void count_one(void *data, oid loose) {
  unsigned *seen = data;
  for (uint32_t i = 0; i < 8; i++)
    if (oid_eq(loose, id(i))) {
      seen[i]++;
      return;
    }
  fail_msg("an object that is none");
}

static void loose_objects(void **state) {
  struct fixture *f = *state;
  struct coverage coverage = {0};
  unsigned seen[8] = {0};
  char a[128], b[128];
  snprintf(a, sizeof a, "%s/a", f->folder);
  snprintf(b, sizeof b, "%s/b", f->folder);
  put_alternates(f, "a", "../b\n");
  make_folder(f, "b");
  for (uint32_t i = 0; i < 5; i++)
    packwriter_put_loose(a, id(i), OID_SHA1, "blob 1", STR("x"), STR_NONE);
  for (uint32_t i = 4; i < 8; i++)
    packwriter_put_loose(b, id(i), OID_SHA1, "blob 1", STR("x"), STR_NONE);
  static const char *const others[] = {"a/00/tmp_obj_abc",
                                       "a/00/0123456789012345678901234567890123456",
                                       "a/00/012345678901234567890123456789012345678",
                                       "a/00/0123456789012345678901234567890123456g",
                                       "a/0/12345678901234567890123456789012345678",
                                       "a/000/12345678901234567890123456789012345678",
                                       "a/zz/12345678901234567890123456789012345678",
                                       "a/AB/12345678901234567890123456789012345678"};
  for (size_t i = 0; i < COUNT(others); i++)
    packwriter_put(f->folder, others[i], STR("x"));
  open_folder(f, "a");
  store_each_loose(&f->store, &coverage, count_one, seen);
  for (uint32_t i = 0; i < 8; i++)
    assert_int_equal(seen[i], i == 4 ? 2 : 1);
  for (int gap = 0; gap < GAP_COUNT; gap++)
    assert_int_equal(coverage.gaps[gap].count, 0);
}

static void fan_that_is_a_file(void **state) {
  struct fixture *f = *state;
  struct coverage coverage = {0};
  unsigned seen[8] = {0};
  make_folder(f, "a");
  packwriter_put(f->folder, "a/ab", STR("x"));
  open_folder(f, "a");
  store_each_loose(&f->store, &coverage, count_one, seen);
  assert_int_equal(coverage.gaps[GAP_UNREADABLE].count, 1);
}

static void loose_path(void **state) {
  struct fixture *f = *state;
  struct buf path = {0};
  char expected[192], hex[OID_HEX_SIZE];
  make_folder(f, "a");
  open_folder(f, "a");
  oid_to_hex(id(3), OID_SHA1, hex);
  snprintf(expected, sizeof expected, "%s/a/%.2s/%s", f->folder, hex, hex + 2);
  store_loose_path(&f->store, 0, id(3), &path);
  assert_string_equal(path.data, expected);
  buf_free(&path);
}

int main(void) {
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
  const struct CMUnitTest tests[] = {
      IN_FOLDER(alternates), IN_FOLDER(quoted_alternates), IN_FOLDER(circles), IN_FOLDER(links),   IN_FOLDER(alternates_that_are_not_there),
      IN_FOLDER(deep),       IN_FOLDER(find),    IN_FOLDER(orphans),
      IN_FOLDER(find_in_many_packs), IN_FOLDER(find_among_chosen_ids), IN_FOLDER(alternates_that_cannot_be_read),
      IN_FOLDER(folder_that_is_not_there),       IN_FOLDER(pack_folder_that_is_a_file), IN_FOLDER(no_pack_folder),
      IN_FOLDER(loose_objects), IN_FOLDER(fan_that_is_a_file), IN_FOLDER(loose_path),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
