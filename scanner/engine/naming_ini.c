/* naming_ini.c -- section.name in INI files and their kin: systemd, git, .npmrc, .netrc, servers' directives.
   Reads backwards, to the section's head. */
#include <stdint.h>

#include "engine/naming_formats.h"
#include "engine/naming_lines.h"

struct entry {
  str name, value; /* value: what stands of it before the key, maybe nothing */
  size_t from;     /* the line */
};

static const char *const marks[] = {"#", ";"};

static bool is_indented(str text, size_t line_from) {
  return line_from < text.len && naming_is_blank(text.ptr[line_from]) && text.ptr[line_from] != '\r';
}

/* The sign between name and value in what stands of a line before the key; SIZE_MAX: none. */
static size_t sign_of(str line) {
  size_t equals = str_find_byte(line, '=', 0), colon = str_find_byte(line, ':', 0);
  if (equals == SIZE_MAX || colon == SIZE_MAX)
    return equals < colon ? equals : colon;
  bool is_apart = colon + 1 < line.len && naming_is_blank(line.ptr[colon + 1]);
  return colon < equals && is_apart && !str_starts(line, STR("//")) ? colon : equals;
}

static bool is_plain(str name) {
  for (size_t i = 0; i < name.len; i++)
    if (!naming_is_word(name.ptr[i]) && !strchr(" -./:@$*+\\_[]%", name.ptr[i]))
      return false;
  return name.len > 0 && name.len <= NAMING_NAME_MAX;
}

static bool entry_of(str text, size_t from, size_t to, struct entry *entry) {
  str line = naming_slice(text, from, to);
  line = str_trim(str_tail(line, naming_comment_mark(line, marks, NAMING_COUNT(marks))));
  size_t sign = line.ptr ? sign_of(line) : SIZE_MAX;
  if (sign == SIZE_MAX)
    return false;
  size_t name_to = sign;
  while (name_to > 0 && strchr("+?:", line.ptr[name_to - 1]) && line.ptr[sign] == '=')
    name_to--;
  str name = naming_trim_quotes(str_head(line, name_to));
  static const str commands[] = {{"export ", 7}, {"env ", 4}, {"SetEnv ", 7}};
  for (size_t i = 0; i < NAMING_COUNT(commands); i++)
    if (str_starts(name, commands[i]))
      name = str_trim(str_tail(name, commands[i].len));
  *entry = (struct entry){name, str_trim(str_tail(line, sign + 1)), from};
  return is_plain(name);
}

/* ---- sections ---- */

/* [a "b"] is a.b */
static void add_section(struct buf *out, str head) {
  head = str_trim(head);
  size_t quote = str_find_byte(head, '"', 0);
  naming_add_step(out, str_trim(str_head(head, quote == SIZE_MAX ? head.len : quote)));
  if (quote != SIZE_MAX)
    naming_add_step(out, naming_trim_quotes(str_tail(head, quote)));
}

/* What the brackets of the last head before `at` hold. */
static str section_before(str text, size_t at) {
  size_t from = naming_line_from(text, at);
  for (;;) {
    size_t first = naming_skip_blanks(text, from);
    if (first < at && text.ptr[first] == '[') {
      str line = naming_slice(text, first + 1, naming_line_to(text, first));
      size_t close = str_find_byte(line, ']', 0);
      if (close != SIZE_MAX)
        return str_head(line, close);
    }
    if (from == 0)
      return STR_NONE;
    at = from - 1;
    from = naming_line_from(text, at);
  }
}

/* ---- values that are settings or commands themselves ---- */

/* Environment="A=1" "NAME=KEY", environment=A="1",NAME="KEY", env = NAME=KEY: the last NAME= before the key. */
static str setting_in(str value) {
  size_t sign = value.len;
  while (sign > 0 && value.ptr[sign - 1] != '=')
    sign--;
  if (sign == 0)
    return STR_NONE;
  size_t to = sign - 1, from = to;
  while (from > 0 && (naming_is_word(value.ptr[from - 1]) || strchr(".-", value.ptr[from - 1])))
    from--;
  return naming_slice(value, from, to);
}

static struct naming inside_value(struct naming_place place, struct entry entry) {
  static const char *const environments[] = {"environment", "env", "setenv", "raw-env", "raw_env",
      "defaultenvironment", "set_env",
                                             "environ", "passenv"};
  if (naming_is_one_of(entry.name, environments, NAMING_COUNT(environments)))
    return (struct naming){setting_in(entry.value), false};
  bool is_command = str_starts(entry.name, STR("Exec")) || str_eq(entry.name, STR("command"));
  if (!is_command || entry.value.ptr == NULL)
    return NAMING_NONE_FOUND;
  size_t from = (size_t)(entry.value.ptr - place.text.ptr);
  struct naming_place command = naming_part(place, from, naming_line_to(place.text, place.end));
  return naming_of_command(command, NAMING_SHELL);
}

/* ---- lines without a sign ---- */

