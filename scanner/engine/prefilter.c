/* prefilter.c -- one pass over the bytes: is there any reason to look closer?

   Each keyword is known by four of its bytes, its fingerprint, and lies in one of a few buckets. For each of the four
   bytes a table gives the set of buckets it may belong to; a position whose four sets have a bucket in common is a
   candidate. The vector forms look the sets up for 16 to 64 positions at a time: by half-bytes (the idea of
   Hyperscan's "Teddy"), or whole where the machine can. A candidate is looked up by a hash of its four bytes. */
#include "engine/prefilter.h"

#include <stdlib.h>

#include "engine/fingerprint.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum {
  GROUP = 8, /* buckets that one byte of a table holds */
  GROUPS = FINGERPRINT_BUCKETS / GROUP,
  LETTERS = 128,  /* whole bytes are looked up without their highest bit */
  SEEN_LOG = 14,  /* of the bits that say whether a hash is any fingerprint's */
  SLOTS_LOG = 10, /* of the lists of keywords by hash */
  BLOCK = 64,     /* bytes of the longest vector */
};

struct prefilter;

/* Where the next place is at which a keyword may stand, or SIZE_MAX. */
typedef size_t next_fn(const struct prefilter *p, str bytes, size_t from);

static enum prefilter_form forced;

/* What confirms a keyword, beside others of the same slot. */
struct keyword {
  uint32_t head; /* its first four bytes */
  uint32_t index;
  size_t print_at; /* where in the text its fingerprint stands */
  str text;
};

/* Of eight buckets, a bit each: those in which a byte may be the i-th of a fingerprint. */
struct tables {
  uint8_t low[FINGERPRINT][16]; /* by half-bytes: a superset */
  uint8_t high[FINGERPRINT][16];
  uint8_t letters[FINGERPRINT][LETTERS];
  uint8_t mixed[LETTERS]; /* by all bytes of a fingerprint mixed into one */
};

struct prefilter {
  next_fn *next;
  struct keyword *keywords;
  struct tables tables[GROUPS];
  uint64_t seen[(1 << SEEN_LOG) / 64];
  uint32_t slots[(1 << SLOTS_LOG) + 1]; /* slot s: keywords from slots[s] to slots[s + 1] */
  struct seams seams;
};

static inline uint32_t four_at(const void *bytes) {
  uint32_t four;
  memcpy(&four, bytes, sizeof four);
  return four;
}

static inline uint32_t hash_at(const void *print) {
  return four_at(print) * UINT32_C(0x9e3779b1);
}

static inline uint32_t slot_of(uint32_t hash) {
  return hash >> (32 - SLOTS_LOG);
}

static inline bool is_seen(const struct prefilter *p, uint32_t hash) {
  uint32_t bit = hash >> (32 - SEEN_LOG);
  return p->seen[bit / 64] >> bit % 64 & 1;
}

static bool stands_at(const struct keyword *keyword, str bytes, size_t print) {
  if (print < keyword->print_at || four_at(bytes.ptr + print - keyword->print_at) != keyword->head)
    return false;
  return str_starts(str_tail(bytes, print - keyword->print_at), keyword->text);
}

/* Adds the keywords that really stand there; only asks when `hits` is NULL. */
static bool confirm(const struct prefilter *p, str bytes, size_t print, struct keyword_hits *hits) {
  bool any = false;
  const uint32_t *slot = &p->slots[slot_of(hash_at(bytes.ptr + print))];
  for (uint32_t i = slot[0]; i < slot[1]; i++) {
    const struct keyword *keyword = &p->keywords[i];
    if (!stands_at(keyword, bytes, print))
      continue;
    if (!hits)
      return true;
    any = true;
    vec_push(hits, (struct keyword_hit){print - keyword->print_at, keyword->index});
  }
  return any;
}

static size_t next_portable(const struct prefilter *p, str bytes, size_t from) {
  for (size_t i = from; i + FINGERPRINT <= bytes.len; i++)
    if (is_seen(p, hash_at(bytes.ptr + i)))
      return i;
  return SIZE_MAX;
}

#if defined(__x86_64__)
#define INLINED __attribute__((always_inline)) static inline
#define ON_SSSE3 __attribute__((target("ssse3")))
#define ON_AVX2 __attribute__((target("avx2")))
#define ON_AVX512BW __attribute__((target("avx512bw")))
#define ON_AVX512VBMI __attribute__((target("avx512bw,avx512vbmi")))

/* Which of the positions from `bytes` on are candidates, a bit each; looks FINGERPRINT - 1 bytes further. */
typedef uint64_t block_fn(const struct tables *tables, const uint8_t *bytes, size_t groups);

