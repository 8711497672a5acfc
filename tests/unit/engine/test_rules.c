/* test_rules.c -- every built-in rule: its examples are found, its counter-examples are not, and it has both. */
#include "unit.h"

#include "engine/candidate.h"
#include "engine/engine.h"

#include "template.h"

enum { ROUNDS = 8 }; /* with other keys each */

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

/* A path that the glob accepts. */
static str path_for(str glob, struct arena *kept) {
  struct buf path = {0};
  for (size_t i = 0; i < glob.len; i++) {
    if (glob.ptr[i] != '*')
      buf_add_byte(&path, glob.ptr[i] == '?' ? 'q' : glob.ptr[i]);
    else if (i == 0 || glob.ptr[i - 1] != '*')
      buf_add(&path, STR("sample"));
  }
  str copy = arena_copy(kept, buf_str(&path));
  buf_free(&path);
  return copy;
}

/* Is there a hit of the rule, or one of a better class if `or_better`? */
static bool finds(struct engine *engine, const struct rule *rule, str path, str text, bool or_better, struct arena *kept) {
  struct hits hits = {0};
  struct coverage coverage = {0};
  bool found = false;
  engine_scan(engine, &(struct item){.bytes = text, .path = path, .first_line = 1}, kept, &hits, &coverage);
  for (size_t i = 0; i < hits.len; i++)
    found |= hits.data[i].rule == rule || (or_better && hits.data[i].rule->class < rule->class);
  vec_free(&hits);
  return found;
}

/* Runs one example at a path with several keys; false if any is not as it should be. */
static bool is_right(struct engine *engine, const struct rule *rule, str path, str example, bool is_counter) {
  uint64_t seed = 1;
  bool right = true;
  for (int round = 0; round < ROUNDS && right; round++) {
    struct arena kept = {0};
    struct template_text made;
    right = template_expand(example, &seed, &kept, &made) && finds(engine, rule, path, made.text, !is_counter, &kept) != is_counter;
    arena_free(&kept);
  }
  if (!right)
    print_error("%.*s at %.*s: %s is %sfound: %.*s\n", STR_ARG(rule->id), STR_ARG(path), is_counter ? "counter-example" : "example",
                is_counter ? "" : "not ", STR_ARG(example));
  return right;
}

static size_t wrong_at(struct engine *engine, const struct rule *rule, str path) {
  size_t wrong = 0;
  for (size_t i = 0; i < rule->examples.len; i++)
    wrong += !is_right(engine, rule, path, rule->examples.data[i], false);
  for (size_t i = 0; i < rule->counter_examples.len; i++)
    wrong += !is_right(engine, rule, path, rule->counter_examples.data[i], true);
  return wrong;
}

static void examples_are_found_and_counter_examples_not(void **state) {
  (void)state;
  struct engine *engine = engine_new(rules);
  struct arena kept = {0};
  size_t wrong = 0;
  for (size_t r = 0; r < rules->rules_len; r++) {
    const struct rule *rule = rules->rules[r];
    if (rule->paths.len == 0)
      wrong += wrong_at(engine, rule, STR("docs/notes.txt"));
    for (size_t p = 0; p < rule->paths.len; p++) {
      str path = path_for(rule->paths.data[p], &kept);
      if (!candidate_path_fits(rule, path))
        fail_msg("%.*s: %.*s does not fit its own glob", STR_ARG(rule->id), STR_ARG(path));
      wrong += wrong_at(engine, rule, path);
    }
  }
  arena_free(&kept);
  engine_free(engine);
  assert_int_equal(wrong, 0);
}

/* A rule without either could be broken and no test would tell. One without a pattern is only used by doors. */
static void every_rule_has_both(void **state) {
  (void)state;
  for (size_t r = 0; r < rules->rules_len; r++) {
    const struct rule *rule = rules->rules[r];
    if (rule->pattern.len && (rule->examples.len == 0 || rule->counter_examples.len == 0))
      fail_msg("%.*s: %zu examples, %zu counter-examples", STR_ARG(rule->id), rule->examples.len, rule->counter_examples.len);
  }
}

/* Whether the rule could be tested at all: its pattern must be what finds an example, not another rule's. */
static void every_pattern_finds_one_of_its_own(void **state) {
  (void)state;
  struct engine *engine = engine_new(rules);
  for (size_t r = 0; r < rules->rules_len; r++) {
    const struct rule *rule = rules->rules[r];
    struct arena kept = {0};
    str path = rule->paths.len ? path_for(rule->paths.data[0], &kept) : STR("docs/notes.txt");
    bool found = rule->pattern.len == 0;
    uint64_t seed = 2;
    for (size_t i = 0; i < rule->examples.len && !found; i++) {
      struct template_text made;
      found = template_expand(rule->examples.data[i], &seed, &kept, &made) && finds(engine, rule, path, made.text, false, &kept);
    }
    arena_free(&kept);
    if (!found)
      fail_msg("%.*s names no hit of its examples", STR_ARG(rule->id));
  }
  engine_free(engine);
}

/* Does a key reach the door, as its flow says? */
static bool reaches(struct engine *engine, const struct door *door, str text, struct arena *kept) {
  struct hits hits = {0};
  struct coverage coverage = {0};
  bool found = false;
  engine_scan(engine, &(struct item){.bytes = text, .path = STR("sample.ts"), .first_line = 1}, kept, &hits, &coverage);
  for (size_t i = 0; i < hits.len; i++)
    found |= hits.data[i].flow_len > 0 && str_eq(hits.data[i].flow[hits.data[i].flow_len - 1].what, door->name);
  vec_free(&hits);
  return found;
}

static size_t wrong_examples(struct engine *engine, const struct door *door, const struct str_list *examples, bool is_counter) {
  size_t wrong = 0;
  uint64_t seed = 3;
  for (size_t i = 0; i < examples->len; i++) {
    struct arena kept = {0};
    struct template_text made;
    bool right = template_expand(examples->data[i], &seed, &kept, &made) && reaches(engine, door, made.text, &kept) != is_counter;
    if (!right)
      print_error("%.*s: %s: %.*s\n", STR_ARG(door->name), is_counter ? "counter-example" : "example", STR_ARG(examples->data[i]));
    wrong += !right;
    arena_free(&kept);
  }
  return wrong;
}

static void doors_open_for_their_examples(void **state) {
  (void)state;
  struct engine *engine = engine_new(rules);
  size_t wrong = 0;
  for (size_t d = 0; d < rules->doors_len; d++) {
    const struct door *door = &rules->doors[d];
    wrong += door->examples.len == 0;
    wrong += wrong_examples(engine, door, &door->examples, false) + wrong_examples(engine, door, &door->counter_examples, true);
  }
  engine_free(engine);
  assert_int_equal(wrong, 0);
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
      cmocka_unit_test(examples_are_found_and_counter_examples_not),
      cmocka_unit_test(every_rule_has_both),
      cmocka_unit_test(every_pattern_finds_one_of_its_own),
      cmocka_unit_test(doors_name_rules_for_them),
      cmocka_unit_test(doors_open_for_their_examples),
  };
  return cmocka_run_group_tests(tests, load, unload);
}
