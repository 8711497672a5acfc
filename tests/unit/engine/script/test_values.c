/* test_values.c -- the texts that reach a door, where their parts stand, and the way they took. */
#include "fixture.h"

/* A global door keeps the cases short: useKey(x) takes x. */
static const struct value_case literals[] = {
    JS("useKey('a')", "a"),
    JS("useKey(\"a\")", "a"),
    JS("useKey(`a`)", "a"),
    JS("useKey('')", ""),
    JS("useKey('\\x61\\u0062\\u{63}\\\nd')", "abcd"),
    JS("useKey(`a\\u0062`)", "ab"),
    JS("useKey('a' + 'b')", "ab"),
    JS("useKey('a' + `b` + \"c\" + 'd')", "abcd"),
    JS("useKey('a' + ('b' + 'c'))", "abc"),
    JS("useKey('a' + 1)", "a1"),
    JS("useKey('a' + x)", ""),
    JS("useKey(x + 'a')", ""),
    JS("useKey(`a${'b'}c${`d`}`)", "abcd"),
    JS("useKey(`${'a'}`)", "a"),
    JS("useKey(`a${x}`)", ""),
    JS("useKey(a`b`)", ""),
    JS("useKey(('a'))", "a"),
    JS("useKey((0, 'a'))", "a"),
    JS("useKey(await 'a')", "a"),
    JS("useKey(k = 'a')", "a"),
    JS("useKey(/a/)", ""),
    JS("useKey(null); useKey(undefined); useKey(1 - 1); useKey(-1); useKey(!1); useKey(class {}); useKey(() => 'a')",
       ""),
    TS("useKey('a' as string); useKey('b'!); useKey(<string>'c'); useKey('d' satisfies string)", "a|b|c|d"),
};

static const struct value_case choices[] = {
    JS("useKey(x ? 'a' : 'b')", "a|b"),
    JS("useKey(x ? 'a' : y)", "a"),
    JS("useKey(x ? 'a' : 'a')", "a"),
    JS("useKey(x ? (y ? 'a' : 'b') : 'c')", "a|b|c"),
    JS("useKey(process.env.KEY || 'a')", "a"),
    JS("useKey(process.env.KEY ?? 'a')", "a"),
    JS("useKey('a' || 'b')", "a"),
    JS("useKey('' || 'b')", "b"),
    JS("useKey('' ?? 'b')", ""),
    JS("useKey('a' ?? 'b')", "a"),
    JS("useKey((x ? 'a' : y) ?? 'b')", "a|b"),
    JS("useKey(x && 'a')", "a"),
    JS("useKey((x ? 'a' : 'b') + (y ? 'c' : 'd'))", "ac|ad|bc|bd"),
    JS("useKey(`${x ? 'a' : 'b'}c`)", "ac|bc"),
};

