/* test_engine.c -- bytes in, hits out: which rule, where, and which key, on tables of texts. */
#include "unit.h"

#include <unistd.h>

#include "base/file.h"
#include "engine/engine.h"
#include "engine/judge.h"
#include "model/key.h"

#include "template.h"

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

struct scan {
  struct arena kept;
  struct hits hits;
  struct coverage coverage;
};

static void scan(struct scan *scan, str path, str bytes) {
  struct engine *engine = engine_new(rules);
  *scan = (struct scan){0};
  engine_scan(engine, &(struct item){.bytes = bytes, .path = path, .first_line = 1}, &scan->kept, &scan->hits, &scan->coverage);
  engine_free(engine);
}

static void scan_free(struct scan *scan) {
  vec_free(&scan->hits);
  arena_free(&scan->kept);
}

/* The one key of a made text: the first of its forms, or what stands before a {{tail}}. */
static str key_of(const struct template_text *made) {
  static const str prefixes[] = {{"apso_sk_", 8}, {"apso_live_", 10}};
  if (made->keys)
    return made->key[0];
  for (size_t i = 0; i < COUNT(prefixes); i++) {
    size_t at = str_find(made->text, prefixes[i], 0), end = at;
    if (at == SIZE_MAX)
      continue;
    while (end < made->text.len && key_is_tail_byte(made->text.ptr[end]))
      end++;
    return str_range(made->text.ptr + at, made->text.ptr + end);
  }
  return STR_NONE;
}

struct row {
  const char *path, *text;
  const char *rule; /* NULL: nothing is found */
  uint32_t line, column;
  const char *variable; /* NULL: whatever */
};

static void check_row(const struct row *row, uint64_t *seed) {
  struct scan s;
  struct template_text made;
  struct arena kept = {0};
  assert_true(template_expand(str_from(row->text), seed, &kept, &made));
  scan(&s, str_from(row->path), made.text);
  if (s.hits.len != (row->rule ? 1 : 0))
    fail_msg("%s: %s: %zu hits", row->path, row->text, s.hits.len);
  if (row->rule) {
    const struct hit *hit = &s.hits.data[0];
    if (!str_eq(hit->rule->id, str_from(row->rule)) || hit->line != row->line || hit->column != row->column)
      fail_msg("%s: %s: %.*s at %u:%u", row->path, row->text, STR_ARG(hit->rule->id), hit->line, hit->column);
    assert_str(hit->key, key_of(&made));
    assert_int_equal(hit->end_line, hit->line);
    if (row->variable)
      assert_text(hit->variable, row->variable);
    assert_true(hit->start < hit->end && hit->end <= made.text.len);
    for (unsigned i = 0; i < hit->frame.count; i++)
      assert_false(template_leaks(hit->frame.line[i], hit->key));
  }
  scan_free(&s);
  arena_free(&kept);
}

static void check_rows(const struct row *rows, size_t count) {
  uint64_t seed = 1;
  for (size_t i = 0; i < count; i++)
    check_row(&rows[i], &seed);
}

