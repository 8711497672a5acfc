/* test_builtin.c -- functions, operators and properties of the language's own values, as Node runs them.
   How values are spelled: spelling.h. */
#include "unit.h"

#include "engine/script/builtin.h"
#include "spelling.h"

enum { ROOM = 4 << 20 };

static struct arena arena;

static void assert_outcome(const char *what, enum builtin_outcome outcome, const struct value *result,
                           const char *expected) {
  struct buf out = {0};
  spelling_write_outcome(outcome, result, &out);
  if (!str_eq(buf_str(&out), str_from(expected)))
    fail_msg("%s is %.*s, not %s", what, STR_ARG(buf_str(&out)), expected);
  buf_free(&out);
}

/* ---- functions ---- */

static const struct {
  const char *name;
  const char *arguments;
  const char *expected;
} functions[] = {
    {"String", "1.5", "'1.5'"},
    {"String", "", "''"},
    {"String", "[1,'a']", "'1,a'"},
    {"String", "true", "'true'"},
    {"String", "{'o':{}}", "?"},
    {"String.fromCharCode", "97,98,65633", "'aba'"},
    {"String.fromCharCode", "'97'", "'a'"},
    {"String.fromCharCode", "-65439", "'a'"},
    {"String.fromCharCode", "55357,56832", "'\\ud83d\\ude00'"},
    {"String.fromCharCode", "", "''"},
    {"String.fromCodePoint", "128512,97", "'\\ud83d\\ude00a'"},
    {"String.fromCodePoint", "1114112", "?"},
    {"String.fromCodePoint", "1.5", "?"},
    {"String.fromCodePoint", "-1", "?"},
    {"Number", "'0x10'", "16"},
    {"Number", "' 5 '", "5"},
    {"Number", "'5x'", "{'n':'NaN'}"},
    {"Number", "", "0"},
    {"Number", "true", "1"},
    {"Number", "[]", "0"},
    {"Number", "['7']", "7"},
    {"parseInt", "'42px'", "42"},
    {"parseInt", "'0x1f'", "31"},
    {"parseInt", "'ff',16", "255"},
    {"parseInt", "'0xff',16", "255"},
    {"parseInt", "'12',2", "1"},
    {"parseInt", "'2',2", "{'n':'NaN'}"},
    {"parseInt", "' -7'", "-7"},
    {"parseInt", "''", "{'n':'NaN'}"},
    {"parseInt", "'z',36", "35"},
    {"parseInt", "'1',1", "{'n':'NaN'}"},
    {"parseInt", "15.99", "15"},
    {"Number.parseInt", "'08'", "8"},
    {"parseInt", "'123456789012345678901'", "123456789012345680000"},
    {"parseInt", "'ffffffffffffffffff',16", "?"},
    {"parseFloat", "'3.14abc'", "3.14"},
    {"parseFloat", "'.5.5'", "0.5"},
    {"parseFloat", "'-Infinityx'", "{'n':'-Infinity'}"},
    {"parseFloat", "'x'", "{'n':'NaN'}"},
    {"parseFloat", "'1e3'", "1000"},
    {"parseFloat", "'1e'", "1"},
    {"Boolean", "''", "false"},
    {"Boolean", "'a'", "true"},
    {"Boolean", "[]", "true"},
    {"Boolean", "", "false"},
    {"isNaN", "'x'", "true"},
    {"isFinite", "'5'", "true"},
    {"Number.isNaN", "'x'", "false"},
    {"Number.isInteger", "5", "true"},
    {"Number.isInteger", "5.5", "false"},
    {"Number.isFinite", "{'n':'Infinity'}", "false"},
    {"atob", "'YWJj'", "'abc'"},
    {"atob", "'YWI='", "'ab'"},
    {"atob", "'YWI'", "'ab'"},
    {"atob", "'YQ=='", "'a'"},
    {"atob", "' Y W\\nJ j '", "'abc'"},
    {"atob", "'6Q=='", "'\\u00e9'"},
    {"atob", "'YWJ-'", "?"},
    {"atob", "'Y'", "?"},
    {"atob", "'YWI=='", "?"},
    {"atob", "'Y=Jj'", "?"},
    {"atob", "''", "''"},
    {"atob", "", "?"},
    {"btoa", "'abc'", "'YWJj'"},
    {"btoa", "'a'", "'YQ=='"},
    {"btoa", "'\\u00e9'", "'6Q=='"},
    {"btoa", "'\\u20ac'", "?"},
    {"btoa", "12", "'MTI='"},
    {"escape", "'a b+\\u00e9\\u20ac@'", "'a%20b+%E9%u20AC@'"},
    {"unescape", "'a%20b%E9%u20AC%zz%u12'", "'a b\\u00e9\\u20ac%zz%u12'"},
    {"unescape", "'%ud83d%ude00'", "'\\ud83d\\ude00'"},
    {"encodeURIComponent", "'a b&\\u00e9/!'", "'a%20b%26%C3%A9%2F!'"},
    {"encodeURIComponent", "{'w':[55357]}", "?"},
    {"encodeURI", "'a b&\\u00e9/#'", "'a%20b&%C3%A9/#'"},
    {"decodeURIComponent", "'a%20%C3%A9%2F'", "'a \\u00e9/'"},
    {"decodeURIComponent", "'%F0%9F%98%80'", "'\\ud83d\\ude00'"},
    {"decodeURIComponent", "'%'", "?"},
    {"decodeURIComponent", "'%C3'", "?"},
    {"decodeURIComponent", "'%C3a'", "?"},
    {"decodeURIComponent", "'%ED%A0%BD'", "?"},
    {"decodeURI", "'%20%2F%23%41'", "' %2F%23A'"},
    {"Buffer.from", "'abc'", "{'b':'616263'}"},
    {"Buffer.from", "'\\u00e9','utf8'", "{'b':'c3a9'}"},
    {"Buffer.from", "{'w':[55357]}", "{'b':'efbfbd'}"},
    {"Buffer.from", "'YWJj','base64'", "{'b':'616263'}"},
    {"Buffer.from", "'Y W-J/j=zz','BASE64'", "{'b':'616f89fe'}"},
    {"Buffer.from", "'-_8','base64url'", "{'b':'fbff'}"},
    {"Buffer.from", "'6162zz63','hex'", "{'b':'6162'}"},
    {"Buffer.from", "'616','hex'", "{'b':'61'}"},
    {"Buffer.from", "'61\\u0142','hex'", "?"},
    {"Buffer.from", "'YW\\u0142','base64'", "?"},
    {"Buffer.from", "'\\u00e9\\u0141','latin1'", "{'b':'e941'}"},
    {"Buffer.from", "'a\\u20ac','utf16le'", "{'b':'6100ac20'}"},
    {"Buffer.from", "'a','klingon'", "?"},
    {"Buffer.from", "[97,353,-1,'98',true]", "{'b':'6161ff6201'}"},
    {"Buffer.from", "[97,null]", "?"},
    {"Buffer.from", "{'u':'61'}", "{'b':'61'}"},
    {"Buffer.from", "5", "?"},
    {"Buffer", "2", "{'b':'0000'}"},
    {"Buffer.alloc", "2", "{'b':'0000'}"},
    {"Buffer.alloc", "1e9", "?"},
    {"Buffer.concat", "[{'b':'61'},{'u':'62'}]", "{'b':'6162'}"},
    {"Buffer.concat", "['a']", "?"},
    {"Buffer.byteLength", "'\\u00e9'", "2"},
    {"Buffer.isBuffer", "{'b':''}", "true"},
    {"Buffer.isBuffer", "{'u':''}", "false"},
    {"Buffer.of", "1,2", "{'b':'0102'}"},
    {"Uint8Array", "[1,256]", "{'u':'0100'}"},
    {"Uint8Array", "3", "{'u':'000000'}"},
    {"Uint8Array", "", "{'u':''}"},
    {"Uint8Array", "-1", "?"},
    {"Uint8Array.from", "[1,2]", "{'u':'0102'}"},
    {"Uint8Array.from", "'12'", "{'u':'0102'}"},
    {"Uint8Array.of", "1,2", "{'u':'0102'}"},
    {"TextEncoder.encode", "'\\u00e9'", "{'u':'c3a9'}"},
    {"TextDecoder.decode", "{'u':'efbbbfc3a9'}", "'\\u00e9'"},
    {"TextDecoder.decode", "'a'", "?"},
    {"Array", "2", "[null,null]"},
    {"Array", "1,2", "[1,2]"},
    {"Array", "'2'", "['2']"},
    {"Array", "1.5", "?"},
    {"Array", "2049", "?"},
    {"Array.of", "2", "[2]"},
    {"Array.from", "'a\\ud83d\\ude00'", "['a','\\ud83d\\ude00']"},
    {"Array.from", "[1,null]", "[1,null]"},
    {"Array.from", "{'b':'6162'}", "[97,98]"},
    {"Array.from", "5", "?"},
    {"Array.isArray", "[]", "true"},
    {"Array.isArray", "'a'", "false"},
    {"Object.freeze", "[1]", "[1]"},
    {"Object.seal", "{'o':{'a':1}}", "{'o':{'a':1}}"},
    {"structuredClone", "'a'", "'a'"},
    {"Object.values", "{'o':{'b':'x','a':'y'}}", "['x','y']"},
    {"Object.values", "{'o':{'b':'x','2':'z','10':'u','1':'y','01':'v'}}", "['y','z','u','x','v']"},
    {"Object.keys", "{'o':{'b':1,'a':2}}", "['b','a']"},
    {"Object.entries", "{'o':{'b':1,'a':2}}", "[['b',1],['a',2]]"},
    {"Object.values", "'ab'", "?"},
    {"Object.fromEntries", "[['a',1],['b',[2]]]", "{'o':{'a':1,'b':[2]}}"},
    {"Object.fromEntries", "[[null,1]]", "?"},
    {"JSON.stringify", "'a\\u0022b\\n\\u0001'", "'\"a\\u005c\"b\\u005cn\\u005cu0001\"'"},
    {"JSON.stringify", "{'w':[55357]}", "'\"\\u005cud83d\"'"},
    {"JSON.stringify", "1.5", "'1.5'"},
    {"JSON.stringify", "{'n':'NaN'}", "'null'"},
    {"JSON.stringify", "true", "'true'"},
    {"JSON.stringify", "[1]", "?"},
    {"JSON.parse", "'\\u0022a\\u0022'", "'a'"},
    {"JSON.parse", "' 1.50 '", "1.5"},
    {"JSON.parse", "'{\\u0022a\\u0022:[1,true,{}],\\u0022b\\u0022:null}'", "{'o':{'a':[1,true,{'o':{}}],'b':null}}"},
    {"JSON.parse", "'null'", "?"},
    {"JSON.parse", "'{'", "?"},
    {"JSON.parse", "''", "?"},
    {"JSON.parse", "'[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]'", "[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]"},
    {"JSON.parse", "'[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]'", "?"},
    {"Math.floor", "1.9", "1"},
    {"Math.floor", "-1.1", "-2"},
    {"Math.ceil", "1.1", "2"},
    {"Math.round", "2.5", "3"},
    {"Math.round", "-2.5", "-2"},
    {"Math.round", "0.49999999999999994", "0"},
    {"Math.trunc", "-1.9", "-1"},
    {"Math.abs", "'-3'", "3"},
    {"Math.sign", "-3", "-1"},
    {"Math.max", "1,'7',3", "7"},
    {"Math.max", "", "{'n':'-Infinity'}"},
    {"Math.min", "1,{'n':'NaN'}", "{'n':'NaN'}"},
    {"Math.pow", "2,10", "1024"},
    {"Math.imul", "4294967295,5", "-5"},
    {"Math.random", "", "-"},
    {"fetch", "'a'", "-"},
};

