/* yaml.c -- YAML documents read by tables of fields (home of libyaml).
   Events, not a tree: what no table expects ends the reading where it begins, so that nothing nests and nothing is
   read twice. Each read_* finds the first event of what it reads as the current one, and leaves the last. */
#include "base/yaml.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <yaml.h>

#include "base/buf.h"
#include "base/utf8.h"

enum {
  FILE_LIMIT = 4 * 1024 * 1024,
  TABLE_LIMIT = 31,    /* fields or sections: as many as fit into a mask of those seen */
  ITEMS_LIMIT = 10000, /* of a list */
  NUMBER_DIGITS = 4,   /* of a number, and before a decimal's point */
  DECIMAL_DIGITS = 6,  /* behind it */
  NEAR = 3,            /* letters that may differ in a name that is suggested */
  SHOWN = 60,          /* bytes of an unknown name that are told */
};

/* Where one text stands. */
struct mark {
  const struct yaml_field *field;
  size_t index; /* in the field's list */
  str text;
  size_t line;
  size_t column;
  bool is_quoted;
  bool is_verbatim; /* what stands there are its bytes, none escaped, in one line; quotes may be doubled */
  bool is_doubling; /* each quote in it is written twice */
};

struct yaml_marks {
  struct mark *data;
  size_t len;
  size_t room;
};

struct reader {
  str name;
  str text;
  struct arena *kept;
  struct err *err;
  yaml_parser_t parser;
  yaml_event_t event;
  struct yaml_marks marks; /* of the entry that is being read */
};

/* ---- errors ---- */

int yaml_fail(struct yaml_place place, struct err *err, const char *text) {
  return err_set(err, "%.*s:%zu:%zu: %s", STR_ARG(place.file), place.line, place.column, text);
}

static str find_nearest(str given, struct yaml_list known) {
  str nearest = STR_NONE;
  unsigned least = NEAR + 1;
  for (size_t i = 0; i < known.len; i++) {
    unsigned distance = str_distance(given, known.data[i]);
    if (distance < least && distance < given.len) {
      least = distance;
      nearest = known.data[i];
    }
  }
  return nearest;
}

int yaml_fail_unknown(struct yaml_place place, struct err *err, const char *what, str given, struct yaml_list known) {
  str nearest = find_nearest(given, known);
  struct buf text = {0};
  buf_printf(&text, "unknown %s '%.*s'; ", what, STR_ARG(str_head(given, SHOWN)));
  if (nearest.len)
    buf_printf(&text, "did you mean '%.*s'?", STR_ARG(nearest));
  for (size_t i = 0; i < known.len && !nearest.len; i++)
    buf_printf(&text, "%s%.*s", i ? ", " : "known: ", STR_ARG(known.data[i]));
  buf_add_byte(&text, '\0');
  yaml_fail(place, err, text.data);
  buf_free(&text);
  return -1;
}

static struct yaml_place place_of(const struct reader *r, yaml_mark_t mark) {
  return (struct yaml_place){r->name, mark.line + 1, mark.column + 1, &r->marks};
}

static struct yaml_place here(const struct reader *r) {
  return place_of(r, r->event.start_mark);
}

static int fail(struct reader *r, const char *text) {
  return yaml_fail(here(r), r->err, text);
}

/* Bytes that are no text: libyaml tells their offset only. */
static struct yaml_place place_of_byte(const struct reader *r, size_t offset) {
  struct yaml_place place = {r->name, 1, 1, NULL};
  size_t line_start = 0, newline;
  str before = str_head(r->text, offset);
  while ((newline = str_find_byte(before, '\n', line_start)) != SIZE_MAX) {
    line_start = newline + 1;
    place.line++;
  }
  place.column = 1 + utf8_count(str_tail(before, line_start));
  return place;
}

