/* spelling.h -- how hard letters are to write as words.  Knows nothing of keys. */
#ifndef APSO_ENGINE_SPELLING_H
#define APSO_ENGINE_SPELLING_H

#include <stddef.h>

enum { SPELLING_LIMIT = 64 };

/* Writes into `bits` what each letter (0 is a, 25 is z) costs in tenths of a bit, by the cheapest way to cut all
   into words; adds the stand-ins among them (dictionary.h). Returns the sum. `len` up to SPELLING_LIMIT. */
int spelling_read(const unsigned char *letters, size_t len, int *bits, size_t *stand_ins);

#endif