static void test_functions(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(functions); i++) {
    struct maker maker = {&arena, ROOM, false};
    struct value arguments = spelling_read(&maker, functions[i].arguments), result = {0};
    const struct value *plain = spelling_arguments(&maker, &arguments);
    enum builtin_outcome outcome =
        builtin_function(&maker, str_from(functions[i].name), plain, arguments.items_len, &result);
    char what[256];
    snprintf(what, sizeof what, "%s(%s)", functions[i].name, functions[i].arguments);
    assert_outcome(what, outcome, &result, functions[i].expected);
  }
}

/* ---- operators ---- */

static const struct {
  const char *left;
  const char *sign;
  const char *right;
  const char *expected;
} operators[] = {
    {"'a'", "+", "'b'", "'ab'"},
    {"'a'", "+", "1", "'a1'"},
    {"1", "+", "'1'", "'11'"},
    {"1", "+", "1", "2"},
    {"true", "+", "1", "2"},
    {"true", "+", "'a'", "'truea'"},
    {"[1,2]", "+", "'a'", "'1,2a'"},
    {"[]", "+", "1", "'1'"},
    {"'a'", "+", "{'b':'61'}", "?"},
    {"1", "+", "{'o':{}}", "?"},
    {"{'w':[55357]}", "+", "{'w':[56832]}", "'\\ud83d\\ude00'"},
    {"0.1", "+", "0.2", "0.30000000000000004"},
    {"5", "-", "7", "-2"},
    {"'5'", "-", "'7'", "-2"},
    {"'x'", "-", "1", "{'n':'NaN'}"},
    {"6", "*", "'7'", "42"},
    {"1", "/", "4", "0.25"},
    {"1", "/", "0", "{'n':'Infinity'}"},
    {"7", "%", "4", "3"},
    {"-7", "%", "4", "-3"},
    {"7", "%", "-4", "3"},
    {"7", "%", "0", "{'n':'NaN'}"},
    {"7", "%", "{'n':'Infinity'}", "7"},
    {"5.5", "%", "2", "?"},
    {"2", "**", "10", "1024"},
    {"2", "**", "-2", "0.25"},
    {"3", "**", "0", "1"},
    {"3", "**", "0.5", "?"},
    {"10", "**", "20", "?"},
    {"-3", "**", "3", "-27"},
    {"97", "^", "42", "75"},
    {"4294967295", "^", "0", "-1"},
    {"'5'", "^", "1", "4"},
    {"1e21", "|", "0", "-559939584"},
    {"{'n':'NaN'}", "|", "0", "0"},
    {"-1.9", "|", "0", "-1"},
    {"4294967296.5", "|", "0", "0"},
    {"6", "&", "3", "2"},
    {"1", "<<", "31", "-2147483648"},
    {"1", "<<", "33", "2"},
    {"-8", ">>", "1", "-4"},
    {"-1", ">>>", "0", "4294967295"},
    {"-1", ">>>", "28", "15"},
    {"'a'", "===", "'a'", "true"},
    {"'1'", "===", "1", "false"},
    {"1", "===", "1", "true"},
    {"{'n':'NaN'}", "===", "{'n':'NaN'}", "false"},
    {"{'n':'NaN'}", "!==", "{'n':'NaN'}", "true"},
    {"true", "===", "1", "false"},
    {"[1]", "===", "'1'", "false"},
    {"[1]", "===", "[1]", "?"},
    {"{'re':['a','']}", "===", "'a'", "?"},
    {"'a'", "!==", "'b'", "true"},
    {"'1'", "==", "1", "true"},
    {"'a'", "==", "'a'", "true"},
    {"true", "==", "'1'", "true"},
    {"[1]", "==", "1", "?"},
    {"'a'", "!=", "'b'", "true"},
    {"1", "<", "2", "true"},
    {"'10'", "<", "'9'", "true"},
    {"'10'", "<", "9", "false"},
    {"'\\ud83d\\ude00'", "<", "'\\uffee'", "true"},
    {"2", ">", "1", "true"},
    {"2", "<=", "2", "true"},
    {"'a'", ">=", "'b'", "false"},
    {"'a'", ">=", "'a'", "true"},
    {"{'n':'NaN'}", "<=", "1", "false"},
    {"[1]", "<", "2", "?"},
    {"1", "??", "2", "-"},
    {"1", "in", "2", "-"},
};

