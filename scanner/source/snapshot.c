/* snapshot.c -- the files around an item: finding the way along paths, and remembering it. */
#include "source/snapshot.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "source/pack/budget.h"
#include "source/snapshot_kind.h"

struct snapshots {
  struct listings listings; /* of all of them: one worker mostly asks one */
  struct snapshot_objects objects;
  VEC(struct snapshot_view *) all;
  struct oidmap trees; /* ids to places in `all` */
  struct snapshot_view *index;
  struct snapshot_view *last_folder;
  struct arena kept;
};

static struct snapshot_view *view_of(struct snapshot *snapshot) {
  return (struct snapshot_view *)(void *)snapshot;
}

/* ---- the way along a path ---- */

/* What a folder is worth in SNAPSHOT_WORK; damage is found late. */
static uint64_t cost_of(const struct listing_draft *draft, enum snapshot_outcome outcome) {
  enum { COST_LEAST = 4 * 1024, COST_DAMAGED = 1024 * 1024 };
  if (outcome == SNAPSHOT_UNREADABLE)
    return COST_DAMAGED;
  return COST_LEAST + draft->names.len + draft->entries.len * sizeof(struct listing_entry);
}

static uint32_t load(struct snapshot_view *view, str path, oid id) {
  struct listings *listings = view->listings;
  uint32_t known = listings_of(listings, id);
  if (known != LISTING_NONE)
    return known;
  bool is_blind = view->work >= SNAPSHOT_WORK; /* others may see the same tree */
  enum snapshot_outcome outcome = is_blind ? SNAPSHOT_UNREADABLE : view->kind->load(view, path, id);
  view->work += cost_of(&listings->draft, outcome);
  return listings_add(listings, is_blind ? (oid){{0}} : id, outcome);
}

static uint32_t top_of(struct snapshot_view *view) {
  if (view->top_listing == LISTING_NONE || view->top_cleared != view->listings->cleared) {
    view->top_listing = load(view, STR_NONE, view->top);
    view->top_cleared = view->listings->cleared;
  }
  return view->top_listing;
}

/* From a folder to the one called `name` in it, which lies at `path`. */
static uint32_t enter(struct snapshot_view *view, uint32_t folder, str name, str path) {
  struct listings *listings = view->listings;
  struct listing_entry *entry = listings_find(listings, folder, name);
  if (!entry || !entry->is_folder)
    return LISTING_NONE;
  if (entry->below != LISTING_NONE)
    return entry->below;
  uint64_t cleared = listings->cleared;
  uint32_t below = load(view, path, entry->id);
  if (listings->cleared == cleared)
    entry->below = below;
  return below;
}

static enum snapshot_outcome outcome_of(const struct snapshot_view *view, uint32_t folder) {
  return folder == LISTING_NONE ? SNAPSHOT_ABSENT : listings_at(view->listings, folder)->outcome;
}

/* SNAPSHOT_READ, and the folder's listing; else it is not there, or one on the way to it cannot be read. */
static enum snapshot_outcome find_folder(struct snapshot_view *view, str path, uint32_t *folder) {
  if (path.len > SNAPSHOT_PATH)
    return SNAPSHOT_ABSENT;
  *folder = top_of(view);
  size_t depth = 0, end;
  for (size_t begin = 0; begin < path.len && outcome_of(view, *folder) == SNAPSHOT_READ; begin = end + 1) {
    if (depth++ == SNAPSHOT_DEPTH)
      return SNAPSHOT_ABSENT;
    end = str_find_byte(path, '/', begin);
    end = end == SIZE_MAX ? path.len : end;
    *folder = enter(view, *folder, str_range(path.ptr + begin, path.ptr + end), str_head(path, end));
  }
  return outcome_of(view, *folder);
}

