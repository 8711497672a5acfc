/* test_ruleset.c -- rules and doors joined and checked; folders of them. */
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "engine/ruleset.h"

#define REST "title: t, class: literal, severity: high, why: w, advice: d, examples: [], counter-examples: []"

static char folder[64];

static int enter(void **state) {
  (void)state;
  snprintf(folder, sizeof folder, "/tmp/apso-test-XXXXXX");
  return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave(void **state) {
  (void)state;
  static const char *const names[] = {"r.yaml", "d/a.yaml", "d/b.yml", "d/c.txt"};
  for (size_t i = 0; i < COUNT(names); i++)
    unlink(names[i]);
  rmdir("d");
  return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static void write_file(const char *path, const char *text) {
  struct err err;
  assert_int_equal(file_write(path, str_from(text), &err), 0);
}

static void errors(void **state) {
  (void)state;
  static const char *const rows[][2] = {
      {"rules:\n  - {id: a, " REST ", pattern: x}", "r.yaml:2:1: rule 'a': a pattern needs 'keywords': text that every match holds"},
      {"rules:\n  - {id: a, " REST ", pattern: x, keywords: [abc]}", "r.yaml:2:1: rule 'a': keyword of less than 4 bytes"},
      {"rules:\n  - {id: a, " REST ", pattern: (, keywords: [abcd]}", "r.yaml:2:1: rule 'a': pattern, at its byte 1: missing closing parenthesis"},
      {"rules:\n  - {id: a, " REST ", pattern: (x), group: 2, keywords: [abcd]}", "r.yaml:2:1: rule 'a': 'group' is 2, the pattern has 1"},
      {"rules:\n  - {id: a, " REST "}\n  - {id: a, " REST "}", "r.yaml:3:1: rule 'a': the id stands twice"},
      {"doors:\n  - {name: n, rule: r, modules: [m], export: E, shape: new}", "r.yaml:2:1: door 'n': no rule 'r'"},
      {"rules: x", "r.yaml:1:8: expected a list"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct ruleset *set = NULL;
    struct err err;
    write_file("r.yaml", rows[i][0]);
    assert_int_equal(ruleset_load("r.yaml", &set, &err), -1);
    assert_string_equal(err.text, rows[i][1]);
    assert_null(set);
  }
}

static void folders(void **state) {
  (void)state;
  struct ruleset *set = NULL;
  struct err err;
  assert_int_equal(ruleset_load("d", &set, &err), -1);
  assert_string_equal(err.text, "d: No such file or directory");
  mkdir("d", 0755);
  write_file("d/c.txt", "no rules");
  assert_int_equal(ruleset_load("d", &set, &err), -1);
  assert_string_equal(err.text, "d: no *.yaml in this folder");
  write_file("d/a.yaml", "doors: [{name: n, rule: z, modules: ['@a/b'], export: E, shape: new}]");
  write_file("d/b.yml", "rules: [{id: z, " REST "}, {id: b, " REST ", pattern: '(?<name>x)', keywords: [abcd]}]");
  assert_int_equal(ruleset_load("d", &set, &err), 0);
  assert_int_equal(set->rules_len, 2);
  assert_text(set->rules[0]->id, "b");
  assert_int_equal(set->compiled[0].name_group, 1);
  assert_null(set->compiled[1].regex);
  assert_ptr_equal(set->doors[0].rule, ruleset_find(set, STR("z")));
  assert_null(ruleset_find(set, STR("a")));
  assert_int_equal(set->keywords_len, 7); /* of b, the module, four beginnings, and UTF-16 */
  ruleset_free(set);
}

static void no_rules_at_all(void **state) {
  (void)state;
  struct ruleset *set = NULL;
  struct err err;
  write_file("r.yaml", "rules: []");
  assert_int_equal(ruleset_load("r.yaml", &set, &err), 0);
  assert_int_equal(set->rules_len, 0);
  ruleset_free(set);
  ruleset_free(NULL);
}

static void the_built_in_ones(void **state) {
  (void)state;
  struct ruleset *set = NULL;
  struct err err;
  if (ruleset_load_builtin(&set, &err))
    fail_msg("%s", err.text);
  assert_non_null(ruleset_find(set, STR("apso-key")));
  assert_true(set->doors_len >= 4);
  for (size_t i = 1; i < set->rules_len; i++)
    assert_true(str_compare(set->rules[i - 1]->id, set->rules[i]->id) < 0);
  ruleset_free(set);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(errors, enter, leave),
      cmocka_unit_test_setup_teardown(folders, enter, leave),
      cmocka_unit_test_setup_teardown(no_rules_at_all, enter, leave),
      cmocka_unit_test(the_built_in_ones),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