static void test_operators(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(operators); i++) {
    struct maker maker = {&arena, ROOM, false};
    struct value left = spelling_read(&maker, operators[i].left), right = spelling_read(&maker, operators[i].right);
    struct value result = {0};
    enum builtin_outcome outcome =
        builtin_operator(&maker, str_from(operators[i].sign), left.items[0].data, right.items[0].data, &result);
    char what[256];
    snprintf(what, sizeof what, "%s %s %s", operators[i].left, operators[i].sign, operators[i].right);
    assert_outcome(what, outcome, &result, operators[i].expected);
  }
}

static const struct {
  const char *sign;
  const char *operand;
  const char *expected;
} unaries[] = {
    {"-", "'5'", "-5"},   {"+", "'5'", "5"},     {"+", "''", "0"},       {"+", "'x'", "{'n':'NaN'}"},
    {"~", "5", "-6"},     {"~", "-1", "0"},      {"!", "''", "true"},    {"!", "'a'", "false"},
    {"!", "0", "true"},   {"!", "[]", "false"},  {"+", "[]", "0"},       {"+", "{'o':{}}", "?"},
    {"!", "{'re':['a','']}", "?"},               {"typeof", "1", "-"},
};

static void test_unaries(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(unaries); i++) {
    struct maker maker = {&arena, ROOM, false};
    struct value operand = spelling_read(&maker, unaries[i].operand), result = {0};
    enum builtin_outcome outcome = builtin_unary(&maker, str_from(unaries[i].sign), operand.items[0].data, &result);
    assert_outcome(unaries[i].operand, outcome, &result, unaries[i].expected);
  }
}

