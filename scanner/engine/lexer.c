/* lexer.c -- JavaScript and TypeScript as a run of lexemes.
   Each byte is looked at a bounded number of times, whatever it is. */
#include "engine/lexer.h"

enum byte_class { BYTE_MARK, BYTE_SPACE, BYTE_LINE, BYTE_WORD, BYTE_QUOTE, BYTE_BACKTICK, BYTE_SLASH, BYTE_BRACE };

#define WORD_2 BYTE_WORD, BYTE_WORD
#define WORD_10 WORD_2, WORD_2, WORD_2, WORD_2, WORD_2
#define WORD_26 WORD_10, WORD_10, WORD_2, WORD_2, WORD_2

static const uint8_t classes[256] = {
    ['\t'] = BYTE_SPACE, ['\v'] = BYTE_SPACE, ['\f'] = BYTE_SPACE, [' '] = BYTE_SPACE,
    ['\n'] = BYTE_LINE, ['\r'] = BYTE_LINE,
    ['0'] = WORD_10,
    ['A'] = WORD_26,
    ['a'] = WORD_26,
    ['_'] = BYTE_WORD, ['$'] = BYTE_WORD, ['#'] = BYTE_WORD,
    ['\''] = BYTE_QUOTE, ['"'] = BYTE_QUOTE, ['`'] = BYTE_BACKTICK, ['/'] = BYTE_SLASH,
    ['{'] = BYTE_BRACE, ['}'] = BYTE_BRACE,
    [128 ... 255] = BYTE_WORD,
};

static enum byte_class class_of(char byte) {
  return (enum byte_class)classes[(unsigned char)byte];
}

struct lexer lexer_begin(str text) {
  static const char nothing[1] = "";
  const char *at = text.ptr ? text.ptr : nothing;
  return (struct lexer){.at = at, .begin = at, .end = at + text.len, .line_end = at};
}

static const char *behind_line(const struct lexer *lexer, const char *at) {
  const char *found = memchr(at, '\n', (size_t)(lexer->end - at));
  return found ? found : lexer->end;
}

/* Behind the comment that begins at `at`. */
static const char *behind_comment(const struct lexer *lexer, const char *at) {
  if (at[1] == '/')
    return behind_line(lexer, at);
  size_t end = str_find(str_range(at, lexer->end), STR("*/"), 2);
  return end == SIZE_MAX ? lexer->end : at + end + 2;
}

/* Is there a comment? "https://" in the text of JSX is none. */
static bool begins_comment(const struct lexer *lexer, const char *at) {
  if (lexer->end - at < 2)
    return false;
  if (at[1] == '*')
    return true;
  return at[1] == '/' && !(at - lexer->begin >= 2 && at[-1] == ':' && class_of(at[-2]) == BYTE_WORD);
}

/* What a quote closes, or NULL if it does not on its line. `index` is its place in `hopeless`. */
static const char *behind_quote(struct lexer *lexer, const char *at, char quote, size_t index) {
  if (at >= lexer->line_end) {
    lexer->line_end = behind_line(lexer, at);
    memset(lexer->hopeless, 0, sizeof lexer->hopeless);
  }
  if (lexer->hopeless[index])
    return NULL;
  for (const char *p = at + 1; p < lexer->end; p++) {
    if (*p == quote)
      return p + 1;
    if (*p == '\n')
      break;
    if (*p == '\\' && p + 1 < lexer->end) {
      p++;
      p += *p == '\r' && p + 1 < lexer->end && p[1] == '\n';
    }
  }
  lexer->hopeless[index] = true;
  return NULL;
}

static const char *behind_regex(struct lexer *lexer, const char *at) {
  enum { INDEX = 2 };
  if (at >= lexer->line_end) {
    lexer->line_end = behind_line(lexer, at);
    memset(lexer->hopeless, 0, sizeof lexer->hopeless);
  }
  if (lexer->hopeless[INDEX])
    return NULL;
  bool in_class = false;
  for (const char *p = at + 1; p < lexer->line_end; p++) {
    if (*p == '/' && !in_class) {
      for (p++; p < lexer->end && class_of(*p) == BYTE_WORD; p++)
        ;
      return p;
    }
    in_class = *p == '[' || (in_class && *p != ']');
    p += *p == '\\';
  }
  lexer->hopeless[INDEX] = true;
  return NULL;
}

/* The end of the piece of a template whose characters begin at `at`. */
static const char *behind_piece(struct lexer *lexer, const char *at) {
  for (; at < lexer->end; at++) {
    if (*at == '`')
      return at + 1;
    if (*at == '\\') {
      at += lexer->end - at > 1;
    } else if (*at == '$' && lexer->end - at > 1 && at[1] == '{' && lexer->templates < LEXER_TEMPLATES) {
      lexer->braces[lexer->templates++] = 0;
      return at + 2;
    }
  }
  return lexer->end;
}

static bool is_one_of(str word, const str *words, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (str_eq(word, words[i]))
      return true;
  return false;
}

