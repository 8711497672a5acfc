/* inlay.c -- texts that stand as strings inside JSON: which they are, and the maps that generated files name. */
#include "engine/inlay.h"

#include <stdlib.h>

#include "engine/decode.h"
#include "engine/jsonspan.h"
#include "engine/notebook.h"
#include "engine/unquote.h"

enum {
  CONTENTS_LIMIT = 4, /* "sourcesContent" in one map; the standard knows one */
  NESTING_LIMIT = 4,  /* of sections in sections; the standard knows one level */
};

size_t inlay_origin(const struct inlay *inlay, size_t offset) {
  return unquote_origin(inlay, offset);
}

/* ---- source maps ---- */

/* Sources that have no name, or are too few, still have their texts. */
static void add_contents(struct unquote *maker, const struct sourcemap_fields *fields, str contents) {
  struct jsonspan texts = jsonspan_enter(contents), names = jsonspan_enter(fields->sources);
  str root = jsonspan_string(fields->root), name, text;
  for (size_t index = 0; jsonspan_next(&texts, NULL, &text); index++) {
    name = jsonspan_next(&names, NULL, &name) ? name : STR_NONE;
    text = jsonspan_string(text);
    if (text.len == 0)
      continue;
    if (unquote_is_full(maker))
      return;
    unquote_whole(maker, sourcemap_path(root, jsonspan_string(name), index, maker->arena), text);
  }
}

static void add_map(struct unquote *maker, str map, int nesting) {
  struct sourcemap_fields fields = sourcemap_fields(map);
  struct jsonspan reader = jsonspan_enter(map), sections = jsonspan_enter(fields.sections);
  str name, value;
  int contents = 0;
  while (jsonspan_next(&reader, &name, &value)) {
    if (!jsonspan_is(name, STR("sourcesContent")))
      continue;
    if (contents++ == CONTENTS_LIMIT) {
      maker->cut = true;
      break;
    }
    add_contents(maker, &fields, value);
  }
  while (jsonspan_next(&sections, NULL, &value)) {
    if (nesting == NESTING_LIMIT) {
      maker->cut = true;
      return;
    }
    add_map(maker, jsonspan_member(value, STR("map")), nesting + 1);
  }
}

static bool has_extension(str path, str extension) {
  return path.len > extension.len && str_eq_nocase(str_tail(path, path.len - extension.len), extension);
}

struct inlays inlay_find(str path, str text, struct arena *arena) {
  struct unquote maker = {.json = text, .arena = arena};
  if (text.len > UINT32_MAX)
    maker.cut = true;
  else if (has_extension(path, STR(".map")))
    add_map(&maker, jsonspan_root(text), 0);
  else if (has_extension(path, STR(".ipynb")))
    notebook_cells(&maker, jsonspan_root(text));
  return unquote_finish(&maker);
}

/* ---- a generated file's map ---- */

static bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

/* Whether what ends at `end` opens a comment of this kind: slash, slash or star, # or @, white space. */
static bool opens_comment(str text, size_t end, bool *is_block) {
  while (end > 0 && is_blank(text.ptr[end - 1]))
    end--;
  if (end < 3 || (text.ptr[end - 1] != '#' && text.ptr[end - 1] != '@') || text.ptr[end - 3] != '/')
    return false;
  *is_block = text.ptr[end - 2] == '*';
  return *is_block || text.ptr[end - 2] == '/';
}

/* What a comment of this kind says behind `start`: one word without quotes. */
static bool read_url(str text, size_t start, bool is_block, str *url) {
  str rest = str_tail(text, start);
  size_t end = is_block ? str_find(rest, STR("*/"), 0) : str_find_byte(rest, '\n', 0);
  if (end == SIZE_MAX && is_block)
    return false;
  str word = str_trim(str_head(rest, end));
  for (size_t i = 0; i < word.len; i++)
    if (is_blank(word.ptr[i]) || memchr("\n\"'`", word.ptr[i], 4))
      return false;
  if (word.len)
    *url = word;
  return word.len;
}

bool inlay_mapping_url(str text, str *url) {
  static const str mark = {"sourceMappingURL=", 17};
  bool any = false, is_block;
  for (size_t at = str_find(text, mark, 0); at != SIZE_MAX; at = str_find(text, mark, at + 1))
    if (opens_comment(text, at, &is_block))
      any |= read_url(text, at + mark.len, is_block, url);
  return any;
}

static void add_unescaped(struct buf *out, str url) {
  for (size_t i = 0; i < url.len; i++) {
    int high = url.ptr[i] == '%' && i + 2 < url.len ? jsonspan_hex_digit(url.ptr[i + 1]) : -1;
    int low = high >= 0 ? jsonspan_hex_digit(url.ptr[i + 2]) : -1;
    buf_add_byte(out, low >= 0 ? (char)(high << 4 | low) : url.ptr[i]);
    i += low >= 0 ? 2 : 0;
  }
}

bool inlay_inline_map(str text, struct buf *map) {
  static const str scheme = {"data:", 5}, base64 = {";base64", 7};
  str url;
  if (!inlay_mapping_url(text, &url) || !str_eq_nocase(str_head(url, scheme.len), scheme))
    return false;
  size_t comma = str_find_byte(url, ',', 0);
  str type = str_head(url, comma), data = comma == SIZE_MAX ? STR_NONE : str_tail(url, comma + 1);
  if (data.len == 0 || !str_contains_nocase(type, STR("json")))
    return false;
  if (has_extension(type, base64))
    decode_base64(data, map);
  else
    add_unescaped(map, data);
  return true;
}
