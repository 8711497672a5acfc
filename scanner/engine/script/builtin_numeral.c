/* builtin_numeral.c -- numbers as JavaScript writes and reads them. */
#include "engine/script/builtin_numeral.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/script/builtin_units.h"

enum {
  DIGITS_MAX = 17,         /* that tell any two doubles apart */
  PLAIN_MAX = 21,          /* digits before the point; more are written with an exponent */
  PLAIN_ZEROS = 6,         /* behind the point, likewise */
  DECIMAL_SIZE_MAX = 1024, /* of a number read */
};

static const double exact_max = NUMERAL_EXACT_MAX;

/* A number as 0.DIGITS times ten to the power of `point`. */
struct decimal {
  char digits[DIGITS_MAX + 1];
  int len;
  int point;
};

double numeral_trunc(double number) {
  return fabs(number) < exact_max ? (double)(int64_t)number : number;
}

static double decimal_value(const struct decimal *d) {
  char text[DIGITS_MAX + 16];
  snprintf(text, sizeof text, "0.%se%d", d->digits, d->point);
  return strtod(text, NULL);
}

static void round_to(double number, int precision, struct decimal *d) {
  char text[DIGITS_MAX + 16];
  snprintf(text, sizeof text, "%.*e", precision - 1, number);
  char *mark = strchr(text, 'e');
  d->point = atoi(mark + 1) + 1;
  d->digits[0] = text[0];
  d->len = precision;
  memcpy(d->digits + 1, text + 2, (size_t)precision - 1);
  d->digits[precision] = '\0';
}

/* The next larger one of the same length; not if all its digits are nines. */
static bool next_up(struct decimal *d) {
  int at = d->len - 1;
  while (at >= 0 && d->digits[at] == '9')
    d->digits[at--] = '0';
  if (at < 0)
    return false;
  d->digits[at]++;
  return true;
}

/* The shortest that is read as the same number. Below a power of two doubles lie closer, so that the nearest
   decimal may be another's while the next one up is still its own. */
static struct decimal shortest(double number) {
  struct decimal d;
  for (int precision = 1;; precision++) {
    round_to(number, precision, &d);
    if (precision == DIGITS_MAX || decimal_value(&d) == number)
      return d;
    if (next_up(&d) && decimal_value(&d) == number)
      return d;
  }
}

static size_t write_exponent(const struct decimal *d, char *out, size_t size) {
  int exponent = d->point - 1;
  const char *fraction = d->digits + 1;
  return (size_t)snprintf(out, size, "%c%s%se%c%d", d->digits[0], *fraction ? "." : "", fraction,
                          exponent < 0 ? '-' : '+', abs(exponent));
}

static size_t write_positive(double number, char *out, size_t size) {
  struct decimal d = shortest(number);
  if (d.point > PLAIN_MAX || d.point <= -PLAIN_ZEROS)
    return write_exponent(&d, out, size);
  if (d.point <= 0)
    return (size_t)snprintf(out, size, "0.%.*s%s", -d.point, "000000", d.digits);
  if (d.point < d.len)
    return (size_t)snprintf(out, size, "%.*s.%s", d.point, d.digits, d.digits + d.point);
  return (size_t)snprintf(out, size, "%s%.*s", d.digits, d.point - d.len, "000000000000000000000");
}

static bool write_special(double number, str *text) {
  if (isnan(number))
    *text = STR("NaN");
  else if (isinf(number))
    *text = number < 0 ? STR("-Infinity") : STR("Infinity");
  else if (number == 0)
    *text = STR("0");
  else
    return false;
  return true;
}

str numeral_write(double number, char out[static NUMERAL_SIZE]) {
  str text;
  if (write_special(number, &text))
    return text;
  size_t sign = number < 0;
  out[0] = '-';
  return (str){out, sign + write_positive(fabs(number), out + sign, NUMERAL_SIZE - sign)};
}

bool numeral_write_radix(double number, unsigned radix, char out[static NUMERAL_SIZE], str *text) {
  if (write_special(number, text))
    return true;
  if (numeral_trunc(number) != number || fabs(number) > exact_max)
    return false;
  char *at = out + NUMERAL_SIZE;
  for (uint64_t left = (uint64_t)fabs(number); left; left /= radix)
    *--at = "0123456789abcdefghijklmnopqrstuvwxyz"[left % radix];
  if (number < 0)
    *--at = '-';
  *text = str_range(at, out + NUMERAL_SIZE);
  return true;
}

/* Is it in the middle of two decimals with so many digits? Then, and only then, it is an odd number of
   parts of 2 to the power of `digits` + 1. */
static bool is_middle(double number, unsigned digits) {
  for (unsigned i = 0; i <= digits && number < exact_max; i++)
    number *= 2;
  return number < exact_max && numeral_trunc(number) == number && (uint64_t)number % 2 == 1;
}

