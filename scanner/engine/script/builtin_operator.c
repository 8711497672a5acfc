/* builtin_operator.c -- operators on known values (ECMA-262, 13.5 to 13.12). */
#include <math.h>

#include "engine/script/builtin_call.h"
#include "engine/script/builtin_numeral.h"

struct operands {
  struct call call;
  const struct value *left;
  const struct value *right;
  double a;
  double b;
};

static const struct origin *both_origins(struct operands *o) {
  return origin_join(o->call.maker, o->left->origin, o->right->origin);
}

/* ---- numbers ---- */

static double times(double a, double b) {
  return a * b;
}

static double minus(double a, double b) {
  return a - b;
}

static double divided(double a, double b) {
  return a / b;
}

static bool is_whole(double number) {
  return fabs(number) <= NUMERAL_EXACT_MAX && numeral_trunc(number) == number;
}

bool builtin_remainder(double a, double b, double *result) {
  if (isnan(a) || isnan(b) || isinf(a) || b == 0)
    *result = NAN;
  else if (isinf(b))
    *result = a;
  else if (is_whole(a) && is_whole(b))
    *result = copysign((double)((int64_t)a % (int64_t)b), a);
  else
    return false;
  return true;
}

/* Only where every step is exact. */
bool builtin_power(double base, double exponent, double *result) {
  enum { EXPONENT_MAX = 1023 };
  if (exponent == 0) {
    *result = 1;
    return true;
  }
  bool binary = base == 2 || base == -2;
  if (!is_whole(base) || !is_whole(exponent) || (exponent < 0 && !binary) || fabs(exponent) > EXPONENT_MAX)
    return false;
  *result = 1;
  for (int i = 0; i < (int)fabs(exponent); i++) {
    *result *= base;
    if (!binary && fabs(*result) > NUMERAL_EXACT_MAX)
      return false;
  }
  *result = exponent < 0 ? 1 / *result : *result;
  return true;
}

static double bits_or(double a, double b) {
  return (int32_t)(call_uint32(a) | call_uint32(b));
}

static double bits_and(double a, double b) {
  return (int32_t)(call_uint32(a) & call_uint32(b));
}

static double bits_xor(double a, double b) {
  return (int32_t)(call_uint32(a) ^ call_uint32(b));
}

static double shift_left(double a, double b) {
  return (int32_t)(call_uint32(a) << (call_uint32(b) & 31));
}

static double shift_right(double a, double b) {
  return (int32_t)call_uint32(a) >> (call_uint32(b) & 31);
}

static double shift_right_unsigned(double a, double b) {
  return call_uint32(a) >> (call_uint32(b) & 31);
}

static enum builtin_outcome give_if(struct operands *o, bool known, double number) {
  return known ? call_give_number(&o->call, number, both_origins(o)) : BUILTIN_UNKNOWN;
}

static enum builtin_outcome remainder_of(struct operands *o) {
  double number = 0;
  bool known = builtin_remainder(o->a, o->b, &number);
  return give_if(o, known, number);
}

static enum builtin_outcome power_of(struct operands *o) {
  double number = 0;
  bool known = builtin_power(o->a, o->b, &number);
  return give_if(o, known, number);
}

/* ---- + ---- */

/* ToPrimitive gives a text. */
static bool becomes_text(const struct value *value) {
  return value->kind == VALUE_TEXT || value->kind == VALUE_LIST;
}

static enum builtin_outcome join_texts(struct operands *o) {
  str left, right;
  if (!value_to_text(o->call.maker, o->left, &left) || !value_to_text(o->call.maker, o->right, &right))
    return BUILTIN_UNKNOWN;
  if (right.len == 0)
    return call_give_text(&o->call, left, both_origins(o));
  if (left.len == 0)
    return call_give_text(&o->call, right, both_origins(o));
  CLEANUP(buf_free) struct buf out = {0};
  units_join(&out, left);
  units_join(&out, right);
  return call_give_buf(&o->call, &out, both_origins(o));
}

static enum builtin_outcome plus(struct operands *o) {
  if (becomes_text(o->left) || becomes_text(o->right))
    return join_texts(o);
  if (!call_to_number(o->call.maker, o->left, &o->a) || !call_to_number(o->call.maker, o->right, &o->b))
    return BUILTIN_UNKNOWN;
  return call_give_number(&o->call, o->a + o->b, both_origins(o));
}

/* ---- comparisons ---- */

static bool is_primitive(const struct value *value) {
  return value->kind == VALUE_TEXT || value->kind == VALUE_NUMBER || value->kind == VALUE_BOOL;
}

static bool is_object(const struct value *value) {
  return !is_primitive(value) && value->kind != VALUE_EXTERNAL;
}

bool builtin_same(const struct value *left, const struct value *right, bool *same) {
  *same = false;
  if (is_primitive(left) && is_primitive(right)) {
    if (left->kind == right->kind)
      *same = left->kind == VALUE_TEXT ? str_eq(left->text, right->text) : left->number == right->number;
    return true;
  }
  return (is_primitive(left) && is_object(right)) || (is_object(left) && is_primitive(right));
}

static enum builtin_outcome compare_same(struct operands *o, bool wanted) {
  bool same;
  return builtin_same(o->left, o->right, &same) ? call_give_bool(&o->call, same == wanted) : BUILTIN_UNKNOWN;
}

static enum builtin_outcome same(struct operands *o) {
  return compare_same(o, true);
}

static enum builtin_outcome not_same(struct operands *o) {
  return compare_same(o, false);
}

