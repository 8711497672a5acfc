/* naming_toml.c -- a.b[1].name in TOML: one pass from the beginning, which believes nothing to be well-formed. */
#include <stdint.h>

#include "engine/naming_formats.h"
#include "engine/naming_lines.h"

enum {
  DEPTH_MAX = 64,  /* inline tables and lists in one another */
  ARRAYS_MAX = 64, /* arrays of tables that are counted */
};

struct level {
  size_t name_len; /* of the path, within it */
  size_t index;    /* in a list */
  bool is_list;
};

/* An array of tables, and how many there were. Its path is the text of its head. */
struct counted {
  str path;
  size_t count;
};

struct toml {
  str text;
  size_t at, key; /* where one reads, and up to where */
  size_t run;     /* comments that are read as what they would be without their sign */
  struct buf table, path;
  struct counted arrays[ARRAYS_MAX];
  size_t arrays_len;
  struct level levels[DEPTH_MAX];
  size_t depth, too_deep;
  bool in_value, in_comment;
  size_t string_from; /* of the string that one was in at the key; SIZE_MAX: in none */
};

static char peek(const struct toml *toml, size_t ahead) {
  return toml->at + ahead < toml->text.len ? toml->text.ptr[toml->at + ahead] : '\0';
}

/* ---- names ---- */

/* One step of a dotted name, quoted or not; empty at its end. */
static str next_step(const struct toml *toml, size_t *at, size_t end) {
  str text = toml->text;
  while (*at < end && (naming_is_blank(text.ptr[*at]) || text.ptr[*at] == '.'))
    ++*at;
  if (*at >= end)
    return STR_NONE;
  size_t from = *at;
  if (text.ptr[from] == '"' || text.ptr[from] == '\'') {
    size_t close = str_find_byte(str_head(text, end), text.ptr[from], from + 1);
    *at = close == SIZE_MAX ? end : close + 1;
    return naming_slice(text, from + 1, close == SIZE_MAX ? end : close);
  }
  while (*at < end && !naming_is_blank(text.ptr[*at]) && text.ptr[*at] != '.')
    ++*at;
  return naming_slice(text, from, *at);
}

static void add_dotted(const struct toml *toml, struct buf *out, size_t from, size_t end) {
  for (str step = next_step(toml, &from, end); step.len; step = next_step(toml, &from, end))
    if (out->len < NAMING_NAME_MAX)
      naming_add_step(out, step);
}

/* ---- heads ---- */

/* Counts an array's table; arrays inside of it begin anew. */
static void count_array(struct toml *toml, str path) {
  struct counted *found = NULL;
  for (size_t i = 0; i < toml->arrays_len; i++) {
    struct counted *array = &toml->arrays[i];
    if (str_eq(array->path, path))
      found = array;
    else if (str_starts(array->path, path) && array->path.ptr[path.len] == '.')
      array->count = 0;
  }
  if (found)
    found->count++;
  else if (toml->arrays_len < ARRAYS_MAX)
    toml->arrays[toml->arrays_len++] = (struct counted){path, 1};
}

static size_t count_of(const struct toml *toml, str path) {
  for (size_t i = 0; i < toml->arrays_len; i++)
    if (str_eq(toml->arrays[i].path, path))
      return toml->arrays[i].count;
  return 0;
}

/* The table's path, with the index of each array on it. */
static void enter_table(struct toml *toml, size_t from, size_t end) {
  buf_clear(&toml->table);
  size_t at = from;
  for (str step = next_step(toml, &at, end); step.len; step = next_step(toml, &at, end)) {
    if (toml->table.len < NAMING_NAME_MAX)
      naming_add_step(&toml->table, step);
    size_t count = count_of(toml, naming_slice(toml->text, from, at));
    if (count)
      buf_printf(&toml->table, "[%zu]", count - 1);
  }
}

static void read_head(struct toml *toml) {
  bool is_array = peek(toml, 1) == '[';
  size_t from = naming_skip_blanks(toml->text, toml->at + 1 + is_array), line = naming_line_to(toml->text, from);
  size_t end = from;
  while (end < line && toml->text.ptr[end] != ']')
    end++;
  size_t trimmed = naming_back_blanks(toml->text, end);
  if (is_array)
    count_array(toml, naming_slice(toml->text, from, trimmed));
  enter_table(toml, from, trimmed);
  toml->at = line;
}

/* ---- values ---- */

/* Behind the string at `at`; up to the key, if it is in it. */
static void read_string(struct toml *toml) {
  char quote = peek(toml, 0);
  bool is_long = peek(toml, 1) == quote && peek(toml, 2) == quote;
  size_t signs = is_long ? 3 : 1, from = toml->at + signs, at = from;
  for (; at < toml->key && at + signs <= toml->text.len; at++) {
    if (toml->text.ptr[at] == '\\' && quote == '"')
      at++;
    else if (toml->text.ptr[at] == '\n' && !is_long)
      break;
    else if (toml->text.ptr[at] == quote && (!is_long ||
        memcmp(toml->text.ptr + at, toml->text.ptr + toml->at, 3) == 0))
      break;
  }
  if (at >= toml->key)
    toml->string_from = from;
  at = at + signs <= toml->text.len ? at : toml->key;
  toml->at = at >= toml->key ? toml->key : toml->text.ptr[at] == '\n' ? at : at + signs;
}

static void open_level(struct toml *toml, bool is_list) {
  if (toml->depth == DEPTH_MAX) {
    toml->too_deep++;
    return;
  }
  if (toml->depth && toml->levels[toml->depth - 1].is_list && toml->path.len < NAMING_NAME_MAX)
    buf_printf(&toml->path, "[%zu]", toml->levels[toml->depth - 1].index);
  toml->levels[toml->depth++] = (struct level){toml->path.len, 0, is_list};
  toml->in_value = is_list;
}