INLINED size_t first_seen(const struct prefilter *p, const uint8_t *bytes, uint64_t candidates) {
  for (; candidates; candidates &= candidates - 1) {
    size_t at = (size_t)__builtin_ctzll(candidates);
    if (is_seen(p, hash_at(bytes + at)))
      return at;
  }
  return SIZE_MAX;
}

/* Inlined with constants into each of the forms, which differ in nothing but the block. */
INLINED size_t next_in_blocks(const struct prefilter *p, str bytes, size_t from, block_fn *block, size_t step,
                              size_t groups) {
  enum { FURTHER = FINGERPRINT - 1 };
  const uint8_t *data = (const uint8_t *)bytes.ptr;
  size_t i = from, at;
  for (; i + step + FURTHER <= bytes.len; i += step)
    if ((at = first_seen(p, data + i, block(p->tables, data + i, groups))) != SIZE_MAX)
      return i + at;
  if (bytes.len < i + FINGERPRINT)
    return SIZE_MAX;
  uint8_t rest[2 * BLOCK] = {0};
  memcpy(rest, data + i, bytes.len - i);
  uint64_t within = (UINT64_C(1) << (bytes.len - i - FURTHER)) - 1;
  at = first_seen(p, rest, block(p->tables, rest, groups) & within);
  return at == SIZE_MAX ? SIZE_MAX : i + at;
}

ON_SSSE3 static inline __m128i place_ssse3(const struct tables *tables, size_t i, const uint8_t *bytes) {
  const __m128i half = _mm_set1_epi8(0x0f);
  __m128i low = _mm_loadu_si128((const void *)tables->low[i]);
  __m128i high = _mm_loadu_si128((const void *)tables->high[i]);
  __m128i block = _mm_loadu_si128((const void *)(bytes + i));
  __m128i by_low = _mm_shuffle_epi8(low, _mm_and_si128(block, half));
  __m128i by_high = _mm_shuffle_epi8(high, _mm_and_si128(_mm_srli_epi16(block, 4), half));
  return _mm_and_si128(by_low, by_high);
}

ON_SSSE3 static inline __m128i group_ssse3(const struct tables *tables, const uint8_t *bytes) {
  __m128i front = _mm_and_si128(place_ssse3(tables, 0, bytes), place_ssse3(tables, 1, bytes));
  return _mm_and_si128(front, _mm_and_si128(place_ssse3(tables, 2, bytes), place_ssse3(tables, 3, bytes)));
}

ON_SSSE3 static inline uint64_t block_ssse3(const struct tables *tables, const uint8_t *bytes, size_t groups) {
  __m128i found = group_ssse3(tables, bytes);
  if (groups > 1)
    found = _mm_or_si128(found, group_ssse3(tables + 1, bytes));
  return ~(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(found, _mm_setzero_si128())) & 0xffffu;
}

ON_SSSE3 static size_t next_ssse3(const struct prefilter *p, str bytes, size_t from) {
  return next_in_blocks(p, bytes, from, block_ssse3, 16, 1);
}

ON_SSSE3 static size_t next_ssse3_more(const struct prefilter *p, str bytes, size_t from) {
  return next_in_blocks(p, bytes, from, block_ssse3, 16, GROUPS);
}

ON_AVX2 static inline __m256i place_avx2(const struct tables *tables, size_t i, const uint8_t *bytes) {
  const __m256i half = _mm256_set1_epi8(0x0f);
  __m256i low = _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)tables->low[i]));
  __m256i high = _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)tables->high[i]));
  __m256i block = _mm256_loadu_si256((const void *)(bytes + i));
  __m256i by_low = _mm256_shuffle_epi8(low, _mm256_and_si256(block, half));
  __m256i by_high = _mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(block, 4), half));
  return _mm256_and_si256(by_low, by_high);
}

ON_AVX2 static inline __m256i group_avx2(const struct tables *tables, const uint8_t *bytes) {
  __m256i front = _mm256_and_si256(place_avx2(tables, 0, bytes), place_avx2(tables, 1, bytes));
  return _mm256_and_si256(front, _mm256_and_si256(place_avx2(tables, 2, bytes), place_avx2(tables, 3, bytes)));
}

ON_AVX2 static inline uint64_t block_avx2(const struct tables *tables, const uint8_t *bytes, size_t groups) {
  __m256i found = group_avx2(tables, bytes);
  if (groups > 1)
    found = _mm256_or_si256(found, group_avx2(tables + 1, bytes));
  return ~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(found, _mm256_setzero_si256()));
}

ON_AVX2 static size_t next_avx2(const struct prefilter *p, str bytes, size_t from) {
  return next_in_blocks(p, bytes, from, block_avx2, 32, 1);
}

