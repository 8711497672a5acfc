/* prefilter.c -- one pass over the bytes: is there any reason to look closer?

   Each keyword is known by four of its bytes that source text seldom has, and lies in one of eight
   buckets. For each of the four bytes a table gives the set of buckets it may belong to; a position
   whose four sets have a bucket in common is a candidate and compared in full. The vector forms
   look the sets up by half-bytes, 32 or 16 positions at a time (the idea of Hyperscan's "Teddy"). */
#include "engine/prefilter.h"

#include <stdlib.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { BUCKETS = 8, PRINT = 4 }; /* PRINT: bytes of a keyword's fingerprint */

struct keyword {
  str text;
  size_t print_at; /* where in the text its fingerprint stands */
  size_t bucket;
};

struct bucket {
  uint32_t *keywords;
  size_t len;
};

struct prefilter {
  struct keyword *keywords;
  size_t count;
  size_t prints; /* different fingerprints */
  struct bucket bucket[BUCKETS];
  uint8_t sets[PRINT][256];
  _Alignas(16) uint8_t low[PRINT][16]; /* the same, by lower and upper half of the byte: a superset */
  _Alignas(16) uint8_t high[PRINT][16];
  struct seams seams;
  size_t (*next)(const struct prefilter *, const uint8_t *bytes, size_t len, size_t from, unsigned *buckets);
};

static bool force_portable;

/* How common a byte is in source text, 0 (seldom) to 9. Rough on purpose. */
static unsigned commonness(unsigned char byte) {
  static const char by_letter[] = "74558435742556677265334222"; /* a … z */
  if (byte >= 'a' && byte <= 'z')
    return (unsigned)(by_letter[byte - 'a'] - '0') + 1;
  if (byte >= 'A' && byte <= 'Z')
    return 3;
  if (byte == ' ' || byte == '\n' || byte == 0)
    return 9;
  if (byte >= '0' && byte <= '9')
    return 4;
  return byte == '_' || byte == '-' || byte == '.' ? 4 : 2;
}

static size_t rarest_print(str keyword) {
  size_t best = 0;
  unsigned least = UINT32_MAX;
  for (size_t at = 0; at + PRINT <= keyword.len; at++) {
    unsigned sum = 0;
    for (size_t i = 0; i < PRINT; i++)
      sum += commonness((unsigned char)keyword.ptr[at + i]);
    if (sum < least) {
      least = sum;
      best = at;
    }
  }
  return best;
}

static inline unsigned exact_sets(const struct prefilter *p, const uint8_t *bytes) {
  return p->sets[0][bytes[0]] & p->sets[1][bytes[1]] & p->sets[2][bytes[2]] & p->sets[3][bytes[3]];
}

static size_t next_portable(const struct prefilter *p, const uint8_t *bytes, size_t len, size_t from, unsigned *buckets) {
  for (size_t i = from; i + PRINT <= len; i++) {
    unsigned set = exact_sets(p, bytes + i);
    if (set) {
      *buckets = set;
      return i;
    }
  }
  return SIZE_MAX;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static inline __m256i sets_avx2(const struct prefilter *p, int i, const uint8_t *bytes) {
  const __m256i half = _mm256_set1_epi8(0x0f);
  __m256i low = _mm256_broadcastsi128_si256(_mm_load_si128((const __m128i *)(const void *)p->low[i]));
  __m256i high = _mm256_broadcastsi128_si256(_mm_load_si128((const __m128i *)(const void *)p->high[i]));
  __m256i block = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + i));
  __m256i by_low = _mm256_shuffle_epi8(low, _mm256_and_si256(block, half));
  __m256i by_high = _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(block, 4), half));
  return _mm256_and_si256(by_low, by_high);
}

__attribute__((target("avx2"))) static size_t next_avx2(const struct prefilter *p, const uint8_t *bytes, size_t len,
                                                        size_t from, unsigned *buckets) {
  enum { STEP = 32 };
  size_t i = from;
  for (; i + STEP + PRINT <= len; i += STEP) {
    __m256i set = _mm256_and_si256(_mm256_and_si256(sets_avx2(p, 0, bytes + i), sets_avx2(p, 1, bytes + i)),
                                   _mm256_and_si256(sets_avx2(p, 2, bytes + i), sets_avx2(p, 3, bytes + i)));
    uint32_t hits = ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(set, _mm256_setzero_si256()));
    for (; hits; hits &= hits - 1) {
      size_t at = i + (size_t)__builtin_ctz(hits);
      /* Half-bytes let through more than the sets do. */
      unsigned exact = exact_sets(p, bytes + at);
      if (exact) {
        *buckets = exact;
        return at;
      }
    }
  }
  return next_portable(p, bytes, len, i, buckets);
}

