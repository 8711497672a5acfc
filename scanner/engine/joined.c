/* joined.c -- a key that goes on elsewhere: over the end of a line, or in the next literal of a concatenation.
   A table says which languages join what; everything else is reading forward from the end of a piece. */
#include "engine/joined.h"

#include <stdint.h>

#include "base/buf.h"
#include "model/key.h"

enum {
  GAP_LIMIT = 512,   /* bytes between two pieces */
  ALIKE = 8,         /* bytes at the beginning of two keys */
  LETTERS_LIMIT = 2, /* before a literal: f"…", rb'…' */
};

/* What joins. */
enum {
  BACKSLASH = 1,  /* a backslash that ends a line, the rest at the beginning of the next one */
  INDENTED = 2,   /* the same, and white space before the rest does not count */
  OPERATOR = 4,   /* "a" + "b" */
  ADJACENT = 8,   /* "a" "b" */
  CARET = 16,     /* a '^' that ends a line */
  SOFT = 32,      /* a '=' that ends a line, if the text says quoted-printable */
  BARS = 64,      /* 'a' || 'b' */
  AMPERSAND = 128, /* "a" & "b" */
  RECIPE = 256,    /* a tab at the beginning of the rest is make's own; and "$\\" joins without a blank */
  LINES = 512,     /* literals are joined over lines only: values within one are the script engine's */
};

static const struct language {
  const char *endings; /* of the path, each between blanks */
  unsigned joins;
} languages[] = {
    {" .py .pyi .c .h .cc .cpp .cxx .hpp .hh .m .mm .rb .ino .d .textproto ", BACKSLASH | OPERATOR | ADJACENT},
    {" .js .mjs .cjs .jsx .ts .tsx .mts .cts .vue .svelte .astro .html .htm ", BACKSLASH | OPERATOR | LINES},
    {" .dart ", OPERATOR | ADJACENT},
    {" .rs .ex .exs ", INDENTED | OPERATOR},
    {" .yaml .yml .toml .properties .cfg ", INDENTED},
    {" .bat .cmd ", CARET},
    {" .sql .psql .ddl .dml ", BARS | OPERATOR},
    {" .vb .vbs .bas .cls ", AMPERSAND | OPERATOR},
    {" .eml .mbox .mht .mhtml .mime .msg ", SOFT},
    {" .md .mdx .markdown .rst .txt .log .adoc ", OPERATOR | SOFT},
    {" .json .jsonc .har .ipynb .csv .xml .plist ", 0},
};

static bool is_makefile(str name) {
  return str_eq_nocase(name, STR("makefile")) || str_eq(name, STR("GNUmakefile")) || str_ends(name, STR(".mk")) || str_ends(name, STR(".mak"));
}

static unsigned joins_of(str path) {
  enum { ANY = BACKSLASH | INDENTED | OPERATOR | ADJACENT | CARET | SOFT | BARS | AMPERSAND | RECIPE, ENDING_LIMIT = 12 };
  str name = str_basename(path);
  size_t dot = name.len;
  if (path.len == 0)
    return ANY;
  if (is_makefile(name))
    return BACKSLASH | RECIPE;
  while (dot > 0 && name.ptr[dot - 1] != '.')
    dot--;
  if (dot == 0 || name.len - dot > ENDING_LIMIT)
    return BACKSLASH | OPERATOR;
  char ending[ENDING_LIMIT + 4] = " .";
  for (size_t i = dot; i < name.len && i - dot < ENDING_LIMIT; i++)
    ending[2 + i - dot] = (char)(name.ptr[i] >= 'A' && name.ptr[i] <= 'Z' ? name.ptr[i] + 32 : name.ptr[i]);
  ending[2 + name.len - dot] = ' ';
  for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
    if (str_find(str_from(languages[i].endings), str_head(str_from(ending), 3 + name.len - dot), 0) != SIZE_MAX)
      return languages[i].joins;
  return BACKSLASH | OPERATOR | SOFT;
}

static bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

static bool is_quote(char c) {
  return c == '"' || c == '\'' || c == '`';
}

static size_t skip_blanks(str s, size_t at) {
  while (at < s.len && is_blank(s.ptr[at]))
    at++;
  return at;
}

/* Behind a line's end that stands at `at`; 0 if none does. */
static size_t behind_newline(str s, size_t at) {
  at += at < s.len && s.ptr[at] == '\r';
  return at < s.len && s.ptr[at] == '\n' ? at + 1 : 0;
}

/* White space, lines, backslashes that end them and comments, between two literals. */
static size_t skip_gap(str s, size_t at) {
  for (size_t from = SIZE_MAX; from != at;) {
    from = at;
    while (at < s.len && (is_blank(s.ptr[at]) || s.ptr[at] == '\r' || s.ptr[at] == '\n'))
      at++;
    if (at < s.len && s.ptr[at] == '\\' && behind_newline(s, at + 1))
      at = behind_newline(s, at + 1);
    bool is_comment = at < s.len && (s.ptr[at] == '#' || str_starts(str_tail(s, at), STR("//")));
    while (is_comment && at < s.len && s.ptr[at] != '\n')
      at++;
    size_t close = str_starts(str_tail(s, at), STR("/*")) ? str_find(s, STR("*/"), at) : SIZE_MAX;
    at = close == SIZE_MAX ? at : close + 2;
  }
  return at;
}

