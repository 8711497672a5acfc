/* naming_nest.c -- which brackets are open at a byte of JSON, JSON5 or YAML's flow style. */
#include "engine/naming_nest.h"

#include <stdint.h>

#include "engine/jsonspan.h"
#include "engine/naming_pair.h"

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_sign(char c) {
  return c == '{' || c == '}' || c == '[' || c == ']' || c == ',' || c == ':';
}

void nest_open(struct nest *nest, str text, size_t from, bool is_yaml) {
  nest->text = text;
  nest->at = nest->line_end = from;
  nest->depth = 0;
  nest->is_yaml = is_yaml;
  nest->is_value = false;
  nest->last = (struct nest_token){0};
}

size_t nest_line_from(str text, size_t at) {
  enum { STEP = 1024 };
  while (at > 0) {
    size_t from = at > STEP ? at - STEP : 0;
    const char *newline = memrchr(text.ptr + from, '\n', at - from);
    if (newline)
      return (size_t)(newline - text.ptr) + 1;
    at = from;
  }
  return 0;
}

/* ---- tokens ---- */

/* Asked for at rising places: the ends of lines are looked for once. */
static size_t line_end(struct nest *nest, size_t at) {
  if (at < nest->line_end)
    return nest->line_end;
  size_t end = str_find_byte(nest->text, '\n', at);
  return nest->line_end = end == SIZE_MAX ? nest->text.len : end;
}

static bool is_escaped(str text, size_t from, size_t at) {
  size_t slashes = 0;
  while (at - slashes > from && text.ptr[at - slashes - 1] == '\\')
    slashes++;
  return slashes % 2 == 1;
}

/* Behind the quote that closes what is open at `from`; SIZE_MAX: none does before `end`. */
static size_t closed_at(const struct nest *nest, char quote, size_t from, size_t end) {
  bool is_doubled = nest->is_yaml && quote == '\'';
  str within = str_head(nest->text, end);
  for (size_t at = from;;) {
    size_t found = str_find_byte(within, quote, at);
    if (found == SIZE_MAX)
      return SIZE_MAX;
    bool is_pair = is_doubled && found + 1 < end && within.ptr[found + 1] == quote;
    if (!is_pair && (is_doubled || !is_escaped(within, from, found)))
      return found + 1;
    at = found + 1 + is_pair;
  }
}

/* A string ends with its line, unless YAML or a backslash carries it over. */
static size_t string_end(struct nest *nest, char quote, size_t from) {
  enum { LINES_MAX = 1000 };
  size_t at = from;
  for (int lines = 0; lines < LINES_MAX; lines++) {
    size_t end = line_end(nest, at), closed = closed_at(nest, quote, at, end);
    if (closed != SIZE_MAX)
      return closed;
    bool is_carried = nest->is_yaml || is_escaped(nest->text, from, end);
    if (!is_carried || end == nest->text.len)
      return end;
    at = end + 1;
  }
  return at;
}

static size_t comment_end(struct nest *nest, size_t from) {
  if (nest->text.ptr[from] == '/' && nest->text.ptr[from + 1] == '*') {
    size_t close = str_find(nest->text, STR("*/"), from + 2);
    return close == SIZE_MAX ? nest->text.len : close + 2;
  }
  return line_end(nest, from);
}

static bool begins_comment(const struct nest *nest, size_t at) {
  char c = nest->text.ptr[at], next = at + 1 < nest->text.len ? nest->text.ptr[at + 1] : '\0';
  return c == '#' || (!nest->is_yaml && c == '/' && (next == '/' || next == '*'));
}

static size_t word_end(const struct nest *nest, size_t from) {
  size_t at = from;
  while (at < nest->text.len && !is_space(nest->text.ptr[at]) && !is_sign(nest->text.ptr[at]) &&
         nest->text.ptr[at] != '"' && nest->text.ptr[at] != '\'')
    at++;
  return at;
}

/* Blanks and quotes are of it, colons too if no blank follows. */
static size_t plain_end(const struct nest *nest, size_t from) {
  str text = nest->text;
  size_t at = from;
  for (; at < text.len && text.ptr[at] != '\n'; at++) {
    char c = text.ptr[at], next = at + 1 < text.len ? text.ptr[at + 1] : '\n';
    if (c == ':' ? is_space(next) || is_sign(next) : is_sign(c))
      break;
    if (c == '#' && at > from && is_space(text.ptr[at - 1]))
      break;
  }
  while (at > from + 1 && is_space(text.ptr[at - 1]))
    at--;
  return at;
}

static struct nest_token next_token(struct nest *nest) {
  str text = nest->text;
  while (nest->at < text.len && is_space(text.ptr[nest->at]))
    nest->at++;
  struct nest_token token = {NEST_END, nest->at, nest->at};
  if (nest->at >= text.len)
    return token;
  char c = text.ptr[nest->at];
  if (is_sign(c)) {
    token.kind = NEST_SIGN, token.to++;
  } else if (c == '"' || c == '\'') {
    token.kind = c == '"' ? NEST_DOUBLE : NEST_SINGLE;
    token.to = string_end(nest, c, token.from + 1);
  } else if (begins_comment(nest, nest->at)) {
    token.kind = NEST_COMMENT;
    token.to = comment_end(nest, token.from);
  } else {
    token.kind = NEST_BARE;
    token.to = nest->is_yaml ? plain_end(nest, token.from) : word_end(nest, token.from);
  }
  nest->at = token.to;
  return token;
}

