/* fuzz_prefilter.c -- lines of keywords, an empty line, a text: each form finds what a plain search does, and each
   keyword may cross a seam wherever one lies in it. */
#include <stdint.h>
#include <stdlib.h>

#include "engine/prefilter.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { KEYWORDS = 512, TEXT = 4096 };

static void search_plainly(const str *keywords, size_t count, str text, struct keyword_hits *hits) {
  for (size_t at = 0; at < text.len; at++)
    for (uint32_t k = 0; k < count; k++)
      if (str_starts(str_tail(text, at), keywords[k]))
        vec_push(hits, (struct keyword_hit){at, k});
}

static void compare(const struct prefilter *prefilter, str text, const struct keyword_hits *expected) {
  struct keyword_hits found = {0};
  prefilter_all(prefilter, text, &found);
  if (found.len != expected->len || prefilter_any(prefilter, text) != (expected->len > 0))
    abort();
  for (size_t i = 0; i < found.len; i++)
    if (found.data[i].at != expected->data[i].at || found.data[i].keyword != expected->data[i].keyword)
      abort();
  vec_free(&found);
}

static void cut(const struct seams *seams, str text, const str *keywords, const struct keyword_hits *hits) {
  for (size_t i = 0; i < hits->len; i++)
    for (size_t k = 1; k < keywords[hits->data[i].keyword].len; k++) {
      size_t seam = hits->data[i].at + k;
      if (!seams_may_cross(seams, (const uint8_t *)text.ptr + seam, seam, text.len - seam))
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static str keywords[KEYWORDS];
  str line, text = {(const char *)data, size};
  size_t count = 0;
  while (count < KEYWORDS && str_next_line(&text, &line) && line.len)
    if (line.len >= KEYWORD_MINIMUM)
      keywords[count++] = line;
  text = str_head(text, TEXT);
  struct keyword_hits expected = {0};
  search_plainly(keywords, count, text, &expected);
  for (int form = 0; form < PREFILTER_FORMS; form++) {
    if (!prefilter_force((enum prefilter_form)form))
      continue;
    struct prefilter *prefilter = prefilter_new(keywords, count);
    compare(prefilter, text, &expected);
    if (form == PREFILTER_BEST)
      cut(prefilter_seams(prefilter), text, keywords, &expected);
    prefilter_free(prefilter);
  }
  prefilter_force(PREFILTER_BEST);
  vec_free(&expected);
  return 0;
}
