/* fuzz_utf8.c -- any bytes, cleaned and made printable; and with keys redacted, once and again. */
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "model/key.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds) {
  if (!holds)
    abort();
}

static void check_clean(str bytes) {
  struct buf clean = {0};
  utf8_add_clean(&clean, bytes);
  for (str rest = buf_str(&clean); rest.len; rest = str_tail(rest, utf8_length(rest)))
    must(utf8_length(rest) > 0);
  must(utf8_count(buf_str(&clean)) == utf8_count(bytes));
  buf_free(&clean);
}

static void check_printable(str bytes) {
  struct buf shown = {0};
  utf8_add_printable(&shown, bytes);
  for (str rest = buf_str(&shown); rest.len;) {
    size_t length = utf8_length(rest);
    must(length > 0 && !utf8_steers_terminal(utf8_decode(rest, length)));
    rest = str_tail(rest, length);
  }
  buf_free(&shown);
}

static void check_redacted(str bytes) {
  struct buf once = {0}, twice = {0};
  key_redact_within(&once, bytes);
  key_redact_within(&twice, buf_str(&once));
  must(str_eq(buf_str(&once), buf_str(&twice)));
  buf_free(&once);
  buf_free(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  str bytes = {(const char *)data, size};
  check_clean(bytes);
  check_printable(bytes);
  check_redacted(bytes);
  return 0;
}