static const struct {
  const char *self;
  const char *name;
  const char *expected;
} properties[] = {
    {"'abc'", "length", "3"},
    {"'\\ud83d\\ude00'", "length", "2"},
    {"'abc'", "1", "'b'"},
    {"'abc'", "3", "?"},
    {"'abc'", "01", "-"},
    {"'abc'", "size", "-"},
    {"[1,null]", "length", "2"},
    {"[1,2]", "0", "-"},
    {"{'b':'6162'}", "length", "2"},
    {"{'b':'6162'}", "1", "98"},
    {"{'u':'6162'}", "byteLength", "2"},
    {"{'u':'6162'}", "2", "?"},
    {"{'re':['a','g']}", "source", "'a'"},
    {"{'re':['a','g']}", "flags", "'g'"},
    {"{'re':['a','ig']}", "flags", "?"},
    {"{'re':['a/','g']}", "source", "?"},
    {"{'re':['a\\\\/','']}", "source", "'a\\u005c/'"},
    {"5", "length", "-"},
    {"'abc'", "", "-"},
    {"'abc'", "-1", "-"},
};

static void test_properties(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(properties); i++) {
    struct maker maker = {&arena, ROOM, false};
    struct value self = spelling_read(&maker, properties[i].self), result = {0};
    enum builtin_outcome outcome = builtin_property(&maker, self.items[0].data, str_from(properties[i].name), &result);
    assert_outcome(properties[i].name, outcome, &result, properties[i].expected);
  }
}

