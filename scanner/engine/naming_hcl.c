/* naming_hcl.c -- names in Terraform's language: x of a variable, local.x, type.name.block.attribute, module.m.x; a provider's
   are p.x; elsewhere the path of blocks. One pass from the beginning, which believes nothing to be well-formed. */
#include <stdint.h>
#include <stdlib.h>

#include "engine/naming_formats.h"
#include "engine/naming_lines.h"

enum {
  DEPTH_MAX = 128,
  LABELS_MAX = 4,    /* of a block, and a name */
  NESTED_MAX = 1024, /* bytes of a string in which an expression is open */
};

enum level_kind { LEVEL_BLOCK, LEVEL_MAP, LEVEL_LIST, LEVEL_CALL };

struct level {
  size_t path_len; /* of the path outside of it */
  size_t index;
  enum level_kind kind;
  str label; /* value of its `name` or `key` */
};

struct hcl {
  str text;
  size_t at, key, run;
  struct buf path; /* of the levels, and of the attribute whose value one is in */
  struct level levels[DEPTH_MAX];
  size_t depth, too_deep;
  str words[LABELS_MAX]; /* of the statement, before its sign or bracket */
  size_t words_len;
  str attribute; /* whose value one is in */
  bool in_value;
  size_t string_from; /* of the string or heredoc one was in at the key; SIZE_MAX: none */
  bool in_comment;
  size_t unclosed_to; /* how far one looked for a string's end in vain */
  size_t comment_end; /* where the next comment of several lines ends; found once for many */
};

static struct level *innermost(struct hcl *hcl) {
  return hcl->depth && !hcl->too_deep ? &hcl->levels[hcl->depth - 1] : NULL;
}

static char peek(const struct hcl *hcl, size_t ahead) {
  return hcl->at + ahead < hcl->text.len ? hcl->text.ptr[hcl->at + ahead] : '\0';
}

/* ---- the path ---- */

static void add_step(struct hcl *hcl, str step) {
  if (hcl->path.len < NAMING_NAME_MAX)
    naming_add_step(&hcl->path, step);
}

static void add_index(struct hcl *hcl) {
  const struct level *level = innermost(hcl);
  if (level && level->kind == LEVEL_LIST && hcl->path.len < NAMING_NAME_MAX)
    buf_printf(&hcl->path, "[%zu]", level->index);
}

static void trim_path(struct hcl *hcl) {
  const struct level *level = innermost(hcl);
  size_t len = level ? level->path_len : 0;
  hcl->path.len = len < hcl->path.len ? len : hcl->path.len;
}

/* How a block is called where it is used. */
static void add_block(struct hcl *hcl) {
  static const struct {
    const char *block, *name;
  } blocks[] = {{"variable", "var"}, {"locals", "local"}, {"resource", NULL}, {"provider", NULL}};
  str first = hcl->words[0];
  size_t from = 0;
  for (size_t i = 0; hcl->depth == 0 && i < NAMING_COUNT(blocks); i++)
    if (str_eq(first, str_from(blocks[i].block))) {
      from = 1;
      if (blocks[i].name)
        add_step(hcl, str_from(blocks[i].name));
    }
  for (size_t i = from; i < hcl->words_len; i++)
    add_step(hcl, hcl->words[i]);
}

/* The value of a variable, and of an output, is the variable itself. */
static bool is_itself(const struct hcl *hcl, str attribute) {
  str path = buf_str(&hcl->path);
  if (hcl->depth != 1)
    return false;
  return (str_eq(attribute, STR("default")) && str_starts(path, STR("var."))) ||
         (str_eq(attribute, STR("value")) && str_starts(path, STR("output.")));
}

/* ---- brackets ---- */

static void open_level(struct hcl *hcl, enum level_kind kind) {
  if (hcl->depth == DEPTH_MAX) {
    hcl->too_deep++;
    return;
  }
  add_index(hcl);
  if (kind == LEVEL_BLOCK)
    add_block(hcl);
  hcl->levels[hcl->depth++] = (struct level){hcl->path.len, 0, kind, STR_NONE};
  hcl->words_len = 0;
  hcl->in_value = kind == LEVEL_LIST || kind == LEVEL_CALL;
  hcl->attribute = kind == LEVEL_CALL ? hcl->attribute : STR_NONE;
}

static void close_level(struct hcl *hcl) {
  if (hcl->too_deep > 0) {
    hcl->too_deep--;
    return;
  }
  if (hcl->depth == 0)
    return;
  size_t closed = hcl->levels[--hcl->depth].path_len;
  const struct level *level = innermost(hcl);
  hcl->in_value = level != NULL && level->kind != LEVEL_BLOCK;
  hcl->words_len = 0;
  if (!hcl->in_value || level->kind != LEVEL_CALL)
    trim_path(hcl);
  else
    hcl->path.len = closed < hcl->path.len ? closed : hcl->path.len;
}

