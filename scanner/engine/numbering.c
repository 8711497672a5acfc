/* numbering.c -- a number for each distinct string: open addressing. */
#include "engine/numbering.h"

#include <stdlib.h>

static uint64_t hash_of(str s) {
  uint64_t hash = 0xcbf29ce484222325; /* FNV-1a */
  for (size_t i = 0; i < s.len; i++)
    hash = (hash ^ (unsigned char)s.ptr[i]) * 0x100000001b3;
  return hash ^ hash >> 29;
}

/* The slot of `s`, or the free one where it would go. */
static uint32_t *slot_of(const struct numbering *numbering, str s) {
  size_t at = hash_of(s) & (numbering->room - 1);
  while (numbering->slots[at] && !str_eq(numbering->strings.data[numbering->slots[at] - 1], s))
    at = (at + 1) & (numbering->room - 1);
  return &numbering->slots[at];
}

uint32_t numbering_find(const struct numbering *numbering, str s) {
  return numbering->room && *slot_of(numbering, s) ? *slot_of(numbering, s) - 1 : NUMBERING_NONE;
}

static void grow(struct numbering *numbering) {
  enum { FIRST = 64 };
  free(numbering->slots);
  numbering->room = numbering->room ? numbering->room * 2 : FIRST;
  numbering->slots = memory_new_zeroed(numbering->room, sizeof *numbering->slots);
  for (uint32_t i = 0; i < numbering->strings.len; i++)
    *slot_of(numbering, numbering->strings.data[i]) = i + 1;
}

uint32_t numbering_add(struct numbering *numbering, str s) {
  if (numbering->strings.len * 2 >= numbering->room)
    grow(numbering);
  uint32_t *slot = slot_of(numbering, s);
  if (*slot)
    return *slot - 1;
  vec_push(&numbering->strings, s);
  *slot = (uint32_t)numbering->strings.len;
  return *slot - 1;
}

void numbering_free(struct numbering *numbering) {
  vec_free(&numbering->strings);
  free(numbering->slots);
  *numbering = (struct numbering){0};
}
