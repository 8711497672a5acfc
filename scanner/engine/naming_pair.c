/* naming_pair.c -- {name: X, value: KEY}: members that say how another is called, whatever the format.
   Knows one product: a notebook's lines of source are programs. */
#include "engine/naming_pair.h"

#include <stdint.h>

#include "base/utf8.h"
#include "engine/naming_formats.h"
#include "engine/naming_lines.h"

enum { MEMBER_MAX = 13 }; /* bytes of the longest of these */

/* The better names a thing the further down. */
static const char *const name_members[] = {
    "id",  "label", "field", "parameter", "variable", "variable_name", "header", "headername", "parametername",
    "envname", "env_var", "optionname", "name", "parameterkey", "key",
};

static const char *const valued_members[] = {
    "value", "parametervalue", "val", "default", "defaultvalue", "default_value", "example", "currentvalue",
    "secretvalue", "optionvalue", "initialvalue",
};

unsigned naming_pair_rank(str member) {
  if (member.len == 0 || member.len > MEMBER_MAX) /* most */
    return 0;
  for (size_t i = 0; i < NAMING_COUNT(name_members); i++)
    if (str_eq_nocase(member, str_from(name_members[i])))
      return (unsigned)i + 1;
  return 0;
}

bool naming_pair_is_value(str member) {
  return naming_is_one_of(member, valued_members, NAMING_COUNT(valued_members));
}

/* Not a number, a template, a nested value; nor the "value" of {"key": "value", "value": …}. */
bool naming_pair_fits(str name) {
  bool has_letter = false;
  if (name.len == 0 || name.len > NAMING_STEP_MAX || memchr("{[|>*&!", name.ptr[0], 7) || naming_pair_is_value(name))
    return false;
  for (size_t i = 0; i < name.len; i++) {
    has_letter |= naming_is_letter(name.ptr[i]);
    if (name.ptr[i] == '\n')
      return false;
  }
  return has_letter;
}

str naming_pair_cut(str name) {
  if (name.len <= NAMING_STEP_MAX)
    return name;
  size_t len = NAMING_STEP_MAX;
  while (len > NAMING_STEP_MAX - 4 && ((unsigned char)name.ptr[len] & 0xc0) == 0x80)
    len--;
  return str_head(name, len);
}

/* ---- inside of a string ---- */

enum {
  BEFORE_MAX = 4096, /* bytes of a string before a key … */
  BEHIND_MAX = 1024, /* … and behind it that are looked at */
};

static struct naming kept_of(struct naming found, struct arena *kept) {
  found.name = found.name.len ? arena_copy(kept, naming_pair_cut(found.name)) : STR_NONE;
  found.is_pair = found.is_pair && found.name.len;
  return found;
}

static struct naming named_inside(struct naming_place place, bool is_code, struct arena *kept) {
  struct naming found = {0};
  if (is_code)
    found = naming_code(place.text, place.start, place.end, kept);
  if (found.name.len == 0)
    found = naming_env(place.text, place.start, place.end, kept);
  if (found.name.len == 0)
    found = naming_in_string(naming_part(place, naming_line_from(place.text, place.start), place.text.len));
  bool has_call = str_find_byte(str_head(place.text, place.start), '(', 0) != SIZE_MAX;
  if (found.name.len == 0 && has_call && !is_code)
    found = naming_code(place.text, place.start, place.end, kept);
  return found;
}

