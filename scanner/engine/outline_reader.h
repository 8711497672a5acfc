/* outline_reader.h -- the run over a file's lexemes, as those who make an outline share it.
   Private to outline*.c. */
#ifndef APSO_ENGINE_OUTLINE_READER_H
#define APSO_ENGINE_OUTLINE_READER_H

#include "engine/lexer.h"
#include "engine/outline.h"

enum { OUTLINE_DEPTH_MAX = 64 }; /* of blocks whose 'use server' is heeded */

struct outline_reader {
  struct outline *outline;
  str text;         /* of the file */
  struct lexer lexer;
  struct lexeme now, last; /* last: the one before */
  int depth;        /* of brackets */
  bool prologue;    /* nothing but directives so far */
  bool open;        /* the last declaration has not ended */
  size_t exported;  /* names looked up */
  uint32_t servers[OUTLINE_DEPTH_MAX]; /* 1 + the server block that ends with this depth */
};

static inline bool word_is(const struct lexeme *lexeme, str word) {
  return lexeme->kind == LEXEME_WORD && str_eq(lexeme_text(lexeme), word);
}

static inline uint32_t outline_offset(const struct outline_reader *reader, const char *at) {
  return (uint32_t)(at - reader->text.ptr);
}

/* To the next lexeme; false at the end. */
static inline bool outline_advance(struct outline_reader *reader) {
  reader->last = reader->now;
  return lexer_next(&reader->lexer, &reader->now);
}

/* Is the word in a list that has a space before and behind each? */
bool outline_lists(const char *list, str word);

/* The word that is now there tells something: outline_signs.c. */
void outline_note(struct outline_reader *reader, enum outline_sign sign, str word);
void outline_read_sign(struct outline_reader *reader);

/* Declarations of the top level: outline_declarations.c. */
bool outline_at_statement(const struct outline_reader *reader);
void outline_read_statement(struct outline_reader *reader);
/* Behind `export`, which began at `begin`; the lexeme is what follows. */
void outline_read_exported(struct outline_reader *reader, const char *begin);
void outline_end_declaration(struct outline_reader *reader, const char *end);

#endif
