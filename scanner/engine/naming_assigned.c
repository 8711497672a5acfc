/* naming_assigned.c -- the assignment that stands just before a value, read backwards: NAME=, "NAME": , --name.
   Knows neither languages nor where the text comes from. */
#include "engine/naming_formats.h"
#include "engine/naming_lines.h"

#include <stdint.h>

enum operator_kind { OPERATOR_NONE, OPERATOR_EQUALS, OPERATOR_COLON, OPERATOR_ARROW };

struct operator {
  enum operator_kind kind;
  size_t at;     /* where it begins */
  bool is_close; /* nothing between it and the value */
};

static bool holds(const char *set, char c) {
  return c != '\0' && strchr(set, c) != NULL;
}

/* := ?= += ||= .= and the like, but no comparison. */
static size_t equals_from(str text, size_t at) {
  enum { SIGNS_MAX = 2 };
  size_t from = at - 1;
  if (from > 0 && holds("=!<>~", text.ptr[from - 1]))
    return SIZE_MAX;
  for (int i = 0; i < SIGNS_MAX && from > 0 && holds(":?+|&.^", text.ptr[from - 1]); i++)
    from--;
  return from;
}

static struct operator operator_before(str text, size_t at) {
  if (at == 0)
    return (struct operator){0};
  char last = text.ptr[at - 1], before = at > 1 ? text.ptr[at - 2] : '\0';
  if (last == '=') {
    size_t from = equals_from(text, at);
    return (struct operator){from == SIZE_MAX ? OPERATOR_NONE : OPERATOR_EQUALS, from, false};
  }
  if (last == '>' && before == '=')
    return (struct operator){OPERATOR_ARROW, at - 2, false};
  if (last == '-' && before == '<')
    return (struct operator){OPERATOR_EQUALS, at - 2, false};
  if (last == ':' && before != ':')
    return (struct operator){OPERATOR_COLON, at - 1, false};
  return (struct operator){0};
}

/* ---- the value's own beginning ---- */

/* Quotes, escaped ones too, and letters that say of which kind they are: r" b' @" $" u8" r#" */
size_t naming_back_quotes(str text, size_t at) {
  enum { QUOTES_MAX = 8 };
  size_t from = at;
  for (int i = 0; i < QUOTES_MAX && from > 0 && (naming_is_quote(text.ptr[from - 1]) ||
      text.ptr[from - 1] == '\\'); i++)
    from--;
  if (from == at)
    return at;
  size_t prefix = from;
  while (prefix > 0 && from - prefix < 3 && holds("rRbBfFuUL@$#8", text.ptr[prefix - 1]))
    prefix--;
  return prefix == 0 || !naming_is_word(text.ptr[prefix - 1]) ? prefix : from;
}

size_t naming_back_scheme(str text, size_t at) {
  static const char *const schemes[] = {"bearer", "basic", "token", "apikey", "api-key", "key"};
  at = naming_back_quotes(text, at);
  size_t blank = naming_back_blanks(text, at);
  if (blank == at || blank == 0)
    return at;
  size_t from = blank;
  while (from > 0 && (naming_is_word(text.ptr[from - 1]) || text.ptr[from - 1] == '-'))
    from--;
  if (from == 0 || !naming_is_one_of(naming_slice(text, from, blank), schemes, NAMING_COUNT(schemes)))
    return at;
  size_t quoted = naming_back_quotes(text, from), rest = naming_back_blanks(text, quoted);
  return rest > 0 && holds("=:>", text.ptr[rest - 1]) ? quoted : at;
}

/* ---- the name ---- */

/* Before a closing quote, which may be escaped. *at: where it begins. */
static str quoted_name(str text, size_t *at) {
  char quote = text.ptr[*at - 1];
  size_t to = *at - 1;
  while (to > 0 && text.ptr[to - 1] == '\\')
    to--;
  for (size_t from = to; from > 0 && to - from <= NAMING_NAME_MAX; from--) {
    char c = text.ptr[from - 1];
    if (c == quote) {
      *at = naming_back_quotes(text, from);
      return naming_slice(text, from, to);
    }
    if (holds("\n={}[]();<>,", c))
      return STR_NONE;
  }
  return STR_NONE;
}

