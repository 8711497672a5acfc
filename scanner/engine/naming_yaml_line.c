/* naming_yaml_line.c -- one line of YAML: its dashes, its key, and what kind of value begins on it. */
#include "engine/naming_yaml_line.h"

#include <stdint.h>

static bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

/* 0 behind the line's end. */
static char byte_at(str text, const struct yaml_line *line, size_t at) {
  return at < line->to ? text.ptr[at] : '\0';
}

static bool ends_word(char c) {
  return c == '\0' || is_blank(c);
}

static size_t skip_blanks(str text, const struct yaml_line *line, size_t at) {
  while (at < line->to && is_blank(text.ptr[at]))
    at++;
  return at;
}

static str rest_of(str text, const struct yaml_line *line, size_t at) {
  return at < line->to ? (str){text.ptr + at, line->to - at} : STR_NONE;
}

struct yaml_line yaml_line_at(str text, size_t at, bool is_commented) {
  struct yaml_line line = {.from = nest_line_from(text, at)};
  size_t end = str_find_byte(text, '\n', at);
  line.to = end == SIZE_MAX ? text.len : end;
  line.to -= line.to > line.from && text.ptr[line.to - 1] == '\r';
  line.first = skip_blanks(text, &line, line.from);
  line.is_outside = is_commented && byte_at(text, &line, line.first) != '#';
  while (is_commented && byte_at(text, &line, line.first) == '#')
    line.first++;
  line.first = skip_blanks(text, &line, line.first);
  char c = byte_at(text, &line, line.first);
  line.is_blank = c == '\0' || c == '#';
  return line;
}

/* ---- what is passed over ---- */

/* Behind the templates at `at`, as far as they are closed on this line. */
static size_t skip_templates(str text, const struct yaml_line *line, size_t at) {
  while (str_starts(rest_of(text, line, at), STR("{{"))) {
    size_t close = str_find(str_head(text, line->to), STR("}}"), at + 2);
    if (close == SIZE_MAX)
      return line->to;
    at = skip_blanks(text, line, close + 2);
  }
  return at;
}

/* &anchor, !tag, one of each. */
static size_t skip_properties(str text, const struct yaml_line *line, size_t at) {
  enum { PROPERTIES_MAX = 2 };
  for (int i = 0; i < PROPERTIES_MAX; i++) {
    char c = byte_at(text, line, at);
    if (c != '&' && c != '!')
      return at;
    while (!ends_word(byte_at(text, line, at)))
      at++;
    at = skip_blanks(text, line, at);
  }
  return at;
}

/* ---- the key ---- */

/* Behind the quote that closes the one at `at`; SIZE_MAX: none does. */
static size_t skip_quoted(str text, size_t end, size_t at) {
  char quote = text.ptr[at];
  for (size_t i = at + 1; i < end; i++) {
    if (quote == '"' && text.ptr[i] == '\\')
      i++;
    else if (text.ptr[i] == quote && quote == '\'' && i + 1 < end && text.ptr[i + 1] == quote)
      i++;
    else if (text.ptr[i] == quote)
      return i + 1;
  }
  return SIZE_MAX;
}

static bool quoted_key(str text, struct yaml_line *line, size_t at) {
  size_t end = line->to - at > YAML_KEY_MAX ? at + YAML_KEY_MAX : line->to, close = skip_quoted(text, end, at);
  if (close == SIZE_MAX)
    return false;
  size_t colon = skip_blanks(text, line, close);
  if (byte_at(text, line, colon) != ':')
    return false;
  line->key = (struct nest_token){text.ptr[at] == '"' ? NEST_DOUBLE : NEST_SINGLE, at, close};
  line->value = colon + 1;
  return true;
}

/* A key does not open quotes and leave them so: then it is a command with a colon in it. */
static bool is_balanced(str key) {
  size_t singles = 0, doubles = 0;
  for (size_t i = 0; i < key.len; i++) {
    singles += key.ptr[i] == '\'';
    doubles += key.ptr[i] == '"';
  }
  return singles % 2 == 0 && doubles % 2 == 0;
}

static bool plain_key(str text, struct yaml_line *line, size_t at) {
  static const char never_first[] = "[]},#|>@%\"'*`";
  size_t end = line->to - at > YAML_KEY_MAX ? at + YAML_KEY_MAX : line->to, colon = at;
  char first = byte_at(text, line, at);
  if (first == '\0' || first == ':' || strchr(never_first, first))
    return false;
  if (first == '{' && byte_at(text, line, at + 1) != '{')
    return false;
  for (; colon < end; colon++) {
    if (text.ptr[colon] == ':' && ends_word(byte_at(text, line, colon + 1)))
      break;
    if (text.ptr[colon] == '#' && is_blank(text.ptr[colon - 1]))
      return false;
  }
  size_t to = colon;
  while (to > at && is_blank(text.ptr[to - 1]))
    to--;
  if (colon >= end || !is_balanced((str){text.ptr + at, to - at}))
    return false;
  line->key = (struct nest_token){NEST_BARE, at, to};
  line->value = colon + 1;
  return true;
}

