/* test_judge_tables.c -- names, masks and placeholders behind a key's prefix, and random tails of all kinds. Prefix and
   tail meet only at run time, and random tails are drawn here, so that nothing in this file looks like a key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/judge.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define DIGITS "0123456789"
#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

static const char service[] = "apso"
                              "_sk_";

/* ---- what is no key, as it stands behind apso_sk_ ---- */

static const char *const masks[] = {
    "", "live_", "live", "svc_", "org_", "test_", "live_****", "live_****abcd", "live_********************wxyz",
    "live_...", "live_…", "live_<key>", "live_<your-key>", "live_<YOUR_API_KEY>", "live_{key}", "live_{{key}}",
    "live_${KEY}", "live_${process.env.KEY}", "live_$KEY_TAIL", "live_%s", "live_%KEY%", "live_[key]",
    "live_[REDACTED]", "live_(redacted)", "live_###", "live_x", "live_xx", "live_xxx", "live_xxxx", "live_xxxxxxxx",
    "live_XXXXXXXXXXXXXXXX", "live_xxxx-xxxx-xxxx", "live_XXXX_XXXX_XXXX", "live_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "live_xxxxxxxxxxxxabcd", "live_ab12xxxxxxxxxxxxxxxx", "live_0000", "live_00000000", "live_0000000000000000",
    "live_1111111111", "live_aaaaaaaaaa", "live_AAAAAAAAAAAAAAAA", "live_zzzzzzzzzzzz", "live_yyyyyyyy",
    "live_000000000000000000000001", "live_xX0xX0xX0xX0", "live_XxXxXxXxXx",
    "live_00000000-0000-0000-0000-000000000000", "live_xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx", "live_----------",
    "live_11111111-2222-3333-4444-555555555555", "live________________", "svc_xxxxxxxxxxxxx", "org_xxxxx", "*",
    "***", "<scope>_<tail>",
};

static const char *const placeholders[] = {
    "live_your_key_here", "live_YOUR_KEY_HERE", "live_your-key-here", "live_yourKeyHere", "live_yourkeyhere",
    "live_your_api_key", "live_YOUR_API_KEY", "live_YourApiKey", "live_your_secret_key", "live_your_service_key",
    "live_your_token", "live_YOURTOKENHERE", "your_key_here", "YOUR_KEY", "your_api_key_goes_here", "YOUR_APSO_KEY",
    "live_replace_me", "live_REPLACE_ME", "live_replaceme", "live_replace_with_your_key", "live_replace_this_value",
    "live_REPLACE_WITH_REAL_KEY", "live_changeme", "live_change_me", "live_CHANGEME", "live_change_this",
    "live_changeit", "live_example", "live_EXAMPLE", "live_example_key", "live_examplekey", "live_example123",
    "live_exampleKeyForDocs", "live_an_example", "live_sample", "live_sample_key", "live_dummy", "live_dummy_key",
    "live_dummykey", "live_dummy_value_for_tests", "live_fake", "live_fake_key", "live_fakekey123",
    "live_fake_key_for_testing", "live_FAKE_KEY_DO_NOT_USE", "live_todo", "live_TODO", "live_todo_set_me",
    "live_fixme", "live_insert-key-here", "live_INSERT_KEY_HERE", "live_insertyourkeyhere",
    "live_put_your_key_here", "live_enter_key", "live_paste_your_key", "live_placeholder", "live_PLACEHOLDER",
    "live_placeholder_key", "live_redacted", "live_REDACTED", "live_removed", "live_hidden", "live_masked_value",
    "live_secret", "live_SECRET", "live_supersecret", "live_super_secret_key", "live_topsecret", "live_my_secret",
    "live_mysecretkey", "live_mykey", "live_my-key", "live_my_api_key", "live_oldkey", "live_newkey",
    "live_old_key", "live_new_key", "live_goodkey", "live_badkey", "live_bad_key", "live_wrong_key", "live_invalid",
    "live_invalid_key", "live_notakey", "live_not_a_key", "live_not_a_real_key", "live_thisIsNotARealKey",
    "live_nope", "live_none", "live_null", "live_undefined", "live_missing", "live_unknown", "live_test",
    "live_testkey", "live_test_key", "live_TEST_KEY", "live_test_key_1", "live_testing123", "live_test1234",
    "live_unit_test_key", "live_integration_test", "live_mock", "live_mock_key", "live_mocked", "live_stub",
    "live_fixture", "live_demo", "live_demo_key", "live_demo_account", "live_sandbox", "live_staging_key",
    "live_production_key", "live_prod", "live_local", "live_localhost", "live_default", "live_foo", "live_bar",
    "live_foobar", "live_foo_bar_baz", "live_foobarbaz", "live_fooBarBaz", "live_quux", "live_lorem",
    "live_lorem_ipsum", "live_lorem_ipsum_dolor", "live_loremipsumdolorsitamet", "live_consectetur_adipiscing",
    "live_sed_do_eiusmod_tempor", "live_hello", "live_hello_world", "live_helloworld", "live_password",
    "live_password123", "live_passw0rd", "live_p4ssw0rd", "live_hunter", "live_letmein",
    "live_correct_horse_battery_staple", "live_correcthorsebatterystaple", "live_whatever", "live_anything",
    "live_something", "live_somekey", "live_some_random_key", "live_random", "live_random_string",
    "live_a_random_looking_key", "live_somelongkeyvalue", "live_abc", "live_abcdef", "live_abc123", "live_abcd1234",
    "live_key", "live_key1", "live_key123", "live_key_a", "live_value", "live_token", "live_tail", "live_xyz",
    "live_xyz789", "live_deadbeef", "live_DEADBEEF", "live_cafebabe", "live_deadbeefcafebabe", "live_feedface",
    "live_expired", "live_expired_key", "live_revoked", "live_revoked_key", "live_rotated", "live_compromised",
    "live_leaked_key", "live_client_key", "live_server_key", "live_alice", "live_bob_key", "live_acme",
    "live_acme_corp", "test_key", "svc_billing", "svc_your_service", "svc_orders_key", "org_your_org_key",
    "org_acme_inc", "org_example_company",
};

