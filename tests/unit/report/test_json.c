/* test_json.c -- the JSON report, read back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <jansson.h>

#include "fixture.h"

static json_t *parse(const char *text) {
  json_error_t error;
  json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
  if (!root)
    fail_msg("line %d: %s", error.line, error.text);
  return root;
}

static json_t *report_of(struct fixture *fixture) {
  char *text = fixture_write(fixture, "json");
  json_t *root = parse(text);
  free(text);
  return root;
}

/* The value at the end of names and "#index" steps. */
static json_t *at(json_t *value, const char *path) {
  char name[64];
  for (int used; sscanf(path, "%63[^/]%n", name, &used) == 1;) {
    value = name[0] == '#' ? json_array_get(value, (size_t)strtoul(name + 1, NULL, 10)) : json_object_get(value, name);
    path += used + (path[used] == '/');
  }
  return value;
}

static void assert_text(json_t *root, const char *path, const char *expected) {
  const char *text = json_string_value(at(root, path));
  if (!text)
    fail_msg("no text at %s", path);
  assert_string_equal(text, expected);
}

static void no_key_unless_asked_for(void **state) {
  (void)state;
  struct fixture *fixture = fixture_new();
  char *text = fixture_write(fixture, "json");
  assert_false(fixture_leaks(fixture, text));
  assert_null(strstr(text, "\"value\""));
  assert_null(strstr(text, "example.com"));
  free(text);
  fixture_free(fixture);
}

static void shown_keys_stand_only_in_value(void **state) {
  (void)state;
  struct fixture *fixture = fixture_new();
  fixture->options.show_keys = true;
  json_t *root = report_of(fixture);
  json_t *findings = json_object_get(root, "findings"), *finding;
  size_t i;
  json_array_foreach(findings, i, finding) {
    str key = fixture->result.findings[i].key;
    json_t *object = json_object_get(finding, "key");
    if (key.len)
      assert_memory_equal(json_string_value(json_object_get(object, "value")), key.ptr, key.len);
    else
      assert_null(object);
    json_object_del(object, "value");
  }
  char *rest = json_dumps(root, 0);
  assert_false(fixture_leaks(fixture, rest));
  free(rest);
  json_decref(root);
  fixture_free(fixture);
}

static void facts_stand_where_the_schema_says(void **state) {
  static const char *const cases[][2] = {
      {"schema", "apso-scan/report/1"},
      {"tool/version", "0.0.1"},
      {"verdict", "findings"},
      {"coverage/skipped/#2/why", "shallow"},
      {"coverage/skipped/#2/what", "commit"},
      {"coverage/degraded/#0/why", "parser limit"},
      {"findings/#0/id", "0000000000000000000000000000abc1"},
      {"findings/#0/class", "sdk-literal"},
      {"findings/#0/severity", "critical"},
      {"findings/#0/severityReasons/#1", "reaches client code"},
      {"findings/#0/scope", "live"},
      {"findings/#0/exposure/class", "client"},
      {"findings/#0/exposure/evidence/#0/why", "directive \"use client\""},
      {"findings/#0/status", "unchecked"},
      {"findings/#0/occurrences/#0/path", "src/api.ts"},
      {"findings/#0/occurrences/#0/where", "history"},
      {"findings/#0/occurrences/#0/blob", "2031425364758697a8b9cadbecfd0e1f30415263"},
      {"findings/#0/occurrences/#0/commit/author", "Ann Example"},
      {"findings/#0/occurrences/#0/commit/date", "2026-03-01T10:00:00+01:30"},
      {"findings/#0/occurrences/#0/flow/#1/what", "new ApsoClient"},
      {"findings/#0/provenance/introduced/subject", "Add the client"},
      {"findings/#0/provenance/remotes/#0", "origin/main"},
      {"findings/#1/occurrences/#1/where", "message"},
      {"findings/#1/occurrences/#1/commit/author", "Eve\x1b[31m"},
      {"findings/#1/occurrences/#1/commit/date", "9999-12-31T23:59:59+00:00"},
      {"findings/#3/variable", "NEXT_PUBLIC_APSO_API_KEY"},
      {"findings/#4/key/redacted", "****"},
  };
  (void)state;
  struct fixture *fixture = fixture_new();
  fixture->result.findings[4].redacted = STR("****");
  json_t *root = report_of(fixture);
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
    assert_text(root, cases[i][0], cases[i][1]);
  assert_int_equal(json_integer_value(at(root, "coverage/bytes")), 9876543210);
  assert_true(json_is_false(at(root, "coverage/complete")));
  assert_true(json_is_true(at(root, "findings/#0/provenance/pushed")));
  assert_null(at(root, "findings/#1/occurrences/#1/path"));
  assert_null(at(root, "findings/#1/occurrences/#1/blob"));
  assert_null(at(root, "findings/#2/provenance/introduced"));
  json_decref(root);
  fixture_free(fixture);
}

static void nothing_found_is_an_empty_list(void **state) {
  (void)state;
  struct fixture *fixture = fixture_new_clean();
  json_t *root = report_of(fixture);
  assert_text(root, "verdict", "clean");
  assert_int_equal(json_array_size(at(root, "findings")), 0);
  assert_true(json_is_true(at(root, "coverage/complete")));
  json_decref(root);
  fixture_free(fixture);
}

static void what_is_accepted_is_told(void **state) {
  (void)state;
  struct fixture *fixture = fixture_new();
  json_t *root = report_of(fixture);
  assert_int_equal(json_array_size(at(root, "suppressed")), 3);
  assert_text(root, "suppressed/#1/by", ".apso-scan.yaml:3");
  assert_text(root, "suppressed/#1/owner", "Eve");
  assert_text(root, "suppressed/#1/expires", "2027-01-31");
  assert_true(json_is_true(at(root, "suppressed/#1/whole")));
  assert_true(json_is_false(at(root, "suppressed/#2/whole")));
  assert_null(at(root, "suppressed/#2/owner"));
  assert_int_equal(json_array_size(at(root, "policy")), fixture->result.notices_len);
  assert_text(root, "policy/#6/what", "not-honoured");
  assert_null(at(root, "policy/#6/path"));
  assert_int_equal(json_integer_value(at(root, "policy/#7/line")), 7);
  json_decref(root);
  fixture_free(fixture);
}

static void long_ids_are_written_whole(void **state) {
  (void)state;
  struct fixture *fixture = fixture_new();
  struct commit_info introduced = *fixture->result.findings[0].introduced;
  fixture->result.findings[0].introduced = &introduced;
  introduced.id.bytes[OID_SHA256 - 1] = fixture->result.findings[0].occurrences[0].blob.bytes[OID_SHA256 - 1] = 1;
  json_t *root = report_of(fixture);
  assert_int_equal(json_string_length(at(root, "findings/#0/occurrences/#0/blob")), 64);
  assert_int_equal(json_string_length(at(root, "findings/#0/provenance/introduced/id")), 64);
  json_decref(root);
  fixture_free(fixture);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(no_key_unless_asked_for),           cmocka_unit_test(shown_keys_stand_only_in_value),
      cmocka_unit_test(facts_stand_where_the_schema_says), cmocka_unit_test(nothing_found_is_an_empty_list),
      cmocka_unit_test(long_ids_are_written_whole),        cmocka_unit_test(what_is_accepted_is_told),
  };
  return cmocka_run_group_tests_name("report/json", tests, NULL, NULL);
}
