/* test_ruleset.c -- rules and doors joined and checked; folders of them. */
#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "engine/ruleset.h"

#define REST "title: t, class: literal, severity: high, why: w, advice: d, examples: [], counter-examples: []"
#define SHIPPED "title: t, class: shipped, severity: high, why: w, advice: d, examples: [], counter-examples: []"

static char folder[64];

static int enter(void **state) {
  (void)state;
  snprintf(folder, sizeof folder, "/tmp/apso-test-XXXXXX");
  return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave(void **state) {
  (void)state;
  static const char *const names[] = {"r.yaml", "s.yaml", "d/a.yaml", "d/b.yml", "d/c.txt"};
  for (size_t i = 0; i < COUNT(names); i++)
    unlink(names[i]);
  rmdir("d");
  return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static void write_file(const char *path, const char *text) {
  struct err err;
  assert_int_equal(file_write(path, str_from(text), &err), 0);
}

static int load(const char *path, struct ruleset **set, struct err *err) {
  return ruleset_load(&path, 1, set, err);
}

static void errors(void **state) {
  (void)state;
  static const char *const rows[][2] = {
      {"rules:\n  - {id: a, " REST ", pattern: x}", "r.yaml:2:119: rule 'a': a pattern needs 'keywords': text that every match holds"},
      {"rules:\n  - {id: a, " REST "}\n  - {id: a, " REST "}",
       "r.yaml:3:5: rule 'a': the id stands twice; the first is 'a' at r.yaml:2:5"},
      {"rules:\n  - {id: a, " SHIPPED "}\n  - {id: b, " SHIPPED "}",
       "r.yaml:3:5: rule 'b': a second rule of a class that has one; the first is 'a' at r.yaml:2:5"},
      {"doors:\n  - {name: n, rule: r, modules: [m], export: E, shape: new}", "r.yaml:2:21: door 'n': no rule 'r'"},
      {"rules:\n  - {id: rr, " REST "}\ndoors:\n  - {name: n, rule: r, modules: [m], export: E, shape: new}",
       "r.yaml:4:21: door 'n': no rule 'r'; did you mean 'rr'?"},
      {"rules: x", "r.yaml:1:8: expected a list"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct ruleset *set = NULL;
    struct err err;
    write_file("r.yaml", rows[i][0]);
    assert_int_equal(load("r.yaml", &set, &err), -1);
    assert_string_equal(err.text, rows[i][1]);
    assert_null(set);
  }
}

static void folders(void **state) {
  (void)state;
  struct ruleset *set = NULL;
  struct err err;
  assert_int_equal(load("d", &set, &err), -1);
  assert_string_equal(err.text, "d: No such file or directory");
  mkdir("d", 0755);
  write_file("d/c.txt", "no rules");
  assert_int_equal(load("d", &set, &err), -1);
  assert_string_equal(err.text, "d: no *.yaml in this folder");
  write_file("d/a.yaml", "doors: [{name: n, rule: z, modules: ['@a/b'], export: E, shape: new}]");
  write_file("d/b.yml", "rules: [{id: z, " REST "}, {id: b, " REST ", pattern: '(?<name>x)', keywords: [abcd]}]");
  assert_int_equal(load("d", &set, &err), 0);
  assert_int_equal(set->rules_len, 2);
  assert_text(set->rules[0]->id, "b");
  assert_int_equal(set->compiled[0].name_group, 1);
  assert_null(set->compiled[1].regex);
  assert_ptr_equal(set->doors[0].rule, ruleset_find(set, STR("z")));
  assert_ptr_equal(ruleset_compiled(set, set->rules[1]), &set->compiled[1]);
  assert_null(ruleset_find(set, STR("a")));
  assert_null(ruleset_find(set, STR("zz")));
  ruleset_free(set);
}

/* Several paths; the built-in ones with them; a rule in place of one of those. */
static void joined(void **state) {
  (void)state;
  static const struct {
    const char *paths[3];
    const char *text, *other;
    size_t custom; /* rules of the user's */
    bool has_builtin;
    const char *error;
  } rows[] = {
      {{"r.yaml", "s.yaml"}, "rules: [{id: a, " REST "}]", "rules: [{id: b, " REST "}]", 2, false, NULL},
      {{"r.yaml", "builtin"}, "rules: [{id: a, " REST "}]", "", 1, true, NULL},
      {{"builtin", "r.yaml"}, "rules: [{id: apso-key, " REST "}]", "", 1, true, NULL},
      {{"r.yaml"}, "extends: builtin\nrules: [{id: apso-key, " REST "}]", "", 1, true, NULL},
      {{"r.yaml", "s.yaml"}, "rules: [{id: a, " REST "}]", "extends: builtin", 1, true, NULL},
      {{"builtin", "builtin"}, "", "", 0, true, NULL},
      {{"r.yaml"}, "extends: builtin\nrules: [{id: apso-shipped, " SHIPPED "}]", "", 1, true, NULL},
      {{"r.yaml", "s.yaml"}, "rules: [{id: a, " REST "}]", "rules: [{id: a, " REST "}]", 0, false,
       "s.yaml:1:9: rule 'a': the id stands twice; the first is 'a' at r.yaml:1:9"},
      {{"r.yaml", "r.yaml"}, "rules: [{id: a, " REST "}]", "", 0, false,
       "r.yaml:1:9: rule 'a': the id stands twice; the first is 'a' at r.yaml:1:9"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct ruleset *set = NULL;
    struct err err = {""};
    size_t len = 0, custom = 0, builtin = 0;
    write_file("r.yaml", rows[i].text);
    write_file("s.yaml", rows[i].other);
    while (len < 3 && rows[i].paths[len])
      len++;
    int failed = ruleset_load(rows[i].paths, len, &set, &err);
    assert_string_equal(err.text, rows[i].error ? rows[i].error : "");
    assert_int_equal(failed, rows[i].error ? -1 : 0);
    for (size_t k = 0; set && k < set->rules_len; k++)
      *(set->rules[k]->is_builtin ? &builtin : &custom) += 1;
    assert_int_equal(custom, rows[i].custom);
    assert_int_equal(builtin > 4, rows[i].has_builtin);
    ruleset_free(set);
  }
}

/* One for all that is shipped: another one would take its place somewhere. */
static void second_rule_of_a_class(void **state) {
  (void)state;
  struct ruleset *set = NULL;
  struct err err;
  write_file("r.yaml", "extends: builtin\nrules: [{id: a, " SHIPPED "}]");
  assert_int_equal(load("r.yaml", &set, &err), -1);
  assert_true(str_starts(str_from(err.text), STR("r.yaml:2:9: rule 'a': a second rule of a class that has one; the first is 'apso-shipped' at rules/keys.yaml:")));
}

/* Nothing would be looked for, and found. */
static void no_rules_at_all(void **state) {
  (void)state;
  struct ruleset *set = NULL;
  struct err err;
  write_file("r.yaml", "rules: []");
  assert_int_equal(load("r.yaml", &set, &err), -1);
  assert_string_equal(err.text, "r.yaml: no rules: nothing would be looked for");
  assert_null(set);
  ruleset_free(NULL);
}

static void the_built_in_ones(void **state) {
  (void)state;
  struct ruleset *set = NULL;
  struct err err;
  if (ruleset_load_builtin(&set, &err))
    fail_msg("%s", err.text);
  assert_non_null(ruleset_find(set, STR("apso-key")));
  assert_text(ruleset_nearest(set, STR("apso-kay")), "apso-key");
  assert_true(set->doors_len >= 4);
  for (size_t i = 0; i < set->rules_len; i++) {
    assert_true(i == 0 || str_compare(set->rules[i - 1]->id, set->rules[i]->id) < 0);
    assert_ptr_equal(ruleset_find(set, set->rules[i]->id), set->rules[i]);
  }
  ruleset_free(set);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(errors, enter, leave),
      cmocka_unit_test_setup_teardown(folders, enter, leave),
      cmocka_unit_test_setup_teardown(joined, enter, leave),
      cmocka_unit_test_setup_teardown(second_rule_of_a_class, enter, leave),
      cmocka_unit_test_setup_teardown(no_rules_at_all, enter, leave),
      cmocka_unit_test(the_built_in_ones),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
