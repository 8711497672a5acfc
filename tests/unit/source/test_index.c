/* test_index.c -- git's index: versions, ids of both sizes, extensions, damage of every kind, files. */
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "index_bytes.h"

static char long_path[4095 + 1], longer_path[5000 + 1];

static const struct wanted all_kinds[] = {
    {"a", MODE_FILE, 0, 0},        {"a.b", 0100755, 0, MORE_SKIP},    {"a/b", MODE_LINK, 0, 0},         {"a/bcdefg", MODE_FILE, 0, MORE_INTENT},
    {"a/c", MODE_FILE, 1, 0},      {"a/c", MODE_FILE, 2, 0},          {"a/c", MODE_FILE, 3, 0},         {"folder/", MODE_FOLDER, 0, MORE_SKIP},
    {"module", MODE_MODULE, 0, 0}, {"\xc3\xa9\n\xff", MODE_FILE, 0, 0}, {long_path, MODE_FILE, 0, 0}, {longer_path, MODE_FILE, 0, MORE_INTENT | MORE_SKIP},
};

static void check(const struct index *index, const struct wanted *wanted, size_t count) {
  assert_int_equal(index->entries.len, count);
  for (size_t i = 0; i < count; i++) {
    const struct index_entry *entry = &index->entries.data[i];
    assert_text(entry->path, wanted[i].path);
    assert_int_equal(entry->path.ptr[entry->path.len], '\0');
    assert_int_equal(entry->mode, wanted[i].mode);
    assert_int_equal(entry->stage, wanted[i].stage);
    assert_int_equal(entry->is_intent, (wanted[i].more & MORE_INTENT) != 0);
    assert_int_equal(entry->is_folder, wanted[i].mode == MODE_FOLDER);
    assert_int_equal(entry->id.bytes[0], 'a' + i);
    assert_int_equal(entry->id.bytes[OID_SHA1 - 1], 'a' + i);
  }
}

static void every_version(void **state) {
  (void)state;
  static const size_t sizes[] = {OID_SHA1, OID_SHA256};
  memset(long_path, '\xff', sizeof long_path - 1); /* behind all others */
  memset(longer_path, '\xff', sizeof longer_path - 1);
  for (uint32_t version = 2; version <= 4; version++)
    for (size_t s = 0; s < COUNT(sizes); s++) {
      struct buf bytes = make_index(version, sizes[s], all_kinds, COUNT(all_kinds));
      struct index index;
      add_extension(&bytes, "sdir", STR_NONE);
      end_index(&bytes, sizes[s], 0);
      assert_int_equal(parse_index(buf_str(&bytes), sizes[s], &index), INDEX_READ);
      check(&index, all_kinds, COUNT(all_kinds));
      assert_int_equal(index.entries.data[0].id.bytes[sizes[s] - 1], 'a');
      assert_true(index.is_sparse);
      assert_false(index.is_split);
      index_free(&index);
      buf_free(&bytes);
    }
}

static void no_entries(void **state) {
  (void)state;
  struct buf bytes = begin_index(2, 0);
  end_index(&bytes, OID_SHA1, 0);
  struct index index;
  assert_int_equal(parse_index(buf_str(&bytes), OID_SHA1, &index), INDEX_READ);
  assert_int_equal(index.entries.len, 0);
  index_free(&index);
  buf_free(&bytes);
}

static const struct wanted three[] = {{"a", MODE_FILE, 0, 0}, {"b/c", MODE_FILE, 0, 0}, {"b/d", MODE_FILE, 0, MORE_INTENT}};

static void cut_anywhere(void **state) {
  (void)state;
  for (uint32_t version = 2; version <= 4; version++) {
    struct buf bytes = make_index(version, OID_SHA1, three, COUNT(three));
    end_index(&bytes, OID_SHA1, 0);
    assert_int_equal(outcome_of(buf_str(&bytes), OID_SHA1), INDEX_READ);
    for (size_t len = 0; len < bytes.len; len++)
      assert_int_equal(outcome_of(str_head(buf_str(&bytes), len), OID_SHA1), INDEX_CORRUPT);
    buf_free(&bytes);
  }
}