static const struct value_case names[] = {
    JS("const k = 'a'; useKey(k)", "a"),
    JS("let k = 'a'; useKey(k)", "a"),
    JS("var k = 'a'; useKey(k)", "a"),
    JS("let k; k = 'a'; useKey(k)", "a"),
    JS("k = 'a'; useKey(k)", "a"),
    JS("let k = 'a'; k = 'b'; useKey(k)", "b"),
    JS("let k = 'a'; k += 'b'; useKey(k)", "ab"),
    JS("let k = 'a'; k++; useKey(k)", ""),
    JS("let k = 'a'; [k] = x; useKey(k)", ""),
    JS("let k = 'a'; ({ k } = x); useKey(k)", ""),
    JS("let k = 'a'; for (k of x) ; useKey(k)", ""),
    JS("let k = 'a'; function f() { k = 'b' } useKey(k)", "a|b"),
    JS("let k = 'a'; function f(k) { k = 'b' } useKey(k)", "a"),
    JS("var k = 'a'; var k = 'b'; useKey(k)", "b"),
    JS("var k = 'a'; var k; useKey(k)", "a"),
    JS("let k; useKey(k)", ""),
    JS("let k = null; k = 'a'; useKey(k)", "a"),
    JS("let k = ''; if (x) { k = 'a' } useKey(k)", "a"),
    JS("const k = k; useKey(k)", ""),
    JS("const a = b + 'x', b = a; useKey(a)", ""),
    JS("var c = c || {}; c.k = 'a'; useKey(c.k)", "a"),
    JS("const a = 'a', b = a, c = b; useKey(c)", "a"),
    JS("const a = 'a'; const b = a + '-' + a; useKey(b)", "a-a"),
    JS("import { k } from './k'; useKey(k)", ""),
    JS("function f(k = 'a') { useKey(k) }", "a"),
    JS("function f({ k = 'a' } = {}) { useKey(k) }", "a"),
    JS("const f = ({ k: j = 'a' }) => useKey(j)", "a"),
    TS("function f(k: string = 'a') { useKey(k) }", "a"),
    TS("class C { constructor(private k: string = 'a') { useKey(k) } }", "a"),
    JS("function f(k = 'a') { k = 'b'; useKey(k) }", "b"),
    JS("const { k } = { k: 'a' }; useKey(k)", "a"),
    JS("const { k: j } = { k: 'a' }; useKey(j)", "a"),
    JS("const { a: { b: k } } = { a: { b: 'a' } }; useKey(k)", "a"),
    JS("const { k = 'b' } = { k: 'a' }; useKey(k)", "a"),
    JS("const { k = 'b' } = {}; useKey(k)", "b"),
    JS("const { k = 'b' } = process.env; useKey(k)", "b"),
    JS("const [j, k] = ['a', 'b']; useKey(k)", "b"),
    JS("const [, k = 'c'] = ['a']; useKey(k)", "c"),
    JS("const { x, ...rest } = { x: 1, k: 'a' }; useKey(rest.k)", "a"),
    JS("const [...k] = ['a']; useKey(k[0])", "a"),
    JS("let k; ({ k } = { k: 'a' }); useKey(k)", "a"),
    JS("if (x) { var k = 'a' } useKey(k)", "a"),
};