static const char *const sequences[] = {
    "live_1234", "live_12345", "live_123456", "live_12345678", "live_1234567890", "live_0123456789",
    "live_9876543210", "live_987654321", "live_12345678901234567890", "live_123123123", "live_123321123321",
    "live_112233445566", "live_13579", "live_2468", "live_24681012", "live_abcdefgh", "live_abcdefghij",
    "live_abcdefghijklmnop", "live_abcdefghijklmnopqrstuvwxyz", "live_ABCDEFGHIJKL", "live_AbCdEfGhIjKl",
    "live_aBcDeFgHiJkL", "live_zyxwvuts", "live_zyxwvutsrqponmlk", "live_ZYXWVUTS", "live_abcabcabc",
    "live_abcdabcd", "live_abababab", "live_xyzxyzxyz", "live_aabbccdd", "live_aabbccddeeff", "live_aaabbbccc",
    "live_aaaabbbbcccc", "live_a1b2c3", "live_a1b2c3d4", "live_a1b2c3d4e5f6", "live_A1B2C3D4E5F6G7H8",
    "live_1a2b3c4d", "live_1a2b3c4d5e6f7g8h", "live_z9y8x7w6", "live_a0b1c2d3", "live_ab12cd34",
    "live_ab12cd34ef56", "live_abc123def456", "live_abc123def456ghi789", "live_ABC123DEF456GHI789",
    "live_abcd1234efgh5678", "live_123abc456def", "live_aaaa1111bbbb2222", "live_1234abcd5678efgh",
    "live_1234567890abcdef", "live_0123456789abcdef", "live_0123456789ABCDEF", "live_abcdef1234567890",
    "live_abcdef0123456789", "live_fedcba9876543210", "live_00112233445566778899",
    "live_00112233445566778899aabbccddeeff", "live_1234-5678-9012-3456", "live_1234_5678_9012",
    "live_abcd-efgh-ijkl", "live_qwerty", "live_qwertyui", "live_qwertyuiop", "live_QWERTYUIOP",
    "live_qwertyuiopasdfghjkl", "live_asdf", "live_asdfasdf", "live_asdfgh", "live_asdfghjkl", "live_ASDFGHJKL",
    "live_zxcvbn", "live_zxcvbnm", "live_poiuytrewq", "live_lkjhgfdsa", "live_mnbvcxz", "live_qazwsx",
    "live_qazwsxedc", "live_1qaz2wsx", "live_1qaz2wsx3edc", "live_1q2w3e4r", "live_1q2w3e4r5t6y", "live_q1w2e3r4",
    "live_qweasd", "live_qweasdzxc", "live_asdqwe", "live_qwer1234", "live_1234qwer", "live_asdf1234",
    "live_jkljkljkl", "live_fghjfghj", "live_202401010000", "live_20240115", "live_2024-01-15", "live_1700000000",
    "live_1700000000000", "live_01012024",
};

