/* fingerprint.h -- which four bytes of a keyword it is known by, and together with which others.
   Knows nothing of how they are looked for. */
#ifndef APSO_ENGINE_FINGERPRINT_H
#define APSO_ENGINE_FINGERPRINT_H

#include <stdint.h>

#include "base/str.h"

enum { FINGERPRINT = 4, FINGERPRINT_BUCKETS = 16 }; /* bytes; sets of keywords looked for as one */

struct fingerprint {
  size_t at; /* where in the keyword its bytes stand */
  unsigned bucket;
};

/* For each keyword, of FINGERPRINT bytes or more. A bucket is looked for by the half-bytes that any of its fingerprints
   has at each place, so those are put together that let little else through. Returns how many buckets are in use:
   half of them, or all if else more than the `bearable` share of places passed. */
unsigned fingerprints_choose(const str *keywords, size_t count, float bearable, struct fingerprint *out);

#endif
