/* naming_calls.h -- names that a program gives by calling something: setenv("NAME", …), getenv("NAME") or …
   Reads backwards, never further than named limits. */
#ifndef APSO_ENGINE_NAMING_CALLS_H
#define APSO_ENGINE_NAMING_CALLS_H

#include "engine/naming_lines.h"

/* Where the literal that ends at `at` begins; SIZE_MAX: none ends there. */
size_t naming_literal_from(str text, size_t at);
/* The bracket that is open at `at`, or the beginning of the statement; SIZE_MAX: too far away. */
size_t naming_opener(str text, size_t at);
/* Where the expression begins that a call's name, ending at `at`, belongs to: `a.b::c`, `new A`. */
size_t naming_callee_from(str text, size_t at);
/* Does `decode(`, `str(`, `Some(` give what it is given? */
bool naming_is_transparent(str callee);
/* For an argument before which the comma at `comma` stands. */
struct naming naming_by_argument(str text, size_t comma);
/* For what is instead of the value that ends at `at`: process.env.NAME, getenv("NAME"). */
str naming_of_variable(str text, size_t at);
/* `or_else("…")`: where the value ends that it is called on; SIZE_MAX: it is something else. */
size_t naming_default_of(str text, size_t paren);
/* "value": … beside "name": "NAME" in the same brackets: NAME. `at` is within the value's own name. */
struct naming naming_beside(str text, size_t at, struct naming found);

#endif
