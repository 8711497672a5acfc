/* entries.c -- the entries of a tree, or only those that a delta made new. */
#include "source/entries.h"

#include <stdlib.h>

void entries_free(struct entries *entries) {
  free(entries->start);
  free(entries->tag);
  *entries = (struct entries){0};
}

/* ---- what is made ---- */

/* Room for `more` entries and the end. */
static void reserve(struct entries *e, size_t more, bool tags) {
  if (e->len + more + 1 <= e->room)
    return;
  e->room = e->len + more + 1 + e->room;
  e->start = memory_resize(e->start, e->room * sizeof *e->start);
  if (tags)
    e->tag = memory_resize(e->tag, e->room * sizeof *e->tag);
}

static void append(struct entries *made, uint32_t start, uint32_t tag, bool tags) {
  reserve(made, 1, tags);
  made->start[made->len] = start;
  if (tags)
    made->tag[made->len] = tag;
  made->len++;
}

/* Entries of the base as they are, only elsewhere. */
static void append_run(struct entries *made, const struct entries *base, size_t first, size_t count, uint32_t at, bool tags) {
  reserve(made, count, tags);
  uint32_t shift = at - base->start[first];
  for (size_t i = 0; i < count; i++)
    made->start[made->len + i] = base->start[first + i] + shift;
  if (tags)
    memcpy(made->tag + made->len, base->tag + first, count * sizeof *made->tag);
  made->len += count;
}

static void end_at(struct entries *made, size_t end) {
  reserve(made, 0, made->tag != NULL);
  made->start[made->len] = (uint32_t)end;
}

/* ---- one entry after the other ---- */

struct walking {
  struct entry_walk *walk;
  struct entries *made; /* or NULL */
  size_t at;            /* where in the tree the next entry begins */
  size_t name_end;      /* of the partial entry, SIZE_MAX: not there yet */
  bool is_old_name;     /* likewise */
  str base;
  const struct entries *base_entries;
  size_t base_next; /* the first entry of the base that was not met yet */
  bool is_damaged;
};

static void take(struct walking *s, str bytes, bool is_old_name) {
  struct tree_entry entry;
  if (!tree_entry_at(bytes, s->walk->oid_size, &entry) || entry.size != bytes.len) {
    s->is_damaged = true;
    return;
  }
  uint32_t tag = s->walk->take(s->walk->data, &entry, is_old_name);
  if (s->made)
    append(s->made, (uint32_t)s->at, tag, s->walk->keeps_tags);
  s->at += bytes.len;
}

static size_t add_up_to(struct buf *partial, str bytes, size_t len) {
  len = len < bytes.len ? len : bytes.len;
  buf_add(partial, str_head(bytes, len));
  return len;
}

/* More of an entry whose beginning is kept. How many bytes it took. */
static size_t go_on(struct walking *s, str bytes) {
  struct buf *partial = &s->walk->partial;
  size_t used = 0;
  if (s->name_end == SIZE_MAX) {
    size_t end = str_find_byte(bytes, '\0', 0);
    s->name_end = end == SIZE_MAX ? SIZE_MAX : partial->len + end;
    used = add_up_to(partial, bytes, end == SIZE_MAX ? bytes.len : end + 1);
    if (end == SIZE_MAX)
      return used;
  }
  size_t whole = s->name_end + 1 + s->walk->oid_size;
  used += add_up_to(partial, str_tail(bytes, used), whole - partial->len);
  if (partial->len < whole)
    return used;
  take(s, buf_str(partial), s->is_old_name);
  partial->len = 0;
  return used;
}

/* The rest of an entry, a whole one, or the beginning of one. How many bytes it took; `in_base`: they begin as an
   entry of the base does. */
static size_t feed(struct walking *s, str bytes, bool in_base) {
  struct buf *partial = &s->walk->partial;
  if (partial->len)
    return go_on(s, bytes);
  s->name_end = str_find_byte(bytes, '\0', 0);
  size_t whole = s->name_end == SIZE_MAX ? SIZE_MAX : s->name_end + 1 + s->walk->oid_size;
  if (whole <= bytes.len) {
    take(s, str_head(bytes, whole), false);
    return whole;
  }
  s->is_old_name = in_base && s->name_end != SIZE_MAX;
  buf_add(partial, bytes);
  return bytes.len;
}

