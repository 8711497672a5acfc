/* spelling.h -- values written down for tables of cases: JSON with ' for ", and objects for what JSON lacks.
     {'b': '6162'}  a Buffer         {'u': '6162'}     a plain Uint8Array     {'n': 'NaN'}  a number
     {'w': [55357]} a text of units  {'re': ['a', 'g']} a regular expression  {'o': {…}}    a record
     null           in a list: not known */
#ifndef APSO_TESTS_SPELLING_H
#define APSO_TESTS_SPELLING_H

#include "base/buf.h"
#include "engine/script/builtin.h"

/* The list of what `spelled`, without its brackets, holds. */
struct value spelling_read(struct maker *maker, const char *spelled);
/* The elements, all known, side by side. */
const struct value *spelling_arguments(struct maker *maker, const struct value *list);
/* What is not ASCII as \u escapes of its units. */
void spelling_write(const struct value *value, struct buf *out);
/* The same for what was made; "?" for BUILTIN_UNKNOWN, "-" for BUILTIN_NONE. */
void spelling_write_outcome(enum builtin_outcome outcome, const struct value *result, struct buf *out);

#endif
