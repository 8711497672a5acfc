/* fuzz_inflate.c -- two bytes of size, one of step, a zlib stream: inflated whole and in windows, to the same end.
   Whole may succeed where windows do not: libdeflate knows two length codes more than the format has. */
#include <stdlib.h>

#include "base/buf.h"
#include "base/inflate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEAD = 3, WINDOW = 512, AGAIN = 9 };

struct pieces {
  str rest;
  size_t step;
  struct buf out;
  size_t seen;
};

static bool feed(void *data, str *in) {
  struct pieces *p = data;
  if (p->rest.len == 0)
    return false;
  *in = str_head(p->rest, p->step);
  p->rest = str_tail(p->rest, in->len);
  return true;
}

static void take(void *data, str bytes, size_t *again) {
  struct pieces *p = data;
  if (bytes.len < p->seen || bytes.len > WINDOW)
    abort();
  buf_add(&p->out, str_tail(bytes, p->seen));
  *again = AGAIN;
  p->seen = AGAIN < bytes.len ? AGAIN : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static struct inflater *inflater;
  if (size < HEAD)
    return 0;
  if (!inflater)
    inflater = inflater_new();
  size_t said = data[0] | (size_t)data[1] << 8;
  str stream = {(const char *)data + HEAD, size - HEAD};
  uint8_t *whole = malloc(said + INFLATE_SLACK);
  int failed = inflate_exact(inflater, stream, whole, said, NULL);
  struct pieces p = {stream, data[2] + 1u, {0}, 0};
  int failed_too = inflate_windows(feed, take, &p, said, WINDOW, NULL);
  if (failed && !failed_too)
    abort();
  if (!failed_too && !str_eq(buf_str(&p.out), (str){(const char *)whole, said}))
    abort();
  buf_free(&p.out);
  free(whole);
  return 0;
}
