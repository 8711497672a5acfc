/* quantity.c -- numbers as people read them. */
#include "report/quantity.h"

#include <stdio.h>

void quantity_add(struct buf *out, uint64_t number) {
  char digits[24];
  int len = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
  for (int i = 0; i < len; i++) {
    if (i > 0 && (len - i) % 3 == 0)
      buf_add_byte(out, ',');
    buf_add_byte(out, digits[i]);
  }
}

void quantity_add_count(struct buf *out, uint64_t number, const char *noun) {
  quantity_add(out, number);
  str singular = str_from(noun);
  bool ends_in_y = str_ends(singular, STR("y"));
  if (number == 1)
    buf_printf(out, " %s", noun);
  else if (ends_in_y)
    buf_printf(out, " %.*sies", STR_ARG(str_head(singular, singular.len - 1)));
  else
    buf_printf(out, " %ss", noun);
}

void quantity_add_size(struct buf *out, uint64_t bytes) {
  static const char *const units[] = {"kB", "MB", "GB", "TB", "PB", "EB"};
  if (bytes < 1000) {
    quantity_add_count(out, bytes, "byte");
    return;
  }
  double size = (double)bytes / 1000;
  size_t unit = 0;
  for (; size >= 999.95; size /= 1000)
    unit++;
  buf_printf(out, "%.1f %s", size, units[unit]);
}
