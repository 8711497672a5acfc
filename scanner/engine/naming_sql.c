/* naming_sql.c -- table.column in SQL, by its position among an insertion's values; dumps too.
   Looks back for the statement, and for the table's own, never further than BACK_MAX. */
#include <stdint.h>

#include "engine/naming_formats.h"
#include "engine/naming_lines.h"

enum {
  BACK_MAX = 1 << 20, /* bytes before the key: what mysqldump makes of one statement */
  COLUMNS_MAX = 256,
};

struct columns {
  str names[COLUMNS_MAX];
  size_t len;
};

/* Where one is in a statement that is read up to the key. */
struct reader {
  str text;
  size_t at, key;
  size_t literal; /* the literal that the key is in begins here; SIZE_MAX: in none */
};

static bool is_identifier(char c) {
  return naming_is_word(c) || c == '$' || c == '#' || c == '@';
}

/* Behind the literal or quoted name at `at`; in it, if the key is. */
static void skip_quoted(struct reader *reader) {
  char quote = reader->text.ptr[reader->at] == '[' ? ']' : reader->text.ptr[reader->at];
  size_t at = reader->at + 1;
  for (; at < reader->key; at++) {
    if (reader->text.ptr[at] == '\\' && quote == '\'')
      at++;
    else if (reader->text.ptr[at] == quote)
      break;
  }
  if (at >= reader->key)
    reader->literal = reader->at;
  reader->at = at < reader->key ? at + 1 : reader->key;
}

static bool begins_quoted(str text, size_t at) {
  char c = text.ptr[at];
  return naming_is_quote(c) || (c == '[' && at + 1 < text.len && naming_is_letter(text.ptr[at + 1]));
}

/* The next word, quoted name or sign; empty at the key. */
static str next_token(struct reader *reader) {
  while (reader->at < reader->key && (naming_is_blank(reader->text.ptr[reader->at]) ||
      reader->text.ptr[reader->at] == '\n'))
    reader->at++;
  size_t from = reader->at;
  if (from >= reader->key)
    return STR_NONE;
  if (begins_quoted(reader->text, from))
    skip_quoted(reader);
  else if (!is_identifier(reader->text.ptr[from]))
    reader->at++;
  else
    while (reader->at < reader->key && is_identifier(reader->text.ptr[reader->at]))
      reader->at++;
  return naming_slice(reader->text, from, reader->at);
}

static str unquoted(str name) {
  if (name.len >= 2 && (naming_is_quote(name.ptr[0]) || name.ptr[0] == '['))
    return (str){name.ptr + 1, name.len - 2};
  return name;
}

static bool is_sign(str token, char sign) {
  return token.len == 1 && token.ptr[0] == sign;
}

/* The last part of schema.table; the token behind it is left in *next. */
static str table_name(struct reader *reader, str *next) {
  str name = next_token(reader);
  for (*next = next_token(reader); is_sign(*next, '.'); *next = next_token(reader))
    name = next_token(reader);
  return unquoted(name);
}

/* The first word of each part of a list in brackets of which the first was read. */
static void read_columns(struct reader *reader, struct columns *columns) {
  static const char *const others[] = {"primary", "key", "unique", "constraint", "index", "foreign", "check",
      "fulltext"};
  size_t depth = 1;
  bool is_first = true;
  while (depth > 0) {
    str token = next_token(reader);
    if (token.len == 0)
      return;
    depth += is_sign(token, '(');
    depth -= is_sign(token, ')');
    bool is_column = is_first && depth == 1 && !naming_is_one_of(token, others, NAMING_COUNT(others));
    if (is_column && columns->len < COLUMNS_MAX)
      columns->names[columns->len++] = unquoted(token);
    is_first = depth == 1 && is_sign(token, ',');
  }
}

/* ---- statements ---- */

static str first_word(str line) {
  size_t from = 0, to;
  while (from < line.len && (naming_is_blank(line.ptr[from]) || strchr("-#/*", line.ptr[from])))
    from++;
  for (to = from; to < line.len && naming_is_letter(line.ptr[to]);)
    to++;
  return naming_slice(line, from, to);
}

static bool begins_statement(str line) {
  static const char *const words[] = {"insert", "replace", "update", "copy", "merge", "upsert"};
  return naming_is_one_of(first_word(line), words, NAMING_COUNT(words));
}

/* Behind the last `;` of the key's line that is before the key and in no literal. */
static size_t statement_in_line(str text, size_t from, size_t key) {
  struct reader reader = {text, from, key, SIZE_MAX};
  size_t begin = from;
  while (reader.at < key) {
    str token = next_token(&reader);
    begin = is_sign(token, ';') ? reader.at : begin;
  }
  return begin;
}

/* The line that begins the statement, not before `floor`; SIZE_MAX: none. */
static size_t statement_from(str text, size_t key, size_t floor) {
  size_t line = naming_line_from(text, key), from = statement_in_line(text, line, key);
  if (begins_statement(naming_slice(text, from, key)) || from > line)
    return from;
  while (line > floor) {
    size_t to = line - 1;
    line = naming_line_from(text, to);
    str one = naming_slice(text, line, to);
    if (begins_statement(one))
      return line;
    if (str_ends(str_trim(one), STR(";")) || str_eq(str_trim(one), STR("\\.")))
      return SIZE_MAX;
  }
  return SIZE_MAX;
}