static bool read_key(str text, struct yaml_line *line, size_t at) {
  size_t name = skip_properties(text, line, at);
  char c = byte_at(text, line, name);
  line->has_key = c == '"' || c == '\'' ? quoted_key(text, line, name) : plain_key(text, line, name);
  line->key_column = at - line->from;
  return line->has_key;
}

/* ---- the value ---- */

/* | or > with its indicators, and nothing behind but a comment. */
static bool is_block(str text, const struct yaml_line *line, size_t at) {
  char c = byte_at(text, line, at);
  if (c != '|' && c != '>')
    return false;
  for (at++; (c = byte_at(text, line, at)) != '\0' && (c == '-' || c == '+' || (c >= '0' && c <= '9'));)
    at++;
  if (!ends_word(c))
    return false;
  c = byte_at(text, line, skip_blanks(text, line, at));
  return c == '\0' || c == '#';
}

static bool stays_open(str text, const struct yaml_line *line) {
  struct nest nest;
  nest_open(&nest, str_head(text, line->to), line->value, true);
  nest_seek(&nest, SIZE_MAX);
  return nest.depth > 0;
}

static void read_value(str text, struct yaml_line *line) {
  size_t at = skip_properties(text, line, skip_blanks(text, line, line->value));
  line->value = at;
  char c = byte_at(text, line, at);
  bool is_template = c == '{' && (byte_at(text, line, at + 1) == '{' || byte_at(text, line, at + 1) == '%');
  if (c == '\0' || c == '#')
    line->kind = YAML_EMPTY;
  else if (is_block(text, line, at))
    line->kind = YAML_BLOCK;
  else if (is_template && strchr("#", byte_at(text, line, skip_templates(text, line, at))))
    line->kind = YAML_EMPTY;
  else if ((c == '{' || c == '[') && !is_template)
    line->kind = YAML_FLOW;
  else
    line->kind = YAML_SCALAR;
  line->is_open = line->kind == YAML_FLOW && stays_open(text, line);
}

/* ---- the line ---- */

static size_t read_boundary(str text, struct yaml_line *line) {
  str rest = rest_of(text, line, line->first);
  bool is_start = str_starts(rest, STR("---")), is_end = str_starts(rest, STR("..."));
  if (line->first > line->from || (!is_start && !is_end) || !ends_word(byte_at(text, line, line->from + 3)))
    return line->first;
  line->is_boundary = true;
  return skip_blanks(text, line, line->from + 3);
}

static size_t read_dashes(str text, struct yaml_line *line, size_t at) {
  while (line->dashes_len < YAML_DASHES_MAX && byte_at(text, line, at) == '-' &&
         ends_word(byte_at(text, line, at + 1))) {
    line->dashes[line->dashes_len++] = at - line->from;
    at = skip_blanks(text, line, at + 1);
  }
  return at;
}

void yaml_line_read(str text, struct yaml_line *line) {
  if (line->is_blank)
    return;
  size_t at = read_boundary(text, line), behind = skip_templates(text, line, at);
  char c = byte_at(text, line, at), next = byte_at(text, line, at + 1);
  line->value = at;
  line->is_blank = (behind > at && behind == line->to) || (c == '{' && next == '%') || (c == '?' && ends_word(next));
  if (line->is_blank)
    return;
  if (behind > at && byte_at(text, line, behind) != ':')
    at = behind;
  at = read_dashes(text, line, at);
  line->value = at;
  read_key(text, line, at);
  read_value(text, line);
}

size_t yaml_line_comment(str text, const struct yaml_line *line) {
  size_t at = line->value;
  char c = byte_at(text, line, at);
  if (c == '#')
    return at;
  if (c == '"' || c == '\'')
    at = skip_quoted(text, line->to, at);
  for (; at < line->to; at++)
    if (text.ptr[at] == '#' && at > line->from && is_blank(text.ptr[at - 1]))
      return at;
  return SIZE_MAX;
}

struct nest_token yaml_line_scalar(str text, const struct yaml_line *line) {
  struct nest_token token = {NEST_BARE, line->value, line->to};
  if (line->kind != YAML_SCALAR)
    return (struct nest_token){0};
  size_t comment = yaml_line_comment(text, line);
  token.to = comment == SIZE_MAX ? line->to : comment;
  while (token.to > token.from && is_blank(text.ptr[token.to - 1]))
    token.to--;
  char c = byte_at(text, line, line->value);
  if (c == '"' || c == '\'')
    token.kind = c == '"' ? NEST_DOUBLE : NEST_SINGLE;
  return token;
}