/* ---- levels ---- */

size_t nest_levels(const struct nest *nest) {
  return nest->depth < NEST_DEPTH_MAX ? nest->depth : NEST_DEPTH_MAX;
}

const struct nest_level *nest_top(const struct nest *nest) {
  return nest->depth > 0 && nest->depth <= NEST_DEPTH_MAX ? &nest->levels[nest->depth - 1] : NULL;
}

static struct nest_level *top(struct nest *nest) {
  return nest->depth > 0 && nest->depth <= NEST_DEPTH_MAX ? &nest->levels[nest->depth - 1] : NULL;
}

static void enter(struct nest *nest, bool is_list) {
  nest->depth++;
  struct nest_level *level = top(nest);
  if (level)
    *level = (struct nest_level){.is_list = is_list};
}

static void leave(struct nest *nest) {
  nest->depth -= nest->depth > 0;
  struct nest_level *level = top(nest);
  if (level)
    level->before = (struct nest_token){0};
}

static void comma(struct nest_level *level) {
  level->index += level->is_list;
  level->is_keyed = false;
}

static void colon(struct nest *nest, struct nest_level *level) {
  if (level->is_list || nest->last.kind == NEST_END)
    return;
  level->key = nest->last;
  level->is_keyed = nest->is_value = true;
}

static void sign(struct nest *nest, char c) {
  struct nest_level *level = top(nest);
  nest->is_value = false;
  if (c == '{' || c == '[')
    enter(nest, c == '[');
  else if (c == '}' || c == ']')
    leave(nest);
  else if (level && c == ',')
    comma(level);
  else if (level)
    colon(nest, level);
  nest->last = (struct nest_token){0};
}

static void note_name(const struct nest *nest, struct nest_level *level, struct nest_token value) {
  unsigned rank = naming_pair_rank(nest_raw(nest->text, level->key));
  if (rank > level->rank && naming_pair_fits(nest_raw(nest->text, value))) {
    level->rank = rank;
    level->name = value;
  }
}

static void scalar(struct nest *nest, struct nest_token token) {
  struct nest_level *level = top(nest);
  if (level && level->is_list)
    level->before = token;
  else if (level && nest->is_value)
    note_name(nest, level, token);
  nest->is_value = false;
  nest->last = token;
}

static void read_token(struct nest *nest, struct nest_token token) {
  if (token.kind == NEST_SIGN)
    sign(nest, nest->text.ptr[token.from]);
  else if (token.kind != NEST_COMMENT)
    scalar(nest, token);
}

struct nest_token nest_seek(struct nest *nest, size_t position) {
  for (;;) {
    struct nest_token token = next_token(nest);
    if (token.kind == NEST_END || token.to > position)
      return token;
    read_token(nest, token);
  }
}

bool nest_is_key(const struct nest *nest, struct nest_token token) {
  const struct nest_level *level = nest_top(nest);
  bool is_scalar = token.kind == NEST_BARE || token.kind == NEST_SINGLE || token.kind == NEST_DOUBLE;
  return level && !level->is_list && is_scalar && !nest->is_value;
}

struct nest_token nest_pair(struct nest *nest, struct nest_token token) {
  struct nest_level *level = top(nest);
  size_t depth = nest->depth, limit = token.to + NEST_AHEAD_MAX;
  if (!level || level->is_list)
    return (struct nest_token){0};
  while (token.kind != NEST_END && token.from < limit) {
    read_token(nest, token);
    if (nest->depth < depth)
      break;
    token = next_token(nest);
  }
  return level->rank ? level->name : (struct nest_token){0};
}

/* ---- scalars ---- */

str nest_raw(str text, struct nest_token token) {
  str raw = str_range(text.ptr + token.from, text.ptr + token.to);
  if (token.kind != NEST_SINGLE && token.kind != NEST_DOUBLE)
    return raw;
  char quote = token.kind == NEST_SINGLE ? '\'' : '"';
  bool is_closed = raw.len > 1 && raw.ptr[raw.len - 1] == quote;
  return (str){raw.ptr + 1, raw.len - 1 - is_closed};
}

void nest_decode(str raw, enum nest_kind kind, bool is_yaml, struct buf *out) {
  if (kind == NEST_DOUBLE || (kind == NEST_SINGLE && !is_yaml)) {
    jsonspan_decode(raw, out);
    return;
  }
  for (size_t i = 0; i < raw.len; i++) {
    buf_add_byte(out, raw.ptr[i]);
    if (kind == NEST_SINGLE && raw.ptr[i] == '\'' && i + 1 < raw.len && raw.ptr[i + 1] == '\'')
      i++;
  }
}