/* Behind the operator at `at`; `at` if there is none. */
static size_t skip_operator(str s, size_t at, unsigned joins) {
  static const struct {
    str text;
    unsigned join;
  } operators[] = {{{"||", 2}, BARS}, {{"++", 2}, OPERATOR}, {{"..", 2}, OPERATOR}, {{"<>", 2}, OPERATOR}, {{"+", 1}, OPERATOR}, {{".", 1}, OPERATOR}, {{"&", 1}, AMPERSAND}};
  for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
    if ((joins & operators[i].join) && str_starts(str_tail(s, at), operators[i].text))
      return at + operators[i].text.len;
  return at;
}

/* Behind the opening quote of the literal at `at`; 0 if none begins there. */
static size_t enter_literal(str s, size_t at) {
  for (int i = 0; i < LETTERS_LIMIT && at < s.len && !is_quote(s.ptr[at]); i++)
    at += (s.ptr[at] >= 'a' && s.ptr[at] <= 'z') || (s.ptr[at] >= 'A' && s.ptr[at] <= 'Z') || s.ptr[at] == '$' || s.ptr[at] == '@';
  return at < s.len && is_quote(s.ptr[at]) ? at + 1 : 0;
}

/* Where the literal behind the one that ends at `end` begins; 0 if they are not joined. */
static size_t next_literal(str s, size_t end, unsigned joins) {
  if (end >= s.len || !is_quote(s.ptr[end]))
    return 0;
  size_t gap = skip_gap(s, end + 1);
  size_t behind = skip_operator(s, gap, joins);
  if (behind == gap && gap > end + 1 && !(joins & ADJACENT))
    return 0;
  if (behind == gap && gap == end + 1 && s.ptr[end] == (gap < s.len ? s.ptr[gap] : 0))
    return 0; /* "" closes nothing: a doubled quote, or three of them */
  size_t next = enter_literal(s, skip_gap(s, behind));
  bool is_over_lines = next && str_find_byte(str_head(s, next), '\n', end) != SIZE_MAX;
  return (joins & LINES) && !is_over_lines ? 0 : next;
}

static bool says_quoted_printable(str bytes) {
  enum { HEAD = 4 * 1024 };
  return str_contains_nocase(str_head(bytes, HEAD), STR("quoted-printable"));
}

/* Where the line goes on behind the mark at its end; 0 if it does not. */
static size_t next_line(str s, size_t end, unsigned joins, str bytes) {
  if ((joins & RECIPE) && str_starts(str_tail(s, end), STR("$\\")))
    end++;
  char mark = end < s.len ? s.ptr[end] : 0;
  size_t next = mark ? behind_newline(s, end + 1) : 0;
  if (!next)
    return 0;
  if (mark == '\\' && (joins & INDENTED)) {
    next = skip_blanks(s, next);
    return next + (next < s.len && s.ptr[next] == '\\');
  }
  if (mark == '\\' && (joins & RECIPE))
    return end > 0 && s.ptr[end - 1] == '$' ? skip_blanks(s, next) : next + (next < s.len && s.ptr[next] == '\t');
  bool goes_on = (mark == '\\' && (joins & BACKSLASH)) || (mark == '^' && (joins & CARET)) ||
                 (mark == '=' && (joins & SOFT) && says_quoted_printable(bytes));
  return goes_on ? next : 0;
}

static size_t run_end(str s, size_t at, size_t room) {
  size_t end = at;
  while (end < s.len && end - at < room && key_is_tail_byte(s.ptr[end]))
    end++;
  return end;
}

/* Two that begin alike are two keys, of which somebody forgot the comma between. */
static bool begins_again(str bytes, size_t first, size_t next) {
  return bytes.len - next >= ALIKE && memcmp(bytes.ptr + first, bytes.ptr + next, ALIKE) == 0;
}

bool joined_read(str bytes, str path, size_t at, struct arena *scratch, struct joined *out) {
  struct buf text = {0};
  unsigned joins = joins_of(path);
  out->pieces = 0;
  for (size_t start = at; start < bytes.len && out->pieces < JOINED_PIECES && text.len < JOINED_LIMIT;) {
    size_t end = run_end(bytes, start, JOINED_LIMIT - text.len);
    if (end == start)
      break;
    buf_add(&text, str_range(bytes.ptr + start, bytes.ptr + end));
    out->start[out->pieces] = start;
    out->len[out->pieces++] = end - start;
    str near = str_head(bytes, bytes.len - end > GAP_LIMIT ? end + GAP_LIMIT : bytes.len);
    size_t next = next_literal(near, end, joins);
    next = next ? next : next_line(near, end, joins, bytes);
    if (!next || (out->len[0] >= ALIKE && begins_again(bytes, at, next)))
      break;
    start = next;
  }
  out->text = out->pieces > 1 ? arena_copy(scratch, buf_str(&text)) : STR_NONE;
  buf_free(&text);
  return out->pieces > 1;
}

size_t joined_end(const struct joined *joined, size_t len) {
  for (size_t i = 0; i < joined->pieces; i++) {
    if (len <= joined->len[i])
      return joined->start[i] + len;
    len -= joined->len[i];
  }
  return joined->start[joined->pieces - 1] + joined->len[joined->pieces - 1];
}
