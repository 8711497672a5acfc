/* builtin_numeral.h -- numbers as JavaScript writes and reads them (ECMA-262: Number::toString, StringToNumber,
   parseInt, parseFloat, toFixed). */
#ifndef APSO_ENGINE_SCRIPT_BUILTIN_NUMERAL_H
#define APSO_ENGINE_SCRIPT_BUILTIN_NUMERAL_H

#include <stdint.h>

#include "base/str.h"

enum { NUMERAL_SIZE = 160 }; /* room for any numeral written here */

#define NUMERAL_EXACT_MAX 9007199254740992.0 /* 2^53: up to here doubles hold every integer */

/* Towards zero. */
double numeral_trunc(double number);

str numeral_write(double number, char out[static NUMERAL_SIZE]);
/* Radix 2 to 36; false for what has a fraction, or is larger than 2^53. */
bool numeral_write_radix(double number, unsigned radix, char out[static NUMERAL_SIZE], str *text);
/* Up to 100 digits behind the point, false for more; from 10^21 on as numeral_write does. */
bool numeral_write_fixed(double number, unsigned digits, char out[static NUMERAL_SIZE], str *text);
/* What Number(text) is: NaN for what is no number, 0 for white space. */
double numeral_read(str text);
double numeral_parse_float(str text);
/* radix 0: 10, or 16 behind 0x. False for what is larger than 2^53 and not decimal: engines may round it. */
bool numeral_parse_int(str text, int radix, double *number);

#endif
