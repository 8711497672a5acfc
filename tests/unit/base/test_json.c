/* test_json.c -- JSON documents, written. */
#include "unit.h"

#include "base/json.h"

static void a_document(void **state) {
  (void)state;
  struct buf out = {0};
  struct json_writer *json = json_new();
  json_text(json, "b", STR("x"));
  json_number(json, "a", 12345678901234);
  json_open_array(json, "list");
  json_number(json, NULL, 0);
  json_open_object(json, NULL);
  json_bool(json, "yes", true);
  json_bool(json, "no", false);
  json_close(json);
  json_text(json, NULL, STR_NONE);
  json_close(json);
  json_open_object(json, "empty");
  json_close(json);
  json_finish(json, &out);
  assert_text(buf_str(&out),
              "{\n  \"b\": \"x\",\n  \"a\": 12345678901234,\n  \"list\": [\n    0,\n    {\n      \"yes\": true,\n"
              "      \"no\": false\n    },\n    \"\"\n  ],\n  \"empty\": {}\n}\n");
  buf_free(&out);
}

static void texts(void **state) {
  (void)state;
  static const struct {
    str text;
    const char *written;
  } rows[] = {
      {{"\"\\/", 3}, "\\\"\\\\/"},
      {{"a\0b", 3}, "a\\u0000b"},
      {{"\n\t\r\b\f", 5}, "\\n\\t\\r\\b\\f"},
      {{"\x1b[1m", 4}, "\\u001B[1m"},
      {{"\x7f", 1}, "\\u007f"},
      {{"\xc3\xa9\xf0\x9f\x94\x91", 6}, "\xc3\xa9\xf0\x9f\x94\x91"},
      {{"\xff" "a\xc3", 3}, "\xef\xbf\xbd" "a\xef\xbf\xbd"},
      {{"\xed\xa0\x80", 3}, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
      {{"\xc2\x9b" "1m", 4}, "\\u009b1m"},
      {{"\xe2\x80\xae", 3}, "\\u202e"},
      {{"\xef\xbb\xbf", 3}, "\\ufeff"},
      {{"\xef\xbf\xbf", 3}, "\xef\xbf\xbf"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct buf out = {0}, expected = {0};
    struct json_writer *json = json_new();
    json_text(json, "t", rows[i].text);
    json_finish(json, &out);
    buf_printf(&expected, "{\n  \"t\": \"%s\"\n}\n", rows[i].written);
    assert_str(buf_str(&out), buf_str(&expected));
    buf_free(&out);
    buf_free(&expected);
  }
}

/* However jansson cuts its output. */
static void long_texts(void **state) {
  (void)state;
  struct buf text = {0}, out = {0}, expected = {0};
  for (int i = 0; i < 5000; i++) {
    buf_add(&text, STR("x\xc2\x9b\xe2\x80\xae\xc3\xa9"));
    buf_add(&expected, STR("x\\u009b\\u202e\xc3\xa9"));
  }
  struct json_writer *json = json_new();
  json_text(json, "t", buf_str(&text));
  json_finish(json, &out);
  assert_true(str_find(buf_str(&out), buf_str(&expected), 0) == strlen("{\n  \"t\": \""));
  buf_free(&text);
  buf_free(&out);
  buf_free(&expected);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(a_document), cmocka_unit_test(texts), cmocka_unit_test(long_texts)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
