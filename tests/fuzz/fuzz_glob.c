/* fuzz_glob.c -- a pattern, a newline, a path: a pattern that only grows may only match more. */
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  str pattern, path = {(const char *)data, size};
  if (!str_next_line(&path, &pattern))
    return 0;
  bool matches = str_matches_glob(path, pattern);
  struct buf wider = {0};
  buf_add(&wider, pattern);
  buf_add(&wider, STR("**"));
  if (matches && !str_matches_glob(path, buf_str(&wider)))
    abort();
  buf_free(&wider);
  return 0;
}
