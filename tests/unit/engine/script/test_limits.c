/* test_limits.c -- hostile sources end soon, in one of two ways, the same whatever was parsed before. */
#include "fixture.h"

#include <time.h>

#include "base/buf.h"

/* `unit` over and over behind `head`, and `tail`. */
struct bomb {
  enum script_language language;
  const char *head;
  const char *unit;
  const char *tail;
  size_t times;
  enum script_outcome expected;
};

static const struct bomb bombs[] = {
    {SCRIPT_TYPESCRIPT, "", "f<A,", "", 10000, SCRIPT_LIMIT},
    {SCRIPT_TSX, "", "f<A,", "", 500000, SCRIPT_LIMIT},
    {SCRIPT_TYPESCRIPT, "", "a<", "", 1000000, SCRIPT_LIMIT},
    {SCRIPT_TYPESCRIPT, "", "(a,", "", 667000, SCRIPT_LIMIT},
    {SCRIPT_JAVASCRIPT, "", "{a:", "", 500000, SCRIPT_LIMIT},
    {SCRIPT_JAVASCRIPT, "", "(", "", 500000, SCRIPT_LIMIT},
    {SCRIPT_JAVASCRIPT, "", "function f(){", "", 500000, SCRIPT_LIMIT},
    {SCRIPT_JAVASCRIPT, "", "a?b:", "", 500000, SCRIPT_LIMIT},
    {SCRIPT_JAVASCRIPT, "x=", "[", "", 4000, SCRIPT_READ},
    {SCRIPT_JAVASCRIPT, "", "words that are no program ", "", 8000, SCRIPT_LIMIT},
    {SCRIPT_JAVASCRIPT, "`", "words that are no program ", "", 80000, SCRIPT_LIMIT},
    {SCRIPT_JAVASCRIPT, "", "/*c*/1", "", 66000, SCRIPT_LIMIT},
    {SCRIPT_JAVASCRIPT, "", "async ``", "", 500000, SCRIPT_LIMIT},
    {SCRIPT_TYPESCRIPT, "/*c*/", "&&-<a>//c\n", "", 40000, SCRIPT_LIMIT},
    {SCRIPT_TYPESCRIPT, "", "\xff\xfe\xc3", "", 600000, SCRIPT_READ},
    {SCRIPT_JAVASCRIPT, "", "\n", "", 2000000, SCRIPT_READ},
    {SCRIPT_JAVASCRIPT, "'", "a", "", 2000000, SCRIPT_READ},
    {SCRIPT_JAVASCRIPT, "'", "a", "'", 8 << 20, SCRIPT_LIMIT},
    {SCRIPT_JAVASCRIPT, "x=[", "1234,", "]", 100000, SCRIPT_READ},
    {SCRIPT_JAVASCRIPT, "", "function f(a,b){return a+b}f(1,2);", "", 20000, SCRIPT_READ},
};

static void add_bomb(struct buf *source, const struct bomb *bomb) {
  buf_clear(source);
  buf_add(source, str_from(bomb->head));
  for (size_t i = 0; i < bomb->times; i++)
    buf_add(source, str_from(bomb->unit));
  buf_add(source, str_from(bomb->tail));
}

static double seconds_of_processor(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* The bound is wide, for sanitizers and slow machines: without limits most of these take minutes. */
static void test_bombs(void **state) {
  (void)state;
  struct script *script = script_new(&fixture_headers);
  struct arena scratch = {NULL};
  struct buf source = {0};
  for (size_t i = 0; i < COUNT(bombs); i++) {
    add_bomb(&source, &bombs[i]);
    double begin = seconds_of_processor();
    enum script_outcome outcome = script_parse(script, NULL, STR("case.ts"), buf_str(&source), bombs[i].language);
    script_find(script, fixture_doors, fixture_doors_len, true, &scratch);
    if (outcome != bombs[i].expected || seconds_of_processor() - begin > 5)
      print_error("bomb %s: %d after %.2f s\n", bombs[i].unit, outcome, seconds_of_processor() - begin);
    assert_int_equal(outcome, bombs[i].expected);
    assert_true(seconds_of_processor() - begin < 5);
  }
  buf_free(&source);
  arena_free(&scratch);
  script_free(script);
}

/* The length at which a bomb is given up does not depend on what the parser did before. */
static size_t longest_read(struct script *script, const char *unit) {
  struct buf source = {0};
  size_t low = 1, high = 20000;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    add_bomb(&source, &(struct bomb){.head = "", .unit = unit, .tail = "", .times = middle});
    bool is_read = script_parse(script, NULL, STR("case.ts"), buf_str(&source), SCRIPT_TYPESCRIPT) == SCRIPT_READ;
    *(is_read ? &low : &high) = middle;
  }
  buf_free(&source);
  return low;
}

