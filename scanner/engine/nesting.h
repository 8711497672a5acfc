/* nesting.h -- the names of the objects and calls that enclose a place of a script, outermost first.
   For configurations: { runtimeConfig: { public: { … is nested in runtimeConfig, public. */
#ifndef APSO_ENGINE_NESTING_H
#define APSO_ENGINE_NESTING_H

#include <stddef.h>

#include "base/str.h"

enum { NESTING_MAX = 64 };

/* Names are of the text; brackets without one are left out, and those nested deeper than NESTING_MAX. Gives their
   number. */
size_t nesting_names(str text, size_t offset, str names[NESTING_MAX]);

#endif
