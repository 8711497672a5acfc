/* allow.c -- comments that accept keys on their lines. */
#include "engine/allow.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "model/key.h"

#define ALLOW_WORD ":allow"

enum { COMMENT_LIMIT = 1024 }; /* bytes behind the word that are looked at */

/* ---- where they stand ---- */

static bool is_letter(char byte) {
  return key_is_tail_byte(byte) && byte != '_' && byte != '-';
}

/* What the name before ":allow" says; false if it is none of ours. */
static bool kind_at(str text, size_t word, enum allow_kind *kind, size_t *start) {
  static const struct {
    str name;
    enum allow_kind kind;
  } names[] = {{{"apso-scan", 9}, ALLOW_LINE}, {{"gitleaks", 8}, ALLOW_GITLEAKS}};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    if (!str_ends(str_head(text, word), names[i].name))
      continue;
    *kind = names[i].kind;
    *start = word - names[i].name.len;
    return *start == 0 || !key_is_tail_byte(text.ptr[*start - 1]);
  }
  return false;
}

/* "allow", and not "allowed" or "allow-list". */
static bool ends_word(str rest) {
  return rest.len == 0 || !key_is_tail_byte(rest.ptr[0]) || str_starts(rest, STR("--"));
}

static struct allow_mark mark_on_line(const struct allow_marks *marks, size_t start) {
  const struct allow_mark *last = marks->len ? &marks->data[marks->len - 1] : NULL;
  struct allow_mark mark = {.line_start = last ? last->line_start : 0, .line_end = last ? last->line_end : 0};
  if (last && start < last->line_end)
    return mark;
  const char *from = marks->text.ptr + mark.line_end;
  const char *newline = memrchr(from, '\n', start - mark.line_end);
  mark.line_start = newline ? (size_t)(newline + 1 - marks->text.ptr) : mark.line_end;
  size_t end = str_find_byte(marks->text, '\n', start);
  mark.line_end = end == SIZE_MAX ? marks->text.len : end;
  return mark;
}

void allow_find(str text, struct allow_marks *marks) {
  size_t word_len = STR(ALLOW_WORD).len;
  marks->text = text;
  marks->len = marks->read_len = 0;
  for (size_t at = 0; (at = str_find(text, STR(ALLOW_WORD), at)) != SIZE_MAX; at += word_len) {
    enum allow_kind kind;
    size_t start;
    if (!kind_at(text, at, &kind, &start) || !ends_word(str_tail(text, at + word_len)))
      continue;
    struct allow_mark mark = mark_on_line(marks, start);
    mark.kind = kind;
    mark.start = start;
    mark.end = at + word_len;
    vec_push(marks, mark);
  }
}

void allow_free(struct allow_marks *marks) {
  vec_free(marks);
}

/* ---- what they say ---- */

/* Where the first key at or after `from` begins. */
static size_t next_key(const struct text_spans *masked, size_t from) {
  size_t low = 0, high = masked->len;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (masked->data[middle].start < from)
      low = middle + 1;
    else
      high = middle;
  }
  return low < masked->len ? masked->data[low].start : SIZE_MAX;
}

/* A quote with something behind it that goes on in code, or nothing: it closes the string that the comment is in. */
static bool closes_string(str rest) {
  if (rest.ptr[0] != '"' && rest.ptr[0] != '\'' && rest.ptr[0] != '`')
    return false;
  str behind = str_trim(str_tail(rest, 1));
  return behind.len == 0 || strchr(",]}):;", behind.ptr[0]) != NULL;
}

/* Up to where the comment ends, or the string that it is. */
static str without_end(str text) {
  static const str ends[] = {{"*/", 2}, {"-->", 3}, {"#}", 2}, {"%>", 2}, {"--}}", 4}};
  for (size_t at = 0; at < text.len; at++) {
    str rest = str_tail(text, at);
    if (closes_string(rest))
      return str_head(text, at);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
      if (str_starts(rest, ends[i]))
        return str_head(text, at);
  }
  return text;
}

/* Where the next comment on the line begins, this one's reason ends with the signs of that. */
static str without_signs(str text) {
  text = str_trim(text);
  while (text.len && strchr("#/*;-<!{%, \t", text.ptr[text.len - 1]))
    text.len--;
  return text;
}