static const char *const names[] = {
    "live_revoked_message", "live_key_prefix", "org_created_at", "rotation_reminder_email_template",
    "live_prefix_length", "live_prefix", "live_pattern", "live_regex", "prefix", "regex", "pattern", "keys",
    "key_id", "key_length", "key_rotation_days", "key_expired_error", "key_was_revoked", "tail_length",
    "tail_alphabet", "scope", "scopes", "scope_name", "scope_is_missing", "service_key_description",
    "organisation_key_warning", "organization_scope", "live_mode", "live_mode_enabled", "live_keys_count",
    "live_keys_by_service", "live_header", "live_headers", "live_env_name", "live_environment_variable",
    "live_validator", "live_validation_error", "live_validate_key", "live_is_valid", "live_is_key", "live_parse",
    "live_parser", "live_format", "live_formatter", "live_mask", "live_masking_enabled", "live_redact_in_logs",
    "live_hash", "live_hash_algorithm", "live_checksum", "live_cache_ttl", "live_cache_key", "live_session_storage",
    "live_local_storage_key", "live_cookie_name", "live_query_param", "live_url", "live_base_url", "live_endpoint",
    "live_webhook_url", "live_callback", "live_created_at", "live_updated_at", "live_deleted_at", "live_expires_at",
    "live_last_used_at", "live_rate_limit", "live_rate_limit_exceeded", "live_requests_per_minute",
    "live_retry_after_seconds", "live_permissions", "live_read_only", "live_read_write", "live_full_access",
    "live_write_only_keys", "live_insufficient_permissions", "live_invalid_api_key", "live_not_found",
    "live_dashboard_title", "live_dashboard_link", "live_settings_page", "live_button_label",
    "live_copy_to_clipboard", "live_modal_title", "live_modal_confirm", "live_tooltip_text",
    "live_table_column_header", "live_icon", "live_badge", "live_badge_color", "live_banner",
    "live_banner_dismissed", "live_form_field", "live_input_placeholder", "live_error_message",
    "live_success_toast", "live_email_subject", "live_email_body_template", "live_notification_preferences",
    "live_audit_log_entry", "live_event_name", "live_analytics_event", "live_feature_flag", "live_migration",
    "live_table", "live_index", "live_keys_service_id_fkey", "live_keys_pkey", "live_user_id_idx", "live_seed_data",
    "live_factory", "live_service_account", "live_client_config", "live_test_suite", "live_unit_tests",
    "live_snapshot", "live_benchmark", "live_docs", "live_docs_section", "live_README", "live_changelog_entry",
    "live_release_notes", "header-title", "header-logo", "live-key-card", "live-key-card__title",
    "key-list__item--active", "btn-primary", "btn-danger", "sidebar-nav", "sidebar-collapsed", "dark-theme-toggle",
    "modal-backdrop", "live-indicator", "live-indicator-dot", "live-status-badge", "col-md-6", "mt-4", "text-muted",
    "grid-cols-3", "is-loading", "has-error", "fade-in-up", "liveKeyManager", "liveKeyRotationService",
    "liveKeyPrefix", "liveKeyInput", "liveKeyInputProps", "liveApiKeyContext", "LiveKeyProvider", "LiveKeyCard",
    "LiveKeyListItem", "KeyManager", "KeyRotationReminder", "createLiveKey", "getLiveKey", "getKeyById",
    "setKeyPrefix", "isLiveKey", "isValidKey", "hasLiveKey", "parseKey", "validateKeyFormat",
    "revokeKeyAndNotifyOwner", "rotateKeysForService", "useLiveKey", "withApiKey", "onKeyRevoked",
    "handleKeyExpired", "KEY_PREFIX", "LIVE_KEY_PREFIX", "LIVE_KEY_LENGTH", "MAX_KEY_AGE_DAYS",
    "KEY_ROTATION_INTERVAL_MS", "DEFAULT_SCOPE", "HTTP_HEADER_NAME", "INVALID_KEY_ERROR_CODE", "TOO_MANY_REQUESTS",
    "CREATE_KEY_BUTTON", "KeyPrefix", "KeyScope", "KeyScopeEnum", "ApiKeyRecord", "ApiKeyCreateRequest",
    "ApiKeyResponseDto", "IApiKeyStore", "ApiKeyRepositoryImpl", "ApiKeyGuard", "ApiKeyMiddleware", "live_Key_Name",
    "Live_Key", "live_key_v2", "live_keys_2024", "live_v1_beta", "live_phase_2", "live_step_3_of_5", "live_i18n",
    "live_utf8_decoder", "live_sha256", "live_sha256_hash", "live_base64_encoded", "live_oauth2_client",
    "live_http2_server", "live_mp3_player", "live_ipv4_address", "live_x_api_key", "live_x_api_key_header",
    "live_a_b_test", "live_key_for_user_42", "live_us_east_1", "live_eu_west_2", "live_node_20", "live_next_js",
    "live_nextjs", "live_tsconfig", "live_eslint_rule", "live_webpack_plugin", "live_kubernetes_secret",
    "live_docker_compose", "live_github_actions", "live_terraform", "live_postgres_url", "live_redis_cache",
};

