/* original.c -- which source a place of a generated file was made from. */
#include "engine/original.h"

#include "engine/inlay.h"
#include "model/snapshot.h"

enum { MAP_SIZE_MAX = 64 << 20 };

static str folder_of(str path) {
  return str_head(path, path.len - str_basename(path).len);
}

/* Only a plain name beside the file, or below its folder: never a way up. */
static bool is_beside(str url) {
  return url.len > 0 && url.ptr[0] != '/' && str_find(url, STR(".."), 0) == SIZE_MAX && str_find(url, STR(":"), 0) == SIZE_MAX;
}

static bool read_map(const struct item *item, struct arena *arena, struct buf *map) {
  str url;
  oid id;
  if (inlay_inline_map(item->bytes, map))
    return true;
  if (!item->snapshot)
    return false;
  str path = arena_printf(arena, "%.*s.map", STR_ARG(item->snapshot_path));
  if (inlay_mapping_url(item->bytes, &url) && is_beside(url)) {
    str folder = folder_of(item->snapshot_path);
    path = arena_printf(arena, "%.*s%.*s", STR_ARG(folder), STR_ARG(url));
  }
  return item->snapshot->read(item->snapshot, path, MAP_SIZE_MAX, map, &id) == SNAPSHOT_READ;
}

bool original_find(const struct item *item, uint32_t line, uint32_t column, struct arena *arena, struct sourcemap_place *place) {
  CLEANUP(buf_free) struct buf map = {0};
  if (!str_ends(item->path, STR("js")) && !str_ends(item->path, STR("css")))
    return false;
  return read_map(item, arena, &map) && sourcemap_locate(buf_str(&map), line, column, arena, place);
}
