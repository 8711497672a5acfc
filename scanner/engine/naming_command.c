/* naming_command.c -- what a key is to a command: NAME=KEY cmd, export NAME KEY, --name KEY, -H "Name: KEY".
   Splits words as shells do, but believes no quote that does not end. Knows no shell's grammar beyond that. */
#include <stdint.h>
#include <stdlib.h>

#include "engine/naming_lines.h"

enum {
  NESTING_MAX = 4, /* commands inside of words of commands */
  SIGNS_MAX = 3,   /* of what ends a command: ;;& */
};

struct word {
  size_t from, to;
  bool ends_command; /* ; && | and the like, ends of lines */
};

struct command {
  struct naming_place place;
  enum naming_shell shell;
  VEC(struct word) words;
  size_t at; /* the word with the key */
};

static bool holds(const char *set, char c) {
  return c != '\0' && strchr(set, c) != NULL;
}

static bool is_space(char c) {
  return naming_is_blank(c) || c == '\n';
}

/* ---- words ---- */

static char escape_of(enum naming_shell shell) {
  return shell == NAMING_SHELL_POWER ? '`' : shell == NAMING_SHELL_BATCH ? '^' : '\\';
}

static bool opens_quote(str text, size_t at, enum naming_shell shell) {
  char c = text.ptr[at];
  if (c != '"' && c != '\'')
    return false;
  if (c == '\'' && shell == NAMING_SHELL_BATCH)
    return false;
  bool is_apostrophe = c == '\'' && at > 0 && naming_is_letter(text.ptr[at - 1]) && at + 1 < text.len &&
                       naming_is_letter(text.ptr[at + 1]);
  return !is_apostrophe;
}

/* Behind the quote that ends what `at` begins; behind the quote itself if none does. */
static size_t quote_end(str text, size_t at, char escape) {
  char quote = text.ptr[at];
  for (size_t i = at + 1; i < text.len; i++) {
    if (text.ptr[i] == escape && quote != '\'')
      i++;
    else if (text.ptr[i] == quote)
      return i + 1;
  }
  return at + 1;
}

/* Length of what ends a command at `at`; 0: nothing does.
   What stands inside of a word, as & in an address, does not. */
static size_t end_length(str text, size_t at, size_t word_from) {
  char c = text.ptr[at];
  if (c == '\n')
    return 1;
  if (!holds(";|&", c))
    return 0;
  size_t to = at;
  while (to < text.len && to - at < SIGNS_MAX && holds(";|&", text.ptr[to]))
    to++;
  bool is_apart = at == word_from || to == text.len || is_space(text.ptr[to]) || c == ';' ||
      holds("\"')}", text.ptr[at - 1]);
  return is_apart ? to - at : 0;
}

static size_t word_end(str text, size_t from, enum naming_shell shell) {
  char escape = escape_of(shell);
  size_t at = from;
  while (at < text.len && !is_space(text.ptr[at]) && (end_length(text, at, from) == 0)) {
    if (text.ptr[at] == escape)
      at += 2;
    else
      at = opens_quote(text, at, shell) ? quote_end(text, at, escape) : at + 1;
  }
  return at < text.len ? at : text.len;
}

static bool continues(str text, size_t at, enum naming_shell shell) {
  if (text.ptr[at] != escape_of(shell))
    return false;
  size_t next = at + 1 < text.len && text.ptr[at + 1] == '\r' ? at + 2 : at + 1;
  return next < text.len && text.ptr[next] == '\n';
}

static void split(struct command *command) {
  str text = command->place.text;
  bool found = false;
  for (size_t at = 0; at < text.len;) {
    size_t end = end_length(text, at, at);
    bool is_comment_end = command->shell == NAMING_SHELL_DOCKER && text.ptr[at] == '\n';
    if (end && !is_comment_end) {
      vec_push(&command->words, (struct word){at, at + end, true});
      at += end;
    } else if (is_space(text.ptr[at])) {
      at++;
    } else if (continues(text, at, command->shell)) {
      at += text.ptr[at + 1] == '\r' ? 3 : 2;
    } else {
      size_t to = word_end(text, at, command->shell);
      if (!found && to > command->place.start) {
        found = true;
        command->at = command->words.len;
      }
      vec_push(&command->words, (struct word){at, to, false});
      at = to;
    }
  }
  if (!found)
    command->at = command->words.len;
}