static bool is_bare(char c, bool is_code) {
  return naming_is_word(c) || c == '-' || (c == '.' && !is_code);
}

static bool has_letter(str s) {
  for (size_t i = 0; i < s.len; i++)
    if (naming_is_letter(s.ptr[i]))
      return true;
  return false;
}

/* Words of languages, and of the beginning of an address. */
static bool is_no_name(str name) {
  static const char *const words[] = {
      "return", "if", "else", "case", "in", "is", "and", "or", "not", "new", "http", "https", "typeof", "await", "then",
      "default", "public", "private", "protected", "try", "finally", "when", "with", "ftp", "ssh", "redis", "mailto",
  };
  return !has_letter(name) || naming_is_one_of(name, words, NAMING_COUNT(words));
}

/* A bare name that ends at *at. */
static str bare_name(str text, size_t *at, bool is_code) {
  size_t to = *at, from = to;
  while (from > 0 && to - from <= NAMING_NAME_MAX && is_bare(text.ptr[from - 1], is_code))
    from--;
  *at = from;
  while (from < to && holds("-.", text.ptr[from]))
    from++;
  str name = naming_slice(text, from, to);
  static const str selves[] = {{"this.", 5}, {"self.", 5}};
  for (size_t i = 0; i < NAMING_COUNT(selves); i++)
    if (str_starts(name, selves[i]))
      name = str_tail(name, selves[i].len);
  return name;
}

static bool is_plain(str s) {
  for (size_t i = 0; i < s.len; i++)
    if (!naming_is_word(s.ptr[i]) && !holds("-.$@:", s.ptr[i]))
      return false;
  return true;
}

/* Without PowerShell's scope. */
static str behind_colon(str name) {
  size_t colon = str_find_byte(name, ':', 0);
  return colon == SIZE_MAX ? name : str_tail(name, colon + 1);
}

/* obj["NAME"], hash{NAME}, [NAME]:, name[], name[3] */
static str subscripted_name(str text, size_t *at, bool is_code) {
  char open = text.ptr[*at - 1] == ']' ? '[' : '{';
  size_t to = *at - 1, from = to;
  while (from > 0 && to - from <= NAMING_NAME_MAX && text.ptr[from - 1] != open && text.ptr[from - 1] != '\n')
    from--;
  if (from == 0 || text.ptr[from - 1] != open)
    return STR_NONE;
  str inside = str_trim(naming_slice(text, from, to)), name = naming_trim_quotes(inside);
  *at = from - 1;
  if (name.len < inside.len)
    return name;
  if (inside.len && inside.ptr[0] == ':')
    return str_tail(inside, 1);
  *at = str_find_byte(inside, ';', 0) == SIZE_MAX ? *at : naming_back_blanks(text, *at);
  size_t before = *at;
  str outer = bare_name(text, &before, is_code);
  if (outer.len == 0 || (open == '{' &&
      str_find_byte(inside, ';', 0) == SIZE_MAX)) /* else a property's { get; set; } */
    return is_plain(inside) ? behind_colon(inside) : STR_NONE;
  *at = before;
  return outer;
}

static str name_before(str text, size_t *at, bool is_code) {
  if (*at > 0 && holds("?!", text.ptr[*at - 1])) /* optional in TypeScript */
    --*at;
  if (*at == 0)
    return STR_NONE;
  char last = text.ptr[*at - 1];
  if (naming_is_quote(last))
    return quoted_name(text, at);
  if (last == ']' || last == '}')
    return subscripted_name(text, at, is_code);
  return bare_name(text, at, is_code);
}

/* ---- types ---- */