static const struct value_case objects[] = {
    JS("const c = { k: 'a' }; useKey(c.k)", "a"),
    JS("const c = { k: 'a' }; useKey(c['k'])", "a"),
    JS("const c = { k: 'a' }; useKey(c?.k)", "a"),
    JS("const c = { 'k-1': 'a', 2: 'b' }; useKey(c['k-1']); useKey(c[2])", "a|b"),
    JS("const c = { ['k']: 'a' }; useKey(c.k)", "a"),
    JS("const c = { [k]: 'a' }; useKey(c.k)", ""),
    JS("const c = { a: { b: { k: 'a' } } }; useKey(c.a.b.k)", "a"),
    JS("const c = { k: 'a' }; useKey(c.j); useKey(c); useKey(c.k.k)", ""),
    JS("const c = { k: 'a', k: 'b' }; useKey(c.k)", "b"),
    JS("const k = 'a'; const c = { k }; useKey(c.k)", "a"),
    JS("const d = { k: 'a' }; const c = { ...d }; useKey(c.k)", "a"),
    JS("const d = { k: 'a' }; const c = { ...d, k: 'b' }; useKey(c.k)", "b"),
    JS("const d = { k: 'a' }; const c = { k: 'b', ...d }; useKey(c.k)", "a"),
    JS("const d = { j: 'a' }; const c = { k: 'b', ...d }; useKey(c.k)", "b"),
    JS("const c = { k: 'b', ...options }; useKey(c.k)", "b"),
    JS("const c = { k: 'b', ...(x ? { k: 'a' } : {}) }; useKey(c.k)", "a|b"),
    JS("const c = { get k() { return 'a' }, j() { return 'b' } }; useKey(c.k); useKey(c.j)", "a"),
    JS("const k = ['a', 'b']; useKey(k[1]); useKey(k['0']); useKey(k[7])", "b|a"),
    JS("const k = [, 'a']; useKey(k[1])", "a"),
    JS("const k = [...x, 'a']; useKey(k[0])", ""),
    JS("const e = 'live', c = { live: 'a', test: 'b' }; useKey(c[e])", "a"),
    JS("const c = { live: 'a', test: 'b' }; useKey(c[x ? 'live' : 'test'])", "a|b"),
    JS("const c = { live: 'a', test: 'b' }; useKey(c[x])", "a|b"),
    JS("const c = {}; c.k = 'a'; useKey(c.k)", "a"),
    JS("const c = { k: '' }; c['k'] = 'a'; useKey(c.k)", "a"),
    JS("const c = { k: 'a' }; c.k = 'b'; useKey(c.k)", "b"),
    JS("const c = { k: 'a' }; c.j = 'b'; useKey(c.k)", "a"),
    JS("const c = load(); c.k = 'a'; useKey(c.k)", "a"),
    JS("const c = {}; c.k = 'a'; c.k = 'b'; useKey(c.k)", "b"),
    JS("const c = {}; c.a = { k: 'a' }; useKey(c.a.k)", "a"),
    JS("const c = Object.freeze({ k: 'a' }); useKey(c.k)", "a"),
    JS("const c = (x || { k: 'a' }); useKey(c.k)", "a"),
    JS("const c = x ? { k: 'a' } : { k: 'b' }; useKey(c.k)", "a|b"),
    TS("const c = { k: 'a' } as const; useKey(c.k)", "a"),
    TS("const c: Config = { k: 'a' } satisfies Config; useKey(c!.k)", "a"),
    TS("enum K { Live = 'a', 'Test' = \"b\", None } useKey(K.Live); useKey(K['Test']); useKey(K.None)", "a|b"),
    TS("const enum K { Live = `a` } useKey(K.Live)", "a"),
    JS("class C { static k = 'a'; j = 'b' } useKey(C.k); useKey(C.j)", "a"),
    TS("class C { static readonly k: string = 'a' } useKey(C.k)", "a"),
    JS("class C { static get k() { return 'a' } } useKey(C.k)", "a"),
    JS("class C { k = 'a'; #j = 'b'; m() { useKey(this.k); useKey(this.#j) } }", "a|b"),
    TS("class C { private k = 'a'; c = useKey(this.k) }", "a"),
    JS("class C { k = 'a' } useKey(new C().k)", "a"),
    JS("const C = class { static k = 'a' }; useKey(C.k)", "a"),
    JS("useKey(this.k)", ""),
};

static const struct value_case calls[] = {
    JS("useKey(String('a'))", "a"),
    JS("function String(x) {} useKey(String('a'))", ""),
    JS("useKey(' a '.trim())", "a"),
    JS("useKey('[' + ' a '.trimStart() + '|' + ' b '.trimEnd() + ']')", "[a | b]"),
    JS("useKey('a'.toString())", "a"),
    JS("useKey('a'.concat('b', 'c'))", "abc"),
    JS("useKey('a'.concat(...x))", ""),
    JS("useKey(['a', 'b'].join(''))", "ab"),
    JS("useKey(['a', 'b', 'c'].join('_'))", "a_b_c"),
    JS("useKey(['a', 'b'].join())", "a,b"),
    JS("const parts = ['a', 'b']; useKey(parts.join(''))", "ab"),
    JS("useKey(['a', ...x].join(''))", ""),
    JS("useKey(['a', x].join(''))", ""),
    JS("function f() { return 'a' } useKey(f())", "a"),
    JS("const f = () => 'a'; useKey(f())", "a"),
    JS("const f = function () { if (x) { return 'a' } return 'b' }; useKey(f())", "a|b"),
    JS("function f() { function g() { return 'a' } return 'b' } useKey(f())", "b"),
    JS("async function f() { return 'a' } useKey(await f())", "a"),
    JS("const f = () => ({ k: 'a' }); useKey(f().k)", "a"),
    JS("const o = { f() { return 'a' }, g: () => 'b' }; useKey(o.f()); useKey(o.g())", "a|b"),
    JS("class C { static f() { return 'a' } } useKey(C.f())", "a"),
    JS("const f = () => f(); useKey(f())", ""),
    JS("function f() { return f() + f() } useKey(f())", ""),
    JS("class C { static a = 'a'; static b = C.a } useKey(C.b)", "a"),
    JS("const o = { a: 'a', get b() { return o.a } }; useKey(o.b)", "a"),
    JS("useKey(unknown())", ""),
    JS("useKey('a'.replace('a', 'b'))", "b"),
    JS("const f = () => 'a'; useKey(f)", ""),
};

