/* test_judge.c -- the judge on tables of tails. Prefix and tail meet only at run time, and random tails are
   drawn here, so that nothing in this file looks like a key. Figures: tests/judge/measure.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/judge.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char service[] = "apso"
                              "_sk_";
static const char digits[] = "0123456789";
static const char hex[] = "0123456789abcdef";
static const char lower[] = "abcdefghijklmnopqrstuvwxyz";
static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
static const char base62[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
static const char base64url[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

static enum judgement judge(const char *scope, const char *tail) {
  char key[4096];
  int len = snprintf(key, sizeof key, "%s%s%s", service, scope, tail);
  return judge_key((str){key, (size_t)len});
}

/* A fixed sequence of numbers, the same everywhere. */
static uint32_t draw(uint64_t *state) {
  *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(*state >> 33);
}

static void draw_tail(uint64_t *state, const char *alphabet, size_t len, char *tail) {
  size_t size = strlen(alphabet);
  for (size_t i = 0; i < len; i++)
    tail[i] = alphabet[draw(state) % size];
  tail[len] = '\0';
}

static void random_tails_are_keys(void **state) {
  (void)state;
  enum { TIMES = 1000 };
  static const struct {
    const char *alphabet;
    size_t len;
    unsigned most_missed;
  } rows[] = {
      {hex, 16, 5},    {hex, 32, 0},    {hex, 64, 0},        {base62, 16, 5},    {base62, 24, 1},  {base62, 64, 0},
      {lower, 16, 15}, {lower, 24, 3},  {base32, 16, 10},    {base32, 32, 1},    {digits, 16, 5},  {digits, 24, 2},
      {hex, 12, 30},   {base62, 12, 30}, {base64url, 16, 12}, {base64url, 43, 0}, {base62, 8, 100}, {hex, 8, 100},
  };
  for (size_t r = 0; r < COUNT(rows); r++) {
    uint64_t seed = r + 1;
    unsigned missed = 0;
    for (int i = 0; i < TIMES; i++) {
      char tail[65];
      draw_tail(&seed, rows[r].alphabet, rows[r].len, tail);
      missed += judge("live_", tail) != JUDGED_KEY;
    }
    if (missed > rows[r].most_missed)
      fail_msg("row %zu: %u missed of %d", r, missed, TIMES);
  }
}

static void a_random_part_wins_over_words_beside_it(void **state) {
  (void)state;
  static const char *const shapes[] = {"prod_%s",         "%s_test", "my-service-key-%s", "%s_do_not_use",
                                       "your_api_key_%s", "%s-",     "%s__"};
  uint64_t seed = 7;
  for (size_t s = 0; s < COUNT(shapes); s++) {
    char random[25], tail[64];
    draw_tail(&seed, base62, sizeof random - 1, random);
    const char *hole = strstr(shapes[s], "%s");
    snprintf(tail, sizeof tail, "%.*s%s%s", (int)(hole - shapes[s]), shapes[s], random, hole + 2);
    assert_int_equal(judge("live_", tail), JUDGED_KEY);
    assert_int_equal(judge("", tail), JUDGED_KEY);
  }
}

static void words_inside_a_random_tail_do_not_reject_it(void **state) {
  (void)state;
  static const char *const words[] = {"test", "have", "fake", "demo", "abc", "xxxx"};
  uint64_t seed = 9;
  for (size_t w = 0; w < COUNT(words); w++) {
    char tail[64];
    draw_tail(&seed, base62, 32, tail);
    memcpy(tail + 12, words[w], strlen(words[w]));
    assert_int_equal(judge("live_", tail), JUDGED_KEY);
  }
}

