/* lineage.c -- one more pass over all commits and trees. */
#include "source/lineage.h"

#include <stdlib.h>

#include "source/pack/resolve.h"
#include "source/signature.h"

/* ---- wanted ids ---- */

static unsigned filter_bit(oid id) {
  uint16_t bits;
  memcpy(&bits, id.bytes + 2, sizeof bits);
  return bits;
}

static bool may_be_wanted(const struct lineage *lineage, oid id) {
  unsigned bit = filter_bit(id);
  return lineage->filter[bit / 64] >> bit % 64 & 1;
}

static void add_to_filter(void *data, oid id, uint32_t value) {
  struct lineage *lineage = data;
  unsigned bit = filter_bit(id);
  (void)value;
  lineage->filter[bit / 64] |= UINT64_C(1) << bit % 64;
}

/* ---- a worker ---- */

struct surveyor {
  const struct lineage *lineage;
  struct sink *sink;
  struct repo *repo;
  struct resolver *resolver; /* or NULL: libgit2 reads */
  struct entry_walk walk;
  struct buf bytes;
  /* of what is at hand */
  struct lineage_part *part;
  uint32_t tree;
};

static uint32_t take_entry(void *data, const struct tree_entry *entry, bool is_old_name) {
  struct surveyor *s = data;
  struct lineage_part *part = s->part;
  (void)is_old_name;
  bool counts = entry->is_folder ||
                (may_be_wanted(s->lineage, entry->id) && oidmap_get(s->lineage->wanted, entry->id) != OIDMAP_NONE);
  uint32_t child = counts ? history_number(s->lineage->history, entry->id) : HISTORY_NONE;
  if (child == HISTORY_NONE)
    return ENTRY_NO_TAG;
  vec_push(&part->edges, (struct lineage_edge){child, s->tree, (uint32_t)part->names.len});
  buf_add(&part->names, entry->name);
  buf_add_byte(&part->names, '\0');
  return (uint32_t)part->edges.len - 1;
}

static void drop_entry(void *data, uint32_t tag) {
  struct surveyor *s = data;
  if (tag != ENTRY_NO_TAG)
    vec_push(&s->part->drops, tag);
}

/* ---- trees ---- */

static void take_whole_tree(struct surveyor *s, uint32_t number, str bytes, struct made *made) {
  s->tree = number;
  enum entry_outcome outcome = entries_walk(&s->walk, bytes, made ? &made->entries : NULL);
  if (made)
    made->has_entries = outcome == ENTRIES_DONE; /* damage was counted by the history pass */
}

/* False if it must be looked at whole. */
static bool take_tree_by_delta(struct surveyor *s, uint32_t number, struct resolved *object) {
  struct lineage_part *part = s->part;
  size_t edges = part->edges.len, drops = part->drops.len, names = part->names.len;
  s->tree = number;
  enum entry_outcome outcome = entries_walk_delta(&s->walk, buf_str(&object->base->bytes), &object->base->entries, object->delta,
                                                  object->made ? &object->made->entries : NULL);
  if (outcome == ENTRIES_DONE) {
    uint32_t count = (uint32_t)(part->drops.len - drops);
    if (count)
      vec_push(&part->breaks, (struct lineage_break){number, (uint32_t)drops, count});
    if (object->made)
      object->made->has_entries = true;
    return true;
  }
  part->edges.len = edges;
  part->drops.len = drops;
  part->names.len = names;
  return false;
}

static void take_tree(struct surveyor *s, uint32_t number, struct resolver *resolver, struct resolved *object) {
  if (object->base && object->base->has_entries && take_tree_by_delta(s, number, object))
    return;
  str bytes = resolved_bytes(resolver, object);
  if (!bytes.ptr)
    return;
  if (object->base)
    vec_push(&s->part->breaks, (struct lineage_break){number, 0, UINT32_MAX});
  take_whole_tree(s, number, bytes, object->made);
}

/* ---- commits ---- */

static uint32_t number_in(const struct surveyor *s, str hex) {
  oid id;
  return oid_from_hex(hex, s->lineage->history->repo->oid_size, &id) ? history_number(s->lineage->history, id) : HISTORY_NONE;
}

static void take_commit(struct surveyor *s, uint32_t number, str text) {
  struct lineage_part *part = s->part;
  struct lineage_commit commit = {.number = number, .tree = HISTORY_NONE, .first = (uint32_t)part->parents.len};
  str line;
  while (str_next_line(&text, &line) && line.len) {
    if (str_starts(line, STR("tree "))) {
      commit.tree = number_in(s, str_tail(line, 5));
    } else if (str_starts(line, STR("parent "))) {
      uint32_t parent = number_in(s, str_tail(line, 7));
      if (parent != HISTORY_NONE)
        vec_push(&part->parents, parent);
    } else if (str_starts(line, STR("committer "))) {
      commit.date = signature_parse(str_tail(line, 10)).date;
      break;
    }
  }
  commit.parents = (uint32_t)part->parents.len - commit.first;
  vec_push(&part->commits, commit);
}

/* ---- the pass ---- */

