/* outline.c -- what a script file says of itself at a glance: one run over its lexemes. */
#include "engine/outline.h"

#include <stdlib.h>

#include "engine/outline_reader.h"

enum {
  IMPORTS_MAX = 4096,
  SERVER_BLOCKS_MAX = 1024,
  CLAUSE_LEXEMES_MAX = 4096,
  REQUIRE_CLAUSE_MAX = 2048, /* bytes between `const` and `= require` */
  EXPORTED_MAX = 1024, /* names in export { … } that are looked up */
};

/* ---- imports ---- */

static void add_import(struct outline_reader *reader, enum import_kind kind, str specifier, str clause,
                       bool type_only) {
  if (reader->outline->imports.len < IMPORTS_MAX && specifier.len)
    vec_push(&reader->outline->imports, (struct outline_import){kind, type_only, specifier, clause,
                                                                outline_offset(reader, specifier.ptr), 0});
}

/* Is each name between the braces of a clause a type, and is there one, and nothing else? */
static bool names_types_only(str clause) {
  clause = str_trim(clause);
  if (clause.len < 2 || clause.ptr[0] != '{')
    return false;
  bool any = false;
  str rest = str_trim(str_head(str_tail(clause, 1), clause.len - 2));
  while (rest.len) {
    size_t comma = str_find_byte(rest, ',', 0);
    str name = str_trim(str_head(rest, comma));
    any = any || name.len;
    if (name.len && !str_starts(name, STR("type ")))
      return false;
    rest = comma == SIZE_MAX ? STR_NONE : str_tail(rest, comma + 1);
  }
  return any;
}

static bool next_is(const struct outline_reader *reader, char mark) {
  struct lexer ahead = reader->lexer;
  struct lexeme next = reader->now;
  return lexer_next(&ahead, &next) && lexeme_is_mark(&next, mark);
}

/* import('x'), require('x'): `now` is the word. */
static void read_call(struct outline_reader *reader, enum import_kind kind, str clause) {
  struct lexer ahead = reader->lexer;
  struct lexeme next = reader->now;
  if (!lexer_next(&ahead, &next) || !lexeme_is_mark(&next, '(') || !lexer_next(&ahead, &next))
    return;
  if (next.kind == LEXEME_STRING)
    add_import(reader, kind, lexeme_quoted(&next), clause, false);
  else if (next.kind == LEXEME_TEMPLATE && next.end - next.begin > 1 && next.end[-1] == '`')
    add_import(reader, kind, lexeme_quoted(&next), clause, false);
}

static bool fits_clause(const struct lexeme *lexeme) {
  if (lexeme->kind == LEXEME_MARK)
    return strchr("{},*", lexeme->mark);
  bool begins_another = word_is(lexeme, STR("import")) || word_is(lexeme, STR("export"));
  return lexeme->kind == LEXEME_STRING || (lexeme->kind == LEXEME_WORD && !begins_another);
}

/* From the clause of `import` or `export` on, `now` being its first lexeme, to `from` and the specifier.
   False if it turns out to be something else; then nothing but words and marks was passed. */
static bool read_clause(struct outline_reader *reader, enum import_kind kind, bool type_only) {
  const char *begin = reader->now.begin;
  int braces = 0;
  for (int i = 0; i < CLAUSE_LEXEMES_MAX; i++) {
    if (word_is(&reader->now, STR("from")) && reader->now.begin > begin) {
      str clause = str_range(begin, reader->now.begin);
      struct lexer ahead = reader->lexer;
      struct lexeme next = reader->now;
      if (lexer_next(&ahead, &next) && next.kind == LEXEME_STRING) {
        reader->lexer = ahead, reader->last = reader->now, reader->now = next;
        add_import(reader, kind, lexeme_quoted(&next), clause, type_only || names_types_only(clause));
        return true;
      }
    }
    braces += lexeme_is_mark(&reader->now, '{');
    if (braces > 1 || !fits_clause(&reader->now) || !outline_advance(reader))
      return false;
  }
  return false;
}

/* True if a `type` that is a modifier, not a name, stands here. */
static bool is_type_modifier(const struct outline_reader *reader) {
  struct lexer ahead = reader->lexer;
  struct lexeme next = reader->now;
  if (!word_is(&reader->now, STR("type")) && !word_is(&reader->now, STR("typeof")))
    return false;
  return lexer_next(&ahead, &next) && !lexeme_is_mark(&next, ',') && !word_is(&next, STR("from"));
}