static void test_same_after_anything(void **state) {
  (void)state;
  struct script *fresh = script_new(&fixture_headers), *used = script_new(&fixture_headers);
  assert_int_equal(script_parse(used, NULL, STR("case.tsx"), STR("const a = <b>c</b>"), SCRIPT_TSX), SCRIPT_READ);
  longest_read(used, "a<");
  assert_int_equal(longest_read(fresh, "f<A,"), longest_read(used, "f<A,"));
  script_free(fresh);
  script_free(used);
}

static void test_no_text(void **state) {
  (void)state;
  struct script *script = script_new(&fixture_headers);
  assert_int_equal(script_parse(script, NULL, STR("case.js"), (str){"a\0b", 3}, SCRIPT_JAVASCRIPT), SCRIPT_LIMIT);
  assert_int_equal(script_parse(script, NULL, STR("case.js"), STR("a"), SCRIPT_NONE), SCRIPT_LIMIT);
  assert_int_equal(script_parse(script, NULL, STR("case.js"), STR_NONE, SCRIPT_JAVASCRIPT), SCRIPT_READ);
  script_free(script);
}

/* Sources whose parse is cheap, and whose evaluation would not be. */
static const struct bomb evaluations[] = {
    {SCRIPT_JAVASCRIPT, "const a0='a',", "a=a+a,", "z=1;useKey(a)", 1, SCRIPT_READ},
    {SCRIPT_JAVASCRIPT, "useKey('a'", "+'b'", ")", 100000, SCRIPT_READ},
    {SCRIPT_JAVASCRIPT, "useKey(", "x?'a':", "'b')", 3000, SCRIPT_READ},
    {SCRIPT_JAVASCRIPT, "useKey([", "'a',", "].join(''))", 100000, SCRIPT_READ},
    {SCRIPT_JAVASCRIPT, "const o={", "k:'a',...o,", "};useKey(o.k)", 50000, SCRIPT_READ},
    {SCRIPT_JAVASCRIPT, "const o={k:o.k.k.k.k};", "useKey(o.k);", "", 50000, SCRIPT_READ},
    {SCRIPT_JAVASCRIPT, "function f(){return f()+f()}", "useKey(f());", "", 50000, SCRIPT_READ},
    {SCRIPT_JAVASCRIPT, "function f(){", "return 'a';", "}useKey(f())", 50000, SCRIPT_READ},
    {SCRIPT_JAVASCRIPT, "var o;", "o.k='a';useKey(o.k);", "", 20000, SCRIPT_READ},
    {SCRIPT_JAVASCRIPT, "var {", "k:{k:", "", 1000, SCRIPT_READ},
    {SCRIPT_JAVASCRIPT, "useKey(o", ".k", ")", 50000, SCRIPT_READ},
    {SCRIPT_JAVASCRIPT, "", "{useKey(x);", "", 4000, SCRIPT_READ},
};

static void add_doubling(struct buf *source) {
  buf_clear(source);
  buf_add(source, STR("const a0='abcdefgh';"));
  for (int i = 1; i < 64; i++)
    buf_printf(source, "const a%d=(x?a%d:'%d')+a%d;", i, i - 1, i, i - 1);
  buf_add(source, STR("useKey(a63)"));
}

static void test_evaluations(void **state) {
  (void)state;
  struct script *script = script_new(&fixture_headers);
  struct arena scratch = {NULL};
  struct buf source = {0};
  for (size_t i = 0; i <= COUNT(evaluations); i++) {
    if (i < COUNT(evaluations))
      add_bomb(&source, &evaluations[i]);
    else
      add_doubling(&source);
    double begin = seconds_of_processor();
    assert_int_equal(script_parse(script, NULL, STR("case.ts"), buf_str(&source), SCRIPT_JAVASCRIPT), SCRIPT_READ);
    script_find(script, fixture_doors, fixture_doors_len, true, &scratch);
    assert_true(seconds_of_processor() - begin < 5);
    arena_clear(&scratch);
  }
  buf_free(&source);
  arena_free(&scratch);
  script_free(script);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_bombs),
      cmocka_unit_test(test_same_after_anything),
      cmocka_unit_test(test_no_text),
      cmocka_unit_test(test_evaluations),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
