/* buf.c -- bytes that grow. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

void buf_reserve(struct buf *buf, size_t extra) {
  if (buf->room - buf->len >= extra)
    return;
  buf->data = vec_grow(buf->data, &buf->room, buf->len + extra, 1);
}

void buf_add(struct buf *buf, str s) {
  if (s.len == 0)
    return;
  buf_reserve(buf, s.len);
  memcpy(buf->data + buf->len, s.ptr, s.len);
  buf->len += s.len;
}

void buf_add_byte(struct buf *buf, char byte) {
  buf_reserve(buf, 1);
  buf->data[buf->len++] = byte;
}

void buf_printf(struct buf *buf, const char *format, ...) {
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  int len = vsnprintf(NULL, 0, format, args);
  va_end(args);
  if (len > 0) {
    buf_reserve(buf, (size_t)len + 1);
    vsnprintf(buf->data + buf->len, (size_t)len + 1, format, again);
    buf->len += (size_t)len;
  }
  va_end(again);
}

void buf_clear(struct buf *buf) {
  buf->len = 0;
}

void buf_free(struct buf *buf) {
  free(buf->data);
  *buf = (struct buf){0};
}
