/* test_syntax.c -- what stands at a place. The place is marked with '^' in the source, which is taken out. */
#include "fixture.h"

struct syntax_case {
  enum script_language language;
  const char *source;
  enum script_syntax expected;
};

static const struct syntax_case cases[] = {
    {SCRIPT_JAVASCRIPT, "const ^x = 1", SYNTAX_CODE},
    {SCRIPT_JAVASCRIPT, "const x = '^a'", SYNTAX_STRING},
    {SCRIPT_JAVASCRIPT, "const x = ^'a'", SYNTAX_STRING},
    {SCRIPT_JAVASCRIPT, "const x = 'a' ^+ y", SYNTAX_CODE},
    {SCRIPT_JAVASCRIPT, "const x = `a^b${c}d`", SYNTAX_STRING},
    {SCRIPT_JAVASCRIPT, "const x = `ab${^c}d`", SYNTAX_CODE},
    {SCRIPT_JAVASCRIPT, "const x = `ab${f('^c')}d`", SYNTAX_STRING},
    {SCRIPT_JAVASCRIPT, "const x = `ab${c}^d`", SYNTAX_STRING},
    {SCRIPT_JAVASCRIPT, "// ^a\nb", SYNTAX_COMMENT},
    {SCRIPT_JAVASCRIPT, "/* a^ */ b", SYNTAX_COMMENT},
    {SCRIPT_JAVASCRIPT, "#!/usr/bin/^env node\nb", SYNTAX_COMMENT},
    {SCRIPT_JAVASCRIPT, "f(/* ^ */)", SYNTAX_COMMENT},
    {SCRIPT_JAVASCRIPT, "const x = /a^b/g", SYNTAX_REGEX},
    {SCRIPT_JAVASCRIPT, "const x = <a b='^c'>d</a>", SYNTAX_STRING},
    {SCRIPT_JAVASCRIPT, "const x = <a b='c'>^d</a>", SYNTAX_STRING},
    {SCRIPT_JAVASCRIPT, "const x = <a b='c'>{^d}</a>", SYNTAX_CODE},
    {SCRIPT_JAVASCRIPT, "x = ;; y = '^a'; )", SYNTAX_STRING},
    {SCRIPT_JAVASCRIPT, "x\n^", SYNTAX_CODE},
    {SCRIPT_TYPESCRIPT, "type X = '^a'", SYNTAX_TYPE},
    {SCRIPT_TYPESCRIPT, "type X = `^a${string}`", SYNTAX_TYPE},
    {SCRIPT_TYPESCRIPT, "interface X { '^a': string }", SYNTAX_TYPE},
    {SCRIPT_TYPESCRIPT, "let x: '^a' | 'b' = 'b'", SYNTAX_TYPE},
    {SCRIPT_TYPESCRIPT, "let x: 'a' | 'b' = '^b'", SYNTAX_STRING},
    {SCRIPT_TYPESCRIPT, "f<'^a'>('b')", SYNTAX_TYPE},
    {SCRIPT_TYPESCRIPT, "x as '^a'", SYNTAX_TYPE},
    {SCRIPT_TYPESCRIPT, "x as { k: '^a' }", SYNTAX_TYPE},
    {SCRIPT_TYPESCRIPT, "'^x' as 'a'", SYNTAX_STRING},
    {SCRIPT_TYPESCRIPT, "x satisfies Record<'^a', string>", SYNTAX_TYPE},
    {SCRIPT_TYPESCRIPT, "function f(x: Pick<T, '^a'>): 'b' {}", SYNTAX_TYPE},
    {SCRIPT_TYPESCRIPT, "function f(x: T): '^b' {}", SYNTAX_TYPE},
    {SCRIPT_TYPESCRIPT, "declare module '^a' {}", SYNTAX_STRING},
    {SCRIPT_TYPESCRIPT, "enum X { A = '^a' }", SYNTAX_STRING},
    {SCRIPT_TSX, "const x = <T,>(y: '^a') => <b>{y}</b>", SYNTAX_TYPE},
};

static void test_cases(void **state) {
  (void)state;
  struct script *script = script_new(&fixture_headers);
  for (size_t i = 0; i < COUNT(cases); i++) {
    char source[256];
    size_t mark = strcspn(cases[i].source, "^");
    int len = snprintf(source, sizeof source, "%.*s%s", (int)mark, cases[i].source, cases[i].source + mark + 1);
    assert_int_equal(script_parse(script, NULL, STR("case.js"), (str){source, (size_t)len}, cases[i].language), SCRIPT_READ);
    enum script_syntax found = script_syntax_at(script, mark);
    if (found != cases[i].expected)
      print_error("%d, not %d: %s\n", found, cases[i].expected, cases[i].source);
    assert_int_equal(found, cases[i].expected);
  }
  script_free(script);
}

static void test_outside(void **state) {
  (void)state;
  struct script *script = script_new(&fixture_headers);
  assert_int_equal(script_parse(script, NULL, STR("case.js"), STR("'a'"), SCRIPT_JAVASCRIPT), SCRIPT_READ);
  assert_int_equal(script_syntax_at(script, 3), SYNTAX_CODE);
  assert_int_equal(script_syntax_at(script, SIZE_MAX), SYNTAX_CODE);
  assert_int_equal(script_parse(script, NULL, STR("case.js"), (str){"'\0'", 3}, SCRIPT_JAVASCRIPT), SCRIPT_LIMIT);
  assert_int_equal(script_syntax_at(script, 1), SYNTAX_CODE);
  assert_int_equal(script_parse(script, NULL, STR("case.js"), STR("'a'"), SCRIPT_JAVASCRIPT), SCRIPT_READ);
  script_forget(script);
  assert_int_equal(script_syntax_at(script, 1), SYNTAX_CODE);
  script_free(script);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases), cmocka_unit_test(test_outside)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