ON_AVX2 static size_t next_avx2_more(const struct prefilter *p, str bytes, size_t from) {
  return next_in_blocks(p, bytes, from, block_avx2, 32, GROUPS);
}

ON_AVX512BW static inline __m512i place_avx512bw(const struct tables *tables, size_t i, const uint8_t *bytes) {
  const __m512i half = _mm512_set1_epi8(0x0f);
  __m512i low = _mm512_broadcast_i32x4(_mm_loadu_si128((const void *)tables->low[i]));
  __m512i high = _mm512_broadcast_i32x4(_mm_loadu_si128((const void *)tables->high[i]));
  __m512i block = _mm512_loadu_si512(bytes + i);
  __m512i by_low = _mm512_shuffle_epi8(low, _mm512_and_si512(block, half));
  __m512i by_high = _mm512_shuffle_epi8(high, _mm512_and_si512(_mm512_srli_epi16(block, 4), half));
  return _mm512_and_si512(by_low, by_high);
}

ON_AVX512BW static inline __m512i group_avx512bw(const struct tables *tables, const uint8_t *bytes) {
  __m512i front = _mm512_and_si512(place_avx512bw(tables, 0, bytes), place_avx512bw(tables, 1, bytes));
  return _mm512_and_si512(front, _mm512_and_si512(place_avx512bw(tables, 2, bytes), place_avx512bw(tables, 3, bytes)));
}

ON_AVX512BW static inline uint64_t block_avx512bw(const struct tables *tables, const uint8_t *bytes, size_t groups) {
  __m512i found = group_avx512bw(tables, bytes);
  if (groups > 1)
    found = _mm512_or_si512(found, group_avx512bw(tables + 1, bytes));
  return _mm512_test_epi8_mask(found, found);
}

ON_AVX512BW static size_t next_avx512bw(const struct prefilter *p, str bytes, size_t from) {
  return next_in_blocks(p, bytes, from, block_avx512bw, 64, 1);
}

ON_AVX512BW static size_t next_avx512bw_more(const struct prefilter *p, str bytes, size_t from) {
  return next_in_blocks(p, bytes, from, block_avx512bw, 64, GROUPS);
}

/* Whole bytes in one look-up, but for the highest bit. */
ON_AVX512VBMI static inline __m512i look_up(const uint8_t *table, __m512i letters) {
  return _mm512_permutex2var_epi8(_mm512_loadu_si512(table), letters, _mm512_loadu_si512(table + LETTERS / 2));
}

/* As mix() does. */
ON_AVX512VBMI static inline __m512i mix_avx512vbmi(__m512i a, __m512i b, __m512i c, __m512i d) {
  __m512i cd = _mm512_add_epi8(c, _mm512_add_epi8(d, d));
  __m512i bcd = _mm512_add_epi8(b, _mm512_add_epi8(cd, cd));
  return _mm512_add_epi8(a, _mm512_add_epi8(bcd, bcd));
}

ON_AVX512VBMI static inline __m512i group_avx512vbmi(const struct tables *tables, const uint8_t *bytes) {
  __m512i a = _mm512_loadu_si512(bytes), b = _mm512_loadu_si512(bytes + 1);
  __m512i c = _mm512_loadu_si512(bytes + 2), d = _mm512_loadu_si512(bytes + 3);
  __m512i mixed = look_up(tables->mixed, mix_avx512vbmi(a, b, c, d));
  __m512i front = _mm512_and_si512(look_up(tables->letters[0], a), look_up(tables->letters[1], b));
  __m512i back = _mm512_and_si512(look_up(tables->letters[2], c), look_up(tables->letters[3], d));
  return _mm512_and_si512(mixed, _mm512_and_si512(front, back));
}

ON_AVX512VBMI static inline uint64_t block_avx512vbmi(const struct tables *tables, const uint8_t *bytes,
                                                       size_t groups) {
  __m512i found = group_avx512vbmi(tables, bytes);
  if (groups > 1)
    found = _mm512_or_si512(found, group_avx512vbmi(tables + 1, bytes));
  return _mm512_test_epi8_mask(found, found);
}

ON_AVX512VBMI static size_t next_avx512vbmi(const struct prefilter *p, str bytes, size_t from) {
  return next_in_blocks(p, bytes, from, block_avx512vbmi, 64, 1);
}

ON_AVX512VBMI static size_t next_avx512vbmi_more(const struct prefilter *p, str bytes, size_t from) {
  return next_in_blocks(p, bytes, from, block_avx512vbmi, 64, GROUPS);
}

#endif

struct form {
  next_fn *next[GROUPS]; /* with one group of buckets, with two */
  float bearable;        /* share of places that may pass before two are faster than one; measured by bench/prefilter */
};

