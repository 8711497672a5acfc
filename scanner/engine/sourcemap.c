/* sourcemap.c -- source maps, revision 3 (ECMA-426): where a place of a generated file comes from. */
#include "engine/sourcemap.h"

#include <stdlib.h>

#include "engine/jsonspan.h"

enum {
  NAME_LIMIT = 4096,  /* bytes of a source's name that are looked at */
  ROOT_LIMIT = 256,   /* of "sourceRoot": it stands in every path */
  NESTING_LIMIT = 4,  /* of sections in sections; the standard knows one level */
  FIELDS_LIMIT = 5,   /* of a segment */
  VLQ_DIGITS = 7,     /* hold 32 bits and a sign */
  SIZE_LIMIT = INT32_MAX,
};

/* 0-based, as in mappings. */
struct position {
  int64_t line;
  int64_t column;
};

/* The state of the mappings, and what a segment says. */
struct segment {
  struct position generated;
  struct position original;
  int64_t source;
  bool has_source;
};

struct sourcemap_fields sourcemap_fields(str map) {
  struct sourcemap_fields fields = {STR_NONE, STR_NONE, STR_NONE, STR_NONE};
  const struct {
    str name;
    str *value;
  } known[] = {
      {{"sources", 7}, &fields.sources},
      {{"sourceRoot", 10}, &fields.root},
      {{"mappings", 8}, &fields.mappings},
      {{"sections", 8}, &fields.sections},
  };
  struct jsonspan reader = jsonspan_enter(map);
  str name, value;
  while (jsonspan_next(&reader, &name, &value))
    for (size_t i = 0; reader.named && i < sizeof known / sizeof *known; i++)
      if (jsonspan_is(name, known[i].name))
        *known[i].value = value;
  return fields;
}

/* ---- names of sources ---- */

static bool is_scheme_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
}

/* Where the path of "scheme://host/path" begins; 0 if `name` is no such URL. */
static size_t path_start(str name) {
  size_t colon = 0;
  while (colon < name.len && is_scheme_byte(name.ptr[colon]))
    colon++;
  if (colon < 2 || !str_starts(str_tail(name, colon), STR("://")))
    return 0;
  size_t slash = str_find_byte(name, '/', colon + 3);
  return slash == SIZE_MAX ? name.len : slash + 1;
}

static void drop_last_part(struct buf *path) {
  while (path->len && path->data[path->len - 1] != '/')
    path->len--;
  if (path->len)
    path->len--;
}

static void add_part(struct buf *path, str part) {
  if (part.len == 0 || str_eq(part, STR(".")))
    return;
  if (str_eq(part, STR(".."))) {
    drop_last_part(path);
    return;
  }
  if (path->len)
    buf_add_byte(path, '/');
  buf_add(path, part);
}

static void add_parts(struct buf *path, str name) {
  name = str_tail(name, path_start(name));
  name = str_head(name, str_find_byte(name, '?', 0));
  for (size_t at = 0; at < name.len;) {
    size_t end = str_find_byte(name, '/', at);
    end = end == SIZE_MAX ? name.len : end;
    add_part(path, str_range(name.ptr + at, name.ptr + end));
    at = end + 1;
  }
}

str sourcemap_path(str root, str source, size_t index, struct arena *arena) {
  struct buf name = {0}, path = {0};
  jsonspan_decode(str_head(source, NAME_LIMIT), &name);
  if (!str_starts(buf_str(&name), STR("/")) && path_start(buf_str(&name)) == 0) {
    struct buf folder = {0};
    jsonspan_decode(str_head(root, ROOT_LIMIT), &folder);
    add_parts(&path, buf_str(&folder));
    buf_free(&folder);
  }
  add_parts(&path, buf_str(&name));
  str made = name.len && path.len ? arena_copy(arena, buf_str(&path)) : arena_printf(arena, "source %zu", index + 1);
  buf_free(&name);
  buf_free(&path);
  return made;
}

static bool nth_source(const struct sourcemap_fields *fields, int64_t index, struct arena *arena, str *path) {
  struct jsonspan reader = jsonspan_enter(fields->sources);
  str value;
  if (reader.named)
    return false;
  for (int64_t i = 0; jsonspan_next(&reader, NULL, &value); i++)
    if (i == index) {
      *path = sourcemap_path(jsonspan_string(fields->root), jsonspan_string(value), (size_t)index, arena);
      return true;
    }
  return false;
}

/* ---- mappings ---- */

static int digit_value(char c) {
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (c >= '0' && c <= '9')
    return c - '0' + 52;
  if (c == '+')
    return 62;
  return c == '/' ? 63 : -1;
}

/* One number: six bits a digit, the lowest first. The top bit of a digit says that more follow, the lowest bit of all
   is the sign. */