static str word_text(const struct command *command, size_t index) {
  if (index >= command->words.len)
    return STR_NONE;
  struct word word = command->words.data[index];
  return naming_slice(command->place.text, word.from, word.to);
}

/* Without quotes, brackets and commas round it. */
static str bare_word(const struct command *command, size_t index) {
  str word = word_text(command, index);
  while (word.len && holds("\"'`[](),;{}@", word.ptr[0]))
    word = (str){word.ptr + 1, word.len - 1};
  while (word.len && holds("\"'`[](),;{}", word.ptr[word.len - 1]))
    word.len--;
  return word;
}

/* The first word of the command, behind assignments, prompts and comment signs. */
static size_t first_word(const struct command *command) {
  static const char *const fronts[] = {"sudo", "env", "exec", "command", "time", "then", "do", "else", "$", "#", ">",
      "-",
                                       "//", "@", "rem", "%", "&&", "run", "onbuild", "call", "builtin", "::", ";"};
  size_t from = command->at;
  while (from > 0 && !command->words.data[from - 1].ends_command)
    from--;
  for (; from < command->at; from++) {
    str word = word_text(command, from);
    bool is_sign = word.len && !naming_is_word(word.ptr[0]) && word.len <= 2;
    bool is_setting = str_find_byte(word, '=', 0) != SIZE_MAX && !holds("-=", word.ptr[0]);
    bool is_layer = str_eq(word, STR("ENV")); /* of a Dockerfile */
    if (is_layer || (!is_sign && !is_setting && !naming_is_one_of(word, fronts, NAMING_COUNT(fronts))))
      break;
  }
  return from;
}

/* ---- inside the word ---- */

static bool is_name(str s) {
  bool has_letter = false;
  for (size_t i = 0; i < s.len; i++) {
    if (!naming_is_word(s.ptr[i]) && !holds("-./:@$%*", s.ptr[i]))
      return false;
    has_letter |= naming_is_letter(s.ptr[i]);
  }
  return has_letter && s.len <= NAMING_NAME_MAX;
}

static bool is_address(str name) {
  return str_find(name, STR("://"), 0) != SIZE_MAX;
}

/* Where the value begins, if `text` begins with NAME= and the like; 0: it does not. */
static size_t setting_length(str text, str *name) {
  size_t to = str_find_byte(text, '=', 0);
  if (to == SIZE_MAX || to == 0)
    return 0;
  size_t name_to = to;
  while (name_to > 0 && holds("+?:", text.ptr[name_to - 1]))
    name_to--;
  if (name_to > 0 && text.ptr[name_to - 1] == ']') { /* NAME[1]=, NAME["x"]= */
    size_t open = str_find_byte(str_head(text, name_to), '[', 0);
    if (open != SIZE_MAX && naming_is_quote(text.ptr[open + 1])) {
      *name = naming_trim_quotes(naming_slice(text, open + 1, name_to - 1));
      return is_name(*name) ? to + 1 : 0;
    }
    name_to = open == SIZE_MAX ? name_to : open;
  }
  *name = naming_trim_quotes(str_head(text, name_to));
  return is_name(*name) && !is_address(*name) ? to + 1 : 0;
}

static str lstrip(str s, const char *set) {
  while (s.len && holds(set, s.ptr[0]))
    s = (str){s.ptr + 1, s.len - 1};
  return s;
}

static str option_stripped(str name) {
  bool is_definition = str_starts(name, STR("-D")) || str_starts(name, STR("-P"));
  if (is_definition && name.len > 2)
    return str_tail(name, 2);
  name = lstrip(name, "-");
  static const str drives[] = {{"$env:", 5}, {"env:", 4}};
  for (size_t i = 0; i < NAMING_COUNT(drives); i++)
    if (name.len > drives[i].len && str_eq_nocase(str_head(name, drives[i].len), drives[i]))
      return str_tail(name, drives[i].len);
  return lstrip(name, "$");
}

/* Options whose values are settings themselves: --build-arg=NAME=KEY. */
static bool holds_settings(str name) {
  static const char *const options[] = {"-e", "--env", "--build-arg", "--set", "--set-string", "--from-literal",
      "-Dargs",
                                        "--secret", "--define", "--var", "-var", "--dart-define", "--header", "-H",
                                        "--environment-variables", "--set-env-vars", "--update-env-vars", "--vars",
                                        "--data"};
  return naming_is_one_of(name, options, NAMING_COUNT(options));
}

