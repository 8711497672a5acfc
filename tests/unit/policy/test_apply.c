/* test_apply.c -- who accepts which places of a finding, and what is told of it. */
#include "unit.h"

#include "policy/apply.h"

#define ONE "11111111111111111111111111111111"
#define TWO "11111111222222222222222222222222"
#define TODAY "2026-06-15"

static const struct rule rule = {.id = {"apso-key", 8}};
static const struct rule *const rules[] = {&rule};

static struct finding remake(const struct finding *finding, const struct occurrence *occurrences, size_t len,
                             struct arena *kept) {
  struct finding made = {.rule = finding->rule, .occurrences_len = len};
  made.occurrences = arena_alloc(kept, len * sizeof *occurrences);
  memcpy(made.occurrences, occurrences, len * sizeof *occurrences);
  return made;
}

/* Two findings, at a.txt:1, a.txt:2, b/c.txt:3 and in a message. */
struct scene {
  struct result result;
  struct finding findings[2];
  struct occurrence places[2][4];
  struct policy_root roots[2];
  struct applying applying;
};

static struct scene *scene_new(void) {
  static const str paths[] = {{"a.txt", 5}, {"a.txt", 5}, {"b/c.txt", 7}, {NULL, 0}};
  struct scene *scene = memory_new_zeroed(1, sizeof *scene);
  for (int f = 0; f < 2; f++) {
    for (unsigned i = 0; i < 4; i++)
      scene->places[f][i] = (struct occurrence){.hit = {.rule = &rule, .line = i + 1}, .path = paths[i]};
    scene->findings[f] = (struct finding){.rule = &rule, .occurrences = scene->places[f], .occurrences_len = 4};
    memcpy(scene->findings[f].id, f ? TWO : ONE, sizeof ONE);
  }
  scene->result.findings = scene->findings;
  scene->result.findings_len = 2;
  scene->applying = (struct applying){scene->roots, 1, {NULL, 0, 0}, STR(TODAY), remake};
  return scene;
}

static void read_policy(struct scene *scene, const char *text) {
  struct err err = {""};
  struct policy_rules known = {rules, 1};
  if (policy_read(STR("p"), str_from(text), known, &scene->roots[0].policy, &scene->result.kept, &err))
    fail_msg("%s", err.text);
}

static void read_baseline(struct scene *scene, struct baselines *baselines, const char *text) {
  struct err err = {""};
  vec_push(baselines, (struct baseline){.name = STR_NONE});
  if (baseline_read(STR("b"), str_from(text), &baselines->data[baselines->len - 1], &scene->result.kept, &err))
    fail_msg("%s", err.text);
}

static void comment(struct scene *scene, int finding, int place, struct allow allow) {
  struct allow *copy = ARENA_NEW(&scene->result.kept, struct allow);
  *copy = allow;
  scene->places[finding][place].hit.allows = copy;
  scene->places[finding][place].hit.allows_len = 1;
}

static void free_baselines(struct baselines *baselines) {
  for (size_t i = 0; i < baselines->len; i++)
    baseline_free(&baselines->data[i]);
  vec_free(baselines);
}

static void scene_free(struct scene *scene) {
  for (int i = 0; i < 2; i++) {
    policy_free(&scene->roots[i].policy);
    free_baselines(&scene->roots[i].baselines);
  }
  free_baselines(&scene->applying.common);
  arena_free(&scene->result.kept);
  free(scene);
}

/* "by*occurrences/paths" of each, and "kind path:line" of each notice. */
static void assert_told(struct scene *scene, const char *expected) {
  struct buf told = {0};
  policy_apply(&scene->applying, &scene->result);
  for (size_t i = 0; i < scene->result.suppressed_len; i++) {
    const struct suppressed *s = &scene->result.suppressed[i];
    buf_printf(&told, "%c %.*s*%zu/%zu%s; ", strcmp(s->finding.id, ONE) ? '2' : '1', STR_ARG(s->by),
               s->finding.occurrences_len, s->paths,
               s->is_whole ? " whole" : "");
  }
  for (size_t i = 0; i < scene->result.notices_len; i++) {
    const struct notice *n = &scene->result.notices[i];
    buf_printf(&told, "%s %.*s:%u; ", notice_name(n->kind), STR_ARG(n->path), n->line);
  }
  for (size_t i = 0; i < scene->result.findings_len; i++)
    buf_printf(&told, "%zu left", scene->result.findings[i].occurrences_len);
  buf_add_byte(&told, '\0');
  assert_string_equal(told.data, expected);
  buf_free(&told);
  scene_free(scene);
}

