/* fuzz_naming.c -- a byte that picks a format, then a text. Each "<K>" in it is a key's place; in a text without one,
   its last third. A name is short, and the same twice; it is that of its text, whatever lies behind. */
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "engine/naming.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
  MARK = 3,
  NAME_MAX_LEN = 4096,
  PLACES_MAX = 8,
};

static void require(bool holds) {
  if (!holds)
    abort();
}

static void check_place(enum naming_format format, str text, size_t start, size_t end) {
  struct arena arena = {0};
  struct naming found = naming_find(format, text, start, end, &arena);
  struct naming again = naming_find(format, text, start, end, &arena);
  require(found.name.len <= NAME_MAX_LEN && (found.name.len > 0 || !found.is_pair));
  require(str_eq(found.name, again.name) && found.is_pair == again.is_pair);
  /* Of the arena: it must outlive the text. */
  require(found.name.len == 0 || found.name.ptr < text.ptr || found.name.ptr >= text.ptr + text.len);
  arena_free(&arena);
}

static void check_text(enum naming_format format, str text) {
  size_t at = str_find(text, STR("<K>"), 0);
  if (at == SIZE_MAX)
    check_place(format, text, text.len - text.len / 3, text.len);
  for (int i = 0; i < PLACES_MAX && at != SIZE_MAX; i++) {
    check_place(format, text, at, at + MARK);
    at = str_find(text, STR("<K>"), at + MARK);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size == 0)
    return 0;
  enum naming_format format = (enum naming_format)((data[0] & 0x1f) % NAMING_FORMAT_COUNT);
  str text = {(const char *)data + 1, size - 1};
  check_text(format, text);
  require(!naming_is_configuration(str_head(text, 64)) || naming_format_of(str_head(text, 64)) != NAMING_NONE);
  return 0;
}
