/* test_json_read.c -- JSON documents, read. */
#include "unit.h"

#include "base/json.h"

/* The value in one word: what it is, and a text or the number of its parts. */
static void describe(const struct json_value *value, struct buf *out) {
  static const char *const names[] = {"absent", "object", "array", "text", "bool", "other"};
  buf_printf(out, "%s", names[json_kind(value)]);
  if (json_kind(value) == JSON_STRING_VALUE)
    buf_printf(out, " %.*s", STR_ARG(json_text_of(value)));
  if (json_kind(value) == JSON_BOOL_VALUE)
    buf_printf(out, " %d", json_truth(value));
  if (json_size(value))
    buf_printf(out, " %zu", json_size(value));
}

struct row {
  const char *text, *described;
};

static void check(const struct row *rows, size_t len, const struct json_value *(*parse)(str text)) {
  for (size_t i = 0; i < len; i++) {
    struct buf out = {0};
    const struct json_value *value = parse(str_from(rows[i].text));
    describe(value, &out);
    if (!str_eq(buf_str(&out), str_from(rows[i].described)))
      fail_msg("'%s' is %.*s, not %s", rows[i].text, (int)out.len, out.data, rows[i].described);
    json_free(value);
    buf_free(&out);
  }
}

static void strict(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"{}", "object"},
      {"[]", "array"},
      {"{\"a\": 1, \"b\": 2}", "object 2"},
      {"[1, [2, 3]]", "array 2"},
      {"\"x\"", "text x"},
      {"\"\\u00e9\\n\"", "text \xc3\xa9\n"},
      {"\"\\ud83d\\udd11\"", "text \xf0\x9f\x94\x91"},
      {"true", "bool 1"},
      {"false", "bool 0"},
      {"null", "other"},
      {"1.5e3", "other"},
      {" \r\n\t{} \n", "object"},
      {"", "absent"},
      {" ", "absent"},
      {"{", "absent"},
      {"{} x", "absent"},
      {"{\"a\": 1,}", "absent"},
      {"[1,]", "absent"},
      {"// c\n{}", "absent"},
      {"{a: 1}", "absent"},
      {"'x'", "absent"},
      {"\"\xff\"", "absent"},
      {"\"\\ud800\"", "absent"},
      {"\xef\xbb\xbf{}", "absent"},
  };
  check(rows, COUNT(rows), json_parse);
}

static void relaxed(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"{}", "object"},
      {"// c\n{}", "object"},
      {"{} // c", "object"},
      {"/* c */ {} /* d", "object"},
      {"/**/[/*,*/]", "array"},
      {"{\"a\": 1,}", "object 1"},
      {"[1, 2, ]", "array 2"},
      {"[1, // one\n]", "array 1"},
      {"[1, /* one */ /* two */ ]", "array 1"},
      {"[[1,],{\"a\":[2,\n],},]", "array 2"},
      {"\"// no comment\"", "text // no comment"},
      {"\"/* nor this */\"", "text /* nor this */"},
      {"\"a\\\"//b\"", "text a\"//b"},
      {"\"a,]\"", "text a,]"},
      {"[\"a,]\",]", "array 1"},
      {"[\"\\\\\", /* c */ 1]", "array 2"},
      {"\xef\xbb\xbf{}", "object"},
      {"", "absent"},
      {"// c", "absent"},
      {"/*", "absent"},
      {"/", "absent"},
      {"[,]", "array"},
      {"[1,,]", "absent"},
      {"[1,,2]", "absent"},
      {"\"open", "absent"},
      {"\"open\\", "absent"},
      {"\xef\xbb\xbf", "absent"},
      {"1 / 2", "absent"},
  };
  check(rows, COUNT(rows), json_parse_relaxed);
}

