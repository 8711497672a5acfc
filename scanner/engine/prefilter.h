/* prefilter.h -- one pass over the bytes: is there any reason to look closer?
   Finds every place of a set of byte strings (keywords). Knows nothing of what they mean. */
#ifndef APSO_ENGINE_PREFILTER_H
#define APSO_ENGINE_PREFILTER_H

#include <stdint.h>

#include "base/memory.h"
#include "model/seams.h"

enum { KEYWORD_MINIMUM = 4 }; /* bytes; a shorter keyword would stop at every other line */

struct keyword_hit {
  size_t at;
  uint32_t keyword; /* index into what prefilter_new was given */
};

struct keyword_hits {
  struct keyword_hit *data;
  size_t len;
  size_t room;
};

struct prefilter;

/* The keywords are borrowed, KEYWORD_MINIMUM bytes or more each. */
struct prefilter *prefilter_new(const str *keywords, size_t count);
void prefilter_free(struct prefilter *prefilter);

bool prefilter_any(const struct prefilter *prefilter, str bytes);
/* Replaces what is in `hits`; in order of position, then of keyword. */
void prefilter_all(const struct prefilter *prefilter, str bytes, struct keyword_hits *hits);

/* Of the keywords. */
const struct seams *prefilter_seams(const struct prefilter *prefilter);

/* For tests and benchmarks: how to search, of what this machine can. The same hits by each. */
enum prefilter_form {
  PREFILTER_BEST,
  PREFILTER_PORTABLE,
  PREFILTER_SSSE3,
  PREFILTER_AVX2,
  PREFILTER_AVX512BW,
  PREFILTER_AVX512VBMI,
  PREFILTER_FORMS
};

/* In all that prefilter_new makes from now on; false, and no change, if the machine cannot. */
bool prefilter_force(enum prefilter_form form);

#endif
