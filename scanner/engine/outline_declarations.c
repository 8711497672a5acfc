/* outline_declarations.c -- functions, classes and variables of a file's top level. */
#include "engine/outline_reader.h"

enum { DECLARATIONS_MAX = 8192 };

void outline_end_declaration(struct outline_reader *reader, const char *end) {
  struct outline *outline = reader->outline;
  if (reader->open)
    outline->declarations.data[outline->declarations.len - 1].end = outline_offset(reader, end);
  reader->open = false;
}

static void begin_declaration(struct outline_reader *reader, const char *begin, str name, str exported) {
  if (reader->outline->declarations.len >= DECLARATIONS_MAX)
    return;
  uint32_t at = outline_offset(reader, begin);
  vec_push(&reader->outline->declarations,
           (struct outline_declaration){name, exported, at, outline_offset(reader, reader->lexer.end), 0, 0});
  reader->open = true;
}

static bool begins_declaration(const struct lexeme *word) {
  static const str words[] = {{"function", 8}, {"const", 5}, {"let", 3}, {"var", 3}, {"class", 5}, {"enum", 4},
                              {"abstract", 8}};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (word_is(word, words[i]))
      return true;
  return false;
}

static bool begins_statement(const struct lexeme *word) {
  static const char *const words =
      " if for while do switch try return throw import export function const let var class "
                                   "async type interface declare module enum abstract ";
  return word->kind == LEXEME_WORD && outline_lists(words, lexeme_text(word));
}

/* The name that is declared behind `function`, `const`, …; STR_NONE if there is none. */
static str declared_name(const struct outline_reader *reader) {
  struct lexer ahead = reader->lexer;
  struct lexeme next = reader->now;
  enum { WORDS = 4 };
  for (int i = 0; i < WORDS && lexer_next(&ahead, &next); i++) {
    bool skip = lexeme_is_mark(&next, '*') || begins_declaration(&next) || lexeme_is_mark(&next, '{');
    if (!skip)
      return next.kind == LEXEME_WORD ? lexeme_text(&next) : STR_NONE;
  }
  return STR_NONE;
}

/* exports.name = …, module.exports.name = …: `now` is the first word. The name, or STR_NONE. */
static str exports_name(const struct outline_reader *reader) {
  struct lexer ahead = reader->lexer;
  struct lexeme next = reader->now;
  if (!word_is(&next, STR("exports")) && !word_is(&next, STR("module")))
    return STR_NONE;
  str name = STR_NONE;
  for (int i = 0; i < 6 && lexer_next(&ahead, &next) && !lexeme_is_mark(&next, '='); i++)
    name = next.kind == LEXEME_WORD ? lexeme_text(&next) : name;
  return lexeme_is_mark(&next, '=') && !str_eq(name, STR("exports")) ? name : STR_NONE;
}

/* At the first word of a statement of the top level. */
void outline_read_statement(struct outline_reader *reader) {
  const char *begin = reader->now.begin;
  str commonjs = exports_name(reader);
  if (commonjs.len) {
    begin_declaration(reader, begin, commonjs, commonjs);
    return;
  }
  bool is_async = word_is(&reader->now, STR("async"));
  if (!begins_declaration(&reader->now) && !is_async)
    return;
  str name = declared_name(reader);
  begin_declaration(reader, begin, name, STR_NONE);
}

/* Behind `export`, which began at `begin`; `now` is what follows. */
void outline_read_exported(struct outline_reader *reader, const char *begin) {
  if (word_is(&reader->now, STR("default"))) {
    outline_note(reader, SIGN_DEFAULT, lexeme_text(&reader->now));
    struct lexer ahead = reader->lexer;
    struct lexeme next = reader->now;
    lexer_next(&ahead, &next);
    bool named = begins_declaration(&next) || word_is(&next, STR("async"));
    if (named)
      outline_advance(reader);
    begin_declaration(reader, begin, named ? declared_name(reader) : STR_NONE, STR("default"));
    return;
  }
  if (begins_declaration(&reader->now) || word_is(&reader->now, STR("async"))) {
    str name = declared_name(reader);
    begin_declaration(reader, begin, name, name);
  }
}

/* Does a new statement of the top level begin with `now`? */
bool outline_at_statement(const struct outline_reader *reader) {
  if (reader->depth > 0 || reader->now.kind != LEXEME_WORD)
    return false;
  const struct lexeme *last = &reader->last;
  if (last->kind == LEXEME_END || lexeme_is_mark(last, ';'))
    return true;
  str word = lexeme_text(&reader->now);
  if (outline_lists(" extends implements instanceof in of as satisfies else catch finally from ", word))
    return false;
  if (lexeme_is_mark(last, '}'))
    return reader->now.first_of_line || begins_statement(&reader->now);
  if (!reader->now.first_of_line)
    return false;
  if (lexeme_is_mark(last, '>')) /* of an arrow, or of an element or a type */
    return begins_statement(&reader->now) && !outline_lists(" async function class ", word);
  if (last->kind == LEXEME_MARK)
    return strchr(")]", last->mark);
  return !(begins_declaration(last) || (last->kind == LEXEME_WORD &&
                                        outline_lists(" async export default extends type interface ",
                                                      lexeme_text(last))));
}
