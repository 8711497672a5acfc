/* test_value.c -- sets of values, their texts, and ropes of origins. */
#include "unit.h"

#include <math.h>

#include "engine/script/builtin_numeral.h"
#include "engine/script/builtin_units.h"
#include "engine/script/value.h"

enum { ROOM = 1 << 20 };

static struct arena arena;

static struct maker new_maker(void) {
  return (struct maker){&arena, ROOM, false};
}

static struct values one_text(struct maker *maker, const char *text) {
  return values_one(maker, value_text(str_from(text), NULL));
}

static struct values one_number(struct maker *maker, double number) {
  return values_one(maker, value_number(number, NULL));
}

static void test_take(void **state) {
  (void)state;
  struct maker maker = {&arena, 64, false};
  assert_non_null(maker_take(&maker, 33));
  assert_int_equal(maker.room, 16);
  assert_false(maker.cut);
  assert_null(maker_take(&maker, 17));
  assert_true(maker.cut);
  assert_null(maker_take(&maker, 1));
  assert_int_equal(one_text(&maker, "a").len, 0);
  assert_true(one_text(&maker, "a").open);
  assert_null(maker_take(&maker, SIZE_MAX));
}

static void test_spend(void **state) {
  (void)state;
  struct maker maker = {&arena, 64, false};
  assert_true(maker_spend(&maker, 64));
  assert_false(maker.cut);
  assert_false(maker_spend(&maker, 1));
  assert_true(maker.cut);
}

static void test_unite(void **state) {
  (void)state;
  struct maker maker = new_maker();
  struct values a = one_text(&maker, "a"), b = one_text(&maker, "b"), n = one_number(&maker, 1);
  assert_int_equal(values_unite(&maker, a, a).len, 1);
  assert_ptr_equal(values_unite(&maker, a, one_text(&maker, "a")).data, a.data);
  struct values ab = values_unite(&maker, a, b);
  assert_int_equal(ab.len, 2);
  assert_false(ab.open);
  assert_int_equal(values_unite(&maker, ab, b).len, 2);
  assert_int_equal(values_unite(&maker, ab, n).len, 3);
  assert_int_equal(values_unite(&maker, ab, one_text(&maker, "1")).len, 3);
  assert_int_equal(values_unite(&maker, one_number(&maker, NAN), one_number(&maker, NAN)).len, 1);
  assert_true(values_unite(&maker, values_none(), a).open);
  assert_int_equal(values_unite(&maker, values_none(), a).len, 1);
  assert_true(values_unite(&maker, a, values_none()).open);
  assert_false(maker.cut);
}

static void test_unite_limit(void **state) {
  (void)state;
  struct maker maker = new_maker();
  struct values all = one_number(&maker, 0);
  for (int i = 1; i < VALUES_MAX; i++)
    all = values_unite(&maker, all, one_number(&maker, i));
  assert_int_equal(all.len, VALUES_MAX);
  assert_false(all.open || maker.cut);
  all = values_unite(&maker, all, one_number(&maker, VALUES_MAX));
  assert_int_equal(all.len, VALUES_MAX);
  assert_true(all.open && maker.cut);
}

