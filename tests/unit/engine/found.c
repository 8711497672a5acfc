/* found.c -- a text looked for through chains of encodings, as whoever calls decode does. */
#include "found.h"

#include <stdint.h>
#include <stdlib.h>

enum { TURNS = 64 };

static bool says(str bytes, str wanted, const struct decode_forms *forms, unsigned depth) {
  struct buf inflated = {0}, wide = {0};
  enum encoding which;
  bool is_there = str_find(bytes, wanted, 0) != SIZE_MAX;
  is_there = is_there || (decode_inflate(bytes, &inflated) && str_find(buf_str(&inflated), wanted, 0) != SIZE_MAX);
  is_there = is_there || (decode_wide(bytes, &which, &wide) && str_find(buf_str(&wide), wanted, 0) != SIZE_MAX);
  buf_free(&inflated);
  buf_free(&wide);
  return is_there || (depth > 0 && found_in(bytes, wanted, forms, depth).hits > 0);
}

/* The first reading of the run at `at` that leads to what is wanted. */
static bool reads(const struct decode_form *form, str bytes, size_t at, str wanted, const struct decode_forms *forms, unsigned depth,
                  struct decoded *out) {
  for (unsigned turn = 0; decode_run(form->encoding, bytes, at, turn, out); turn++) {
    if (turn > TURNS || out->start > at || out->end < at || out->end > bytes.len)
      abort();
    if (says(buf_str(&out->text), wanted, forms, depth - 1))
      return true;
  }
  return false;
}

struct found found_in(str bytes, str wanted, const struct decode_forms *forms, unsigned depth) {
  struct found found = {0};
  struct decoded decoded = {0};
  for (size_t i = 0; i < forms->len; i++)
    for (size_t at = str_find(bytes, forms->data[i].bytes, 0); at != SIZE_MAX; at = str_find(bytes, forms->data[i].bytes, at + 1)) {
      if (!reads(&forms->data[i], bytes, at, wanted, forms, depth, &decoded))
        continue;
      if (found.hits++ == 0) {
        found.start = decoded.start;
        found.end = decoded.end;
      }
      found.astray += decoded.start != found.start;
    }
  buf_free(&decoded.text);
  return found;
}
