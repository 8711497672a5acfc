/* words.h -- how likely letters are in words.  Knows nothing of keys. */
#ifndef APSO_ENGINE_WORDS_H
#define APSO_ENGINE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* Letters are 0 (a) to 25 (z); this one stands before the first and behind the last of a word. */
enum { WORDS_EDGE = 26 };

/* Tenths of a bit that a word needs to go on with `next`, behind the two letters before it. */
int words_bits(unsigned before, unsigned last, unsigned next);

struct words_entry {
  size_t len;
  bool is_stand_in; /* what people write where a key belongs: example, your, fake */
};

/* The longest entry of a short list that `letters` begin with; len 0 when there is none. The list has
   what letter statistics do not know as a word: abbreviations, and what stands in for a key. */
struct words_entry words_listed(const unsigned char *letters, size_t len);

#endif
