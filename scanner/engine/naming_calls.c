/* naming_calls.c -- names that a program gives by calling something.
   Knows calls by their last word, in any language. */
#include "engine/naming_calls.h"

#include <stdint.h>

enum {
  CALL_MAX = 1500, /* bytes back to the bracket that opens a call */
  LITERAL_MAX = 1000,
};

static bool holds(const char *set, char c) {
  return c != '\0' && strchr(set, c) != NULL;
}

size_t naming_literal_from(str text, size_t at) {
  if (at < 2 || !naming_is_quote(text.ptr[at - 1]))
    return SIZE_MAX;
  char quote = text.ptr[at - 1];
  for (size_t i = at - 1; i > 0 && at - i < LITERAL_MAX && text.ptr[i - 1] != '\n'; i--)
    if (text.ptr[i - 1] == quote && (i < 2 || text.ptr[i - 2] != '\\'))
      return i - 1;
  return SIZE_MAX;
}

/* Does what ends before the newline want more? */
static bool is_continued(str text, size_t newline) {
  size_t before = naming_back_space(text, newline);
  return before > 0 && holds(",(+[{", text.ptr[before - 1]);
}

size_t naming_opener(str text, size_t at) {
  size_t depth = 0, floor = at > CALL_MAX ? at - CALL_MAX : 0;
  while (at > floor) {
    char c = text.ptr[at - 1];
    size_t literal = naming_is_quote(c) ? naming_literal_from(text, at) : SIZE_MAX;
    if (literal != SIZE_MAX) {
      at = literal;
      continue;
    }
    if (holds("([{", c) && depth-- == 0)
      return at - 1;
    if (holds(")]}", c))
      depth++;
    if (depth == 0 && (c == ';' || (c == '\n' && !is_continued(text, at - 1))))
      return at - 1;
    at--;
  }
  return at == 0 ? 0 : SIZE_MAX;
}

size_t naming_callee_from(str text, size_t at) {
  size_t from = at;
  while (from > 0 && (naming_is_word(text.ptr[from - 1]) || holds(".:&*!$@>)", text.ptr[from - 1]))) {
    bool is_pair = holds(">)", text.ptr[from - 1]); /* -> and () */
    if (is_pair && (from < 2 || text.ptr[from - 2] != (text.ptr[from - 1] == '>' ? '-' : '(')))
      break;
    from -= is_pair ? 2 : 1;
  }
  while (from < at && text.ptr[from] == ':' && from + 1 < at && text.ptr[from + 1] != ':')
    from++;
  static const str words[] = {{"new", 3}, {"await", 5}};
  size_t before = naming_back_blanks(text, from);
  for (size_t i = 0; i < NAMING_COUNT(words); i++)
    if (before < from && str_ends(str_head(text, before), words[i]))
      return before - words[i].len;
  return from;
}

static str last_word(str text, size_t at) {
  at = naming_back_blanks(text, at);
  if (at > 0 && text.ptr[at - 1] == '!')
    at--;
  return naming_slice(text, naming_back_word(text, at), at);
}

bool naming_is_transparent(str callee) {
  static const char *const wrappers[] = {
      "atob", "b64decode", "from", "decode", "decodestring", "decode64", "strict_decode64", "urlsafe_decode64",
      "unhexlify", "fromhex", "base64_decode", "hex2bin", "decodeuricomponent", "unescape", "urldecode", "unquote",
      "frombase64string", "getstring", "getbytes", "str", "string", "some", "ok", "secret", "secretstr", "secretstring",
      "arc", "box", "to_string", "tostring", "trim", "strip", "bytes", "bytearray", "b64_decode", "decode_base64",
      "std_b64decode", "urlsafe_b64decode", "base64decode", "parse", "freeze", "constant", "lazy", "quote", "utf8",
      "text", "pack", "toutf8string", "qstring", "urlsafeb64decode", "decodebase64", "string_view", "data",
      "utf8decode", "from_str", "buffer", "strdup", "var", "plain",
  };
  return naming_is_one_of(callee, wrappers, NAMING_COUNT(wrappers));
}

/* ---- arguments ---- */