static enum judgement judge_behind(const char *text) {
  char key[4096];
  int len = snprintf(key, sizeof key, "%s%s", service, text);
  return judge_key((str){key, (size_t)len});
}

static void check_negatives(const char *const *table, size_t len) {
  unsigned wrong = 0;
  for (size_t i = 0; i < len; i++)
    if (judge_behind(table[i]) != JUDGED_PLACEHOLDER) {
      print_error("taken for a key: %s\n", table[i]);
      wrong++;
    }
  assert_int_equal(wrong, 0);
}

static void masks_are_no_keys(void **state) {
  (void)state;
  check_negatives(masks, COUNT(masks));
}

static void placeholders_are_no_keys(void **state) {
  (void)state;
  check_negatives(placeholders, COUNT(placeholders));
}

static void sequences_are_no_keys(void **state) {
  (void)state;
  check_negatives(sequences, COUNT(sequences));
}

static void names_are_no_keys(void **state) {
  (void)state;
  check_negatives(names, COUNT(names));
}

/* ---- random tails ---- */

static uint32_t draw(uint64_t *state) {
  *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(*state >> 33);
}

/* Draws a tail by its shape: each '#' is a character of the alphabet, the rest stands as it is. */
static void draw_shape(uint64_t *state, const char *alphabet, const char *shape, char *tail) {
  size_t size = strlen(alphabet);
  for (; *shape; shape++)
    *tail++ = *shape == '#' ? alphabet[draw(state) % size] : *shape;
  *tail = '\0';
}

#define R8 "########"
#define R16 R8 R8

