/* entries_check.c -- holds what entries_walk and entries_walk_delta give against the two trees read whole. */
#include "entries_check.h"

#include <stdlib.h>

#include "base/memory.h"

enum { TARGET_LIMIT = 1 << 24 };

/* ---- what is right: tree_entry_at, delta_apply ---- */

struct whole {
  str bytes;
  VEC(size_t) start; /* of each entry; the end of the last as one more */
  bool is_tree;      /* nothing but whole entries */
};

static struct whole read_whole(str bytes, size_t oid_size) {
  struct whole w = {.bytes = bytes};
  struct tree_entry entry;
  size_t at = 0;
  vec_push(&w.start, at);
  while (tree_entry_at(str_tail(bytes, at), oid_size, &entry)) {
    at += entry.size;
    vec_push(&w.start, at);
  }
  w.is_tree = at == bytes.len;
  return w;
}

static size_t count_of(const struct whole *w) {
  return w->start.len - 1;
}

static str entry_of(const struct whole *w, size_t index) {
  return str_range(w->bytes.ptr + w->start.data[index], w->bytes.ptr + w->start.data[index + 1]);
}

/* The entry of the base that lies whole in the same copy as [from, end) of the target; SIZE_MAX: none. */
static size_t copied_entry(const struct whole *base, struct delta delta, size_t from, size_t end) {
  struct delta_step step;
  for (size_t at = 0; delta_next(&delta, &step) > 0; at += step.len) {
    if (from < at || end > at + step.len)
      continue;
    if (step.is_new)
      return SIZE_MAX;
    for (size_t i = 0; i < count_of(base); i++)
      if (base->start.data[i] == step.from + (from - at))
        return i;
    return SIZE_MAX;
  }
  return SIZE_MAX;
}

/* ---- what is given ---- */

struct taken {
  struct buf bytes; /* mode, name, NUL, id, as far as an entry gives them again */
  uint32_t tag;
  bool is_old_name;
};

struct given {
  size_t oid_size;
  uint32_t next_tag;
  VEC(struct taken) taken;
  VEC(uint32_t) dropped;
};

static uint32_t take(void *data, const struct tree_entry *entry, bool is_old_name) {
  struct given *g = data;
  struct taken taken = {.tag = g->next_tag++, .is_old_name = is_old_name};
  buf_add(&taken.bytes, entry->name);
  buf_add_byte(&taken.bytes, '\0');
  buf_add(&taken.bytes, (str){(const char *)entry->id.bytes, g->oid_size});
  vec_push(&g->taken, taken);
  return taken.tag;
}

static void drop(void *data, uint32_t tag) {
  struct given *g = data;
  vec_push(&g->dropped, tag);
}

static void forget(struct given *g) {
  for (size_t i = 0; i < g->taken.len; i++)
    buf_free(&g->taken.data[i].bytes);
  vec_free(&g->taken);
  vec_free(&g->dropped);
}

/* Name and id of an entry, as `take` writes them down. */
static bool is_same(const struct taken *taken, str entry) {
  size_t space = str_find_byte(entry, ' ', 0);
  return str_eq(buf_str(&taken->bytes), str_tail(entry, space + 1));
}

/* ---- comparing ---- */

static const char *check_starts(const struct entries *made, const struct whole *w) {
  if (made->len != count_of(w))
    return "another number of entries";
  for (size_t i = 0; i < w->start.len; i++)
    if (made->start[i] != w->start.data[i])
      return "an entry, or the end, is elsewhere";
  return NULL;
}

