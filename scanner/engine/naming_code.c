/* naming_code.c -- the name that a program in any language gives a literal: from the literal outwards, one step of
   syntax at a time, until something assigns. A literal that is an ordinary argument has no name. */
#include <stdint.h>

#include "engine/naming_calls.h"
#include "engine/naming_formats.h"

enum {
  STEPS_MAX = 24,       /* outwards */
  STATEMENT_MAX = 1500, /* bytes back to an expression's assignment */
};

static bool holds(const char *set, char c) {
  return c != '\0' && strchr(set, c) != NULL;
}

/* ---- the literal ---- */

/* The quote that is open at `start`, by counting from the beginning of the line. */
static size_t open_in_line(str text, size_t from, size_t start) {
  size_t to = naming_line_to(text, start), open = SIZE_MAX;
  for (size_t at = from; at < start; at++) {
    char c = text.ptr[at];
    if (c == '\\') {
      at++;
    } else if (open != SIZE_MAX) {
      open = c == text.ptr[open] ? SIZE_MAX : open;
    } else if (naming_is_quote(c)) {
      bool is_apostrophe = c == '\'' && at > from && naming_is_word(text.ptr[at - 1]);
      bool is_closed = memchr(text.ptr + at + 1, c, to - at - 1) != NULL;
      open = is_closed && !is_apostrophe ? at : SIZE_MAX;
    }
  }
  return open;
}

/* Where the literal begins that holds the key and ends on its line; SIZE_MAX: none. */
static size_t literal_quote(struct naming_place place) {
  str text = place.text;
  size_t start = place.start, from = naming_line_from(text, start);
  if (start > from && naming_is_quote(text.ptr[start - 1]))
    return start - 1;
  if (place.end < text.len && naming_is_quote(text.ptr[place.end]) && text.ptr[place.end - 1] != '\\') {
    const char *quote = start > from ? memrchr(text.ptr + from, text.ptr[place.end], start - from) : NULL;
    if (quote && (quote == text.ptr || quote[-1] != '\\'))
      return (size_t)(quote - text.ptr);
  }
  return open_in_line(text, from, start);
}

/* ---- outwards ---- */

/* Is the `=` at `at` an assignment's? */
static bool assigns(str text, size_t at) {
  char before = at > 0 ? text.ptr[at - 1] : '\0', after = at + 1 < text.len ? text.ptr[at + 1] : '\0';
  return !holds("=!<>~", before) && !holds("=>~", after);
}

/* What the expression that reaches back from `at` is assigned to. */
static struct naming by_statement(str text, size_t at) {
  size_t depth = 0, floor = at > STATEMENT_MAX ? at - STATEMENT_MAX : 0;
  while (at > floor) {
    char c = text.ptr[at - 1];
    size_t literal = naming_is_quote(c) ? naming_literal_from(text, at) : SIZE_MAX;
    if (literal != SIZE_MAX) {
      at = literal;
      continue;
    }
    at--;
    depth += holds(")]}", c);
    if (depth > 0) {
      depth -= holds("([{", c);
    } else if (c == ',') {
      return naming_by_argument(text, at);
    } else if (holds(";{}", c)) {
      return NAMING_NONE_FOUND;
    } else if (c == '(' || c == '[') {
      str callee = naming_slice(text, naming_back_word(text, at), at);
      if (callee.len && !naming_is_transparent(callee))
        return NAMING_NONE_FOUND;
    } else if ((c == '=' && assigns(text, at)) || (c == '>' && at > 0 && text.ptr[at - 1] == '=') ||
               (c == ':' && at + 1 < text.len && naming_is_blank(text.ptr[at + 1]) && at > 0 &&
                   text.ptr[at - 1] != ':')) {
      return naming_in_code(text, at + 1);
    }
  }
  return NAMING_NONE_FOUND;
}

