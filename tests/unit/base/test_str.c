/* test_str.c -- borrowed runs of bytes. */
#include "unit.h"

#include <limits.h>
#include <string.h>

#include "template.h"

static void globs(void **state) {
  (void)state;
  static const struct {
    const char *pattern, *text;
    bool matches;
  } rows[] = {
      {"", "", true},
      {"", "a", false},
      {"a", "", false},
      {"*", "", true},
      {"*", "abc", true},
      {"*", "a/b", false},
      {"**", "a/b/c", true},
      {"**", "", true},
      {"?", "a", true},
      {"?", "/", false},
      {"?", "", false},
      {"*.env", ".env", true},
      {"*.env", "prod.env", true},
      {"*.env", "prod.env.old", false},
      {".env.*", ".env.local", true},
      {".env.*", ".env", false},
      {"a*b*c", "a-b-b-c", true},
      {"a*b*c", "a-c-b", false},
      {"a*a*a", "aa", false},
      {"a/*/c", "a/b/c", true},
      {"a/*/c", "a/b/b/c", false},
      {"a/**/c", "a/b/b/c", true},
      {"a/**/c", "a/c", true},
      {"deploy/**", "deploy/x/y.yaml", true},
      {"deploy/**", "deploy", false},
      {"**/x.yaml", "x.yaml", true},
      {"**/x.yaml", "a/b/x.yaml", true},
      {"**/x.yaml", "a/bx.yaml", false},
      {"a/**/c", "a/bc", false},
      {"**/*.tf", "a/b/main.tf", true},
      {"**/*.tf", "a/b/main.tfx", false},
      {"**/b/*.c", "a/b/x/b/y.c", true},
      {"**/b/*.c", "a/b/x/y.c", false},
      {"*/**/d?", "a/b/c/d1", true},
      {"[ab]", "a", false},
      {"[ab]", "[ab]", true},
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    if (str_matches_glob(str_from(rows[i].text), str_from(rows[i].pattern)) != rows[i].matches)
      fail_msg("'%s' against '%s': not %d", rows[i].pattern, rows[i].text, rows[i].matches);
}

/* By the definition, with backtracking. Patterns have no "**" before a '/'. */
static bool matches_plainly(str s, str pattern) {
  if (pattern.len == 0)
    return s.len == 0;
  bool deep = str_starts(pattern, STR("**"));
  if (pattern.ptr[0] == '*') {
    str rest = (str){pattern.ptr + (deep ? 2 : 1), pattern.len - (deep ? 2 : 1)};
    for (size_t used = 0; used <= s.len; used++) {
      if (matches_plainly((str){s.ptr + used, s.len - used}, rest))
        return true;
      if (used < s.len && !deep && s.ptr[used] == '/')
        return false;
    }
    return false;
  }
  bool fits = s.len > 0 && (pattern.ptr[0] == s.ptr[0] || (pattern.ptr[0] == '?' && s.ptr[0] != '/'));
  return fits && matches_plainly((str){s.ptr + 1, s.len - 1}, (str){pattern.ptr + 1, pattern.len - 1});
}

static void globs_agree_with_a_plain_matcher(void **state) {
  (void)state;
  uint64_t seed = 1;
  for (int i = 0; i < 100000; i++) {
    char pattern[9], text[9];
    size_t pattern_len = template_draw(&seed) % sizeof pattern, text_len = template_draw(&seed) % sizeof text;
    for (size_t k = 0; k < pattern_len; k++)
      pattern[k] = "ab/**?"[template_draw(&seed) % 6];
    for (size_t k = 0; k < text_len; k++)
      text[k] = "ab/"[template_draw(&seed) % 3];
    str p = {pattern, pattern_len}, t = {text, text_len};
    if (str_find(p, STR("**/"), 0) == SIZE_MAX && str_matches_glob(t, p) != matches_plainly(t, p))
      fail_msg("'%.*s' against '%.*s'", STR_ARG(p), STR_ARG(t));
  }
}

static void hostile_globs_end_soon(void **state) {
  (void)state;
  char text[4096], pattern[257];
  memset(text, 'a', sizeof text);
  for (size_t i = 0; i < 256; i += 2)
    memcpy(pattern + i, "*a", 2);
  pattern[256] = 'b';
  assert_false(str_matches_glob((str){text, sizeof text}, (str){pattern, 257}));
  for (size_t i = 0; i < 255; i += 3)
    memcpy(pattern + i, "**a", 3);
  pattern[255] = 'b';
  assert_false(str_matches_glob((str){text, sizeof text}, (str){pattern, 256}));
}

static void distances(void **state) {
  (void)state;
  static const struct {
    const char *a, *b;
    unsigned distance;
  } rows[] = {
      {"", "", 0}, {"", "abc", 3}, {"abc", "abc", 0}, {"kitten", "sitting", 3}, {"titel", "title", 2}, {"rule", "rules", 1}, {"abcd", "dcba", 4},
      {"abcdefghijklmnopqrstuvwxyz012345", "abcdefghijklmnopqrstuvwxyz012345", 0},
      {"abcdefghijklmnopqrstuvwxyz0123456", "abc", UINT_MAX},
      {"abc", "abcdefghijklmnopqrstuvwxyz0123456", UINT_MAX},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    assert_int_equal(str_distance(str_from(rows[i].a), str_from(rows[i].b)), rows[i].distance);
    assert_int_equal(str_distance(str_from(rows[i].b), str_from(rows[i].a)), rows[i].distance);
  }
}

static void orders(void **state) {
  (void)state;
  static const struct {
    str a, b;
    int sign;
  } rows[] = {
      {{"", 0}, {"", 0}, 0},     {{NULL, 0}, {"", 0}, 0},      {{NULL, 0}, {"a", 1}, -1},
      {{"a", 1}, {"b", 1}, -1},  {{"a", 1}, {"ab", 2}, -1},    {{"a\0b", 3}, {"a\0c", 3}, -1},
      {{"\xff", 1}, {"a", 1}, 1}, {{"abc", 3}, {"abc", 3}, 0},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    int order = str_compare(rows[i].a, rows[i].b), back = str_compare(rows[i].b, rows[i].a);
    assert_int_equal((order > 0) - (order < 0), rows[i].sign);
    assert_int_equal((back > 0) - (back < 0), -rows[i].sign);
    assert_int_equal(str_eq(rows[i].a, rows[i].b), rows[i].sign == 0);
  }
}

static void searches(void **state) {
  (void)state;
  str s = STR("abcabc");
  static const struct {
    const char *needle;
    size_t from, at;
  } rows[] = {{"abc", 0, 0},        {"abc", 1, 3},          {"abc", 4, SIZE_MAX}, {"", 2, 2}, {"", 6, 6}, {"", 7, SIZE_MAX},
              {"abcabc", 0, 0}, {"abcabca", 0, SIZE_MAX}, {"c", 5, 5},          {"c", 6, SIZE_MAX}};
  for (size_t i = 0; i < COUNT(rows); i++)
    assert_int_equal(str_find(s, str_from(rows[i].needle), rows[i].from), rows[i].at);
  assert_int_equal(str_find_byte(s, 'c', 3), 5);
  assert_int_equal(str_find_byte(s, 'x', 0), SIZE_MAX);
  assert_int_equal(str_find_byte(s, 'c', 6), SIZE_MAX);
  assert_int_equal(str_find_byte(STR_NONE, 'c', 0), SIZE_MAX);
  assert_int_equal(str_find(STR_NONE, STR("a"), 0), SIZE_MAX);
  assert_true(str_contains_nocase(STR("an Apso key"), STR("APSO")));
  assert_false(str_contains_nocase(STR("an Aps"), STR("APSO")));
  assert_true(str_eq_nocase(STR("aZ[@"), STR("Az[@")));
  assert_false(str_eq_nocase(STR("@"), STR("`")));
}

static void edges(void **state) {
  (void)state;
  assert_true(str_starts(STR("abc"), STR("ab")));
  assert_false(str_starts(STR("a"), STR("ab")));
  assert_true(str_ends(STR("abc"), STR("bc")));
  assert_false(str_ends(STR("c"), STR("bc")));
  assert_int_equal(str_tail(STR("abc"), 3).len, 0);
  assert_int_equal(str_tail(STR("abc"), SIZE_MAX).len, 0);
  assert_text(str_tail(STR("abc"), 1), "bc");
  assert_text(str_head(STR("abc"), 2), "ab");
  assert_text(str_head(STR("abc"), 9), "abc");
  assert_int_equal(str_from(NULL).len, 0);
  assert_true(str_starts(STR_NONE, STR("")) && str_ends(STR_NONE, STR_NONE));
}

static void names_and_blanks(void **state) {
  (void)state;
  static const char *const rows[][2] = {{"a/b.c", "b.c"}, {"b.c", "b.c"}, {"a/", ""}, {"/", ""}, {"", ""}, {"/x", "x"}};
  for (size_t i = 0; i < COUNT(rows); i++)
    assert_text(str_basename(str_from(rows[i][0])), rows[i][1]);
  static const char *const trims[][2] = {{" \t\r\n a b \n", "a b"}, {"", ""}, {" \n", ""}, {"x", "x"}};
  for (size_t i = 0; i < COUNT(trims); i++)
    assert_text(str_trim(str_from(trims[i][0])), trims[i][1]);
}

static void lines(void **state) {
  (void)state;
  str rest = STR("one\n\ntwo\r\nlast"), line;
  static const char *const expected[] = {"one", "", "two\r", "last"};
  for (size_t i = 0; i < COUNT(expected); i++) {
    assert_true(str_next_line(&rest, &line));
    assert_text(line, expected[i]);
  }
  assert_false(str_next_line(&rest, &line));
  rest = STR("a\n");
  assert_true(str_next_line(&rest, &line));
  assert_false(str_next_line(&rest, &line));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(globs),     cmocka_unit_test(globs_agree_with_a_plain_matcher),
      cmocka_unit_test(hostile_globs_end_soon), cmocka_unit_test(distances),
      cmocka_unit_test(orders),    cmocka_unit_test(searches),
      cmocka_unit_test(edges),     cmocka_unit_test(names_and_blanks),
      cmocka_unit_test(lines),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
