/* builtin_number.c -- methods of numbers and booleans, Math, and what reads numbers. */
#include <math.h>

#include "engine/script/builtin_call.h"
#include "engine/script/builtin_numeral.h"

static const struct origin *first_origin(const struct call *call) {
  return call->len ? call->arguments[0].origin : NULL;
}

/* ---- methods ---- */

static enum builtin_outcome give_digits(struct call *call, str digits) {
  str kept;
  return call_keep(call, digits, &kept) ? call_give_text(call, kept, call->self->origin) : BUILTIN_UNKNOWN;
}

static enum builtin_outcome to_string(struct call *call) {
  enum { RADIX_MAX = 36, DECIMAL = 10 };
  char space[NUMERAL_SIZE];
  double radix;
  str text;
  if (!call_integer(call, 0, DECIMAL, &radix) || radix < 2 || radix > RADIX_MAX)
    return BUILTIN_UNKNOWN; /* a RangeError */
  if (radix == DECIMAL)
    return give_digits(call, numeral_write(call->self->number, space));
  if (!numeral_write_radix(call->self->number, (unsigned)radix, space, &text))
    return BUILTIN_UNKNOWN;
  return give_digits(call, text);
}

static enum builtin_outcome to_fixed(struct call *call) {
  enum { DIGITS_MAX = 100 };
  char space[NUMERAL_SIZE];
  double digits;
  str text;
  if (!call_integer(call, 0, 0, &digits) || digits < 0 || digits > DIGITS_MAX)
    return BUILTIN_UNKNOWN; /* a RangeError */
  if (!numeral_write_fixed(call->self->number, (unsigned)digits, space, &text))
    return BUILTIN_UNKNOWN;
  return give_digits(call, text);
}

static enum builtin_outcome itself(struct call *call) {
  return call_give(call, *call->self);
}

static enum builtin_outcome unknown(struct call *call) {
  (void)call;
  return BUILTIN_UNKNOWN;
}

const struct builtin_entry builtin_number_methods[] = {
    {STR("toString"), to_string},
    {STR("toFixed"), to_fixed},
    {STR("valueOf"), itself},
    {STR("toLocaleString"), unknown},
    {STR("toPrecision"), unknown},
    {STR("toExponential"), unknown},
    {STR_NONE, NULL},
};

static enum builtin_outcome bool_to_string(struct call *call) {
  return call_give_text(call, call->self->number != 0 ? STR("true") : STR("false"), call->self->origin);
}

const struct builtin_entry builtin_bool_methods[] = {
    {STR("toString"), bool_to_string},
    {STR("valueOf"), itself},
    {STR_NONE, NULL},
};

/* ---- what reads numbers ---- */

static enum builtin_outcome number(struct call *call) {
  double number;
  if (call->len == 0)
    return call_give_number(call, 0, NULL);
  return call_number(call, 0, &number) ? call_give_number(call, number, first_origin(call)) : BUILTIN_UNKNOWN;
}

static enum builtin_outcome parse_int(struct call *call) {
  double radix, read;
  str text;
  if (call->len == 0 || !call_text(call, 0, STR(""), &text) || !call_integer(call, 1, 0, &radix))
    return BUILTIN_UNKNOWN;
  if (!numeral_parse_int(text, (int)(int32_t)call_uint32(radix), &read))
    return BUILTIN_UNKNOWN;
  return call_give_number(call, read, first_origin(call));
}

static enum builtin_outcome parse_float(struct call *call) {
  str text;
  if (call->len == 0 || !call_text(call, 0, STR(""), &text))
    return BUILTIN_UNKNOWN;
  return call_give_number(call, numeral_parse_float(text), first_origin(call));
}

static enum builtin_outcome boolean(struct call *call) {
  bool known = true, truthy = call->len > 0 && value_is_truthy(call->arguments, &known);
  return known ? call_give_bool(call, truthy) : BUILTIN_UNKNOWN;
}

static enum builtin_outcome give_test(struct call *call, bool (*test)(double number), bool convert) {
  double number;
  const struct value *value = call_argument(call, 0);
  if (!value || value->kind == VALUE_EXTERNAL)
    return BUILTIN_UNKNOWN;
  if (!convert && value->kind != VALUE_NUMBER)
    return call_give_bool(call, false);
  return call_number(call, 0, &number) ? call_give_bool(call, test(number)) : BUILTIN_UNKNOWN;
}

static bool test_nan(double number) {
  return isnan(number);
}

