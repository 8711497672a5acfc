/* listing.c -- what folders hold, name by name. */
#include "source/listing.h"

#include <stdlib.h>

struct draft_entry {
  size_t name; /* where it begins in the draft's names */
  size_t len;
  oid id;
  bool is_folder;
};

enum { ENTRY_SIZE = sizeof(struct listing_entry) };

void listings_free(struct listings *l) {
  vec_free(&l->all);
  vec_free(&l->draft.entries);
  buf_free(&l->draft.names);
  oidmap_free(&l->by_id);
  arena_free(&l->kept);
}

/* ---- drafts ---- */

static bool is_name(str name) {
  static const str never[] = {{"", 0}, {".", 1}, {"..", 2}, {".git", 4}};
  for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
    if (str_eq(name, never[i]))
      return false;
  return str_find_byte(name, '/', 0) == SIZE_MAX && str_find_byte(name, '\0', 0) == SIZE_MAX;
}

static size_t size_of(const struct listing_draft *draft) {
  return sizeof(struct listing) + draft->entries.len * ENTRY_SIZE + draft->names.len;
}

void listings_draft(struct listings *l, str name, bool is_folder, oid id) {
  struct listing_draft *draft = &l->draft;
  draft->is_full = draft->is_full || name.len > l->limit || size_of(draft) + ENTRY_SIZE + name.len > l->limit;
  if (draft->is_full || !is_name(name))
    return;
  vec_push(&draft->entries, (struct draft_entry){draft->names.len, name.len, id, is_folder});
  buf_add(&draft->names, name);
}

static void end_draft(struct listing_draft *draft) {
  enum { KEPT_ROOM = 64 * 1024 };
  draft->entries.len = 0;
  draft->is_full = false;
  buf_clear(&draft->names);
  if (draft->names.room > KEPT_ROOM)
    buf_free(&draft->names);
  if (draft->entries.room > KEPT_ROOM / sizeof *draft->entries.data)
    vec_free(&draft->entries);
}

/* ---- listings ---- */

/* Of two things that have one name, which only damage makes, the file comes first and stays. */
static int by_name(const void *left, const void *right) {
  const struct listing_entry *a = left, *b = right;
  int order = str_compare(a->name, b->name);
  if (order || a->is_folder != b->is_folder)
    return order ? order : a->is_folder - b->is_folder;
  return oid_compare(a->id, b->id);
}

static size_t sort(struct listing_entry *entries, size_t len) {
  size_t unique = 0;
  if (len > 1)
    qsort(entries, len, sizeof *entries, by_name);
  for (size_t i = 0; i < len; i++)
    if (unique == 0 || !str_eq(entries[unique - 1].name, entries[i].name))
      entries[unique++] = entries[i];
  return unique;
}

static struct listing make(const struct listing_draft *draft, struct arena *kept) {
  struct listing listing = {.outcome = SNAPSHOT_READ};
  str names = arena_copy(kept, buf_str(&draft->names));
  listing.entries = arena_alloc(kept, draft->entries.len * ENTRY_SIZE);
  for (size_t i = 0; i < draft->entries.len; i++) {
    const struct draft_entry *from = &draft->entries.data[i];
    str name = {names.ptr + from->name, from->len};
    listing.entries[i] = (struct listing_entry){name, from->id, LISTING_NONE, from->is_folder};
  }
  listing.len = sort(listing.entries, draft->entries.len);
  return listing;
}

static void make_room(struct listings *l, size_t size) {
  if (l->size + size <= l->limit)
    return;
  l->all.len = 0;
  l->size = 0;
  l->cleared++;
  oidmap_free(&l->by_id);
  arena_clear(&l->kept);
}

uint32_t listings_add(struct listings *l, oid id, enum snapshot_outcome outcome) {
  struct listing listing = {.outcome = outcome == SNAPSHOT_READ ? SNAPSHOT_UNREADABLE : outcome};
  bool is_whole = outcome == SNAPSHOT_READ && !l->draft.is_full;
  size_t size = is_whole ? size_of(&l->draft) : sizeof listing;
  make_room(l, size);
  if (is_whole)
    listing = make(&l->draft, &l->kept);
  end_draft(&l->draft);
  l->size += size;
  vec_push(&l->all, listing);
  uint32_t number = (uint32_t)l->all.len;
  if (!oid_is_zero(id))
    oidmap_set(&l->by_id, id, number);
  return number;
}

uint32_t listings_of(const struct listings *l, oid id) {
  uint32_t number = oid_is_zero(id) ? OIDMAP_NONE : oidmap_get(&l->by_id, id);
  return number == OIDMAP_NONE ? LISTING_NONE : number;
}

const struct listing *listings_at(const struct listings *l, uint32_t number) {
  return &l->all.data[number - 1];
}

static int name_is(const void *left, const void *right) {
  return str_compare(*(const str *)left, ((const struct listing_entry *)right)->name);
}

struct listing_entry *listings_find(const struct listings *l, uint32_t number, str name) {
  const struct listing *listing = listings_at(l, number);
  return listing->len ? bsearch(&name, listing->entries, listing->len, sizeof *listing->entries, name_is) : NULL;
}

struct listing listings_copy(const struct listings *l, uint32_t number, struct arena *kept) {
  struct listing copy = *listings_at(l, number);
  size_t names = 0;
  for (size_t i = 0; i < copy.len; i++)
    names += copy.entries[i].name.len;
  struct listing_entry *entries = arena_alloc(kept, copy.len * ENTRY_SIZE);
  char *name = arena_alloc(kept, names);
  for (size_t i = 0; i < copy.len; i++) {
    entries[i] = copy.entries[i];
    entries[i].name.ptr = memcpy(name, copy.entries[i].name.ptr, entries[i].name.len);
    name += entries[i].name.len;
  }
  copy.entries = entries;
  return copy;
}
