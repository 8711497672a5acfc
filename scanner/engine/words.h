/* words.h -- how likely letters are in words.  Knows nothing of keys. */
#ifndef APSO_ENGINE_WORDS_H
#define APSO_ENGINE_WORDS_H

/* Letters are 0 (a) to 25 (z); this one stands before the first and behind the last of a word. */
enum { WORDS_EDGE = 26 };

/* Tenths of a bit that a word needs to go on with `next`, behind the two letters before it. */
int words_bits(unsigned before, unsigned last, unsigned next);

#endif