static int fail_syntax(struct reader *r) {
  const yaml_parser_t *p = &r->parser;
  const char *problem = p->problem ? p->problem : "unreadable";
  char text[256];
  if (p->error == YAML_READER_ERROR) {
    snprintf(text, sizeof text, "not YAML: %s", problem);
    return yaml_fail(place_of_byte(r, p->problem_offset), r->err, text);
  }
  if (p->context && p->context_mark.line != p->problem_mark.line)
    snprintf(text, sizeof text, "not YAML: %s, %s from line %zu on", problem, p->context, p->context_mark.line + 1);
  else
    snprintf(text, sizeof text, "not YAML: %s", problem);
  return yaml_fail(place_of(r, p->problem_mark), r->err, text);
}

/* ---- events ---- */

static bool is_at(const struct reader *r, yaml_event_type_t type) {
  return r->event.type == type;
}

static bool is_marked(const yaml_event_t *event) {
  switch (event->type) {
    case YAML_SCALAR_EVENT: return event->data.scalar.anchor || event->data.scalar.tag;
    case YAML_SEQUENCE_START_EVENT: return event->data.sequence_start.anchor || event->data.sequence_start.tag;
    case YAML_MAPPING_START_EVENT: return event->data.mapping_start.anchor || event->data.mapping_start.tag;
    default: return event->type == YAML_ALIAS_EVENT;
  }
}

static int next(struct reader *r) {
  yaml_event_delete(&r->event);
  if (!yaml_parser_parse(&r->parser, &r->event))
    return fail_syntax(r);
  if (is_marked(&r->event))
    return fail(r, "anchors, aliases and tags are not read here; text that begins with & * or ! needs quotes");
  return 0;
}

static str scalar(const struct reader *r) {
  if (!is_at(r, YAML_SCALAR_EVENT))
    return STR_NONE;
  return (str){(const char *)r->event.data.scalar.value, r->event.data.scalar.length};
}

/* "name:" with nothing behind it. */
static bool is_nothing(const struct reader *r) {
  if (!is_at(r, YAML_SCALAR_EVENT))
    return false;
  return r->event.data.scalar.length == 0 && r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
}

/* ---- values ---- */

static void add_mark(struct reader *r, const struct yaml_field *field, size_t index, str text) {
  yaml_mark_t start = r->event.start_mark, end = r->event.end_mark;
  yaml_scalar_style_t style = r->event.data.scalar.style;
  bool is_quoted = style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
  bool is_doubling = style == YAML_SINGLE_QUOTED_SCALAR_STYLE;
  size_t written = utf8_count(text) + (is_quoted ? 2 : 0);
  for (size_t i = 0; is_doubling && i < text.len; i++)
    written += text.ptr[i] == '\'';
  bool is_verbatim = start.line == end.line && end.column - start.column == written;
  vec_push(&r->marks, (struct mark){field, index, text, start.line + 1, start.column + 1, is_quoted, is_verbatim,
                                    is_doubling});
}

static int read_text(struct reader *r, const struct yaml_field *field, size_t index, str *value) {
  if (!is_at(r, YAML_SCALAR_EVENT) || is_nothing(r))
    return fail(r, "expected text");
  *value = arena_copy(r->kept, scalar(r));
  add_mark(r, field, index, *value);
  return 0;
}

static int read_item(struct reader *r, const struct yaml_field *field, size_t index, str *item) {
  if (index == ITEMS_LIMIT)
    return fail(r, "a list of more than 10000");
  return read_text(r, field, index, item);
}

static int read_items(struct reader *r, const struct yaml_field *field, struct yaml_list *list) {
  VEC(str) items = {0};
  int failed = 0;
  str item;
  while (!(failed = next(r)) && !is_at(r, YAML_SEQUENCE_END_EVENT) && !(failed = read_item(r, field, items.len, &item)))
    vec_push(&items, item);
  str *kept = arena_alloc(r->kept, items.len * sizeof *kept + 1);
  if (items.len)
    memcpy(kept, items.data, items.len * sizeof *kept);
  *list = (struct yaml_list){kept, items.len};
  vec_free(&items);
  return failed;
}