/* The `?` whose `:` is at `colon`. */
static size_t question_of(str text, size_t colon) {
  enum { BRANCH_MAX = 300 };
  size_t floor = colon > BRANCH_MAX ? colon - BRANCH_MAX : 0;
  for (size_t at = colon; at > floor; at--) {
    char c = text.ptr[at - 1];
    size_t literal = naming_is_quote(c) ? naming_literal_from(text, at) : SIZE_MAX;
    if (literal != SIZE_MAX)
      at = literal + 1;
    else if (holds(";{},", c))
      return SIZE_MAX;
    else if (c == '?' && at < text.len && naming_is_blank(text.ptr[at]) && at > 1 && text.ptr[at - 2] != '?')
      return at - 1;
  }
  return SIZE_MAX;
}

/* Instead of a variable, its name; else what the whole is assigned to. */
static struct naming by_default(str text, size_t at) {
  str variable = naming_of_variable(text, at);
  return variable.len ? (struct naming){variable, false} : by_statement(text, at);
}

/* #define NAME "…", @name "…", (def name "…"), "NAME" to "…", … else "…". `at`: where the word before ends. */
static struct naming by_word(str text, size_t at) {
  size_t from = naming_back_word(text, at), before = naming_back_blanks(text, from);
  str word = naming_slice(text, from, at);
  char sign = from > 0 ? text.ptr[from - 1] : '\0';
  size_t other = naming_back_word(text, before);
  str previous = naming_slice(text, other, before);
  static const char *const defaults[] = {"or", "else"}, *const definers[] = {"define", "def", "defconst", "defvar",
                                                                             "defparameter", "defonce", "setq",
                                                                             "constant"};
  if (naming_is_one_of(word, defaults, NAMING_COUNT(defaults)))
    return by_default(text, before);
  if (naming_is_one_of(previous, definers, NAMING_COUNT(definers)) && before < from)
    return (struct naming){word, false};
  static const char *const wrappers[] = {"securestring", "string"}; /* ConvertTo-SecureString -String "…" */
  if (sign == '-' && naming_is_one_of(word, wrappers, NAMING_COUNT(wrappers)))
    return by_statement(text, from);
  size_t literal = str_eq(word, STR("to")) ? naming_literal_from(text, before) : SIZE_MAX;
  if (literal != SIZE_MAX)
    return (struct naming){naming_slice(text, literal + 1, before - 1), naming_is_header(naming_slice(text,
        literal + 1, before - 1))};
  bool is_keyword = (sign == ':' || sign == '@') && (from < 2 || holds(" \t\n([{,", text.ptr[from - 2]));
  return is_keyword ? (struct naming){word, false} : NAMING_NONE_FOUND;
}

/* Before `{` or `[` of a list: []string, new String[], vec!, NAME in NAME{"…"}. */
static size_t before_list(str text, size_t at) {
  at = naming_back_space(text, at);
  while (at > 0 && (naming_is_word(text.ptr[at - 1]) || holds("[]!<>", text.ptr[at - 1])) &&
      !holds("=", text.ptr[at - 1])) {
    if (text.ptr[at - 1] == '>' && at > 1 && text.ptr[at - 2] == '=')
      break;
    at--;
  }
  size_t blank = naming_back_blanks(text, at);
  return str_ends(str_head(text, blank), STR("new")) ? blank - 3 : at;
}

/* std::string NAME("…"), auto NAME{"…"}: the name that ends at `bracket`. */
static str declared_at(str text, size_t bracket) {
  static const char *const types[] = {"string", "auto", "qstring", "string_view", "wstring"};
  size_t from = naming_back_word(text, bracket), to = naming_back_blanks(text, from);
  str type = naming_slice(text, naming_back_word(text, to), to);
  bool is_declared = to < from && naming_is_one_of(type, types, NAMING_COUNT(types));
  return is_declared ? naming_slice(text, from, bracket) : STR_NONE;
}

