/* utf8.h -- code points in bytes that may not be UTF-8 at all. */
#ifndef APSO_BASE_UTF8_H
#define APSO_BASE_UTF8_H

#include <stdint.h>

#include "base/buf.h"

/* Length in bytes of the well-formed code point at `s.ptr[0]`, or 0. (Unicode 15, table 3-7.) */
size_t utf8_length(str s);
/* Number of code points; every byte that belongs to none counts as one. */
size_t utf8_count(str s);
/* Appends `s` with each ill-formed byte replaced by U+FFFD. */
void utf8_add_clean(struct buf *out, str s);
/* As above, and control characters (C0, C1, DEL, bidirectional overrides) become visible escapes,
   so that nothing in a repository can steer a terminal. Tabs become one space. */
void utf8_add_printable(struct buf *out, str s);
/* C0 and C1 controls, DEL, marks that change the direction or hide. */
bool utf8_steers_terminal(uint32_t code_point);
/* The code point of a well-formed sequence of `length` bytes. */
uint32_t utf8_decode(str s, size_t length);
void utf8_add_code_point(struct buf *out, uint32_t code_point);

#endif
