/* liveness.c -- what is left of a file when some of its exports are taken away: who names whom, and a walk. */
#include "engine/liveness.h"

#include <stdlib.h>

#include "engine/lexer.h"
#include "engine/numbering.h"

enum { REFERENCES_MAX = 1 << 16, NAMES_MAX = 1 << 14 };

/* An owner is a declaration, an import (behind all declarations), or the rest of the file (the last). */
struct reference {
  uint32_t from, to;
};

struct finder {
  const struct outline *outline;
  struct numbering names;
  VEC(uint32_t) owners; /* by number of a name */
  VEC(struct reference) references;
  uint32_t import;      /* whose names are being added */
  uint32_t rest;
};

bool liveness_takes(const char *taken, str name) {
  if (!taken || name.len == 0)
    return false;
  for (str list = str_from(taken), line = list; list.len; list = str_tail(list, line.len + 1)) {
    line = str_head(list, str_find_byte(list, ' ', 0));
    if (str_eq(line, name))
      return true;
  }
  return false;
}

static void add_name(struct finder *finder, str name, uint32_t owner) {
  if (name.len == 0 || finder->owners.len >= NAMES_MAX)
    return;
  if (numbering_add(&finder->names, name) == finder->owners.len)
    vec_push(&finder->owners, owner);
}

static void add_local(void *data, str name, str local) {
  struct finder *finder = data;
  (void)name;
  add_name(finder, local, finder->import);
}

/* The names of const { a, b: c } = …, x = …: all words before the '=' and, at no depth, behind a comma. */
static void add_declared(struct finder *finder, str statement, uint32_t owner) {
  struct lexer lexer = lexer_begin(statement);
  struct lexeme now = {0};
  int depth = 0;
  bool pattern = true;
  for (struct lexeme last = now; lexer_next(&lexer, &now); last = now) {
    if (now.kind == LEXEME_MARK && strchr("{([", now.mark))
      depth++;
    else if (now.kind == LEXEME_MARK && strchr("})]", now.mark))
      depth--;
    else if ((lexeme_is_mark(&now, '=') || lexeme_is_mark(&now, ':')) && depth == 0)
      pattern = false;
    else if (lexeme_is_mark(&now, ',') && depth == 0)
      pattern = true;
    else if (now.kind == LEXEME_WORD && pattern && !lexeme_is_mark(&last, '.'))
      add_name(finder, lexeme_text(&now), owner);
  }
}

/* What stands behind the `const`, `let` or `var` of a declaration; nothing if it is another one. */
static str variables_of(const struct outline_declaration *declaration, str text) {
  static const str words[] = {{"const", 5}, {"let", 3}, {"var", 3}};
  str statement = str_range(text.ptr + declaration->begin, text.ptr + declaration->end);
  if (str_starts(statement, STR("export")))
    statement = str_trim(str_tail(statement, strlen("export")));
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (str_starts(statement, words[i]))
      return str_tail(statement, words[i].len);
  return STR_NONE;
}

/* Stands in an expression; its names are the declaration's. */
static bool is_placed(const struct outline_import *import) {
  return import->kind != IMPORT_STATIC && import->kind != IMPORT_EXPORT;
}

static void add_names(struct finder *finder, str text) {
  const struct outline *outline = finder->outline;
  for (uint32_t i = 0; i < outline->declarations.len; i++)
    add_name(finder, outline->declarations.data[i].name, i);
  for (uint32_t i = 0; i < outline->imports.len; i++) {
    finder->import = (uint32_t)outline->declarations.len + i;
    if (is_placed(&outline->imports.data[i]))
      continue;
    outline_names(&outline->imports.data[i], add_local, finder);
  }
  for (uint32_t i = 0; i < outline->declarations.len; i++)
    add_declared(finder, variables_of(&outline->declarations.data[i], text), i);
}

/* Who holds the byte at `offset`; the declarations are in the order of the text. */
static uint32_t owner_at(const struct finder *finder, uint32_t offset, size_t *declaration) {
  const struct outline *outline = finder->outline;
  while (*declaration < outline->declarations.len && outline->declarations.data[*declaration].end <= offset)
    ++*declaration;
  bool holds = *declaration < outline->declarations.len && outline->declarations.data[*declaration].begin <= offset;
  return holds ? (uint32_t)*declaration : finder->rest;
}

/* Does the byte at `at` stand behind the clause of an import, or has it none that could hold it? */
static bool is_passed(const struct outline_import *import, const char *at) {
  return import->clause.len == 0 || is_placed(import) || import->clause.ptr + import->clause.len <= at;
}