static void nothing(void **state) {
  (void)state;
  assert_told(scene_new(), "4 left4 left");
}

static void by_entries(void **state) {
  (void)state;
  struct scene *scene = scene_new();
  read_policy(scene, "paths:\n- {path: a.txt, reason: r}\n- {path: b/, reason: r}\n");
  assert_told(scene, "1 p:2*2/1; 1 p:3*1/1; 2 p:2*2/1; 2 p:3*1/1; 1 left1 left");
  scene = scene_new();
  read_policy(scene, "ids:\n- {id: " ONE ", reason: r}\n");
  assert_told(scene, "1 p:2*4/3 whole; 4 left");
  scene = scene_new();
  read_policy(scene, "rules:\n- {rule: apso-key, reason: r}\n");
  assert_told(scene, "1 p:2*4/3 whole; 2 p:2*4/3 whole; ");
}

static void expired_and_unused(void **state) {
  (void)state;
  static const char text[] = "ids:\n- {id: " ONE ", reason: r, expires: 2026-06-14}\n"
                             "- {id: " TWO ", reason: r, expires: 2026-06-15}\n"
                             "paths:\n- {path: x, reason: r}\n";
  struct scene *scene = scene_new();
  read_policy(scene, text);
  assert_told(scene, "2 p:3*4/3 whole; expired p:2; 4 left");
  scene = scene_new();
  read_policy(scene, text);
  scene->roots[0].is_whole = true;
  assert_told(scene, "2 p:3*4/3 whole; expired p:2; unused p:5; 4 left");
  scene = scene_new();
  read_policy(scene, text);
  scene->roots[0].is_whole = true;
  coverage_gap(&scene->result.coverage, GAP_MISSING, STR("x"));
  assert_told(scene, "2 p:3*4/3 whole; expired p:2; 4 left");
}

static void by_baselines(void **state) {
  (void)state;
  struct scene *scene = scene_new();
  read_baseline(scene, &scene->applying.common, ONE "\n00000000000000000000000000000000\n");
  read_baseline(scene, &scene->roots[0].baselines, TWO "\n" ONE "\n");
  scene->roots[0].is_whole = true;
  assert_told(scene, "1 baseline b*4/3 whole; 2 baseline b*4/3 whole; unused b:0; ");
}

static void by_comments(void **state) {
  (void)state;
  struct scene *scene = scene_new();
  comment(scene, 0, 1, (struct allow){.kind = ALLOW_KEY, .id = STR(ONE), .reason = STR("r")});
  comment(scene, 1, 1, (struct allow){.kind = ALLOW_KEY, .id = STR(ONE), .reason = STR("r")});
  assert_told(scene, "1 inline a.txt:2*2/1; other-key a.txt:2; 2 left4 left");
  scene = scene_new();
  comment(scene, 0, 1, (struct allow){.kind = ALLOW_GITLEAKS});
  comment(scene, 1, 2, (struct allow){.kind = ALLOW_LINE});
  assert_told(scene,
              "1 inline a.txt:2*1/1; 2 inline b/c.txt:3*1/1; no-reason b/c.txt:3; no-id a.txt:2; no-id b/c.txt:3; "
                      "3 left3 left");
  scene = scene_new();
  comment(scene, 0, 3, (struct allow){.kind = ALLOW_KEY, .id = STR(ONE)});
  assert_told(scene, "1 inline line 4*1/1; no-reason :4; 3 left4 left");
}