#define TABLE(name)                       \
  static void test_##name(void **state) { \
    (void)state;                          \
    fixture_check(name, COUNT(name));     \
  }

TABLE(literals)
TABLE(choices)
TABLE(names)
TABLE(objects)
TABLE(calls)

/* "offset what > offset what" and "span|span", the text that stands there. */
struct trace_case {
  const char *source;
  const char *flow;
  const char *spans;
};

static const struct trace_case traces[] = {
    {"useKey('abc')", "7 string literal > 0 useKey", "abc"},
    {"const K = 'abc'; useKey(K)", "10 string literal > 6 const K > 17 useKey", "abc"},
    {"const c = { k: 'abc' }; useKey(c.k)", "15 string literal > 12 property k > 6 const c > 24 useKey", "abc"},
    {"useKey('ab' + 'cd')", "7 string literal > 14 string literal > 7 concatenation > 0 useKey", "ab|cd"},
    {"useKey(`a${'b'}c`)", "11 string literal > 7 template literal > 0 useKey", "a|b|c"},
    {"useKey('a\\x62')", "7 string literal > 0 useKey", "a\\x62"},
    {"const c = { 'secret': 'a' }; useKey(c['secret'])",
     "22 string literal > 12 property > 6 const c > 29 useKey", "a"},
    {"import { ApsoClient } from '@apso/sdk'; const apiKey = 'a'; new ApsoClient({ apiKey })",
     "55 string literal > 46 const apiKey > 77 property apiKey > 60 new ApsoClient", "a"},
    {"function f() { return 'a' } useKey(f())", "22 string literal > 35 call f > 28 useKey", "a"},
    {"useKey(x || ['a', 'b'].join('-'))",
     "13 string literal > 28 string literal > 18 string literal > 23 call join > 0 useKey", "a|-|b"},
};

static str flow_of(const struct script_value *value, struct arena *scratch) {
  str all = STR("");
  for (size_t i = 0; i < value->flow_len; i++)
    all = arena_printf(scratch, "%.*s%s%u %.*s", STR_ARG(all), i ? " > " : "", value->flow[i].offset,
                       STR_ARG(value->flow[i].what));
  return all;
}

static str spans_of(const struct script_value *value, const char *source, struct arena *scratch) {
  str all = STR("");
  for (size_t i = 0; i < value->spans_len; i++)
    all = arena_printf(scratch, "%.*s%s%.*s", STR_ARG(all), i ? "|" : "",
                       (int)(value->spans[i].end - value->spans[i].start), source + value->spans[i].start);
  return all;
}

/* NULL if there are none, or more. */
static const struct script_value *only_text(const struct script_values *values) {
  const struct script_value *only = NULL;
  for (size_t i = 0; i < values->len; i++) {
    if (!values->data[i].is_external && only)
      return NULL;
    only = values->data[i].is_external ? only : &values->data[i];
  }
  return only;
}

static void test_traces(void **state) {
  (void)state;
  struct script *script = script_new(&fixture_headers);
  struct arena scratch = {NULL};
  for (size_t i = 0; i < COUNT(traces); i++) {
    assert_int_equal(script_parse(script, NULL, STR("case.js"), str_from(traces[i].source), SCRIPT_JAVASCRIPT), SCRIPT_READ);
    struct script_values values = script_find(script, fixture_doors, fixture_doors_len, true, &scratch);
    const struct script_value *value = only_text(&values);
    assert_non_null(value);
    assert_text(flow_of(value, &scratch), traces[i].flow);
    assert_text(spans_of(value, traces[i].source, &scratch), traces[i].spans);
  }
  arena_free(&scratch);
  script_free(script);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_literals), cmocka_unit_test(test_choices), cmocka_unit_test(test_names),
      cmocka_unit_test(test_objects),  cmocka_unit_test(test_calls),   cmocka_unit_test(test_traces),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
