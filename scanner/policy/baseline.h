/* baseline.h -- a baseline: the ids of findings that are accepted, one a line, sorted. Nothing else is in it, so that
   it merges without conflict and tells nobody where a key is. What people write behind '#' is kept.
     # apso-scan baseline 1
     0123456789abcdef0123456789abcdef # rotated, see #12 */
#ifndef APSO_POLICY_BASELINE_H
#define APSO_POLICY_BASELINE_H

#include "base/buf.h"
#include "base/memory.h"

enum { BASELINE_TEXT_LIMIT = 64 * 1024 * 1024, BASELINE_ID = 32 };

struct baseline_entry {
  str id;      /* 32 hex digits */
  str comment; /* behind its '#', or empty */
  size_t line;
  bool is_used;
};

struct baseline {
  str name; /* as people call the file */
  struct {
    struct baseline_entry *data; /* sorted by id, each once */
    size_t len;
    size_t room;
  } entries;
  struct {
    str *data; /* lines of comments, after the head */
    size_t len;
    size_t room;
  } remarks;
};

/* Lines in any order, and doubled ones, are what a merge may leave: they are read. Anything else that is neither an id
   nor a comment fails, with file, line, column and what it should be. All texts are copied to `kept`. */
int baseline_read(str name, str text, struct baseline *baseline, struct arena *kept, struct err *err) MUST_USE;
void baseline_free(struct baseline *baseline);

/* NULL: it is not in there. */
struct baseline_entry *baseline_find(const struct baseline *baseline, str id);
/* Adds an id unless it is there; `id` is borrowed. Sorted again only by baseline_sort. */
void baseline_push(struct baseline *baseline, str id);
/* Sorts, and keeps of ids that are there twice the one with a comment. */
void baseline_sort(struct baseline *baseline);
/* Keeps the entries that are used. Returns how many went. */
size_t baseline_prune(struct baseline *baseline);
/* Appends the file's text. */
void baseline_write(const struct baseline *baseline, struct buf *out);

/* 32 lower-case hex digits. */
bool baseline_is_id(str text);

#endif