/* X-API-Key:KEY without blanks, and fields in quotes. */
static struct naming of_field(str before, bool is_quoted) {
  str text = lstrip(before, "\"'`([{@$");
  size_t colon = str_find_byte(text, ':', 0);
  if (colon == SIZE_MAX || colon == 0)
    return NAMING_NONE_FOUND;
  str name = str_head(text, colon), rest = str_tail(text, colon + 1);
  for (size_t i = 0; i < name.len; i++)
    if (!naming_is_word(name.ptr[i]) && name.ptr[i] != '-')
      return NAMING_NONE_FOUND;
  if (str_starts(rest, STR("//")) || !naming_is_letter(name.ptr[0]))
    return NAMING_NONE_FOUND;
  bool has_blank = rest.len && naming_is_blank(rest.ptr[0]);
  if (naming_is_header(name) || (is_quoted && has_blank && before.len > text.len))
    return (struct naming){name, true};
  return NAMING_NONE_FOUND;
}

/* A=1,NAME=KEY: from the last comma on. */
static str last_of_list(str before) {
  size_t comma = before.len;
  str name;
  while (comma > 0 && before.ptr[comma - 1] != ',')
    comma--;
  return comma && setting_length(str_tail(before, comma), &name) ? str_tail(before, comma) : before;
}

/* NAME=… that the word begins with. */
static struct naming of_setting(str before) {
  str name, inner;
  before = lstrip(before, "\"'`([{@$");
  size_t value = setting_length(before, &name);
  if (value == 0)
    return NAMING_NONE_FOUND;
  str rest = lstrip(str_tail(before, value), "\"'`");
  size_t inner_value = name.ptr[0] == '-' && holds_settings(name) ? setting_length(last_of_list(rest), &inner) : 0;
  if (inner_value)
    return (struct naming){inner, false};
  struct naming field = str_eq_nocase(name, STR("--header")) ? of_field(str_tail(before, value), true)
      : NAMING_NONE_FOUND;
  if (field.name.len)
    return field;
  return (struct naming){option_stripped(name), false};
}

/* --set-env-vars "A=1,NAME=KEY" */
static str last_of_list_before(const struct command *command, str before) {
  bool is_list = command->at > 0 && holds_settings(bare_word(command, command->at - 1));
  return is_list ? last_of_list(before) : before;
}

/* ##vso[task.setvariable variable=NAME]KEY of Azure Pipelines. */
static str of_pipeline(str before) {
  static const str sign = {"task.setvariable variable=", 26};
  size_t at = str_find(before, sign, 0), to;
  if (at == SIZE_MAX)
    return STR_NONE;
  for (to = at + sign.len; to < before.len && naming_is_word(before.ptr[to]);)
    to++;
  return naming_slice(before, at + sign.len, to);
}

/* ---- what stands before the word ---- */

static bool sets(str word) {
  static const char *const setters[] = {"export", "set", "setenv", "declare", "readonly", "local", "typeset", "setx",
      "env:set",
                                        "arg", "label", "config:set", "add", "put", "setvar", "set-item", "new-item",
                                        "putenv",
                                        "unset", "set-variable", "new-variable", "secrets:set"};
  return naming_is_one_of(word, setters, NAMING_COUNT(setters));
}

/* `export NAME KEY`, `ENV NAME a b KEY`, `npm config set NAME KEY`. */
static str of_setter(const struct command *command, size_t first) {
  str head = word_text(command, first);
  if (str_eq_nocase(head, STR("env")) || str_eq_nocase(head, STR("label"))) {
    str name = word_text(command, first + 1);
    return first + 1 < command->at && str_find_byte(name, '=', 0) == SIZE_MAX && is_name(name) ? name : STR_NONE;
  }
  str name = command->at > first + 1 ? bare_word(command, command->at - 1) : STR_NONE;
  if (!is_name(name) || name.ptr[0] == '-')
    return STR_NONE;
  size_t before = command->at - 2;
  while (before > first && holds("-/", word_text(command, before).ptr[0]))
    before--;
  return sets(bare_word(command, before)) ? option_stripped(name) : STR_NONE;
}