static bool test_finite(double number) {
  return isfinite(number);
}

static bool test_integer(double number) {
  return isfinite(number) && numeral_trunc(number) == number;
}

static enum builtin_outcome is_nan(struct call *call) {
  return give_test(call, test_nan, true);
}

static enum builtin_outcome is_finite(struct call *call) {
  return give_test(call, test_finite, true);
}

static enum builtin_outcome number_is_nan(struct call *call) {
  return give_test(call, test_nan, false);
}

static enum builtin_outcome number_is_finite(struct call *call) {
  return give_test(call, test_finite, false);
}

static enum builtin_outcome number_is_integer(struct call *call) {
  return give_test(call, test_integer, false);
}

/* ---- Math ---- */

static enum builtin_outcome give_changed(struct call *call, double (*change)(double number)) {
  double number;
  return call_number(call, 0, &number) ? call_give_number(call, change(number), first_origin(call)) : BUILTIN_UNKNOWN;
}

static double round_down(double number) {
  double whole = numeral_trunc(number);
  return whole > number ? whole - 1 : whole;
}

static double round_up(double number) {
  return -round_down(-number);
}

/* To the nearest, and of two that are equally near to the larger. */
static double round_nearest(double number) {
  double down = round_down(number);
  return number - down >= 0.5 ? down + 1 : down;
}

static double absolute(double number) {
  return fabs(number);
}

static double sign(double number) {
  return number > 0 ? 1 : number < 0 ? -1 : number;
}

static enum builtin_outcome math_floor(struct call *call) {
  return give_changed(call, round_down);
}

static enum builtin_outcome math_ceil(struct call *call) {
  return give_changed(call, round_up);
}

static enum builtin_outcome math_round(struct call *call) {
  return give_changed(call, round_nearest);
}

static enum builtin_outcome math_trunc(struct call *call) {
  return give_changed(call, numeral_trunc);
}

static enum builtin_outcome math_abs(struct call *call) {
  return give_changed(call, absolute);
}

static enum builtin_outcome math_sign(struct call *call) {
  return give_changed(call, sign);
}

static enum builtin_outcome give_extreme(struct call *call, double extreme, int wanted) {
  bool nan = false;
  for (size_t i = 0; i < call->len; i++) {
    double number;
    if (!call_number(call, i, &number))
      return BUILTIN_UNKNOWN;
    nan = nan || isnan(number);
    if (wanted > 0 ? number > extreme : number < extreme)
      extreme = number;
  }
  return call_give_number(call, nan ? NAN : extreme, call_all_origins(call));
}

static enum builtin_outcome math_max(struct call *call) {
  return give_extreme(call, -INFINITY, 1);
}

static enum builtin_outcome math_min(struct call *call) {
  return give_extreme(call, INFINITY, -1);
}

static enum builtin_outcome math_pow(struct call *call) {
  double base, exponent, power;
  if (!call_number(call, 0, &base) || !call_number(call, 1, &exponent) || !builtin_power(base, exponent, &power))
    return BUILTIN_UNKNOWN;
  return call_give_number(call, power, call_all_origins(call));
}

static enum builtin_outcome math_imul(struct call *call) {
  double a, b;
  if (!call_number(call, 0, &a) || !call_number(call, 1, &b))
    return BUILTIN_UNKNOWN;
  return call_give_number(call, (int32_t)(call_uint32(a) * call_uint32(b)), call_all_origins(call));
}

const struct builtin_entry builtin_number_functions[] = {
    {STR("Number"), number},
    {STR("parseInt"), parse_int},
    {STR("Number.parseInt"), parse_int},
    {STR("parseFloat"), parse_float},
    {STR("Number.parseFloat"), parse_float},
    {STR("Boolean"), boolean},
    {STR("isNaN"), is_nan},
    {STR("isFinite"), is_finite},
    {STR("Number.isNaN"), number_is_nan},
    {STR("Number.isFinite"), number_is_finite},
    {STR("Number.isInteger"), number_is_integer},
    {STR("Math.floor"), math_floor},
    {STR("Math.ceil"), math_ceil},
    {STR("Math.round"), math_round},
    {STR("Math.trunc"), math_trunc},
    {STR("Math.abs"), math_abs},
    {STR("Math.sign"), math_sign},
    {STR("Math.max"), math_max},
    {STR("Math.min"), math_min},
    {STR("Math.pow"), math_pow},
    {STR("Math.imul"), math_imul},
    {STR_NONE, NULL},
};