static void members(void **state) {
  (void)state;
  const struct json_value *root = json_parse(
      STR("{\"a\": {\"b\": [\"x\", {\"c\": true}]}, \"\": \"empty\", \"d\": \"\"}"));
  const struct json_value *list = json_member(json_member(root, STR("a")), STR("b"));
  assert_text(json_text_of(json_element(list, 0)), "x");
  assert_true(json_truth(json_member(json_element(list, 1), STR("c"))));
  assert_text(json_text_of(json_member(root, STR_NONE)), "empty");
  assert_int_equal(json_kind(json_member(root, STR("d"))), JSON_STRING_VALUE);
  assert_null(json_member(root, STR("b")));
  assert_non_null(json_member(root, (str){"abc", 1}));
  assert_null(json_element(list, 2));
  assert_null(json_element(root, 0));
  assert_null(json_member(list, STR("a")));
  json_free(root);
}

/* NULL, and what is of another kind, say nothing. */
static void nothing(void **state) {
  (void)state;
  const struct json_value *text = json_parse(STR("\"x\""));
  assert_null(json_member(NULL, STR("a")));
  assert_null(json_element(NULL, 0));
  assert_int_equal(json_size(NULL), 0);
  assert_int_equal(json_size(text), 0);
  assert_int_equal(json_kind(NULL), JSON_ABSENT);
  assert_null(json_text_of(NULL).ptr);
  assert_false(json_truth(NULL));
  assert_false(json_truth(text));
  assert_null(json_member(text, STR("a")));
  json_each(NULL, NULL, NULL);
  json_each(text, NULL, NULL);
  json_free(text);
  json_free(NULL);
}

struct visit {
  struct buf names;
  size_t left;
};

static bool add_name(void *data, str name, const struct json_value *value) {
  struct visit *visit = data;
  buf_printf(&visit->names, "%.*s=%.*s ", STR_ARG(name), STR_ARG(json_text_of(value)));
  return --visit->left > 0;
}

static void each_member(void **state) {
  (void)state;
  static const struct {
    const char *text;
    size_t left;
    const char *names;
  } rows[] = {
      {"{\"z\": \"1\", \"a\": \"2\", \"m\": \"3\"}", 9, "z=1 a=2 m=3 "},
      {"{\"z\": \"1\", \"a\": \"2\", \"m\": \"3\"}", 2, "z=1 a=2 "},
      {"{\"z\": \"1\", \"z\": \"2\"}", 9, "z=2 "},
      {"{}", 9, ""},
      {"[\"a\"]", 9, ""},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct visit visit = {.left = rows[i].left};
    const struct json_value *root = json_parse(str_from(rows[i].text));
    json_each(root, add_name, &visit);
    assert_text(buf_str(&visit.names), rows[i].names);
    json_free(root);
    buf_free(&visit.names);
  }
}

/* A NUL may stand in a text, and in what is read; a name with one, or a very long one, is not found. */
static void bytes(void **state) {
  (void)state;
  const struct json_value *root = json_parse(STR("{\"a\": \"x\\u0000y\"}"));
  assert_str(json_text_of(json_member(root, STR("a"))), ((str){"x\0y", 3}));
  json_free(root);
  assert_null(json_parse(((str){"[1]\0", 4})));
  struct buf name = {0};
  while (name.len < 1000)
    buf_add_byte(&name, 'n');
  root = json_parse(STR("{\"n\": 1}"));
  assert_null(json_member(root, buf_str(&name)));
  json_free(root);
  buf_free(&name);
}

/* Deep documents end, one way or the other. */
static void deep(void **state) {
  (void)state;
  struct buf text = {0};
  for (unsigned i = 0; i < 1000000; i++)
    buf_add_byte(&text, '[');
  assert_null(json_parse(buf_str(&text)));
  assert_null(json_parse_relaxed(buf_str(&text)));
  buf_free(&text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(strict),      cmocka_unit_test(relaxed), cmocka_unit_test(members), cmocka_unit_test(nothing),
      cmocka_unit_test(each_member), cmocka_unit_test(bytes),   cmocka_unit_test(deep),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
