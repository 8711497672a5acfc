/* template.c -- texts with keys that are made at run time. */
#include "template.h"

#include <stdint.h>

#include "model/key.h"

enum { LEAK = 8 };

bool template_expand(str source, uint64_t *seed, struct arena *kept, struct template_text *out) {
  struct err err;
  return example_expand(source, seed, kept, out, &err) == 0;
}

bool template_leaks(str text, str key) {
  str tail = key_parse(key).tail;
  for (size_t at = 0; at + LEAK <= tail.len; at++)
    if (str_find(text, str_head(str_tail(tail, at), LEAK), 0) != SIZE_MAX)
      return true;
  return false;
}