/* ---- origins ---- */

static size_t count_spans(const struct origin *origin) {
  size_t count = 0;
  for (; origin; origin = origin->kind == ORIGIN_JOIN ? origin->second : origin->first) {
    if (origin->kind == ORIGIN_SPAN)
      return count + 1;
    count += origin->kind == ORIGIN_JOIN ? count_spans(origin->first) : 0;
  }
  return count;
}

static struct value spanned(struct maker *maker, const char *text, uint32_t start) {
  return value_text(str_from(text), origin_span(maker, NULL, start, start + (uint32_t)strlen(text)));
}

static struct value method(struct maker *maker, struct value self, const char *name, struct value argument) {
  struct value result = {0};
  assert_int_equal(builtin_method(maker, &self, str_from(name), &argument, 1, &result), BUILTIN_MADE);
  return result;
}

static void test_origins(void **state) {
  (void)state;
  struct maker maker = {&arena, ROOM, false};
  struct value key = spanned(&maker, "cba", 10), empty = value_text(STR(""), NULL), other = spanned(&maker, "-", 50);
  struct value letters = method(&maker, key, "split", empty), result = {0};
  assert_ptr_equal(letters.items[1].data->origin, key.origin);
  struct value word = method(&maker, method(&maker, letters, "reverse", empty), "join", empty);
  assert_text(word.text, "abc");
  assert_ptr_equal(word.origin, key.origin);
  assert_ptr_equal(method(&maker, key, "slice", value_number(1, other.origin)).origin, key.origin);
  assert_int_equal(count_spans(method(&maker, key, "concat", other).origin), 2);
  assert_int_equal(count_spans(method(&maker, letters, "join", other).origin), 3);
  assert_int_equal(builtin_operator(&maker, STR("+"), &key, &other, &result), BUILTIN_MADE);
  assert_int_equal(count_spans(result.origin), 2);
  struct value pieces[] = {other, key};
  assert_int_equal(builtin_method(&maker, &key, STR("replace"), pieces, 2, &result), BUILTIN_MADE);
  assert_ptr_equal(result.origin, key.origin);
  struct value code = method(&maker, key, "charCodeAt", value_number(0, NULL));
  assert_int_equal(builtin_function(&maker, STR("String.fromCharCode"), &code, 1, &result), BUILTIN_MADE);
  assert_ptr_equal(result.origin, key.origin);
}