/* name = Field(default="…"): on with the call. */
static bool step_out_of_default(str text, size_t sign, size_t *at) {
  size_t to = naming_back_blanks(text, sign), from = naming_back_word(text, to), opener = SIZE_MAX;
  if (str_eq(naming_slice(text, from, to), STR("default")))
    opener = naming_opener(text, from);
  if (opener == SIZE_MAX || text.ptr[opener] != '(')
    return false;
  *at = naming_callee_from(text, opener);
  return *at < opener;
}

/* Is the bracket at `paren` but a bracket, or that of a call which gives what it is given? */
static bool is_through(str text, size_t paren) {
  size_t word = naming_back_word(text, paren);
  return word == paren || naming_is_transparent(naming_slice(text, word, paren));
}

static bool step_out_of_call(str text, size_t paren, size_t *at, struct naming *found) {
  size_t base = naming_default_of(text, paren);
  if (base != SIZE_MAX) {
    *found = by_default(text, base);
    return false;
  }
  *at = naming_callee_from(text, paren);
  return is_through(text, paren);
}

static bool step_out_of_list(str text, size_t comma, size_t *at, struct naming *found) {
  *found = naming_by_argument(text, comma);
  size_t opener = naming_opener(text, comma);
  if (found->name.len || opener == SIZE_MAX || !holds("[{(", text.ptr[opener]))
    return false;
  *at = opener + 1;
  return text.ptr[opener] != '(' || is_through(text, opener);
}

/* A closure's parameters, behind a bracket: (|_| … */
static size_t before_closure(str text, size_t at) {
  static const str closures[] = {{"(|_|", 4}, {"(||", 3}};
  for (size_t i = 0; i < NAMING_COUNT(closures); i++)
    if (str_ends(str_head(text, at), closures[i]))
      return at - closures[i].len + 1;
  return at;
}

/* One step outwards from *at; false: that is the end. */
static bool step(str text, size_t *at, struct naming *found) {
  size_t before = before_closure(text, naming_back_space(text, *at));
  if (before == 0)
    return false;
  char c = text.ptr[before - 1];
  if (c == '(' || c == '{')
    found->name = declared_at(text, before - 1);
  if (found->name.len)
    return false;
  if (c == '=')
    return step_out_of_default(text, before - 1, at);
  if (c == '(')
    return step_out_of_call(text, before - 1, at, found);
  if (c == ',')
    return step_out_of_list(text, before - 1, at, found);
  if (c == '[' || c == '{') {
    *at = before_list(text, before - 1);
    return true;
  }
  if (holds("+.&~%|?", c) || naming_is_quote(c) || (c == '/' && before > 1 && text.ptr[before - 2] == '/')) {
    size_t left = before;
    while (left > 0 && holds("+.&~|?/", text.ptr[left - 1]))
      left--;
    *found = holds("|?/", c) && before - left == 2 ? by_default(text, left) : by_statement(text, left);
    return false;
  }
  if (before < *at && naming_is_word(c))
    *found = by_word(text, before);
  return false;
}

static struct naming by_colon(str text, size_t colon) {
  if (colon > 0 && text.ptr[colon - 1] == '?')
    return by_default(text, colon - 1);
  size_t question = question_of(text, colon);
  return question == SIZE_MAX ? naming_in_code(text, colon + 1) : by_statement(text, question);
}

static struct naming outwards(str text, size_t at) {
  struct naming found = NAMING_NONE_FOUND;
  for (int i = 0; i < STEPS_MAX && found.name.len == 0; i++) {
    size_t before = naming_back_space(text, at);
    bool is_colon = before > 0 && text.ptr[before - 1] == ':';
    found = is_colon ? by_colon(text, before - 1) : naming_in_code(text, at);
    if (found.name.len || !step(text, &at, &found))
      break;
  }
  return found;
}

/* ---- literals of several lines ---- */

