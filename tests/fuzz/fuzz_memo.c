/* fuzz_memo.c -- a memo without its digest: whatever it says, it is written again as it was read, or refused. */
#include <stdlib.h>

#include "source/memo.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  str bytes = {(const char *)data, size};
  struct memo memo;
  struct buf again = {0};
  if (memo_decode(bytes, &memo)) {
    memo_encode(&memo, &again);
    if (!str_eq(buf_str(&again), bytes))
      abort();
  }
  memo_free(&memo);
  buf_free(&again);
  return 0;
}
