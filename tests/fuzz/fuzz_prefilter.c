/* fuzz_prefilter.c -- lines of keywords, an empty line, a text: the vector form finds what the portable one does. */
#include <stdint.h>
#include <stdlib.h>

#include "engine/prefilter.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { KEYWORDS = 64 };

static void compare(const struct prefilter *a, const struct prefilter *b, str text) {
  struct keyword_hits one = {0}, two = {0};
  prefilter_all(a, text, &one);
  prefilter_all(b, text, &two);
  if (one.len != two.len || prefilter_any(a, text) != (one.len > 0) || prefilter_any(b, text) != (one.len > 0))
    abort();
  for (size_t i = 0; i < one.len; i++)
    if (one.data[i].at != two.data[i].at || one.data[i].keyword != two.data[i].keyword)
      abort();
  vec_free(&one);
  vec_free(&two);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  str keywords[KEYWORDS], line, text = {(const char *)data, size};
  size_t count = 0;
  while (count < KEYWORDS && str_next_line(&text, &line) && line.len)
    if (line.len >= KEYWORD_MINIMUM)
      keywords[count++] = line;
  prefilter_force_portable(true);
  struct prefilter *portable = prefilter_new(keywords, count);
  prefilter_force_portable(false);
  struct prefilter *vector = prefilter_new(keywords, count);
  compare(portable, vector, text);
  prefilter_free(portable);
  prefilter_free(vector);
  return 0;
}
