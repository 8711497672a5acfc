/* test_recall.c -- what a memo settles is not run again, is counted all the same, and only if all is as it was. */
#include "unit.h"

#include "source/recall.h"

#include "store_files.h"

/* What one pass over the objects gave. */
struct pass {
  struct sink sink; /* first */
  struct coverage coverage;
  struct oidmap given;
  struct oidmap absent;
  struct repo *repo;
  struct history *history;
  struct recall *recall;
  bool is_settled;
  size_t parts;
};

static void take_object(struct sink *sink, oid id, str bytes) {
  struct pass *pass = (struct pass *)(void *)sink;
  (void)bytes;
  oidmap_add(&pass->given, id, 1);
}

static void take_absent(struct sink *sink, oid id) {
  oidmap_add(&((struct pass *)(void *)sink)->absent, id, 1);
}

static bool take_wants(struct sink *sink, str bytes) {
  (void)sink;
  (void)bytes;
  return true;
}

static void run_all(struct pass *pass) {
  struct source source = history_source(pass->history);
  struct err err;
  pass->parts = source.parts;
  void *worker = source.open(&source, &err);
  assert_non_null(worker);
  for (size_t i = 0; i < source.parts; i++)
    source.run(&source, worker, i, &pass->sink);
  source.close(worker);
}

static void begin(struct pass *pass, const char *circumstances, const struct memo *memo) {
  static const struct seams seams;
  struct err err;
  *pass = (struct pass){.sink = {.wants = take_wants, .object = take_object, .absent = take_absent, .seams = &seams}};
  pass->sink.coverage = &pass->coverage;
  store_settle();
  assert_int_equal(repo_open(".", false, &pass->repo, &err), 0);
  assert_int_equal(history_list(pass->repo, READER_PACKS, &pass->history, &pass->coverage, &err), 0);
  pass->recall = recall_new(pass->history, str_from(circumstances));
  assert_non_null(pass->recall);
  pass->is_settled = memo && recall_settle(pass->recall, memo, &pass->sink);
  history_prepare(pass->history, false, &pass->coverage);
  run_all(pass);
}

static void end(struct pass *pass) {
  recall_free(pass->recall);
  history_free(pass->history);
  repo_free(pass->repo);
  oidmap_free(&pass->given);
  oidmap_free(&pass->absent);
}

/* A memo of what is there. */
static struct memo remember(void) {
  struct pass pass;
  struct memo memo;
  begin(&pass, "as ever", NULL);
  assert_true(recall_make(pass.recall, &pass.coverage, &memo));
  end(&pass);
  return memo;
}

static void check_counts(const struct coverage *actual) {
  struct pass whole;
  begin(&whole, "as ever", NULL);
  assert_int_equal(actual->objects, whole.coverage.objects);
  assert_int_equal(actual->blobs, whole.coverage.blobs);
  assert_int_equal(actual->bytes, whole.coverage.bytes);
  end(&whole);
}

static const uint8_t first[] = {1, 2, 3}, second[] = {3, 4};

static int make(void **state) {
  (void)state;
  if (store_enter())
    return -1;
  store_write_pack("b", first, COUNT(first), "pack ");
  store_write_loose(5, "loose");
  store_write_loose(2, "packed as well");
  return 0;
}

static int drop(void **state) {
  (void)state;
  return store_leave();
}

/* ---- what is settled ---- */

static void nothing_is_new(void **state) {
  (void)state;
  struct memo memo = remember();
  struct pass pass;
  begin(&pass, "as ever", &memo);
  assert_true(pass.is_settled);
  assert_int_equal(pass.parts, 1); /* of listed objects, all of them settled */
  assert_int_equal(pass.given.len, 0);
  history_prepare(pass.history, true, &pass.coverage);
  assert_true(history_parts(pass.history) > 1);
  assert_int_equal(history_type(pass.history, history_number(pass.history, store_id(1))), OBJECT_BLOB);
  assert_int_equal(history_type(pass.history, history_number(pass.history, store_id(5))), OBJECT_BLOB);
  check_counts(&pass.coverage);
  end(&pass);
  memo_free(&memo);
}