static void keys_in_text(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"a.txt", "{{key}}", "apso-key", 1, 1, NULL},
      {"", "{{key}}", "apso-key", 1, 1, NULL},
      {"a.txt", "x {{key svc}}.", "apso-key", 1, 3, NULL},
      {"a.txt", "one\n two {{key}}\n", "apso-key", 2, 6, NULL},
      {"a.txt", "one\r\n\r\n{{key}}\r\n", "apso-key", 3, 1, NULL},
      {"a.txt", "\xc3\xa9\xf0\x9f\x94\x91 {{key}}", "apso-key", 1, 4, NULL},
      {"a.txt", "\xff\xfe\xff {{key}}", "apso-key", 1, 5, NULL},
      {"a.bin", "\0 binary", NULL, 0, 0, NULL},
      {"a.py", "KEY = '{{key test}}'", "apso-key", 1, 8, NULL},
      {"a.md", "`{{key}}`", "apso-key", 1, 2, NULL},
      {"a.md", "<{{key}}>", "apso-key", 1, 2, NULL},
      {"a.md", "[{{key}}](https://x)", "apso-key", 1, 2, NULL},
      {"a.txt", "https://x/?k={{key}}&y=1", "apso-key", 1, 14, NULL},
      {"a.txt", "{{key somescope}}", "apso-key", 1, 1, NULL},
      {"a.txt", "apso_sk_{{tail 32}}", "apso-key", 1, 1, NULL},
      {"a.txt", "apso_sk_live_{{tail 200}}", "apso-key", 1, 1, NULL},
      {"a.txt", "apso_sk_live_{{tail 3000}}", "apso-key", 1, 1, NULL},
      {"a.ts", "// {{key}}", "apso-key", 1, 4, NULL},
      {"a.txt", "const APSO_KEY = 'apso_live_{{tail 32}}'", "apso-named-key", 1, 19, "APSO_KEY"},
      {"a.txt", "token = 'apso_live_{{tail 32}}'", NULL, 0, 0, NULL},
      {"a.txt", "apso_sk_live_xxxxxxxxxxxxxxxx", NULL, 0, 0, NULL},
      {"a.txt", "apso_sk_", NULL, 0, 0, NULL},
      {"a.txt", "apso_sk_live_", NULL, 0, 0, NULL},
      {"a.txt", "", NULL, 0, 0, NULL},
      {"a.txt", "APSO_SK_LIVE_{{tail 32}}", NULL, 0, 0, NULL},
  };
  check_rows(rows, COUNT(rows));
}

static void keys_in_configuration(void **state) {
  (void)state;
  static const struct row rows[] = {
      {".env", "APSO_API_KEY={{key}}", "apso-env-file", 1, 14, "APSO_API_KEY"},
      {"a/b/.env.local", "A=1\nexport K=\"{{key}}\"\n", "apso-env-file", 2, 11, "K"},
      {"prod.env", "# K={{key}}", "apso-env-file", 1, 5, "K"},
      {".env", "{{key}}", "apso-env-file", 1, 1, NULL},
      {".env", "APSO=apso_live_{{tail 32}}", "apso-config-named", 1, 6, "APSO"},
      {".env", "K=apso_live_{{tail 32}}", NULL, 0, 0, NULL},
      {".environment", "K={{key}}", "apso-key", 1, 3, NULL},
      {"c.yaml", "api:\n  key: {{key}}\n", "apso-config-file", 2, 8, "api.key"},
      {"c.json", "{\"apiKey\": \"{{key}}\"}", "apso-config-file", 1, 13, "/apiKey"},
      {"deploy/main.tf", "  default = \"{{key}}\"", "apso-config-file", 1, 14, "default"},
      {"Dockerfile", "ENV K={{key}}", "apso-config-file", 1, 7, "K"},
      {"c.yml", "- {{key}}", "apso-config-file", 1, 3, "[0]"},
      {"c.yaml", "apso: apso_live_{{tail 32}}", "apso-config-named", 1, 7, "apso"},
      {"c.yaml", "other: apso_live_{{tail 32}}", NULL, 0, 0, NULL},
  };
  check_rows(rows, COUNT(rows));
}

static void keys_in_headers(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"a.sh.txt", "curl -H 'X-API-Key: {{key}}'", "apso-header", 1, 21, NULL},
      {"a.sh", "curl -H 'x-api-key: {{key}}'", "apso-header", 1, 21, NULL}, /* better than config */
      {".env", "AUTHORIZATION=Bearer {{key}}", "apso-header", 1, 22, NULL},
      {"a.py", "h['X-API-KEY'] = \"{{key}}\"", "apso-header", 1, 19, NULL},
      {"a.go", "req.Header.Set(\"X-Api-Key\", \"{{key}}\")", "apso-header", 1, 30, NULL},
      {"a.txt", "Authorization: Bearer apso_live_{{tail 32}}", "apso-header", 1, 23, NULL},
      {"a.txt", "X-API-Key: apso_sk_live_xxxxxxxxxxxxx", NULL, 0, 0, NULL},
      {"a.js", "fetch(u, { headers: { 'X-API-Key': '{{key}}' } })", "apso-header", 1, 37, NULL},
      {"a.js", "// 'X-API-Key': '{{key}}'", "apso-key", 1, 18, NULL},
      {"a.ts", "type H = { 'X-API-Key': '{{key}}' }", "apso-key", 1, 26, NULL},
  };
  check_rows(rows, COUNT(rows));
}

