/* builtin.h -- what the language's own functions and methods make of known values (ECMA-262; WHATWG atob;
   Node's Buffer).
   Knows no syntax, calls no functions of the source. */
#ifndef APSO_ENGINE_SCRIPT_BUILTIN_H
#define APSO_ENGINE_SCRIPT_BUILTIN_H

#include "engine/script/value.h"

/* Results carry the origins of what they were made of, joined in the order of the result where that is clear.
   What is not exactly known gives BUILTIN_UNKNOWN: never a guess. */
enum builtin_outcome { BUILTIN_NONE /* no such function here */, BUILTIN_UNKNOWN, BUILTIN_MADE };

/* A regular expression is a VALUE_EXTERNAL of this module. Its names are the pattern, as it stands between slashes,
   and behind it the flags. */
#define BUILTIN_REGEXP STR("regexp")

bool builtin_is_regexp(const struct value *value);
/* False if there is no room. */
bool builtin_regexp(struct maker *maker, str pattern, str flags, const struct origin *origin, struct value *result);

/* self.name(arguments…) where self is a TEXT, NUMBER, BOOL, BYTES, LIST or a regular expression. A method that changes
   self (reverse, fill) gives what self is then. */
enum builtin_outcome builtin_method(struct maker *maker, const struct value *self, str name,
                                    const struct value *arguments, size_t len, struct value *result);
/* name(arguments…), a global function by its dotted name: "atob", "String.fromCharCode", "Buffer.from". */
enum builtin_outcome builtin_function(struct maker *maker, str name, const struct value *arguments, size_t len,
                                      struct value *result);
/* Binary operators on known values: + - * / % ** ^ | & << >> >>> == === != !== < > <= >=. */
enum builtin_outcome builtin_operator(struct maker *maker, str operator, const struct value *left,
                                      const struct value *right, struct value *result);
/* - + ~ ! */
enum builtin_outcome builtin_unary(struct maker *maker, str operator, const struct value *operand,
                                   struct value *result);
/* text.length, text[3], list.length; BUILTIN_NONE for other names. */
enum builtin_outcome builtin_property(struct maker *maker, const struct value *self, str name, struct value *result);

#endif