static void visit_object(void *data, struct resolver *resolver, struct resolved *object) {
  struct surveyor *s = data;
  uint32_t number = history_first(s->lineage->history, object->pack) + object->object;
  if (object->type == OBJECT_TREE) {
    take_tree(s, number, resolver, object);
    return;
  }
  str bytes = object->type == OBJECT_COMMIT ? resolved_bytes(resolver, object) : STR_NONE;
  if (bytes.ptr)
    take_commit(s, number, bytes);
}

static void take_whole(struct surveyor *s, uint32_t number, enum object_type type, str bytes) {
  if (type == OBJECT_TREE)
    take_whole_tree(s, number, bytes, NULL);
  else if (type == OBJECT_COMMIT)
    take_commit(s, number, bytes);
}

static void visit_damaged(void *data, size_t pack, uint32_t object, enum gap gap) {
  struct surveyor *s = data;
  const struct history *history = s->lineage->history;
  uint32_t number = history_first(history, pack) + object;
  oid id = history_oid(history, number);
  enum object_type type;
  (void)gap; /* the history pass counted it */
  vec_push(&s->part->breaks, (struct lineage_break){number, 0, UINT32_MAX});
  if (history_has_elsewhere(history, id, pack) && repo_read(s->repo, id, &type, &s->bytes) == READ_DONE)
    take_whole(s, number, type, buf_str(&s->bytes));
  repo_rest(s->repo);
}

static bool wants_type(void *data, enum object_type type) {
  (void)data;
  return type == OBJECT_TREE || type == OBJECT_COMMIT;
}

static void visit_window(void *data, const struct resolved *object, str bytes, size_t *again) {
  (void)data;
  (void)object;
  (void)bytes;
  (void)again;
}

static void visit_window_end(void *data, const struct resolved *object, uint64_t size) {
  (void)data;
  (void)object;
  (void)size;
}

static void visit_padded(void *data, const struct resolved *object) {
  (void)data;
  (void)object;
}

static bool is_stopped(void *data) {
  const struct surveyor *s = data;
  return s->sink->stopped && s->sink->stopped(s->sink);
}

static void *open_worker(const struct source *source, struct err *err) {
  const struct lineage *lineage = source->data;
  struct surveyor *s = memory_new_zeroed(1, sizeof *s);
  if (repo_reopen(lineage->history->repo, &s->repo, err)) {
    free(s);
    return NULL;
  }
  s->lineage = lineage;
  s->walk = (struct entry_walk){.oid_size = lineage->history->repo->oid_size, .keeps_tags = true, .take = take_entry, .drop = drop_entry, .data = s};
  struct visitor visitor = {wants_type, visit_object, visit_window, visit_window_end, visit_damaged, visit_padded, is_stopped, NULL, s};
  if (lineage->history->store)
    s->resolver = resolver_new(lineage->history->store, lineage->history->forests, &visitor);
  return s;
}

static void close_worker(void *data) {
  struct surveyor *s = data;
  resolver_free(s->resolver);
  repo_free(s->repo);
  buf_free(&s->walk.partial);
  buf_free(&s->bytes);
  free(s);
}

static void take_listed(struct surveyor *s, size_t from, size_t to) {
  const struct history *history = s->lineage->history;
  uint32_t first = history_numbers(history) - (uint32_t)history->listed.len;
  for (size_t i = from; i < to && !is_stopped(s); i++) {
    enum object_type type = (enum object_type)history->listed_types[i];
    if (wants_type(s, type) && repo_read(s->repo, history->listed.data[i], &type, &s->bytes) == READ_DONE)
      take_whole(s, first + (uint32_t)i, type, buf_str(&s->bytes));
    repo_rest(s->repo);
  }
}

static void run_part(const struct source *source, void *data, size_t part, struct sink *sink) {
  const struct lineage *lineage = source->data;
  struct surveyor *s = data;
  struct history_part piece = history_part_at(lineage->history, part);
  s->sink = sink;
  s->part = &lineage->parts[part];
  if (piece.pack != SIZE_MAX)
    resolver_run(s->resolver, piece.pack, piece.part);
  else
    take_listed(s, piece.from, piece.to);
}

struct lineage *lineage_new(const struct history *history, const struct oidmap *wanted) {
  struct lineage *lineage = memory_new_zeroed(1, sizeof *lineage);
  lineage->history = history;
  lineage->wanted = wanted;
  lineage->parts_len = history_parts(history);
  lineage->parts = memory_new_zeroed(lineage->parts_len + 1, sizeof *lineage->parts);
  oidmap_each(wanted, add_to_filter, lineage);
  return lineage;
}

void lineage_free(struct lineage *lineage) {
  if (!lineage)
    return;
  for (size_t i = 0; i < lineage->parts_len; i++) {
    struct lineage_part *part = &lineage->parts[i];
    vec_free(&part->edges);
    vec_free(&part->drops);
    vec_free(&part->breaks);
    vec_free(&part->commits);
    vec_free(&part->parents);
    buf_free(&part->names);
  }
  free(lineage->parts);
  free(lineage);
}

static uint64_t work_of(const struct source *source, size_t part) {
  const struct lineage *lineage = source->data;
  return history_work(lineage->history, part);
}

struct source lineage_source(const struct lineage *lineage) {
  return (struct source){"commits and trees", lineage->parts_len, open_worker, run_part, close_worker, lineage, work_of};
}
