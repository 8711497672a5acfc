/* test_naming_yaml.c -- paths, pairs and what strings say, in YAML, its templates and its broken kin. */
#include "base/buf.h"
#include "naming_check.h"
#include "unit.h"

static const struct naming_case paths[] = {
    {"apiKey: <K>\n", "apiKey", false},
    {"a:\n  b:\n    c: <K>", "a.b.c", false},
    {"a:\n  x: 1\n  b: 'k'\nc:\n  d: \"<K>\"\n  e: 2\n", "c.d", false},
    {"a:\n  - x\n  - y\n  - <K>\n", "a[2]", false},
    {"a:\n- x\n- y: 1\n  z: <K>\n", "a[1].z", false},
    {"a:\n  - b: 1\n    l:\n      - 1\n      - 2\n  - c:\n    - d: <K>\n", "a[1].c[0].d", false},
    {"- a\n- - b\n  - <K>\n", "[1][1]", false},
    {"- hosts: all\n  vars:\n    apso_api_key: <K>\n", "[0].vars.apso_api_key", false},
    {"\"a.b\":\n  'c d': <K>\n", "[\"a.b\"][\"c d\"]", false},
    {"a[0]: {x: <K>}", "[\"a[0]\"].x", false},
    {"'it''s':\n  \"q\\\"k\": <K>", "[\"it's\"][\"q\\\"k\"]", false},
    {"a:\r\n  b: 1\r\n  c: <K>\r\n", "a.c", false},
    {"a:\n\tb: 1\n\tc: <K>\n", "a.c", false},
    {"a: 1\n---\nb:\n  c: <K>\n---\nd: 2\n", "b.c", false},
    {"- a\n- b\n--- # two\n- <K>\n", "[0]", false},
    {"a: 1\n...\nb: <K>\n", "b", false},
    {"--- {a: <K>}", "a", false},
    {"%YAML 1.2\n---\na: !vault &x <K>\n", "a", false},
    {"a: &base\n  b: !!map\n    c: <K>\n", "a.b.c", false},
    {"x:\n  <<: *base\n  y: <K>\n", "x.y", false},
    {"x:\n  <<: {y: <K>}\n", "x.y", false},
    {"a: text\n- b: <K>\n", "a[0].b", false},
    {"? complex\n: x\nb:\n  ? [c]\n  d: <K>\n", "b.d", false},
    {"a:\n  # c:\n\n  b: 1 # d:\n# e:\n  f: <K> # the key\n", "a.f", false},
    {"a: # comment\n  b: <K>\n", "a.b", false},
    {"kind: Secret\nmetadata:\n  name: x\ndata:\n  apiKey: <K>\n", "data.apiKey", false},
    {"keys:\n  <K>: old\n", "keys", false},
    {"keys:\n  a:\n    - <K>: old\n", "keys.a[0]", false},
    {"<K>\n", "", false},
    {"url: https://user:<K>@a.example/x\n", "url", false},
    {"headers:\n  X-API-Key: <K>\n", "headers.X-API-Key", false},
    {"auth: Bearer <K>\n", "auth", false},
    {"\xef\xbb\xbf" "apiKey: <K>", "apiKey", false},
    {"jobs:\n  build:\n    steps:\n      - uses: x\n        with:\n          a: b\n      - run: y\n        env:\n"
     "          KEY: <K>\n",
     "jobs.build.steps[1].env.KEY", false},
};

static const struct naming_case flows[] = {
    {"{a: {b: <K>}}", "a.b", false},
    {"x:\n  y: [1, [2, {z: \"<K>\"}]]\n", "x.y[1][1].z", false},
    {"x: {a: 1,\n    b: [c,\n        <K>]}\n", "x.b[1]", false},
    {"x: {\n  a: {\n    b: <K>\n  }\n}\n", "x.a.b", false},
    {"x:\n  [\n    one,\n    <K>,\n  ]\n", "x[1]", false},
    {"{\n\"a\": {\n\"b\": \"<K>\"\n}\n}\n", "a.b", false},
    {"x: {a: http://h/x, b: 'it''s', c: <K>}", "x.c", false},
    {"x: {a: 1}\ny: <K>\n", "y", false},
    {"x: [{name: A, value: b}, {name: APSO_API_KEY, value: <K>}]", "APSO_API_KEY", true},
    {"env:\n  - {value: <K>, name: APSO_API_KEY}\n", "APSO_API_KEY", true},
    {"command: [\"serve\", \"--api-key=<K>\"]\n", "api-key", false},
    {"command: [serve, --api-key, <K>]\n", "api-key", false},
    {"environment: [A=1, APSO_API_KEY=<K>]\n", "APSO_API_KEY", false},
    {"x: {# no}\n  a: <K>}\n", "x.a", false},
    {"x: {<K>: 1}", "x", false},
};

