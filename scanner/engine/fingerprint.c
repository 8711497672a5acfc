/* fingerprint.c -- which four bytes of a keyword it is known by, and together with which others.

   Greedy: each keyword takes the place and the bucket that add least to the share of text which passes, where
   bytes are taken to follow each other by chance; that of a place itself is known better, and weighs more,
   because what passes there has to be compared. */
#include "engine/fingerprint.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "engine/commonness.h"

enum {
  HALF = 16,      /* values of half a byte */
  PLACES = 8,     /* of a keyword that are weighed, its rarest ones */
  KNOWN_LOG = 13, /* of the bits of a set of hashes */
};

static const float OWN_WEIGHT = 3;

/* Four bytes of these stand in text far more often than pairs of letters tell: once in a thousand places. */
static const float WELL_KNOWN_SHARE = 1e-3f;
static const char well_known[] =
    "https://www.github.com/ .org/ .dev/ .html .json .yaml .test. () => {}; node_modules/@types/ registry.npmjs.org"
    " resolved integrity sha512- version license package dependencies description repository homepage author function"
    " return default undefined null true false this.self. void include #define #endif typedef struct static const"
    " unsigned string number boolean object array value name type title label content data item list index config"
    " option setting module import from require export public private protected class interface extends implements"
    " async await promise create update delete remove insert select query filter request response header body client"
    " server service session user account password secret token auth_api_key- access email error message status"
    " result event listen handle component element _live_test_prod_path_name_type_list_size_data_info_code_id_";

/* A number for each bucket. */
typedef float lanes __attribute__((vector_size(FINGERPRINT_BUCKETS * sizeof(float))));

/* What one byte of a fingerprint may be: in each bucket, one of the lower halves and one of the upper ones. */
struct halves {
  lanes share;            /* of bytes that pass */
  lanes by_high[HALF];    /* what passes besides once that upper half is let through, with the lower ones so far */
  lanes by_low[HALF];
  lanes lacks_high[HALF]; /* 1 or 0 */
  lanes lacks_low[HALF];
};

struct sieve {
  lanes share;
  struct halves at[FINGERPRINT];
  float bytes[HALF][HALF];
  uint64_t known[(1 << KNOWN_LOG) / 64];
};

struct places {
  size_t keyword;
  size_t at[PLACES];
  float share[PLACES];
  unsigned len;
};

static uint32_t known_bit(const void *print) {
  uint32_t four;
  memcpy(&four, print, sizeof four);
  return four * UINT32_C(0x9e3779b1) >> (32 - KNOWN_LOG);
}

static float print_share(const struct sieve *sieve, const uint8_t *print) {
  uint32_t bit = known_bit(print);
  bool known = sieve->known[bit / 64] >> bit % 64 & 1;
  return known ? WELL_KNOWN_SHARE : commonness_of_run(print, FINGERPRINT);
}

static void sieve_clear(struct sieve *sieve) {
  memset(sieve, 0, sizeof *sieve);
  for (unsigned byte = 0; byte < HALF * HALF; byte++)
    sieve->bytes[byte / HALF][byte % HALF] = commonness_of_byte((uint8_t)byte);
  for (const char *at = well_known; at[FINGERPRINT - 1]; at++)
    sieve->known[known_bit(at) / 64] |= UINT64_C(1) << known_bit(at) % 64;
  for (unsigned i = 0; i < FINGERPRINT; i++)
    for (unsigned half = 0; half < HALF; half++)
      sieve->at[i].lacks_high[half] = sieve->at[i].lacks_low[half] = (lanes){0} + 1;
}

/* The shares that pass if these four bytes are let through too. */
static inline void share_with(const struct sieve *sieve, const uint8_t *print, lanes *out) {
  lanes share = (lanes){0} + 1;
  for (unsigned i = 0; i < FINGERPRINT; i++) {
    unsigned high = print[i] / HALF, low = print[i] % HALF;
    const struct halves *at = &sieve->at[i];
    lanes corner = at->lacks_high[high] * at->lacks_low[low] * sieve->bytes[high][low];
    share *= at->share + at->by_high[high] + at->by_low[low] + corner;
  }
  *out = share;
}