static int read_list(struct reader *r, const struct yaml_field *field, struct yaml_list *list) {
  if (is_at(r, YAML_SEQUENCE_START_EVENT))
    return read_items(r, field, list);
  if (!is_at(r, YAML_SCALAR_EVENT) || is_nothing(r))
    return fail(r, "expected a list");
  str *only = arena_alloc(r->kept, sizeof *only);
  *list = (struct yaml_list){only, 1};
  return read_text(r, field, 0, only);
}

static int read_dotted(struct reader *r, const struct yaml_field *field, struct yaml_list *list) {
  str text;
  if (read_text(r, field, 0, &text))
    return -1;
  str *names = arena_zeroed(r->kept, (text.len + 1) * sizeof *names);
  size_t len = 0;
  while (text.len) {
    size_t dot = str_find_byte(text, '.', 0);
    names[len++] = str_head(text, dot == SIZE_MAX ? text.len : dot);
    text = dot == SIZE_MAX ? STR_NONE : str_tail(text, dot + 1);
  }
  *list = (struct yaml_list){names, len};
  return 0;
}

/* Cuts digits off `text`; -1 if there are none, or more than `most`. */
static int take_digits(str *text, size_t most, unsigned *value, double *scale) {
  size_t len = 0;
  *value = 0;
  *scale = 1;
  for (; len < text->len && text->ptr[len] >= '0' && text->ptr[len] <= '9' && len <= most; len++) {
    *value = *value * 10 + (unsigned)(text->ptr[len] - '0');
    *scale *= 10;
  }
  *text = str_tail(*text, len);
  return len == 0 || len > most ? -1 : 0;
}

static int read_number(struct reader *r, const struct yaml_field *field, unsigned *number) {
  str text = scalar(r);
  double scale;
  add_mark(r, field, 0, STR_NONE);
  if (take_digits(&text, NUMBER_DIGITS, number, &scale) || text.len)
    return fail(r, "expected a number from 0 to 9999");
  return 0;
}

static int read_decimal(struct reader *r, const struct yaml_field *field, double *number) {
  str text = scalar(r);
  unsigned whole, part = 0;
  double scale = 1;
  add_mark(r, field, 0, STR_NONE);
  bool is_bad = take_digits(&text, NUMBER_DIGITS, &whole, &scale);
  scale = 1;
  if (!is_bad && str_starts(text, STR("."))) {
    text = str_tail(text, 1);
    is_bad = take_digits(&text, DECIMAL_DIGITS, &part, &scale);
  }
  if (is_bad || text.len)
    return fail(r, "expected a number, as 3 or 3.5");
  *number = whole + part / scale;
  return 0;
}

static int read_bool(struct reader *r, const struct yaml_field *field, bool *value) {
  str text = scalar(r);
  add_mark(r, field, 0, STR_NONE);
  if (!str_eq(text, STR("true")) && !str_eq(text, STR("false")))
    return fail(r, "expected true or false");
  *value = str_eq(text, STR("true"));
  return 0;
}

static int read_word(struct reader *r, const struct yaml_field *field, int *value) {
  str known[TABLE_LIMIT];
  size_t len = 0;
  add_mark(r, field, 0, STR_NONE);
  for (; field->words[len] && len < TABLE_LIMIT; len++) {
    known[len] = str_from(field->words[len]);
    if (!str_eq(known[len], scalar(r)))
      continue;
    *value = (int)len;
    return 0;
  }
  if (!is_at(r, YAML_SCALAR_EVENT))
    return fail(r, "expected a word");
  return yaml_fail_unknown(here(r), r->err, field->name, scalar(r), (struct yaml_list){known, len});
}

