/* objects.c -- what is done with each object once its bytes are there, whoever read them. */
#include "source/objects.h"

#include <stdlib.h>

enum {
  RECENT = 1 << 12, /* ids that a worker remembers to be there */
  EXPECTED = 64,    /* ids that are looked up together, so that memory is asked for in time */
  OVERLAP = 64 * 1024,
};

struct objects {
  const struct history *history;
  struct sink *sink;
  struct reader *reader;
  struct entry_walk walk;
  struct buf names; /* of the tree at hand that are new, with a NUL behind each */
  oid expected[EXPECTED];
  size_t expected_len;
  oid recent[RECENT];
};

void objects_gap(const struct history *history, struct sink *sink, enum gap gap, oid id) {
  char hex[OID_HEX_SIZE];
  oid_to_hex(id, history->repo->oid_size, hex);
  coverage_gap(sink->coverage, gap, str_from(hex));
}

/* ---- what must be there ---- */

/* The empty blob and the empty tree hold nothing, so git does without them (intent to add, say). */
static bool is_empty_object(oid id) {
  static const oid empty[] = {
      /* blob and tree, SHA-1 */
      {{0xe6, 0x9d, 0xe2, 0x9b, 0xb2, 0xd1, 0xd6, 0x43, 0x4b, 0x8b, 0x29, 0xae, 0x77, 0x5a, 0xd8, 0xc2, 0xe4, 0x8c, 0x53, 0x91}},
      {{0x4b, 0x82, 0x5d, 0xc6, 0x42, 0xcb, 0x6e, 0xb9, 0xa0, 0x60, 0xe5, 0x4b, 0xf8, 0xd6, 0x92, 0x88, 0xfb, 0xee, 0x49, 0x04}},
      /* the same, SHA-256 */
      {{0x47, 0x3a, 0x0f, 0x4c, 0x3b, 0xe8, 0xa9, 0x36, 0x81, 0xa2, 0x67, 0xe3, 0xb1, 0xe9, 0xa7, 0xdc,
        0xda, 0x11, 0x85, 0x43, 0x6f, 0xe1, 0x41, 0xf7, 0x74, 0x91, 0x20, 0xa3, 0x03, 0x72, 0x18, 0x13}},
      {{0x6e, 0xf1, 0x9b, 0x41, 0x22, 0x5c, 0x53, 0x69, 0xf1, 0xc1, 0x04, 0xd4, 0x5d, 0x8d, 0x85, 0xef,
        0xa9, 0xb0, 0x57, 0xb5, 0x3b, 0x14, 0xb4, 0xb9, 0xb9, 0x39, 0xdd, 0x74, 0xde, 0xcc, 0x53, 0x21}},
  };
  for (size_t i = 0; i < sizeof empty / sizeof empty[0]; i++)
    if (oid_eq(id, empty[i]))
      return true;
  return false;
}

void objects_expect(const struct history *history, struct sink *sink, oid id) {
  if (!history_has(history, id) && !is_empty_object(id))
    sink->absent(sink, id);
}

static void look_up_expected(struct objects *o) {
  for (size_t i = 0; i < o->expected_len; i++)
    history_prefetch(o->history, o->expected[i], true);
  for (size_t i = 0; i < o->expected_len; i++)
    objects_expect(o->history, o->sink, o->expected[i]);
  o->expected_len = 0;
}

/* Most of what a tree names was named by the tree before it too: a small memory saves the large tables. */
static void expect(struct objects *o, oid id) {
  uint32_t slot;
  memcpy(&slot, id.bytes + 4, sizeof slot);
  oid *recent = &o->recent[slot % RECENT];
  if (oid_eq(*recent, id) && !oid_is_zero(id)) /* zero: what the memory holds before it was used */
    return;
  *recent = id;
  history_prefetch(o->history, id, false);
  o->expected[o->expected_len++] = id;
  if (o->expected_len == EXPECTED)
    look_up_expected(o);
}

/* False if it is no id. */
static bool expect_hex(struct objects *o, str hex, bool is_asked_for) {
  oid id;
  bool is_id = oid_from_hex(hex, o->history->repo->oid_size, &id) && hex.len == 2 * o->history->repo->oid_size;
  if (is_id && is_asked_for)
    expect(o, id);
  return is_id;
}

/* ---- life ---- */

static uint32_t take_entry(void *data, const struct tree_entry *entry, bool is_old_name) {
  struct objects *o = data;
  if (!entry->is_submodule)
    expect(o, entry->id);
  if (!is_old_name) {
    buf_add(&o->names, entry->name);
    buf_add_byte(&o->names, '\0');
  }
  return ENTRY_NO_TAG;
}

