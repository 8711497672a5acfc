/* ewah.h -- bitmaps as git's index and bitmap files hold them, compressed by words.
   Format: 32 bits number of bits, 32 bits number of words, the words, 32 bits position of the last marker; all big-endian.
   A marker's lowest bit is repeated in as many words as its next 32 bits say; as many words as its upper 31 bits say
   follow as they are (git's ewah/ewah_io.c and ewok_rlw.h). */
#ifndef APSO_SOURCE_EWAH_H
#define APSO_SOURCE_EWAH_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"

/* Cuts a bitmap off `rest` and adds `mark` to each of the `len` marks whose bit is set. -1 if it is damaged, or if a bit
   is set behind them: work and memory are bounded by what is given, whatever lengths the bitmap claims. */
int ewah_read(str *rest, uint8_t *marks, size_t len, uint8_t mark) MUST_USE;

#endif
