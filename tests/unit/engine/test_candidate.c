/* test_candidate.c -- whether a rule's globs accept a path. */
#include "unit.h"

#include "engine/candidate.h"

static void paths(void **state) {
  (void)state;
  static const struct {
    const char *glob, *path;
    bool fits;
  } rows[] = {
      {"*.env", "a/b/prod.env", true}, /* without '/' the base name */
      {"*.env", "prod.env/x", false},
      {".env", ".env", true},
      {".env", "a/.env", true},
      {"deploy/*", "deploy/a", true}, /* with it the whole path */
      {"deploy/*", "x/deploy/a", false},
      {"**/deploy/*", "x/deploy/a", true},
      {"deploy/**", "deploy/a/b", true},
      {"*.env", "", false}, /* a message, say */
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    str glob = str_from(rows[i].glob);
    struct rule rule = {.paths = {&glob, 1}};
    assert_int_equal(candidate_path_fits(&rule, str_from(rows[i].path)), rows[i].fits);
  }
  struct rule any = {0};
  assert_true(candidate_path_fits(&any, STR("x/y")));
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(paths)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
