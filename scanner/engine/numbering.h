/* numbering.h -- a number for each distinct string, from 0 in the order of arrival.
   Knows nothing of what the strings are. */
#ifndef APSO_ENGINE_NUMBERING_H
#define APSO_ENGINE_NUMBERING_H

#include <stdint.h>

#include "base/memory.h"

#define NUMBERING_NONE UINT32_MAX

/* Start from {0}. Whoever adds keeps the strings. */
struct numbering {
  VEC(str) strings; /* by number */
  uint32_t *slots;  /* 1 + number; 0: free */
  size_t room;      /* a power of two, or 0 */
};

/* NUMBERING_NONE if it was never added. */
uint32_t numbering_find(const struct numbering *numbering, str s);
/* The number it has, or a new one. */
uint32_t numbering_add(struct numbering *numbering, str s);
void numbering_free(struct numbering *numbering);

#endif
