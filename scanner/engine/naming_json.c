/* naming_json.c -- the name of a place in JSON and its kin: a pointer (RFC 6901), or what a pair or a string says.
   Knows no product's files. */
#include "engine/naming_formats.h"
#include "engine/naming_lines.h"
#include "engine/naming_pair.h"

/* Where the document of JSON lines begins that holds `start`: a line that opens a bracket, behind one that closed the
   last. Within a document a comma stands between the two, and no string has a line of its own. */
static size_t root_of(str text, size_t start) {
  for (size_t from = nest_line_from(text, start); from > 0; from = nest_line_from(text, from - 1)) {
    if (text.ptr[from] != '{' && text.ptr[from] != '[')
      continue;
    size_t before = naming_back_space(text, from);
    if (before > 0 && text.ptr[before - 1] == (text.ptr[from] == '{' ? '}' : ']'))
      return from;
  }
  return 0;
}

/* ---- the pointer ---- */

static void add_escaped(struct buf *out, str name) {
  for (size_t i = 0; i < name.len; i++) {
    if (name.ptr[i] == '~' || name.ptr[i] == '/')
      buf_add(out, name.ptr[i] == '~' ? STR("~0") : STR("~1"));
    else
      buf_add_byte(out, name.ptr[i]);
  }
}

static void add_key(struct buf *out, const struct nest *nest, struct nest_token key) {
  struct buf name = {0};
  nest_decode(str_head(nest_raw(nest->text, key), NAMING_PATH_MAX), key.kind, nest->is_yaml, &name);
  buf_add_byte(out, '/');
  add_escaped(out, naming_pair_cut(buf_str(&name)));
  buf_free(&name);
}

static str pointer_of(const struct nest *nest, bool is_key, struct arena *kept) {
  struct buf out = {0};
  size_t count = nest_levels(nest);
  for (size_t i = 0; i < count && out.len < NAMING_PATH_MAX; i++) {
    const struct nest_level *level = &nest->levels[i];
    if (level->is_list)
      buf_printf(&out, "/%zu", level->index);
    else if (level->is_keyed && !(is_key && i + 1 == nest->depth))
      add_key(&out, nest, level->key);
  }
  str pointer = out.len ? arena_copy(kept, buf_str(&out)) : STR_NONE;
  buf_free(&out);
  return pointer;
}

struct naming naming_json(str bytes, size_t start, size_t end, struct arena *kept) {
  struct nest nest;
  nest_open(&nest, bytes, root_of(bytes, start), false);
  struct nest_token token = nest_seek(&nest, start);
  str pointer = pointer_of(&nest, nest_is_key(&nest, token), kept);
  struct naming found = naming_pair_nested(&nest, token, start, end, kept);
  return found.name.len ? found : (struct naming){pointer, false};
}
