/* err.c -- why something failed, in one line. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What stands in a line may come from a hostile repository: no escape reaches a terminal. */
static void flatten(char *text) {
  for (; *text; text++)
    if ((unsigned char)*text < 0x20 || *text == 0x7f)
      *text = '?';
}

int err_set(struct err *err, const char *format, ...) {
  va_list args;
  va_start(args, format);
  vsnprintf(err->text, sizeof err->text, format, args);
  va_end(args);
  flatten(err->text);
  return -1;
}

int err_prefix(struct err *err, const char *format, ...) {
  struct err was = *err;
  va_list args;
  va_start(args, format);
  int used = vsnprintf(err->text, sizeof err->text, format, args);
  va_end(args);
  if (used >= 0 && (size_t)used < sizeof err->text)
    snprintf(err->text + used, sizeof err->text - (size_t)used, ": %s", was.text);
  flatten(err->text);
  return -1;
}
