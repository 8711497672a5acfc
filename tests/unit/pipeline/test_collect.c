/* test_collect.c -- occurrences as findings: one for a key, the same for any order of what came in. */
#include "unit.h"

#include "pipeline/collect.h"

#include "template.h"
#include "written.h"

enum { KEYS = 4, SHUFFLES = 20 };

static const struct rule literal = {.id = {"literal", 7}, .class = CLASS_LITERAL, .severity = SEVERITY_HIGH};
static const struct rule config = {.id = {"config", 6}, .class = CLASS_CONFIG, .severity = SEVERITY_HIGH};
static const struct rule sdk = {.id = {"sdk", 3}, .class = CLASS_SDK_LITERAL, .severity = SEVERITY_HIGH};
static const struct rule low = {.id = {"low", 3}, .class = CLASS_SDK_LITERAL, .severity = SEVERITY_LOW};

struct scene {
  struct arena kept;
  str key[KEYS];
  struct occurrences all;
};

static oid id_of(unsigned number) {
  oid id = {{(uint8_t)number, (uint8_t)(number >> 8), 1}};
  return id;
}

static const struct commit_info *commit(struct scene *scene, unsigned number, int64_t date) {
  struct commit_info *made = ARENA_NEW(&scene->kept, struct commit_info);
  *made = (struct commit_info){.id = id_of(number), .date = date, .author = STR("Ann"), .subject = STR("s")};
  return made;
}

static struct occurrence *add(struct scene *scene, size_t key, const struct rule *rule, enum where where, const char *path, unsigned blob,
                              const struct commit_info *by) {
  struct occurrence o = {.hit = {.rule = rule, .key = scene->key[key], .line = 1, .column = 1, .end_line = 1},
                         .where = where, .path = str_from(path), .blob = blob ? id_of(blob) : (oid){{0}}, .commit = by};
  vec_push(&scene->all, o);
  return &scene->all.data[scene->all.len - 1];
}

static int enter(void **state) {
  struct scene *scene = calloc(1, sizeof *scene);
  static const char *const scopes[KEYS] = {"live", "svc", "org", "test"};
  uint64_t seed = 1;
  for (size_t i = 0; i < KEYS; i++)
    scene->key[i] = template_key(&seed, str_from(scopes[i]), &scene->kept);
  *state = scene;
  return 0;
}

static int leave(void **state) {
  struct scene *scene = *state;
  vec_free(&scene->all);
  arena_free(&scene->kept);
  free(scene);
  return 0;
}

/* As the pipeline does it. */
static void collect_all(struct occurrences *all, struct result *result) {
  *result = (struct result){0};
  collect_findings(all, result);
  struct source ids = collect_ids(result);
  for (size_t part = 0; part < ids.parts; part++)
    ids.run(&ids, NULL, part, NULL);
  collect_sort(result);
}

static void collect(struct scene *scene, struct result *result) {
  collect_all(&scene->all, result);
}