static void close_level(struct toml *toml) {
  if (toml->too_deep > 0)
    toml->too_deep--;
  else if (toml->depth > 0)
    toml->depth--;
  if (toml->depth && toml->levels[toml->depth - 1].is_list)
    toml->path.len = toml->levels[toml->depth - 1].name_len;
  toml->in_value = true;
}

static void next_entry(struct toml *toml) {
  if (toml->depth == 0 || toml->too_deep > 0)
    return;
  struct level *level = &toml->levels[toml->depth - 1];
  toml->path.len = level->name_len;
  level->index++;
  toml->in_value = level->is_list;
}

/* A dotted name before `=`; or what stands there instead is passed over. */
static void read_name(struct toml *toml) {
  size_t end = toml->at, line = naming_line_to(toml->text, toml->at);
  while (end < line && toml->text.ptr[end] != '=') {
    char c = toml->text.ptr[end];
    size_t close = c == '"' || c == '\'' ? str_find_byte(str_head(toml->text, line), c, end + 1) : SIZE_MAX;
    end = close == SIZE_MAX ? end + 1 : close + 1;
  }
  if (end >= line || end >= toml->key) {
    toml->at = end < toml->key ? end : toml->key;
    return;
  }
  add_dotted(toml, &toml->path, toml->at, naming_back_blanks(toml->text, end));
  toml->at = end + 1;
  toml->in_value = true;
}

static void read_in_value(struct toml *toml) {
  char c = peek(toml, 0);
  if (c == '"' || c == '\'') {
    read_string(toml);
    return;
  }
  if (c == '[' || c == '{')
    open_level(toml, c == '[');
  else if (c == ']' || c == '}')
    close_level(toml);
  else if (c == ',')
    next_entry(toml);
  toml->at++;
}

static void end_line(struct toml *toml) {
  if (toml->depth == 0) {
    toml->in_value = false;
    buf_clear(&toml->path);
  }
  toml->at++;
}

/* A table's head; where a list is not closed, one whose name is bare, alone on its line, is one too. */
static bool is_head(const struct toml *toml) {
  if (toml->depth == 0 && !toml->in_value)
    return true;
  bool is_first = toml->at == 0 || toml->text.ptr[toml->at - 1] == '\n';
  if (!is_first)
    return false;
  str line = str_trim(naming_slice(toml->text, toml->at, naming_line_to(toml->text, toml->at)));
  line = str_tail(line, 1 + (line.len > 1 && line.ptr[1] == '['));
  if (line.len == 0 || !naming_is_letter(line.ptr[0]))
    return false;
  while (line.len && (naming_is_word(line.ptr[0]) || line.ptr[0] == '.' || line.ptr[0] == '-'))
    line = str_tail(line, 1);
  return str_eq(line, STR("]")) || str_eq(line, STR("]]"));
}

static void skip_comment(struct toml *toml) {
  size_t line = naming_line_to(toml->text, toml->at);
  bool is_read = toml->at >= toml->run;
  toml->in_comment = !is_read && line >= toml->key;
  toml->at = is_read ? toml->at + 1 : line < toml->key ? line : toml->key;
}

static void read_one(struct toml *toml) {
  char c = peek(toml, 0);
  if (c == '\n') {
    end_line(toml);
  } else if (naming_is_blank(c)) {
    toml->at++;
  } else if (c == '#') {
    skip_comment(toml);
  } else if (c == '[' && is_head(toml)) {
    toml->depth = toml->too_deep = 0;
    toml->in_value = false;
    buf_clear(&toml->path);
    read_head(toml);
  } else if (toml->in_value) {
    read_in_value(toml);
  } else if (c == ']' || c == '}' || c == ',') {
    read_in_value(toml);
  } else {
    read_name(toml);
  }
}

/* ---- together ---- */

static struct naming toml_name(const struct toml *toml, struct arena *kept) {
  struct buf name = {0};
  buf_add(&name, buf_str(&toml->table));
  naming_add_step(&name, buf_str(&toml->path));
  const struct level *level = toml->depth ? &toml->levels[toml->depth - 1] : NULL;
  if (level && level->is_list)
    buf_printf(&name, "[%zu]", level->index);
  struct naming found = naming_kept((struct naming){toml->path.len ? buf_str(&name) : STR_NONE, false}, kept);
  buf_free(&name);
  return found;
}

/* What a string says of it, unless it is but the string. */
static struct naming inside_string(const struct toml *toml, size_t end) {
  if (toml->string_from == SIZE_MAX || toml->string_from >= toml->key)
    return NAMING_NONE_FOUND;
  size_t from = naming_line_from(toml->text, toml->key);
  from = from > toml->string_from ? from : toml->string_from;
  size_t to = naming_line_to(toml->text, end);
  return naming_in_string(naming_part((struct naming_place){toml->text, toml->key, end}, from, to));
}

struct naming naming_toml(str bytes, size_t start, size_t end, struct arena *kept) {
  static const char *const marks[] = {"#"};
  struct toml toml = {.text = bytes, .key = start, .string_from = SIZE_MAX};
  toml.run = naming_comment_run(bytes, start, marks, NAMING_COUNT(marks));
  while (toml.at < toml.key)
    read_one(&toml);
  struct naming found = naming_kept(inside_string(&toml, end), kept);
  if (found.name.len == 0 && toml.in_value && !toml.in_comment)
    found = toml_name(&toml, kept);
  if (found.name.len == 0)
    found = naming_kept(naming_in_line(naming_window(bytes, start, end)), kept);
  buf_free(&toml.table);
  buf_free(&toml.path);
  return found;
}
