/* unit.h -- what every unit test includes: cmocka with the headers that it needs, and checks of a str. */
#ifndef APSO_TESTS_UNIT_H
#define APSO_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/str.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static inline void unit_check_str(str actual, str expected, const char *file, int line) {
  if (str_eq(actual, expected))
    return;
  print_error("\"%.*s\" is not \"%.*s\"\n", STR_ARG(actual), STR_ARG(expected));
  _fail(file, line);
}

/* Both are str. */
#define assert_str(actual, expected) unit_check_str((actual), (expected), __FILE__, __LINE__)
/* A str and a C string. */
#define assert_text(actual, expected) unit_check_str((actual), str_from(expected), __FILE__, __LINE__)

#endif
