/* test_builtin_method.c -- methods of the language's own values, as Node runs them.
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

static const struct method {
  const char *self;
  const char *name;
  const char *arguments;
  const char *expected;
} text_methods[] = {
    {"'abc'", "charAt", "1", "'b'"},
    {"'abc'", "charAt", "", "'a'"},
    {"'abc'", "charAt", "3", "''"},
    {"'abc'", "charAt", "-1", "''"},
    {"'abc'", "charAt", "'1'", "'b'"},
    {"'abc'", "charAt", "1.9", "'b'"},
    {"'abc'", "charAt", "true", "'b'"},
    {"'abc'", "charAt", "[2]", "'c'"},
    {"'abc'", "charAt", "{'n':'NaN'}", "'a'"},
    {"'abc'", "charAt", "{'n':'Infinity'}", "''"},
    {"'\\ud83d\\ude00'", "charAt", "1", "'\\ude00'"},
    {"'abc'", "charCodeAt", "0", "97"},
    {"'abc'", "charCodeAt", "9", "{'n':'NaN'}"},
    {"'\\u00e9'", "charCodeAt", "0", "233"},
    {"'\\ud83d\\ude00'", "charCodeAt", "0", "55357"},
    {"'\\ud83d\\ude00'", "codePointAt", "0", "128512"},
    {"'\\ud83d\\ude00'", "codePointAt", "1", "56832"},
    {"'abc'", "codePointAt", "3", "?"},
    {"'abc'", "at", "-1", "'c'"},
    {"'abc'", "at", "0", "'a'"},
    {"'abc'", "at", "3", "?"},
    {"'abc'", "at", "-4", "?"},
    {"'abcdef'", "slice", "1,3", "'bc'"},
    {"'abcdef'", "slice", "-2", "'ef'"},
    {"'abcdef'", "slice", "", "'abcdef'"},
    {"'abcdef'", "slice", "4,2", "''"},
    {"'abcdef'", "slice", "0,-1", "'abcde'"},
    {"'abcdef'", "slice", "-99,99", "'abcdef'"},
    {"'abcdef'", "slice", "{'n':'-Infinity'},{'n':'Infinity'}", "'abcdef'"},
    {"'a\\u00e9\\ud83d\\ude00z'", "slice", "1,4", "'\\u00e9\\ud83d\\ude00'"},
    {"'a\\u00e9\\ud83d\\ude00z'", "slice", "3", "'\\ude00z'"},
    {"'abcdef'", "slice", "{'re':['a','']}", "?"},
    {"'abcdef'", "substring", "1,3", "'bc'"},
    {"'abcdef'", "substring", "3,1", "'bc'"},
    {"'abcdef'", "substring", "-3,2", "'ab'"},
    {"'abcdef'", "substring", "4", "'ef'"},
    {"'abcdef'", "substr", "1,3", "'bcd'"},
    {"'abcdef'", "substr", "-3,2", "'de'"},
    {"'abcdef'", "substr", "2", "'cdef'"},
    {"'abcdef'", "substr", "2,-1", "''"},
    {"'abcdef'", "substr", "9,1", "''"},
    {"'ab'", "concat", "'cd',1,true", "'abcd1true'"},
    {"'ab'", "concat", "[1,2]", "'ab1,2'"},
    {"'ab'", "concat", "", "'ab'"},
    {"{'w':[55357]}", "concat", "{'w':[56832]}", "'\\ud83d\\ude00'"},
    {"'ab'", "concat", "{'b':'61'}", "?"},
    {"'7'", "padStart", "3,'0'", "'007'"},
    {"'7'", "padStart", "6,'ab'", "'ababa7'"},
    {"'7'", "padStart", "3", "'  7'"},
    {"'789'", "padStart", "2,'0'", "'789'"},
    {"'7'", "padStart", "3,''", "'7'"},
    {"'7'", "padEnd", "4,'ab'", "'7aba'"},
    {"'7'", "padEnd", "16384,'a'", NULL},
    {"'7'", "padEnd", "16385,'a'", "?"},
    {"'7'", "padEnd", "1e300,'a'", "?"},
    {"'7'", "padEnd", "1e300,''", "'7'"},
    {"'ab'", "repeat", "3", "'ababab'"},
    {"'ab'", "repeat", "0", "''"},
    {"'ab'", "repeat", "2.9", "'abab'"},
    {"'ab'", "repeat", "-1", "?"},
    {"'ab'", "repeat", "{'n':'Infinity'}", "?"},
    {"'ab'", "repeat", "8192", NULL},
    {"'ab'", "repeat", "8193", "?"},
    {"''", "repeat", "1e300", "''"},
    {"{'w':[56832,55357]}", "repeat", "2", "'\\ude00\\ud83d\\ude00\\ud83d'"},
    {"'AbC-1'", "toLowerCase", "", "'abc-1'"},
    {"'AbC-1'", "toUpperCase", "", "'ABC-1'"},
    {"'\\u00c9'", "toLowerCase", "", "?"},
    {"' \\t\\u00a0\\ufeffx y\\n\\u2028'", "trim", "", "'x y'"},
    {"' x '", "trimStart", "", "'x '"},
    {"' x '", "trimLeft", "", "'x '"},
    {"' x '", "trimEnd", "", "' x'"},
    {"' x '", "trimRight", "", "' x'"},
    {"' \\u200b '", "trim", "", "'\\u200b'"},
    {"' '", "trim", "", "''"},
    {"'x'", "toString", "", "'x'"},
    {"'x'", "valueOf", "", "'x'"},
    {"'x'", "normalize", "", "'x'"},
    {"'x'", "normalize", "'NFKD'", "'x'"},
    {"'x'", "normalize", "'x'", "?"},
    {"'\\u00e9'", "normalize", "", "?"},
    {"'abcabc'", "startsWith", "'abc'", "true"},
    {"'abcabc'", "startsWith", "'bc'", "false"},
    {"'abcabc'", "startsWith", "'bc',1", "true"},
    {"'abcabc'", "startsWith", "'',99", "true"},
    {"'abcabc'", "startsWith", "'abcabcd'", "false"},
    {"'abcabc'", "startsWith", "{'re':['a','']}", "?"},
    {"'abcabc'", "endsWith", "'bc'", "true"},
    {"'abcabc'", "endsWith", "'bc',3", "true"},
    {"'abcabc'", "endsWith", "'bc',2", "false"},
    {"'abcabc'", "endsWith", "'',0", "true"},
    {"'abcabc'", "includes", "'ca'", "true"},
    {"'abcabc'", "includes", "'ca',3", "false"},
    {"'abcabc'", "includes", "''", "true"},
    {"'ab1'", "includes", "1", "true"},
    {"'\\u00e9abc'", "includes", "'bc'", "true"},
    {"'abc'", "includes", "'\\u00e9'", "false"},
    {"'abcabc'", "indexOf", "'c'", "2"},
    {"'abcabc'", "indexOf", "'c',3", "5"},
    {"'abcabc'", "indexOf", "'x'", "-1"},
    {"'abcabc'", "indexOf", "'',3", "3"},
    {"'abcabc'", "indexOf", "'',99", "6"},
    {"'\\ud83d\\ude00a'", "indexOf", "'a'", "2"},
    {"'\\ud83d\\ude00a'", "indexOf", "{'w':[56832]}", "1"},
    {"'\\u6161b'", "indexOf", "'a'", "-1"},
    {"'\\u6100\\u0061'", "indexOf", "'a'", "1"},
    {"'abcabc'", "lastIndexOf", "'c'", "5"},
    {"'abcabc'", "lastIndexOf", "'c',4", "2"},
    {"'abcabc'", "lastIndexOf", "'c',{'n':'NaN'}", "5"},
    {"'abcabc'", "lastIndexOf", "'c',-1", "-1"},
    {"'abcabc'", "lastIndexOf", "'a',-1", "0"},
    {"'abcabc'", "lastIndexOf", "''", "6"},
    {"'abc'", "lastIndexOf", "'abcd'", "-1"},
    {"'abc'", "localeCompare", "'abd'", "?"},
    {"'abc'", "toLocaleUpperCase", "", "?"},
    {"'abc'", "noSuch", "", "-"},
    {"'abc'", "length", "", "-"},
};

static const struct method pattern_methods[] = {
    {"'a-b-c'", "replace", "'-','+'", "'a+b-c'"},
    {"'a-b-c'", "replaceAll", "'-','+'", "'a+b+c'"},
    {"'abc'", "replaceAll", "'','-'", "'-a-b-c-'"},
    {"'abc'", "replace", "'','-'", "'-abc'"},
    {"'abc'", "replace", "'x','-'", "'abc'"},
    {"''", "replaceAll", "'','x'", "'x'"},
    {"'aaa'", "replaceAll", "'aa','b'", "'ba'"},
    {"'a1b'", "replace", "1,2", "'a2b'"},
    {"'abc'", "replace", "'b','[$&]'", "'a[b]c'"},
    {"'abc'", "replace", "'b','$$'", "'a$c'"},
    {"'abc'", "replace", "'b','$`|$\\u0027'", "'aa|cc'"},
    {"'abc'", "replace", "'b','$1$'", "'a$1$c'"},
    {"'abc'", "replace", "'b'", "?"},
    {"'abc'", "replace", "'b',{'b':'61'}", "?"},
    {"'\\u00e9b\\ud83d\\ude00'", "replace", "'b','x'", "'\\u00e9x\\ud83d\\ude00'"},
    {"'a b  c'", "replace", "{'re':['\\\\s','']},''", "'ab  c'"},
    {"'a b  c'", "replace", "{'re':['\\\\s','g']},''", "'abc'"},
    {"'a b  c'", "replace", "{'re':['\\\\s+','g']},'-'", "'a-b-c'"},
    {"'a b  c'", "replaceAll", "{'re':['\\\\s+','g']},'-'", "'a-b-c'"},
    {"'a b  c'", "replaceAll", "{'re':['\\\\s+','']},'-'", "?"},
    {"'a_b-c d'", "replace", "{'re':['[\\\\s_-]','g']},''", "'abcd'"},
    {"'a_b-c.d'", "replace", "{'re':['\\\\W','g']},'!'", "'a_b!c!d'"},
    {"'aXbx'", "replace", "{'re':['x','gi']},'-'", "'a-b-'"},
    {"'ab\\ncd'", "replace", "{'re':['b.c','']},'-'", "'ab\\u000acd'"},
    {"'ab\\ncd'", "replace", "{'re':['b.c','s']},'-'", "'a-d'"},
    {"'ab\\ncd'", "replace", "{'re':['^','g']},'-'", "'-ab\\u000acd'"},
    {"'ab\\n'", "replace", "{'re':['$','g']},'-'", "'ab\\u000a-'"},
    {"'ab\\n'", "replace", "{'re':['$','gm']},'-'", "?"},
    {"'ab'", "replace", "{'re':['(a)(b)','']},'$2$1'", "'ba'"},
    {"'ab'", "replace", "{'re':['(a)(b)','']},'$02$3$10'", "'b$3a0'"},
    {"'ab'", "replace", "{'re':['(a)|(c)','']},'[$2]'", "'[]b'"},
    {"'abcabc'", "replace", "{'re':['(?:bc)+','g']},'-'", "'a-a-'"},
    {"'abab'", "replace", "{'re':['^(ab)*$','']},'$1'", "'ab'"},
    {"'aaa'", "replace", "{'re':['a{2}','']},'b'", "'ba'"},
    {"'aaa'", "replace", "{'re':['a{1,2}','']},'b'", "'ba'"},
    {"'aaa'", "replace", "{'re':['a{2,}','']},'b'", "'b'"},
    {"'aaa'", "replace", "{'re':['a+?','']},'b'", "'baa'"},
    {"'{{x}}'", "replace", "{'re':['{{x}}','']},'b'", "'b'"},
    {"'a/b'", "replace", "{'re':['\\\\/','']},'-'", "'a-b'"},
    {"'aAb'", "replace", "{'re':['\\\\x61|\\\\u0041','g']},'-'", "'--b'"},
    {"'abc'", "replace", "{'re':['x*','g']},'-'", "'-a-b-c-'"},
    {"'abc'", "replace", "{'re':['[^]','g']},'-'", "'---'"},
    {"'abc'", "replace", "{'re':['[]','g']},'-'", "'abc'"},
    {"'abc'", "replace", "{'re':['b[]*','g']},'-'", "'a-c'"},
    {"'abcdefgh'", "replace", "{'re':['.(?=.{4})','g']},'*'", "'****efgh'"},
    {"'1234567'", "replace", "{'re':['\\\\B(?=(?:\\\\d{3})+$)','g']},','", "'1,234,567'"},
    {"'ab cd'", "replace", "{'re':['\\\\bc','']},'-'", "'ab -d'"},
    {"'a\\u00e9'", "replace", "{'re':['a','']},'b'", "?"},
    {"'aa'", "replace", "{'re':['(a)\\\\1','']},'b'", "?"},
    {"'aa'", "replace", "{'re':['(?<=a)a','']},'b'", "?"},
    {"'aa'", "replace", "{'re':['(?<n>a)','']},'b'", "?"},
    {"'aa'", "replace", "{'re':['(?:a|b)*','']},'b'", "?"},
    {"'aa'", "replace", "{'re':['(?:a*)*','']},'b'", "?"},
    {"'aa'", "replace", "{'re':['(?:a?){2}','']},'b'", "?"},
    {"'aa'", "replace", "{'re':['a','y']},'b'", "?"},
    {"'aa'", "replace", "{'re':['a**','']},'b'", "?"},
    {"'aa'", "replace", "{'re':['(a','']},'b'", "?"},
    {"'aa'", "replace", "{'re':['a)','']},'b'", "?"},
    {"'aa'", "replace", "{'re':['[a','']},'b'", "?"},
    {"'aa'", "replace", "{'re':['[b-a]','']},'b'", "?"},
    {"'aa'", "replace", "{'re':['a\\\\','']},'b'", "?"},
    {"'aa'", "replace", "{'re':['\\\\p{L}','u']},'b'", "?"},
    {"'a,b,c'", "split", "','", "['a','b','c']"},
    {"'abc'", "split", "''", "['a','b','c']"},
    {"'abc'", "split", "'',2", "['a','b']"},
    {"'abc'", "split", "", "['abc']"},
    {"'a,b,'", "split", "','", "['a','b','']"},
    {"',a'", "split", "','", "['','a']"},
    {"'a,b,c'", "split", "',',2", "['a','b']"},
    {"'a,b,c'", "split", "',',-1", "['a','b','c']"},
    {"'a,b,c'", "split", "',',0", "[]"},
    {"''", "split", "','", "['']"},
    {"''", "split", "''", "[]"},
    {"'a1b'", "split", "1", "['a','b']"},
    {"'\\u00e9\\ud83d\\ude00'", "split", "''", "['\\u00e9','\\ud83d','\\ude00']"},
    {"'a1b22c'", "split", "{'re':['\\\\d+','']}", "['a','b','c']"},
    {"'a1b'", "split", "{'re':['(\\\\d)','']}", "['a','1','b']"},
    {"'axb'", "split", "{'re':['x|(y)','']}", "['a',null,'b']"},
    {"'abc'", "split", "{'re':['','']}", "['a','b','c']"},
    {"'abc'", "split", "{'re':['(?:)','']}", "['a','b','c']"},
    {"'abc'", "split", "{'re':['b*','']}", "['a','c']"},
    {"'aBc'", "split", "{'re':['(?=[A-Z])','']}", "['a','Bc']"},
    {"''", "split", "{'re':['a*','']}", "[]"},
    {"''", "split", "{'re':['a','']}", "['']"},
    {"'a1b2'", "match", "{'re':['\\\\d','g']}", "['1','2']"},
    {"'a1b2'", "match", "{'re':['([a-z])(\\\\d)','']}", "['a1','a','1']"},
    {"'a1b2'", "match", "{'re':['x','']}", "?"},
    {"'a1b2'", "match", "'1'", "?"},
    {"'a1b2'", "search", "{'re':['\\\\d','']}", "1"},
    {"'a1b2'", "search", "{'re':['x','']}", "-1"},
    {"'a1b2'", "matchAll", "{'re':['x','g']}", "?"},
    {"{'re':['^a','']}", "test", "'abc'", "true"},
    {"{'re':['^b','']}", "test", "'abc'", "false"},
    {"{'re':['^b','g']}", "test", "'abc'", "?"},
    {"{'re':['(b)','']}", "exec", "'abc'", "['b','b']"},
    {"{'re':['(b)','']}", "noSuch", "'abc'", "-"},
};

static const struct method list_methods[] = {
    {"['a','b']", "join", "''", "'ab'"},
    {"['a','b']", "join", "", "'a,b'"},
    {"['a',1,true,[2,[3]]]", "join", "'-'", "'a-1-true-2,3'"},
    {"[]", "join", "'x'", "''"},
    {"['a',null]", "join", "''", "?"},
    {"['a',{'b':'61'}]", "join", "''", "?"},
    {"[{'w':[55357]},{'w':[56832]}]", "join", "''", "'\\ud83d\\ude00'"},
    {"['a',1]", "toString", "", "'a,1'"},
    {"['a','b','c']", "reverse", "", "['c','b','a']"},
    {"['a',null]", "toReversed", "", "[null,'a']"},
    {"[1,2,3,4]", "slice", "1,3", "[2,3]"},
    {"[1,2,3,4]", "slice", "-1", "[4]"},
    {"[1,2,3,4]", "slice", "", "[1,2,3,4]"},
    {"[1,2,3,4]", "slice", "3,1", "[]"},
    {"[1]", "concat", "[2,3],4,['a']", "[1,2,3,4,'a']"},
    {"[1]", "concat", "{'re':['a','']}", "?"},
    {"[1]", "concat", "", "[1]"},
    {"[1,[2,[3]],[]]", "flat", "", "[1,2,[3]]"},
    {"[1,[2,[3]]]", "flat", "2", "?"},
    {"[1,null]", "flat", "", "?"},
    {"[1,2,3]", "with", "1,'x'", "[1,'x',3]"},
    {"[1,2,3]", "with", "-1,'x'", "[1,2,'x']"},
    {"[1,2,3]", "with", "3,'x'", "?"},
    {"[1,2,3]", "fill", "0", "[0,0,0]"},
    {"[1,2,3]", "fill", "0,1,2", "[1,0,3]"},
    {"[null,null]", "fill", "'x'", "['x','x']"},
    {"[1,2,3]", "toSpliced", "1,1,'a','b'", "[1,'a','b',3]"},
    {"[1,2,3]", "toSpliced", "1", "[1]"},
    {"[1,2,3]", "toSpliced", "-1,0,'x'", "[1,2,'x',3]"},
    {"[1,2,3]", "at", "-1", "3"},
    {"[1,2,3]", "at", "5", "?"},
    {"[null]", "at", "0", "?"},
    {"[1,'1',{'n':'NaN'}]", "includes", "'1'", "true"},
    {"[1,'1',{'n':'NaN'}]", "includes", "{'n':'NaN'}", "true"},
    {"[1,'1',{'n':'NaN'}]", "indexOf", "{'n':'NaN'}", "-1"},
    {"[1,'1']", "indexOf", "'1'", "1"},
    {"[1,'1']", "indexOf", "1,1", "-1"},
    {"[null,1]", "indexOf", "1", "?"},
    {"[1,null]", "indexOf", "1", "0"},
    {"[[1]]", "includes", "1", "false"},
    {"[[1]]", "includes", "[1]", "?"},
    {"['a','b']", "keys", "", "[0,1]"},
    {"['a',null]", "entries", "", "[[0,'a'],[1,null]]"},
    {"['a']", "values", "", "['a']"},
    {"['a']", "map", "", "-"},
};

static const struct method other_methods[] = {
    {"255", "toString", "16", "'ff'"},
    {"255", "toString", "", "'255'"},
    {"-255", "toString", "2", "'-11111111'"},
    {"35", "toString", "36", "'z'"},
    {"0", "toString", "2", "'0'"},
    {"0.5", "toString", "2", "?"},
    {"0.5", "toString", "10", "'0.5'"},
    {"5", "toString", "37", "?"},
    {"5", "toString", "1", "?"},
    {"{'n':'NaN'}", "toString", "16", "'NaN'"},
    {"1.005", "toFixed", "2", "'1.00'"},
    {"1.45", "toFixed", "1", "'1.4'"},
    {"12", "toFixed", "", "'12'"},
    {"0.5", "toFixed", "0", "'1'"},
    {"2.5", "toFixed", "0", "'3'"},
    {"-2.5", "toFixed", "0", "'-3'"},
    {"1.125", "toFixed", "2", "'1.13'"},
    {"-1.25", "toFixed", "3", "'-1.250'"},
    {"1e21", "toFixed", "2", "'1e+21'"},
    {"5", "toFixed", "-1", "?"},
    {"5", "valueOf", "", "5"},
    {"5", "toPrecision", "3", "?"},
    {"true", "toString", "", "'true'"},
    {"{'b':'616263'}", "toString", "", "'abc'"},
    {"{'b':'616263'}", "toString", "'hex'", "'616263'"},
    {"{'b':'616263'}", "toString", "'HEX',1", "'6263'"},
    {"{'b':'616263'}", "toString", "'utf8',1,2", "'b'"},
    {"{'b':'616263'}", "toString", "'utf8',-1,9", "'abc'"},
    {"{'b':'fbff61'}", "toString", "'base64'", "'+/9h'"},
    {"{'b':'fbff'}", "toString", "'base64'", "'+/8='"},
    {"{'b':'fb'}", "toString", "'base64'", "'+w=='"},
    {"{'b':'fbff'}", "toString", "'base64url'", "'-_8'"},
    {"{'b':'e961'}", "toString", "'latin1'", "'\\u00e9a'"},
    {"{'b':'e961'}", "toString", "'binary'", "'\\u00e9a'"},
    {"{'b':'e961'}", "toString", "'ascii'", "'ia'"},
    {"{'b':'610062'}", "toString", "'utf16le'", "'a'"},
    {"{'b':'3dd800de'}", "toString", "'ucs2'", "'\\ud83d\\ude00'"},
    {"{'b':'e961'}", "toString", "'utf8'", "'\\ufffda'"},
    {"{'b':'e28261f09f98c3'}", "toString", "'utf8'", "'\\ufffda\\ufffd\\ufffd'"},
    {"{'b':'eda0bd'}", "toString", "'utf8'", "'\\ufffd\\ufffd\\ufffd'"},
    {"{'b':'61'}", "toString", "'klingon'", "?"},
    {"{'b':'61'}", "toString", "5", "?"},
    {"{'u':'6162'}", "toString", "'hex'", "'97,98'"},
    {"{'u':'6162'}", "join", "'-'", "'97-98'"},
    {"{'b':'616263'}", "slice", "1", "{'b':'6263'}"},
    {"{'u':'616263'}", "subarray", "0,-1", "{'u':'6162'}"},
    {"{'b':'616263'}", "reverse", "", "{'b':'636261'}"},
    {"{'b':'616263'}", "toReversed", "", "{'u':'636261'}"},
    {"{'b':'616263'}", "at", "-1", "99"},
    {"{'b':'616263'}", "at", "3", "?"},
    {"{'b':'616263'}", "readUInt8", "1", "98"},
    {"{'u':'616263'}", "readUInt8", "1", "?"},
    {"{'b':'6162'}", "values", "", "[97,98]"},
    {"{'b':'6162'}", "map", "", "-"},
    {"{'o':{'a':1}}", "toString", "", "-"},
};

static void check_methods(const struct method *methods, size_t len) {
  for (size_t i = 0; i < len; i++) {
    struct maker maker = {&arena, ROOM, false};
    struct value self = spelling_read(&maker, methods[i].self), arguments = spelling_read(&maker, methods[i].arguments);
    struct value result = {0};
    enum builtin_outcome outcome = builtin_method(&maker, self.items[0].data, str_from(methods[i].name),
                                                  spelling_arguments(&maker, &arguments), arguments.items_len, &result);
    char what[256];
    snprintf(what, sizeof what, "%s.%s(%s)", methods[i].self, methods[i].name, methods[i].arguments);
    if (methods[i].expected)
      assert_outcome(what, outcome, &result, methods[i].expected);
    else
      assert_int_equal(outcome, BUILTIN_MADE);
  }
}

static void test_text_methods(void **state) {
  (void)state;
  check_methods(text_methods, COUNT(text_methods));
}

static void test_pattern_methods(void **state) {
  (void)state;
  check_methods(pattern_methods, COUNT(pattern_methods));
}

static void test_list_methods(void **state) {
  (void)state;
  check_methods(list_methods, COUNT(list_methods));
}

static void test_other_methods(void **state) {
  (void)state;
  check_methods(other_methods, COUNT(other_methods));
}

static int clear(void **state) {
  (void)state;
  arena_free(&arena);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_text_methods),
      cmocka_unit_test(test_pattern_methods),
      cmocka_unit_test(test_list_methods),
      cmocka_unit_test(test_other_methods),
  };
  return cmocka_run_group_tests(tests, NULL, clear);
}