/* The columns of `CREATE TABLE name (` before `at`. */
static void columns_of_table(str text, size_t at, size_t floor, str table, struct columns *columns) {
  while (at > floor) {
    at = naming_line_from(text, at - 1);
    if (!str_eq_nocase(first_word(str_head(str_tail(text, at), 32)), STR("create")))
      continue;
    struct reader reader = {text, at, text.len, SIZE_MAX};
    str token = next_token(&reader);
    while (token.len && !is_sign(token, '(') && !is_sign(token, ';') && !str_eq_nocase(unquoted(token), table))
      token = next_token(&reader);
    if (!str_eq_nocase(unquoted(token), table) || !is_sign(next_token(&reader), '('))
      continue;
    read_columns(&reader, columns);
    return;
  }
}

static struct naming joined(str table, str column, struct arena *kept) {
  if (column.len == 0)
    return naming_kept((struct naming){table, false}, kept);
  str name = arena_printf(kept, "%.*s.%.*s", STR_ARG(str_head(table, NAMING_NAME_MAX)), STR_ARG(str_head(column,
      NAMING_NAME_MAX)));
  return (struct naming){name, false};
}

/* The last part of what the literal is assigned to. */
static str assigned(const struct reader *reader) {
  str name = naming_assignment(str_head(reader->text, reader->literal == SIZE_MAX ? reader->key
      : reader->literal)).name;
  size_t dot = name.len;
  while (dot > 0 && name.ptr[dot - 1] != '.')
    dot--;
  return str_tail(name, dot);
}

/* Reads values up to the key. Its position among them; SIZE_MAX: it is in none, but assigned. */
static size_t position_in_values(struct reader *reader, bool is_select) {
  size_t depth = is_select, position = 0;
  bool is_assigned = false;
  while (reader->at < reader->key) {
    str token = next_token(reader);
    if (is_sign(token, '(') && ++depth == 1)
      position = 0;
    else if (is_sign(token, ')') && depth > 0)
      depth--;
    else if (is_sign(token, ',') && depth == 1)
      position++;
    is_assigned |= depth == 0 && (str_eq_nocase(token, STR("set")) || str_eq_nocase(token, STR("update")));
  }
  return is_assigned || depth == 0 ? SIZE_MAX : position;
}

static struct naming of_insertion(struct reader *reader, size_t from, size_t floor, struct arena *kept) {
  static const char *const fillers[] = {"or", "replace", "ignore", "low_priority", "delayed", "high_priority", "abort",
      "rollback"};
  struct columns columns = {.len = 0};
  str token, table = next_token(reader);
  while (naming_is_one_of(table, fillers, NAMING_COUNT(fillers)))
    table = next_token(reader);
  if (!str_eq_nocase(table, STR("into")))
    return NAMING_NONE_FOUND;
  table = table_name(reader, &token);
  if (is_sign(token, '('))
    read_columns(reader, &columns);
  while (token.len && !str_eq_nocase(token, STR("values")) && !str_eq_nocase(token, STR("select")) &&
         !str_eq_nocase(token, STR("set")) && !str_eq_nocase(token, STR("value")))
    token = next_token(reader);
  size_t position = position_in_values(reader, str_eq_nocase(token, STR("select")));
  if (position == SIZE_MAX)
    return joined(table, assigned(reader), kept);
  if (columns.len == 0)
    columns_of_table(reader->text, from, floor, table, &columns);
  return joined(table, position < columns.len ? columns.names[position] : STR_NONE, kept);
}

static struct naming of_update(struct reader *reader, struct arena *kept) {
  str token, table = table_name(reader, &token);
  while (reader->at < reader->key)
    token = next_token(reader);
  str column = assigned(reader);
  return column.len ? joined(table, column, kept) : NAMING_NONE_FOUND;
}

/* Rows with tabs, below COPY t (a, b) FROM stdin; */
static struct naming of_copy(struct reader *reader, struct arena *kept) {
  struct columns columns = {.len = 0};
  str token, table = table_name(reader, &token);
  if (is_sign(token, '('))
    read_columns(reader, &columns);
  size_t position = 0;
  for (size_t at = naming_line_from(reader->text, reader->key); at < reader->key; at++)
    position += reader->text.ptr[at] == '\t';
  return joined(table, position < columns.len ? columns.names[position] : STR_NONE, kept);
}

/* DECLARE @name type = 'KEY' */
static str declared(str text, size_t key) {
  str line = naming_slice(text, naming_line_from(text, key), key);
  size_t at = str_find_byte(line, '@', 0), to;
  if (!str_eq_nocase(first_word(line), STR("declare")) || at == SIZE_MAX)
    return STR_NONE;
  for (to = at + 1; to < line.len && naming_is_word(line.ptr[to]);)
    to++;
  return naming_slice(line, at + 1, to);
}

struct naming naming_sql(str bytes, size_t start, size_t end, struct arena *kept) {
  size_t floor = start > BACK_MAX ? start - BACK_MAX : 0;
  str text = naming_slice(bytes, floor, end), name = STR_NONE;
  size_t key = start - floor, from = statement_from(text, key, 0);
  struct naming found = NAMING_NONE_FOUND;
  if (from != SIZE_MAX && begins_statement(naming_slice(text, from, key))) {
    str word = first_word(naming_slice(text, from, key));
    struct reader reader = {text, (size_t)(word.ptr - text.ptr) + word.len, key, SIZE_MAX};
    if (str_eq_nocase(word, STR("update")))
      found = of_update(&reader, kept);
    else
      found = str_eq_nocase(word, STR("copy")) ? of_copy(&reader, kept) : of_insertion(&reader, from, 0, kept);
  }
  if (found.name.len == 0 && (name = declared(text, key)).len)
    found = naming_kept((struct naming){name, false}, kept);
  return found.name.len ? found : naming_code(bytes, start, end, kept);
}
