/* test_conditions.c -- what a rule asks of a path and of a key. */
#include "unit.h"

#include "engine/conditions.h"
#include "template.h"

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
    struct rule rule = {.paths = {&glob, 1}}, other = {.not_paths = {&glob, 1}};
    assert_int_equal(conditions_path_fits(&rule, str_from(rows[i].path)), rows[i].fits);
    assert_int_equal(conditions_path_fits(&other, str_from(rows[i].path)), !rows[i].fits);
  }
  struct rule any = {0};
  str yes = STR("*.env"), no = STR("test/**");
  struct rule both = {.paths = {&yes, 1}, .not_paths = {&no, 1}};
  assert_true(conditions_path_fits(&any, STR("x/y")));
  assert_true(conditions_path_fits(&both, STR("x/a.env")));
  assert_false(conditions_path_fits(&both, STR("test/a.env")));
  assert_false(conditions_path_fits(&both, STR("x/a.txt")));
}

static void entropy(void **state) {
  (void)state;
  static const struct {
    const char *text;
    double bits;
  } rows[] = {{"", 0}, {"a", 0}, {"aaaa", 0}, {"ab", 1}, {"abab", 1}, {"abcd", 2}, {"aab", 0.918296}, {"abcdefgh", 3}, {"aaab", 0.811278},
              {"0123456789abcdef", 4}, {"\xff\xfe\xff\xfe", 1}, {"abcde", 2.321928}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    double bits = conditions_entropy(str_from(rows[i].text));
    if (bits < rows[i].bits - 1e-4 || bits > rows[i].bits + 1e-4)
      fail_msg("%s: %f", rows[i].text, bits);
  }
  char all[256];
  for (int i = 0; i < 256; i++)
    all[i] = (char)i;
  double most = conditions_entropy((str){all, sizeof all});
  assert_true(most > 7.9999 && most < 8.0001);
}

static void random_part(void **state) {
  (void)state;
  static const char *const rows[][2] = {
      {"acme_abc", "abc"}, {"acme_live_abc", "abc"}, {"xacme_abc", "xacme_abc"}, {"acme_", "acme_"}, {"other", "other"}, {"", ""}};
  str keywords[] = {STR("acme_"), STR("acme_live_"), STR("zzzz")};
  struct rule rule = {.keywords = {keywords, COUNT(keywords)}};
  for (size_t i = 0; i < COUNT(rows); i++)
    assert_text(conditions_random_part(&rule, str_from(rows[i][0])), rows[i][1]);
}

struct scene {
  struct rule rule;
  struct compiled_rule compiled;
  struct arena kept;
  struct regex_space *space;
};

static void scene_open(struct scene *scene, struct rule rule) {
  struct err err;
  size_t family = 0;
  struct yaml_place place = {STR("f"), 1, 1, NULL};
  *scene = (struct scene){.rule = rule, .space = regex_space_new()};
  if (compiled_make(&scene->rule, place, &family, &scene->kept, &scene->compiled, &err))
    fail_msg("%s", err.text);
}

static void scene_close(struct scene *scene) {
  compiled_free(&scene->compiled);
  regex_space_free(scene->space);
  arena_free(&scene->kept);
}

static bool holds(struct rule rule, str key) {
  struct scene scene;
  rule.id = STR("r");
  scene_open(&scene, rule);
  bool result = conditions_hold(&scene.compiled, scene.space, key);
  scene_close(&scene);
  return result;
}

static void lengths(void **state) {
  (void)state;
  struct arena kept = {0};
  uint64_t seed = 1;
  str key = template_tail(&seed, 20, &kept);
  assert_true(holds((struct rule){0}, key));
  assert_true(holds((struct rule){.min_length = 20, .max_length = 20}, key));
  assert_false(holds((struct rule){.min_length = 21}, key));
  assert_false(holds((struct rule){.max_length = 19}, key));
  arena_free(&kept);
}