static const char *check_base(struct entry_walk *walk, const struct whole *base, struct entries *made) {
  const struct given *g = walk->data;
  enum entry_outcome outcome = entries_walk(walk, base->bytes, made);
  if ((outcome == ENTRIES_DONE) != base->is_tree || outcome == ENTRIES_MIXED)
    return "a whole walk ends otherwise";
  if (g->taken.len != count_of(base))
    return "a whole walk takes another number of entries";
  for (size_t i = 0; i < g->taken.len; i++)
    if (!is_same(&g->taken.data[i], entry_of(base, i)) || g->taken.data[i].is_old_name)
      return "a whole walk takes another entry";
  if (made->len != g->taken.len)
    return "a whole walk makes another number of entries";
  for (size_t i = 0; i < made->len; i++)
    if (made->tag[i] != g->taken.data[i].tag)
      return "a whole walk keeps another tag";
  return base->is_tree ? check_starts(made, base) : NULL;
}

static bool has_name(const struct whole *base, str entry) {
  str head = str_head(entry, str_find_byte(entry, '\0', 0) + 1);
  for (size_t i = 0; i < count_of(base); i++)
    if (str_starts(entry_of(base, i), head))
      return true;
  return false;
}

/* Each entry has the tag of the same entry of the base, if it lies whole in a copy, or that of what was taken. */
static const char *check_tags(const struct whole *base, const struct whole *target, struct delta delta, const struct given *g,
                              const struct entries *made) {
  size_t taken = 0, dropped = 0, met = 0;
  for (size_t i = 0; i < count_of(target); i++) {
    str entry = entry_of(target, i);
    size_t copied = copied_entry(base, delta, target->start.data[i], target->start.data[i + 1]);
    if (copied == SIZE_MAX) {
      if (taken == g->taken.len || !is_same(&g->taken.data[taken], entry) || made->tag[i] != g->taken.data[taken].tag)
        return "a new entry was not taken, or has another tag";
      if (g->taken.data[taken++].is_old_name && !has_name(base, entry))
        return "a new name is told as old";
      continue;
    }
    if (made->tag[i] != copied)
      return "an entry of the base has another tag";
    for (; met < copied; met++, dropped++)
      if (dropped == g->dropped.len || g->dropped.data[dropped] != met)
        return "an entry that is gone was not dropped";
    met = copied + 1;
  }
  for (; met < count_of(base); met++, dropped++)
    if (dropped == g->dropped.len || g->dropped.data[dropped] != met)
      return "an entry at the end that is gone was not dropped";
  return taken != g->taken.len ? "too many were taken" : dropped != g->dropped.len ? "too many were dropped" : NULL;
}

static bool is_in_order(const struct whole *base, const struct whole *target, struct delta delta) {
  size_t next = 0;
  for (size_t i = 0; i < count_of(target); i++) {
    size_t copied = copied_entry(base, delta, target->start.data[i], target->start.data[i + 1]);
    if (copied != SIZE_MAX && copied < next)
      return false;
    next = copied == SIZE_MAX ? next : copied + 1;
  }
  return true;
}

static const char *check_outcome(const struct whole *base, const struct whole *target, struct delta delta, bool applies,
                                 enum entry_outcome outcome) {
  if (!applies || !target->is_tree)
    return outcome == ENTRIES_DONE ? "damage was not seen" : NULL;
  enum entry_outcome expected = is_in_order(base, target, delta) ? ENTRIES_DONE : ENTRIES_MIXED;
  return outcome == expected ? NULL : expected == ENTRIES_DONE ? "a good delta is told as mixed or damaged" : "mixed is not told";
}

/* Nothing of what went wrong may stay in the walk: a good tree afterwards is a good tree. */
static const char *check_after(struct entry_walk *walk) {
  struct buf tree = {0};
  struct given again = {.oid_size = walk->oid_size};
  buf_add(&tree, (str){"100644 after\0", 13});
  for (size_t i = 0; i < walk->oid_size; i++)
    buf_add_byte(&tree, 'i');
  walk->data = &again;
  bool is_good = entries_walk(walk, buf_str(&tree), NULL) == ENTRIES_DONE && again.taken.len == 1;
  forget(&again);
  buf_free(&tree);
  return is_good ? NULL : "the walk remembers the tree before";
}

