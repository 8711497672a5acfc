/* naming_lines.c -- lines and names. Knows no format. */
#include "engine/naming_lines.h"

#include <stdint.h>

struct naming_place naming_part(struct naming_place place, size_t from, size_t to) {
  return (struct naming_place){naming_slice(place.text, from, to), place.start - from, place.end - from};
}

struct naming_place naming_window(str bytes, size_t start, size_t end) {
  end = end > bytes.len ? bytes.len : end;
  start = start > end ? end : start;
  size_t from = start > NAMING_WINDOW ? start - NAMING_WINDOW : 0;
  size_t to = bytes.len - end > NAMING_WINDOW ? end + NAMING_WINDOW : bytes.len;
  return naming_part((struct naming_place){bytes, start, end}, from, to);
}

struct naming naming_kept(struct naming found, struct arena *kept) {
  if (found.name.len == 0)
    return NAMING_NONE_FOUND;
  return (struct naming){arena_copy(kept, str_head(found.name, NAMING_NAME_MAX)), found.is_pair};
}

bool naming_is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

bool naming_is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

bool naming_is_word(char c) {
  return naming_is_letter(c) || (c >= '0' && c <= '9') || c == '_';
}

bool naming_is_quote(char c) {
  return c == '"' || c == '\'' || c == '`';
}

str naming_slice(str text, size_t from, size_t to) {
  return from < to ? (str){text.ptr + from, to - from} : (str){text.ptr, 0};
}

size_t naming_back_blanks(str text, size_t at) {
  while (at > 0 && naming_is_blank(text.ptr[at - 1]))
    at--;
  return at;
}

size_t naming_back_space(str text, size_t at) {
  while (at > 0 && (naming_is_blank(text.ptr[at - 1]) || text.ptr[at - 1] == '\n'))
    at--;
  return at;
}

size_t naming_back_word(str text, size_t at) {
  while (at > 0 && naming_is_word(text.ptr[at - 1]))
    at--;
  return at;
}

size_t naming_skip_blanks(str text, size_t at) {
  while (at < text.len && naming_is_blank(text.ptr[at]))
    at++;
  return at;
}

size_t naming_line_from(str text, size_t at) {
  const char *newline = at ? memrchr(text.ptr, '\n', at) : NULL;
  return newline ? (size_t)(newline - text.ptr) + 1 : 0;
}

size_t naming_line_to(str text, size_t at) {
  size_t to = str_find_byte(text, '\n', at);
  return to == SIZE_MAX ? text.len : to;
}

str naming_trim_quotes(str s) {
  s = str_trim(s);
  if (s.len >= 2 && naming_is_quote(s.ptr[0]) && s.ptr[s.len - 1] == s.ptr[0])
    return (str){s.ptr + 1, s.len - 2};
  return s;
}

bool naming_is_one_of(str word, const char *const *table, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (str_eq_nocase(word, str_from(table[i])))
      return true;
  return false;
}

size_t naming_comment_mark(str line, const char *const *marks, size_t len) {
  size_t blanks = naming_skip_blanks(line, 0);
  for (size_t i = 0; i < len; i++)
    if (str_starts(str_tail(line, blanks), str_from(marks[i])))
      return blanks + strlen(marks[i]);
  return 0;
}

size_t naming_comment_run(str text, size_t at, const char *const *marks, size_t len) {
  size_t run = SIZE_MAX, from = naming_line_from(text, at);
  for (int i = 0; i < NAMING_LINES_MAX; i++) {
    size_t mark = naming_comment_mark(str_tail(text, from), marks, len);
    if (mark == 0 || from + mark > at)
      return run;
    run = from;
    if (from == 0)
      return run;
    at = from - 1;
    from = naming_line_from(text, at);
  }
  return run;
}

bool naming_is_header(str name) {
  static const char *const headers[] = {"authorization", "proxy-authorization", "api-key", "cookie", "set-cookie"};
  if (name.len > 2 && (name.ptr[0] == 'x' || name.ptr[0] == 'X') && name.ptr[1] == '-')
    return true;
  return naming_is_one_of(name, headers, NAMING_COUNT(headers));
}

void naming_add_step(struct buf *out, str name) {
  if (name.len == 0)
    return;
  if (out->len > 0 && name.ptr[0] != '[')
    buf_add_byte(out, '.');
  buf_add(out, name);
}
