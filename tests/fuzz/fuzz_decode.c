/* fuzz_decode.c -- runs of each encoding at places of the input, all their readings; the input as wide text and as gzip. */
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "engine/decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PLACES = 24, TURNS = 64, JOINTS = 512 };

static void must(bool holds) {
  if (!holds)
    abort();
}

static void check_runs(enum encoding encoding, str bytes, size_t at) {
  struct decoded decoded = {0};
  unsigned turn = 0;
  while (decode_run(encoding, bytes, at, turn, &decoded)) {
    must(decoded.start <= at && at < decoded.end && decoded.end <= bytes.len);
    must(decoded.end - decoded.start <= 2 * (DECODE_RUN_LIMIT + JOINTS));
    must(decoded.text.len <= 3 * (decoded.end - decoded.start));
    must(++turn < TURNS);
  }
  buf_free(&decoded.text);
}

static void check_base64(str bytes) {
  struct buf out = {0};
  decode_base64(bytes, &out);
  must(out.len * 4 <= bytes.len * 3);
  buf_free(&out);
}

static void check_wide(str bytes) {
  struct buf out = {0};
  enum encoding encoding;
  bool is_wide = decode_wide(bytes, &encoding, &out);
  must(is_wide == decode_is_wide(bytes) && (is_wide || out.len == 0));
  for (str rest = buf_str(&out); rest.len; rest = str_tail(rest, utf8_length(rest)))
    must(utf8_length(rest) > 0);
  must(out.len <= bytes.len / 2 * 3);
  buf_free(&out);
}

static void check_inflate(str bytes) {
  struct buf out = {0};
  bool is_packed = decode_inflate(bytes, &out);
  must(is_packed == (out.len > 0) && out.len <= DECODE_INFLATED_LIMIT);
  buf_free(&out);
}

/* Of any text. */
static void check_forms(str text) {
  struct decode_forms forms = {0};
  struct arena kept = {0};
  decode_forms(text, &forms, &kept);
  for (size_t i = 0; i < forms.len; i++)
    must(forms.data[i].bytes.len >= 4);
  vec_free(&forms);
  arena_free(&kept);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  str bytes = {(const char *)data, size};
  size_t step = size / PLACES + 1;
  for (size_t at = 0; at < size; at += step)
    for (int encoding = 0; encoding < ENCODING_COUNT; encoding++)
      check_runs((enum encoding)encoding, bytes, at);
  check_base64(bytes);
  check_wide(bytes);
  check_inflate(bytes);
  check_forms(str_head(bytes, 40));
  return 0;
}
