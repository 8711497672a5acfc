/* nesting.c -- the names of the objects and calls that enclose a place of a script. */
#include "engine/nesting.h"

#include "engine/lexer.h"

static str name_of(const struct lexeme *lexeme) {
  if (lexeme->kind == LEXEME_WORD)
    return lexeme_text(lexeme);
  return lexeme->kind == LEXEME_STRING ? lexeme_quoted(lexeme) : STR_NONE;
}

/* Of the bracket behind `last`, which stands behind `before`: name: {, name = {, name( */
static str bracket_name(char bracket, const struct lexeme *last, const struct lexeme *before) {
  if (bracket == '(')
    return last->kind == LEXEME_WORD ? lexeme_text(last) : STR_NONE;
  return lexeme_is_mark(last, ':') || lexeme_is_mark(last, '=') ? name_of(before) : STR_NONE;
}

size_t nesting_names(str text, size_t offset, str names[NESTING_MAX]) {
  struct lexer lexer = lexer_begin(text);
  struct lexeme now = {0}, last = {0}, before = {0};
  str open[NESTING_MAX];
  size_t depth = 0, len = 0;
  for (; lexer_next(&lexer, &now) && now.begin < text.ptr + offset; before = last, last = now) {
    if (now.kind != LEXEME_MARK)
      continue;
    if (strchr("{([", now.mark)) {
      if (depth < NESTING_MAX)
        open[depth] = bracket_name(now.mark, &last, &before);
      depth++;
    } else if (strchr("})]", now.mark)) {
      depth -= depth > 0;
    }
  }
  for (size_t i = 0; i < depth && i < NESTING_MAX; i++)
    if (open[i].len)
      names[len++] = open[i];
  return len;
}