static void keys_that_reach_the_sdk(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"a.ts", "import { ApsoClient } from '@apso/sdk';\nnew ApsoClient({ baseUrl: u, apiKey: '{{key}}' });\n", "apso-sdk-literal", 2, 39, NULL},
      {"a.js", "import { ApsoClient } from '@apso/sdk';\nconst k = `{{key}}`;\nnew ApsoClient({ apiKey: k });\n", "apso-sdk-literal", 2, 12, NULL},
      {"a.tsx", "import { createClient } from '@apsoai/sdk';\nexport const c = createClient({ apiKey: \"{{key svc}}\" });\n", "apso-sdk-literal", 2, 42, NULL},
      {"a.js", "import { ApsoClient } from '@apso/sdk';\nnew ApsoClient({ apiKey: 'apso_live_{{tail 32}}' });\n", "apso-sdk-literal", 2, 27, NULL},
      {"a.js", "import { ApsoClient } from './other';\nnew ApsoClient({ apiKey: '{{key}}' });\n", "apso-key", 2, 27, NULL},
      {"a.js", "import { ApsoClient } from '@apso/sdk';\nnew ApsoClient({ apiKey: process.env.APSO_API_KEY });\n", NULL, 0, 0, NULL},
      {"a.py", "import { ApsoClient } from '@apso/sdk';\nnew ApsoClient({ apiKey: '{{key}}' });\n", "apso-key", 2, 27, NULL},
  };
  check_rows(rows, COUNT(rows));
}

static void assembled_keys(void **state) {
  (void)state;
  struct scan s;
  struct arena kept = {0};
  uint64_t seed = 9;
  str key = template_key(&seed, STR("live"), &kept);
  str text = arena_printf(&kept, "import { ApsoClient } from '@apso/sdk';\nnew ApsoClient({ apiKey: '%.*s' +\n  '%.*s' });\n", 20, key.ptr,
                          (int)key.len - 20, key.ptr + 20);
  scan(&s, STR("a.ts"), text);
  assert_int_equal(s.hits.len, 1);
  assert_str(s.hits.data[0].key, key);
  assert_int_equal(s.hits.data[0].line, 2);
  assert_int_equal(s.hits.data[0].column, 27);
  for (unsigned i = 0; i < s.hits.data[0].frame.count; i++)
    assert_false(template_leaks(s.hits.data[0].frame.line[i], key));
  scan_free(&s);
  arena_free(&kept);
}

static void keys_in_base64(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"a.txt", "{{base64 key}}", "apso-encoded", 1, 1, NULL},
      {"a.yaml", "data:\n  k: {{base64 key}}\n", "apso-encoded", 2, 6, NULL},
      {"a.yaml", "k: '{{base64 a:key}}'", "apso-encoded", 1, 5, NULL},
      {"a.yaml", "k: '{{base64 ab:key}}'", "apso-encoded", 1, 5, NULL},
      {"a.yaml", "k: '{{base64 abc:key}}'", "apso-encoded", 1, 5, NULL},
      {"a.yaml", "Authorization: Basic {{base64 user:key}}", "apso-encoded", 1, 22, NULL},
      {"a.txt", "YXBzb19za19saXZlX3h4eHh4eHh4eHh4eHh4eHh4", NULL, 0, 0, NULL},
  };
  check_rows(rows, COUNT(rows));
}