/* Without tags, and without anything made: the same is taken. */
static const char *check_plain(const struct whole *base, const struct entries *entries, struct delta delta, const struct given *g,
                               enum entry_outcome outcome, bool makes) {
  struct given plain = {.oid_size = g->oid_size};
  struct entries made = {0}, untagged = {entries->start, NULL, entries->len, entries->room};
  struct entry_walk walk = {.oid_size = g->oid_size, .take = take, .data = &plain};
  bool is_same_outcome = entries_walk_delta(&walk, base->bytes, &untagged, delta, makes ? &made : NULL) == outcome;
  bool is_same_taken = plain.taken.len == g->taken.len;
  for (size_t i = 0; is_same_taken && i < plain.taken.len; i++)
    is_same_taken = str_eq(buf_str(&plain.taken.data[i].bytes), buf_str(&g->taken.data[i].bytes)) &&
                    plain.taken.data[i].is_old_name == g->taken.data[i].is_old_name;
  forget(&plain);
  entries_free(&made);
  buf_free(&walk.partial);
  return is_same_outcome && is_same_taken ? NULL : "without tags something else is given";
}

/* Applies with the slack that delta_apply asks for. */
static bool apply(str base, struct delta delta, struct buf *slack_base, struct buf *code, struct buf *target) {
  static const char slack[DELTA_SLACK];
  buf_add(slack_base, base);
  buf_add(slack_base, (str){slack, sizeof slack});
  buf_add(code, delta.code);
  buf_add(code, (str){slack, sizeof slack});
  if (delta.target_size > TARGET_LIMIT)
    return false;
  buf_reserve(target, (size_t)delta.target_size + DELTA_SLACK);
  delta.code = str_head(buf_str(code), delta.code.len);
  if (delta_apply(delta, str_head(buf_str(slack_base), base.len), (uint8_t *)target->data))
    return false;
  target->len = (size_t)delta.target_size;
  return true;
}

static const char *check_delta(const struct whole *base, const struct entries *entries, struct delta delta, struct entry_walk *walk,
                               enum entry_outcome *outcome) {
  struct given g = {.oid_size = walk->oid_size, .next_tag = (uint32_t)count_of(base)};
  struct entries made = {0};
  struct buf slack_base = {0}, code = {0}, target_bytes = {0};
  bool applies = apply(base->bytes, delta, &slack_base, &code, &target_bytes);
  struct whole target = read_whole(buf_str(&target_bytes), walk->oid_size);
  walk->data = &g;
  *outcome = entries_walk_delta(walk, base->bytes, entries, delta, &made);
  const char *wrong = check_outcome(base, &target, delta, applies, *outcome);
  if (!wrong && *outcome == ENTRIES_DONE)
    wrong = check_starts(&made, &target);
  if (!wrong && *outcome == ENTRIES_DONE)
    wrong = check_tags(base, &target, delta, &g, &made);
  for (int makes = 0; makes < 2 && !wrong; makes++)
    wrong = check_plain(base, entries, delta, &g, *outcome, makes);
  forget(&g);
  entries_free(&made);
  vec_free(&target.start);
  buf_free(&slack_base);
  buf_free(&code);
  buf_free(&target_bytes);
  return wrong ? wrong : check_after(walk);
}

const char *entries_check(str base_bytes, str payload, size_t oid_size, enum entry_outcome *outcome) {
  struct given g = {.oid_size = oid_size};
  struct entry_walk walk = {.oid_size = oid_size, .keeps_tags = true, .take = take, .drop = drop, .data = &g};
  struct whole base = read_whole(base_bytes, oid_size);
  struct entries entries = {0};
  struct delta delta;
  *outcome = ENTRIES_DAMAGED;
  const char *wrong = check_base(&walk, &base, &entries);
  if (!wrong && base.is_tree && delta_open(payload, &delta) == 0)
    wrong = check_delta(&base, &entries, delta, &walk, outcome);
  else if (!wrong)
    wrong = check_after(&walk);
  forget(&g);
  entries_free(&entries);
  buf_free(&walk.partial);
  vec_free(&base.start);
  return wrong;
}
