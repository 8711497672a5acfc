/* fuzz_decode.c -- base64 runs at every place of the input, and the input as UTF-16. */
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "engine/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PLACES = 64 };

static void must(bool holds) {
  if (!holds)
    abort();
}

static void check_run(str bytes, size_t at, enum base64_alphabet alphabet) {
  struct buf out = {0};
  str run = decode_base64_run(bytes, at, alphabet);
  size_t start = (size_t)(run.ptr - bytes.ptr);
  must(start <= at && start + run.len <= bytes.len);
  decode_base64(run, &out);
  must(out.len * 4 <= run.len * 3);
  buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  str bytes = {(const char *)data, size};
  struct buf out = {0};
  size_t step = size / PLACES + 1;
  for (size_t at = 0; at < size; at += step) {
    check_run(bytes, at, BASE64_STANDARD);
    check_run(bytes, at, BASE64_URL);
  }
  if (decode_utf16(bytes, &out))
    for (str rest = buf_str(&out); rest.len; rest = str_tail(rest, utf8_length(rest)))
      must(utf8_length(rest) > 0);
  must(out.len <= size / 2 * 3);
  buf_free(&out);
  return 0;
}
