/* test_allow.c -- comments that accept keys: which lines they are on, and what they say. */
#include "unit.h"

#include "base/buf.h"
#include "engine/allow.h"

/* In the texts: K is a key of one character; more are one key together. */
static struct hit hit_at(str text, size_t from) {
  struct hit hit = {.line = 1, .end_line = 1};
  hit.start = str_find_byte(text, 'K', from);
  for (hit.end = hit.start; hit.end < text.len && text.ptr[hit.end] == 'K'; hit.end++)
    continue;
  return hit;
}

static void read_all(str text, struct text_spans *spans) {
  for (size_t at = 0; (at = str_find_byte(text, 'K', at)) != SIZE_MAX;) {
    struct hit hit = hit_at(text, at);
    vec_push(spans, (struct text_span){hit.start, hit.end});
    at = hit.end;
  }
}

static struct hit taken(str text, struct arena *kept) {
  struct allow_marks marks = {0};
  struct text_spans spans = {0};
  struct hit hit = hit_at(text, 0);
  read_all(text, &spans);
  allow_find(text, &marks);
  allow_take(&marks, &spans, &hit, kept);
  allow_free(&marks);
  vec_free(&spans);
  return hit;
}

#define ID "0123abcd4567ef890123abcd4567ef89"

static void what_they_say(void **state) {
  (void)state;
  static const struct {
    const char *text;
    enum allow_kind kind;
    const char *id, *reason;
  } rows[] = {
      {"K # apso-scan:allow " ID " -- why so", ALLOW_KEY, ID, "why so"},
      {"K # apso-scan:allow 0123ABCD -- x", ALLOW_KEY, "0123abcd", "x"},
      {"K # apso-scan:allow 0123abcd", ALLOW_KEY, "0123abcd", ""},
      {"K # apso-scan:allow 0123abcd--x", ALLOW_KEY, "0123abcd", "x"},
      {"K apso-scan:allow -- why", ALLOW_LINE, "", "why"},
      {"K apso-scan:allow", ALLOW_LINE, "", ""},
      {"K apso-scan:allow --", ALLOW_LINE, "", ""},
      {"K apso-scan:allow\t--\twhy\t", ALLOW_LINE, "", "why"},
      {"K apso-scan:allow -- why\r\nmore", ALLOW_LINE, "", "why"},
      {"apso-scan:allow, K", ALLOW_LINE, "", ""},
      {"/* apso-scan:allow */ K", ALLOW_LINE, "", ""},
      {"<!-- apso-scan:allow --> K", ALLOW_LINE, "", ""},
      {"<!-- apso-scan:allow -- why --> K", ALLOW_LINE, "", "why"},
      {"/* apso-scan:allow 0123abcd -- a * b */ K", ALLOW_KEY, "0123abcd", "a * b"},
      {"{# apso-scan:allow -- b #} K", ALLOW_LINE, "", "b"},
      {"<% apso-scan:allow -- b %> K", ALLOW_LINE, "", "b"},
      {"{\"a\": \"apso-scan:allow -- b c\", \"k\": \"K\"}", ALLOW_LINE, "", "b c"},
      {"{\"k\": \"K\", \"a\": \"apso-scan:allow -- b c\"}", ALLOW_LINE, "", "b c"},
      {"x('apso-scan:allow -- don't') K", ALLOW_LINE, "", "don't"},
      {"# apso-scan:allow -- b; K", ALLOW_LINE, "", "b"},
      {"K gitleaks:allow", ALLOW_GITLEAKS, "", ""},
      {"K #gitleaks:allow -- old", ALLOW_GITLEAKS, "", "old"},
      {"K gitleaks:allow 0123abcd", ALLOW_GITLEAKS, "", ""},
      {"K apso-scan:allow 0123abc -- short", ALLOW_MALFORMED, "", ""},
      {"K apso-scan:allow " ID "0 -- long", ALLOW_MALFORMED, "", ""},
      {"K apso-scan:allow 0123abcg", ALLOW_MALFORMED, "", ""},
      {"K apso-scan:allow because", ALLOW_MALFORMED, "", ""},
      {"K apso-scan:allow: 0123abcd", ALLOW_MALFORMED, "", ""},
      {"K apso-scan:allow=0123abcd", ALLOW_MALFORMED, "", ""},
      {"K apso-scan:allow(0123abcd)", ALLOW_MALFORMED, "", ""},
      {"K apso-scan:allow\xc2\xa0" ID " -- no-break space", ALLOW_MALFORMED, "", ""},
      {"K apso-scan:allow 0123abcd-4567", ALLOW_MALFORMED, "", ""},
      {"K apso-scan:allow 0123abcd_x", ALLOW_MALFORMED, "", ""},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena kept = {0};
    struct hit hit = taken(str_from(rows[i].text), &kept);
    if (hit.allows_len != 1 || hit.allows[0].kind != rows[i].kind)
      fail_msg("%s: %zu comments, kind %d", rows[i].text, hit.allows_len, hit.allows_len ? (int)hit.allows[0].kind
               : -1);
    assert_text(hit.allows[0].id, rows[i].id);
    assert_text(hit.allows[0].reason, rows[i].reason);
    assert_false(hit.allows[0].is_new);
    arena_free(&kept);
  }
}

