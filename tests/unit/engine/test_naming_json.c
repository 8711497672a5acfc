/* test_naming_json.c -- pointers, pairs and what strings say, in JSON and its kin. */
#include "base/buf.h"
#include "naming_check.h"
#include "unit.h"

static const struct naming_case pointers[] = {
    {"{\"apiKey\": \"<K>\"}", "/apiKey", false},
    {"{\"a\": {\"b\": [1, {\"c\": \"<K>\"}]}}", "/a/b/1/c", false},
    {"{\"a\": {\"x\": 1}, \"b\": [[], {}, [\"q\", \"<K>\"]]}", "/b/2/1", false},
    {"{\"a/b\": {\"c~d\": \"<K>\"}}", "/a~1b/c~0d", false},
    {"{\"\": {\"k\\u00e9\\\"y\": \"<K>\"}}", "//k\xc3\xa9\"y", false},
    {"\"<K>\"", "", false},
    {"[\"<K>\"]", "/0", false},
    {"{\"x\": \"a } ] , \\\" {\", \"k\": \"<K>\"}", "/k", false},
    {"{\"auth\": {\"token\": \"Bearer <K>\"}}", "/auth/token", false},
    {"\xef\xbb\xbf{\r\n\t\"k\":\r\n\t\t\"<K>\"\r\n}", "/k", false},
    {"{\"headers\": {\"X-API-Key\": \"<K>\"}}", "/headers/X-API-Key", false},
    {"{\"keys\": {\"<K>\": {\"name\": \"x\"}}}", "/keys", false},
    {"{\"a\": 1, \"<K>\": 2}", "", false},
    {"{\"env\": {\"live\": {\"vars\": {\"APSO_API_KEY\": \"<K>\"}}}}", "/env/live/vars/APSO_API_KEY", false},
};

static const struct naming_case dialects[] = {
    {"// settings\n{ apiKey: '<K>', }", "/apiKey", false},
    {"{ a: { 'b-c': [ 'it\\'s', \"<K>\" ] } }", "/a/b-c/1", false},
    {"{ /* { [ */ \"a\": 1, // \"x\": {\n \"b\": \"<K>\" }", "/b", false},
    {"{\"a\": [1, 2,], \"b\": \"<K>\",}", "/b", false},
    {"{ a: \"one \\\n two\", k: \"<K>\" }", "/k", false},
    {"{\"a\":1}\n{\"b\":{\"c\":\"<K>\"}}\n{\"d\":2}\n", "/b/c", false},
    {"{\"a\":{\"x\":1}}\r\n\r\n{\"b\":\"<K>\"}", "/b", false},
    {"[1]\n[2, \"<K>\"]\n", "/1", false},
    {"[\n{\"a\":1},\n{\"b\":\"<K>\"}\n]", "/1/b", false},
    {"# a comment\n{\"a\": \"<K>\"}", "/a", false},
    {"{\n  // \"apiKey\": \"<K>\",\n  \"b\": 1\n}", "apiKey", false},
    {"{\"a\": {\n  // was <K>\n  \"b\": 1\n}}", "/a", false},
};

static const struct naming_case broken[] = {
    {"{\"a\": 1 \"b\": \"<K>\"", "/b", false},
    {"{\"a\": \"open\n \"b\": \"<K>\"}", "/b", false},
    {"}}]]{\"b\": \"<K>\"}", "/b", false},
    {"{\"a\": {{ x }}, \"b\": {{ y | default \"<K>\" }} }", "/b", false},
    {"\"b\": \"<K>\"", "", false},
    {"{ ... \"c\": \"<K>\" }", "/c", false},
};

static const struct naming_case pairs[] = {
    {"[{\"name\": \"APSO_API_KEY\", \"value\": \"<K>\"}]", "APSO_API_KEY", true},
    {"[{\"value\": \"<K>\", \"name\": \"APSO_API_KEY\"}]", "APSO_API_KEY", true},
    {"[{\"value\": \"<K>\", \"secret\": {\"name\": \"no\"}, \"key\": \"APSO_API_KEY\"}]", "APSO_API_KEY", true},
    {"{\"ParameterKey\": \"ApsoApiKey\", \"ParameterValue\": \"<K>\"}", "ApsoApiKey", true},
    {"{\"Name\": \"x-api-key\", \"Value\": \"<K>\"}", "x-api-key", true},
    {"{\"id\": \"0a1b\", \"key\": \"X-API-Key\", \"value\": \"<K>\", \"type\": \"text\"}", "X-API-Key", true},
    {"{\"headers\": [{\"name\": \"Accept\", \"value\": \"*\"}, {\"name\": \"X-API-Key\", \"value\": \"<K>\"}]}",
     "X-API-Key", true},
    {"{value: '<K>', key: 'apso\\u005fkey'}", "apso_key", true},
    {"{\"header\": \"X-API-Key\", \"value\": \"Bearer <K>\"}", "X-API-Key", true},
    /* no names */
    {"{\"id\": 17, \"value\": \"<K>\"}", "/value", false},
    {"{\"key\": \"value\", \"value\": \"<K>\"}", "/value", false},
    {"[{\"value\": \"<K>\"}, {\"name\": \"other\"}]", "/0/value", false},
    {"{\"name\": \"outer\", \"in\": {\"value\": \"<K>\"}}", "/in/value", false},
    {"{\"name\": \"my-package\", \"token\": \"<K>\"}", "/token", false},
};