struct objects *objects_new(const struct history *history) {
  struct objects *o = memory_new_zeroed(1, sizeof *o);
  o->history = history;
  o->walk = (struct entry_walk){.oid_size = history->repo->oid_size, .take = take_entry, .data = o};
  return o;
}

void objects_free(struct objects *o) {
  if (!o)
    return;
  buf_free(&o->names);
  buf_free(&o->walk.partial);
  free(o);
}

void objects_begin(struct objects *o, struct sink *sink, struct reader *reader) {
  o->sink = sink;
  o->reader = reader;
}

void objects_end(struct objects *o) {
  look_up_expected(o);
}

/* ---- counting ---- */

static void count(struct objects *o, enum object_type type, uint64_t size) {
  struct coverage *coverage = o->sink->coverage;
  coverage->objects++;
  coverage->bytes += size;
  coverage->blobs += type == OBJECT_BLOB;
  coverage->commits += type == OBJECT_COMMIT;
}

void objects_count_blob(struct objects *o, uint64_t size) {
  count(o, OBJECT_BLOB, size);
}

/* ---- each type ---- */

/* Names are looked at all at once: the call costs more than most names. */
static bool wants_names(struct objects *o) {
  bool wants = o->names.len && o->sink->wants(o->sink, buf_str(&o->names));
  o->names.len = 0;
  return wants;
}

/* Its tree, then its parents: they come first. False if it is no commit. */
static bool check_commit(struct objects *o, str commit, bool is_cut) {
  str line;
  if (!str_next_line(&commit, &line) || !str_starts(line, STR("tree ")) || !expect_hex(o, str_tail(line, 5), true))
    return false;
  while (str_next_line(&commit, &line) && str_starts(line, STR("parent ")))
    if (!expect_hex(o, str_tail(line, 7), !is_cut))
      return false;
  return true;
}

static bool check_tag(struct objects *o, str tag) {
  str line;
  return str_next_line(&tag, &line) && str_starts(line, STR("object ")) && expect_hex(o, str_tail(line, 7), true);
}

/* All but trees. False if it is damaged. */
static bool check(struct objects *o, enum object_type type, str bytes, bool is_cut) {
  count(o, type, bytes.len);
  if (type == OBJECT_COMMIT)
    return check_commit(o, bytes, is_cut);
  return type != OBJECT_TAG || check_tag(o, bytes);
}

static bool is_cut(const struct objects *o, oid commit) {
  return oidmap_get(&o->history->shallow, commit) != OIDMAP_NONE;
}

static void offer_tree(struct objects *o, oid id, str bytes) {
  count(o, OBJECT_TREE, bytes.len);
  bool is_damaged = entries_walk(&o->walk, bytes, NULL) != ENTRIES_DONE;
  if (is_damaged)
    objects_gap(o->history, o->sink, GAP_CORRUPT, id);
  if (wants_names(o) || is_damaged) /* what is there may hold a name */
    o->sink->object(o->sink, id, bytes);
}

void objects_offer(struct objects *o, oid id, enum object_type type, str bytes, bool again) {
  if (type == OBJECT_TREE && !again) {
    offer_tree(o, id, bytes);
    return;
  }
  if (!again && !check(o, type, bytes, is_cut(o, id)))
    objects_gap(o->history, o->sink, GAP_CORRUPT, id);
  o->sink->object(o->sink, id, bytes);
}

void objects_offer_window(struct objects *o, oid id, str bytes, size_t *again) {
  o->sink->object(o->sink, id, bytes);
  *again = OVERLAP;
}

/* ---- the pack pass ---- */

/* Few are asked for theirs: each costs a look into the index. */
static oid id_of(const struct objects *o, const struct resolved *object) {
  const struct forest *forest = &o->history->forests[object->pack];
  return packfile_oid(forest->pack, forest->position[object->object]);
}

/* Given already: it stands in an earlier pack too, or in a settled one. */
static bool is_known(const struct objects *o, const struct resolved *object) {
  return (object->pack || o->history->has_settled) && history_is_repeated(o->history, id_of(o, object), object->pack);
}

/* Of a tree made from another only what is new in it needs a look; it is made itself only for a reason. */
static void visit_tree(struct objects *o, struct resolver *resolver, struct resolved *object) {
  const struct made *base = object->base && object->base->has_entries ? object->base : NULL;
  struct entries *made = object->made ? &object->made->entries : NULL;
  enum entry_outcome outcome = ENTRIES_MIXED;
  if (base)
    outcome = entries_walk_delta(&o->walk, buf_str(&base->bytes), &base->entries, object->delta, made);
  str bytes = outcome == ENTRIES_DONE ? STR_NONE : resolved_bytes(resolver, object);
  if (outcome != ENTRIES_DONE && !bytes.ptr)
    return;
  if (outcome == ENTRIES_MIXED)
    outcome = entries_walk(&o->walk, bytes, made);
  bool is_wanted = wants_names(o) || (base && base->is_marked);
  count(o, OBJECT_TREE, base ? object->delta.target_size : bytes.len);
  if (outcome == ENTRIES_DAMAGED)
    objects_gap(o->history, o->sink, GAP_CORRUPT, id_of(o, object));
  if (object->made) {
    object->made->has_entries = outcome == ENTRIES_DONE;
    object->made->is_marked = is_wanted;
  }
  if (is_wanted || outcome == ENTRIES_DAMAGED)
    bytes = resolved_bytes(resolver, object);
  if ((is_wanted || outcome == ENTRIES_DAMAGED) && bytes.ptr)
    o->sink->object(o->sink, id_of(o, object), bytes);
}