/* The judge may be left out, and entropy asked for. */
static void judged(void **state) {
  (void)state;
  str word = STR("your_key_here_your_key_here"), keywords[] = {STR("acme_")};
  assert_false(holds((struct rule){0}, word));
  assert_true(holds((struct rule){.judge = JUDGE_NONE}, word));
  assert_true(holds((struct rule){.judge = JUDGE_NONE, .entropy = 2.5}, word));
  assert_false(holds((struct rule){.judge = JUDGE_NONE, .entropy = 4}, word));
  struct rule acme = {.judge = JUDGE_NONE, .entropy = 1.5, .pattern = STR("x"), .keywords = {keywords, 1}};
  assert_false(holds(acme, STR("acme_abab"))); /* 1 bit: the keyword is no random part */
  assert_true(holds(acme, STR("acme_abcd")));
}

/* Random keys of other vendors, with prefixes of many kinds, are keys; what stands for them is none. */
static void other_vendors(void **state) {
  (void)state;
  static const char *const prefixes[] = {"acme_", "acme_live_", "ac-", "ACME", "acme.production.secret.token.", ""};
  static const char *const none[] = {"your_key_here", "xxxxxxxxxxxxxxxxxxxxxxxx", "<your-token>", "0123456789abcdef0123456789abcdef", "changeme"};
  struct arena kept = {0};
  uint64_t seed = 7;
  size_t lost = 0;
  for (size_t i = 0; i < COUNT(prefixes); i++) {
    str prefix = str_from(prefixes[i]);
    struct rule rule = {.pattern = STR("x"), .keywords = {&prefix, 1}};
    bool is_keyword = prefix.len >= 4;
    for (int n = 0; n < 200; n++) {
      str tail = template_tail(&seed, 20 + (size_t)n % 30, &kept);
      lost += !holds(is_keyword ? rule : (struct rule){0}, arena_printf(&kept, "%s%.*s", prefixes[i], STR_ARG(tail)));
    }
    for (size_t n = 0; n < COUNT(none); n++)
      assert_false(holds(is_keyword ? rule : (struct rule){0}, arena_printf(&kept, "%s%s", prefixes[i], none[n])));
  }
  assert_true(lost <= 2);
  arena_free(&kept);
}

static void allowed(void **state) {
  (void)state;
  str allow[] = {STR("^acme_test_"), STR("(?i)sandbox"), STR("(a+)+$")};
  struct rule rule = {.judge = JUDGE_NONE, .allow = {allow, COUNT(allow)}};
  char run[3000];
  memset(run, 'a', sizeof run);
  run[sizeof run - 1] = 'b';
  assert_true(holds(rule, STR("acme_live_x")));
  assert_false(holds(rule, STR("acme_test_x")));
  assert_true(holds(rule, STR("xacme_test_x")));
  assert_false(holds(rule, STR("xSandBoxy")));
  assert_true(holds(rule, (str){run, sizeof run})); /* a limit allows nothing */
}

/* What was found last stays found. */
static void leaves_the_match_alone(void **state) {
  (void)state;
  struct scene scene;
  str keyword = STR("abcd"), allow = STR("zzz");
  str subject = STR("x abcd y");
  scene_open(&scene, (struct rule){.id = STR("r"), .pattern = STR("a(b)cd"), .keywords = {&keyword, 1}, .allow = {&allow, 1}, .judge = JUDGE_NONE});
  assert_int_equal(regex_find(scene.compiled.regex, scene.space, subject, 0, false), 1);
  assert_true(conditions_hold(&scene.compiled, scene.space, STR("abcd")));
  assert_false(conditions_hold(&scene.compiled, scene.space, STR("zzz")));
  assert_text(regex_group(scene.space, subject, 1), "b");
  scene_close(&scene);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(paths),  cmocka_unit_test(entropy),       cmocka_unit_test(random_part), cmocka_unit_test(lengths),
      cmocka_unit_test(judged), cmocka_unit_test(other_vendors), cmocka_unit_test(allowed),     cmocka_unit_test(leaves_the_match_alone),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
