/* newness.c -- which comments a change brings itself. */
#include "pipeline/newness.h"

#include <stdint.h>

enum { TEXT_LIMIT = 16 * 1024 * 1024 };

/* Bytes that are compared in one scan; whoever brings more comments than that brings them in vain. */
#define WORK_LIMIT (UINT64_C(4) << 30)

static bool load_now(struct newness *n, const struct occurrence *o) {
  enum object_type type;
  if (n->now_id.bytes[0] && oid_eq(n->now_id, o->blob))
    return true;
  n->now_id = (oid){{0}};
  if (oid_is_zero(o->blob) || repo_read(n->repo, o->blob, &type, &n->now) != READ_DONE || n->now.len > TEXT_LIMIT)
    return false;
  n->now_id = o->blob;
  return true;
}

static bool load_before(struct newness *n, str path) {
  oid ignored;
  if (n->before_path.len && str_eq(n->before_path, path))
    return true;
  n->before_path = STR_NONE;
  buf_clear(&n->before);
  if (path.len == 0 || n->base->read(n->base, path, TEXT_LIMIT, &n->before, &ignored) != SNAPSHOT_READ)
    return false;
  n->before_path = path;
  return true;
}

/* What stands on the key's line before it and behind it; false if it is not on one line there. */
static bool cut_line(str text, const struct hit *hit, str *before, str *behind) {
  if (hit->start >= hit->end || hit->end > text.len || hit->line != hit->end_line)
    return false;
  const char *newline = memrchr(text.ptr, '\n', hit->start);
  size_t end = str_find_byte(text, '\n', hit->end);
  *before = str_range(newline ? newline + 1 : text.ptr, text.ptr + hit->start);
  *behind = str_range(text.ptr + hit->end, text.ptr + (end == SIZE_MAX ? text.len : end));
  return true;
}

/* UTF-16 for one: there the hit's offsets are those of another text. */
static bool has_comment(str before, str behind) {
  return str_find(before, STR(":allow"), 0) != SIZE_MAX || str_find(behind, STR(":allow"), 0) != SIZE_MAX;
}

static size_t count_lines(str text, str before, str behind) {
  size_t count = 0;
  str line;
  while (str_next_line(&text, &line))
    count += line.len >= before.len + behind.len && str_starts(line, before) && str_ends(line, behind);
  return count;
}

static bool is_old(struct newness *n, const struct occurrence *o) {
  str before, behind;
  if (n->work > WORK_LIMIT || !load_now(n, o) || !load_before(n, o->path))
    return false;
  if (!cut_line(buf_str(&n->now), &o->hit, &before, &behind) || !has_comment(before, behind))
    return false;
  n->work += n->now.len + n->before.len;
  return count_lines(buf_str(&n->now), before, behind) <= count_lines(buf_str(&n->before), before, behind);
}

void newness_settle(struct newness *n, struct occurrence *o) {
  if (o->hit.allows_len == 0)
    return;
  bool was_there = is_old(n, o);
  struct allow *copy = arena_alloc(n->kept, o->hit.allows_len * sizeof *copy);
  memcpy(copy, o->hit.allows, o->hit.allows_len * sizeof *copy);
  for (size_t i = 0; i < o->hit.allows_len; i++)
    copy[i].is_new = !was_there || copy[i].kind != ALLOW_KEY; /* one without an id does not name the key that the change brings */
  o->hit.allows = copy;
}

void newness_free(struct newness *n) {
  buf_free(&n->now);
  buf_free(&n->before);
}
