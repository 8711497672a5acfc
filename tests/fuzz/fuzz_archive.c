/* fuzz_archive.c -- a byte for the window, then an archive, whole or not. Pieces of a member come in order and are
   never larger than the window; what is given again stands at the beginning of the next one. */
#include <stdint.h>
#include <stdlib.h>

#include "engine/archive.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { WINDOW_STEP = 64, AGAIN = 16 };

static void require(bool holds) {
  if (!holds)
    abort();
}

struct seen {
  size_t window;
  unsigned pieces;
  bool in_member;
  size_t again_len;
  char again[AGAIN];
};

static size_t take_piece(void *data, const struct archive_piece *piece) {
  struct seen *seen = data;
  require(piece->bytes.len > 0 && piece->bytes.len <= seen->window && str_starts(piece->path, STR("a!/")));
  require(piece->is_last || piece->bytes.len == seen->window);
  require(piece->is_first || (seen->in_member && memcmp(piece->bytes.ptr, seen->again, seen->again_len) == 0));
  seen->pieces++;
  seen->in_member = !piece->is_last;
  seen->again_len = piece->bytes.len < AGAIN ? piece->bytes.len - 1 : AGAIN;
  memcpy(seen->again, piece->bytes.ptr + piece->bytes.len - seen->again_len, seen->again_len);
  return seen->again_len;
}

static void take_shortfall(void *data, enum archive_shortfall shortfall, str path) {
  (void)data;
  require(shortfall <= ARCHIVE_TOO_LARGE && str_starts(path, STR("a")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct err err;
  if (size == 0)
    return 0;
  require(archive_load(&err) == 0);
  str bytes = {(const char *)data + 1, size - 1};
  struct seen seen = {.window = (size_t)(data[0] + 1) * WINDOW_STEP};
  struct archive_visitor visitor = {take_piece, take_shortfall, NULL, &seen};
  if (archive_kind_of(bytes) != ARCHIVE_NONE)
    archive_walk(bytes, STR("a"), seen.window, &visitor);
  return 0;
}
