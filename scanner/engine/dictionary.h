/* dictionary.h -- words that names are made of, and words that stand in for a key.  Knows nothing of keys. */
#ifndef APSO_ENGINE_DICTIONARY_H
#define APSO_ENGINE_DICTIONARY_H

#include <stdbool.h>
#include <stddef.h>

struct dictionary_word {
  size_t len;
  bool is_stand_in; /* what people write where a key belongs: example, your, fake */
};

/* The most words of the list of which each begins with the one before it, as in, int, integer. */
enum { DICTIONARY_MATCHES = 8 };

/* Writes the words that `letters` (0 is a, 25 is z) begin with, shortest first; returns how many. */
size_t dictionary_match(const unsigned char *letters, size_t len, struct dictionary_word found[DICTIONARY_MATCHES]);

#endif