/* Kinds that are told apart by more than text and number. */
static void test_same(void **state) {
  (void)state;
  struct maker maker = new_maker();
  const struct path a = {STR("a"), NULL}, b = {STR("b"), NULL}, a_too = {STR("a"), NULL};
  const struct written at_a = {.at = &a}, at_a_too = {.at = &a_too}, at_b = {.at = &b};
  const struct value self = {.kind = VALUE_INSTANCE};
  const struct {
    struct value first, second;
    bool same;
  } same[] = {
      {{.kind = VALUE_HOLDER, .node.id = &a}, {.kind = VALUE_HOLDER, .node.id = &a}, true},
      {{.kind = VALUE_HOLDER, .node.id = &a}, {.kind = VALUE_CLASS, .node.id = &a}, false},
      {{.kind = VALUE_HOLDER, .node.id = &a}, {.kind = VALUE_HOLDER, .node.id = &b}, false},
      {{.kind = VALUE_FUNCTION, .node.id = &a}, {.kind = VALUE_FUNCTION, .node.id = &a, .self = &self}, false},
      {{.kind = VALUE_FUNCTION, .node.id = &a},
       {.kind = VALUE_FUNCTION, .node.id = &a, .frame = (const void *)&b},
       false},
      {{.kind = VALUE_HOLDER, .node.id = &a}, {.kind = VALUE_HOLDER, .node.id = &a, .written = &at_b}, false},
      {{.kind = VALUE_HOLDER, .node.id = &a, .written = &at_a},
       {.kind = VALUE_HOLDER, .node.id = &a, .written = &at_a_too},
       true},
      {{.kind = VALUE_HOLDER, .node.id = &a, .written = &at_a},
       {.kind = VALUE_HOLDER, .node.id = &a, .written = &at_b},
       false},
      {{.kind = VALUE_EXTERNAL, .text = STR("m"), .names = &a},
       {.kind = VALUE_EXTERNAL, .text = STR("m"), .names = &a_too},
       true},
      {{.kind = VALUE_EXTERNAL, .text = STR("m"), .names = &a},
       {.kind = VALUE_EXTERNAL, .text = STR("m"), .names = &b},
       false},
      {{.kind = VALUE_EXTERNAL, .text = STR("m"), .names = &a},
       {.kind = VALUE_EXTERNAL, .text = STR("n"), .names = &a},
       false},
      {{.kind = VALUE_BYTES, .text = STR("m")}, {.kind = VALUE_BYTES, .text = STR("m")}, true},
      {{.kind = VALUE_BYTES, .text = STR("m")}, {.kind = VALUE_BYTES, .text = STR("m"), .number = 1}, false},
      {{.kind = VALUE_LIST}, {.kind = VALUE_LIST}, true},
      {{.kind = VALUE_LIST, .items_len = 1}, {.kind = VALUE_LIST, .items_len = 2}, false},
  };
  for (size_t i = 0; i < COUNT(same); i++) {
    struct values both = values_unite(&maker, values_one(&maker, same[i].first), values_one(&maker, same[i].second));
    assert_int_equal(both.len, same[i].same ? 1 : 2);
  }
}

static void test_truthy(void **state) {
  (void)state;
  struct maker maker = new_maker();
  struct values a = one_text(&maker, "a"), empty = one_text(&maker, "");
  struct values no = values_one(&maker, (struct value){.kind = VALUE_BOOL});
  assert_ptr_equal(values_truthy(&maker, a).data, a.data);
  assert_false(values_truthy(&maker, a).open);
  assert_int_equal(values_truthy(&maker, empty).len, 0);
  assert_true(values_truthy(&maker, empty).open);
  struct values both = values_truthy(&maker, values_unite(&maker, values_unite(&maker, no, a), empty));
  assert_int_equal(both.len, 1);
  assert_true(both.open);
  assert_text(both.data->text, "a");
  assert_int_equal(values_truthy(&maker, one_number(&maker, NAN)).len, 0);
  assert_int_equal(values_truthy(&maker, one_number(&maker, -1)).len, 1);
  bool known = true;
  value_is_truthy(&(struct value){.kind = VALUE_EXTERNAL}, &known);
  assert_false(known);
  assert_true(value_is_truthy(&(struct value){.kind = VALUE_LIST}, &known) && known);
}

/* ---- texts ---- */

static struct value list_of(struct maker *maker, size_t len, const struct value *values) {
  struct values *items = maker_take(maker, (len + 1) * sizeof *items);
  for (size_t i = 0; i < len; i++)
    items[i] = values_one(maker, values[i]);
  return (struct value){.kind = VALUE_LIST, .items = items, .items_len = len};
}

static void test_list_text(void **state) {
  (void)state;
  struct maker maker = new_maker();
  str text;
  const struct value parts[] = {value_text(STR("a"), NULL), value_number(1.5, NULL), {.kind = VALUE_BOOL, .number = 1}};
  struct value list = list_of(&maker, 3, parts);
  assert_true(value_to_text(&maker, &list, &text));
  assert_text(text, "a,1.5,true");
  const struct value nested[] = {list, value_text(STR(""), NULL), list};
  struct value outer = list_of(&maker, 3, nested);
  assert_true(value_join(&maker, &outer, STR("-"), &text));
  assert_text(text, "a,1.5,true--a,1.5,true");
  struct value none = list_of(&maker, 0, NULL);
  assert_true(value_to_text(&maker, &none, &text));
  assert_text(text, "");
  const struct value strange[] = {{.kind = VALUE_HOLDER}};
  struct value unknown = list_of(&maker, 1, strange);
  assert_false(value_to_text(&maker, &unknown, &text));
  assert_false(value_to_text(&maker, strange, &text));
  struct values open = {parts, 1, true}, two = {parts, 2, false}, empty = values_none();
  assert_false(value_to_text(&maker, &(struct value){.kind = VALUE_LIST, .items = &open, .items_len = 1}, &text));
  assert_false(value_to_text(&maker, &(struct value){.kind = VALUE_LIST, .items = &two, .items_len = 1}, &text));
  assert_false(value_to_text(&maker, &(struct value){.kind = VALUE_LIST, .items = &empty, .items_len = 1}, &text));
  assert_false(maker.cut);
}

