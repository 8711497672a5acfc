/* jsonspan.h -- JSON text read where it lies: values are runs of its bytes, and nothing is built (RFC 8259).
   For texts of any size that may be damaged or cut off: what cannot be read is left out quietly, a value that is
   never closed reaches to the end. Linear in the bytes, no recursion. Knows nothing of what the JSON is about. */
#ifndef APSO_ENGINE_JSONSPAN_H
#define APSO_ENGINE_JSONSPAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/* Where a reader of an object's members or an array's elements stands. */
struct jsonspan {
  str rest;
  bool named; /* an object */
};

/* The first value of a text: behind a byte order mark, white space, and a first line that begins with ")]}'". */
str jsonspan_root(str text);
/* Nothing comes out of a value that is neither object nor array. */
struct jsonspan jsonspan_enter(str value);
/* The next member or element; `name` (NULL: not asked for) is undecoded, STR_NONE in an array. */
bool jsonspan_next(struct jsonspan *reader, str *name, str *value);
/* The last member of that name, as JavaScript would see it; STR_NONE if there is none. */
str jsonspan_member(str object, str name);

/* '{', '[', '"' or the first byte of another value; 0 for STR_NONE. */
static inline char jsonspan_kind(str value) {
  return value.len ? value.ptr[0] : '\0';
}

/* The undecoded bytes between a string's quotes; STR_NONE for another value. */
str jsonspan_string(str value);
/* A whole number that is not negative; UINT32_MAX for one that is larger, `otherwise` for anything else. */
uint32_t jsonspan_number(str value, uint32_t otherwise);
/* 0 to 15, or -1. */
int jsonspan_hex_digit(char c);
/* Whether undecoded bytes of a string stand for `text`. */
bool jsonspan_is(str string, str text);

enum { JSONSPAN_UNIT = 4 };
/* Decodes what stands at the beginning of a string's undecoded bytes, which are not empty: one byte that stands for
   itself, or one escape (two if they are a pair of surrogates; one alone becomes U+FFFD). Returns how many bytes that
   took; `made` of `bytes` is what they stand for. */
size_t jsonspan_unit(str string, char bytes[JSONSPAN_UNIT], size_t *made);
/* Appends what a string's undecoded bytes stand for: never more than they are. */
void jsonspan_decode(str string, struct buf *out);

#endif