/* The type of a declaration, as far as it can be told from a name. */
static bool is_type(str s) {
  static const char *const types[] = {
      "string", "str", "any", "unknown", "bytes", "text", "char", "object", "byte", "auto", "varchar", "static str",
  };
  s = str_trim(s);
  if (s.len == 0 || naming_is_one_of(s, types, NAMING_COUNT(types)))
    return s.len > 0;
  bool has_lower = false, has_sign = false, begins_big = s.ptr[0] >= 'A' && s.ptr[0] <= 'Z';
  for (size_t i = 0; i < s.len; i++) {
    has_lower |= s.ptr[i] >= 'a' && s.ptr[i] <= 'z';
    has_sign |= holds("<[&|*?", s.ptr[i]);
    if (!naming_is_word(s.ptr[i]) && !holds("<>[]&|,. *?'()!", s.ptr[i]))
      return false;
  }
  return has_sign || (begins_big && has_lower);
}

/* `NAME: type =`: the name, if there is a type before `at`. */
static str typed_name(str text, size_t at) {
  enum { TYPE_MAX = 80 };
  size_t floor = at > TYPE_MAX ? at - TYPE_MAX : 0;
  for (size_t colon = at; colon > floor; colon--) {
    if (holds("\n\"=;{}", text.ptr[colon - 1]))
      return STR_NONE;
    if (text.ptr[colon - 1] != ':')
      continue;
    if (!is_type(naming_slice(text, colon, at)) || (colon > 1 && text.ptr[colon - 2] == ':'))
      return STR_NONE;
    size_t name_at = naming_back_blanks(text, colon - 1);
    str name = name_before(text, &name_at, true);
    bool is_scope = colon < text.len && name_at > 0 && text.ptr[name_at - 1] == '$' && naming_is_word(text.ptr[colon]);
    return is_scope ? STR_NONE : name;
  }
  return STR_NONE;
}

/* `NAME string =` of Go. */
static str name_before_type(str text, size_t type_from, str type) {
  static const char *const types[] = {"string", "byte"};
  if (!naming_is_one_of(type, types, NAMING_COUNT(types)))
    return STR_NONE;
  while (type_from > 0 && holds("[]*", text.ptr[type_from - 1]))
    type_from--;
  size_t at = naming_back_blanks(text, type_from);
  if (at == type_from)
    return STR_NONE;
  str name = bare_name(text, &at, true);
  static const char *const others[] = {"const", "static", "final", "public", "private", "var", "let", "protected"};
  return naming_is_one_of(name, others, NAMING_COUNT(others)) ? STR_NONE : name;
}

/* ---- together ---- */

/* API_KEY, apiKey, api-key, but not "key" or "is". */
static bool looks_made(str name) {
  for (size_t i = 1; i < name.len; i++)
    if (holds("_-.", name.ptr[i]) || (name.ptr[i] >= 'A' && name.ptr[i] <= 'Z'))
      return true;
  return false;
}

/* `name:` in a sentence is none; at the beginning of a line, or of something in brackets, it is. */
static bool colon_names(str text, size_t name_from, str name, bool is_close) {
  size_t before = naming_back_blanks(text, name_from);
  char last = before ? text.ptr[before - 1] : '\n';
  if (is_close && (looks_made(name) ? holds("/@", last) : !holds("\n{,", last)))
    return false;
  if (looks_made(name))
    return true;
  while (before > 0 && holds("$@:", last)) {
    before = naming_back_blanks(text, before - 1);
    last = before ? text.ptr[before - 1] : '\n';
  }
  return !naming_is_word(last) && !holds(").]?", last);
}

/* `name, err :=`, `name, _ :=`: the first of two. */
static str first_of_two(str text, size_t at, str second) {
  static const char *const others[] = {"_", "err", "ok"};
  size_t comma = naming_back_blanks(text, at);
  if (comma == 0 || text.ptr[comma - 1] != ',' || !naming_is_one_of(second, others, NAMING_COUNT(others)))
    return second;
  size_t first = naming_back_blanks(text, comma - 1);
  return bare_name(text, &first, true);
}

