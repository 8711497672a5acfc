/* test_policy.c -- .apso-scan.yaml: what is read, what is refused, what an entry holds for. */
#include "unit.h"

#include "policy/policy.h"

#define ID "0123456789abcdef0123456789abcdef"

static const struct rule key_rule = {.id = {"apso-key", 8}}, env_rule = {.id = {"apso-env", 8}};
static const struct rule *const rules[] = {&env_rule, &key_rule};
static const struct policy_rules known = {rules, COUNT(rules)};

static int read(const char *text, struct policy *policy, struct arena *kept, struct err *err) {
  return policy_read(STR("p.yaml"), str_from(text), known, policy, kept, err);
}

static void fields(void **state) {
  (void)state;
  struct arena kept = {0};
  struct policy policy = {0};
  struct err err = {""};
  if (read("ids:\n  - {id: " ID ", reason: r, path: [a, ./b/, /c]}\n"
           "paths:\n  - path: x\n    rule: apso-key\n    reason: why\n"
           "    owner: me\n    expires: 2027-01-31\nrules:\n  - {rule: apso-env, reason: e}\nbaseline: ./known.txt\n",
           &policy, &kept, &err))
    fail_msg("%s", err.text);
  assert_int_equal(policy.entries.len, 3);
  const struct policy_entry *id = &policy.entries.data[0], *path = &policy.entries.data[1],
      *rule = &policy.entries.data[2];
  assert_int_equal(id->section, POLICY_IDS);
  assert_text(id->id, ID);
  assert_int_equal(id->paths.len, 3);
  assert_text(id->paths.data[1], "b/");
  assert_text(id->paths.data[2], "c");
  assert_int_equal(id->line, 2);
  assert_int_equal(path->section, POLICY_PATHS);
  assert_text(path->rule, "apso-key");
  assert_text(path->reason, "why");
  assert_text(path->owner, "me");
  assert_text(path->expires, "2027-01-31");
  assert_int_equal(rule->section, POLICY_RULES);
  assert_int_equal(rule->paths.len, 0);
  assert_text(policy.baseline, "known.txt");
  assert_int_equal(policy.baseline_line, 11);
  policy_free(&policy);
  arena_free(&kept);
}

static void errors(void **state) {
  (void)state;
  static const struct {
    const char *text, *error;
  } rows[] = {
      {"paths:\n  - {path: a, reason: r, onwer: x}\n", "p.yaml:2:26: unknown field 'onwer'; did you mean 'owner'?"},
      {"ids:\n  - {id: " ID "}\n", "p.yaml:2:5: field 'reason' is missing"},
      {"paths:\n  - {path: [], reason: r}\n", "p.yaml:2:5: no path"},
      {"paths:\n  - {path: [a, ../b], reason: r}\n",
       "p.yaml:2:16: expected a path or glob, relative to the folder of this file"},
      {"paths:\n  - {path: a, reason: ' '}\n", "p.yaml:2:23: a reason is not empty"},
      {"rules:\n  - {rule: apso-kay, reason: r}\n", "p.yaml:2:12: unknown rule 'apso-kay'; did you mean 'apso-key'?"},
      {"rules:\n  - {rule: other, reason: r}\n", "p.yaml:2:12: unknown rule 'other'; known: apso-env, apso-key"},
      {"rules:\n  - {rule: apso-key, reason: r, expires: 31.1.2027}\n",
       "p.yaml:2:42: expected a day of the calendar, as 2027-01-31"},
      {"ids:\n  - {id: 1234, reason: r}\n", "p.yaml:2:10: expected a finding's id: 32 hex digits in lower case"},
      {"baseline: /etc/x\n", "p.yaml:1:11: expected the path of a baseline inside the folder of this file"},
      {"baseline: a/../../x\n", "p.yaml:1:11: expected the path of a baseline inside the folder of this file"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena kept = {0};
    struct policy policy = {0};
    struct err err = {""};
    if (read(rows[i].text, &policy, &kept, &err) == 0)
      fail_msg("read: %s", rows[i].text);
    assert_string_equal(err.text, rows[i].error);
    policy_free(&policy);
    arena_free(&kept);
  }
}

static void what_belongs_to_the_user(void **state) {
  (void)state;
  static const char *const rows[] = {"base-url: x", "key: x", "\"base_url\": x", "recipes:\n  - a: b",
                                     "# c\nendpoints : []",
                                     "rules-files: [x]", "proxy: x", "paths: []\nca: x"};
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena kept = {0};
    struct policy policy = {0};
    struct err err = {""};
    assert_int_equal(read(rows[i], &policy, &kept, &err), -1);
    if (!strstr(err.text, "does not belong here") || strncmp(err.text, "p.yaml:", 7) != 0)
      fail_msg("%s: %s", rows[i], err.text);
    policy_free(&policy);
    arena_free(&kept);
  }
}