static void read_import(struct outline_reader *reader) {
  if (next_is(reader, '(')) {
    read_call(reader, IMPORT_DYNAMIC, STR_NONE);
    return;
  }
  if (next_is(reader, '.') || next_is(reader, ':') || !outline_advance(reader))
    return;
  if (reader->now.kind == LEXEME_STRING) {
    add_import(reader, IMPORT_STATIC, lexeme_quoted(&reader->now), STR_NONE, false);
    return;
  }
  bool type_only = is_type_modifier(reader);
  if (!type_only || outline_advance(reader))
    read_clause(reader, IMPORT_STATIC, type_only);
}

/* const { a } = require('x'): what stands before the '=' of the declaration that is open. */
static str clause_of_require(const struct outline_reader *reader) {
  const struct outline *outline = reader->outline;
  if (!reader->open || reader->depth > 0 || !lexeme_is_mark(&reader->last, '='))
    return STR_NONE;
  str clause = str_range(reader->text.ptr + outline->declarations.data[outline->declarations.len - 1].begin,
                         reader->last.begin);
  size_t space = str_find_byte(clause, ' ', 0);
  return space == SIZE_MAX || clause.len > REQUIRE_CLAUSE_MAX ? STR_NONE : str_tail(clause, space + 1);
}

/* A URL that is loaded: new Worker('x'), new URL('x', import.meta.url), serviceWorker.register('x'). */
static void read_reference(struct outline_reader *reader) {
  static const str loaders[] = {{"Worker", 6}, {"SharedWorker", 12}, {"register", 8}, {"importScripts", 13},
                                {"addModule", 9}};
  str word = lexeme_text(&reader->now);
  for (size_t i = 0; i < sizeof loaders / sizeof *loaders; i++)
    if (str_eq(word, loaders[i]))
      read_call(reader, IMPORT_REFERENCE, STR_NONE);
  if (!str_eq(word, STR("URL")) || !word_is(&reader->last, STR("new")))
    return;
  struct lexer ahead = reader->lexer;
  struct lexeme next = reader->now;
  for (int i = 0; i < 4 && lexer_next(&ahead, &next); i++)
    if (i == 3 && word_is(&next, STR("import")))
      read_call(reader, IMPORT_REFERENCE, STR_NONE);
}

/* export { a, b as c }: the declarations of these names are exported. */
static void mark_exported(void *data, str name, str local) {
  struct outline_reader *reader = data;
  struct outline *outline = reader->outline;
  if (reader->exported++ >= EXPORTED_MAX)
    return;
  for (size_t i = 0; i < outline->declarations.len; i++)
    if (str_eq(outline->declarations.data[i].name, name))
      outline->declarations.data[i].exported = local;
  if (str_eq(local, STR("default")) && !outline->lines[SIGN_DEFAULT])
    outline->lines[SIGN_DEFAULT] = UINT32_MAX;
}

static void read_export(struct outline_reader *reader) {
  const char *begin = reader->now.begin;
  struct outline_reader saved = *reader;
  if (!outline_advance(reader))
    return;
  bool type_only = is_type_modifier(reader);
  if (type_only && !outline_advance(reader))
    return;
  if (!lexeme_is_mark(&reader->now, '{') && !lexeme_is_mark(&reader->now, '*')) {
    if (!type_only)
      outline_read_exported(reader, begin);
    return;
  }
  const char *clause = reader->now.begin;
  if (read_clause(reader, IMPORT_EXPORT, type_only))
    return;
  struct outline_import names = {.kind = IMPORT_EXPORT, .clause = str_range(clause, reader->now.begin)};
  size_t close = str_find_byte(names.clause, '}', 0);
  names.clause = str_head(names.clause, close == SIZE_MAX ? names.clause.len : close + 1);
  outline_names(&names, mark_exported, reader);
  saved.exported = reader->exported;
  *reader = saved; /* its braces are counted in the usual way */
}

/* ---- the run ---- */

static bool is_directive(const struct lexeme *lexeme, str directive) {
  return lexeme->kind == LEXEME_STRING && str_eq(lexeme_quoted(lexeme), directive);
}

