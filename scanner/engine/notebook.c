/* notebook.c -- which cells of a Jupyter notebook are JavaScript or TypeScript (nbformat 4). */
#include "engine/notebook.h"

#include "engine/jsonspan.h"

enum {
  NAMES_DEEP = 3,  /* a path of members */
  MAGIC_ROOM = 64, /* bytes of a cell in which its magic is looked for */
};

/* Extensions by the names that kernels, languages and magics have; NULL: not for us. */
static const char *extension_of(str name) {
  static const struct {
    str name;
    const char *extension;
  } known[] = {
      {{"javascript", 10}, "js"}, {{"js", 2}, "js"},     {{"node", 4}, "js"},         {{"nodejs", 6}, "js"},
      {{"ijavascript", 11}, "js"}, {{"jslab", 5}, "js"}, {{"typescript", 10}, "ts"},  {{"ts", 2}, "ts"},
      {{"tslab", 5}, "ts"},       {{"deno", 4}, "ts"},   {{"html", 4}, "html"},       {{"HTML", 4}, "html"},
  };
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (jsonspan_is(name, known[i].name))
      return known[i].extension;
  return NULL;
}

/* Where the metadata of a notebook, or of a cell, name a language. */
static const char *extension_in(str metadata) {
  static const str paths[][NAMES_DEEP] = {
      {{"vscode", 6}, {"languageId", 10}},
      {{"dotnet_interactive", 18}, {"language", 8}},
      {{"polyglot_notebook", 17}, {"kernelName", 10}},
      {{"language_info", 13}, {"name", 4}},
      {{"kernelspec", 10}, {"language", 8}},
      {{"kernelspec", 10}, {"name", 4}},
  };
  const char *extension = NULL;
  for (size_t i = 0; !extension && i < sizeof paths / sizeof *paths; i++) {
    str value = metadata;
    for (size_t k = 0; k < NAMES_DEEP && paths[i][k].len; k++)
      value = jsonspan_member(value, paths[i][k]);
    extension = extension_of(jsonspan_string(value));
  }
  return extension;
}

/* ---- a cell's magic ---- */

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static str skip_blank(str text) {
  size_t at = 0;
  while (at < text.len && is_space(text.ptr[at]))
    at++;
  return str_tail(text, at);
}

static str next_word(str *text) {
  size_t end = 0;
  *text = skip_blank(*text);
  while (end < text->len && !is_space(text->ptr[end]))
    end++;
  str word = str_head(*text, end);
  *text = str_tail(*text, end);
  return word;
}

/* Whether a cell that begins like `head` has a magic, and what that says. */
static bool read_magic(str head, const char **extension) {
  str word = next_word(&head);
  bool is_magic = str_starts(word, STR("%%")), is_directive = str_starts(word, STR("#!"));
  if (!is_magic && !is_directive)
    return false;
  word = str_tail(word, 2);
  if (is_magic && str_eq(word, STR("script")))
    word = next_word(&head);
  const char *named = extension_of(word);
  if (is_magic || named)
    *extension = named;
  return is_magic || named;
}

static size_t peek_string(str string, char *head, size_t len) {
  while (string.len && len + JSONSPAN_UNIT <= MAGIC_ROOM) {
    size_t made, used = jsonspan_unit(string, head + len, &made);
    string = str_tail(string, used);
    len += made;
  }
  return len;
}

/* The beginning of a source, decoded. */
static size_t peek(str source, char head[MAGIC_ROOM]) {
  struct jsonspan reader = jsonspan_enter(source);
  str value;
  size_t len = peek_string(jsonspan_string(source), head, 0);
  while (len + JSONSPAN_UNIT <= MAGIC_ROOM && jsonspan_next(&reader, NULL, &value))
    len = peek_string(jsonspan_string(value), head, len);
  return len;
}

static void blank_magic(struct unquote *maker) {
  str text = {maker->text, maker->len};
  size_t at = text.len - skip_blank(text).len;
  while (at < maker->len && maker->text[at] != '\n')
    maker->text[at++] = ' ';
}

/* ---- cells ---- */

/* A string, or a list of strings that are lines of one text. */
static void add_source(struct unquote *maker, str source) {
  struct jsonspan reader = jsonspan_enter(source);
  str value;
  unquote_start(maker, source.len);
  unquote_add(maker, jsonspan_string(source));
  while (jsonspan_next(&reader, NULL, &value))
    unquote_add(maker, jsonspan_string(value));
}

static void add_cell(struct unquote *maker, str cell, size_t number, const char *extension) {
  char head[MAGIC_ROOM];
  str source = jsonspan_member(cell, STR("source"));
  const char *own = extension_in(jsonspan_member(cell, STR("metadata")));
  extension = own ? own : extension;
  bool has_magic = read_magic((str){head, peek(source, head)}, &extension);
  if (!extension)
    return;
  add_source(maker, source);
  if (has_magic)
    blank_magic(maker);
  unquote_end(maker, arena_printf(maker->arena, "cell %zu.%s", number, extension));
}

void notebook_cells(struct unquote *maker, str notebook) {
  const char *extension = extension_in(jsonspan_member(notebook, STR("metadata")));
  struct jsonspan reader = jsonspan_enter(jsonspan_member(notebook, STR("cells")));
  str cell;
  for (size_t number = 1; jsonspan_next(&reader, NULL, &cell); number++) {
    if (!jsonspan_is(jsonspan_string(jsonspan_member(cell, STR("cell_type"))), STR("code")))
      continue;
    if (unquote_is_full(maker))
      return;
    add_cell(maker, cell, number, extension);
  }
}
