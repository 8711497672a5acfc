/* naming_check.h -- tables of texts, each with a place "<K>" that becomes a key, and of the name that it has.
   Knows no format. */
#ifndef APSO_TESTS_NAMING_CHECK_H
#define APSO_TESTS_NAMING_CHECK_H

#include "engine/naming.h"

struct naming_case {
  const char *text; /* one "<K>" */
  const char *name; /* "" for none */
  bool is_pair;
};

/* Fails, after all have been tried, if any is named otherwise. */
void naming_check(enum naming_format format, const struct naming_case *cases, size_t len);
/* The name in a text that is made, not written. */
struct naming naming_of(enum naming_format format, str text, struct arena *kept);

#endif