static void end_entry(struct hcl *hcl, bool is_comma) {
  struct level *level = innermost(hcl);
  hcl->words_len = 0;
  if (level && level->kind == LEVEL_CALL)
    return;
  if (level && level->kind == LEVEL_LIST) {
    level->index += is_comma;
    trim_path(hcl);
    return;
  }
  trim_path(hcl);
  hcl->in_value = false;
}

/* ---- tokens ---- */

static void add_word(struct hcl *hcl, str word) {
  struct level *level = innermost(hcl);
  bool is_name = str_eq(hcl->attribute, STR("name")) || str_eq(hcl->attribute, STR("key"));
  if (!hcl->in_value && hcl->words_len < LABELS_MAX)
    hcl->words[hcl->words_len++] = word;
  else if (hcl->in_value && level && is_name)
    level->label = word;
}

/* The quote that ends the string whose text begins at `from`; expressions in it may hold quotes. Where that is not so,
   the next quote, and likewise for what begins in the part that was read in vain. */
static size_t string_end(struct hcl *hcl, size_t from) {
  str text = str_head(hcl->text, hcl->key);
  size_t nested = 0, at = from;
  for (; at < text.len && from >= hcl->unclosed_to && text.ptr[at] != '\n' && (!nested ||
      at - from < NESTED_MAX); at++) {
    if (text.ptr[at] == '\\')
      at++;
    else if (at + 1 < text.len && (text.ptr[at] == '$' || text.ptr[at] == '%') && text.ptr[at + 1] == '{')
      nested++, at++;
    else if (nested && text.ptr[at] == '}')
      nested--;
    else if (!nested && text.ptr[at] == '"')
      return at;
  }
  hcl->unclosed_to = at > hcl->unclosed_to ? at : hcl->unclosed_to;
  while (from < text.len && text.ptr[from] != '"' && text.ptr[from] != '\n')
    from++;
  return from;
}

static void read_string(struct hcl *hcl) {
  size_t from = hcl->at + 1, to = string_end(hcl, from);
  if (to >= hcl->key) {
    hcl->string_from = from;
    hcl->at = hcl->key;
    return;
  }
  add_word(hcl, naming_slice(hcl->text, from, to));
  hcl->at = to + (hcl->text.ptr[to] == '"');
}

/* <<EOF and <<-EOF: their lines, up to one that is the word alone. */
static void read_heredoc(struct hcl *hcl) {
  size_t from = hcl->at + 2 + (peek(hcl, 2) == '-' || peek(hcl, 2) == '~'), to = from;
  while (to < hcl->text.len && naming_is_word(hcl->text.ptr[to]))
    to++;
  str word = naming_slice(hcl->text, from, to);
  if (word.len == 0 || !naming_is_letter(word.ptr[0])) {
    hcl->at += 2;
    return;
  }
  size_t line = naming_line_to(hcl->text, to);
  while (line < hcl->key) {
    size_t next = naming_line_to(hcl->text, line + 1);
    if (str_eq(str_trim(naming_slice(hcl->text, line + 1, next)), word)) {
      hcl->at = next < hcl->key ? next : hcl->key;
      return;
    }
    if (next >= hcl->key)
      hcl->string_from = line + 1;
    line = next;
  }
  hcl->at = hcl->key;
}

static void read_word(struct hcl *hcl) {
  size_t from = hcl->at;
  while (hcl->at < hcl->key && (naming_is_word(peek(hcl, 0)) || peek(hcl, 0) == '-' || peek(hcl, 0) == '.'))
    hcl->at++;
  if (hcl->at == from)
    hcl->at++;
  else if (!hcl->in_value)
    add_word(hcl, naming_slice(hcl->text, from, hcl->at));
}

static void read_sign(struct hcl *hcl) {
  bool is_comparison = peek(hcl, 1) == '=' || (hcl->at > 0 && memchr("=!<>", hcl->text.ptr[hcl->at - 1], 4));
  hcl->at++;
  if (hcl->in_value || is_comparison || hcl->words_len == 0)
    return;
  trim_path(hcl);
  hcl->attribute = hcl->words[hcl->words_len - 1];
  add_index(hcl);
  if (!is_itself(hcl, hcl->attribute))
    add_step(hcl, hcl->attribute);
  hcl->words_len = 0;
  hcl->in_value = true;
  if (peek(hcl, 0) == '>')
    hcl->at++;
}

static void skip_comment(struct hcl *hcl, size_t sign) {
  if (hcl->at >= hcl->run) {
    hcl->at += sign;
    return;
  }
  size_t line = naming_line_to(hcl->text, hcl->at);
  hcl->in_comment = line >= hcl->key;
  hcl->at = hcl->in_comment ? hcl->key : line;
}