/* Does a literal begin behind what ends at `at`? Else it ends there. */
static bool may_begin(str text, size_t at) {
  while (at > 0 && holds("rbfRBFu@$#", text.ptr[at - 1]) && (at < 2 || !naming_is_word(text.ptr[at - 2])))
    at--;
  size_t before = naming_back_blanks(text, at);
  if (before == 0 || holds("=(,:[{+>&|?", text.ptr[before - 1]))
    return before > 0;
  return before < at ? str_ends(str_head(text, before), STR("return")) : naming_is_word(text.ptr[at - 1]) &&
      text.ptr[at] == '`';
}

/* NAME = <<EOS and its kin: the line names it. */
static struct naming by_heredoc(str line) {
  size_t at = str_find(line, STR("<<"), 0);
  if (at == SIZE_MAX || at + 3 >= line.len || naming_is_blank(line.ptr[at + 2]))
    return NAMING_NONE_FOUND;
  return outwards(line, at);
}

/* Back to the line that opens what the key is in. */
static struct naming by_opener(struct naming_place place) {
  static const str quotes[] = {{"\"\"\"", 3}, {"'''", 3}, {"`", 1}, {"@\"", 2}, {"@'", 2}, {"[[", 2}, {"\"", 1}};
  str text = place.text;
  size_t from = naming_line_from(text, place.start), to = place.start;
  for (int i = 0; i < NAMING_LINES_MAX; i++) {
    str line = naming_slice(text, from, to);
    for (size_t q = 0; q < NAMING_COUNT(quotes); q++) {
      const char *last = line.len >= quotes[q].len ? memrchr(line.ptr, quotes[q].ptr[0], line.len - quotes[q].len + 1)
          : NULL;
      while (last && q < 2 && last > line.ptr && last[-1] == *last)
        last--;
      if (!last || !str_starts(str_range(last, line.ptr + line.len), quotes[q]))
        continue;
      size_t at = (size_t)(last - text.ptr);
      bool is_plain = quotes[q].len == 1 && quotes[q].ptr[0] == '"';
      if (is_plain && str_trim(str_range(last + 1, line.ptr + line.len)).len > 0)
        continue;
      return may_begin(text, at) ? outwards(text, at) : NAMING_NONE_FOUND;
    }
    struct naming found = to < place.start ? by_heredoc(line) : NAMING_NONE_FOUND;
    if (found.name.len || from == 0)
      return found;
    to = from - 1;
    from = naming_line_from(text, to);
  }
  return NAMING_NONE_FOUND;
}

/* ---- together ---- */

/* Swift's `"…", forHTTPHeaderField: "NAME"`. */
static str field_behind(str rest) {
  static const str label = {", forHTTPHeaderField: \"", 23};
  if (!str_starts(str_tail(rest, 1), label))
    return STR_NONE;
  str name = str_tail(rest, 1 + label.len);
  size_t to = str_find_byte(name, '"', 0);
  return to == SIZE_MAX || to > NAMING_NAME_MAX ? STR_NONE : str_head(name, to);
}

static struct naming in_literal(struct naming_place place, size_t quote) {
  str text = place.text;
  size_t to = str_find_byte(text, text.ptr[quote], place.end), line_to = naming_line_to(text, place.end);
  to = to < line_to ? to : line_to;
  if (place.start > quote + 1) {
    struct naming_place inside = naming_part(place, quote + 1, to);
    struct naming found = naming_in_string(inside);
    if (found.name.len)
      return found;
  }
  struct naming found = outwards(text, naming_back_quotes(text, quote + 1));
  if (found.name.len == 0)
    found.name = field_behind(str_tail(text, to)), found.is_pair = found.name.len > 0;
  return found.name.len ? naming_beside(text, place.end, found) : found;
}

struct naming naming_code(str bytes, size_t start, size_t end, struct arena *kept) {
  struct naming_place place = naming_window(bytes, start, end);
  size_t quote = literal_quote(place);
  struct naming found = quote == SIZE_MAX ? naming_in_line(place) : in_literal(place, quote);
  if (found.name.len == 0 && (quote == SIZE_MAX || quote == naming_line_from(place.text, quote)))
    found = by_opener(place);
  return naming_kept(found, kept);
}