static struct naming named_by(str text, struct operator sign, bool is_code) {
  size_t at = is_code ? naming_back_space(text, sign.at) : naming_back_blanks(text, sign.at);
  if (is_code && sign.kind == OPERATOR_EQUALS) {
    str name = typed_name(text, at);
    if (name.len && !is_no_name(name))
      return (struct naming){name, false};
  }
  while (!is_code && at > 0 && text.ptr[at - 1] == '*') /* **NAME**: */
    at--;
  bool is_quoted = at > 0 && naming_is_quote(text.ptr[at - 1]);
  size_t to = at;
  str name = name_before(text, &at, is_code);
  if (is_code && sign.kind == OPERATOR_EQUALS)
    name = first_of_two(text, at, name);
  if (is_no_name(name))
    return NAMING_NONE_FOUND;
  str declared = is_code && !is_quoted ? name_before_type(text, at, name) : STR_NONE;
  if (declared.len)
    return (struct naming){declared, false};
  if (sign.kind == OPERATOR_COLON && !is_quoted && !colon_names(text, at, name, sign.is_close))
    return NAMING_NONE_FOUND;
  bool is_option = !is_quoted && at < to && text.ptr[at] == '-';
  bool may_pair = !is_option && (sign.kind != OPERATOR_EQUALS || (name.ptr > text.ptr &&
      naming_is_quote(name.ptr[-1])));
  return (struct naming){name, may_pair && naming_is_header(name)};
}

/* ${NAME:-value, ${NAME:=value, ${name:value, ${NAME-value */
static str expansion_name(str text) {
  size_t from = text.len;
  while (from > 0 && text.len - from <= NAMING_NAME_MAX &&
         (naming_is_word(text.ptr[from - 1]) || holds(".-:=?", text.ptr[from - 1])))
    from--;
  if (from < 2 || text.ptr[from - 1] != '{' || !holds("$#", text.ptr[from - 2]))
    return STR_NONE;
  str inside = str_tail(text, from);
  size_t to = str_find_byte(inside, ':', 0);
  for (const char *sign = "?=-"; to == SIZE_MAX && *sign; sign++)
    to = str_find_byte(inside, *sign, 0);
  return to == SIZE_MAX || to == 0 ? STR_NONE : str_head(inside, to);
}

str naming_option(str word) {
  static const char *const switches[] = {"verbose", "force", "yes", "quiet", "debug", "dry-run", "json", "help",
      "silent",
                                         "all", "global", "production", "prod", "local", "plain", "stdin", "raw"};
  if (!str_starts(word, STR("--")) || word.len < 4 || word.len > NAMING_NAME_MAX || str_starts(word, STR("--no-")))
    return STR_NONE;
  word = str_tail(word, 2);
  return naming_is_one_of(word, switches, NAMING_COUNT(switches)) ? STR_NONE : word;
}

/* `--api-key value` */
static str option_before(str text, size_t at) {
  size_t to = naming_back_blanks(text, at), from = to;
  while (from > 0 && to - from <= NAMING_NAME_MAX && (naming_is_word(text.ptr[from - 1]) || text.ptr[from - 1] == '-'))
    from--;
  bool is_first = from == 0 || holds(" \t\n\r\"'`[(,=\\", text.ptr[from - 1]);
  return to < at && is_first ? naming_option(naming_slice(text, from, to)) : STR_NONE;
}

struct naming naming_assignment(str text) {
  str expansion = expansion_name(text);
  if (expansion.len)
    return (struct naming){expansion, false};
  size_t value = naming_back_scheme(text, text.len), at = naming_back_blanks(text, value);
  struct operator sign = operator_before(text, at);
  sign.is_close = at == text.len;
  if (sign.kind == OPERATOR_NONE)
    return (struct naming){option_before(text, value), false};
  return named_by(text, sign, false);
}

struct naming naming_in_code(str text, size_t at) {
  size_t value = naming_back_space(text, naming_back_scheme(text, at));
  struct operator sign = operator_before(text, value);
  sign.is_close = value == at;
  return sign.kind == OPERATOR_NONE ? NAMING_NONE_FOUND : named_by(text, sign, true);
}

str naming_assigned(str bytes, size_t start) {
  struct naming_place place = naming_window(bytes, start, start);
  return naming_assignment(str_head(place.text, place.start)).name;
}