/* One byte changed, of three entries without extensions. */
static void damaged_bytes(void **state) {
  (void)state;
  enum { FIRST = 12, FLAGS = FIRST + STAT_SIZE + OID_SHA1, NAME = FLAGS + 2, THIRD = FIRST + 64 + 72 };
  static const struct {
    uint32_t version;
    size_t at;
    unsigned char byte;
    enum index_outcome outcome;
  } cases[] = {
      {2, 0, 'd', INDEX_CORRUPT},
      {2, 7, 0, INDEX_CORRUPT},
      {2, 7, 1, INDEX_CORRUPT},
      {2, 7, 5, INDEX_FORMAT},
      {2, 5, 1, INDEX_CORRUPT}, /* no version will ever be that high */
      {2, 8, 0xff, INDEX_CORRUPT},
      {2, 11, 4, INDEX_CORRUPT},
      {2, FLAGS + 1, 0, INDEX_CORRUPT}, /* length of the path */
      {2, FLAGS + 1, 2, INDEX_CORRUPT},
      {2, NAME, 0, INDEX_CORRUPT},
      {2, NAME, '/', INDEX_CORRUPT}, /* the end of a folder, in a file's path */
      {2, NAME + 1, 'x', INDEX_CORRUPT},
      {2, THIRD + FLAGS - FIRST + 2, 0x21, INDEX_FORMAT}, /* flags that nobody knows yet */
      {2, THIRD + FLAGS - FIRST + 3, 0x01, INDEX_FORMAT},
      {4, NAME, 1, INDEX_CORRUPT}, /* cut off where nothing is */
      {4, NAME, 0xff, INDEX_CORRUPT},
      {4, FLAGS + 1, 7, INDEX_CORRUPT},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct buf bytes = make_index(cases[i].version, OID_SHA1, three, COUNT(three));
    end_index(&bytes, OID_SHA1, 0);
    bytes.data[cases[i].at] = (char)cases[i].byte;
    assert_int_equal(outcome_of(buf_str(&bytes), OID_SHA1), cases[i].outcome);
    buf_free(&bytes);
  }
}

static void paths_that_cannot_be(void **state) {
  (void)state;
  static const struct wanted cases[] = {{"", MODE_FILE, 0, 0}, {"a/", MODE_FILE, 0, 0}, {"a", MODE_FOLDER, 0, 0}, {"/", MODE_FILE, 0, 0}};
  for (size_t i = 0; i < COUNT(cases); i++)
    for (uint32_t version = 2; version <= 4; version++) {
      struct buf bytes = make_index(version, OID_SHA1, &cases[i], 1);
      end_index(&bytes, OID_SHA1, 0);
      assert_int_equal(outcome_of(buf_str(&bytes), OID_SHA1), INDEX_CORRUPT);
      buf_free(&bytes);
    }
}

/* Few bytes of version 4 that stand for gigabytes of paths. */
static void paths_that_grow(void **state) {
  (void)state;
  enum { COUNT_OF_ENTRIES = 20000, LEN = 60000 };
  char *path = memset(malloc(LEN + 1), 'p', LEN);
  path[LEN] = '\0';
  const struct wanted entry = {path, MODE_FILE, 0, 0};
  struct buf bytes = begin_index(4, COUNT_OF_ENTRIES);
  add_entry(&bytes, 4, OID_SHA1, &entry, 'a', 0, 0);
  for (int i = 1; i < COUNT_OF_ENTRIES; i++)
    add_entry(&bytes, 4, OID_SHA1, &entry, 'a', LEN, LEN);
  end_index(&bytes, OID_SHA1, 0);
  assert_true(bytes.len < 2 * 1024 * 1024);
  assert_int_equal(outcome_of(buf_str(&bytes), OID_SHA1), INDEX_CORRUPT);
  buf_free(&bytes);
  free(path);
}