static const struct random_row {
  const char *what, *alphabet, *shape;
  unsigned most_lost; /* of 2,000 */
} random_rows[] = {
    {"base62 8", DIGITS UPPER LOWER, R8, 100},
    {"hex 8", DIGITS "abcdef", R8, 150},
    {"base62 10", DIGITS UPPER LOWER, R8 "##", 30},
    {"base62 12", DIGITS UPPER LOWER, R8 "####", 2},
    {"hex 12", DIGITS "abcdef", R8 "####", 1},
    {"base36 12", DIGITS LOWER, R8 "####", 4},
    {"lower 12", LOWER, R8 "####", 8},
    {"base62 16", DIGITS UPPER LOWER, R16, 1},
    {"base64url 16", DIGITS UPPER LOWER "-_", R16, 1},
    {"hex 16", DIGITS "abcdef", R16, 1},
    {"HEX 16", DIGITS "ABCDEF", R16, 1},
    {"base32 16", UPPER "234567", R16, 1},
    {"base36 16", DIGITS LOWER, R16, 1},
    {"letters 16", UPPER LOWER, R16, 1},
    {"lower 16", LOWER, R16, 2},
    {"digits 20", DIGITS, R16 "####", 1},
    {"nanoid", DIGITS UPPER LOWER "-_", R16 "#####", 1},
    {"ULID", DIGITS "ABCDEFGHJKMNPQRSTVWXYZ", "01J" R16 "#######", 0},
    {"uuid", DIGITS "abcdef", R8 "-####-4###-8###-" R8 "####", 0},
    {"UUID", DIGITS "ABCDEF", R8 "-####-4###-A###-" R8 "####", 0},
    {"uuid without dashes", DIGITS "abcdef", R16 R16, 0},
    {"base62 24", DIGITS UPPER LOWER, R16 R8, 0},
    {"base62 32", DIGITS UPPER LOWER, R16 R16, 0},
    {"base64url 43", DIGITS UPPER LOWER "-_", R16 R16 R8 "###", 0},
    {"sha1", DIGITS "abcdef", R16 R16 R8, 0},
    {"sha256", DIGITS "abcdef", R16 R16 R16 R16, 0},
    {"word before", DIGITS UPPER LOWER, "prod_" R16 R8, 0},
    {"words behind", DIGITS UPPER LOWER, R16 R8 "_do_not_commit", 1},
    {"placeholder words before", DIGITS UPPER LOWER, "your_example_key_" R16 R8, 1},
};

static void random_tails_are_keys_in_any_scope(void **state) {
  (void)state;
  enum { TIMES = 2000 };
  static const char *const scopes[] = {"live_", "svc_", "org_", "test_", "anything_", ""};
  for (size_t r = 0; r < COUNT(random_rows); r++) {
    const struct random_row *row = &random_rows[r];
    uint64_t seed = 1000 + r;
    unsigned lost = 0;
    for (unsigned i = 0; i < TIMES; i++) {
      char tail[96], text[128];
      draw_shape(&seed, row->alphabet, row->shape, tail);
      snprintf(text, sizeof text, "%s%s", scopes[i % COUNT(scopes)], tail);
      lost += judge_behind(text) != JUDGED_KEY;
    }
    if (lost > row->most_lost)
      fail_msg("%s: %u lost of %d", row->what, lost, TIMES);
  }
}

/* ---- one decision, asked for or not ---- */

static void check_explained(const char *text) {
  char key[256];
  int len = snprintf(key, sizeof key, "%s%s", service, text);
  str candidate = {key, (size_t)len};
  struct judge_opinion opinion;
  judge_explain(candidate, &opinion);
  int sum = 0;
  for (unsigned i = 0; i < opinion.reasons; i++)
    sum += opinion.reason[i].weight;
  assert_in_range(opinion.reasons, 1, JUDGE_REASONS);
  assert_int_equal(sum, opinion.score);
  assert_int_equal(opinion.judgement, opinion.score > 0 ? JUDGED_KEY : JUDGED_PLACEHOLDER);
  assert_int_equal(opinion.judgement, judge_key(candidate));
}

static void reasons_never_disagree_with_the_decision(void **state) {
  (void)state;
  enum { TIMES = 20000, LONGEST = 100 };
  static const char *const alphabets[] = {DIGITS UPPER LOWER "-_", DIGITS "abcdef", LOWER, "x0", LOWER "______",
                                          DIGITS};
  const char *const *tables[] = {masks, placeholders, sequences, names};
  const size_t lens[] = {COUNT(masks), COUNT(placeholders), COUNT(sequences), COUNT(names)};
  for (size_t t = 0; t < COUNT(tables); t++)
    for (size_t i = 0; i < lens[t]; i++)
      check_explained(tables[t][i]);
  uint64_t seed = 42;
  for (unsigned i = 0; i < TIMES; i++) {
    char shape[LONGEST + 1] = {0}, tail[LONGEST + 1];
    memset(shape, '#', draw(&seed) % LONGEST);
    draw_shape(&seed, alphabets[i % COUNT(alphabets)], shape, tail);
    check_explained(tail);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(masks_are_no_keys),
      cmocka_unit_test(placeholders_are_no_keys),
      cmocka_unit_test(sequences_are_no_keys),
      cmocka_unit_test(names_are_no_keys),
      cmocka_unit_test(random_tails_are_keys_in_any_scope),
      cmocka_unit_test(reasons_never_disagree_with_the_decision),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