/* The first lexeme of the file, or of the body of a function whose brace was just opened. */
static void read_directive(struct outline_reader *reader) {
  struct outline *outline = reader->outline;
  bool is_string = reader->now.kind == LEXEME_STRING;
  if (reader->prologue && is_directive(&reader->now, STR("use client")))
    outline_note(reader, SIGN_USE_CLIENT, lexeme_text(&reader->now));
  if (!is_directive(&reader->now, STR("use server"))) {
    reader->prologue = reader->prologue && (is_string || lexeme_is_mark(&reader->now, ';'));
    return;
  }
  if (reader->prologue) {
    outline_note(reader, SIGN_USE_SERVER, lexeme_text(&reader->now));
  } else if (lexeme_is_mark(&reader->last, '{') && reader->depth > 0 && reader->depth < OUTLINE_DEPTH_MAX &&
             outline->server_blocks.len < SERVER_BLOCKS_MAX) {
    uint32_t begin = outline_offset(reader, reader->now.begin);
    vec_push(&outline->server_blocks, (struct outline_range){begin, outline_offset(reader, reader->lexer.end), 0});
    reader->servers[reader->depth] = (uint32_t)outline->server_blocks.len;
  }
}

static void read_mark(struct outline_reader *reader) {
  switch (reader->now.mark) {
  case '{':
  case '(':
  case '[': reader->depth++; return;
  case '}':
  case ')':
  case ']':
    if (reader->depth > 0 && reader->depth < OUTLINE_DEPTH_MAX && reader->now.mark == '}' &&
        reader->servers[reader->depth]) {
      reader->outline->server_blocks.data[reader->servers[reader->depth] - 1].end = outline_offset(reader,
                                                                                                   reader->now.end);
      reader->servers[reader->depth] = 0;
    }
    reader->depth -= reader->depth > 0;
    return;
  case ';':
    if (reader->depth == 0)
      outline_end_declaration(reader, reader->now.end);
    return;
  default: return;
  }
}

/* Nearly every word is none that is looked for; its first letter and its length tell. */
static bool could_be_interesting(const struct lexeme *word) {
  enum { LONGEST = 15 };
  static const uint16_t lengths[256] = {
      ['B'] = 1 << 3, ['D'] = 1 << 4, ['S'] = 1 << 12, ['U'] = 1 << 3, ['W'] = 1 << 6, ['X'] = 1 << 14,
      ['_'] = 1 << 9 | 1 << 10, ['a'] = 1 << 9, ['b'] = 1 << 7, ['c'] = 1 << 6 | 1 << 14, ['d'] = 1 << 8,
      ['e'] = 1 << 6, ['i'] = 1 << 6 | 1 << 13, ['l'] = 1 << 12, ['n'] = 1 << 9, ['p'] = 1 << 7,
      ['r'] = 1 << 7 | 1 << 8, ['s'] = 1 << 4 | 1 << 14, ['u'] = 1 << 6 | 1 << 8 | 1 << 9 | 1 << 10 | 1 << 15,
      ['w'] = 1 << 6,
  };
  size_t len = (size_t)(word->end - word->begin);
  return len <= LONGEST && lengths[(unsigned char)*word->begin] >> len & 1;
}

static void read_word(struct outline_reader *reader) {
  bool member = lexeme_is_mark(&reader->last, '.');
  if (outline_at_statement(reader)) {
    outline_end_declaration(reader, reader->last.kind == LEXEME_END ? reader->now.begin : reader->last.end);
    outline_read_statement(reader);
  }
  if (!could_be_interesting(&reader->now))
    return;
  if (word_is(&reader->now, STR("import")) && !member)
    read_import(reader);
  else if (word_is(&reader->now, STR("export")) && !member)
    read_export(reader);
  else if (word_is(&reader->now, STR("require")) && !member)
    read_call(reader, IMPORT_REQUIRE, clause_of_require(reader));
  else {
    read_reference(reader);
    if (!member && !word_is(&reader->last, STR("typeof")))
      outline_read_sign(reader);
  }
}

static void read_block(struct outline *outline, str text, const struct block *block) {
  struct outline_reader reader = {.outline = outline, .text = text, .prologue = true};
  str part = str_head(str_tail(text, block->begin), block->end - block->begin);
  if (str_starts(part, STR("\xef\xbb\xbf")))
    part = str_tail(part, 3);
  if (str_starts(part, STR("#!"))) {
    outline_note(&reader, SIGN_HASHBANG, str_head(part, str_find_byte(part, '\n', 0)));
    size_t line = str_find_byte(part, '\n', 0);
    part = line == SIZE_MAX ? STR_NONE : str_tail(part, line);
  }
  reader.lexer = lexer_begin(part);
  while (outline_advance(&reader)) {
    if (reader.now.kind == LEXEME_STRING || reader.prologue)
      read_directive(&reader);
    if (reader.now.kind == LEXEME_WORD)
      read_word(&reader);
    if (reader.now.kind == LEXEME_MARK)
      read_mark(&reader);
  }
  outline_end_declaration(&reader, reader.last.kind == LEXEME_END ? reader.lexer.end : reader.last.end);
}