static bool in_clause(const struct outline *outline, const char *at, size_t *import) {
  while (*import < outline->imports.len && is_passed(&outline->imports.data[*import], at))
    ++*import;
  return *import < outline->imports.len && outline->imports.data[*import].clause.ptr <= at;
}

static void add_references(struct finder *finder, str text) {
  struct lexer lexer = lexer_begin(text);
  struct lexeme now = {0}, last = {0};
  size_t declaration = 0, import = 0;
  bool spread = false; /* the last was the end of "..." */
  for (; lexer_next(&lexer, &now) && finder->references.len < REFERENCES_MAX; last = now) {
    bool member = lexeme_is_mark(&last, '.') && !spread;
    spread = lexeme_is_mark(&now, '.') && lexeme_is_mark(&last, '.');
    if (now.kind != LEXEME_WORD || member)
      continue;
    uint32_t name = numbering_find(&finder->names, lexeme_text(&now));
    if (name == NUMBERING_NONE || in_clause(finder->outline, now.begin, &import))
      continue;
    uint32_t from = owner_at(finder, (uint32_t)(now.begin - text.ptr), &declaration);
    if (from != finder->owners.data[name])
      vec_push(&finder->references, (struct reference){from, finder->owners.data[name]});
  }
}

static int by_from(const void *a, const void *b) {
  const struct reference *x = a, *y = b;
  return (x->from > y->from) - (x->from < y->from);
}

static bool is_taken(const struct finder *finder, uint32_t owner, const char *taken) {
  return owner < finder->outline->declarations.len &&
         liveness_takes(taken, finder->outline->declarations.data[owner].exported);
}

/* What is left whoever names it: the rest, exports that are not taken, and what nobody names at all. */
static void mark_roots(const struct finder *finder, const char *taken, bool *live) {
  const struct outline *outline = finder->outline;
  for (uint32_t i = 0; i < finder->rest; i++)
    live[i] = true;
  for (size_t i = 0; i < finder->references.len; i++)
    live[finder->references.data[i].to] = false;
  for (uint32_t i = 0; i < outline->declarations.len; i++)
    live[i] = !is_taken(finder, i, taken) && (live[i] || outline->declarations.data[i].exported.len);
  live[finder->rest] = true;
}

/* From the roots along the references; what is taken is not entered. */
static void spread_life(const struct finder *finder, const char *taken, bool *live, struct arena *arena) {
  size_t owners = finder->rest + (size_t)1, waiting = 0;
  uint32_t *queue = arena_alloc(arena, owners * sizeof *queue);
  size_t *first = arena_zeroed(arena, (owners + 1) * sizeof *first);
  const struct reference *references = finder->references.data;
  for (size_t i = 0; i < finder->references.len; i++)
    first[references[i].from + 1] = i + 1;
  for (size_t i = 1; i <= owners; i++)
    first[i] = first[i] ? first[i] : first[i - 1];
  for (uint32_t i = 0; i < owners; i++)
    if (live[i])
      queue[waiting++] = i;
  while (waiting > 0) {
    uint32_t from = queue[--waiting];
    for (size_t i = first[from]; i < first[from + 1]; i++) {
      uint32_t to = references[i].to;
      if (live[to] || is_taken(finder, to, taken))
        continue;
      live[to] = true;
      queue[waiting++] = to;
    }
  }
}

struct liveness liveness_find(const struct outline *outline, str text, const char *taken, struct arena *arena) {
  struct finder finder = {.outline = outline, .rest = (uint32_t)(outline->declarations.len + outline->imports.len)};
  bool *live = arena_zeroed(arena, finder.rest + (size_t)1);
  add_names(&finder, text);
  add_references(&finder, text);
  bool cut = finder.references.len >= REFERENCES_MAX || finder.owners.len >= NAMES_MAX;
  if (finder.references.len > 1)
    qsort(finder.references.data, finder.references.len, sizeof *finder.references.data, by_from);
  mark_roots(&finder, taken, live);
  if (cut)
    memset(live, true, finder.rest);
  else
    spread_life(&finder, taken, live, arena);
  for (size_t i = 0; i < outline->imports.len; i++) {
    size_t around = is_placed(&outline->imports.data[i]) ? outline_declaration_at(outline, outline->imports.data[i].at)
        : SIZE_MAX;
    if (around != SIZE_MAX)
      live[outline->declarations.len + i] = live[around];
  }
  numbering_free(&finder.names);
  vec_free(&finder.owners);
  vec_free(&finder.references);
  return (struct liveness){live, live + outline->declarations.len};
}