/* NAME = KEY, NAME := KEY, NAME =KEY, NAME= KEY, NAME: KEY */
static struct naming of_apart(const struct command *command, size_t first, str inside) {
  static const char *const signs[] = {"=", ":=", "?=", "+=", "::=", ":::=", "<-", "=>"};
  str last = command->at ? word_text(command, command->at - 1) : STR_NONE;
  bool begins = inside.len && naming_is_one_of(lstrip(inside, "\"'`"), signs, NAMING_COUNT(signs)) &&
      inside.ptr[0] != '"';
  if (begins && is_name(naming_trim_quotes(last)))
    return (struct naming){option_stripped(naming_trim_quotes(last)), false};
  if (command->at >= 2 && (naming_is_one_of(last, signs, NAMING_COUNT(signs)) || str_eq(last, STR(":")))) {
    str name = bare_word(command, command->at - 2);
    return is_name(name) ? (struct naming){option_stripped(name), naming_is_header(name)} : NAMING_NONE_FOUND;
  }
  if (last.len < 2 || inside.len)
    return NAMING_NONE_FOUND;
  char sign = last.ptr[last.len - 1];
  str name = naming_trim_quotes(str_head(last, last.len - 1));
  name = lstrip(name, "#;{");
  if (!is_name(name) || name.ptr[0] == '-')
    return NAMING_NONE_FOUND;
  if (sign == '=' && last.ptr[last.len - 2] != '=')
    return (struct naming){option_stripped(name), false};
  bool is_first = command->at - 1 <= first || (command->at >= 2 &&
      holds("\"{,", word_text(command, command->at - 2).ptr[0]));
  return sign == ':' && is_first ? (struct naming){name, naming_is_header(name)} : NAMING_NONE_FOUND;
}

/* The value of an option somewhere in the same command; its word. */
static str value_of(const struct command *command, const char *const *options, size_t len) {
  for (size_t o = 0; o < len; o++)
    for (size_t i = 0; i + 1 < command->words.len; i++)
      if (i != command->at && i + 1 != command->at && str_eq_nocase(bare_word(command, i), str_from(options[o])))
        return bare_word(command, i + 1);
  return STR_NONE;
}

/* `--name NAME --value KEY`, and --name KEY otherwise. */
static struct naming of_option(const struct command *command) {
  static const char *const values[] = {"--value", "-value", "--secret-string", "--body", "--string-value", "-b",
      "--val",
                                       "-SecretValue", "-String", "--data"};
  static const char *const names[] = {"--name", "-name", "-n", "--secret-id", "-path", "set", "--key"};
  str option = command->at ? bare_word(command, command->at - 1) : STR_NONE;
  if (option.len < 2 || option.ptr[0] != '-')
    return NAMING_NONE_FOUND;
  if (naming_is_one_of(option, values, NAMING_COUNT(values))) {
    str name = option_stripped(value_of(command, names, NAMING_COUNT(names)));
    return name.len && is_name(name) ? (struct naming){name, true} : NAMING_NONE_FOUND;
  }
  bool is_long = str_starts(option, STR("--")) ? option.len > 3 : command->shell == NAMING_SHELL_POWER &&
      option.len > 3;
  if (!is_long)
    return NAMING_NONE_FOUND;
  if (command->shell == NAMING_SHELL_POWER && !str_starts(option, STR("--")))
    return (struct naming){lstrip(option, "-"), false};
  return (struct naming){naming_option(option), false};
}

/* NAME=$( … KEY, NAME=( … KEY: an earlier word opened what nothing closed. */
static str of_open(const struct command *command) {
  for (size_t i = command->at; i > 0; i--) {
    str word = word_text(command, i - 1), name;
    if (word.len && word.ptr[word.len - 1] == ')')
      return STR_NONE;
    size_t value = setting_length(lstrip(word, "\"'`([{"), &name);
    if (value == 0)
      continue;
    str rest = lstrip(str_tail(lstrip(word, "\"'`([{"), value), "\"");
    return str_starts(rest, STR("$(")) || str_starts(rest, STR("(")) || str_starts(rest, STR("`"))
        ? option_stripped(name)
                                                                                                  : STR_NONE;
  }
  return STR_NONE;
}

