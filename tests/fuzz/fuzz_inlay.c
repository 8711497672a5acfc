/* fuzz_inlay.c -- a byte that picks map, notebook or generated file, two for a place, then the text. What is found
   leads back into the text, in its order; a place is found the same way twice. */
#include <stdlib.h>

#include "engine/inlay.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEAD = 3 };

static void require(bool holds) {
  if (!holds)
    abort();
}

/* Bytes of a decoded text come from where the same byte stands, or an escape, or a magic that was blanked. */
static void check_inlay(const struct inlay *inlay, str json) {
  size_t before = 0;
  require(inlay->text.len > 0 && inlay->text.len <= json.len && inlay->path.len > 0);
  for (size_t i = 0; i < inlay->text.len; i++) {
    size_t origin = inlay_origin(inlay, i);
    char c = inlay->text.ptr[i];
    require(origin < json.len && origin >= before);
    require(json.ptr[origin] == c || json.ptr[origin] == '\\' || c == ' ');
    before = origin;
  }
  size_t end = inlay_origin(inlay, inlay->text.len);
  require(end > before && end <= json.len);
}

static void check_inlays(str path, str json) {
  struct arena arena = {0};
  struct inlays inlays = inlay_find(path, json, &arena);
  for (size_t i = 0; i < inlays.len; i++)
    check_inlay(&inlays.data[i], json);
  arena_free(&arena);
}

static void check_place(str map, uint32_t line, uint32_t column) {
  struct arena arena = {0};
  struct sourcemap_place place, again;
  bool found = sourcemap_locate(map, line, column, &arena, &place);
  require(found == sourcemap_locate(map, line, column, &arena, &again));
  require(!found || (place.line > 0 && place.column > 0 && place.source.len > 0 && str_eq(place.source, again.source)));
  arena_free(&arena);
}

static void check_generated(str text, uint32_t line, uint32_t column) {
  struct buf map = {0};
  str url = STR_NONE;
  if (inlay_mapping_url(text, &url))
    require(url.len > 0 && url.ptr > text.ptr && url.ptr + url.len <= text.ptr + text.len);
  if (inlay_inline_map(text, &map)) {
    check_place(buf_str(&map), line, column);
    check_inlays(STR("a.map"), buf_str(&map));
  }
  buf_free(&map);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < HEAD)
    return 0;
  str text = {(const char *)data + HEAD, size - HEAD};
  if (data[0] % 3 == 0) {
    check_inlays(STR("a.map"), text);
    check_place(text, data[1], data[2]);
  } else if (data[0] % 3 == 1) {
    check_inlays(STR("a.ipynb"), text);
  } else {
    check_generated(text, data[1], data[2]);
  }
  return 0;
}