/* git does not look at the order, so it must not matter; whatever stands twice stays. */
static void out_of_order(void **state) {
  (void)state;
  static const struct wanted mixed[] = {{"b", MODE_FILE, 0, 0}, {"a/b", MODE_FILE, 3, 0}, {"c", MODE_FILE, 0, 0}, {"a/b", MODE_FILE, 1, 0}, {"b", MODE_FILE, 0, 0}};
  static const char *const sorted[] = {"a/b", "a/b", "b", "b", "c"};
  struct buf bytes = make_index(2, OID_SHA1, mixed, COUNT(mixed));
  struct index index;
  end_index(&bytes, OID_SHA1, 0);
  assert_int_equal(parse_index(buf_str(&bytes), OID_SHA1, &index), INDEX_READ);
  assert_int_equal(index.entries.len, COUNT(sorted));
  for (size_t i = 0; i < COUNT(sorted); i++)
    assert_text(index.entries.data[i].path, sorted[i]);
  assert_int_equal(index.entries.data[0].stage, 1);
  assert_int_equal(index.entries.data[1].stage, 3);
  index_free(&index);
  buf_free(&bytes);
}

static void extensions(void **state) {
  (void)state;
  static const struct {
    const char *name;
    str data;
    enum index_outcome outcome;
  } cases[] = {
      {"REUC", {"anything", 8}, INDEX_READ}, {"EOIE", {NULL, 0}, INDEX_READ},   {"ZZZZ", {"later", 5}, INDEX_READ},
      {"zzzz", {"later", 5}, INDEX_FORMAT},  {"0abc", {NULL, 0}, INDEX_FORMAT}, {"\xff" "abc", {NULL, 0}, INDEX_FORMAT},
      {"link", {"short", 5}, INDEX_CORRUPT}, {"TREE", {"damaged", 7}, INDEX_READ},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct buf bytes = make_index(2, OID_SHA1, three, COUNT(three));
    add_extension(&bytes, cases[i].name, cases[i].data);
    end_index(&bytes, OID_SHA1, 0);
    assert_int_equal(outcome_of(buf_str(&bytes), OID_SHA1), cases[i].outcome);
    buf_free(&bytes);
  }
  struct buf bytes = make_index(2, OID_SHA1, three, COUNT(three));
  buf_add(&bytes, STR("TREE\xff\xff\xff\xff"));
  end_index(&bytes, OID_SHA1, 0);
  assert_int_equal(outcome_of(buf_str(&bytes), OID_SHA1), INDEX_CORRUPT);
  buf_free(&bytes);
}

static void link_to_nothing(void **state) {
  (void)state;
  struct buf bytes = make_index(2, OID_SHA1, three, COUNT(three)), link = {0};
  struct index index;
  add_bytes(&link, 0, OID_SHA1);
  add_extension(&bytes, "link", buf_str(&link));
  end_index(&bytes, OID_SHA1, 0);
  assert_int_equal(parse_index(buf_str(&bytes), OID_SHA1, &index), INDEX_READ);
  assert_false(index.is_split);
  check(&index, three, COUNT(three));
  index_free(&index);
  buf_free(&bytes);
  buf_free(&link);
}

/* ---- files ---- */

struct place {
  char folder[32];
  struct arena kept;
};

static struct place make_place(void) {
  struct place place = {.folder = "/tmp/apso-index-XXXXXX"};
  assert_non_null(mkdtemp(place.folder));
  return place;
}

static str path_in(struct place *place, const char *name) {
  return arena_printf(&place->kept, "%s/%s", place->folder, name);
}

static void write_file(struct place *place, const char *name, str bytes) {
  FILE *file = fopen(path_in(place, name).ptr, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, file), bytes.len);
  fclose(file);
}