static void test_list_limits(void **state) {
  (void)state;
  struct maker maker = new_maker();
  str text;
  struct value deep = value_text(STR("a"), NULL);
  for (int i = 0; i < 8; i++)
    deep = list_of(&maker, 1, &deep);
  assert_true(value_to_text(&maker, &deep, &text));
  for (int i = 0; i < 8; i++)
    deep = list_of(&maker, 1, &deep);
  assert_false(value_to_text(&maker, &deep, &text));
  char *large = arena_zeroed(&arena, TEXT_SIZE_MAX);
  const struct value two[] = {value_text((str){large, TEXT_SIZE_MAX - 1}, NULL), value_text(STR("a"), NULL)};
  struct value list = list_of(&maker, 2, two);
  assert_true(value_join(&maker, &list, STR(""), &text));
  assert_int_equal(text.len, TEXT_SIZE_MAX);
  assert_false(maker.cut);
  assert_false(value_join(&maker, &list, STR(","), &text));
  assert_true(maker.cut);
}

static const struct {
  double number;
  const char *text;
} numerals[] = {
    {0, "0"}, {-0.0, "0"}, {1, "1"}, {-1, "-1"}, {10, "10"}, {123456789, "123456789"}, {0.1, "0.1"}, {-0.5, "-0.5"},
    {1.5, "1.5"}, {0.1 + 0.2, "0.30000000000000004"}, {1e20, "100000000000000000000"}, {1e21, "1e+21"},
    {1.5e300, "1.5e+300"}, {123e-7, "0.0000123"}, {1e-6, "0.000001"}, {1e-7, "1e-7"}, {1.25e-10, "1.25e-10"},
    {5e-324, "5e-324"}, {1.7976931348623157e308, "1.7976931348623157e+308"}, {9007199254740993.0, "9007199254740992"},
    {5.684341886080802e-14, "5.684341886080802e-14"}, {0x1p-44, "5.684341886080802e-14"}, {4294967296.0, "4294967296"},
    {NAN, "NaN"}, {INFINITY, "Infinity"}, {-INFINITY, "-Infinity"}, {123456.789, "123456.789"}, {100, "100"},
    {1e15 + 0.5, "1000000000000000.5"}, {255, "255"},
};

static void test_numerals(void **state) {
  (void)state;
  struct maker maker = new_maker();
  for (size_t i = 0; i < COUNT(numerals); i++) {
    struct value number = value_number(numerals[i].number, NULL);
    str text;
    assert_true(value_to_text(&maker, &number, &text));
    assert_text(text, numerals[i].text);
    double again = numeral_read(text);
    assert_true(again == numerals[i].number || (isnan(again) && isnan(numerals[i].number)));
  }
}

static const struct {
  const char *text;
  double number;
} readings[] = {
    {"", 0}, {" \n", 0}, {" 12 ", 12}, {"\xc2\xa0" "7\xef\xbb\xbf", 7}, {"0x1F", 31}, {"0b101", 5}, {"0o17", 15},
    {"0x", NAN}, {"-0x1", NAN}, {"1e3", 1000}, {"1E+3", 1000}, {".5", 0.5}, {"5.", 5}, {".", NAN}, {"1e", NAN},
    {"12px", NAN}, {"+5", 5}, {"-5", -5}, {"--5", NAN}, {"Infinity", INFINITY}, {"-Infinity", -INFINITY},
    {"infinity", NAN}, {"nan", NAN}, {"0x1p3", NAN}, {"1_000", NAN}, {"inf", NAN},
};

static void test_readings(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(readings); i++) {
    double number = numeral_read(str_from(readings[i].text));
    if (!(number == readings[i].number || (isnan(number) && isnan(readings[i].number))))
      fail_msg("\"%s\" is read as %g", readings[i].text, number);
  }
}