static const struct naming_case templates[] = {
    {"env:\n{{- if .Values.a }}\n  key: <K>\n{{- end }}\n", "env.key", false},
    {"env:\n  {{- range $k, $v := .Values.env }}\n  - name: {{ $k }}\n    value: {{ $v }}\n  {{- end }}\n"
     "  - name: APSO_API_KEY\n    value: <K>\n", "APSO_API_KEY", true},
    {"a:\n  x: {{ .Values.x }}\n  b: {{ .Values.b | default \"<K>\" }}\n", "a.b", false},
    {"{{ .Values.name }}:\n  key: <K>\n", "[\"{{ .Values.name }}\"].key", false},
    {"a: {{- include \"x\" . | nindent 2 }}\n  b: <K>\n", "a.b", false},
    {"{% if x %}\na:\n{% for i in y %}\n  b: <K>\n", "a.b", false},
    {"a:\n<<<<<<< HEAD\n  b: 1\n=======\n  b: <K>\n>>>>>>> x\n", "a.b", false},
};

static const struct naming_case pairs[] = {
    {"env:\n  - name: APSO_API_KEY\n    value: <K>\n", "APSO_API_KEY", true},
    {"env:\n  - value: <K>\n    name: APSO_API_KEY\n", "APSO_API_KEY", true},
    {"env:\n- name: OTHER\n  value: x\n- name: \"APSO_API_KEY\" # it\n  # why\n  value: '<K>'\n- name: LAST\n",
     "APSO_API_KEY", true},
    {"- key: APSO_API_KEY\n  value: <K>\n", "APSO_API_KEY", true},
    {"- variable: APSO_API_KEY\n  value: <K>\n", "APSO_API_KEY", true},
    {"- Name: X\n  Value: <K>\n", "X", true},
    {"- ParameterKey: ApsoKey\n  ParameterValue: <K>\n", "ApsoKey", true},
    {"set:\n  name: apso.key\n  meta:\n    name: no\n  value: <K>\n", "apso.key", true},
    {"name: X_KEY\nvalue: <K>\n", "X_KEY", true},
    {"value: <K>\nother:\n  name: no\nname: X_KEY\n", "X_KEY", true},
    {"- name: X_KEY\n  value: |-\n    <K>\n", "X_KEY", true},
    {"- value: >\n    <K>\n  name: X_KEY\n", "X_KEY", true},
    {"- name: X_KEY\n  value: \"Bearer <K>\"\n", "X_KEY", true},
    /* no names */
    {"- value: <K>\n- name: X\n", "[0].value", false},
    {"- name: X\n- value: <K>\n", "[1].value", false},
    {"name: X\nin:\n  value: <K>\n", "in.value", false},
    {"- name: x\n  token: <K>\n", "[0].token", false},
    {"- name: 12\n  value: <K>\n", "[0].value", false},
    {"- name:\n    first: x\n  value: <K>\n", "[0].value", false},
};

static const struct naming_case strings[] = {
    {"environment:\n  - A=1\n  - APSO_API_KEY=<K>\n", "APSO_API_KEY", false},
    {"environment:\n  - \"APSO_API_KEY=<K>\"\n", "APSO_API_KEY", false},
    {"args:\n  - --api-key=<K>\n", "api-key", false},
    {"args:\n  - serve\n  - --api-key\n  - <K>\n", "api-key", false},
    {"args:\n  - serve\n  - now\n  - \"<K>\"\n", "args[2]", false},
    {"run: export APSO_API_KEY=<K>\n", "APSO_API_KEY", false},
    {"run: curl -H \"X-API-Key: <K>\" https://a.example\n", "X-API-Key", true},
    {"- curl -H \"X-API-Key: <K>\" https://a.example\n", "X-API-Key", true},
    {"- 'curl -H \"X-API-Key: <K>\" https://a.example'\n", "X-API-Key", true},
    {"- \"curl -H \\\"X-API-Key: <K>\\\" https://a.example\"\n", "X-API-Key", true},
    {"run: >-\n  curl\n  -H 'X-API-Key: <K>'\n  https://a.example\n", "X-API-Key", true},
    {"run: \"curl\n  -H 'X-API-Key: <K>'\"\n", "X-API-Key", true},
    {"url: https://a.example/?api_key=<K>\n", "url", false},
    {"run: the old one was <K>, gone\n", "run", false},
};