/* Calls whose argument before the value is the name of a variable, … */
static bool sets_variable(str callee) {
  static const char *const setters[] = {
      "setenv", "putenv", "put_env", "define", "setproperty", "setenvironmentvariable", "set_env", "setvar", "env",
      "environment", "setsystemproperty", "systemproperty", "buildconfigfield", "resvalue", "get", "getenv",
      "getordefault", "getorelse", "fetch", "getproperty", "config", "getenvvar", "get_env", "environ", "string",
      "lookupenv", "set_var", "withenv", "stubenv", "setdefault", "const_set", "getstring", "getvalue", "envvar",
      "setenvvariable", "set_env_var", "getenvordefault", "addenvironment", "withenvironment", "exportvariable",
      "set_config", "setsecret", "env_or", "envor", "get_config", "setglobal",
  };
  return naming_is_one_of(callee, setters, NAMING_COUNT(setters));
}

/* … or of a field. */
static bool sets_field(str callee) {
  static const char *const setters[] = {
      "header", "set", "add", "append", "put", "setrequestheader", "addheader", "setheader", "insert", "field", "param",
      "queryparam", "addparameter", "setparameter", "setitem", "set_header", "add_header", "tryaddwithoutvalidation",
      "headers", "withheader", "of", "pair", "entry", "basicheader", "keyvaluepair", "create", "setvalue",
      "addqueryparameter", "formfield", "adddefaultheader", "setfield", "defaultheader", "addvalue", "sethttpheader",
      "setrequestproperty", "addrequestproperty", "cookie", "store", "insert_header", "append_header", "header_set",
      "put_req_header", "put_header", "setrawheader",
  };
  return naming_is_one_of(callee, setters, NAMING_COUNT(setters));
}

static bool is_auth_scheme(str name) {
  static const char *const schemes[] = {"bearer", "basic", "token"};
  return naming_is_one_of(name, schemes, NAMING_COUNT(schemes));
}

/* The call of which there is a bracket, or, as in Gradle, none, at `opener`. */
static str callee_at(str text, size_t opener) {
  if (holds("([{", text.ptr[opener]))
    return text.ptr[opener] == '(' ? last_word(text, opener) : STR_NONE;
  size_t at = opener > 0 || text.ptr[0] == '\n' ? opener + 1 : 0;
  while (at < text.len && (naming_is_blank(text.ptr[at]) || text.ptr[at] == '\n'))
    at++;
  size_t to = at;
  while (to < text.len && (naming_is_word(text.ptr[to]) || text.ptr[to] == '.'))
    to++;
  return naming_slice(text, naming_back_word(text, to), to);
}

struct naming naming_by_argument(str text, size_t comma) {
  size_t to = naming_back_space(text, comma), from = naming_literal_from(text, to);
  str name = from == SIZE_MAX ? STR_NONE : naming_slice(text, from + 1, to - 1);
  if (from == SIZE_MAX && to > 0 && naming_is_word(text.ptr[to - 1])) { /* :name, and constants */
    from = naming_back_word(text, to);
    bool is_symbol = from > 0 && text.ptr[from - 1] == ':' && (from < 2 || text.ptr[from - 2] != ':');
    name = is_symbol ? naming_slice(text, from, to) : STR_NONE;
  }
  if (name.len == 0 || name.len > NAMING_NAME_MAX || str_find_byte(name, '\n', 0) != SIZE_MAX)
    return NAMING_NONE_FOUND;
  bool is_header = naming_is_header(name);
  size_t opener = naming_opener(text, from);
  str callee = opener == SIZE_MAX ? STR_NONE : callee_at(text, opener);
  if (sets_field(callee) && !is_auth_scheme(name))
    return (struct naming){name, true};
  if (sets_variable(callee) || is_header)
    return (struct naming){name, is_header};
  return NAMING_NONE_FOUND;
}

/* ---- what a value is instead of ---- */

static bool is_environment(str before) {
  static const char *const ends[] = {"env.", "env", "ENV", "_ENV", "environ", "Env.", "environment", "environment.",
      "_SERVER"};
  for (size_t i = 0; i < NAMING_COUNT(ends); i++)
    if (str_ends(before, str_from(ends[i])))
      return true;
  return false;
}

static bool reads_environment(str callee) {
  static const char *const readers[] = {"getenv", "env", "get", "var", "fetch", "getproperty", "get_env", "environ",
      "config",
                                        "getenvironmentvariable", "lookupenv", "env_var", "getstring",
                                        "environmentvariable",
                                        "ofnullable", "optional", "ok", "fromenvironment"};
  return naming_is_one_of(callee, readers, NAMING_COUNT(readers));
}