/* Nothing that the sink looks for was in the base: then it is in what is new, or lies across a seam. */
static bool is_still_bare(struct objects *o, const struct resolved *object, str bytes) {
  if (!object->base || object->base->is_marked || !object->suspects || object->suspects->too_many ||
      o->sink->wants(o->sink, object->payload))
    return false;
  size_t reach = o->sink->seams->reach;
  for (size_t i = 0; i < object->suspects->len; i++) {
    size_t at = object->suspects->at[i], from = at > reach ? at - reach : 0;
    if (o->sink->wants(o->sink, str_head(str_tail(bytes, from), at + reach - from)))
      return false;
  }
  return true;
}

/* A blob that nothing is made from need not be made itself, if it brings nothing that the sink looks for. */
static bool is_clear_leaf(struct objects *o, const struct resolved *object) {
  return object->type == OBJECT_BLOB && object->base && !object->made && !object->base->is_marked && o->sink->seams &&
         delta_is_clear(object->delta, buf_str(&object->base->bytes), o->sink->seams) == 1 && !o->sink->wants(o->sink, object->payload);
}

static void visit_object(void *data, struct resolver *resolver, struct resolved *object) {
  struct objects *o = data;
  bool again = is_known(o, object);
  if (object->type == OBJECT_TREE && !again) {
    visit_tree(o, resolver, object);
    return;
  }
  if (is_clear_leaf(o, object)) {
    if (!again)
      count(o, OBJECT_BLOB, object->delta.target_size);
    return;
  }
  str bytes = resolved_bytes(resolver, object);
  if (!bytes.ptr)
    return;
  bool is_bare = is_still_bare(o, object, bytes) || !o->sink->wants(o->sink, bytes);
  if (!again && !check(o, object->type, bytes, o->history->shallow.len && is_cut(o, id_of(o, object))))
    objects_gap(o->history, o->sink, GAP_CORRUPT, id_of(o, object));
  if (!is_bare)
    o->sink->object(o->sink, id_of(o, object), bytes);
  if (object->made)
    object->made->is_marked = !is_bare;
}

static void visit_window(void *data, const struct resolved *object, str bytes, size_t *again) {
  objects_offer_window(data, id_of(data, object), bytes, again);
}

static void visit_window_end(void *data, const struct resolved *object, uint64_t size) {
  struct objects *o = data;
  if (!is_known(o, object))
    count(o, OBJECT_BLOB, size);
}

/* Another copy may be whole: in another pack, or loose. If there is none, reading it again tells nothing new. */
static void visit_damaged(void *data, size_t pack, uint32_t object, enum gap gap) {
  struct objects *o = data;
  const struct forest *forest = &o->history->forests[pack];
  oid id = packfile_oid(forest->pack, forest->position[object]);
  enum object_type type;
  struct buf bytes = {0};
  if (history_has_elsewhere(o->history, id, pack) && reader_read(o->reader, id, &type, &bytes) == READ_DONE) {
    forest->type[object] = (uint8_t)type;
    *o->history->is_mended = true;
    objects_offer(o, id, type, buf_str(&bytes), history_is_repeated(o->history, id, pack));
  } else {
    objects_gap(o->history, o->sink, gap, id);
  }
  buf_free(&bytes);
  reader_rest(o->reader);
}

static void visit_padded(void *data, const struct resolved *object) {
  struct objects *o = data;
  objects_gap(o->history, o->sink, GAP_CORRUPT, id_of(o, object));
}

static bool wants_all(void *data, enum object_type type) {
  (void)data;
  (void)type;
  return true;
}

static bool is_stopped(void *data) {
  struct objects *o = data;
  return o->sink->stopped && o->sink->stopped(o->sink);
}

static const struct seams *seams_of(void *data) {
  return ((const struct objects *)data)->sink->seams;
}

struct visitor objects_visitor(struct objects *objects) {
  return (struct visitor){wants_all, visit_object, visit_window, visit_window_end, visit_damaged, visit_padded, is_stopped, seams_of, objects};
}