static const struct form forms[PREFILTER_FORMS] = {
    [PREFILTER_PORTABLE] = {{next_portable, next_portable}, 1},
#if defined(__x86_64__)
    [PREFILTER_SSSE3] = {{next_ssse3, next_ssse3_more}, 0.02f},
    [PREFILTER_AVX2] = {{next_avx2, next_avx2_more}, 0.01f},
    [PREFILTER_AVX512BW] = {{next_avx512bw, next_avx512bw_more}, 0.003f},
    [PREFILTER_AVX512VBMI] = {{next_avx512vbmi, next_avx512vbmi_more}, 0.01f},
#endif
};

static bool is_supported(enum prefilter_form form) {
  if (form == PREFILTER_PORTABLE || form == PREFILTER_BEST)
    return true;
#if defined(__x86_64__)
  __builtin_cpu_init();
  switch (form) {
  case PREFILTER_SSSE3: return __builtin_cpu_supports("ssse3");
  case PREFILTER_AVX2: return __builtin_cpu_supports("avx2");
  case PREFILTER_AVX512BW: return __builtin_cpu_supports("avx512bw");
  case PREFILTER_AVX512VBMI: return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vbmi");
  default: break;
  }
#endif
  return false;
}

static enum prefilter_form best_form(void) {
  enum prefilter_form form = PREFILTER_FORMS - 1;
  while (!is_supported(form))
    form--;
  return form;
}

bool prefilter_force(enum prefilter_form form) {
  if (!is_supported(form))
    return false;
  forced = form;
  return true;
}

const struct seams *prefilter_seams(const struct prefilter *p) {
  return &p->seams;
}

static unsigned mix(const uint8_t *print) {
  return (print[0] + 2u * print[1] + 4u * print[2] + 8u * print[3]) % LETTERS;
}

static void add_to_tables(struct tables *tables, const uint8_t *print, uint8_t bit) {
  for (size_t i = 0; i < FINGERPRINT; i++) {
    tables->low[i][print[i] & 15] |= bit;
    tables->high[i][print[i] >> 4] |= bit;
    tables->letters[i][print[i] % LETTERS] |= bit;
  }
  tables->mixed[mix(print)] |= bit;
}

static void add_keyword(struct prefilter *p, size_t index, str text, struct fingerprint print) {
  const char *at = text.ptr + print.at;
  uint32_t hash = hash_at(at), bit = hash >> (32 - SEEN_LOG);
  p->seen[bit / 64] |= UINT64_C(1) << bit % 64;
  p->keywords[--p->slots[slot_of(hash)]] = (struct keyword){four_at(text.ptr), (uint32_t)index, print.at, text};
  add_to_tables(&p->tables[print.bucket / GROUP], (const uint8_t *)at, (uint8_t)(1u << print.bucket % GROUP));
  seams_add(&p->seams, text);
}

/* Counts first, so that add_keyword fills each slot from its end. */
static void add_all(struct prefilter *p, const str *keywords, size_t count, const struct fingerprint *prints) {
  for (size_t i = 0; i < count; i++)
    p->slots[slot_of(hash_at(keywords[i].ptr + prints[i].at))]++;
  for (size_t slot = 1; slot <= 1 << SLOTS_LOG; slot++)
    p->slots[slot] += p->slots[slot - 1];
  for (size_t i = 0; i < count; i++)
    add_keyword(p, i, keywords[i], prints[i]);
}

struct prefilter *prefilter_new(const str *keywords, size_t count) {
  const struct form *form = &forms[forced == PREFILTER_BEST ? best_form() : forced];
  struct prefilter *p = memory_new_zeroed(1, sizeof *p);
  struct fingerprint *prints = memory_new(count * sizeof *prints + 1);
  p->keywords = memory_new_zeroed(count, sizeof *p->keywords);
  unsigned buckets = fingerprints_choose(keywords, count, form->bearable, prints);
  p->next = form->next[buckets / GROUP - 1];
  add_all(p, keywords, count, prints);
  free(prints);
  return p;
}

void prefilter_free(struct prefilter *p) {
  if (!p)
    return;
  free(p->keywords);
  free(p);
}

bool prefilter_any(const struct prefilter *p, str bytes) {
  for (size_t at = p->next(p, bytes, 0); at != SIZE_MAX; at = p->next(p, bytes, at + 1))
    if (confirm(p, bytes, at, NULL))
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
  hits->len = 0;
  for (size_t at = p->next(p, bytes, 0); at != SIZE_MAX; at = p->next(p, bytes, at + 1))
    confirm(p, bytes, at, hits);
  if (hits->len > 1)
    qsort(hits->data, hits->len, sizeof *hits->data, by_position);
}