static str keep_reason(str reason, struct arena *kept) {
  size_t len = reason.len < ALLOW_REASON_LIMIT ? reason.len : ALLOW_REASON_LIMIT;
  while (len < reason.len && len > 0 && ((unsigned char)reason.ptr[len] & 0xc0) == 0x80) /* inside a code point */
    len--;
  return arena_copy(kept, str_trim(str_head(reason, len)));
}

static bool is_hex(str text) {
  for (size_t i = 0; i < text.len; i++)
    if (!strchr("0123456789abcdefABCDEF", text.ptr[i]) || !text.ptr[i])
      return false;
  return true;
}

static str lower_copy(str text, struct arena *kept) {
  char *copy = arena_alloc(kept, text.len + 1);
  for (size_t i = 0; i < text.len; i++)
    copy[i] = text.ptr[i] >= 'A' && text.ptr[i] <= 'F' ? (char)(text.ptr[i] + 32) : text.ptr[i];
  return (str){copy, text.len};
}

/* Cuts an id off the text; a word that is none makes the comment malformed. */
static void take_id(str *text, struct allow *allow, struct arena *kept) {
  size_t len = 0;
  while (len < text->len && is_letter(text->ptr[len]))
    len++;
  if (len == 0) {
    bool is_plain = text->len == 0 || str_starts(*text, STR("--"));
    allow->kind = is_plain ? allow->kind : ALLOW_MALFORMED; /* whatever was meant, it is not any key */
    return;
  }
  str word = str_head(*text, len);
  bool is_id = len >= ALLOW_ID_LEAST && len <= ALLOW_ID_MOST && is_hex(word) && ends_word(str_tail(*text, len));
  allow->kind = is_id ? ALLOW_KEY : ALLOW_MALFORMED;
  allow->id = is_id ? lower_copy(word, kept) : STR_NONE;
  *text = str_trim(str_tail(*text, len));
}

static struct allow read_mark(const struct allow_marks *marks, size_t index, const struct text_spans *masked,
                              struct arena *kept) {
  const struct allow_mark *mark = &marks->data[index];
  bool has_next = index + 1 < marks->len && marks->data[index + 1].start < mark->line_end;
  size_t end = has_next ? marks->data[index + 1].start : mark->line_end, key = next_key(masked, mark->end);
  end = key < end ? key : end;
  end = end - mark->end < COMMENT_LIMIT ? end : mark->end + COMMENT_LIMIT;
  str text = str_trim(without_end(str_range(marks->text.ptr + mark->end, marks->text.ptr + end)));
  text = has_next || key == end ? without_signs(text) : text;
  struct allow allow = {.kind = mark->kind};
  if (mark->kind == ALLOW_LINE)
    take_id(&text, &allow, kept);
  if (allow.kind != ALLOW_MALFORMED && str_starts(text, STR("--")))
    allow.reason = keep_reason(str_trim(str_tail(text, 2)), kept);
  return allow;
}

/* ---- on which key ---- */

/* The first mark whose line does not end before `start`. */
static size_t first_from(const struct allow_marks *marks, size_t start) {
  size_t low = 0, high = marks->len;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (marks->data[middle].line_end < start)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* Of a key over several lines any part may be a comment. */
static bool is_inside(const struct allow_mark *mark, const struct hit *hit) {
  return hit->line == hit->end_line && mark->start >= hit->start && mark->end <= hit->end;
}

static bool is_beside(const struct allow_mark *mark, const struct hit *hit) {
  return mark->line_start < hit->end && !is_inside(mark, hit);
}

void allow_take(struct allow_marks *marks, const struct text_spans *masked, struct hit *hit, struct arena *kept) {
  size_t from = first_from(marks, hit->start), len = 0;
  while (from < marks->len && is_inside(&marks->data[from], hit))
    from++;
  while (from + len < marks->len && len < ALLOW_LINE_LIMIT && is_beside(&marks->data[from + len], hit))
    len++;
  if (len == 0)
    return;
  if (marks->read_len != len || marks->read_from != from) {
    struct allow *allows = arena_zeroed(kept, len * sizeof *allows);
    for (size_t i = 0; i < len; i++)
      allows[i] = read_mark(marks, from + i, masked, kept);
    marks->read = allows;
    marks->read_from = from;
    marks->read_len = len;
  }
  hit->allows = marks->read;
  hit->allows_len = len;
}