static const struct naming_case strings[] = {
    {"{\"scripts\": {\"start\": \"APSO_API_KEY=<K> node x\"}}", "APSO_API_KEY", false},
    {"{\"args\": [\"run\", \"--api-key=<K>\"]}", "api-key", false},
    {"{\"args\": [\"run\", \"--api-key\", \"<K>\"]}", "api-key", false},
    {"{\"args\": [\"run\", \"now\", \"<K>\"]}", "/args/2", false},
    {"{\"cmd\": \"curl -H 'X-API-Key: <K>' https://a.example\"}", "X-API-Key", true},
    {"{\"cmd\": \"curl -H \\\"X-API-Key: <K>\\\" https://a.example\"}", "X-API-Key", true},
    {"{\"script\": \"set -e\\nAPSO_API_KEY=<K>\\nrun\"}", "APSO_API_KEY", false},
    {"{\"raw\": \"{\\\"apiKey\\\": \\\"<K>\\\"}\"}", "/raw", false},
    {"{\"url\": \"https://a.example/?api_key=<K>\"}", "/url", false},
    {"{\"url\": \"https://user:<K>@a.example/\"}", "/url", false},
    {"{\"environment\": [\"A=1\", \"APSO_API_KEY=<K>\"]}", "APSO_API_KEY", false},
    {"{\"note\": \"the old one, <K>, is gone\"}", "/note", false},
    {"{\"exec\": [\"os.Setenv(\\\"APSO_API_KEY\\\", \\\"<K>\\\")\"]}", "APSO_API_KEY", false},
    {"{\"note\": \"the (old) one, <K>\"}", "/note", false},
    {"{\"value\": \"NAME=<K>\", \"name\": \"other\"}", "NAME", false},
};

static const struct naming_case notebooks[] = {
    {"{\"cells\": [{}, {\"cell_type\": \"code\", \"source\": [\"import x\\n\", \"api_key = \\\"<K>\\\"\\n\"]}]}",
     "api_key", false},
    {"{\"cells\": [{\"source\": \"import x\\nos.environ[\\\"APSO_API_KEY\\\"] = '<K>'\\n\"}]}", "APSO_API_KEY", false},
    {"{\"cells\": [{\"source\": [\"print(\\\"<K>\\\")\"]}]}", "/cells/0/source/0", false},
    {"{\"cells\": [{\"outputs\": [{\"text\": [\"<K>\\n\"]}]}]}", "/cells/0/outputs/0/text/0", false},
};

#define TABLE(name)                                             \
  static void test_##name(void **state) {                       \
    (void)state;                                                \
    naming_check(NAMING_JSON, name, COUNT(name));               \
  }

TABLE(pointers)
TABLE(dialects)
TABLE(broken)
TABLE(pairs)
TABLE(strings)
TABLE(notebooks)

/* Deeper than what is remembered: the outer part of the pointer, and no more memory. */
static void test_deep(void **state) {
  (void)state;
  enum { DEEP = 100000 };
  struct arena arena = {0};
  struct buf text = {0};
  buf_add(&text, STR("{\"a\": "));
  for (int i = 0; i < DEEP; i++)
    buf_add_byte(&text, '[');
  buf_add(&text, STR("\"<K>\""));
  str name = naming_of(NAMING_JSON, buf_str(&text), &arena).name;
  assert_true(str_starts(name, STR("/a/0/0/0")));
  assert_in_range(name.len, 100, 1100);
  buf_clear(&text);
  buf_add(&text, STR("{\"a\": "));
  for (int i = 0; i < DEEP; i++)
    buf_add_byte(&text, '[');
  for (int i = 0; i < DEEP; i++)
    buf_add_byte(&text, ']');
  buf_add(&text, STR(", \"b\": \"<K>\"}"));
  assert_text(naming_of(NAMING_JSON, buf_str(&text), &arena).name, "/b");
  buf_free(&text);
  arena_free(&arena);
}

static void test_long_names(void **state) {
  (void)state;
  enum { LONG = 5000 };
  struct arena arena = {0};
  struct buf text = {0};
  buf_add(&text, STR("{\"o\": {\""));
  for (int i = 0; i < LONG; i++)
    buf_add(&text, STR("\xc3\xa9"));
  buf_add(&text, STR("\": \"<K>\"}}"));
  str name = naming_of(NAMING_JSON, buf_str(&text), &arena).name;
  assert_true(str_starts(name, STR("/o/\xc3\xa9")));
  assert_in_range(name.len, 200, 260);
  assert_int_equal((unsigned char)name.ptr[name.len - 1], 0xa9);
  buf_free(&text);
  arena_free(&arena);
}

/* Each in one pass: a text where a second pass for each line, quote or value would take minutes. */
static void test_large(void **state) {
  (void)state;
  static const char *const fillers[] = {"{\"a\": [1, 'x', \"y\"]},", "{\"a\": 1},\n", "\"", "'", "[\n", "/*",
                                        "{}\n{", "\\\n"};
  enum { LARGE = 4 << 20 };
  for (size_t i = 0; i < COUNT(fillers); i++) {
    struct arena arena = {0};
    struct buf text = {0};
    buf_add(&text, STR("["));
    while (text.len < LARGE)
      buf_add(&text, str_from(fillers[i]));
    buf_add(&text, STR("{\"name\": \"X_Y\", \"value\": \"<K>\"}]"));
    struct naming found = naming_of(NAMING_JSON, buf_str(&text), &arena);
    if (i < 2)
      assert_text(found.name, "X_Y");
    buf_free(&text);
    arena_free(&arena);
  }
}

int main(void) {
  static const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_pointers), cmocka_unit_test(test_dialects),  cmocka_unit_test(test_broken),
      cmocka_unit_test(test_pairs),    cmocka_unit_test(test_strings),   cmocka_unit_test(test_notebooks),
      cmocka_unit_test(test_deep),     cmocka_unit_test(test_long_names), cmocka_unit_test(test_large),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
