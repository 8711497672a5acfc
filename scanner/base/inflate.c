/* inflate.c -- zlib streams, and gzip, out of memory (home of libdeflate and zlib). */
#include "base/inflate.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/memory.h"

struct inflater *inflater_new(void) {
  struct libdeflate_decompressor *made = libdeflate_alloc_decompressor();
  if (!made)
    abort(); /* no memory */
  return (struct inflater *)made;
}

void inflater_free(struct inflater *inflater) {
  libdeflate_free_decompressor((struct libdeflate_decompressor *)inflater);
}

int inflate_exact(struct inflater *inflater, str in, uint8_t *out, size_t size, size_t *used) {
  size_t taken = 0, made;
  enum libdeflate_result result = libdeflate_zlib_decompress_ex((struct libdeflate_decompressor *)inflater, in.ptr, in.len, out,
                                                                size + INFLATE_SLACK, &taken, &made);
  if (used)
    *used = taken;
  return result == LIBDEFLATE_SUCCESS && made == size ? 0 : -1;
}

/* zlib reads only, but does not say so. */
static uint8_t *as_input(str in) {
  union {
    const char *from;
    uint8_t *to;
  } input = {in.ptr};
  return input.to;
}

size_t inflate_start(str in, uint8_t *out, size_t size) {
  z_stream stream = {.next_in = as_input(in), .avail_in = (uInt)in.len, .next_out = out, .avail_out = (uInt)size};
  if (inflateInit(&stream) != Z_OK)
    return 0;
  inflate(&stream, Z_SYNC_FLUSH);
  inflateEnd(&stream);
  return size - stream.avail_out;
}

size_t inflate_bounded(str in, size_t limit, struct buf *out) {
  enum { EITHER = 32, STEP = 16 * 1024 }; /* zlib's way to say: zlib or gzip, as the first bytes tell */
  z_stream stream = {.next_in = as_input(in), .avail_in = (uInt)(in.len < UINT32_MAX ? in.len : UINT32_MAX)};
  size_t made = 0;
  int status = inflateInit2(&stream, MAX_WBITS + EITHER);
  if (status != Z_OK)
    return 0;
  while (status == Z_OK && made < limit) {
    size_t step = limit - made < STEP ? limit - made : STEP;
    buf_reserve(out, step);
    stream.next_out = (Bytef *)out->data + out->len;
    stream.avail_out = (uInt)step;
    status = inflate(&stream, Z_NO_FLUSH);
    out->len += step - stream.avail_out;
    made += step - stream.avail_out;
  }
  inflateEnd(&stream);
  return made;
}

struct windows {
  z_stream stream;
  uint8_t *bytes;
  size_t len;
  uint64_t total;
};

static void hand_on(struct windows *w, void (*take)(void *, str, size_t *), void *data) {
  size_t again = 0;
  take(data, (str){(const char *)w->bytes, w->len}, &again);
  again = again < w->len ? again : 0;
  memmove(w->bytes, w->bytes + w->len - again, again);
  w->len = again;
}

/* Inflates what is there. 1 the end of the stream, 0 more input is needed, -1 damaged. */
static int advance(struct windows *w, void (*take)(void *, str, size_t *), void *data, size_t window) {
  for (;;) {
    w->stream.next_out = w->bytes + w->len;
    w->stream.avail_out = (uInt)(window - w->len);
    int status = inflate(&w->stream, Z_NO_FLUSH);
    size_t made = (size_t)(w->stream.next_out - w->bytes) - w->len;
    w->len += made;
    w->total += made;
    if (status == Z_STREAM_END)
      return 1;
    if (status != Z_OK && status != Z_BUF_ERROR)
      return -1;
    if (w->len == window)
      hand_on(w, take, data);
    else if (w->stream.avail_in == 0)
      return 0;
    else if (made == 0)
      return -1;
  }
}

int inflate_windows(bool (*feed)(void *, str *), void (*take)(void *, str, size_t *), void *data, uint64_t size, size_t window,
                    uint64_t *used) {
  struct windows w = {.bytes = memory_new(window)};
  int ended = inflateInit(&w.stream) == Z_OK ? 0 : -1;
  str in;
  while (ended == 0 && w.total <= size && feed(data, &in)) {
    w.stream.next_in = as_input(in);
    w.stream.avail_in = (uInt)in.len;
    ended = advance(&w, take, data, window);
  }
  if (w.len)
    hand_on(&w, take, data);
  if (used)
    *used = w.stream.total_in;
  inflateEnd(&w.stream);
  free(w.bytes);
  return ended == 1 && w.total == size ? 0 : -1;
}
