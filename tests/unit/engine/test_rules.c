/* test_rules.c -- every built-in rule and door: examples are found, counter-examples are not, and it has both. */
#include "unit.h"

#include "engine/proof.h"

static struct ruleset *rules;

static int load(void **state) {
  struct err err;
  (void)state;
  if (ruleset_load_builtin(&rules, &err) == 0)
    return 0;
  print_error("%s\n", err.text);
  return -1;
}

static int unload(void **state) {
  (void)state;
  ruleset_free(rules);
  return 0;
}

static void print_note(void *data, const struct proof_note *note) {
  (void)data;
  print_error("%.*s:%zu: %.*s: %.*s\n", STR_ARG(note->file), note->line, STR_ARG(note->name), STR_ARG(note->text));
}

static void examples_are_as_they_should_be(void **state) {
  (void)state;
  struct proof proof = {0};
  proof_run(rules, NULL, print_note, NULL, &proof);
  assert_int_equal(proof.rules, rules->rules_len);
  assert_int_equal(proof.doors, rules->doors_len);
  assert_true(proof.examples > proof.rules && proof.counter_examples > 0);
  assert_int_equal(proof.failures, 0);
  assert_int_equal(proof.warnings, 0);
}

static void doors_name_rules_for_them(void **state) {
  (void)state;
  for (size_t d = 0; d < rules->doors_len; d++) {
    assert_non_null(rules->doors[d].rule);
    assert_true(rules->doors[d].shape == DOOR_HEADER ? rules->doors[d].headers.len > 0 : rules->doors[d].modules.len > 0);
    assert_int_equal(rules->doors[d].rule->class, rules->doors[d].shape == DOOR_HEADER ? CLASS_HEADER_LITERAL : CLASS_SDK_LITERAL);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(examples_are_as_they_should_be),
      cmocka_unit_test(doors_name_rules_for_them),
  };
  return cmocka_run_group_tests(tests, load, unload);
}