static int read_value(struct reader *r, const struct yaml_field *field, void *at) {
  switch (field->kind) {
    case YAML_TEXT: return read_text(r, field, 0, at);
    case YAML_LIST: return read_list(r, field, at);
    case YAML_DOTTED: return read_dotted(r, field, at);
    case YAML_NUMBER: return read_number(r, field, at);
    case YAML_DECIMAL: return read_decimal(r, field, at);
    case YAML_BOOL: return read_bool(r, field, at);
    case YAML_WORD: return read_word(r, field, at);
  }
  return -1;
}

/* ---- entries ---- */

static int fail_field(struct reader *r, const struct yaml_field *fields) {
  str known[TABLE_LIMIT];
  size_t len = 0;
  for (; fields[len].name && len < TABLE_LIMIT; len++)
    known[len] = str_from(fields[len].name);
  return yaml_fail_unknown(here(r), r->err, "field", scalar(r), (struct yaml_list){known, len});
}

static const struct yaml_field *find_field(const struct yaml_field *fields, str name) {
  for (; fields->name; fields++)
    if (str_eq(str_from(fields->name), name))
      return fields;
  return NULL;
}

static int read_field(struct reader *r, const struct yaml_field *fields, uint32_t *seen, char *entry) {
  if (!is_at(r, YAML_SCALAR_EVENT))
    return fail(r, "expected a field's name");
  const struct yaml_field *field = find_field(fields, scalar(r));
  if (!field)
    return fail_field(r, fields);
  uint32_t bit = UINT32_C(1) << (field - fields);
  if (*seen & bit)
    return fail(r, "field stands twice");
  *seen |= bit;
  return next(r) || read_value(r, field, entry + field->offset) ? -1 : 0;
}

static int check_missing(struct yaml_place place, const struct yaml_field *fields, uint32_t seen, struct err *err) {
  for (size_t i = 0; fields[i].name; i++) {
    char text[128];
    snprintf(text, sizeof text, "field '%s' is missing", fields[i].name);
    if (fields[i].required && !(seen & UINT32_C(1) << i))
      return yaml_fail(place, err, text);
  }
  return 0;
}

static int read_entry(struct reader *r, const struct yaml_section *section, void *data) {
  union {
    max_align_t aligned;
    char bytes[YAML_ENTRY_LIMIT];
  } entry;
  struct yaml_place place = here(r);
  uint32_t seen = 0;
  int failed;
  if (!is_at(r, YAML_MAPPING_START_EVENT))
    return fail(r, "expected a mapping of fields");
  assert(section->entry_size <= YAML_ENTRY_LIMIT);
  memset(&entry, 0, section->entry_size);
  r->marks.len = 0;
  while (!(failed = next(r)) && !is_at(r, YAML_MAPPING_END_EVENT))
    if (read_field(r, section->fields, &seen, entry.bytes))
      return -1;
  if (failed || check_missing(place, section->fields, seen, r->err))
    return -1;
  return section->take(data, &entry, place, r->err) ? -1 : 0;
}

/* ---- sections ---- */

static int read_entries(struct reader *r, const struct yaml_section *section, void *data) {
  int failed;
  if (is_nothing(r))
    return 0;
  if (!is_at(r, YAML_SEQUENCE_START_EVENT))
    return fail(r, "expected a list");
  while (!(failed = next(r)) && !is_at(r, YAML_SEQUENCE_END_EVENT))
    if (read_entry(r, section, data))
      return -1;
  return failed;
}

static int read_section(struct reader *r, const struct yaml_section *section, void *data) {
  str text;
  if (section->fields)
    return read_entries(r, section, data);
  r->marks.len = 0;
  if (read_text(r, NULL, 0, &text))
    return -1;
  return section->take(data, &text, here(r), r->err) ? -1 : 0;
}

static size_t list_sections(const struct yaml_section *sections, str *names) {
  size_t len = 0;
  for (; sections[len].name && len < TABLE_LIMIT; len++)
    names[len] = str_from(sections[len].name);
  return len;
}