/* The result is the same for any order. */
static void assert_any_order(struct scene *scene) {
  struct buf first = {0};
  uint64_t seed = 7;
  struct occurrence *order = malloc(scene->all.len * sizeof *order);
  memcpy(order, scene->all.data, scene->all.len * sizeof *order);
  for (int round = 0; round < SHUFFLES; round++) {
    struct buf now = {0};
    struct result result;
    struct occurrences all = {0};
    for (size_t i = 0; i < scene->all.len; i++)
      vec_push(&all, order[i]);
    collect_all(&all, &result);
    written_add(round ? &now : &first, &result);
    if (round)
      assert_str(buf_str(&now), buf_str(&first));
    arena_free(&result.kept);
    vec_free(&all);
    buf_free(&now);
    for (size_t i = scene->all.len - 1; i > 0; i--) {
      size_t other = template_draw(&seed) % (i + 1);
      struct occurrence kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
  }
  free(order);
  buf_free(&first);
}

static void nothing(void **state) {
  struct scene *scene = *state;
  struct result result;
  collect(scene, &result);
  assert_int_equal(result.findings_len, 0);
  arena_free(&result.kept);
}

static void one_finding_for_a_key(void **state) {
  struct scene *scene = *state;
  struct result result;
  add(scene, 0, &literal, WHERE_HISTORY, "b", 1, NULL);
  add(scene, 1, &literal, WHERE_HISTORY, "b", 1, NULL)->hit.column = 50;
  add(scene, 0, &sdk, WHERE_HISTORY, "c", 2, NULL);
  collect(scene, &result);
  assert_int_equal(result.findings_len, 2);
  const struct finding *first = &result.findings[0];
  assert_str(first->key, scene->key[0]);
  assert_ptr_equal(first->rule, &sdk); /* the best class names it */
  assert_int_equal(first->occurrences_len, 2);
  assert_text(first->occurrences[0].path, "c");
  assert_text(first->scope, "live");
  assert_false(template_leaks(first->redacted, first->key));
  assert_int_equal(strlen(first->id), DIGEST_HEX_SIZE - 1);
  assert_string_not_equal(first->id, result.findings[1].id);
  arena_free(&result.kept);
}

/* The same content at the same path is one occurrence, at the first place in PRODUCT's order. */
static void the_same_place_once(void **state) {
  struct scene *scene = *state;
  struct result result;
  static const enum where wheres[] = {WHERE_WORKTREE, WHERE_INDEX, WHERE_HISTORY, WHERE_STASH};
  for (size_t i = 0; i < COUNT(wheres); i++)
    add(scene, 0, &config, wheres[i], "a", 1, NULL);
  add(scene, 0, &config, WHERE_WORKTREE, "a", 2, NULL);
  add(scene, 0, &config, WHERE_WORKTREE, "b", 1, NULL);
  add(scene, 0, &config, WHERE_WORKTREE, "a", 1, NULL)->hit.line = 2;
  add(scene, 0, &config, WHERE_WORKTREE, "a", 1, NULL)->hit.column = 2;
  add(scene, 0, &literal, WHERE_HISTORY, "a", 1, NULL); /* a worse class at the same place */
  collect(scene, &result);
  assert_int_equal(result.findings_len, 1);
  const struct finding *finding = &result.findings[0];
  size_t in_history = 0;
  assert_int_equal(finding->occurrences_len, 5);
  for (size_t i = 0; i < 5; i++)
    in_history += finding->occurrences[i].where == WHERE_HISTORY;
  assert_int_equal(in_history, 1);
  for (size_t i = 0; i < 5; i++)
    assert_ptr_equal(finding->occurrences[i].hit.rule, &config);
  arena_free(&result.kept);
  assert_any_order(scene);
}

/* Two messages are two places though neither has a path. */
static void messages_differ_by_commit(void **state) {
  struct scene *scene = *state;
  struct result result;
  for (unsigned i = 0; i < 3; i++)
    add(scene, 0, &literal, i == 2 ? WHERE_TAG_MESSAGE : WHERE_MESSAGE, "", 0, commit(scene, i, 10));
  add(scene, 0, &literal, WHERE_MESSAGE, "", 0, commit(scene, 1, 10));
  collect(scene, &result);
  assert_int_equal(result.findings[0].occurrences_len, 3);
  arena_free(&result.kept);
  assert_any_order(scene);
}

/* What is there today is shown before what was. */
static void today_first(void **state) {
  struct scene *scene = *state;
  struct result result;
  struct reach in_head = {.in_head = true, .table = &(struct ref_table){0}};
  add(scene, 0, &config, WHERE_HISTORY, "a-old", 1, NULL);
  add(scene, 0, &config, WHERE_WORKTREE, "b-tree", 2, NULL);
  add(scene, 0, &config, WHERE_HISTORY, "c-head", 3, NULL)->reach = &in_head;
  collect(scene, &result);
  static const char *const order[] = {"c-head", "b-tree", "a-old"};
  for (size_t i = 0; i < COUNT(order); i++)
    assert_text(result.findings[0].occurrences[i].path, order[i]);
  assert_true(result.findings[0].in_head);
  arena_free(&result.kept);
}

static void worst_findings_first(void **state) {
  struct scene *scene = *state;
  struct result result;
  add(scene, 3, &literal, WHERE_FILE, "a", 0, NULL);
  add(scene, 0, &low, WHERE_FILE, "b", 0, NULL);
  add(scene, 1, &literal, WHERE_FILE, "c", 0, NULL);
  add(scene, 2, &literal, WHERE_FILE, "d", 0, NULL);
  collect(scene, &result);
  static const size_t order[] = {2, 1, 3, 0}; /* org: critical, high, test: medium, low */
  for (size_t i = 0; i < COUNT(order); i++)
    assert_str(result.findings[i].key, scene->key[order[i]]);
  arena_free(&result.kept);
  assert_any_order(scene);
}

/* The more public way first, then the order of history, then the clock: the commit of date 20 each time. */
static void introduced(void **state) {
  struct scene *scene = *state;
  static const struct {
    enum where where;
    int64_t date; /* 0: no commit */
    unsigned distance, order;
  } rows[][3] = {
      {{WHERE_STASH, 1, 2, 0}, {WHERE_HISTORY, 30, 0, 0}, {WHERE_HISTORY, 20, 0, 0}},
      {{WHERE_STASH, 50, 2, 0}, {WHERE_STASH, 20, 2, 0}, {WHERE_FILE, 0, 0, 0}},
      {{WHERE_HISTORY, 5, 0, 9}, {WHERE_HISTORY, 20, 0, 3}, {WHERE_UNREACHABLE, 1, 4, 1}},
  };
  for (size_t r = 0; r < COUNT(rows); r++) {
    struct result result;
    scene->all.len = 0;
    for (size_t i = 0; i < COUNT(rows[r]); i++) {
      struct commit_info *by = ARENA_NEW(&scene->kept, struct commit_info);
      *by = (struct commit_info){.id = id_of((unsigned)i), .date = rows[r][i].date, .distance = rows[r][i].distance, .order = rows[r][i].order};
      add(scene, 0, &literal, rows[r][i].where, "a", (unsigned)i + 1, rows[r][i].date ? by : NULL);
    }
    collect(scene, &result);
    assert_int_equal(result.findings[0].introduced->date, 20);
    arena_free(&result.kept);
    assert_any_order(scene);
  }
}

static void refs_once_and_sorted(void **state) {
  struct scene *scene = *state;
  struct result result;
  static const struct ref_name names[] = {
      {{"refs/heads/b", 12}, {"b", 1}, REF_BRANCH},          {{"refs/heads/a", 12}, {"a", 1}, REF_BRANCH},
      {{"refs/remotes/o/m", 16}, {"o/m", 3}, REF_REMOTE},    {{"refs/tags/v1", 12}, {"v1", 2}, REF_TAG},
      {{"refs/notes/x", 12}, {"x", 1}, REF_NOTE},
  };
  const struct ref_table table = {names, COUNT(names)};
  const uint64_t bits[] = {0x1 | 0x8 | 0x10, 0x3 | 0x4};
  struct reach one = {.table = &table, .refs = &bits[0]}, two = {.table = &table, .refs = &bits[1]};
  add(scene, 0, &literal, WHERE_HISTORY, "a", 1, NULL)->reach = &one;
  add(scene, 0, &literal, WHERE_HISTORY, "b", 1, NULL)->reach = &two;
  add(scene, 0, &literal, WHERE_HISTORY, "c", 1, NULL)->reach = &one;
  collect(scene, &result);
  const struct finding *finding = &result.findings[0];
  assert_int_equal(finding->branches.len, 2);
  assert_text(finding->branches.data[0], "a");
  assert_text(finding->branches.data[1], "b");
  assert_int_equal(finding->tags.len, 1);
  assert_int_equal(finding->remotes.len, 1);
  assert_true(finding->pushed);
  arena_free(&result.kept);
  assert_any_order(scene);
}

/* Two commits may bring the same content to the same path at the same second (cherry-pick keeps the date). */
static void twins(void **state) {
  struct scene *scene = *state;
  add(scene, 0, &literal, WHERE_HISTORY, "a", 1, commit(scene, 1, 10));
  add(scene, 0, &literal, WHERE_HISTORY, "a", 1, commit(scene, 2, 10));
  add(scene, 0, &literal, WHERE_HISTORY, "b", 1, commit(scene, 2, 10));
  assert_any_order(scene);
}

/* Anything at all. */
static void random_scenes(void **state) {
  struct scene *scene = *state;
  static const struct rule *const rules[] = {&literal, &config, &sdk, &low};
  static const char *const paths[] = {"", "a", "a/b", "b"};
  uint64_t seed = 3;
  for (int round = 0; round < 4; round++) {
    scene->all.len = 0;
    for (unsigned i = 0; i < 100; i++) {
      unsigned by = template_draw(&seed) % 5;
      struct occurrence *o = add(scene, template_draw(&seed) % KEYS, rules[template_draw(&seed) % COUNT(rules)],
                                 (enum where)(template_draw(&seed) % WHERE_COUNT), paths[template_draw(&seed) % COUNT(paths)],
                                 template_draw(&seed) % 3, by ? commit(scene, by, by) : NULL);
      o->hit.line = 1 + template_draw(&seed) % 3;
      o->hit.column = 1 + template_draw(&seed) % 2;
    }
    assert_any_order(scene);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(nothing, enter, leave),
      cmocka_unit_test_setup_teardown(one_finding_for_a_key, enter, leave),
      cmocka_unit_test_setup_teardown(the_same_place_once, enter, leave),
      cmocka_unit_test_setup_teardown(messages_differ_by_commit, enter, leave),
      cmocka_unit_test_setup_teardown(today_first, enter, leave),
      cmocka_unit_test_setup_teardown(worst_findings_first, enter, leave),
      cmocka_unit_test_setup_teardown(introduced, enter, leave),
      cmocka_unit_test_setup_teardown(refs_once_and_sorted, enter, leave),
      cmocka_unit_test_setup_teardown(twins, enter, leave),
      cmocka_unit_test_setup_teardown(random_scenes, enter, leave),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
