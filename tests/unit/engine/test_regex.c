/* test_regex.c -- patterns that are refused, patterns that run away, and what a match tells. */
#include "unit.h"

#include "base/memory.h"
#include "engine/regex.h"

static struct regex *compile(const char *pattern) {
  struct regex *regex = NULL;
  struct err err;
  if (regex_compile(str_from(pattern), &regex, &err))
    fail_msg("%s: %s", pattern, err.text);
  return regex;
}

/* What is wrong is said in PCRE2's words, which change. */
static void refused(void **state) {
  (void)state;
  static const char *const rows[][2] = {
      {"(", "pattern, at its byte 1: "}, {"a)", "pattern, at its byte 1: "}, {"ab[", "pattern, at its byte 3: "},
      {"\\C", "pattern, at its byte "},  {"*a", "pattern, at its byte "},    {"(?<n>a)(?<n>b)", "pattern, at its byte "},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct regex *regex = NULL;
    struct err err;
    assert_int_equal(regex_compile(str_from(rows[i][0]), &regex, &err), -1);
    assert_null(regex);
    if (!str_starts(str_from(err.text), str_from(rows[i][1])) || strlen(err.text) < strlen(rows[i][1]) + 4)
      fail_msg("%s: %s", rows[i][0], err.text);
  }
}

static void too_large(void **state) {
  (void)state;
  struct regex *regex = NULL;
  struct err err;
  char pattern[5000];
  memset(pattern, 'a', sizeof pattern);
  assert_int_equal(regex_compile((str){pattern, 4097}, &regex, &err), -1);
  assert_string_equal(err.text, "pattern of more than 4096 bytes");
  assert_int_equal(regex_compile((str){pattern, 4096}, &regex, &err), 0);
  regex_free(regex);
  for (size_t i = 0; i + 3 <= sizeof pattern; i += 3)
    memcpy(pattern + i, "(a)", 3);
  regex = NULL;
  assert_int_equal(regex_compile((str){pattern, 64 * 3}, &regex, &err), -1);
  assert_string_equal(err.text, "pattern with more than 63 groups");
  assert_int_equal(regex_compile((str){pattern, 63 * 3}, &regex, &err), 0);
  assert_int_equal(regex_groups(regex), 63);
  regex_free(regex);
}

static void found(void **state) {
  (void)state;
  static const struct {
    const char *pattern, *subject;
    size_t from;
    bool mid_line;
    int found;
    const char *match;
  } rows[] = {
      {"b+", "abbc", 0, false, 1, "bb"},
      {"b+", "abbc", 2, false, 1, "b"},
      {"b+", "abbc", 3, false, 0, ""},
      {"^b", "a\nb", 0, false, 1, "b"},
      {"^b", "b", 0, false, 1, "b"},
      {"^b", "b", 0, true, 0, ""},
      {"^b", "b\nb", 0, true, 1, "b"},
      {"b$", "b\na", 0, false, 1, "b"},
      {"(?<=a)b", "ab", 1, false, 1, "b"}, /* sees what is before */
      {".", "\n", 0, false, 0, ""},
      {"\\xff.", "\xff\xfe", 0, false, 1, "\xff\xfe"}, /* bytes, not code points */
      {"", "", 0, false, 1, ""},
      {"a", "", 0, false, 0, ""},
  };
  struct regex_space *space = regex_space_new();
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct regex *regex = compile(rows[i].pattern);
    str subject = str_from(rows[i].subject);
    int result = regex_find(regex, space, subject, rows[i].from, rows[i].mid_line);
    if (result != rows[i].found)
      fail_msg("%s in %s: %d", rows[i].pattern, rows[i].subject, result);
    if (result == 1)
      assert_text(regex_group(space, subject, 0), rows[i].match);
    regex_free(regex);
  }
  regex_space_free(space);
}

static void groups(void **state) {
  (void)state;
  struct regex_space *space = regex_space_new();
  struct regex *regex = compile("(?<name>x)?(a)(b)?(?=(c))");
  str subject = STR("ac");
  assert_int_equal(regex_groups(regex), 4);
  assert_int_equal(regex_group_named(regex, "name"), 1);
  assert_int_equal(regex_group_named(regex, "other"), 0);
  assert_int_equal(regex_find(regex, space, subject, 0, false), 1);
  assert_null(regex_group(space, subject, 1).ptr);
  assert_text(regex_group(space, subject, 2), "a");
  assert_null(regex_group(space, subject, 3).ptr);
  assert_text(regex_group(space, subject, 4), "c");
  regex_free(regex);
  regex_space_free(space);
}

