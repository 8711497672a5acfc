/* ewah.c -- bitmaps as git's index and bitmap files hold them, compressed by words. */
#include "source/ewah.h"

#include <endian.h>

enum { HEAD_SIZE = 8, TAIL_SIZE = 4, WORD_SIZE = 8, WORD_BITS = 64, LITERALS_SHIFT = 33 };

/* `at` never passes `len`: behind it only zeros may stand, as many as there are. */
struct target {
  uint8_t *marks;
  size_t len;
  size_t at;
  uint8_t mark;
};

static uint32_t take_number(str *rest) {
  uint32_t number;
  memcpy(&number, rest->ptr, sizeof number);
  *rest = str_tail(*rest, sizeof number);
  return be32toh(number);
}

static uint64_t take_word(str *words) {
  uint64_t word;
  memcpy(&word, words->ptr, sizeof word);
  *words = str_tail(*words, sizeof word);
  return be64toh(word);
}

static void skip(struct target *t, uint64_t bits) {
  t->at += bits < t->len - t->at ? (size_t)bits : t->len - t->at;
}

static int add_run(struct target *t, bool bit, uint64_t words) {
  uint64_t bits = words * WORD_BITS; /* of 32 bits, so this cannot overflow */
  if (bit && bits > t->len - t->at)
    return -1;
  for (uint64_t i = 0; bit && i < bits; i++)
    t->marks[t->at + i] |= t->mark;
  skip(t, bits);
  return 0;
}

static int add_literal(struct target *t, uint64_t word) {
  for (uint64_t left = word; left; left &= left - 1) {
    size_t bit = (size_t)__builtin_ctzll(left);
    if (bit >= t->len - t->at)
      return -1;
    t->marks[t->at + bit] |= t->mark;
  }
  skip(t, WORD_BITS);
  return 0;
}

static int add_words(struct target *t, str words) {
  while (words.len) {
    uint64_t marker = take_word(&words), literals = marker >> LITERALS_SHIFT;
    if (add_run(t, marker & 1, marker >> 1 & UINT32_MAX) || literals > words.len / WORD_SIZE)
      return -1;
    for (uint64_t i = 0; i < literals; i++)
      if (add_literal(t, take_word(&words)))
        return -1;
  }
  return 0;
}

int ewah_read(str *rest, uint8_t *marks, size_t len, uint8_t mark) {
  struct target target = {marks, len, 0, mark};
  if (rest->len < HEAD_SIZE + TAIL_SIZE)
    return -1;
  take_number(rest); /* of bits: what is set says enough */
  uint64_t size = (uint64_t)take_number(rest) * WORD_SIZE;
  if (rest->len - TAIL_SIZE < size)
    return -1;
  str words = str_head(*rest, (size_t)size);
  *rest = str_tail(*rest, (size_t)size + TAIL_SIZE);
  return add_words(&target, words);
}