/* ---- lines ---- */

struct counter {
  str text;
  size_t at;      /* where a line begins … */
  size_t newline; /* … and where it ends */
  uint32_t line;
};

static struct counter counter_of(str text) {
  return (struct counter){text, 0, str_find_byte(text, '\n', 0), 1};
}

/* The line of an offset; they must be asked for in rising order, else counting begins anew. */
static uint32_t line_of(struct counter *counter, size_t offset) {
  if (offset < counter->at)
    *counter = counter_of(counter->text);
  while (counter->newline < offset) {
    counter->line++;
    counter->at = counter->newline + 1;
    counter->newline = str_find_byte(counter->text, '\n', counter->at);
  }
  return counter->line;
}

static void count_lines(struct outline *outline, str text) {
  struct counter counter = counter_of(text);
  for (size_t i = 0; i < outline->imports.len; i++)
    outline->imports.data[i].line = line_of(&counter, outline->imports.data[i].at);
  counter = counter_of(text);
  for (size_t i = 0; i < outline->declarations.len; i++)
    outline->declarations.data[i].first_line = line_of(&counter, outline->declarations.data[i].begin);
  counter = counter_of(text);
  for (size_t i = 0; i < outline->declarations.len; i++)
    outline->declarations.data[i].last_line = line_of(&counter, outline->declarations.data[i].end);
  counter = counter_of(text);
  for (size_t i = 0; i < outline->server_blocks.len; i++)
    outline->server_blocks.data[i].line = line_of(&counter, outline->server_blocks.data[i].begin);
  for (size_t i = 0; i < SIGN_COUNT; i++) {
    counter = counter_of(text);
    if (outline->lines[i])
      outline->lines[i] = outline->lines[i] == UINT32_MAX ? 1 : line_of(&counter, outline->lines[i] - 1);
  }
}

void outline_read(struct outline *outline, str path, str text) {
  outline->imports.len = outline->declarations.len = outline->server_blocks.len = 0;
  memset(outline->lines, 0, sizeof outline->lines);
  blocks_find(&outline->blocks, blocks_markup(path), text);
  for (size_t i = 0; i < outline->blocks.len; i++) {
    const struct block *block = &outline->blocks.data[i];
    if (block->src.len)
      vec_push(&outline->imports, (struct outline_import){IMPORT_REFERENCE, false, block->src, STR_NONE,
                                                          (uint32_t)(block->src.ptr - text.ptr), 0});
    else
      read_block(outline, text, block);
  }
  count_lines(outline, text);
}

void outline_free(struct outline *outline) {
  vec_free(&outline->imports);
  vec_free(&outline->declarations);
  vec_free(&outline->server_blocks);
  vec_free(&outline->blocks);
}

size_t outline_declaration_at(const struct outline *outline, size_t offset) {
  size_t low = 0, high = outline->declarations.len; /* the last that begins at or before it is below high */
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (outline->declarations.data[middle].begin <= offset)
      low = middle + 1;
    else
      high = middle;
  }
  return low > 0 && offset < outline->declarations.data[low - 1].end ? low - 1 : SIZE_MAX;
}

void outline_names(const struct outline_import *import, void (*visit)(void *data, str name, str local), void *data) {
  struct lexer lexer = lexer_begin(import->clause);
  struct lexeme now = {0};
  bool braces = false, renames = false;
  str name = STR_NONE, local = STR_NONE;
  for (bool more = true; more;) {
    more = lexer_next(&lexer, &now);
    bool ends = !more || lexeme_is_mark(&now, ',') || lexeme_is_mark(&now, '{') || lexeme_is_mark(&now, '}');
    if (ends && local.len)
      visit(data, name, local);
    if (ends) {
      name = local = STR_NONE, renames = false;
      braces = lexeme_is_mark(&now, '{') || (braces && !lexeme_is_mark(&now, '}'));
    } else if (lexeme_is_mark(&now, '*')) {
      name = STR("*");
    } else if (word_is(&now, STR("as")) || lexeme_is_mark(&now, ':')) {
      renames = true;
    } else if (now.kind == LEXEME_WORD && !word_is(&now, STR("type"))) {
      local = lexeme_text(&now);
      if (!renames && !name.len)
        name = braces ? local : import->kind == IMPORT_REQUIRE ? STR("*") : STR("default");
    }
  }
}
