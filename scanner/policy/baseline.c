/* baseline.c -- a baseline: the ids of findings that are accepted, one a line, sorted. */
#include "policy/baseline.h"

#include <stdint.h>
#include <stdlib.h>

#define HEAD "# apso-scan baseline 1"
#define HEAD_BEGIN "# apso-scan baseline "

bool baseline_is_id(str text) {
  if (text.len != BASELINE_ID)
    return false;
  for (size_t i = 0; i < text.len; i++)
    if (!(text.ptr[i] >= '0' && text.ptr[i] <= '9') && !(text.ptr[i] >= 'a' && text.ptr[i] <= 'f'))
      return false;
  return true;
}

/* ---- order ---- */

static int by_id(const void *left, const void *right) {
  const struct baseline_entry *a = left, *b = right;
  int order = str_compare(a->id, b->id);
  if (order == 0)
    order = (a->comment.len == 0) - (b->comment.len == 0);
  return order ? order : (a->line > b->line) - (a->line < b->line);
}

static int compare_to_id(const void *key, const void *entry) {
  return str_compare(*(const str *)key, ((const struct baseline_entry *)entry)->id);
}

void baseline_sort(struct baseline *baseline) {
  struct baseline_entry *entries = baseline->entries.data;
  size_t len = 0;
  if (baseline->entries.len)
    qsort(entries, baseline->entries.len, sizeof *entries, by_id);
  for (size_t i = 0; i < baseline->entries.len; i++) {
    if (len && str_eq(entries[len - 1].id, entries[i].id))
      entries[len - 1].is_used |= entries[i].is_used;
    else
      entries[len++] = entries[i];
  }
  baseline->entries.len = len;
}

struct baseline_entry *baseline_find(const struct baseline *baseline, str id) {
  struct baseline_entry *entries = baseline->entries.data;
  return entries ? bsearch(&id, entries, baseline->entries.len, sizeof *entries, compare_to_id) : NULL;
}

void baseline_push(struct baseline *baseline, str id) {
  vec_push(&baseline->entries, (struct baseline_entry){.id = id, .is_used = true});
}

size_t baseline_prune(struct baseline *baseline) {
  size_t before = baseline->entries.len, len = 0;
  for (size_t i = 0; i < before; i++)
    if (baseline->entries.data[i].is_used)
      baseline->entries.data[len++] = baseline->entries.data[i];
  baseline->entries.len = len;
  return before - len;
}

void baseline_free(struct baseline *baseline) {
  vec_free(&baseline->entries);
  vec_free(&baseline->remarks);
}

/* ---- reading ---- */

/* Marks that git leaves where two sides changed the same lines. */
static bool is_conflict(str line) {
  static const str marks[] = {{"<<<<<<<", 7}, {"=======", 7}, {">>>>>>>", 7}, {"|||||||", 7}};
  for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
    if (str_starts(line, marks[i]))
      return true;
  return false;
}

static bool is_hex(str text) {
  for (size_t i = 0; i < text.len; i++)
    if (!text.ptr[i] || !strchr("0123456789abcdefABCDEF", text.ptr[i]))
      return false;
  return text.len > 0;
}

/* The line itself is not repeated: it may be a key. */
static int fail_line(str name, size_t number, str line, struct err *err) {
  const char *why = "expected an id of 32 hex digits, or a comment behind '#'";
  if (is_conflict(line))
    why = "a conflict of a merge is not resolved; keep the lines of both sides";
  else if (line.len == BASELINE_ID && is_hex(line))
    why = "ids are written in lower case";
  else if (is_hex(line))
    return err_set(err, "%.*s:%zu:1: an id has 32 hex digits, and this has %zu; did a part get lost?", STR_ARG(name),
                   number, line.len);
  return err_set(err, "%.*s:%zu:1: %s", STR_ARG(name), number, why);
}

static int read_remark(struct baseline *baseline, size_t number, str line, struct arena *kept, struct err *err) {
  if (str_eq(line, STR(HEAD)))
    return 0;
  if (str_starts(line, STR(HEAD_BEGIN)))
    return err_set(err, "%.*s:%zu:1: a baseline of another version of apso-scan; this one reads '" HEAD "'",
                   STR_ARG(baseline->name), number);
  vec_push(&baseline->remarks, arena_copy(kept, line));
  return 0;
}

static int read_line(struct baseline *baseline, size_t number, str line, struct arena *kept, struct err *err) {
  line = str_trim(line);
  if (line.len == 0)
    return 0;
  if (line.ptr[0] == '#')
    return read_remark(baseline, number, line, kept, err);
  size_t sign = str_find_byte(line, '#', 0);
  str id = str_trim(str_head(line, sign));
  if (!baseline_is_id(id))
    return fail_line(baseline->name, number, id, err);
  str comment = sign == SIZE_MAX ? STR_NONE : arena_copy(kept, str_trim(str_tail(line, sign + 1)));
  vec_push(&baseline->entries, (struct baseline_entry){arena_copy(kept, id), comment, number, false});
  return 0;
}

int baseline_read(str name, str text, struct baseline *baseline, struct arena *kept, struct err *err) {
  str line;
  baseline->name = arena_copy(kept, name);
  for (size_t number = 1; str_next_line(&text, &line); number++)
    if (read_line(baseline, number, line, kept, err))
      return -1;
  baseline_sort(baseline);
  return 0;
}

/* ---- writing ---- */

void baseline_write(const struct baseline *baseline, struct buf *out) {
  buf_add(out, STR(HEAD "\n"));
  for (size_t i = 0; i < baseline->remarks.len; i++) {
    buf_add(out, baseline->remarks.data[i]); /* may hold NUL */
    buf_add_byte(out, '\n');
  }
  for (size_t i = 0; i < baseline->entries.len; i++) {
    const struct baseline_entry *entry = &baseline->entries.data[i];
    buf_add(out, entry->id);
    buf_add(out, entry->comment.len ? STR(" # ") : STR(""));
    buf_add(out, entry->comment);
    buf_add_byte(out, '\n');
  }
}