/* set NAME=a b KEY of batch files; NAME=Bearer KEY of environment files. */
static str of_rest(const struct command *command, size_t first) {
  static const char *const schemes[] = {"bearer", "basic", "token", "apikey"};
  str name = STR_NONE, last = command->at ? word_text(command, command->at - 1) : STR_NONE;
  size_t value = setting_length(last, &name);
  if (value && naming_is_one_of(lstrip(str_tail(last, value), "\"'"), schemes, NAMING_COUNT(schemes)))
    return option_stripped(name);
  str head = word_text(command, first);
  if (command->shell == NAMING_SHELL_BATCH && str_eq_nocase(lstrip(head, "@"), STR("set")) && first + 1 < command->at &&
      setting_length(lstrip(word_text(command, first + 1), "\""), &name))
    return name;
  return STR_NONE;
}

static struct naming of_words_before(const struct command *command, str inside) {
  size_t first = first_word(command);
  struct naming found = of_apart(command, first, inside);
  if (found.name.len || (inside.len && !naming_is_quote(inside.ptr[0])))
    return found;
  found.name = of_setter(command, first);
  if (found.name.len == 0)
    found = of_option(command);
  if (found.name.len == 0)
    found.name = of_rest(command, first);
  if (found.name.len == 0)
    found.name = of_open(command);
  return found;
}

/* ---- together ---- */

static bool has_blank(str s) {
  for (size_t i = 0; i < s.len; i++)
    if (is_space(s.ptr[i]))
      return true;
  return false;
}

static bool is_alias(const struct command *command) {
  return str_eq(word_text(command, first_word(command)), STR("alias"));
}

/* The text inside of a word that is quoted and holds more than one word before the key. */
static bool enter(struct command *command, struct naming_place *inner) {
  struct word word = command->words.data[command->at];
  str before = naming_slice(command->place.text, word.from, command->place.start);
  size_t quote = 0;
  while (quote < before.len && before.ptr[quote] != '"' && before.ptr[quote] != '\'')
    quote++;
  bool is_word = quote == 0 || is_alias(command) || holds("([$", before.ptr[0]);
  if (!is_word || quote == before.len || !has_blank(str_tail(before, quote)))
    return false;
  size_t to = word.to > command->place.end ? word.to - 1 : word.to;
  *inner = naming_part(command->place, word.from + quote + 1, to < command->place.end ? command->place.end : to);
  return true;
}

static struct naming of_word(struct command *command, struct naming_place *inner, bool *is_inner) {
  if (command->at >= command->words.len || command->words.data[command->at].from > command->place.start)
    return NAMING_NONE_FOUND;
  str before = naming_slice(command->place.text, command->words.data[command->at].from, command->place.start);
  struct naming near = naming_assignment(before);
  if (near.name.len)
    near = naming_assignment(str_head(command->place.text, command->place.start));
  bool is_expansion = near.name.len && near.name.ptr > before.ptr && near.name.ptr[-1] == '{' &&
      near.name.ptr[-2] == '$';
  if (is_expansion)
    return near;
  struct naming found = is_alias(command) ? NAMING_NONE_FOUND : of_setting(last_of_list_before(command, before));
  if (found.name.len == 0)
    found = of_field(before, before.len && naming_is_quote(before.ptr[0]));
  if (found.name.len)
    return found;
  *is_inner = enter(command, inner);
  if (*is_inner)
    return NAMING_NONE_FOUND;
  return near.name.len ? near : of_words_before(command, before);
}

struct naming naming_of_command(struct naming_place place, enum naming_shell shell) {
  struct naming found = NAMING_NONE_FOUND;
  bool is_inner = true;
  place = naming_window(place.text, place.start, place.end);
  found.name = of_pipeline(str_head(place.text, place.start));
  for (int depth = 0; depth < NESTING_MAX && is_inner && found.name.len == 0; depth++) {
    struct command command = {.place = place, .shell = shell};
    is_inner = false;
    split(&command);
    found = of_word(&command, &place, &is_inner);
    vec_free(&command.words);
  }
  return found.name.len ? found : naming_assignment(str_head(place.text, place.start));
}

struct naming naming_in_string(struct naming_place string) {
  struct naming found = naming_assignment(str_head(string.text, string.start));
  if (found.name.len || !has_blank(str_head(string.text, string.start)))
    return found;
  return naming_of_command(string, NAMING_SHELL);
}

struct naming naming_in_line(struct naming_place place) {
  size_t from = naming_line_from(place.text, place.start), to = naming_line_to(place.text, place.end);
  return naming_of_command(naming_part(place, from, to), NAMING_SHELL);
}