/* Both alphabets, each alignment, in a run that began before. */
static void base64_in_any_run(void **state) {
  (void)state;
  uint64_t seed = 11;
  for (size_t before = 0; before < 40; before++)
    for (int url = 0; url < 2; url++) {
      struct arena kept = {0};
      struct buf plain = {0}, text = {0};
      struct scan s;
      for (size_t i = 0; i < before; i++)
        buf_add_byte(&plain, (char)(0xf8 + template_draw(&seed) % 8));
      str key = template_key(&seed, STR("live"), &kept);
      buf_add(&plain, key);
      buf_add(&plain, STR("\xff\xfe\xfd and more"));
      template_add_base64(&text, buf_str(&plain), url);
      scan(&s, STR("a.txt"), buf_str(&text));
      if (s.hits.len != 1 || !str_eq(s.hits.data[0].key, key))
        fail_msg("%zu bytes before, url %d: %zu hits", before, url, s.hits.len);
      scan_free(&s);
      buf_free(&plain);
      buf_free(&text);
      arena_free(&kept);
    }
}

static void keys_in_utf16(void **state) {
  (void)state;
  uint64_t seed = 12;
  for (int form = 0; form < 4; form++) { /* order, and with a mark or not */
    struct arena kept = {0};
    struct buf wide = {0};
    struct scan s;
    struct template_text made;
    bool big = form & 1, mark = form & 2;
    assert_true(template_expand(STR("one\r\ntwo = '{{key}}';\r\n"), &seed, &kept, &made));
    if (mark)
      buf_add(&wide, big ? STR("\xfe\xff") : STR("\xff\xfe"));
    for (size_t i = 0; i < made.text.len; i++) {
      buf_add_byte(&wide, big ? '\0' : made.text.ptr[i]);
      buf_add_byte(&wide, big ? made.text.ptr[i] : '\0');
    }
    scan(&s, STR("a.txt"), buf_str(&wide));
    assert_int_equal(s.hits.len, 1);
    assert_str(s.hits.data[0].key, made.key[0]);
    assert_int_equal(s.hits.data[0].line, 2);
    assert_int_equal(s.hits.data[0].column, 8);
    assert_true(s.hits.data[0].end <= wide.len);
    assert_false(template_leaks(s.hits.data[0].frame.line[s.hits.data[0].frame.focus], made.key[0]));
    scan_free(&s);
    buf_free(&wide);
    arena_free(&kept);
  }
}

static void several_keys_on_a_line(void **state) {
  (void)state;
  static const char *const rows[][2] = {
      {"a.txt", "{{key}} {{key}} {{key}}"},
      {"a.txt", "{{key}},{{key}},{{key}},{{key}},{{key}},{{key}},{{key}},{{key}},{{key}},{{key}},{{key}},{{key}},{{key}},{{key}}"},
      {".env", "A={{key}} B={{key}} # {{key}}"},
      {"a.json", "{\"a\":\"{{key}}\",\"b\":\"{{key}}\",\"c\":[\"{{key}}\",\"{{key}}\"]}"},
      {"a.txt", "X-API-Key: {{key}} X-API-Key: {{key}}"},
      {"a.txt", "{{base64 key}} {{base64 key}} {{key}}"},
      {"a.txt", "{{key}}\n{{key}}\n\n{{key}}"},
  };
  uint64_t seed = 13;
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena kept = {0};
    struct template_text made;
    struct scan s;
    assert_true(template_expand(str_from(rows[i][1]), &seed, &kept, &made));
    scan(&s, str_from(rows[i][0]), made.text);
    if (s.hits.len != made.keys)
      fail_msg("%s: %zu hits of %zu", rows[i][1], s.hits.len, made.keys);
    for (size_t k = 0; k < made.keys; k++) {
      assert_str(s.hits.data[k].key, made.key[k]);
      for (unsigned l = 0; l < s.hits.data[k].frame.count; l++)
        for (size_t other = 0; other < made.keys; other++)
          assert_false(template_leaks(s.hits.data[k].frame.line[l], made.key[other]));
    }
    scan_free(&s);
    arena_free(&kept);
  }
}

