/* made.h -- a source whose parts are made of nothing, and that counts what is done with it. */
#ifndef APSO_TESTS_MADE_H
#define APSO_TESTS_MADE_H

#include <stdatomic.h>

#include "model/item.h"

enum { MADE_PARTS = 120 };

struct made {
  size_t parts;
  unsigned opens_to_fail;    /* the first opens that do */
  void (*before_part)(size_t part); /* or NULL */
  atomic_uint opened;
  atomic_uint closed;
  atomic_uint runs[MADE_PARTS];
};

/* Part N gives: an item with a key of its own, one with a key of all parts, an object to sift, one that is absent. */
struct source made_source(const struct made *made);

#endif