/* The next double away from 0. */
static double next_double(double number) {
  uint64_t bits;
  memcpy(&bits, &number, sizeof bits);
  bits++;
  memcpy(&number, &bits, sizeof number);
  return number;
}

bool numeral_write_fixed(double number, unsigned digits, char out[static NUMERAL_SIZE], str *text) {
  enum { FIXED_MAX = 100 };
  if (digits > FIXED_MAX)
    return false;
  if (!(fabs(number) < 1e21)) {
    *text = numeral_write(number, out);
    return true;
  }
  if (is_middle(fabs(number), digits)) /* printf takes the even one of two, JavaScript the larger one */
    number = next_double(number);
  int len = snprintf(out, NUMERAL_SIZE, "%.*f", (int)digits, number == 0 ? 0 : number);
  *text = (str){out, (size_t)len};
  return true;
}

static bool is_digit(str text, size_t at) {
  return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

static size_t skip_digits(str text, size_t at) {
  while (is_digit(text, at))
    at++;
  return at;
}

static size_t skip_sign(str text, size_t at) {
  return at + (at < text.len && (text.ptr[at] == '+' || text.ptr[at] == '-'));
}

/* Length of the exponent at `at`. */
static size_t skip_exponent(str text, size_t at) {
  if (at >= text.len || (text.ptr[at] != 'e' && text.ptr[at] != 'E'))
    return at;
  size_t digits = skip_sign(text, at + 1), end = skip_digits(text, digits);
  return end > digits ? end : at;
}

/* Length of the decimal number that the text begins with, 0 if there is none: StrDecimalLiteral. */
static size_t decimal_length(str text) {
  size_t start = skip_sign(text, 0);
  if (str_starts(str_tail(text, start), STR("Infinity")))
    return start + STR("Infinity").len;
  size_t whole = skip_digits(text, start), end = whole;
  if (whole < text.len && text.ptr[whole] == '.')
    end = skip_digits(text, whole + 1);
  bool digits = whole > start || end > whole + 1;
  if (!digits)
    return 0;
  return skip_exponent(text, end);
}

static double read_decimal(str text) {
  char copy[DECIMAL_SIZE_MAX];
  if (text.len >= sizeof copy)
    return NAN;
  memcpy(copy, text.ptr, text.len);
  copy[text.len] = '\0';
  return strtod(copy, NULL);
}

double numeral_parse_float(str text) {
  text = units_trim_start(text);
  size_t length = decimal_length(text);
  return length ? read_decimal(str_head(text, length)) : NAN;
}

static unsigned digit_value(char byte) {
  if (byte >= '0' && byte <= '9')
    return (unsigned)(byte - '0');
  byte = (char)(byte | 0x20);
  return byte >= 'a' && byte <= 'z' ? (unsigned)(byte - 'a') + 10 : 36;
}

/* The digits of `radix` that the text begins with. Exact up to 2^53, and for powers of two while no bit is lost. */
static double read_digits(str text, unsigned radix, size_t *length) {
  double number = 0;
  for (*length = 0; *length < text.len && digit_value(text.ptr[*length]) < radix; ++*length)
    number = number * radix + digit_value(text.ptr[*length]);
  return number;
}

bool numeral_parse_int(str text, int radix, double *number) {
  text = units_trim_start(text);
  bool negative = text.len && text.ptr[0] == '-';
  text = str_tail(text, skip_sign(text, 0));
  bool hex = str_starts(text, STR("0x")) || str_starts(text, STR("0X"));
  if (hex && (radix == 0 || radix == 16)) {
    text = str_tail(text, 2);
    radix = 16;
  }
  radix = radix ? radix : 10;
  size_t length = 0;
  *number = radix >= 2 && radix <= 36 ? read_digits(text, (unsigned)radix, &length) : NAN;
  if (length == 0)
    *number = NAN;
  if (radix == 10 && *number > exact_max)
    *number = read_decimal(str_head(text, length));
  if (negative)
    *number = -*number;
  return radix == 10 || !(fabs(*number) > exact_max);
}

/* 0x, 0o, 0b. */
static bool read_prefixed(str text, double *number) {
  if (text.len < 2 || text.ptr[0] != '0')
    return false;
  char mark = (char)(text.ptr[1] | 0x20);
  unsigned radix = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 0;
  if (!radix)
    return false;
  str digits = str_tail(text, 2);
  size_t length;
  *number = read_digits(digits, radix, &length);
  if (length == 0 || length != digits.len)
    *number = NAN;
  return true;
}

double numeral_read(str text) {
  double number;
  text = units_trim_end(units_trim_start(text));
  if (text.len == 0)
    return 0;
  if (read_prefixed(text, &number))
    return number;
  return decimal_length(text) == text.len ? read_decimal(text) : NAN;
}
