/* objects.c -- what is done with each object once its bytes are there, whoever read them. */
#include "source/objects.h"

#include <stdlib.h>

enum {
  RECENT = 1 << 16,       /* entries of a worker's memory */
  MODE_GITLINK = 0160000, /* a submodule's commit, which lives in another repository */
};

struct objects_memory {
  oid recent[RECENT];
};

struct objects_memory *objects_memory_new(void) {
  return memory_new_zeroed(1, sizeof(struct objects_memory));
}

void objects_memory_free(struct objects_memory *memory) {
  free(memory);
}

void objects_gap(const struct history *history, struct sink *sink, enum gap gap, oid id) {
  char hex[OID_HEX_SIZE];
  oid_to_hex(id, history->repo->oid_size, hex);
  coverage_gap(sink->coverage, gap, str_from(hex));
}

/* The empty blob and the empty tree hold nothing, so git does without them (intent to add, say). */
static bool is_empty_object(oid id) {
  static const uint8_t blob[] = {0xe6, 0x9d, 0xe2, 0x9b, 0xb2, 0xd1, 0xd6, 0x43, 0x4b, 0x8b};
  static const uint8_t tree[] = {0x4b, 0x82, 0x5d, 0xc6, 0x42, 0xcb, 0x6e, 0xb9, 0xa0, 0x60};
  return memcmp(id.bytes, blob, sizeof blob) == 0 || memcmp(id.bytes, tree, sizeof tree) == 0;
}

void objects_expect(const struct history *history, struct sink *sink, oid id) {
  if (!history_has(history, id) && !is_empty_object(id))
    sink->absent(sink, id);
}

/* ---- trees ---- */

struct tree_check {
  const struct history *history;
  struct objects_memory *memory;
  struct sink *sink;
  str tree;
  size_t at;                  /* the next entry to look at */
  size_t new_from;            /* entries from here to `at` are new; SIZE_MAX: none */
  struct tree_starts *starts; /* or NULL */
  bool is_wanted;
};

/* Most entries of a tree stand in the tree before it too: a small memory saves the large table. */
static void expect_entry(struct tree_check *c, oid id) {
  uint32_t slot;
  memcpy(&slot, id.bytes + 4, sizeof slot);
  oid *recent = &c->memory->recent[slot % RECENT];
  if (oid_eq(*recent, id))
    return;
  *recent = id;
  objects_expect(c->history, c->sink, id);
}

static unsigned mode_of(str entry) {
  unsigned mode = 0;
  for (size_t i = 0; i < entry.len && entry.ptr[i] >= '0' && entry.ptr[i] <= '7' && i < 6; i++)
    mode = mode * 8 + (unsigned)(entry.ptr[i] - '0');
  return mode;
}

/* Names that are new are looked at in runs: the call costs more than most names. */
static void end_run(struct tree_check *c) {
  if (c->new_from == SIZE_MAX)
    return;
  c->is_wanted = c->is_wanted || c->sink->wants(c->sink, str_range(c->tree.ptr + c->new_from, c->tree.ptr + c->at));
  c->new_from = SIZE_MAX;
}

/* Format of a tree: "<mode in octal> <name>\0<raw id>" repeated (git's Documentation/gitformat-pack). */
static int take_entry(struct tree_check *c) {
  size_t oid_size = c->history->repo->oid_size;
  size_t end = str_find_byte(c->tree, '\0', c->at);
  if (end == SIZE_MAX || c->tree.len - end - 1 < oid_size)
    return -1;
  if (mode_of(str_tail(c->tree, c->at)) != MODE_GITLINK)
    expect_entry(c, oid_from_raw(c->tree.ptr + end + 1, oid_size));
  if (c->starts)
    vec_push(c->starts, (uint32_t)c->at);
  if (c->new_from == SIZE_MAX)
    c->new_from = c->at;
  c->at = end + 1 + oid_size;
  return 0;
}

static int take_entries_before(struct tree_check *c, size_t end) {
  while (c->at < end)
    if (take_entry(c))
      return -1;
  return 0;
}

