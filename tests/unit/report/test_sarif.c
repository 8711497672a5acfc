/* test_sarif.c -- the SARIF report, read back. Its schema is checked by tests/report/validate.mjs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <jansson.h>

#include "fixture.h"

static json_t *run_of(struct fixture *fixture, json_t **root) {
  char *text = fixture_write(fixture, "sarif");
  json_error_t error;
  *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
  if (!*root)
    fail_msg("line %d: %s", error.line, error.text);
  free(text);
  return json_array_get(json_object_get(*root, "runs"), 0);
}

static json_t *result_at(json_t *run, size_t index) {
  return json_array_get(json_object_get(run, "results"), index);
}

static json_t *location_at(json_t *result, size_t index) {
  return json_array_get(json_object_get(result, "locations"), index);
}

static const char *text_in(json_t *object, const char *outer, const char *inner) {
  return json_string_value(json_object_get(json_object_get(object, outer), inner));
}

static const char *uri_in(json_t *location) {
  return text_in(json_object_get(location, "physicalLocation"), "artifactLocation", "uri");
}

static void no_key_and_no_address(void **state) {
  (void)state;
  struct fixture *fixture = fixture_new();
  fixture->options.show_keys = true;
  char *text = fixture_write(fixture, "sarif");
  assert_false(fixture_leaks(fixture, text));
  assert_null(strstr(text, "@"));
  assert_null(strstr(text, "Eve"));
  free(text);
  fixture_free(fixture);
}

static void a_result_names_its_rule_and_key(void **state) {
  (void)state;
  struct fixture *fixture = fixture_new();
  json_t *root, *run = run_of(fixture, &root), *result = result_at(run, 0);
  assert_string_equal(json_string_value(json_object_get(result, "ruleId")), "sdk-literal");
  assert_int_equal(json_integer_value(json_object_get(result, "ruleIndex")), 4);
  assert_string_equal(text_in(result, "partialFingerprints", "apsoScanKey/v1"), "0000000000000000000000000000abc1");
  struct buf expected = {0};
  buf_printf(&expected,
             "Key written into a call of the SDK: %.*s. It reaches client code, where every visitor can read it."
             " In history since 2026-03-01 (commit 7b8c9daebf), still in HEAD, pushed to a remote.%c",
             STR_ARG(fixture->result.findings[0].redacted), '\0');
  assert_string_equal(text_in(result, "message", "text"), expected.data);
  const char *text = text_in(result_at(run, 2), "message", "text");
  assert_true(str_ends(str_from(text), STR(". The service accepts it. Found: ignored by git, not committed.")));
  buf_free(&expected);
  json_decref(root);
  fixture_free(fixture);
}

static void levels_follow_severity(void **state) {
  static const char *const levels[] = {"error", "error", "warning", "warning", "note"};
  (void)state;
  struct fixture *fixture = fixture_new();
  json_t *root, *run = run_of(fixture, &root);
  for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++)
    assert_string_equal(json_string_value(json_object_get(result_at(run, i), "level")), levels[i]);
  json_decref(root);
  fixture_free(fixture);
}

static void places_are_capped_and_counted(void **state) {
  (void)state;
  struct fixture *fixture = fixture_new();
  json_t *root, *run = run_of(fixture, &root), *result = result_at(run, 0);
  assert_int_equal(json_array_size(json_object_get(result, "locations")), 100);
  json_t *count = json_object_get(json_object_get(result, "properties"), "occurrences");
  assert_int_equal(json_integer_value(count), fixture->result.findings[0].occurrences_len);
  json_decref(root);
  fixture_free(fixture);
}

static void paths_become_uris(void **state) {
  (void)state;
  struct fixture *fixture = fixture_new();
  json_t *root, *run = run_of(fixture, &root), *hostile = result_at(run, 1);
  struct buf expected = {0};
  buf_printf(&expected, "a%%20b/%%1B%%5D0%%3Bowned%%07%%0A%.*s/100%%25/%%FF%%FE/%%E2%%80%%AE%%5Bx%%5D%%28y%%29.ts%c",
             STR_ARG(fixture->result.findings[1].redacted), '\0');
  assert_string_equal(uri_in(location_at(hostile, 0)), expected.data);
  assert_string_equal(uri_in(location_at(hostile, 7)), "file:///etc/app%3A1.conf");
  assert_string_equal(uri_in(location_at(result_at(run, 3), 0)), "src/lib/%5Bid%5D/client.ts");
  buf_free(&expected);
  json_decref(root);
  fixture_free(fixture);
}

static void a_message_has_a_logical_place_and_a_stand_in(void **state) {
  (void)state;
  struct fixture *fixture = fixture_new();
  json_t *root, *run = run_of(fixture, &root), *location = location_at(result_at(run, 1), 1);
  assert_string_equal(uri_in(location), ".git/message/9aabbccdde"); /* a stand-in: code hosts demand a file */
  json_t *logical = json_array_get(json_object_get(location, "logicalLocations"), 0);
  const char *name = json_string_value(json_object_get(logical, "fullyQualifiedName"));
  assert_string_equal(name, "message of commit 9aabbccdde, line 12");
  json_decref(root);
  fixture_free(fixture);
}