static enum builtin_outcome compare_loosely(struct operands *o, bool wanted) {
  if (!is_primitive(o->left) || !is_primitive(o->right))
    return BUILTIN_UNKNOWN;
  if (o->left->kind == o->right->kind)
    return compare_same(o, wanted);
  if (!call_to_number(o->call.maker, o->left, &o->a) || !call_to_number(o->call.maker, o->right, &o->b))
    return BUILTIN_UNKNOWN;
  return call_give_bool(&o->call, (o->a == o->b) == wanted);
}

static enum builtin_outcome equal(struct operands *o) {
  return compare_loosely(o, true);
}

static enum builtin_outcome not_equal(struct operands *o) {
  return compare_loosely(o, false);
}

/* By UTF-16 units: a pair stands before U+E000, as its bytes do not. */
static int text_order(str left, str right) {
  CLEANUP(units_close) struct units a = units_open(left), b = units_open(right);
  size_t shorter = a.len < b.len ? a.len : b.len;
  for (size_t i = 0; i < shorter; i++)
    if (units_at(&a, i) != units_at(&b, i))
      return units_at(&a, i) < units_at(&b, i) ? -1 : 1;
  return (a.len > b.len) - (a.len < b.len);
}

enum { LESS = 1, EVEN = 2, GREATER = 4 };

static enum builtin_outcome compare_order(struct operands *o, int wanted) {
  int order = 0;
  if (o->left->kind == VALUE_TEXT && o->right->kind == VALUE_TEXT) {
    if (!maker_spend(o->call.maker, (o->left->text.len + o->right->text.len) / 2))
      return BUILTIN_UNKNOWN;
    int sign = text_order(o->left->text, o->right->text);
    order = sign < 0 ? LESS : sign > 0 ? GREATER : EVEN;
  } else if (!is_primitive(o->left) || !is_primitive(o->right)) {
    return BUILTIN_UNKNOWN;
  } else if (!call_to_number(o->call.maker, o->left, &o->a) || !call_to_number(o->call.maker, o->right, &o->b)) {
    return BUILTIN_UNKNOWN;
  } else {
    order = o->a < o->b ? LESS : o->a > o->b ? GREATER : o->a == o->b ? EVEN : 0;
  }
  return call_give_bool(&o->call, (order & wanted) != 0);
}

static enum builtin_outcome less(struct operands *o) {
  return compare_order(o, LESS);
}

static enum builtin_outcome greater(struct operands *o) {
  return compare_order(o, GREATER);
}

static enum builtin_outcome at_most(struct operands *o) {
  return compare_order(o, LESS | EVEN);
}

static enum builtin_outcome at_least(struct operands *o) {
  return compare_order(o, GREATER | EVEN);
}

/* ---- all of them ---- */

/* `run` sees the operands as they are; `numbers` and `known` as numbers in a and b. */
static const struct {
  str sign;
  enum builtin_outcome (*run)(struct operands *o);
  double (*numbers)(double a, double b);
  enum builtin_outcome (*known)(struct operands *o);
} operators[] = {
    {STR("+"), .run = plus},
    {STR("==="), .run = same},
    {STR("!=="), .run = not_same},
    {STR("=="), .run = equal},
    {STR("!="), .run = not_equal},
    {STR("<"), .run = less},
    {STR(">"), .run = greater},
    {STR("<="), .run = at_most},
    {STR(">="), .run = at_least},
    {STR("-"), .numbers = minus},
    {STR("*"), .numbers = times},
    {STR("/"), .numbers = divided},
    {STR("^"), .numbers = bits_xor},
    {STR("|"), .numbers = bits_or},
    {STR("&"), .numbers = bits_and},
    {STR("<<"), .numbers = shift_left},
    {STR(">>"), .numbers = shift_right},
    {STR(">>>"), .numbers = shift_right_unsigned},
    {STR("%"), .known = remainder_of},
    {STR("**"), .known = power_of},
};

enum builtin_outcome builtin_operator(struct maker *maker, str operator, const struct value *left,
                                      const struct value *right, struct value *result) {
  struct operands o = {{maker, NULL, NULL, 0, result}, left, right, 0, 0};
  for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
    if (!str_eq(operators[i].sign, operator))
      continue;
    if (operators[i].run)
      return operators[i].run(&o);
    if (!call_to_number(maker, left, &o.a) || !call_to_number(maker, right, &o.b))
      return BUILTIN_UNKNOWN;
    if (operators[i].known)
      return operators[i].known(&o);
    return call_give_number(&o.call, operators[i].numbers(o.a, o.b), both_origins(&o));
  }
  return BUILTIN_NONE;
}

static double itself(double number) {
  return number;
}

static double negated(double number) {
  return -number;
}

static double inverted(double number) {
  return (int32_t)~call_uint32(number);
}

static enum builtin_outcome negate_truth(struct call *call, const struct value *operand) {
  bool known, truthy = value_is_truthy(operand, &known);
  return known ? call_give_bool(call, !truthy) : BUILTIN_UNKNOWN;
}

enum builtin_outcome builtin_unary(struct maker *maker, str operator, const struct value *operand,
                                   struct value *result) {
  static const struct {
    char sign;
    double (*run)(double number);
  } numeric[] = {{'+', itself}, {'-', negated}, {'~', inverted}};
  struct call call = {maker, NULL, NULL, 0, result};
  double number;
  if (str_eq(operator, STR("!")))
    return negate_truth(&call, operand);
  for (size_t i = 0; i < sizeof numeric / sizeof *numeric; i++) {
    if (operator.len != 1 || operator.ptr[0] != numeric[i].sign)
      continue;
    if (!call_to_number(maker, operand, &number))
      return BUILTIN_UNKNOWN;
    return call_give_number(&call, numeric[i].run(number), operand->origin);
  }
  return BUILTIN_NONE;
}
