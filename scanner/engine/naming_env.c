/* naming_env.c -- names in environment files, shells, Makefiles, Dockerfiles, PowerShell and batch files.
   Reads the key's own line first, and earlier ones only for what they left open. */
#include <stdint.h>

#include "engine/naming_formats.h"
#include "engine/naming_lines.h"

static bool is_continued(str text, size_t newline, char escape) {
  size_t at = newline > 0 && text.ptr[newline - 1] == '\r' ? newline - 1 : newline, signs = 0;
  while (at > signs && text.ptr[at - 1 - signs] == escape)
    signs++;
  return signs % 2 == 1;
}

static bool is_comment_line(str line) {
  size_t at = naming_skip_blanks(line, 0);
  return at < line.len && line.ptr[at] == '#';
}

/* The line of the key with those that its beginning continues. In Dockerfiles comments may stand between. */
static struct naming_place logical_line(struct naming_place place, char escape, bool may_comment) {
  size_t from = naming_line_from(place.text, place.start), start = from;
  for (int i = 0; i < NAMING_LINES_MAX && from > 0; i++) {
    size_t before = naming_line_from(place.text, from - 1);
    bool is_comment = may_comment && is_comment_line(naming_slice(place.text, before, from - 1));
    if (!is_comment && !is_continued(place.text, from - 1, escape))
      break;
    from = before;
    start = is_comment ? start : from;
  }
  size_t to = naming_line_to(place.text, place.end);
  while (to < place.text.len && is_continued(place.text, to, escape))
    to = naming_line_to(place.text, to + 1);
  return naming_part(place, start, to);
}

/* ---- what earlier lines left open ---- */

/* The name in `NAME=` or `define NAME` that ends at `to`. */
static str name_before(str line, size_t to) {
  size_t from = to;
  while (from > 0 && (naming_is_word(line.ptr[from - 1]) || line.ptr[from - 1] == '.' || line.ptr[from - 1] == '-'))
    from--;
  return naming_slice(line, from, to);
}

static bool has_close(str text, char open, char close) {
  size_t depth = 0;
  for (size_t i = 0; i < text.len; i++) {
    if (open != close && text.ptr[i] == open)
      depth++;
    else if (text.ptr[i] == close && (i == 0 || text.ptr[i - 1] != '\\') && depth-- == 0)
      return true;
  }
  return false;
}

/* NAME="…, NAME='…, NAME=(…, NAME=$(… that the line does not close. */
static str opened_by(str line) {
  size_t sign = str_find_byte(line, '=', 0);
  if (sign == SIZE_MAX)
    return STR_NONE;
  size_t name_to = naming_back_blanks(line, sign);
  while (name_to > 0 && strchr(":?+", line.ptr[name_to - 1]))
    name_to--;
  str name = name_before(line, naming_back_blanks(line, name_to));
  size_t at = naming_skip_blanks(line, sign + 1);
  static const struct {
    const char *open;
    char left, right;
  } pairs[] = {{"\"$(", '(', ')'}, {"$(", '(', ')'}, {"\"", '"', '"'}, {"'", '\'', '\''}, {"(", '(', ')'}, {"`", '`',
      '`'},
               {"$'", '\'', '\''}};
  for (size_t i = 0; i < NAMING_COUNT(pairs); i++)
    if (str_starts(str_tail(line, at), str_from(pairs[i].open)))
      return has_close(str_tail(line, at + strlen(pairs[i].open)), pairs[i].left, pairs[i].right) ? STR_NONE : name;
  return STR_NONE;
}

/* NAME<<EOF; read … NAME <<EOF */
static str heredoc_of(str line) {
  size_t at = str_find(line, STR("<<"), 0);
  if (at == SIZE_MAX || at == 0)
    return STR_NONE;
  size_t to = naming_back_blanks(line, at);
  str name = name_before(line, to);
  bool reads = str_find(line, STR("read "), 0) != SIZE_MAX;
  bool is_output = to == at && (at == name.len || naming_is_quote(line.ptr[at - name.len - 1]) ||
                                naming_is_blank(line.ptr[at - name.len - 1]));
  return reads || is_output ? name : STR_NONE;
}

static str define_of(str line) {
  line = str_trim(line);
  if (!str_starts(line, STR("define ")))
    return STR_NONE;
  line = str_trim(str_tail(line, 7));
  size_t to = 0;
  while (to < line.len && !naming_is_blank(line.ptr[to]) && line.ptr[to] != '=')
    to++;
  return str_head(line, to);
}

static bool closes(str line) {
  str trimmed = str_trim(line);
  return str_eq(trimmed, STR("endef")) || str_eq(trimmed, STR("EOF")) || str_eq(trimmed, STR(")"));
}

/* Over lines that say nothing, back to one that opened what the key is in. */
static str opened_before(struct naming_place place) {
  size_t from = naming_line_from(place.text, place.start);
  for (int i = 0; i < NAMING_LINES_MAX && from > 0; i++) {
    size_t before = naming_line_from(place.text, from - 1);
    str line = naming_slice(place.text, before, from - 1), name = opened_by(line);
    if (name.len == 0)
      name = heredoc_of(line);
    if (name.len == 0)
      name = define_of(line);
    if (name.len || closes(line))
      return name;
    from = before;
  }
  return STR_NONE;
}

static struct naming found_in(struct naming_place place, enum naming_shell shell, char escape) {
  struct naming found = naming_of_command(logical_line(place, escape, shell == NAMING_SHELL_DOCKER), shell);
  bool is_shell = shell == NAMING_SHELL || shell == NAMING_SHELL_DOCKER;
  str line = str_trim(naming_slice(place.text, naming_line_from(place.text, place.start), place.start));
  bool is_member = str_starts(line, STR("\"")) || str_starts(line, STR("\\\"")); /* of JSON, in a value over lines */
  str outer = is_shell && (found.name.len == 0 || is_member) ? opened_before(place) : STR_NONE;
  return outer.len ? (struct naming){outer, false} : found;
}

struct naming naming_env(str bytes, size_t start, size_t end, struct arena *kept) {
  return naming_kept(found_in(naming_window(bytes, start, end), NAMING_SHELL, '\\'), kept);
}

struct naming naming_docker(str bytes, size_t start, size_t end, struct arena *kept) {
  return naming_kept(found_in(naming_window(bytes, start, end), NAMING_SHELL_DOCKER, '\\'), kept);
}

struct naming naming_batch(str bytes, size_t start, size_t end, struct arena *kept) {
  return naming_kept(found_in(naming_window(bytes, start, end), NAMING_SHELL_BATCH, '^'), kept);
}

/* PowerShell is a program first: $env:NAME = …, @{ NAME = … }, calls; then a shell. */
struct naming naming_powershell(str bytes, size_t start, size_t end, struct arena *kept) {
  struct naming found = naming_code(bytes, start, end, kept);
  if (found.name.len)
    return found;
  return naming_kept(found_in(naming_window(bytes, start, end), NAMING_SHELL_POWER, '`'), kept);
}