/* ---- limits ---- */

static void test_limits(void **state) {
  (void)state;
  struct maker maker = {&arena, ROOM, false};
  char *large = arena_zeroed(&arena, TEXT_SIZE_MAX);
  memset(large, 'a', TEXT_SIZE_MAX);
  struct value text = value_text((str){large, TEXT_SIZE_MAX}, NULL), one = value_text(STR("a"), NULL), result = {0};
  struct value empty = value_text(STR(""), NULL), both[] = {one, value_text(STR("$`"), NULL)};
  assert_int_equal(builtin_operator(&maker, STR("+"), &text, &one, &result), BUILTIN_UNKNOWN);
  assert_true(maker.cut);
  maker.cut = false;
  assert_int_equal(builtin_method(&maker, &text, STR("split"), &empty, 1, &result), BUILTIN_UNKNOWN);
  assert_true(maker.cut);
  maker.cut = false;
  assert_int_equal(builtin_method(&maker, &text, STR("replaceAll"), both, 2, &result), BUILTIN_UNKNOWN);
  assert_true(maker.cut);
  maker.cut = false;
  struct value regexp;
  assert_true(builtin_regexp(&maker, STR("a*a*b"), STR(""), NULL, &regexp));
  assert_int_equal(builtin_method(&maker, &text, STR("search"), &regexp, 1, &result), BUILTIN_UNKNOWN);
  assert_true(maker.cut);
  maker = (struct maker){&arena, 0, false};
  assert_int_equal(builtin_function(&maker, STR("btoa"), &one, 1, &result), BUILTIN_UNKNOWN);
  assert_true(maker.cut);
}

static int clear(void **state) {
  (void)state;
  arena_free(&arena);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_functions),
      cmocka_unit_test(test_operators),
      cmocka_unit_test(test_unaries),
      cmocka_unit_test(test_properties),
      cmocka_unit_test(test_origins),
      cmocka_unit_test(test_limits),
  };
  return cmocka_run_group_tests(tests, NULL, clear);
}