/* The outcome, with "name: why" in the example of its gap. */
static enum index_outcome read_at(struct place *place, const char *name, size_t *entries) {
  struct index index = {0};
  struct err err;
  struct coverage coverage = {0};
  enum index_outcome outcome = index_read(path_in(place, name), str_from(place->folder), OID_SHA1, &index, &err);
  bool is_fine = outcome == INDEX_READ || outcome == INDEX_ABSENT;
  assert_int_equal(index_accept(outcome, STR("name"), &err, &coverage), is_fine);
  assert_int_equal(coverage.gaps[GAP_CORRUPT].count, outcome == INDEX_CORRUPT);
  assert_int_equal(coverage.gaps[GAP_UNREADABLE].count, outcome == INDEX_UNREADABLE);
  assert_int_equal(coverage.gaps[GAP_FORMAT].count, outcome == INDEX_FORMAT);
  if (outcome == INDEX_CORRUPT)
    assert_true(str_starts(str_from(coverage.gaps[GAP_CORRUPT].example[0]), STR("name: ")));
  *entries = index.entries.len;
  index_free(&index);
  return outcome;
}

static void remove_place(struct place *place, const char *const *names, size_t count) {
  for (size_t i = 0; i < count; i++)
    assert_int_equal(unlink(path_in(place, names[i]).ptr), 0);
  assert_int_equal(rmdir(place->folder), 0);
  arena_free(&place->kept);
}

static void files(void **state) {
  (void)state;
  static const char *const names[] = {"whole", "later", "empty", "pipe"};
  struct place place = make_place();
  struct buf whole = make_index(2, OID_SHA1, three, COUNT(three)), later = begin_index(5, 0);
  size_t entries;
  end_index(&whole, OID_SHA1, 0);
  end_index(&later, OID_SHA1, 0);
  write_file(&place, "whole", buf_str(&whole));
  write_file(&place, "later", buf_str(&later));
  write_file(&place, "empty", STR(""));
  assert_int_equal(mkfifo(path_in(&place, "pipe").ptr, 0600), 0);
  assert_int_equal(read_at(&place, "whole", &entries), INDEX_READ);
  assert_int_equal(entries, COUNT(three));
  assert_int_equal(read_at(&place, "nowhere", &entries), INDEX_ABSENT);
  assert_int_equal(read_at(&place, "whole/nowhere", &entries), INDEX_ABSENT);
  assert_int_equal(read_at(&place, "pipe", &entries), INDEX_UNREADABLE); /* and it does not wait */
  assert_int_equal(read_at(&place, ".", &entries), INDEX_UNREADABLE);
  assert_int_equal(read_at(&place, "later", &entries), INDEX_FORMAT);
  assert_int_equal(read_at(&place, "empty", &entries), INDEX_CORRUPT);
  remove_place(&place, names, COUNT(names));
  buf_free(&whole);
  buf_free(&later);
}

static void shared_file(void **state) {
  (void)state;
  static const char *const names[] = {"split", "sharedindex.7373737373737373737373737373737373737373"};
  struct place place = make_place();
  struct buf own = begin_index(2, 0), shared = make_index(2, OID_SHA1, three, COUNT(three)), link = {0};
  size_t entries;
  add_bytes(&link, 's', OID_SHA1);
  add_extension(&own, "link", buf_str(&link));
  end_index(&own, OID_SHA1, 0);
  end_index(&shared, OID_SHA1, 's');
  write_file(&place, names[0], buf_str(&own));
  assert_int_equal(read_at(&place, names[0], &entries), INDEX_CORRUPT);
  assert_int_equal(entries, 0);
  assert_int_equal(mkfifo(path_in(&place, names[1]).ptr, 0600), 0);
  assert_int_equal(read_at(&place, names[0], &entries), INDEX_UNREADABLE);
  unlink(path_in(&place, names[1]).ptr);
  write_file(&place, names[1], buf_str(&shared));
  assert_int_equal(read_at(&place, names[0], &entries), INDEX_READ);
  assert_int_equal(entries, COUNT(three));
  remove_place(&place, names, COUNT(names));
  buf_free(&own);
  buf_free(&shared);
  buf_free(&link);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_version),
      cmocka_unit_test(no_entries),
      cmocka_unit_test(cut_anywhere),
      cmocka_unit_test(damaged_bytes),
      cmocka_unit_test(paths_that_cannot_be),
      cmocka_unit_test(paths_that_grow),
      cmocka_unit_test(out_of_order),
      cmocka_unit_test(extensions),
      cmocka_unit_test(link_to_nothing),
      cmocka_unit_test(files),
      cmocka_unit_test(shared_file),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