/* Index of the first start at or behind `position`. */
static size_t lower_bound(const struct tree_starts *starts, size_t position) {
  size_t low = 0, high = starts->len;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (starts->data[middle] < position)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* Entries that lie wholly in a copy are entries of the base, which was looked at. */
static void skip_copied(struct tree_check *c, const struct tree_starts *base, size_t first, size_t end, size_t shift_from, size_t shift_to) {
  end_run(c);
  for (size_t i = first; c->starts && i < end; i++)
    vec_push(c->starts, (uint32_t)(base->data[i] - shift_from + shift_to));
  c->at = base->data[end] - shift_from + shift_to;
}

static int take_copy(struct tree_check *c, const struct tree_starts *base, size_t from, size_t len, size_t to) {
  while (c->at < to + len) {
    size_t position = from + (c->at - to);
    size_t first = lower_bound(base, position);
    bool is_start = first < base->len && base->data[first] == position;
    size_t behind = is_start ? lower_bound(base, from + len + 1) : first;
    if (is_start && behind - 1 > first)
      skip_copied(c, base, first, behind - 1, from, to);
    else if (take_entry(c))
      return -1;
  }
  return 0;
}

static int take_delta(struct tree_check *c, const struct tree_base *base) {
  struct delta delta = base->delta;
  struct delta_step step;
  size_t made = 0;
  while (delta_next(&delta, &step) > 0) {
    int failed = step.is_new ? take_entries_before(c, made + step.len) : take_copy(c, base->starts, step.from, step.len, made);
    if (failed)
      return -1;
    made += step.len;
  }
  return 0;
}

static bool offer_tree(const struct history *history, struct objects_memory *memory, struct sink *sink, oid id, str bytes,
                       const struct tree_base *base, struct tree_starts *starts) {
  struct tree_check c = {history, memory, sink, bytes, 0, SIZE_MAX, starts, base && base->is_wanted};
  int failed = bytes.len > UINT32_MAX ? -1 : base ? take_delta(&c, base) : take_entries_before(&c, bytes.len);
  if (failed || c.at != bytes.len) {
    objects_gap(history, sink, GAP_CORRUPT, id);
    c.is_wanted = true; /* what is there may hold a name */
  }
  end_run(&c);
  if (starts)
    vec_push(starts, (uint32_t)bytes.len);
  if (c.is_wanted)
    sink->object(sink, id, bytes);
  return c.is_wanted;
}

/* ---- commits and tags ---- */

static void check_commit(const struct history *history, struct sink *sink, oid id, str commit) {
  bool is_cut = oidmap_get(&history->shallow, id) != OIDMAP_NONE;
  str line;
  while (str_next_line(&commit, &line) && line.len) {
    oid target;
    bool is_tree = str_starts(line, STR("tree ")), is_parent = str_starts(line, STR("parent "));
    if (!is_tree && !is_parent)
      return;
    if (oid_from_hex(str_tail(line, is_tree ? 5 : 7), history->repo->oid_size, &target) && !(is_parent && is_cut))
      objects_expect(history, sink, target);
  }
}

static void check_tag(const struct history *history, struct sink *sink, str tag) {
  oid target;
  if (str_starts(tag, STR("object ")) && oid_from_hex(str_tail(tag, 7), history->repo->oid_size, &target))
    objects_expect(history, sink, target);
}

bool objects_offer(const struct history *history, struct objects_memory *memory, struct sink *sink, oid id, git_object_t type,
                   str bytes, const struct tree_base *base, struct tree_starts *starts) {
  sink->coverage->objects++;
  sink->coverage->bytes += bytes.len;
  sink->coverage->blobs += type == GIT_OBJECT_BLOB;
  sink->coverage->commits += type == GIT_OBJECT_COMMIT;
  if (type == GIT_OBJECT_TREE)
    return offer_tree(history, memory, sink, id, bytes, base, starts);
  if (type == GIT_OBJECT_COMMIT)
    check_commit(history, sink, id, bytes);
  else if (type == GIT_OBJECT_TAG)
    check_tag(history, sink, bytes);
  sink->object(sink, id, bytes);
  return false;
}

void objects_take(const struct history *history, const struct repo *repo, struct objects_memory *memory, struct sink *sink, oid id,
                  uint8_t *type, bool again) {
  git_odb_object *object;
  if (repo_read(repo, id, &object) != READ_DONE) {
    objects_gap(history, sink, GAP_CORRUPT, id);
    return;
  }
  str bytes = {git_odb_object_data(object), git_odb_object_size(object)};
  if (type)
    *type = (uint8_t)git_odb_object_type(object);
  if (again)
    sink->object(sink, id, bytes);
  else
    objects_offer(history, memory, sink, id, git_odb_object_type(object), bytes, NULL, NULL);
  git_odb_object_free(object);
}