/* Windows of patterns begin 512 bytes before a keyword; the key is found wherever it stands. */
static void any_distance_from_the_edges(void **state) {
  (void)state;
  uint64_t seed = 14;
  static const char *const contexts[][2] = {{"X-API-Key: ", "apso-header"}, {"", "apso-key"}};
  for (size_t before = 0; before < 1200; before += before < 500 || before > 530 ? 37 : 1)
    for (size_t c = 0; c < COUNT(contexts); c++) {
      struct arena kept = {0};
      struct buf text = {0};
      struct scan s;
      for (size_t i = 0; i < before; i++)
        buf_add_byte(&text, i % 71 == 70 ? '\n' : '.');
      buf_add(&text, str_from(contexts[c][0]));
      str key = template_key(&seed, STR("live"), &kept);
      buf_add(&text, key);
      for (size_t i = 0; i < before % 300; i++)
        buf_add_byte(&text, '.');
      scan(&s, STR("a.txt"), buf_str(&text));
      assert_int_equal(s.hits.len, 1);
      assert_str(s.hits.data[0].key, key);
      assert_text(s.hits.data[0].rule->id, contexts[c][1]);
      scan_free(&s);
      buf_free(&text);
      arena_free(&kept);
    }
}

/* In lines, or all on one; most are keys to the judge. */
static void ten_thousand_keys(void **state) {
  (void)state;
  enum { MANY = 10000 };
  for (int one_line = 0; one_line < 2; one_line++) {
    struct arena kept = {0};
    struct buf text = {0};
    struct scan s;
    uint64_t seed = 15;
    size_t expected = 0;
    for (size_t i = 0; i < MANY; i++) {
      str key = template_key(&seed, STR("live"), &kept);
      expected += judge_key(key) == JUDGED_KEY;
      buf_add(&text, key);
      buf_add_byte(&text, one_line ? ' ' : '\n');
    }
    scan(&s, STR("a.txt"), buf_str(&text));
    assert_true(expected > MANY * 99 / 100);
    assert_int_equal(s.hits.len, expected);
    assert_int_equal(s.hits.data[s.hits.len - 1].line, one_line ? 1 : MANY);
    scan_free(&s);
    buf_free(&text);
    arena_free(&kept);
  }
}

/* Texts made to stop the engine at each byte; minutes here are a hang elsewhere. */
static void hostile_texts_end(void **state) {
  (void)state;
  static const struct {
    const char *path, *piece;
  } rows[] = {
      {"a.env", "apso_sk_"},   {"a.txt", "YXBzb19za1"},     {"a.yaml", "apso_sk_a="}, {"a.txt", "x-api-key:apso_sk_"}, {"a.js", "'@apso/sdk'"},
      {"a.txt", "apso_live_"}, {"a.env", "a=apso_live_\n"}, {"a.txt", "a\0p\0s\0o\0_"},
  };
  enum { SIZE = 64 * 1024 };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct buf text = {0};
    struct scan s;
    str piece = i == COUNT(rows) - 1 ? (str){rows[i].piece, 9} : str_from(rows[i].piece);
    while (text.len < SIZE)
      buf_add(&text, piece);
    scan(&s, str_from(rows[i].path), buf_str(&text));
    scan_free(&s);
    buf_free(&text);
  }
}

