/* test_memo.c -- a memo comes back as it was kept, or not at all. */
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "source/memo.h"
#include "source/repo.h"

static char cache[64];
static struct arena kept;

static oid id_of(uint8_t byte) {
  oid id;
  memset(id.bytes, byte, sizeof id.bytes);
  return id;
}

static struct memo example(void) {
  struct memo memo = {.key = id_of(7), .packed = {5, 3, 1, UINT64_MAX}};
  for (uint8_t i = 1; i < 4; i++) {
    vec_push(&memo.packs, id_of(i));
    vec_push(&memo.loose, (struct memo_loose){id_of(i), id_of(9 - i), (enum object_type)i, (uint64_t)i << 40});
    vec_push(&memo.wanted, id_of(2 * i));
  }
  vec_push(&memo.absent, id_of(200));
  vec_push(&memo.closed, id_of(100));
  vec_push(&memo.closed, id_of(101));
  return memo;
}

static void check_ids(const struct memo_ids *actual, const struct memo_ids *expected) {
  assert_int_equal(actual->len, expected->len);
  for (size_t i = 0; i < actual->len; i++)
    assert_true(oid_eq(actual->data[i], expected->data[i]));
}

static void check_same(const struct memo *actual, const struct memo *expected) {
  assert_true(oid_eq(actual->key, expected->key));
  assert_memory_equal(&actual->packed, &expected->packed, sizeof actual->packed);
  check_ids(&actual->packs, &expected->packs);
  check_ids(&actual->wanted, &expected->wanted);
  check_ids(&actual->absent, &expected->absent);
  check_ids(&actual->closed, &expected->closed);
  assert_int_equal(actual->loose.len, expected->loose.len);
  for (size_t i = 0; i < actual->loose.len; i++) {
    const struct memo_loose *a = &actual->loose.data[i], *b = &expected->loose.data[i];
    assert_true(oid_eq(a->id, b->id) && oid_eq(a->state, b->state) && a->type == b->type && a->size == b->size);
  }
}

/* ---- bytes ---- */

static void every_cut_is_refused(void **state) {
  (void)state;
  struct memo memo = example(), again;
  struct buf bytes = {0};
  memo_encode(&memo, &bytes);
  assert_true(memo_decode(buf_str(&bytes), &again));
  check_same(&again, &memo);
  memo_free(&again);
  for (size_t len = 0; len < bytes.len; len++) {
    assert_false(memo_decode(str_head(buf_str(&bytes), len), &again));
    memo_free(&again);
  }
  buf_add_byte(&bytes, '\0');
  assert_false(memo_decode(buf_str(&bytes), &again));
  memo_free(&again);
  memo_free(&memo);
  buf_free(&bytes);
}

static void is_refused(void (*change)(struct memo *memo)) {
  struct memo memo = example(), again;
  struct buf bytes = {0};
  change(&memo);
  memo_encode(&memo, &bytes);
  assert_false(memo_decode(buf_str(&bytes), &again));
  memo_free(&again);
  memo_free(&memo);
  buf_free(&bytes);
}

static void swap_packs(struct memo *memo) {
  memo->packs.data[0] = id_of(9);
}

static void repeat_wanted(struct memo *memo) {
  memo->wanted.data[1] = memo->wanted.data[0];
}

static void repeat_closed(struct memo *memo) {
  memo->closed.data[1] = memo->closed.data[0];
}

static void repeat_loose(struct memo *memo) {
  memo->loose.data[2].id = memo->loose.data[1].id;
}

static void invent_type(struct memo *memo) {
  memo->loose.data[2].type = (enum object_type)(OBJECT_TAG + 1);
}

static void what_is_out_of_order_is_refused(void **state) {
  (void)state;
  is_refused(swap_packs);
  is_refused(repeat_wanted);
  is_refused(repeat_closed);
  is_refused(repeat_loose);
  is_refused(invent_type);
}

/* Lengths that would be a hundred gigabytes cost nothing. */
static void lengths_are_bounded(void **state) {
  (void)state;
  enum { LENGTHS = 16 + OID_SIZE + 4 * 8 };
  struct memo memo = example(), again;
  struct buf bytes = {0};
  memo_encode(&memo, &bytes);
  for (size_t list = 0; list < 5; list++) {
    memset(bytes.data + LENGTHS + 4 * list, 0xff, 4);
    assert_false(memo_decode(buf_str(&bytes), &again));
    memo_free(&again);
  }
  memo_free(&memo);
  buf_free(&bytes);
}

/* ---- files ---- */

static int enter(void **state) {
  (void)state;
  repo_is_at("/"); /* libgit2 hashes once it was started */
  snprintf(cache, sizeof cache, "/tmp/apso-test-XXXXXX");
  return mkdtemp(cache) ? setenv("XDG_CACHE_HOME", cache, 1) : -1;
}