static void what_a_match_needs(void **state) {
  (void)state;
  static const struct {
    const char *pattern;
    bool may_be_empty;
    int needed;
  } rows[] = {{"ab", false, 'b'}, {"[ab]+", false, -1}, {"a*", true, -1}, {"(?=x)", true, -1}, {"x+(?:a+)+!", false, '!'}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct regex *regex = compile(rows[i].pattern);
    if (regex_may_be_empty(regex) != rows[i].may_be_empty || regex_needed_byte(regex) != rows[i].needed)
      fail_msg("%s: %d %d", rows[i].pattern, regex_may_be_empty(regex), regex_needed_byte(regex));
    regex_free(regex);
  }
}

/* Two workers with one set of patterns, each with machine code of its own; and a question aside. */
static void shared(void **state) {
  (void)state;
  static const char *const patterns[] = {"a(b)", "c+", "(?<n>d)|e"};
  struct regex *regex[COUNT(patterns)];
  struct regex_space *spaces[] = {regex_space_new(), regex_space_new()};
  size_t family = 0, offset;
  struct err err;
  for (size_t i = 0; i < COUNT(patterns); i++)
    assert_int_equal(regex_compile_shared(str_from(patterns[i]), &family, &regex[i], &offset, &err), 0);
  assert_int_equal(family, 3);
  for (size_t i = 0; i < 2 * COUNT(patterns); i++) {
    struct regex_space *space = spaces[i / COUNT(patterns)];
    str subject = STR("xe cc ab");
    size_t which = (i * 2 + 2) % COUNT(patterns); /* not in their order */
    assert_int_equal(regex_find(regex[which], space, subject, 0, false), 1);
    str whole = regex_group(space, subject, 0);
    assert_int_equal(regex_matches(regex[1], space, STR("ccc")), 1);
    assert_int_equal(regex_matches(regex[1], space, STR_NONE), 0);
    assert_str(regex_group(space, subject, 0), whole);
  }
  for (size_t i = 0; i < COUNT(patterns); i++)
    regex_free(regex[i]); /* before the spaces: their code is their own */
  assert_int_equal(regex_compile_shared(STR("x["), &family, &regex[0], &offset, &err), -1);
  assert_int_equal(offset, 2);
  assert_int_equal(family, 3);
  regex_space_free(spaces[0]);
  regex_space_free(spaces[1]);
}

static void runaways_are_stopped(void **state) {
  (void)state;
  static const char *const patterns[] = {"(a+)+$", "(a|aa)+$", "(?:a?){30}a{30}b", "^(a+)*b", "(a*)*\\1b"};
  char subject[4096];
  struct regex_space *space = regex_space_new();
  memset(subject, 'a', sizeof subject);
  subject[sizeof subject - 1] = 'c';
  for (size_t i = 0; i < COUNT(patterns); i++) {
    struct regex *regex = compile(patterns[i]);
    if (regex_find(regex, space, (str){subject, sizeof subject}, 0, false) == 1)
      fail_msg("%s found something", patterns[i]);
    regex_free(regex);
  }
  struct regex *regex = compile("(a+)+$"), *sane = compile("c");
  assert_int_equal(regex_find(regex, space, (str){subject, sizeof subject}, 0, false), -1);
  assert_int_equal(regex_find(sane, space, (str){subject, sizeof subject}, 0, false), 1); /* the space is still good */
  regex_free(regex);
  regex_free(sane);
  regex_space_free(space);
}

static void deep_patterns(void **state) {
  (void)state;
  struct regex_space *space = regex_space_new();
  char subject[100000];
  memset(subject, '(', sizeof subject);
  struct regex *regex = compile("(\\((?1)?\\)?)+");
  int result = regex_find(regex, space, (str){subject, sizeof subject}, 0, false);
  assert_true(result == 1 || result == -1);
  regex_free(regex);
  regex_space_free(space);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(refused), cmocka_unit_test(too_large),           cmocka_unit_test(found),
      cmocka_unit_test(groups),  cmocka_unit_test(runaways_are_stopped), cmocka_unit_test(deep_patterns),
      cmocka_unit_test(what_a_match_needs), cmocka_unit_test(shared),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
