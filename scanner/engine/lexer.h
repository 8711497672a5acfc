/* lexer.h -- JavaScript and TypeScript as a run of lexemes, without a tree and without memory of its own.
   Knows strings, templates, comments and regular expressions; nothing of statements. Any bytes will do. */
#ifndef APSO_ENGINE_LEXER_H
#define APSO_ENGINE_LEXER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

enum lexeme_kind {
  LEXEME_END,
  LEXEME_WORD,     /* an identifier, keyword or number */
  LEXEME_STRING,   /* with its quotes */
  LEXEME_TEMPLATE, /* a piece of one, its backtick, "${" and "}" included */
  LEXEME_REGEX,
  LEXEME_MARK, /* one byte of anything else */
};

struct lexeme {
  enum lexeme_kind kind;
  char mark; /* of LEXEME_MARK */
  bool first_of_line;
  const char *begin;
  const char *end;
};

enum { LEXER_TEMPLATES = 32, LEXER_QUOTES = 3 };

struct lexer {
  const char *at;
  const char *begin;
  const char *end;
  const char *line_end; /* of the line on which one of `hopeless` was looked for */
  bool hopeless[LEXER_QUOTES]; /* ', " and / that do not close on that line */
  bool operand;                /* an operand has just ended: a '/' divides */
  bool operand_before;         /* the same before the last mark */
  unsigned templates;          /* open substitutions */
  uint32_t braces[LEXER_TEMPLATES]; /* open in each */
};

struct lexer lexer_begin(str text);
/* Sets *lexeme; false at the end, and its kind is then LEXEME_END. */
bool lexer_next(struct lexer *lexer, struct lexeme *lexeme);

static inline str lexeme_text(const struct lexeme *lexeme) {
  return str_range(lexeme->begin, lexeme->end);
}

/* What stands between the quotes of a string, escapes as written. */
static inline str lexeme_quoted(const struct lexeme *lexeme) {
  return str_range(lexeme->begin + 1, lexeme->end - 1);
}

static inline bool lexeme_is_mark(const struct lexeme *lexeme, char mark) {
  return lexeme->kind == LEXEME_MARK && lexeme->mark == mark;
}

#endif
