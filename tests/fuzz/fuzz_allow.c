/* fuzz_allow.c -- any text with keys at any places: what comments say stands on their lines, and holds no key. In the
   input each
   byte above 127 is part of a key. */
#include <stdint.h>
#include <stdlib.h>

#include "engine/allow.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_key(str text, size_t at) {
  return at < text.len && (unsigned char)text.ptr[at] > 127;
}

static struct hit next_hit(str text, size_t from, uint32_t *line) {
  struct hit hit = {.start = from};
  for (; hit.start < text.len && !is_key(text, hit.start); hit.start++)
    *line += text.ptr[hit.start] == '\n';
  for (hit.end = hit.start; is_key(text, hit.end); hit.end++)
    continue;
  hit.line = hit.end_line = *line;
  return hit;
}

static void check(str text, const struct hit *hit) {
  size_t start = hit->start, end = hit->end;
  while (start > 0 && text.ptr[start - 1] != '\n')
    start--;
  while (end < text.len && text.ptr[end] != '\n')
    end++;
  str line = str_range(text.ptr + start, text.ptr + end);
  if (hit->allows_len > ALLOW_LINE_LIMIT || (hit->allows_len && str_find(line, STR(":allow"), 0) == SIZE_MAX))
    abort();
  for (size_t i = 0; i < hit->allows_len; i++) {
    const struct allow *allow = &hit->allows[i];
    if (allow->reason.len > ALLOW_REASON_LIMIT || (allow->reason.len && str_find(line, allow->reason, 0) == SIZE_MAX))
      abort();
    if ((allow->kind == ALLOW_KEY) != (allow->id.len >= ALLOW_ID_LEAST))
      abort();
    for (size_t at = 0; at < allow->reason.len; at++)
      if (is_key(allow->reason, at))
        abort();
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  str text = {(const char *)data, size};
  struct arena kept = {0};
  struct allow_marks marks = {0};
  struct text_spans spans = {0};
  uint32_t line = 1;
  for (struct hit hit = next_hit(text, 0, &line); hit.start < size; hit = next_hit(text, hit.end, &line))
    vec_push(&spans, (struct text_span){hit.start, hit.end});
  allow_find(text, &marks);
  line = 1;
  for (struct hit hit = next_hit(text, 0, &line); hit.start < size; hit = next_hit(text, hit.end, &line)) {
    allow_take(&marks, &spans, &hit, &kept);
    check(text, &hit);
  }
  allow_free(&marks);
  vec_free(&spans);
  arena_free(&kept);
  return 0;
}
