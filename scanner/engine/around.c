/* around.c -- what the project around an item says of it. */
#include "engine/around.h"

#include "model/snapshot.h"

/* Of the states of a project in history there may be thousands: only those of today are read whole. */
static bool is_of_today(enum where where) {
  return where == WHERE_INDEX || where == WHERE_WORKTREE || where == WHERE_IGNORED || where == WHERE_FILE;
}

static bool wants_whole(const struct item *item) {
  return item->snapshot && is_of_today(item->where);
}

static void turn_to(struct around *around, const struct item *item) {
  uint64_t number = item->snapshot ? item->snapshot->number : 0;
  bool is_whole = wants_whole(item);
  if (around->exposer && around->number == number && (around->is_whole || !is_whole))
    return;
  exposer_free(around->exposer);
  around->exposer = exposer_new(item->snapshot, is_whole);
  around->number = number;
  around->is_whole = is_whole;
}

struct exposed around_expose(struct around *around, const struct item *item, str path, str text, uint32_t line, struct arena *kept) {
  turn_to(around, item);
  return exposer_find(around->exposer, path, text, line, kept);
}

size_t around_importers(struct around *around, const struct item *item, str *paths, size_t max) {
  if (!wants_whole(item))
    return 0;
  turn_to(around, item);
  return exposer_importers(around->exposer, item->snapshot_path, paths, max);
}

void around_forget(struct around *around) {
  if (around->exposer)
    exposer_forget(around->exposer);
}

void around_free(struct around *around) {
  exposer_free(around->exposer);
  around->exposer = NULL;
}
