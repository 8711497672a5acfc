/* test_change.c -- what a change alters in policy. */
#include "unit.h"

#include "policy/change.h"

#define A "0000000000000000000000000000000a"
#define B "0000000000000000000000000000000b"

static const struct rule rule = {.id = {"apso-key", 8}};
static const struct rule *const rules[] = {&rule};

static struct policy policy_of(const char *text, struct arena *kept) {
  struct policy policy = {.baseline_line = 0};
  struct err err = {""};
  struct policy_rules known = {rules, 1};
  if (policy_read(STR("p"), str_from(text), known, &policy, kept, &err))
    fail_msg("%s", err.text);
  return policy;
}

static void policies(void **state) {
  (void)state;
  static const struct {
    const char *before, *after, *told;
  } rows[] = {
      {"", "", ""},
      {"ids:\n- {id: " A ", reason: r}\npaths:\n- {path: x, reason: r}\n",
       "# moved\n\npaths:\n- {path: x, reason: r}\nids:\n- {id: " A ", reason: r}\n", ""},
      {"", "ids:\n- {id: " A ", reason: r, expires: 2027-01-31}\n",
       "2 the change adds: id " A ", until 2027-01-31 (r); it is not in force here\n"},
      {"paths:\n- {path: x, reason: r}\n", "", "0 the change removes: path x (r); it is still in force here\n"},
      {"paths:\n- {path: x, reason: r}\n", "paths:\n- {path: x, reason: s}\n",
       "2 the change adds: path x (s); it is not in force here\n"
       "0 the change removes: path x (r); it is still in force here\n"},
      {"baseline: x\n", "baseline: y\n",
       "1 the change names another baseline: 'y' instead of 'x'; it is not in force here\n"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena kept = {0};
    struct notices notices = {0};
    struct buf told = {0};
    struct policy before = policy_of(rows[i].before, &kept), after = policy_of(rows[i].after, &kept);
    change_of_policy(&before, &after, &notices, &kept);
    for (size_t n = 0; n < notices.len; n++)
      buf_printf(&told, "%u %.*s\n", notices.data[n].line, STR_ARG(notices.data[n].text));
    assert_text(buf_str(&told), rows[i].told);
    buf_free(&told);
    vec_free(&notices);
    policy_free(&before);
    policy_free(&after);
    arena_free(&kept);
  }
}

static void baselines(void **state) {
  (void)state;
  struct arena kept = {0};
  struct notices notices = {0};
  struct baseline before = {.name = STR("b")}, after = {.name = STR("b")};
  baseline_push(&before, STR(A));
  baseline_push(&after, STR(B));
  change_of_baseline(&before, &before, &notices, &kept);
  assert_int_equal(notices.len, 0);
  change_of_baseline(&before, &after, &notices, &kept);
  assert_int_equal(notices.len, 2);
  assert_text(notices.data[0].text, "the change adds 1 id: " B "; it is not in force here");
  assert_text(notices.data[1].text, "the change removes 1 id: " A "; it is still in force here");
  for (int i = 0; i < CHANGE_IDS_TOLD; i++)
    baseline_push(&after, arena_printf(&kept, "1%031d", i));
  baseline_sort(&after);
  change_of_baseline(&before, &after, &notices, &kept);
  assert_true(str_find(notices.data[2].text, STR(" and 1 more; they are not in force here"), 0) != SIZE_MAX);
  baseline_free(&before);
  baseline_free(&after);
  vec_free(&notices);
  arena_free(&kept);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(policies), cmocka_unit_test(baselines)};
  return cmocka_run_group_tests_name("policy/change", tests, NULL, NULL);
}