/* A comment that stands in no version of today accepts its own place only. */
static void comments_of_the_past(void **state) {
  (void)state;
  static const struct reach today = {.in_head = true}, past = {.in_head = false};
  static const struct {
    enum where where;
    const struct reach *reach;
    const char *told;
  } rows[] = {
      {WHERE_HISTORY, &today, "1 inline a.txt:1*2/1; 2 left4 left"},
      {WHERE_HISTORY, NULL, "1 inline a.txt:1*2/1; 2 left4 left"}, /* a range: newness judges */
      {WHERE_WORKTREE, &past, "1 inline a.txt:1*2/1; 2 left4 left"},
      {WHERE_HISTORY, &past, "1 inline a.txt:1*1/1; 3 left4 left"},
      {WHERE_STASH, &past, "1 inline a.txt:1*1/1; 3 left4 left"},
      {WHERE_UNREACHABLE, NULL, "1 inline a.txt:1*1/1; 3 left4 left"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct scene *scene = scene_new();
    comment(scene, 0, 0, (struct allow){.kind = ALLOW_KEY, .id = STR(ONE), .reason = STR("r")});
    scene->places[0][0].where = rows[i].where;
    scene->places[0][0].reach = rows[i].reach;
    assert_told(scene, rows[i].told);
  }
}

static void beginnings(void **state) {
  (void)state;
  struct scene *scene = scene_new();
  comment(scene, 0, 0, (struct allow){.kind = ALLOW_KEY, .id = STR("11111111"), .reason = STR("r")});
  comment(scene, 1, 2, (struct allow){.kind = ALLOW_KEY, .id = STR("111111112"), .reason = STR("r")});
  assert_told(scene, "2 inline b/c.txt:3*1/1; other-key a.txt:1; 4 left3 left");
}

static void new_and_malformed(void **state) {
  (void)state;
  struct scene *scene = scene_new();
  comment(scene, 0, 0, (struct allow){.kind = ALLOW_KEY, .id = STR(ONE), .is_new = true});
  comment(scene, 0, 2, (struct allow){.kind = ALLOW_GITLEAKS, .is_new = true});
  comment(scene, 1, 0, (struct allow){.kind = ALLOW_MALFORMED});
  assert_told(scene, "malformed a.txt:1; not-honoured a.txt:1; not-honoured b/c.txt:3; 4 left4 left");
}

/* What is in a second root, or in more than one, is not the first root's to accept. */
static void roots(void **state) {
  (void)state;
  struct scene *scene = scene_new();
  read_policy(scene, "rules:\n- {rule: apso-key, reason: r}\n");
  scene->applying.roots_len = 2;
  scene->places[0][0].root = 1;
  scene->places[1][1].root = ROOT_SEVERAL;
  assert_told(scene, "1 p:2*3/3; 2 p:2*3/3; 1 left1 left");
}

static void prefixes(void **state) {
  (void)state;
  struct scene *scene = scene_new();
  read_policy(scene, "paths:\n- {path: sub/c.txt, reason: r}\n");
  scene->roots[0].prefix = STR("b");
  scene->roots[0].inside = STR("sub");
  assert_told(scene, "1 p:2*1/1; 2 p:2*1/1; 3 left3 left");
}

static void many_notices(void **state) {
  (void)state;
  struct result result = {.notices_len = 0};
  for (unsigned i = 0; i < 1000; i++)
    policy_notice(&result, (struct notice){.kind = NOTICE_UNUSED, .line = i % 300});
  assert_int_equal(result.notices_len, 1000);
  policy_sort_notices(&result);
  assert_int_equal(result.notices_len, 300);
  assert_int_equal(result.notices[299].line, 299);
  arena_free(&result.kept);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nothing),     cmocka_unit_test(by_entries), cmocka_unit_test(expired_and_unused),
          cmocka_unit_test(by_baselines),
      cmocka_unit_test(by_comments), cmocka_unit_test(comments_of_the_past), cmocka_unit_test(beginnings), cmocka_unit_test(new_and_malformed),
          cmocka_unit_test(roots),
      cmocka_unit_test(prefixes),    cmocka_unit_test(many_notices),
  };
  return cmocka_run_group_tests_name("policy/apply", tests, NULL, NULL);
}