/* The first literal between `from` and `to`. */
static str first_literal(str text, size_t from, size_t to) {
  while (from < to && !naming_is_quote(text.ptr[from]))
    from++;
  size_t end = from < to ? str_find_byte(str_head(text, to), text.ptr[from], from + 1) : SIZE_MAX;
  return end == SIZE_MAX ? STR_NONE : naming_slice(text, from + 1, end);
}

str naming_of_variable(str text, size_t at) {
  enum { CHAIN_MAX = 4 };
  for (int i = 0; i < CHAIN_MAX; i++) {
    at = naming_back_space(text, at);
    while (at > 0 && holds("?!", text.ptr[at - 1]))
      at--;
    if (at == 0)
      return STR_NONE;
    char last = text.ptr[at - 1];
    if (naming_is_word(last)) {
      size_t from = naming_back_word(text, at);
      return is_environment(str_head(text, from)) ? naming_slice(text, from, at) : STR_NONE;
    }
    size_t opener = holds(")]}", last) ? naming_opener(text, at - 1) : SIZE_MAX;
    if (opener == SIZE_MAX || !holds("([{", text.ptr[opener]))
      return STR_NONE;
    str inside = naming_slice(text, opener + 1, at - 1), literal = first_literal(text, opener, at);
    if (last != ')')
      return is_environment(str_head(text, opener)) ? naming_trim_quotes(inside) : STR_NONE;
    if (literal.len && reads_environment(last_word(text, opener)))
      return literal;
    at = naming_back_word(text, opener); /* .ok(), .trim() */
    at = at > 0 && text.ptr[at - 1] == '.' ? at - 1 : 0;
  }
  return STR_NONE;
}

size_t naming_default_of(str text, size_t paren) {
  static const char *const defaults[] = {"unwrap_or", "orelse", "getorelse", "unwrap_or_else", "or_else", "orelseget",
                                         "ifempty", "defaultvalue", "unwrap_or_default", "or"};
  size_t from = naming_back_word(text, paren);
  bool is_default = naming_is_one_of(naming_slice(text, from, paren), defaults, NAMING_COUNT(defaults));
  return is_default && from > 0 && text.ptr[from - 1] == '.' ? from - 1 : SIZE_MAX;
}

/* ---- beside ---- */

/* The literal behind a word of `names` and a sign, in `part`. */
static str named_literal(str part) {
  static const char *const names[] = {"name", "key", "header", "variable"};
  for (size_t at = 0; at < part.len; at++) {
    if (!naming_is_letter(part.ptr[at]) || (at > 0 && naming_is_word(part.ptr[at - 1])))
      continue;
    size_t to = at;
    while (to < part.len && naming_is_word(part.ptr[to]))
      to++;
    bool is_name = naming_is_one_of(naming_slice(part, at, to), names, NAMING_COUNT(names));
    if (is_name && to < part.len && naming_is_quote(part.ptr[to]))
      to++;
    size_t sign = naming_skip_blanks(part, to), value = naming_skip_blanks(part, sign + 1);
    if (is_name && value < part.len && holds(":=", part.ptr[sign]) && naming_is_quote(part.ptr[value]))
      return first_literal(part, value, part.len);
    at = to;
  }
  return STR_NONE;
}

struct naming naming_beside(str text, size_t at, struct naming found) {
  static const char *const values[] = {"value", "defaultvalue", "default_value", "val"};
  if (!naming_is_one_of(found.name, values, NAMING_COUNT(values)))
    return found;
  size_t opener = naming_opener(text, (size_t)(found.name.ptr - text.ptr));
  if (opener == SIZE_MAX || !holds("({", text.ptr[opener]))
    return found;
  if (str_starts(found.name, STR("default")) && reads_environment(last_word(text, opener))) {
    str variable = first_literal(text, opener, at);
    return variable.len && variable.len <= NAMING_NAME_MAX ? (struct naming){variable, false} : found;
  }
  str name = named_literal(naming_slice(text, opener + 1, at));
  if (name.len == 0) { /* behind it, up to the bracket's end */
    size_t to = at;
    while (to < text.len && to - at < CALL_MAX && !holds(")}", text.ptr[to]))
      to++;
    name = named_literal(naming_slice(text, at, to));
  }
  return name.len && name.len <= NAMING_NAME_MAX ? (struct naming){name, true} : found;
}
