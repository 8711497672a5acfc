/* candidate.c -- the detector that finds candidates in text: patterns in small windows round keywords. */
#include "engine/candidate.h"

#include "base/buf.h"
#include "engine/conditions.h"
#include "engine/joined.h"
#include "model/key.h"

enum {
  WINDOW_BEFORE = 512,     /* bytes before a keyword that a pattern sees */
  WINDOW_AFTER = 256,      /* bytes behind the run of key characters that begins at the keyword */
  KEY_LIMIT = 4096,        /* bytes of a key */
  HABIT_AFTER = 2048,      /* the same where a whole command is asked for */
  MATCHES_LIMIT = 64,      /* matches of one pattern in one window */
};

struct window {
  str bytes;
  size_t start; /* offset in the item */
  bool mid_line;
};

static struct window window_around(str bytes, size_t at, size_t after) {
  size_t start = at > WINDOW_BEFORE ? at - WINDOW_BEFORE : 0;
  size_t end = at;
  while (end < bytes.len && end - at < KEY_LIMIT && key_is_tail_byte(bytes.ptr[end]))
    end++;
  end = bytes.len - end > after ? end + after : bytes.len;
  return (struct window){str_range(bytes.ptr + start, bytes.ptr + end), start, start > 0 && bytes.ptr[start - 1] != '\n'};
}

/* Looks for the match whose key holds the byte at `at` of the subject; with `beside`, one that holds it anywhere. 1, 0, or -1
   for a limit. */
static int find_covering(const struct compiled_rule *rule, struct regex_space *space, struct window window, size_t at, bool beside,
                         str *key) {
  size_t from = 0;
  for (int i = 0; i < MATCHES_LIMIT && from <= at; i++) {
    int found = regex_find(rule->regex, space, window.bytes, from, window.mid_line);
    if (found <= 0)
      return found;
    *key = regex_group(space, window.bytes, rule->rule->group);
    str whole = regex_group(space, window.bytes, 0), holder = beside ? whole : *key;
    size_t start = (size_t)(holder.ptr - window.bytes.ptr), end = (size_t)(whole.ptr - window.bytes.ptr) + whole.len;
    if (key->len && start <= at && at < start + holder.len)
      return 1;
    /* An assignment before the one we look for may have swallowed its beginning: go on behind the key only. */
    if (key->ptr && start > at)
      return 0;
    from = end > from ? end : from + 1;
  }
  return 0;
}

/* ---- what the pattern sees ---- */

/* A key of several pieces is put together first. */
struct subject {
  struct window window;
  struct joined joined; /* no pieces: the window is of the item's own bytes */
  size_t at;            /* of the keyword, in the window */
};

/* What stands before the key, its pieces in one, and what stands behind the last of them. */
static str put_together(str bytes, struct window window, size_t at, const struct joined *joined, struct arena *scratch) {
  struct buf text = {0};
  size_t end = joined_end(joined, joined->text.len);
  buf_add(&text, str_range(window.bytes.ptr, bytes.ptr + at));
  buf_add(&text, joined->text);
  buf_add(&text, str_head(str_tail(bytes, end), WINDOW_AFTER));
  str copy = arena_copy(scratch, buf_str(&text));
  buf_free(&text);
  return copy;
}

static struct subject subject_at(const struct item *item, size_t at, size_t after, struct arena *scratch) {
  struct subject subject = {.window = window_around(item->bytes, at, after)};
  subject.at = at - subject.window.start;
  if (joined_read(item->bytes, item->path, at, scratch, &subject.joined))
    subject.window.bytes = put_together(item->bytes, subject.window, at, &subject.joined, scratch);
  else
    subject.joined.pieces = 0;
  return subject;
}

/* Where the `len` bytes of the subject that begin at `from` end in the item. */
static size_t end_in_item(const struct subject *subject, size_t from, size_t len) {
  size_t end = from + len;
  if (subject->joined.pieces && end > subject->at)
    return joined_end(&subject->joined, end - subject->at);
  return subject->window.start + end;
}

/* ---- what it finds ---- */

/* A short tail with dots or stars behind it is what somebody left of a key to show it; stars before it too are for bold type. */
static bool is_shortened(str subject, str key) {
  static const str marks[] = {{"...", 3}, {"\xe2\x80\xa6", 3}, {"\xe2\x80\xa2", 3}, {"**", 2}, {"[...]", 5}, {"<...>", 5}};
  size_t start = (size_t)(key.ptr - subject.ptr);
  str behind = str_tail(subject, start + key.len);
  if (key_parse(key).tail.len >= KEY_TAIL_SHOWN_FROM || str_ends(str_head(subject, start), STR("**")))
    return false;
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
    if (str_starts(behind, marks[i]))
      return true;
  return false;
}

/* Hygiene: what is found is a habit, not the key that may be part of it. */
static void push_habit(const struct compiled_rule *rule, const struct subject *subject, str match, str name, struct candidates *out) {
  size_t from = (size_t)(match.ptr - subject->window.bytes.ptr), start = subject->window.start + from;
  vec_push(out, (struct candidate){.rule = rule->rule, .start = start, .end = end_in_item(subject, from, match.len), .variable = name});
}

static void find_plain(const struct compiled_rule *rule, const struct item *item, size_t at, struct regex_space *space, struct arena *scratch,
                       struct candidates *out, struct coverage *coverage) {
  bool is_habit = rule->rule->class == CLASS_HYGIENE;
  struct subject subject = subject_at(item, at, is_habit ? HABIT_AFTER : WINDOW_AFTER, scratch);
  str bytes = subject.window.bytes, key = STR_NONE;
  int found = find_covering(rule, space, subject.window, subject.at, false, &key);
  if (found == 0 && rule->rule->group) /* a keyword beside the key, as a name is */
    found = find_covering(rule, space, subject.window, subject.at, true, &key);
  if (found < 0)
    coverage_degraded(coverage, DEGRADED_MATCH, item->path);
  if (found <= 0 || is_shortened(bytes, key))
    return;
  str name = rule->name_group ? regex_group(space, bytes, rule->name_group) : STR_NONE;
  if (is_habit) {
    str match = regex_group(space, bytes, 0);
    if (rule->rule->group == 0 || conditions_hold(rule, space, key))
      push_habit(rule, &subject, match, name, out);
    return;
  }
  size_t from = (size_t)(key.ptr - bytes.ptr), start = subject.window.start + from;
  vec_push(out, (struct candidate){.rule = rule->rule, .key = key, .start = start, .end = end_in_item(&subject, from, key.len), .variable = name});
}

size_t candidate_find(const struct compiled_rule *rule, const struct item *item, size_t at, struct regex_space *space,
                      struct arena *scratch, struct candidates *out, struct coverage *coverage) {
  if (!rule->regex)
    return at;
  find_plain(rule, item, at, space, scratch, out, coverage);
  size_t end = at;
  while (end < item->bytes.len && end - at < KEY_LIMIT && key_is_tail_byte(item->bytes.ptr[end]))
    end++;
  return end;
}
