/* inflate.h -- zlib streams (RFC 1950), and gzip (RFC 1952), out of memory (home of libdeflate and zlib). */
#ifndef APSO_BASE_INFLATE_H
#define APSO_BASE_INFLATE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

enum {
  INFLATE_SLACK = 320,       /* bytes behind the output that may be written: keeps libdeflate in its fast loop */
  INFLATE_RATIO_LIMIT = 1032 /* deflate cannot make more bytes of one */
};

/* One worker's. Not for two threads at once. */
struct inflater;

struct inflater *inflater_new(void);
void inflater_free(struct inflater *inflater);

/* Inflates the stream at the start of `in` to exactly `size` bytes at `out`, which has room for
   size + INFLATE_SLACK. -1 if the stream is damaged or of another size; its checksum is checked.
   `used`, unless NULL: bytes of `in` that the stream took. */
int inflate_exact(struct inflater *inflater, str in, uint8_t *out, size_t size, size_t *used) __attribute__((warn_unused_result));

/* Inflates no more than the first `size` bytes; how many there were. */
size_t inflate_start(str in, uint8_t *out, size_t size);

/* Appends what the zlib or gzip stream at the start of `in` says, no more than `limit` bytes; how many there were. What
   was made before damage counts; its end may be missing. */
size_t inflate_bounded(str in, size_t limit, struct buf *out);

/* Inflates piece by piece. `feed` gives the next input (false: no more); each full `window`, and what is left
   at the end, goes to `take`, which says how many of the last bytes it wants to see again. Needs about `window`
   bytes of memory. `used`, unless NULL: bytes of input that the stream took. -1 if the stream is damaged or does not
   come to `size` bytes. */
int inflate_windows(bool (*feed)(void *data, str *in), void (*take)(void *data, str bytes, size_t *again), void *data,
                    uint64_t size, size_t window, uint64_t *used) __attribute__((warn_unused_result));

#endif