/* ---- units ---- */

static void test_units(void **state) {
  (void)state;
  struct units units = units_open(STR("a\xf0\x9f\x98\x80\xc3\xa9\xed\xa0\xbd\xff"));
  const uint16_t expected[] = {'a', 0xd83d, 0xde00, 0xe9, 0xd83d, 0xfffd};
  assert_int_equal(units.len, COUNT(expected));
  for (size_t i = 0; i < units.len; i++)
    assert_int_equal(units_at(&units, i), expected[i]);
  struct buf out = {0};
  units_add(&out, &units, 0, 2);
  assert_text(buf_str(&out), "a\xed\xa0\xbd");
  units_add(&out, &units, 2, 4);
  assert_text(buf_str(&out), "a\xf0\x9f\x98\x80\xc3\xa9");
  units_join(&out, STR("\xed\xa0\xbd"));
  units_join(&out, STR("\xed\xb8\x80z"));
  assert_text(buf_str(&out), "a\xf0\x9f\x98\x80\xc3\xa9\xf0\x9f\x98\x80z");
  buf_free(&out);
  units_close(&units);
  assert_text(units_trim_end(units_trim_start(STR("\xe2\x80\xa8 \tx \xe3\x80\x80\xc2\xa0"))), "x");
  assert_text(units_trim_end(STR("\xe2\x80\x80\xff")), "\xe2\x80\x80\xff");
}

/* ---- origins ---- */

static void test_join_repeats(void **state) {
  (void)state;
  struct maker maker = new_maker();
  const struct origin *a = origin_span(&maker, NULL, 1, 2), *b = origin_span(&maker, NULL, 3, 4);
  const struct origin *again = origin_span(&maker, NULL, 1, 2), *step = origin_step(&maker, a, NULL, 9, STR("const A"));
  assert_null(origin_join(&maker, NULL, NULL));
  assert_ptr_equal(origin_join(&maker, a, NULL), a);
  assert_ptr_equal(origin_join(&maker, NULL, a), a);
  assert_ptr_equal(origin_join(&maker, a, again), a);
  const struct origin *ab = origin_join(&maker, a, b);
  assert_int_equal(ab->kind, ORIGIN_JOIN);
  assert_ptr_equal(origin_join(&maker, ab, b), ab);
  assert_ptr_equal(origin_join(&maker, a, ab), ab);
  assert_ptr_not_equal(origin_join(&maker, ab, a), ab);
  assert_ptr_equal(origin_join(&maker, a, step), step);
  assert_ptr_equal(origin_join(&maker, step, a), step);
  assert_ptr_equal(origin_step(&maker, step, NULL, 9, STR("const A")), step);
  assert_ptr_not_equal(origin_step(&maker, step, NULL, 10, STR("const A")), step);
}

static void test_steps(void **state) {
  (void)state;
  struct maker maker = new_maker();
  struct values both = values_unite(&maker, one_text(&maker, "a"), one_text(&maker, "b"));
  struct values stepped = values_with_step(&maker, both, NULL, 5, STR("let b"));
  assert_int_equal(stepped.len, 2);
  assert_text(stepped.data[1].text, "b");
  assert_int_equal(stepped.data[1].origin->kind, ORIGIN_STEP);
  assert_int_equal(stepped.data[1].origin->start, 5);
  assert_null(both.data[1].origin);
  assert_true(values_with_step(&maker, values_none(), NULL, 5, STR("x")).open);
  maker.room = 0;
  assert_true(values_with_step(&maker, both, NULL, 5, STR("x")).open);
}

static int clear(void **state) {
  (void)state;
  arena_free(&arena);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_take),
      cmocka_unit_test(test_spend),
      cmocka_unit_test(test_unite),
      cmocka_unit_test(test_unite_limit),
      cmocka_unit_test(test_same),
      cmocka_unit_test(test_truthy),
      cmocka_unit_test(test_list_text),
      cmocka_unit_test(test_list_limits),
      cmocka_unit_test(test_numerals),
      cmocka_unit_test(test_readings),
      cmocka_unit_test(test_units),
      cmocka_unit_test(test_join_repeats),
      cmocka_unit_test(test_steps),
  };
  return cmocka_run_group_tests(tests, NULL, clear);
}