static void let_byte_through(const struct sieve *sieve, struct halves *at, unsigned bucket, uint8_t byte) {
  unsigned high = byte / HALF, low = byte % HALF;
  float new_high = at->lacks_high[high][bucket], new_low = at->lacks_low[low][bucket];
  float corner = new_high * new_low * sieve->bytes[high][low];
  at->share[bucket] += at->by_high[high][bucket] + at->by_low[low][bucket] + corner;
  for (unsigned i = 0; i < HALF; i++) {
    at->by_low[i][bucket] += new_high * at->lacks_low[i][bucket] * sieve->bytes[high][i];
    at->by_high[i][bucket] += new_low * at->lacks_high[i][bucket] * sieve->bytes[i][low];
  }
  at->by_high[high][bucket] = at->lacks_high[high][bucket] = 0;
  at->by_low[low][bucket] = at->lacks_low[low][bucket] = 0;
}

static void let_through(struct sieve *sieve, unsigned bucket, const uint8_t *print) {
  float share = 1;
  for (unsigned i = 0; i < FINGERPRINT; i++) {
    let_byte_through(sieve, &sieve->at[i], bucket, print[i]);
    share *= sieve->at[i].share[bucket];
  }
  sieve->share[bucket] = share;
}

/* The rarest places of the keyword, the rarest one first. */
static void weigh_places(const struct sieve *sieve, str keyword, struct places *places) {
  places->len = 0;
  for (size_t at = 0; at + FINGERPRINT <= keyword.len; at++) {
    float share = print_share(sieve, (const uint8_t *)keyword.ptr + at);
    unsigned i = places->len;
    if (i == PLACES && share >= places->share[--i])
      continue;
    places->len = i + 1;
    for (; i > 0 && places->share[i - 1] > share; i--) {
      places->share[i] = places->share[i - 1];
      places->at[i] = places->at[i - 1];
    }
    places->share[i] = share;
    places->at[i] = at;
  }
}

/* Keywords whose rarest place is common come first: the others find room beside them. */
static int by_share(const void *left, const void *right) {
  const struct places *a = left, *b = right;
  if (a->share[0] != b->share[0])
    return a->share[0] > b->share[0] ? -1 : 1;
  return (a->keyword > b->keyword) - (a->keyword < b->keyword);
}

static struct fingerprint choose(const struct sieve *sieve, unsigned buckets, str keyword,
                                 const struct places *places) {
  struct fingerprint best = {0};
  float least = INFINITY;
  for (unsigned i = 0; i < places->len; i++) {
    lanes share;
    share_with(sieve, (const uint8_t *)keyword.ptr + places->at[i], &share);
    share += OWN_WEIGHT * places->share[i] - sieve->share;
    for (unsigned b = 0; b < buckets; b++)
      if (share[b] < least) {
        least = share[b];
        best = (struct fingerprint){places->at[i], b};
      }
  }
  return best;
}

/* Returns the share of places that pass. */
static float fill(struct sieve *sieve, const str *keywords, const struct places *places, size_t count, unsigned buckets,
                  struct fingerprint *out) {
  float sum = 0;
  for (size_t i = 0; i < count; i++) {
    size_t k = places[i].keyword;
    out[k] = choose(sieve, buckets, keywords[k], &places[i]);
    let_through(sieve, out[k].bucket, (const uint8_t *)keywords[k].ptr + out[k].at);
  }
  for (unsigned b = 0; b < buckets; b++)
    sum += sieve->share[b];
  return sum;
}

unsigned fingerprints_choose(const str *keywords, size_t count, float bearable, struct fingerprint *out) {
  struct places *places = memory_new(count * sizeof *places + 1);
  struct sieve sieve;
  sieve_clear(&sieve);
  for (size_t k = 0; k < count; k++) {
    places[k].keyword = k;
    weigh_places(&sieve, keywords[k], &places[k]);
  }
  if (count > 1)
    qsort(places, count, sizeof *places, by_share);
  unsigned buckets = FINGERPRINT_BUCKETS / 2;
  if (fill(&sieve, keywords, places, count, buckets, out) > bearable) {
    sieve_clear(&sieve);
    buckets = FINGERPRINT_BUCKETS;
    fill(&sieve, keywords, places, count, buckets, out);
  }
  free(places);
  return buckets;
}