static void only_the_new_is_run(void **state) {
  (void)state;
  struct memo memo = remember();
  struct pass pass;
  store_write_loose(6, "new");
  store_write_pack("a", second, COUNT(second), "new "); /* stands before the old one */
  begin(&pass, "as ever", &memo);
  assert_true(pass.is_settled);
  assert_int_equal(pass.given.len, 3);
  for (uint8_t id = 3; id <= 6; id++)
    assert_int_equal(oidmap_get(&pass.given, store_id(id)), id == 5 ? OIDMAP_NONE : 1);
  assert_int_equal(pass.coverage.objects, 6);
  end(&pass);
  memo_free(&memo);
}

static void loose_objects_may_be_packed(void **state) {
  (void)state;
  static const uint8_t ids[] = {5};
  struct memo memo = remember();
  struct pass pass;
  store_remove_loose(2);
  store_remove_loose(5);
  store_write_pack("c", ids, COUNT(ids), "x");
  begin(&pass, "as ever", &memo);
  assert_true(pass.is_settled);
  assert_int_equal(pass.given.len, 1);
  check_counts(&pass.coverage);
  end(&pass);
  memo_free(&memo);
}

static void changed_loose_object_is_run(void **state) {
  (void)state;
  struct memo memo = remember();
  struct pass pass;
  store_write_loose(5, "other"); /* as long as it was */
  begin(&pass, "as ever", &memo);
  assert_true(pass.is_settled);
  assert_int_equal(pass.given.len, 1);
  check_counts(&pass.coverage);
  end(&pass);
  memo_free(&memo);
}

static void absent_objects_are_looked_for(void **state) {
  (void)state;
  struct memo memo = remember();
  struct pass pass;
  vec_push(&memo.absent, store_id(5));
  vec_push(&memo.absent, store_id(77));
  begin(&pass, "as ever", &memo);
  assert_int_equal(pass.absent.len, 1);
  assert_int_equal(oidmap_get(&pass.absent, store_id(77)), 1);
  end(&pass);
  memo_free(&memo);
}

/* ---- what is not ---- */

static void check_unsettled(const char *circumstances, const struct memo *memo) {
  struct pass pass;
  begin(&pass, circumstances, memo);
  assert_false(pass.is_settled);
  check_counts(&pass.coverage);
  assert_int_equal(pass.given.len, history_numbers(pass.history) - (history_has(pass.history, store_id(2)) ? 1 : 0));
  end(&pass);
}

static void other_circumstances(void **state) {
  (void)state;
  struct memo memo = remember();
  check_unsettled("as never", &memo);
  memo_free(&memo);
}

static void gone_loose_object(void **state) {
  (void)state;
  struct memo memo = remember();
  store_remove_loose(5);
  check_unsettled("as ever", &memo);
  memo_free(&memo);
}

static void gone_pack(void **state) {
  (void)state;
  store_write_pack("a", second, COUNT(second), "pack ");
  struct memo memo = remember();
  store_remove_pack("a");
  check_unsettled("as ever", &memo);
  memo_free(&memo);
}

static void pack_written_again(void **state) {
  (void)state;
  struct memo memo = remember();
  store_write_pack("b", first, COUNT(first), "PACK ");
  check_unsettled("as ever", &memo);
  memo_free(&memo);
}

/* What changed just now may change again, and look the same: no memo can be made of it, or it holds no state. */
static void recent_files(void **state) {
  (void)state;
  struct memo memo = remember();
  assert_int_equal(memo.loose.len, 2);
  for (size_t i = 0; i < memo.loose.len; i++) {
    assert_false(oid_is_zero(memo.loose.data[i].state));
    memo.loose.data[i].state = (oid){{0}};
  }
  struct pass pass;
  begin(&pass, "as ever", &memo);
  assert_true(pass.is_settled);
  assert_int_equal(pass.given.len, 2);
  check_counts(&pass.coverage);
  end(&pass);
  memo_free(&memo);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(nothing_is_new, make, drop),
      cmocka_unit_test_setup_teardown(only_the_new_is_run, make, drop),
      cmocka_unit_test_setup_teardown(loose_objects_may_be_packed, make, drop),
      cmocka_unit_test_setup_teardown(changed_loose_object_is_run, make, drop),
      cmocka_unit_test_setup_teardown(absent_objects_are_looked_for, make, drop),
      cmocka_unit_test_setup_teardown(other_circumstances, make, drop),
      cmocka_unit_test_setup_teardown(gone_loose_object, make, drop),
      cmocka_unit_test_setup_teardown(gone_pack, make, drop),
      cmocka_unit_test_setup_teardown(pack_written_again, make, drop),
      cmocka_unit_test_setup_teardown(recent_files, make, drop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
