/* buf.h -- bytes that grow.  Owned by the buf; what `buf_str` gives is valid until the next change. */
#ifndef APSO_BASE_BUF_H
#define APSO_BASE_BUF_H

#include "base/err.h"
#include "base/str.h"

struct buf {
  char *data;
  size_t len;
  size_t room;
};

void buf_reserve(struct buf *buf, size_t extra);
void buf_add(struct buf *buf, str s);
void buf_add_byte(struct buf *buf, char byte);
void buf_printf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
void buf_clear(struct buf *buf);
void buf_free(struct buf *buf);

static inline str buf_str(const struct buf *buf) {
  return (str){buf->data, buf->len};
}

#endif
