/* builtin_units.h -- texts as JavaScript counts them, in UTF-16 code units. Knows no values.
   Texts are WTF-8 (simonsapin.github.io/wtf-8): a surrogate that has no partner stands as three bytes. */
#ifndef APSO_ENGINE_SCRIPT_BUILTIN_UNITS_H
#define APSO_ENGINE_SCRIPT_BUILTIN_UNITS_H

#include <stdint.h>

#include "base/buf.h"

/* A text whose units are counted. To be closed, if it was opened, with units_close. */
struct units {
  str text;       /* borrowed */
  uint16_t *wide; /* NULL: all is ASCII, bytes are units */
  size_t len;
};

struct units units_open(str text);
void units_close(struct units *units);

static inline uint16_t units_at(const struct units *units, size_t at) {
  return units->wide ? units->wide[at] : (unsigned char)units->text.ptr[at];
}

/* Appends units [from, to) as WTF-8. */
void units_add(struct buf *out, const struct units *units, size_t from, size_t to);
/* The same for any run of units; a pair becomes one character. */
void units_add_wide(struct buf *out, const uint16_t *wide, size_t len);
/* The same for one, which may be a surrogate. */
void units_add_code_point(struct buf *out, uint32_t code_point);
/* The character at `at`: a code point, two units long if it is a pair. */
uint32_t units_code_point(const struct units *units, size_t at, size_t *length);
/* Position of the first `needle` at or after `from`, or SIZE_MAX. */
size_t units_find(const struct units *units, const struct units *needle, size_t from);
/* Position of the last `needle` at or before `from`, or SIZE_MAX. */
size_t units_find_last(const struct units *units, const struct units *needle, size_t from);
bool units_stand_at(const struct units *units, const struct units *needle, size_t at);

bool units_are_ascii(str text);
/* Code point, or lone surrogate, that `text`, not empty, begins with; U+FFFD for a byte that begins none. */
uint32_t units_decode(str text, size_t *length);
/* Appends `text`; a high surrogate at the end of `out` and a low one that it begins with become one character. */
void units_join(struct buf *out, str text);
/* Without white space and line terminators (ECMA-262, 12.2 and 12.3) at its ends. */
str units_trim_start(str text);
str units_trim_end(str text);

#endif