static const struct naming_case blocks[] = {
    {"a:\n  key: |\n    <K>\n", "a.key", false},
    {"a:\n  - key: >-\n      <K>\n", "a[0].key", false},
    {"a:\n  - |2+ # text\n    <K>\n", "a[0]", false},
    {"key: !vault |\n  one\n  <K>\n", "key", false},
    {"run: |\n  set -e\n  export APSO_API_KEY=<K>\n  go\n", "APSO_API_KEY", false},
    {"run: |\n  for x in y; do\n    APSO_API_KEY=<K> go\n  done\n", "APSO_API_KEY", false},
    {"data:\n  app.yaml: |\n    server:\n      - port: 1\n      - apiKey: <K>\n", "apiKey", false},
    {"data:\n  app.json: |\n    {\n      \"a\": {\"apiKey\": \"<K>\"}\n    }\n", "apiKey", false},
    {"data:\n  .env: |\n    # this\n    APSO_API_KEY=<K>\n", "APSO_API_KEY", false},
    {"data:\n  notes.txt: |\n    the key\n\n    - is <K>\n", "data[\"notes.txt\"]", false},
    {"patch: |-\n  - op: add\n    value:\n      name: APSO_API_KEY\n      value: <K>\n", "APSO_API_KEY", true},
    {"patch: |\n  - value: <K>\n    name: APSO_API_KEY\nname: x\n", "APSO_API_KEY", true},
    {"patch: |\n  - value: <K>\nname: x\n", "value", false},
    {"a: |\n  text: x\nb:\n  c: <K>\n", "b.c", false},
    {"a: text\n  that goes on <K>\n", "a", false},
    {"run: |\n  # <K>\n", "run", false},
    {"run: |\n  # export APSO_API_KEY=<K>\n", "APSO_API_KEY", false},
};

static const struct naming_case comments[] = {
    {"a:\n  # APSO_API_KEY: <K>\n  b: 1\n", "APSO_API_KEY", false},
    {"#APSO_API_KEY: \"<K>\"\n", "APSO_API_KEY", false},
    {"a:\n  # - APSO_API_KEY=<K>\n", "APSO_API_KEY", false},
    {"a:\n  # - name: APSO_API_KEY\n  #   value: <K>\n  - name: B\n", "APSO_API_KEY", true},
    {"# a: {b: <K>}\n", "a.b", false},
    {"a: 1\n# this was <K> once\n", "", false},
    {"apiKey: x # was <K>\n", "apiKey", false},
    {"other: x # APSO_API_KEY=<K>\n", "APSO_API_KEY", false},
    {"other: \"x # y\" # APSO_API_KEY: <K>\n", "APSO_API_KEY", false},
    {"key: \"x # <K>\"\n", "key", false},
};

#define TABLE(name)                                             \
  static void test_##name(void **state) {                       \
    (void)state;                                                \
    naming_check(NAMING_YAML, name, COUNT(name));               \
  }

TABLE(paths)
TABLE(flows)
TABLE(templates)
TABLE(pairs)
TABLE(strings)
TABLE(blocks)
TABLE(comments)

/* Deeper than what is remembered: the inner part. */
static void test_deep(void **state) {
  (void)state;
  enum { DEEP = 1000 };
  struct arena arena = {0};
  struct buf text = {0};
  for (int i = 0; i < DEEP; i++) {
    for (int k = 0; k < i; k++)
      buf_add_byte(&text, ' ');
    buf_add(&text, STR("a:\n"));
  }
  for (int k = 0; k < DEEP; k++)
    buf_add_byte(&text, ' ');
  buf_add(&text, STR("b: <K>\n"));
  str name = naming_of(NAMING_YAML, buf_str(&text), &arena).name;
  assert_true(str_starts(name, STR("a.a.a")));
  assert_true(str_ends(name, STR("a.a.b")));
  assert_in_range(name.len, 100, 1100);
  buf_free(&text);
  arena_free(&arena);
}

/* What lies before the limit is not known: neither is an index that would count it. */
static void test_far(void **state) {
  (void)state;
  enum { ENTRIES = 300000 };
  struct arena arena = {0};
  struct buf text = {0};
  buf_add(&text, STR("list:\n"));
  for (int i = 0; i < ENTRIES; i++)
    buf_add(&text, STR("  - token: value value\n"));
  buf_add(&text, STR("  - token: {a: <K>}\n"));
  assert_text(naming_of(NAMING_YAML, buf_str(&text), &arena).name, "token.a");
  buf_free(&text);
  arena_free(&arena);
}

/* Each in one pass, and not farther back than a limit. */
static void test_large(void **state) {
  (void)state;
  static const char *const fillers[] = {"- a: {b: [c]}\n", "- a\n", "\n", "- {{\n", "- \"\n",
                                        "- [\n", "- {'a\n", "a: ", "- - - "};
  enum { LARGE = 6 << 20 };
  for (size_t i = 0; i < COUNT(fillers); i++) {
    struct arena arena = {0};
    struct buf text = {0};
    while (text.len < LARGE)
      buf_add(&text, str_from(fillers[i]));
    buf_add(&text, STR("\n- name: X_Y\n  value: <K>\n"));
    struct naming found = naming_of(NAMING_YAML, buf_str(&text), &arena);
    assert_text(found.name, "X_Y");
    buf_free(&text);
    arena_free(&arena);
  }
}

int main(void) {
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_paths),   cmocka_unit_test(test_flows),  cmocka_unit_test(test_templates),
      cmocka_unit_test(test_pairs),   cmocka_unit_test(test_strings), cmocka_unit_test(test_blocks),
      cmocka_unit_test(test_comments), cmocka_unit_test(test_deep),   cmocka_unit_test(test_far),
      cmocka_unit_test(test_large),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
