/* around.h -- what the project around an item says of it: who runs the code, who imports it.
   Kept from item to item as long as their snapshot is the same. One worker's. */
#ifndef APSO_ENGINE_AROUND_H
#define APSO_ENGINE_AROUND_H

#include "engine/exposure.h"
#include "model/item.h"

struct around {
  struct exposer *exposer;
  uint64_t number; /* of its snapshot; 0: it has none */
  bool is_whole;   /* it may read all scripts of the snapshot */
};

/* Of the code at `line` of `path`, a path of the item's snapshot. */
struct exposed around_expose(struct around *around, const struct item *item, str path, str text, uint32_t line, struct arena *kept);
/* The scripts that import the item, and those that import them, nearest first; at most `max` are written. Paths are the
   project's, and live until the next call of either for an item of another snapshot. None for what is in history only: there
   are too many snapshots of it. */
size_t around_importers(struct around *around, const struct item *item, str *paths, size_t max);
/* Call when another item comes. */
void around_forget(struct around *around);
void around_free(struct around *around);

#endif
