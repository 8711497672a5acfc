/* test_inside.c -- where a path lies in a work tree, links among its folders or not. */
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "source/inside.h"

static char top[] = "/tmp/apso-inside-XXXXXX";

static int make(void **state) {
  (void)state;
  if (!mkdtemp(top) || chdir(top) != 0)
    return -1;
  return mkdir("work", 0755) || mkdir("work/sub", 0755) || mkdir("out", 0755) || symlink("../out", "work/away") ||
      symlink("work", "link") ||
         symlink("work/sub", "deep");
}

static int clear(void **state) {
  (void)state;
  static const char *const names[] = {"deep", "link", "work/away"}, *const folders[] = {"out", "work/sub", "work"};
  int failed = chdir(top);
  for (size_t i = 0; i < COUNT(names); i++)
    failed |= unlink(names[i]);
  for (size_t i = 0; i < COUNT(folders); i++)
    failed |= rmdir(folders[i]);
  return failed | (chdir("/") || rmdir(top));
}

static void from_outside(void **state) {
  (void)state;
  static const struct {
    const char *path, *inside;
  } rows[] = {
      {"work/x", "x"},           {"./work/./x", "x"},         {"work/sub/x", "sub/x"},   {"work/none/x", "none/x"},
          {"work/away/x", "away/x"},
      {"link/x", "x"},           {"link/away/x", "away/x"},   {"deep/x", "sub/x"},       {"deep/../x", "x"},
          {"work/sub/../x", "x"},
      {"out/x", ""},             {"x", ""},                   {"workx/x", ""},           {"work/../out/x", ""},
          {"work/sub/../../out/x", ""},
      {"out/../work/x", "x"},    {"work/../work/x", "x"},   {"work/../out/../work/sub/x", "sub/x"},    {"work//x", "x"},
  };
  struct arena kept = {0};
  str work = arena_printf(&kept, "%s/work", top), link = arena_printf(&kept, "%s/link", top);
  assert_int_equal(chdir(top), 0);
  for (size_t i = 0; i < COUNT(rows); i++) {
    str whole = arena_printf(&kept, "%s/%s", top, rows[i].path);
    str found = inside_work_tree(rows[i].path, work, &kept);
    if (!str_eq(found, str_from(rows[i].inside)))
      fail_msg("%s: '%.*s'", rows[i].path, STR_ARG(found));
    assert_text(inside_work_tree(whole.ptr, work, &kept), rows[i].inside);
    assert_text(inside_work_tree(whole.ptr, link, &kept), rows[i].inside);
  }
  assert_int_equal(inside_work_tree("work/x", STR_NONE, &kept).len, 0);
  arena_free(&kept);
}

static void from_inside(void **state) {
  (void)state;
  struct arena kept = {0};
  str work = arena_printf(&kept, "%s/work", top);
  assert_int_equal(chdir("work/sub"), 0);
  assert_text(inside_work_tree("x", work, &kept), "sub/x");
  assert_text(inside_work_tree("../x", work, &kept), "x");
  assert_text(inside_work_tree("../../out/x", work, &kept), "");
  assert_text(inside_work_tree("../../work/x", work, &kept), "x");
  assert_int_equal(chdir(top), 0);
  arena_free(&kept);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(from_outside), cmocka_unit_test(from_inside)};
  return cmocka_run_group_tests_name("source/inside", tests, make, clear);
}