static enum snapshot_outcome find_file(struct snapshot_view *view, str path, oid *id) {
  uint32_t folder;
  str name = str_basename(path), before = str_head(path, path.len - name.len);
  if (before.len == 1) /* the '/' that no path begins with */
    return SNAPSHOT_ABSENT;
  enum snapshot_outcome outcome = find_folder(view, before.len ? str_head(before, before.len - 1) : before, &folder);
  if (outcome != SNAPSHOT_READ)
    return outcome;
  const struct listing_entry *entry = listings_find(view->listings, folder, name);
  if (!entry || entry->is_folder)
    return SNAPSHOT_ABSENT;
  *id = entry->id;
  return SNAPSHOT_READ;
}

/* ---- what is asked ---- */

static enum snapshot_outcome read_file(struct snapshot *snapshot, str path, size_t limit, struct buf *out, oid *id) {
  struct snapshot_view *view = view_of(snapshot);
  *id = (oid){{0}};
  enum snapshot_outcome outcome = find_file(view, path, id);
  return outcome == SNAPSHOT_READ ? view->kind->read(view, path, *id, limit, out) : outcome;
}

static bool has_file(struct snapshot *snapshot, str path) {
  oid ignored;
  return find_file(view_of(snapshot), path, &ignored) == SNAPSHOT_READ;
}

/* The visitor may ask for more, and so make others go. */
static bool list_folder(struct snapshot *snapshot, str path, snapshot_visitor *visit, void *data) {
  struct snapshot_view *view = view_of(snapshot);
  struct arena scratch = {0};
  uint32_t folder;
  if (find_folder(view, path, &folder) != SNAPSHOT_READ)
    return false;
  struct listing listing = listings_copy(view->listings, folder, &scratch);
  for (size_t i = 0; i < listing.len; i++)
    visit(data, listing.entries[i].name, listing.entries[i].is_folder);
  arena_free(&scratch);
  return true;
}

/* ---- making them ---- */

static atomic_ullong last_number;

struct snapshots *snapshots_new(const struct repo *repo) {
  struct snapshots *s = memory_new_zeroed(1, sizeof *s);
  s->objects.repo = repo;
  s->listings.limit = SNAPSHOT_LISTINGS < budget_share() ? SNAPSHOT_LISTINGS : budget_share();
  return s;
}

void snapshots_free(struct snapshots *s) {
  if (!s)
    return;
  if (s->index && s->index->own_index) {
    index_free(s->index->own_index);
    free(s->index->own_index);
  }
  reader_free(s->objects.reader);
  buf_free(&s->objects.bytes);
  listings_free(&s->listings);
  oidmap_free(&s->trees);
  vec_free(&s->all);
  arena_free(&s->kept);
  free(s);
}

static struct snapshot_view *add(struct snapshots *s, const struct snapshot_kind *kind) {
  struct snapshot_view *view = ARENA_NEW(&s->kept, struct snapshot_view);
  *view = (struct snapshot_view){.face = {read_file, has_file, list_folder, atomic_fetch_add(&last_number, 1) + 1},
                                 .kind = kind, .listings = &s->listings, .objects = &s->objects};
  vec_push(&s->all, view);
  return view;
}

static struct snapshot_view *find_root(const struct snapshots *s, str root) {
  for (size_t i = s->all.len; i-- > 0;)
    if (s->all.data[i]->kind == &snapshot_folder && str_eq(s->all.data[i]->root, root))
      return s->all.data[i];
  return NULL;
}

struct snapshot *snapshots_folder(struct snapshots *s, str root) {
  if (s->last_folder && str_eq(s->last_folder->root, root))
    return &s->last_folder->face;
  struct snapshot_view *view = find_root(s, root);
  if (!view) {
    view = add(s, &snapshot_folder);
    view->root = arena_copy(&s->kept, root);
  }
  s->last_folder = view;
  return &view->face;
}

struct snapshot *snapshots_tree(struct snapshots *s, oid id) {
  if (oid_is_zero(id))
    return NULL;
  uint32_t place = oidmap_add(&s->trees, id, (uint32_t)s->all.len);
  if (place == s->all.len)
    add(s, &snapshot_tree)->top = id;
  return &s->all.data[place]->face;
}

struct snapshot *snapshots_index(struct snapshots *s, const struct index *index) {
  if (!s->index) {
    s->index = add(s, &snapshot_index);
    s->index->index = index;
  }
  return &s->index->face;
}
