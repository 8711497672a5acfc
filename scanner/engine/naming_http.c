/* naming_http.c -- names in requests written down: fields of the head, @variables, parameters, members of bodies. */
#include <stdint.h>

#include "engine/naming_formats.h"
#include "engine/naming_lines.h"

/* What stands at the beginning of the line before `sign`, if it can be a name. */
static str name_up_to(str line, char sign) {
  size_t to = 0;
  while (to < line.len && (naming_is_word(line.ptr[to]) || line.ptr[to] == '-' || line.ptr[to] == '.'))
    to++;
  size_t at = naming_skip_blanks(line, to);
  return to > 0 && at < line.len && line.ptr[at] == sign ? str_head(line, to) : STR_NONE;
}

static struct naming of_head(str line) {
  if (line.len && line.ptr[0] == '@')
    return (struct naming){name_up_to(str_tail(line, 1), '='), false};
  str name = name_up_to(line, ':');
  bool is_address = name.len && str_starts(str_tail(line, name.len), STR("://"));
  return (struct naming){is_address ? STR_NONE : name, !is_address && name.len > 0};
}

/* <name>KEY */
static str of_element(str before) {
  if (before.len < 3 || before.ptr[before.len - 1] != '>')
    return STR_NONE;
  size_t from = before.len - 1;
  while (from > 0 && (naming_is_word(before.ptr[from - 1]) || before.ptr[from - 1] == '-'))
    from--;
  return from > 0 && before.ptr[from - 1] == '<' ? naming_slice(before, from, before.len - 1) : STR_NONE;
}

struct naming naming_http(str bytes, size_t start, size_t end, struct arena *kept) {
  static const char *const marks[] = {"###", "#", "//"};
  struct naming_place place = naming_window(bytes, start, end);
  str line = naming_slice(place.text, naming_line_from(place.text, place.start), place.start);
  line = str_tail(line, naming_comment_mark(line, marks, NAMING_COUNT(marks)));
  line = str_tail(line, naming_skip_blanks(line, 0));
  struct naming found = of_head(line);
  if (found.name.len == 0)
    found = naming_assignment(line);
  if (found.name.len == 0)
    found.name = of_element(line);
  return found.name.len ? naming_kept(found, kept) : naming_code(bytes, start, end, kept);
}
