/* date.c -- calendar days as people write them. */
#include "policy/date.h"

static bool has_shape(str text) {
  static const char shape[] = "dddd-dd-dd";
  if (text.len != sizeof shape - 1)
    return false;
  for (size_t i = 0; i < text.len; i++)
    if (shape[i] == 'd' ? text.ptr[i] < '0' || text.ptr[i] > '9' : text.ptr[i] != shape[i])
      return false;
  return true;
}

static unsigned number_at(str text, size_t from, size_t len) {
  unsigned number = 0;
  for (size_t i = from; i < from + len; i++)
    number = number * 10 + (unsigned)(text.ptr[i] - '0');
  return number;
}

static unsigned days_of(unsigned year, unsigned month) {
  static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return days[month - 1] + (month == 2 && is_leap);
}

bool date_is_valid(str text) {
  if (!has_shape(text))
    return false;
  unsigned year = number_at(text, 0, 4), month = number_at(text, 5, 2), day = number_at(text, 8, 2);
  return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= days_of(year, month);
}

str date_of(time_t moment, struct arena *kept) {
  struct tm parts;
  if (!gmtime_r(&moment, &parts))
    return STR("9999-12-31"); /* a clock that no calendar holds: all that expires has */
  return arena_printf(kept, "%04d-%02d-%02d", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
}