/* Behind such a word comes an operand: a '/' begins a regular expression, a quote a string. */
static bool wants_operand(const char *begin, const char *end) {
  static const str words[] = {{"return", 6}, {"case", 4}, {"typeof", 6}, {"in", 2}, {"of", 2}, {"from", 4},
                              {"import", 6}, {"else", 4}, {"do", 2}, {"void", 4}, {"throw", 5}, {"delete", 6},
                              {"new", 3}, {"await", 5}, {"yield", 5}, {"default", 7}, {"instanceof", 10}, {"as", 2}};
  if (end - begin > 10 || *begin < 'a' || *begin > 'y')
    return false;
  return is_one_of(str_range(begin, end), words, sizeof words / sizeof *words);
}

static void lex_word(struct lexer *lexer, struct lexeme *lexeme) {
  const char *at = lexeme->begin + 1;
  while (at < lexer->end && class_of(*at) == BYTE_WORD)
    at++;
  lexeme->kind = LEXEME_WORD;
  lexeme->end = at;
  lexer->operand = true;
}

static void lex_mark(struct lexer *lexer, struct lexeme *lexeme) {
  lexeme->kind = LEXEME_MARK;
  lexeme->mark = *lexeme->begin;
  lexeme->end = lexeme->begin + 1;
  bool twice = (lexeme->mark == '+' || lexeme->mark == '-') && lexeme->begin > lexer->begin &&
      lexeme->begin[-1] == lexeme->mark;
  if (!twice)
    lexer->operand_before = lexer->operand;
  /* Behind a++ an operand has ended, as it had before; ++ before one changes nothing either. */
  lexer->operand = twice ? lexer->operand_before : lexeme->mark == ')' || lexeme->mark == ']' || lexeme->mark == '}';
}

static void lex_as(struct lexer *lexer, struct lexeme *lexeme, enum lexeme_kind kind, const char *end) {
  lexeme->kind = kind;
  lexeme->end = end;
  lexer->operand = true;
}

/* A quote stuck to a word is an apostrophe of JSX text, unless the word is a keyword. */
static void lex_quote(struct lexer *lexer, struct lexeme *lexeme, const char *word, const char *word_end) {
  char quote = *lexeme->begin;
  bool apostrophe = word && word_end == lexeme->begin && !wants_operand(word, word_end);
  const char *end = apostrophe ? NULL : behind_quote(lexer, lexeme->begin, quote, quote == '"');
  if (end)
    lex_as(lexer, lexeme, LEXEME_STRING, end);
  else
    lex_mark(lexer, lexeme);
}

static void lex_slash(struct lexer *lexer, struct lexeme *lexeme, const char *word, const char *word_end, char before) {
  const char *at = lexeme->begin;
  bool operand = lexer->operand && !(word && wants_operand(word, word_end));
  bool tag = before == '<' || (lexer->end - at > 1 && at[1] == '>');
  const char *end = operand || tag ? NULL : behind_regex(lexer, at);
  if (end)
    lex_as(lexer, lexeme, LEXEME_REGEX, end);
  else
    lex_mark(lexer, lexeme);
}

/* A brace, or the one that ends a template's substitution and goes on with its text. */
static void lex_brace(struct lexer *lexer, struct lexeme *lexeme) {
  if (lexer->templates == 0) {
    lex_mark(lexer, lexeme);
    return;
  }
  uint32_t *open = &lexer->braces[lexer->templates - 1];
  if (*lexeme->begin == '}' && *open == 0) {
    lexer->templates--;
    const char *end = behind_piece(lexer, lexeme->begin + 1);
    lex_as(lexer, lexeme, LEXEME_TEMPLATE, end);
    lexer->operand = end[-1] == '`';
    return;
  }
  *open += *lexeme->begin == '{' ? 1 : (uint32_t)-1;
  lex_mark(lexer, lexeme);
}

/* To the next byte that is neither space nor comment. */
static const char *behind_blanks(const struct lexer *lexer, bool *new_line) {
  const char *at = lexer->at;
  while (at < lexer->end) {
    enum byte_class class = class_of(*at);
    if (class == BYTE_LINE)
      *new_line = true;
    else if (class == BYTE_SLASH && begins_comment(lexer, at))
      at = behind_comment(lexer, at) - 1;
    else if (class != BYTE_SPACE)
      break;
    at++;
  }
  return at;
}

bool lexer_next(struct lexer *lexer, struct lexeme *lexeme) {
  bool new_line = lexeme->kind == LEXEME_END; /* the first of all */
  const char *word = lexeme->kind == LEXEME_WORD ? lexeme->begin : NULL, *word_end = lexeme->end;
  char before = lexeme->kind == LEXEME_MARK ? lexeme->mark : '\0';
  const char *at = behind_blanks(lexer, &new_line);
  lexeme->begin = lexeme->end = lexer->at = at;
  lexeme->first_of_line = new_line;
  lexeme->kind = LEXEME_END;
  if (at >= lexer->end)
    return false;
  switch (class_of(*at)) {
  case BYTE_WORD: lex_word(lexer, lexeme); break;
  case BYTE_QUOTE: lex_quote(lexer, lexeme, word, word_end); break;
  case BYTE_SLASH: lex_slash(lexer, lexeme, word, word_end, before); break;
  case BYTE_BRACE: lex_brace(lexer, lexeme); break;
  case BYTE_BACKTICK: {
    const char *end = behind_piece(lexer, at + 1);
    lex_as(lexer, lexeme, LEXEME_TEMPLATE, end);
    lexer->operand = end[-1] == '`';
    break;
  }
  default: lex_mark(lexer, lexeme); break;
  }
  lexer->at = lexeme->end;
  return true;
}
