/* test_stamp.c -- a file that was changed has another stamp, and one changed just now is recent. */
#include "unit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/stamp.h"

static char path[64];

static int make(void **state) {
  (void)state;
  snprintf(path, sizeof path, "/tmp/apso-test-XXXXXX");
  int descriptor = mkstemp(path);
  return descriptor < 0 || close(descriptor) ? -1 : 0;
}

static int drop(void **state) {
  (void)state;
  return unlink(path);
}

static struct stamp stamp_now(void) {
  struct stat status;
  assert_int_equal(stat(path, &status), 0);
  return stamp_of(&status);
}

static void write_file(const char *text) {
  struct err err;
  int descriptor = open(path, O_WRONLY);
  assert_true(descriptor >= 0);
  assert_int_equal(file_write_stream(descriptor, path, str_from(text), &err), 0);
  close(descriptor);
}

static bool is_same(struct stamp a, struct stamp b) {
  struct buf x = {0}, y = {0};
  stamp_add(&x, &a);
  stamp_add(&y, &b);
  bool same = str_eq(buf_str(&x), buf_str(&y));
  buf_free(&x);
  buf_free(&y);
  return same;
}

/* Two seconds at most: where the time of a change happens to be a whole second. */
static void becomes_old(void **state) {
  (void)state;
  write_file("one");
  struct stamp stamp = stamp_now();
  while (stamp.is_recent)
    stamp = stamp_now();
  assert_true(is_same(stamp, stamp_now()));
  write_file("two");
  assert_false(is_same(stamp, stamp_now()));
}

static void keeps_no_time_that_was_set(void **state) {
  (void)state;
  struct stamp before = stamp_now();
  while (before.is_recent)
    before = stamp_now();
  write_file("three");
  struct timespec times[] = {before.modified, before.modified};
  assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
  assert_false(is_same(before, stamp_now()));
}

static void future_and_whole_seconds(void **state) {
  (void)state;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  const struct {
    struct timespec changed;
    bool is_recent;
  } cases[] = {
      {{now.tv_sec + 3600, 1}, true}, {{now.tv_sec + 3600, 0}, true}, {{now.tv_sec, 0}, true},
      {{now.tv_sec - 1, 1}, false},   {{now.tv_sec - 3600, 0}, false}, {{INT64_MAX, 999999999}, true}, {{INT64_MIN, 0}, false},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct stat status = {.st_ctim = cases[i].changed};
    assert_int_equal(stamp_of(&status).is_recent, cases[i].is_recent);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(becomes_old, make, drop),
      cmocka_unit_test_setup_teardown(keeps_no_time_that_was_set, make, drop),
      cmocka_unit_test(future_and_whole_seconds),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