static void feed_all(struct walking *s, str bytes) {
  while (bytes.len && !s->is_damaged)
    bytes = str_tail(bytes, feed(s, bytes, false));
}

/* ---- copies ---- */

/* Index of the first entry of the base at or behind `position`. */
static size_t lower_bound(const struct entries *base, size_t low, size_t position) {
  size_t high = base->len;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (base->start[middle] < position)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static void drop_up_to(struct walking *s, size_t index) {
  for (; s->walk->drop && s->base_next < index; s->base_next++)
    s->walk->drop(s->walk->data, s->base_entries->tag[s->base_next]);
  s->base_next = index;
}

/* Entries first to end - 1 of the base are entries here. -1 if some were met before. */
static int take_run(struct walking *s, size_t first, size_t end) {
  if (first < s->base_next)
    return -1;
  drop_up_to(s, first);
  if (s->made)
    append_run(s->made, s->base_entries, first, end - first, (uint32_t)s->at, s->walk->keeps_tags);
  s->at += s->base_entries->start[end] - s->base_entries->start[first];
  s->base_next = end;
  return 0;
}

static int take_copy(struct walking *s, size_t from, size_t end) {
  const struct entries *base = s->base_entries;
  while (from < end && !s->is_damaged) {
    str bytes = {s->base.ptr + from, end - from};
    if (s->walk->partial.len) {
      from += feed(s, bytes, false);
      continue;
    }
    size_t known = s->base_next <= base->len && base->start[s->base_next] <= from ? s->base_next : 0;
    size_t first = lower_bound(base, known, from);
    bool is_entry = first < base->len && base->start[first] == from;
    size_t behind = is_entry ? lower_bound(base, first, end + 1) : first; /* entries before it begin in the copy */
    if (behind > first && !(behind == base->len && base->start[base->len] <= end))
      behind--; /* the last one does not end in it */
    if (behind == first) {
      from += feed(s, bytes, is_entry);
      continue;
    }
    if (take_run(s, first, behind))
      return -1;
    from = base->start[behind];
  }
  return 0;
}

/* ---- whole walks ---- */

static enum entry_outcome end_walk(struct walking *s, size_t size) {
  bool is_whole = !s->is_damaged && s->walk->partial.len == 0 && s->at == size;
  s->walk->partial.len = 0;
  if (s->made)
    end_at(s->made, s->at);
  return is_whole ? ENTRIES_DONE : ENTRIES_DAMAGED;
}

enum entry_outcome entries_walk(struct entry_walk *walk, str tree, struct entries *made) {
  struct walking s = {.walk = walk, .made = made};
  if (tree.len > UINT32_MAX)
    return ENTRIES_DAMAGED;
  if (made)
    made->len = 0;
  feed_all(&s, tree);
  return end_walk(&s, tree.len);
}

enum entry_outcome entries_walk_delta(struct entry_walk *walk, str base, const struct entries *base_entries, struct delta delta,
                                      struct entries *made) {
  struct walking s = {.walk = walk, .made = made, .base = base, .base_entries = base_entries};
  struct delta_step step;
  uint64_t size = delta.target_size;
  int more = 0;
  if (size > UINT32_MAX || delta.base_size != base.len)
    return ENTRIES_DAMAGED;
  if (made)
    made->len = 0;
  while (!s.is_damaged && (more = delta_next(&delta, &step)) > 0) {
    if (!step.is_new && (step.from > base.len || step.len > base.len - step.from)) {
      walk->partial.len = 0;
      return ENTRIES_DAMAGED;
    }
    if (step.is_new)
      feed_all(&s, (str){step.bytes, step.len});
    else if (take_copy(&s, step.from, step.from + step.len)) {
      walk->partial.len = 0;
      return ENTRIES_MIXED;
    }
  }
  drop_up_to(&s, base_entries->len);
  enum entry_outcome outcome = end_walk(&s, size);
  return more < 0 ? ENTRIES_DAMAGED : outcome;
}