__attribute__((target("ssse3"))) static inline __m128i sets_ssse3(const struct prefilter *p, int i, const uint8_t *bytes) {
  const __m128i half = _mm_set1_epi8(0x0f);
  __m128i low = _mm_load_si128((const __m128i *)(const void *)p->low[i]);
  __m128i high = _mm_load_si128((const __m128i *)(const void *)p->high[i]);
  __m128i block = _mm_loadu_si128((const __m128i *)(const void *)(bytes + i));
  __m128i by_low = _mm_shuffle_epi8(low, _mm_and_si128(block, half));
  __m128i by_high = _mm_shuffle_epi8(high, _mm_and_si128(_mm_srli_epi16(block, 4), half));
  return _mm_and_si128(by_low, by_high);
}

__attribute__((target("ssse3"))) static size_t next_ssse3(const struct prefilter *p, const uint8_t *bytes, size_t len,
                                                          size_t from, unsigned *buckets) {
  enum { STEP = 16 };
  size_t i = from;
  for (; i + STEP + PRINT <= len; i += STEP) {
    __m128i set = _mm_and_si128(_mm_and_si128(sets_ssse3(p, 0, bytes + i), sets_ssse3(p, 1, bytes + i)),
                                _mm_and_si128(sets_ssse3(p, 2, bytes + i), sets_ssse3(p, 3, bytes + i)));
    unsigned hits = ~(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(set, _mm_setzero_si128())) & 0xffffu;
    for (; hits; hits &= hits - 1) {
      size_t at = i + (size_t)__builtin_ctz(hits);
      unsigned exact = exact_sets(p, bytes + at);
      if (exact) {
        *buckets = exact;
        return at;
      }
    }
  }
  return next_portable(p, bytes, len, i, buckets);
}
#endif

#if defined(__x86_64__)
__attribute__((target("avx512bw"))) static inline __m512i sets_avx512(const struct prefilter *p, int i, const uint8_t *bytes) {
  const __m512i half = _mm512_set1_epi8(0x0f);
  __m512i low = _mm512_broadcast_i32x4(_mm_load_si128((const __m128i *)(const void *)p->low[i]));
  __m512i high = _mm512_broadcast_i32x4(_mm_load_si128((const __m128i *)(const void *)p->high[i]));
  __m512i block = _mm512_loadu_si512(bytes + i);
  __m512i by_low = _mm512_shuffle_epi8(low, _mm512_and_si512(block, half));
  __m512i by_high = _mm512_shuffle_epi8(high, _mm512_and_si512(_mm512_srli_epi16(block, 4), half));
  return _mm512_and_si512(by_low, by_high);
}

__attribute__((target("avx512bw"))) static size_t next_avx512(const struct prefilter *p, const uint8_t *bytes, size_t len,
                                                              size_t from, unsigned *buckets) {
  enum { STEP = 64 };
  size_t i = from;
  for (; i + STEP + PRINT <= len; i += STEP) {
    __m512i set = _mm512_and_si512(_mm512_and_si512(sets_avx512(p, 0, bytes + i), sets_avx512(p, 1, bytes + i)),
                                   _mm512_and_si512(sets_avx512(p, 2, bytes + i), sets_avx512(p, 3, bytes + i)));
    uint64_t hits = _mm512_test_epi8_mask(set, set);
    for (; hits; hits &= hits - 1) {
      size_t at = i + (size_t)__builtin_ctzll(hits);
      unsigned exact = exact_sets(p, bytes + at);
      if (exact) {
        *buckets = exact;
        return at;
      }
    }
  }
  return next_portable(p, bytes, len, i, buckets);
}
#endif

static void choose_form(struct prefilter *p) {
  p->next = next_portable;
#if defined(__x86_64__)
  if (force_portable)
    return;
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512bw"))
    p->next = next_avx512;
  else if (__builtin_cpu_supports("avx2"))
    p->next = next_avx2;
  else if (__builtin_cpu_supports("ssse3"))
    p->next = next_ssse3;
#endif
}

void prefilter_force_portable(bool portable) {
  force_portable = portable;
}

static void add_to_seams(struct seams *seams, str text) {
  const uint8_t *bytes = (const uint8_t *)text.ptr;
  seams->reach = text.len > seams->reach ? text.len : seams->reach;
  seams->begins[bytes[0]] = seams->ends[bytes[text.len - 1]] = true;
  for (size_t i = 0; i + 1 < text.len; i++) {
    unsigned bit = (unsigned)bytes[i] << 8 | bytes[i + 1];
    seams->pairs[bit / SEAMS_BITS] |= UINT64_C(1) << bit % SEAMS_BITS;
  }
}