/* In a string that is a value, a name counts if it says more than the value's place: of a variable, a header, an option. */
static bool is_telling(struct naming found, str before) {
  if (found.is_pair || found.name.len == 0)
    return true;
  bool has_letter = false, is_constant = true;
  for (size_t i = 0; i < found.name.len; i++) {
    char c = found.name.ptr[i];
    has_letter |= c >= 'A' && c <= 'Z';
    is_constant &= (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
  size_t at = str_find(before, found.name, 0);
  bool is_option = at != SIZE_MAX && at > 0 && before.ptr[at - 1] == '-';
  return (has_letter && is_constant) || is_option;
}

struct naming naming_pair_inside(str text, struct naming_pair_string string, size_t start, size_t end,
                                 struct arena *kept) {
  if (start <= string.from || end > string.to || start > end)
    return (struct naming){0};
  size_t from = start - string.from > BEFORE_MAX ? start - BEFORE_MAX : string.from;
  size_t to = string.to - end > BEHIND_MAX ? end + BEHIND_MAX : string.to;
  struct buf made = {0};
  nest_decode(naming_slice(text, from, start), string.kind, string.is_yaml, &made);
  struct naming_place place = {.start = made.len};
  buf_add(&made, naming_slice(text, start, end));
  place.end = made.len;
  nest_decode(naming_slice(text, end, to), string.kind, string.is_yaml, &made);
  place.text = buf_str(&made);
  struct naming found = kept_of(named_inside(place, string.is_code, kept), kept);
  bool counts = string.is_code || string.is_text || string.kind == NEST_COMMENT || is_telling(found, str_head(place.text, place.start));
  buf_free(&made);
  return counts ? found : (struct naming){0};
}

struct naming naming_pair_option(str before, struct arena *kept) {
  if (before.len < 3 || before.ptr[0] != '-' || before.len > NAMING_STEP_MAX)
    return (struct naming){0};
  return kept_of(naming_assignment(arena_printf(kept, "%.*s ", STR_ARG(before))), kept);
}

/* ---- between brackets ---- */

static bool is_string(const struct nest *nest, struct nest_token token) {
  bool is_plain = token.kind == NEST_BARE && nest->is_yaml;
  return is_plain || token.kind == NEST_DOUBLE || token.kind == NEST_SINGLE || token.kind == NEST_COMMENT;
}

/* /cells/N/source, a string or a list of lines. */
static bool is_source(const struct nest *nest) {
  enum { CELLS, CELL, MEMBER };
  size_t count = nest_levels(nest);
  return count > MEMBER && count <= MEMBER + 2 && nest->levels[CELLS].is_keyed && nest->levels[CELL].is_list &&
         str_eq(nest_raw(nest->text, nest->levels[CELLS].key), STR("cells")) && nest->levels[MEMBER].is_keyed &&
         str_eq(nest_raw(nest->text, nest->levels[MEMBER].key), STR("source"));
}

static struct naming inside_of(const struct nest *nest, struct nest_token token, size_t start, size_t end,
                               struct arena *kept) {
  enum { MARK = 2 };
  if (!is_string(nest, token))
    return (struct naming){0};
  str raw = nest_raw(nest->text, token);
  struct naming_pair_string string = {.from = (size_t)(raw.ptr - nest->text.ptr), .kind = token.kind,
                                 .is_yaml = nest->is_yaml, .is_code = is_source(nest)};
  string.to = string.from + raw.len;
  if (token.kind == NEST_COMMENT)
    string.from += nest->text.ptr[token.from] == '#' ? 1 : MARK;
  return naming_pair_inside(nest->text, string, start, end, kept);
}

static str decoded(const struct nest *nest, struct nest_token token, struct arena *kept) {
  struct buf name = {0};
  nest_decode(nest_raw(nest->text, token), token.kind, nest->is_yaml, &name);
  str copy = arena_copy(kept, buf_str(&name));
  buf_free(&name);
  return copy;
}

/* The entry before it in a list, or the other half of a pair. */
static struct naming beside(struct nest *nest, struct nest_token token, struct arena *kept) {
  const struct nest_level *level = nest_top(nest);
  if (level && level->is_list && level->before.kind && level->before.to - level->before.from <= NAMING_STEP_MAX)
    return naming_pair_option(decoded(nest, level->before, kept), kept);
  if (!level || !level->is_keyed || !naming_pair_is_value(nest_raw(nest->text, level->key)))
    return (struct naming){0};
  struct nest_token name = nest_pair(nest, token);
  return name.kind ? (struct naming){decoded(nest, name, kept), true} : (struct naming){0};
}

struct naming naming_pair_nested(struct nest *nest, struct nest_token token, size_t start, size_t end,
                                 struct arena *kept) {
  struct naming found = inside_of(nest, token, start, end, kept);
  if (found.name.len || token.kind == NEST_COMMENT || nest_is_key(nest, token))
    return found;
  return beside(nest, token, kept);
}