/* proxy_set_header X-API-Key "KEY"; SetEnv NAME KEY; requirepass KEY */
static struct naming of_directive(str before) {
  static const char *const fields[] = {"proxy_set_header", "add_header", "requestheader", "header", "more_set_headers",
      "set",
                                       "more_set_input_headers", "http-request", "set-header", "grpc_set_header",
                                       "append"};
  static const char *const variables[] = {"setenv", "fastcgi_param", "uwsgi_param", "scgi_param", "passenv", "env",
      "export"};
  str words[4] = {{0}};
  size_t count = 0;
  str line = str_trim(before);
  while (line.len && line.ptr[0] == '#')
    line = str_trim(str_tail(line, 1));
  while (line.len && count < NAMING_COUNT(words)) {
    size_t to = 0;
    while (to < line.len && !naming_is_blank(line.ptr[to]))
      to++;
    words[count++] = str_head(line, to);
    line = str_trim(str_tail(line, to));
  }
  if (count > 0 && strchr("\"'", words[count - 1].ptr[0]) != NULL)
    count--;
  if (count > 1 && naming_is_one_of(words[0], fields, NAMING_COUNT(fields))) {
    str name = words[count - 1].ptr[0] == '$' ? str_tail(words[count - 1], 1) : words[count - 1];
    return (struct naming){is_plain(name) ? name : STR_NONE, words[count - 1].ptr[0] != '$'};
  }
  if (count == 2 && naming_is_one_of(words[0], variables, NAMING_COUNT(variables)))
    return (struct naming){is_plain(words[1]) ? words[1] : STR_NONE, false};
  return (struct naming){count == 1 && is_plain(words[0]) ? words[0] : STR_NONE, false};
}

/* machine h login l password KEY, on one line or several. */
static struct naming of_netrc(str before) {
  enum { MACHINE_MAX = 500 };
  str tail = str_trim(before);
  tail = str_tail(tail, tail.len > MACHINE_MAX ? tail.len - MACHINE_MAX : 0);
  bool is_password = str_ends(tail, STR("password")) &&
                     (str_find(tail, STR("login "), 0) != SIZE_MAX || str_find(tail, STR("machine "), 0) != SIZE_MAX);
  return is_password ? (struct naming){str_tail(tail, tail.len - 8), false} : NAMING_NONE_FOUND;
}

/* ---- together ---- */

/* The entry of which the key's line, being indented, is a further line. */
static bool entry_above(str text, size_t from, struct entry *entry) {
  for (int i = 0; i < NAMING_LINES_MAX && from > 0; i++) {
    size_t to = from - 1;
    from = naming_line_from(text, to);
    if (is_indented(text, from) || str_trim(naming_slice(text, from, to)).len == 0)
      continue;
    return text.ptr[from] != '[' && entry_of(text, from, to, entry);
  }
  return false;
}

static struct naming with_section(str text, struct entry entry, struct arena *kept) {
  struct buf name = {0};
  add_section(&name, section_before(text, entry.from));
  naming_add_step(&name, entry.name);
  struct naming found = naming_kept((struct naming){buf_str(&name), false}, kept);
  buf_free(&name);
  return found;
}

struct naming naming_ini(str bytes, size_t start, size_t end, struct arena *kept) {
  struct naming_place place = {bytes, start, end};
  size_t from = naming_line_from(bytes, start);
  str before = naming_slice(bytes, from, start);
  struct entry entry, above;
  bool has_entry = entry_of(bytes, from, start, &entry);
  if (is_indented(bytes, from) && entry_above(bytes, from, &above)) {
    if (has_entry && above.value.len == 0) /* setenv =, and a line each */
      return naming_kept((struct naming){entry.name, false}, kept);
    has_entry = has_entry || above.value.len == 0 || !is_indented(bytes, from);
    entry = has_entry && above.value.len ? entry : above;
    has_entry = true;
  }
  if (!has_entry) {
    struct naming machine = of_netrc(str_head(bytes, start));
    struct naming found = of_directive(before);
    if (found.name.len == 0)
      found = naming_assignment(before);
    return naming_kept(machine.name.len ? machine : found, kept);
  }
  struct naming inner = inside_value(place, entry);
  if (inner.name.len == 0 && str_find_byte(entry.name, ' ', 0) != SIZE_MAX) /* host a=b NAME=KEY, in an inventory */
    inner = naming_assignment(before);
  if (inner.name.len)
    return naming_kept(inner, kept);
  return with_section(bytes, entry, kept);
}

/* ---- properties ---- */

static bool is_escaped_end(str text, size_t newline) {
  size_t at = newline > 0 && text.ptr[newline - 1] == '\r' ? newline - 1 : newline, signs = 0;
  while (at > signs && text.ptr[at - 1 - signs] == '\\')
    signs++;
  return signs % 2 == 1;
}

/* The name at the beginning of the line, with its escapes undone. */
static void add_property_name(struct buf *out, str line) {
  for (size_t at = 0; at < line.len && out->len < NAMING_NAME_MAX; at++) {
    char c = line.ptr[at];
    if (c == '=' || c == ':' || naming_is_blank(c))
      return;
    if (c == '\\' && at + 1 < line.len)
      c = line.ptr[++at];
    buf_add_byte(out, c);
  }
  buf_clear(out); /* nothing behind it: that was the value */
}

struct naming naming_properties(str bytes, size_t start, size_t end, struct arena *kept) {
  (void)end;
  static const char *const comments[] = {"#", "!"};
  size_t from = naming_line_from(bytes, start);
  for (int i = 0; i < NAMING_LINES_MAX && from > 0 && is_escaped_end(bytes, from - 1); i++)
    from = naming_line_from(bytes, from - 1);
  str line = naming_slice(bytes, from, start);
  size_t mark = naming_comment_mark(line, comments, NAMING_COUNT(comments));
  line = str_tail(line, mark);
  line = str_tail(line, naming_skip_blanks(line, 0));
  if (mark)
    return naming_kept(naming_assignment(line), kept);
  struct buf name = {0};
  add_property_name(&name, line);
  struct naming found = naming_kept((struct naming){buf_str(&name), false}, kept);
  buf_free(&name);
  return found;
}