static int fail_top(struct reader *r, struct yaml_place place, const struct yaml_section *sections, const char *what) {
  str names[TABLE_LIMIT];
  size_t len = list_sections(sections, names);
  struct buf text = {0};
  buf_add(&text, str_from(what));
  for (size_t i = 0; i < len; i++)
    buf_printf(&text, "%s'%.*s:'", i == 0 ? " " : i + 1 < len ? ", " : " or ", STR_ARG(names[i]));
  buf_add_byte(&text, '\0');
  yaml_fail(place, r->err, text.data);
  buf_free(&text);
  return -1;
}

static int read_named(struct reader *r, const struct yaml_section *sections, uint32_t *seen, void *data) {
  str names[TABLE_LIMIT];
  size_t len = list_sections(sections, names), at = 0;
  if (!is_at(r, YAML_SCALAR_EVENT))
    return fail_top(r, here(r), sections, "expected");
  while (at < len && !str_eq(names[at], scalar(r)))
    at++;
  if (at == len)
    return yaml_fail_unknown(here(r), r->err, "section", scalar(r), (struct yaml_list){names, len});
  if (*seen & UINT32_C(1) << at)
    return fail(r, "section stands twice");
  *seen |= UINT32_C(1) << at;
  return next(r) || read_section(r, &sections[at], data) ? -1 : 0;
}

static int read_sections(struct reader *r, const struct yaml_section *sections, void *data) {
  uint32_t seen = 0;
  int failed;
  if (!is_at(r, YAML_MAPPING_START_EVENT))
    return fail_top(r, here(r), sections, "expected");
  while (!(failed = next(r)) && !is_at(r, YAML_MAPPING_END_EVENT))
    if (read_named(r, sections, &seen, data))
      return -1;
  return failed;
}

static int read_stream(struct reader *r, const struct yaml_section *sections, void *data) {
  if (next(r) || next(r)) /* the stream's start, the document's */
    return -1;
  if (is_at(r, YAML_STREAM_END_EVENT))
    return fail_top(r, (struct yaml_place){r->name, 1, 1, NULL}, sections, "empty; expected");
  if (next(r) || read_sections(r, sections, data) || next(r) || next(r)) /* the document's end, the stream's */
    return -1;
  return is_at(r, YAML_STREAM_END_EVENT) ? 0 : fail(r, "a second document");
}

int yaml_read(str name, str text, const struct yaml_section *sections, void *data, struct arena *kept,
              struct err *err) {
  if (text.len > FILE_LIMIT)
    return err_set(err, "%.*s: larger than %d bytes", STR_ARG(name), FILE_LIMIT);
  struct reader reader = {.name = arena_copy(kept, name), .text = text, .kept = kept, .err = err};
  if (!yaml_parser_initialize(&reader.parser))
    abort(); /* no memory */
  yaml_parser_set_input_string(&reader.parser, (const unsigned char *)(text.ptr ? text.ptr : ""), text.len);
  int failed = read_stream(&reader, sections, data);
  yaml_event_delete(&reader.event);
  yaml_parser_delete(&reader.parser);
  vec_free(&reader.marks);
  return failed;
}

/* ---- places of values ---- */

static size_t column_of(const struct mark *mark, size_t inside) {
  str before = str_head(mark->text, inside);
  size_t column = mark->column + mark->is_quoted + utf8_count(before);
  for (size_t i = 0; mark->is_doubling && i < before.len; i++)
    column += before.ptr[i] == '\'';
  return column;
}

struct yaml_place yaml_place_in(struct yaml_place entry, const char *field, size_t index, size_t inside) {
  for (size_t i = 0; entry.marks && i < entry.marks->len; i++) {
    const struct mark *mark = &entry.marks->data[i];
    if (!mark->field || mark->index != index || strcmp(mark->field->name, field) != 0)
      continue;
    entry.line = mark->line;
    entry.column = inside && mark->is_verbatim ? column_of(mark, inside) : mark->column;
    break;
  }
  return entry;
}