const struct seams *prefilter_seams(const struct prefilter *p) {
  return &p->seams;
}

/* Keywords with one fingerprint share a bucket: then the half-bytes of different ones mix less. */
static size_t bucket_for(struct prefilter *p, uint32_t index) {
  const struct keyword *keyword = &p->keywords[index];
  for (uint32_t i = 0; i < index; i++)
    if (memcmp(p->keywords[i].text.ptr + p->keywords[i].print_at, keyword->text.ptr + keyword->print_at, PRINT) == 0)
      return p->keywords[i].bucket;
  return p->prints++ % BUCKETS;
}

static void add_keyword(struct prefilter *p, uint32_t index, str text) {
  struct keyword *keyword = &p->keywords[index];
  keyword->text = text;
  add_to_seams(&p->seams, text);
  keyword->print_at = rarest_print(text);
  keyword->bucket = bucket_for(p, index);
  struct bucket *bucket = &p->bucket[keyword->bucket];
  bucket->keywords[bucket->len++] = index;
  uint8_t bit = (uint8_t)(1u << keyword->bucket);
  for (size_t i = 0; i < PRINT; i++) {
    uint8_t byte = (uint8_t)text.ptr[keyword->print_at + i];
    p->sets[i][byte] |= bit;
    p->low[i][byte & 15] |= bit;
    p->high[i][byte >> 4] |= bit;
  }
}

struct prefilter *prefilter_new(const str *keywords, size_t count) {
  struct prefilter *p = memory_new_zeroed(1, sizeof *p);
  p->keywords = memory_new_zeroed(count, sizeof *p->keywords);
  p->count = count;
  for (size_t i = 0; i < BUCKETS; i++)
    p->bucket[i].keywords = memory_new_zeroed(count + 1, sizeof(uint32_t));
  for (size_t i = 0; i < count; i++)
    add_keyword(p, (uint32_t)i, keywords[i]);
  choose_form(p);
  return p;
}

void prefilter_free(struct prefilter *p) {
  if (!p)
    return;
  for (size_t i = 0; i < BUCKETS; i++)
    free(p->bucket[i].keywords);
  free(p->keywords);
  free(p);
}

static bool stands_at(const struct keyword *keyword, str bytes, size_t print) {
  if (print < keyword->print_at)
    return false;
  size_t start = print - keyword->print_at;
  return keyword->text.len <= bytes.len - start && memcmp(bytes.ptr + start, keyword->text.ptr, keyword->text.len) == 0;
}

/* Adds the keywords of the buckets that really stand there; only asks when `hits` is NULL. */
static bool confirm(const struct prefilter *p, str bytes, size_t print, unsigned buckets, struct keyword_hits *hits) {
  bool any = false;
  for (; buckets; buckets &= buckets - 1) {
    const struct bucket *bucket = &p->bucket[__builtin_ctz(buckets)];
    for (size_t i = 0; i < bucket->len; i++) {
      const struct keyword *keyword = &p->keywords[bucket->keywords[i]];
      if (!stands_at(keyword, bytes, print))
        continue;
      if (!hits)
        return true;
      any = true;
      vec_push(hits, (struct keyword_hit){print - keyword->print_at, bucket->keywords[i]});
    }
  }
  return any;
}

bool prefilter_any(const struct prefilter *p, str bytes) {
  const uint8_t *data = (const uint8_t *)bytes.ptr;
  unsigned buckets;
  for (size_t at = p->next(p, data, bytes.len, 0, &buckets); at != SIZE_MAX; at = p->next(p, data, bytes.len, at + 1, &buckets))
    if (confirm(p, bytes, at, buckets, NULL))
      return true;
  return false;
}

static int by_position(const void *left, const void *right) {
  const struct keyword_hit *a = left, *b = right;
  if (a->at != b->at)
    return a->at < b->at ? -1 : 1;
  return (a->keyword > b->keyword) - (a->keyword < b->keyword);
}

void prefilter_all(const struct prefilter *p, str bytes, struct keyword_hits *hits) {
  const uint8_t *data = (const uint8_t *)bytes.ptr;
  unsigned buckets;
  hits->len = 0;
  for (size_t at = p->next(p, data, bytes.len, 0, &buckets); at != SIZE_MAX; at = p->next(p, data, bytes.len, at + 1, &buckets))
    confirm(p, bytes, at, buckets, hits);
  if (hits->len > 1)
    qsort(hits->data, hits->len, sizeof *hits->data, by_position);
}
