/* spelling.c -- how hard letters are to write as words.  Knows nothing of keys. */
#include "engine/spelling.h"

#include <limits.h>

#include "engine/dictionary.h"
#include "engine/words.h"

/* Tenths of a bit. */
enum {
  COST_JOINED = 25, /* a word that begins with no sign of it */
  COST_LISTED = 85  /* any word of the dictionary */
};

/* The cheapest way to write the letters before each place: what it costs, and its last word. */
struct way {
  int cost;
  unsigned char from;
  bool is_listed, is_stand_in;
};

static void offer(struct way *way, struct way other) {
  if (other.cost < way->cost)
    *way = other;
}

static void offer_listed(struct way *ways, const unsigned char *letters, size_t len, size_t begin, int cost) {
  struct dictionary_word found[DICTIONARY_MATCHES];
  size_t count = dictionary_match(letters + begin, len - begin, found);
  for (size_t i = 0; i < count; i++)
    offer(&ways[begin + found[i].len],
          (struct way){cost + COST_LISTED, (unsigned char)begin, true, found[i].is_stand_in});
}

static void offer_likely(struct way *ways, const unsigned char *letters, size_t len, size_t begin, int cost) {
  unsigned before = WORDS_EDGE, last = WORDS_EDGE;
  for (size_t i = begin; i < len; i++) {
    cost += words_bits(before, last, letters[i]);
    before = last, last = letters[i];
    offer(&ways[i + 1], (struct way){cost + words_bits(before, last, WORDS_EDGE), (unsigned char)begin, false, false});
  }
}

static void share_listed(int *bits, size_t len) {
  for (size_t i = 0; i < len; i++)
    bits[i] = COST_LISTED / (int)len;
}

static void share_likely(const unsigned char *letters, size_t len, int *bits) {
  unsigned before = WORDS_EDGE, last = WORDS_EDGE;
  for (size_t i = 0; i < len; i++) {
    bits[i] = words_bits(before, last, letters[i]);
    before = last, last = letters[i];
  }
  bits[len - 1] += words_bits(before, last, WORDS_EDGE);
}

int spelling_read(const unsigned char *letters, size_t len, int *bits, size_t *stand_ins) {
  struct way ways[SPELLING_LIMIT + 1] = {0};
  for (size_t i = 1; i <= len; i++)
    ways[i].cost = INT_MAX;
  for (size_t begin = 0; begin < len; begin++) {
    int cost = ways[begin].cost + (begin ? COST_JOINED : 0);
    offer_listed(ways, letters, len, begin, cost);
    offer_likely(ways, letters, len, begin, cost);
  }
  for (size_t end = len; end > 0; end = ways[end].from) {
    size_t begin = ways[end].from;
    if (ways[end].is_listed)
      share_listed(bits + begin, end - begin);
    else
      share_likely(letters + begin, end - begin, bits + begin);
    bits[begin] += begin ? COST_JOINED : 0;
    *stand_ins += ways[end].is_stand_in;
  }
  return ways[len].cost;
}