/* A finding that is accepted as a whole is a result too, which says by whom; what is open says that nobody does. */
static void accepted_findings_have_suppressions(void **state) {
  (void)state;
  struct fixture *fixture = fixture_new();
  json_t *root, *run = run_of(fixture, &root);
  assert_int_equal(json_array_size(json_object_get(run, "results")), fixture->result.findings_len + 1);
  for (size_t i = 0; i <= fixture->result.findings_len; i++) {
    json_t *suppressions = json_object_get(result_at(run, i), "suppressions");
    assert_int_equal(json_array_size(suppressions), i == fixture->result.findings_len ? 2 : 0);
    assert_true(json_is_array(suppressions));
  }
  json_t *suppressions = json_object_get(result_at(run, fixture->result.findings_len), "suppressions");
  assert_string_equal(json_string_value(json_object_get(json_array_get(suppressions, 0), "kind")), "inSource");
  assert_string_equal(json_string_value(json_object_get(json_array_get(suppressions, 1), "kind")), "external");
  json_decref(root);
  fixture_free(fixture);
}

static void gaps_are_notifications(void **state) {
  (void)state;
  struct fixture *fixture = fixture_new();
  json_t *root, *run = run_of(fixture, &root), *notification;
  json_t *invocation = json_array_get(json_object_get(run, "invocations"), 0);
  assert_true(json_is_false(json_object_get(invocation, "executionSuccessful")));
  json_t *notifications = json_object_get(invocation, "toolExecutionNotifications");
  assert_int_equal(json_array_size(notifications), GAP_COUNT + DEGRADED_COUNT + fixture->result.notices_len);
  size_t i;
  json_array_foreach(notifications, i, notification) {
    if (i >= GAP_COUNT + DEGRADED_COUNT)
      break;
    const char *expected = i < GAP_COUNT && i != GAP_SUBMODULE ? "error" : "note";
    assert_string_equal(json_string_value(json_object_get(notification, "level")), expected);
  }
  json_decref(root);
  fixture_free(fixture);
}

static void a_clean_scan_succeeded(void **state) {
  (void)state;
  struct fixture *fixture = fixture_new_clean();
  json_t *root, *run = run_of(fixture, &root);
  json_t *invocation = json_array_get(json_object_get(run, "invocations"), 0);
  assert_true(json_is_true(json_object_get(invocation, "executionSuccessful")));
  assert_int_equal(json_array_size(json_object_get(run, "results")), 0);
  json_decref(root);
  fixture_free(fixture);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(no_key_and_no_address),         cmocka_unit_test(a_result_names_its_rule_and_key),
      cmocka_unit_test(levels_follow_severity),        cmocka_unit_test(places_are_capped_and_counted),
      cmocka_unit_test(paths_become_uris),             cmocka_unit_test(a_message_has_a_logical_place_and_a_stand_in),
      cmocka_unit_test(gaps_are_notifications), cmocka_unit_test(accepted_findings_have_suppressions),
          cmocka_unit_test(a_clean_scan_succeeded),
  };
  return cmocka_run_group_tests_name("report/sarif", tests, NULL, NULL);
}