static int leave(void **state) {
  (void)state;
  char folder[128];
  snprintf(folder, sizeof folder, "%s/apso-scan", cache);
  unlink(memo_path(STR("/some/.git"), &kept).ptr);
  rmdir(folder);
  arena_free(&kept);
  return rmdir(cache);
}

static void comes_back(void **state) {
  (void)state;
  const char *path = memo_path(STR("/some/.git"), &kept).ptr;
  struct memo memo = example(), again;
  struct err err;
  struct stat status;
  assert_string_not_equal(path, memo_path(STR("/some/.gi"), &kept).ptr);
  assert_false(memo_load(path, &again));
  for (int i = 0; i < 2; i++) { /* made, then replaced */
    assert_int_equal(memo_save(path, &memo, &err), 0);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_true(memo_load(path, &again));
    check_same(&again, &memo);
    memo_free(&again);
  }
  memo_remove(path);
  assert_false(memo_load(path, &again));
  memo_free(&memo);
}

static void every_flipped_bit_is_noticed(void **state) {
  (void)state;
  const char *path = memo_path(STR("/some/.git"), &kept).ptr;
  struct memo memo = example(), again;
  struct buf bytes = {0};
  struct err err;
  assert_int_equal(memo_save(path, &memo, &err), 0);
  assert_int_equal(file_read(path, SIZE_MAX / 2, &bytes, &err), 0);
  for (size_t at = 0; at < bytes.len; at++) {
    bytes.data[at] ^= (char)(1 << at % 8);
    assert_int_equal(file_write(path, buf_str(&bytes), &err), 0);
    chmod(path, 0600);
    assert_false(memo_load(path, &again));
    bytes.data[at] ^= (char)(1 << at % 8);
  }
  memo_free(&memo);
  buf_free(&bytes);
}

static void others_may_not_write(void **state) {
  (void)state;
  const char *path = memo_path(STR("/some/.git"), &kept).ptr;
  str folder = str_head(str_from(path), strlen(path) - str_basename(str_from(path)).len - 1);
  const char *name = arena_copy(&kept, folder).ptr;
  struct memo memo = example(), again;
  struct err err;
  assert_int_equal(memo_save(path, &memo, &err), 0);
  static const mode_t modes[] = {0620, 0602, 0666};
  for (size_t i = 0; i < COUNT(modes); i++) {
    chmod(path, modes[i]);
    assert_false(memo_load(path, &again));
  }
  chmod(path, 0600);
  chmod(name, 0770);
  assert_false(memo_load(path, &again));
  assert_int_equal(memo_save(path, &memo, &err), -1);
  assert_non_null(strstr(err.text, name));
  chmod(name, 0700);
  assert_true(memo_load(path, &again));
  memo_free(&again);
  memo_free(&memo);
}

static void only_a_file_of_its_own(void **state) {
  (void)state;
  const char *path = memo_path(STR("/some/.git"), &kept).ptr, *other = memo_path(STR("/other/.git"), &kept).ptr;
  struct memo memo = example(), again;
  struct err err;
  assert_int_equal(memo_save(other, &memo, &err), 0);
  assert_int_equal(symlink(other, path), 0);
  assert_false(memo_load(path, &again));
  assert_int_equal(memo_save(path, &memo, &err), 0); /* in its place */
  memo_remove(other);
  assert_true(memo_load(path, &again));
  memo_free(&again);
  memo_remove(path);
  assert_int_equal(mkfifo(path, 0600), 0);
  assert_false(memo_load(path, &again));
  memo_free(&memo);
}

static void where_it_lies(void **state) {
  (void)state;
  static const struct {
    const char *cache, *home, *starts;
  } cases[] = {
      {"/c", "/h", "/c/apso-scan/"}, {NULL, "/h", "/h/.cache/apso-scan/"}, {"", "/h", "/h/.cache/apso-scan/"}, {"c", "/h", "/h/.cache/apso-scan/"},
      {NULL, NULL, NULL},            {"c", "h", NULL},                     {NULL, "", NULL},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    cases[i].cache ? setenv("XDG_CACHE_HOME", cases[i].cache, 1) : unsetenv("XDG_CACHE_HOME");
    cases[i].home ? setenv("HOME", cases[i].home, 1) : unsetenv("HOME");
    str path = memo_path(STR("/some/.git"), &kept);
    assert_int_equal(path.ptr != NULL, cases[i].starts != NULL);
    if (path.ptr)
      assert_true(str_starts(path, str_from(cases[i].starts)) && str_ends(path, STR(".memo")));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_cut_is_refused),
      cmocka_unit_test(what_is_out_of_order_is_refused),
      cmocka_unit_test(lengths_are_bounded),
      cmocka_unit_test_setup_teardown(comes_back, enter, leave),
      cmocka_unit_test_setup_teardown(every_flipped_bit_is_noticed, enter, leave),
      cmocka_unit_test_setup_teardown(others_may_not_write, enter, leave),
      cmocka_unit_test_setup_teardown(only_a_file_of_its_own, enter, leave),
      cmocka_unit_test(where_it_lies),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