static void placeholders_are_told(void **state) {
  (void)state;
  static const char *const tails[] = {
      "", "x", "xxxxx", "xxxxxxxxxxxxx", "XXXXXXXXXXXXXXXX", "xX0xX0xX0xX0", "oldkey", "newkey", "example", "____", "-",
      "your_key_here", "YOUR-API-KEY", "yourapikeyhere", "replace_me", "changeme", "redacted", "REDACTED_KEY",
      "abcabcabc", "0123456789", "1234567890abcdef", "9876543210", "deadbeef", "cafebabe", "deadbeefcafebabe",
      "qwertyuiop", "asdfgh", "1qaz2wsx3edc", "1q2w3e4r5t", "abc123def456ghi789", "ab12cd34ef56", "a1b2c3d4e5f6",
      "a9b8c7d6", "aabbccddeeff", "aaaa1111bbbb2222", "00000000-0000-0000-0000-000000000000",
      "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx", "revokedMessage", "revoked_message", "key_for_unit_tests_1",
      "thisIsNotARealKey", "test123", "key1", "my_key_2024", "20240115", "1700000000000", "aB3x", "abcd_xxxxxxxx",
      "xxxxxxxxxxxxAbCd", "s3cr3t_k3y", "P4ssw0rd", "clave_secreta", "mein_schluessel", "correcthorsebatterystaple",
  };
  static const char *const scopes[] = {"live_", "svc_", "org_", "test_", "prefix_", ""};
  for (size_t t = 0; t < COUNT(tails); t++)
    for (size_t s = 0; s < COUNT(scopes); s++)
      if (judge(scopes[s], tails[t]) != JUDGED_PLACEHOLDER)
        fail_msg("taken for a key: %s%s", scopes[s], tails[t]);
}

static void reasons_sum_to_the_score_and_quote_nothing(void **state) {
  (void)state;
  static const char *const tails[] = {"",           "x",                "xxxxxxxxxxxx",    "your_key_here",
                                      "zqJ7wKv9Xp", "1234567890abcdef", "my_test_key_2024"};
  for (size_t t = 0; t < COUNT(tails); t++) {
    char key[64];
    int len = snprintf(key, sizeof key, "%s%s%s", service, "live_", tails[t]);
    struct judge_opinion opinion;
    judge_explain((str){key, (size_t)len}, &opinion);
    int sum = 0;
    assert_in_range(opinion.reasons, 1, JUDGE_REASONS);
    for (unsigned r = 0; r < opinion.reasons; r++) {
      sum += opinion.reason[r].weight;
      assert_in_range(strlen(opinion.reason[r].text), 10, sizeof opinion.reason[r].text - 1);
      assert_true(strlen(tails[t]) < 2 || !strstr(opinion.reason[r].text, tails[t]));
    }
    assert_int_equal(sum, opinion.score);
    assert_int_equal(opinion.judgement, opinion.score > 0 ? JUDGED_KEY : JUDGED_PLACEHOLDER);
    assert_int_equal(opinion.judgement, judge_key((str){key, (size_t)len}));
  }
}

static void any_bytes_are_judged(void **state) {
  (void)state;
  uint64_t seed = 11;
  assert_int_equal(judge_key(STR_NONE), JUDGED_PLACEHOLDER);
  for (int i = 0; i < 2000; i++) {
    char bytes[300];
    size_t len = draw(&seed) % sizeof bytes;
    for (size_t b = 0; b < len; b++)
      bytes[b] = (char)draw(&seed);
    char *exact = malloc(len ? len : 1); /* of its length, for the address sanitizer */
    assert_non_null(exact);
    memcpy(exact, bytes, len);
    struct judge_opinion opinion;
    judge_explain((str){exact, len}, &opinion);
    free(exact);
  }
}

static void a_long_tail_is_judged_by_its_most_random_window(void **state) {
  (void)state;
  char tail[1024];
  memset(tail, 'x', sizeof tail);
  tail[sizeof tail - 1] = '\0';
  assert_int_equal(judge("live_", tail), JUDGED_PLACEHOLDER);
  uint64_t seed = 3;
  char random[41];
  draw_tail(&seed, base62, 40, random);
  memcpy(tail + 500, random, 40);
  assert_int_equal(judge("live_", tail), JUDGED_KEY);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(random_tails_are_keys),
      cmocka_unit_test(a_random_part_wins_over_words_beside_it),
      cmocka_unit_test(words_inside_a_random_tail_do_not_reject_it),
      cmocka_unit_test(placeholders_are_told),
      cmocka_unit_test(reasons_sum_to_the_score_and_quote_nothing),
      cmocka_unit_test(any_bytes_are_judged),
      cmocka_unit_test(a_long_tail_is_judged_by_its_most_random_window),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