static bool read_number(str mappings, size_t *at, int64_t *number) {
  enum { DIGIT_BITS = 5, MORE = 1 << DIGIT_BITS };
  int64_t bits = 0;
  for (int i = 0; i < VLQ_DIGITS && *at < mappings.len; i++) {
    int digit = digit_value(mappings.ptr[*at]);
    if (digit < 0)
      return false;
    ++*at;
    bits |= (int64_t)(digit & (MORE - 1)) << (i * DIGIT_BITS);
    if (digit & MORE)
      continue;
    *number = bits & 1 ? -(bits >> 1) : bits >> 1;
    return true;
  }
  return false;
}

static bool is_separator(char c) {
  return c == ',' || c == ';';
}

/* Reads up to the separator. False if that is no segment: what follows cannot be understood either, as all numbers are
   differences. Sums cannot overflow: a number of 34 bits takes VLQ_DIGITS bytes out of SIZE_LIMIT. */
static bool read_segment(str mappings, size_t *at, struct segment *segment) {
  int64_t fields[FIELDS_LIMIT] = {0};
  int count = 0;
  while (*at < mappings.len && !is_separator(mappings.ptr[*at]))
    if (count == FIELDS_LIMIT || !read_number(mappings, at, &fields[count++]))
      return false;
  segment->generated.column += fields[0];
  segment->has_source = count >= 4;
  if (segment->has_source) {
    segment->source += fields[1];
    segment->original.line += fields[2];
    segment->original.column += fields[3];
  }
  return count == 1 || count >= 4;
}

/* The last segment of the wanted line that begins at the wanted column or before; those of a line need no order. */
static bool find_segment(str mappings, struct position wanted, struct segment *found) {
  struct segment segment = {0};
  bool any = false;
  for (size_t at = 0; at < mappings.len && segment.generated.line <= wanted.line;) {
    char c = mappings.ptr[at];
    if (is_separator(c)) {
      if (c == ';') {
        segment.generated.line++;
        segment.generated.column = 0;
      }
      at++;
      continue;
    }
    if (!read_segment(mappings, &at, &segment))
      break;
    bool fits = segment.generated.line == wanted.line && segment.generated.column <= wanted.column;
    if (fits && (!any || segment.generated.column >= found->generated.column)) {
      *found = segment;
      any = true;
    }
  }
  return any;
}

/* ---- sections ---- */

static struct position offset_of(str section) {
  str offset = jsonspan_member(section, STR("offset"));
  return (struct position){jsonspan_number(jsonspan_member(offset, STR("line")), UINT32_MAX),
                           jsonspan_number(jsonspan_member(offset, STR("column")), UINT32_MAX)};
}

static bool is_before(struct position a, struct position b) {
  return a.line != b.line ? a.line < b.line : a.column < b.column;
}

/* The map of the last section that begins at `wanted` or before, and `wanted` as it counts; false if there is none. */
static bool enter_section(str sections, struct position *wanted, str *map) {
  struct jsonspan reader = jsonspan_enter(sections);
  struct position best = {-1, 0};
  str section;
  while (jsonspan_next(&reader, NULL, &section)) {
    struct position offset = offset_of(section);
    if (is_before(*wanted, offset) || is_before(offset, best))
      continue;
    best = offset;
    *map = jsonspan_member(section, STR("map"));
  }
  if (best.line < 0)
    return false;
  wanted->column -= wanted->line == best.line ? best.column : 0;
  wanted->line -= best.line;
  return true;
}

static bool locate(const struct sourcemap_fields *fields, struct position wanted, struct arena *arena,
                   struct sourcemap_place *place) {
  str mappings = jsonspan_string(fields->mappings);
  struct buf decoded = {0};
  if (str_find_byte(mappings, '\\', 0) != SIZE_MAX) {
    jsonspan_decode(mappings, &decoded);
    mappings = buf_str(&decoded);
  }
  struct segment found = {0};
  bool tells = find_segment(mappings, wanted, &found) && found.has_source && found.original.line >= 0 &&
               found.original.line < UINT32_MAX && found.original.column >= 0 && found.original.column < UINT32_MAX &&
               nth_source(fields, found.source, arena, &place->source);
  buf_free(&decoded);
  if (!tells)
    return false;
  place->line = (uint32_t)found.original.line + 1;
  place->column = (uint32_t)found.original.column + 1;
  return true;
}

bool sourcemap_locate(str map, uint32_t line, uint32_t column, struct arena *arena, struct sourcemap_place *place) {
  if (line == 0 || column == 0 || map.len > SIZE_LIMIT)
    return false;
  struct position wanted = {line - 1, column - 1};
  struct sourcemap_fields fields = sourcemap_fields(jsonspan_root(map));
  for (int nesting = 0; jsonspan_kind(fields.sections) == '['; nesting++) {
    str inner = STR_NONE;
    if (nesting == NESTING_LIMIT || !enter_section(fields.sections, &wanted, &inner))
      return false;
    fields = sourcemap_fields(inner);
  }
  return locate(&fields, wanted, arena, place);
}