static void no_comments(void **state) {
  (void)state;
  static const char *const rows[] = {
      "K",
      "K apso-scan: allow",
      "K apso-scan:allowed",
      "K apso-scan:allow-list",
      "K apso-scan:allow_",
      "K xapso-scan:allow",
      "K my-gitleaks:allow",
      "K APSO-SCAN:ALLOW",
      "K :allow",
      "apso-scan:allow\nK",
      "K\napso-scan:allow",
      "apso-scan:allow -- x\n\nK\n\ngitleaks:allow",
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena kept = {0};
    if (taken(str_from(rows[i]), &kept).allows_len)
      fail_msg("%s", rows[i]);
    arena_free(&kept);
  }
}

/* Two keys, each with a comment of its own, on one line: both see both. */
static void several_on_a_line(void **state) {
  (void)state;
  struct arena kept = {0};
  str text = STR("x K # apso-scan:allow 00000001 -- a # apso-scan:allow 00000002 -- b /* gitleaks:allow */");
  struct hit hit = taken(text, &kept);
  assert_int_equal(hit.allows_len, 3);
  assert_text(hit.allows[0].reason, "a");
  assert_text(hit.allows[1].reason, "b");
  assert_text(hit.allows[1].id, "00000002");
  assert_int_equal(hit.allows[2].kind, ALLOW_GITLEAKS);
  arena_free(&kept);
}

static void no_key_in_a_reason(void **state) {
  (void)state;
  struct arena kept = {0};
  struct hit hit = taken(STR("K # apso-scan:allow -- like KKK and more"), &kept);
  assert_text(hit.allows[0].reason, "like");
  arena_free(&kept);
}

/* A key over several lines has the comments of all of them, also between its parts. */
static void several_lines(void **state) {
  (void)state;
  struct arena kept = {0};
  struct allow_marks marks = {0};
  struct text_spans none = {0};
  str text = STR("gitleaks:allow\nk = 'KK' # apso-scan:allow -- one\n"
                 "  'KK' # apso-scan:allow -- two\ngitleaks:allow\n");
  struct hit hit = {.start = str_find(text, STR("KK"), 0), .line = 2, .end_line = 3};
  hit.end = str_find(text, STR("KK"), hit.start + 2) + 2;
  allow_find(text, &marks);
  allow_take(&marks, &none, &hit, &kept);
  assert_int_equal(hit.allows_len, 2);
  assert_text(hit.allows[0].reason, "one");
  assert_text(hit.allows[1].reason, "two");
  allow_free(&marks);
  arena_free(&kept);
}

static void not_inside_a_key(void **state) {
  (void)state;
  struct arena kept = {0};
  struct allow_marks marks = {0};
  struct text_spans none = {0};
  str text = STR("k = '~apso-scan:allow~'  # gitleaks:allow");
  struct hit hit = {.start = 5, .end = 22, .line = 1, .end_line = 1};
  allow_find(text, &marks);
  allow_take(&marks, &none, &hit, &kept);
  assert_int_equal(hit.allows_len, 1);
  assert_int_equal(hit.allows[0].kind, ALLOW_GITLEAKS);
  allow_free(&marks);
  arena_free(&kept);
}

/* However many comments and keys a line has, each key sees the same few. */
static void bounded(void **state) {
  (void)state;
  struct arena kept = {0};
  struct allow_marks marks = {0};
  struct text_spans none = {0};
  struct buf text = {0};
  for (int i = 0; i < 10000; i++)
    buf_add(&text, STR("K gitleaks:allow -- \" \" \" "));
  for (int i = 0; i < 100000; i++)
    buf_add_byte(&text, ' ');
  allow_find(buf_str(&text), &marks);
  assert_int_equal(marks.len, 10000);
  const struct allow *first = NULL;
  for (size_t at = 0; (at = str_find_byte(buf_str(&text), 'K', at)) != SIZE_MAX; at++) {
    struct hit hit = {.start = at, .end = at + 1, .line = 1, .end_line = 1};
    allow_take(&marks, &none, &hit, &kept);
    assert_int_equal(hit.allows_len, ALLOW_LINE_LIMIT);
    first = first ? first : hit.allows;
    assert_ptr_equal(hit.allows, first);
  }
  allow_free(&marks);
  buf_free(&text);
  arena_free(&kept);
}

static void long_reasons_are_cut(void **state) {
  (void)state;
  struct arena kept = {0};
  struct buf text = {0};
  buf_add(&text, STR("K gitleaks:allow -- "));
  for (int i = 0; i < 1000; i++)
    buf_add(&text, STR("\xc3\xa9"));
  struct hit hit = taken(buf_str(&text), &kept);
  assert_int_equal(hit.allows[0].reason.len, ALLOW_REASON_LIMIT);
  buf_clear(&text);
  buf_add(&text, STR("K gitleaks:allow -- x"));
  for (int i = 0; i < 1000; i++)
    buf_add(&text, STR("\xc3\xa9"));
  hit = taken(buf_str(&text), &kept);
  assert_int_equal(hit.allows[0].reason.len, ALLOW_REASON_LIMIT - 1);
  buf_free(&text);
  arena_free(&kept);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_they_say),      cmocka_unit_test(no_comments),   cmocka_unit_test(several_on_a_line),
      cmocka_unit_test(no_key_in_a_reason), cmocka_unit_test(several_lines), cmocka_unit_test(not_inside_a_key),
      cmocka_unit_test(bounded),            cmocka_unit_test(long_reasons_are_cut),
  };
  return cmocka_run_group_tests_name("engine/allow", tests, NULL, NULL);
}