static void a_runaway_pattern_is_told(void **state) {
  (void)state;
  char path[] = "/tmp/apso-test-XXXXXX";
  struct err err;
  struct ruleset *set = NULL;
  struct arena kept = {0};
  struct hits hits = {0};
  struct coverage coverage = {0};
  struct buf text = {0};
  int descriptor = mkstemp(path);
  assert_int_equal(file_write(path, STR("rules: [{id: r, title: t, class: literal, severity: high, why: w, advice: d, examples: [], "
                                        "counter-examples: [], keywords: [abcd], pattern: '(a+)+$|abcd'}]"), &err), 0);
  assert_int_equal(ruleset_load((const char *[]){path}, 1, &set, &err), 0);
  for (int i = 0; i < 300; i++)
    buf_add_byte(&text, 'a');
  buf_add(&text, STR("abcd"));
  struct engine *engine = engine_new(set);
  engine_scan(engine, &(struct item){.bytes = buf_str(&text), .path = STR("x/y"), .first_line = 1}, &kept, &hits, &coverage);
  assert_int_equal(hits.len, 0);
  assert_int_equal(coverage.degraded[DEGRADED_MATCH].count, 1);
  assert_string_equal(coverage.degraded[DEGRADED_MATCH].example[0], "x/y");
  assert_true(coverage_is_complete(&coverage));
  engine_free(engine);
  ruleset_free(set);
  buf_free(&text);
  vec_free(&hits);
  arena_free(&kept);
  close(descriptor);
  unlink(path);
}

static void wants_and_sift(void **state) {
  (void)state;
  static const struct {
    const char *text;
    bool wants, sift;
  } rows[] = {
      {"", false, false},
      {"nothing here", false, false},
      {"apso_sk_live_xxxxxxxxxxxxxxxxx", true, false},
      {"k={{key}}", true, true},
      {"k={{base64 key}}", true, true},
      {"APSO_KEY=apso_live_{{tail 32}}", true, true},
      {"k=apso_live_{{tail 32}}", true, true}, /* the path may be one of an environment file */
      {"import x from '@apso/sdk'", true, true},
  };
  struct engine *engine = engine_new(rules);
  uint64_t seed = 16;
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena kept = {0};
    struct template_text made;
    assert_true(template_expand(str_from(rows[i].text), &seed, &kept, &made));
    assert_int_equal(engine_wants(engine, made.text), rows[i].wants);
    if (engine_sift(engine, made.text) != rows[i].sift)
      fail_msg("%s", rows[i].text);
    arena_free(&kept);
  }
  engine_free(engine);
}

/* One engine for all items of a worker: nothing of one item may show in the next. */
static void an_engine_is_used_again(void **state) {
  (void)state;
  struct engine *engine = engine_new(rules);
  struct arena kept = {0};
  struct hits hits = {0};
  struct coverage coverage = {0};
  uint64_t seed = 17;
  for (size_t i = 0; i < 200; i++) {
    static const char *const texts[] = {"{{key}}", "none", "apso_sk_xxxx", "import '@apso/sdk'; {{key}}", "{{base64 key}}"};
    static const char *const paths[] = {"a.txt", "a.ts", ".env", ""};
    struct template_text made;
    assert_true(template_expand(str_from(texts[i % COUNT(texts)]), &seed, &kept, &made));
    hits.len = 0;
    engine_scan(engine, &(struct item){.bytes = made.text, .path = str_from(paths[i % COUNT(paths)]), .first_line = 50}, &kept, &hits, &coverage);
    assert_int_equal(hits.len, made.keys);
    if (made.keys) {
      assert_str(hits.data[0].key, made.key[0]);
      assert_int_equal(hits.data[0].line, 50);
    }
  }
  vec_free(&hits);
  arena_free(&kept);
  engine_free(engine);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(keys_in_text),
      cmocka_unit_test(keys_in_configuration),
      cmocka_unit_test(keys_in_headers),
      cmocka_unit_test(keys_that_reach_the_sdk),
      cmocka_unit_test(assembled_keys),
      cmocka_unit_test(keys_in_base64),
      cmocka_unit_test(base64_in_any_run),
      cmocka_unit_test(keys_in_utf16),
      cmocka_unit_test(several_keys_on_a_line),
      cmocka_unit_test(any_distance_from_the_edges),
      cmocka_unit_test(ten_thousand_keys),
      cmocka_unit_test(hostile_texts_end),
      cmocka_unit_test(a_runaway_pattern_is_told),
      cmocka_unit_test(wants_and_sift),
      cmocka_unit_test(an_engine_is_used_again),
  };
  return cmocka_run_group_tests(tests, load, unload);
}