static void skip_long_comment(struct hcl *hcl) {
  if (hcl->comment_end < hcl->at + 2)
    hcl->comment_end = str_find(hcl->text, STR("*/"), hcl->at + 2);
  hcl->at = hcl->comment_end >= hcl->key ? hcl->at + 2 : hcl->comment_end + 2;
}

static void read_bracket(struct hcl *hcl, char c) {
  if (c == '{')
    open_level(hcl, hcl->in_value ? LEVEL_MAP : LEVEL_BLOCK);
  else if (c == '[')
    open_level(hcl, LEVEL_LIST);
  else if (c == '(')
    open_level(hcl, LEVEL_CALL);
  else
    close_level(hcl);
  hcl->at++;
}

static void read_one(struct hcl *hcl) {
  char c = peek(hcl, 0), next = peek(hcl, 1);
  if (c == '\n' || c == ',') {
    end_entry(hcl, c == ',');
    hcl->at++;
  } else if (naming_is_blank(c)) {
    hcl->at++;
  } else if (c == '#' || (c == '/' && next == '/')) {
    skip_comment(hcl, c == '#' ? 1 : 2);
  } else if (c == '/' && next == '*') {
    skip_long_comment(hcl);
  } else if (c == '"') {
    read_string(hcl);
  } else if (c == '<' && next == '<') {
    read_heredoc(hcl);
  } else if (c != '\0' && strchr("{}[]()", c)) {
    read_bracket(hcl, c);
  } else if (c == '=' || c == ':') {
    read_sign(hcl);
  } else {
    read_word(hcl);
  }
}

/* ---- together ---- */

/* set { name = "x" value = KEY }: also where the name comes behind. */
static str label_of(struct hcl *hcl, size_t end) {
  enum { BEHIND_MAX = 400 };
  static const char *const values[] = {"value", "val"};
  const struct level *level = innermost(hcl);
  bool is_inner = level && (hcl->depth > 1 || level->kind == LEVEL_MAP ||
      str_eq(buf_str(&hcl->path), STR("set.value")));
  if (!is_inner || !naming_is_one_of(hcl->attribute, values, NAMING_COUNT(values)) || level->kind == LEVEL_CALL)
    return STR_NONE;
  if (level->label.len)
    return level->label;
  str rest = str_head(str_tail(hcl->text, end), BEHIND_MAX);
  rest = str_head(rest, str_find_byte(rest, '}', 0));
  size_t name = str_find(rest, STR("name"), 0);
  size_t open = name == SIZE_MAX ? SIZE_MAX : str_find_byte(rest, '"', name + 6);
  size_t close = open == SIZE_MAX ? SIZE_MAX : str_find_byte(rest, '"', open + 1);
  bool is_near = close != SIZE_MAX && open - name < 24 && !naming_is_word(rest.ptr[name + 4]);
  return is_near ? naming_slice(rest, open + 1, close) : STR_NONE;
}

static struct naming inside_string(const struct hcl *hcl, size_t end) {
  if (hcl->string_from == SIZE_MAX || hcl->string_from >= hcl->key)
    return NAMING_NONE_FOUND;
  size_t line = naming_line_from(hcl->text, hcl->key);
  size_t from = hcl->string_from > line ? hcl->string_from : line;
  return naming_in_string(naming_part((struct naming_place){hcl->text, hcl->key, end}, from, naming_line_to(hcl->text,
      end)));
}

static struct naming name_of(struct hcl *hcl, size_t end) {
  str label = label_of(hcl, end);
  if (label.len)
    return (struct naming){label, true};
  struct naming inner = inside_string(hcl, end);
  if (inner.name.len)
    return inner;
  add_index(hcl);
  return (struct naming){hcl->in_value ? buf_str(&hcl->path) : STR_NONE, false};
}

struct naming naming_hcl(str bytes, size_t start, size_t end, struct arena *kept) {
  static const char *const marks[] = {"#", "//"};
  struct hcl *hcl = memory_new_zeroed(1, sizeof *hcl);
  *hcl = (struct hcl){.text = bytes, .key = start, .string_from = SIZE_MAX};
  hcl->run = naming_comment_run(bytes, start, marks, NAMING_COUNT(marks));
  while (hcl->at < hcl->key)
    read_one(hcl);
  struct naming found = hcl->in_comment ? NAMING_NONE_FOUND : naming_kept(name_of(hcl, end), kept);
  if (str_starts(found.name, STR("var."))) /* as tfvars call it */
    found.name = str_tail(found.name, 4);
  if (found.name.len == 0)
    found = naming_kept(naming_in_line(naming_window(bytes, start, end)), kept);
  buf_free(&hcl->path);
  free(hcl);
  return found;
}