static void bounds(void **state) {
  (void)state;
  struct arena kept = {0};
  struct policy policy = {0};
  struct err err = {""};
  struct buf text = {0};
  buf_add(&text, STR("ids:\n"));
  for (int i = 0; i <= POLICY_ENTRIES; i++)
    buf_add(&text, STR("- {id: " ID ", reason: r}\n"));
  assert_int_equal(policy_read(STR("p"), buf_str(&text), known, &policy, &kept, &err), -1);
  assert_non_null(strstr(err.text, "baseline"));
  policy_free(&policy);
  buf_clear(&text);
  buf_add(&text, STR("paths:\n- {reason: r, path: ["));
  for (int i = 0; i <= POLICY_GLOBS; i++)
    buf_add(&text, STR("a,"));
  buf_add(&text, STR("]}\n"));
  assert_int_equal(policy_read(STR("p"), buf_str(&text), known, &policy, &kept, &err), -1);
  assert_non_null(strstr(err.text, "more paths"));
  policy_free(&policy);
  buf_free(&text);
  arena_free(&kept);
}

static void globs(void **state) {
  (void)state;
  static const struct {
    const char *glob, *path;
    bool matches;
  } rows[] = {
      {"*.env", "a/b/x.env", true},     {"x.env", "a/x.env", true},        {"a/*.env", "a/x.env", true},
      {"a/*.env", "a/b/x.env", false},  {"a/**/x", "a/b/c/x", true},       {"a/**/x", "a/x", true},
      {"tests/", "tests/a/b", true},    {"tests/", "src/tests/a", false},  {"**/tests/", "src/tests/a", true},
      {"tests/", "tests", false},       {"te?ts/fix*/", "tests/fixtures/a/b", true}, {"tests", "tests/a", false},
      {"**", "a/b", true},              {"a/b", "a/b", true},              {"a/b", "c/a/b", false},
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    if (policy_glob_matches(str_from(rows[i].glob), str_from(rows[i].path)) != rows[i].matches)
      fail_msg("%s on %s", rows[i].glob, rows[i].path);
}

static void conditions(void **state) {
  (void)state;
  static const str paths[] = {{"a/", 2}, {"*.txt", 5}};
  static const struct {
    struct policy_entry entry;
    struct policy_place place;
    bool holds;
  } rows[] = {
      {{.paths = {paths, 2}}, {ID, {"apso-key", 8}, {"a/x", 3}}, true},
      {{.paths = {paths, 2}}, {ID, {"apso-key", 8}, {"b/x.txt", 7}}, true},
      {{.paths = {paths, 2}}, {ID, {"apso-key", 8}, {"b/x", 3}}, false},
      {{.paths = {paths, 2}}, {ID, {"apso-key", 8}, {NULL, 0}}, false},
      {{.rule = {"apso-key", 8}}, {ID, {"apso-key", 8}, {NULL, 0}}, true},
      {{.rule = {"apso-env", 8}}, {ID, {"apso-key", 8}, {NULL, 0}}, false},
      {{.rule = {"apso-key", 8}, .paths = {paths, 1}}, {ID, {"apso-key", 8}, {"b", 1}}, false},
      {{.id = {ID, 32}}, {ID, {"apso-key", 8}, {"b", 1}}, true},
      {{.id = {ID, 32}}, {"1123456789abcdef0123456789abcdef", {"apso-key", 8}, {"b", 1}}, false},
      {{.id = {ID, 32}, .paths = {paths, 1}}, {ID, {"apso-key", 8}, {"b", 1}}, false},
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    if (policy_entry_holds(&rows[i].entry, &rows[i].place) != rows[i].holds)
      fail_msg("row %zu", i);
}

static void expiry(void **state) {
  (void)state;
  struct policy_entry entry = {.expires = STR("2027-01-31")}, never = {.line = 1};
  assert_false(policy_entry_is_expired(&entry, STR("2027-01-31")));
  assert_true(policy_entry_is_expired(&entry, STR("2027-02-01")));
  assert_false(policy_entry_is_expired(&entry, STR("2026-12-31")));
  assert_false(policy_entry_is_expired(&never, STR("9999-12-31")));
}

static void described(void **state) {
  (void)state;
  static const str paths[] = {{"a/", 2}, {"b", 1}};
  struct policy_entry entry = {.id = STR(ID), .rule = STR("r"), .paths = {paths, 2}};
  struct buf out = {0};
  policy_describe(&entry, &out);
  assert_text(buf_str(&out), "id " ID ", rule r, path a/ or b");
  buf_free(&out);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(fields), cmocka_unit_test(errors), cmocka_unit_test(what_belongs_to_the_user),
      cmocka_unit_test(bounds), cmocka_unit_test(globs),  cmocka_unit_test(conditions),
      cmocka_unit_test(expiry), cmocka_unit_test(described),
  };
  return cmocka_run_group_tests_name("policy/policy", tests, NULL, NULL);
}
