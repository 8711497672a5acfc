/* test_file.c -- whole files in and out, and what stays when that fails. Each test has a folder of its own. */
#include "unit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

static char folder[64];

static int enter(void **state) {
  (void)state;
  snprintf(folder, sizeof folder, "/tmp/apso-test-XXXXXX");
  return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static unsigned entries(bool remove) {
  unsigned count = 0;
  DIR *directory = opendir(folder);
  for (struct dirent *entry; (entry = readdir(directory));) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
      continue;
    count++;
    if (remove && unlink(entry->d_name) != 0)
      rmdir(entry->d_name);
  }
  closedir(directory);
  return count;
}

static int leave(void **state) {
  (void)state;
  entries(true);
  return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static void assert_file(const char *path, str content) {
  struct buf buf = {0};
  struct err err;
  assert_int_equal(file_read(path, SIZE_MAX, &buf, &err), 0);
  assert_str(buf_str(&buf), content);
  buf_free(&buf);
}

static void written_and_read(void **state) {
  (void)state;
  struct err err;
  assert_int_equal(file_write("a", STR("one\0two"), &err), 0);
  assert_file("a", STR("one\0two"));
  assert_int_equal(file_write("a", STR(""), &err), 0);
  assert_file("a", STR(""));
  assert_int_equal(entries(false), 1);
  struct buf buf = {0};
  buf_add(&buf, STR("before "));
  assert_int_equal(file_write("a", STR("after"), &err), 0);
  assert_int_equal(file_read("a", 100, &buf, &err), 0);
  assert_str(buf_str(&buf), STR("before after"));
  buf_free(&buf);
}

static void large_files(void **state) {
  (void)state;
  enum { SIZE = 300000 };
  char *bytes = calloc(1, SIZE);
  struct err err;
  bytes[SIZE - 1] = 'z';
  assert_int_equal(file_write("a", (str){bytes, SIZE}, &err), 0);
  assert_file("a", (str){bytes, SIZE});
  free(bytes);
}

static void the_limit_is_exact(void **state) {
  (void)state;
  struct err err;
  struct buf buf = {0};
  assert_int_equal(file_write("a", STR("12345"), &err), 0);
  assert_int_equal(file_read("a", 5, &buf, &err), 0);
  assert_int_equal(file_read("a", 4, &buf, &err), -1);
  assert_string_equal(err.text, "a: larger than 4 bytes");
  buf_free(&buf);
}

static void what_cannot_be_read(void **state) {
  (void)state;
  struct err err;
  struct buf buf = {0};
  mkdir("folder", 0755);
  mkfifo("pipe", 0644);
  assert_int_equal(symlink("none", "link"), 0);
  static const char *const rows[][2] = {{"none", "none: No such file or directory"},
                                        {"folder", "folder: not a regular file"},
                                        {"pipe", "pipe: not a regular file"},
                                        {"link", "link: No such file or directory"},
                                        {"/dev/zero", "/dev/zero: not a regular file"}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    assert_int_equal(file_read(rows[i][0], 100, &buf, &err), -1);
    assert_string_equal(err.text, rows[i][1]);
  }
  buf_free(&buf);
}

static void what_cannot_be_written(void **state) {
  (void)state;
  struct err err;
  mkdir("folder", 0755);
  static const char *const rows[][2] = {{"none/a", "none/a: No such file or directory"},
                                        {"folder", "folder: Is a directory"},
                                        {"/dev/full", "/dev/full: No space left on device"}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    assert_int_equal(file_write(rows[i][0], STR("x"), &err), -1);
    assert_string_equal(err.text, rows[i][1]);
  }
  assert_int_equal(file_write("/dev/null", STR("x"), &err), 0);
  assert_int_equal(entries(false), 1);
  static char name[5000];
  memset(name, 'n', sizeof name - 1);
  assert_int_equal(file_write(name, STR("x"), &err), -1);
}

/* In a child that may not write more than a few bytes. */
static void a_failed_write_leaves_the_old_file(void **state) {
  (void)state;
  struct err err;
  int status;
  assert_int_equal(file_write("a", STR("old"), &err), 0);
  pid_t child = fork();
  if (child == 0) {
    static char bytes[100000];
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){1000, 1000});
    _exit(file_write("a", (str){bytes, sizeof bytes}, &err) == -1 && strcmp(err.text, "a: File too large") == 0 ? 7 : 0);
  }
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFEXITED(status));
  assert_int_equal(WEXITSTATUS(status), 7);
  assert_file("a", STR("old"));
  assert_int_equal(entries(false), 1);
}

static void streams(void **state) {
  (void)state;
  struct err err;
  struct buf buf = {0};
  int ends[2];
  assert_int_equal(pipe(ends), 0);
  assert_int_equal(file_write_stream(ends[1], "pipe", STR("12345"), &err), 0);
  close(ends[1]);
  assert_int_equal(file_read_stream(ends[0], "pipe", 3, &buf, &err), -1);
  assert_string_equal(err.text, "pipe: larger than 3 bytes");
  close(ends[0]);
  assert_int_equal(file_read_stream(-1, "nothing", 3, &buf, &err), -1);
  assert_string_equal(err.text, "nothing: Bad file descriptor");
  buf_free(&buf);
  assert_int_equal(pipe(ends), 0);
  close(ends[0]);
  signal(SIGPIPE, SIG_IGN);
  assert_int_equal(file_write_stream(ends[1], "pipe", STR("x"), &err), -1);
  assert_string_equal(err.text, "pipe: Broken pipe");
  close(ends[1]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(written_and_read, enter, leave),
      cmocka_unit_test_setup_teardown(large_files, enter, leave),
      cmocka_unit_test_setup_teardown(the_limit_is_exact, enter, leave),
      cmocka_unit_test_setup_teardown(what_cannot_be_read, enter, leave),
      cmocka_unit_test_setup_teardown(what_cannot_be_written, enter, leave),
      cmocka_unit_test_setup_teardown(a_failed_write_leaves_the_old_file, enter, leave),
      cmocka_unit_test(streams),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
