/* resolve.h -- the pack pass: each object of a part is resolved once, depth first from its base, and shown at once
   to a visitor.  Knows nothing of what is in them. */
#ifndef APSO_SOURCE_PACK_RESOLVE_H
#define APSO_SOURCE_PACK_RESOLVE_H

#include "model/coverage.h"
#include "source/entries.h"
#include "source/pack/forest.h"
#include "source/pack/reader.h"

/* What is kept of an object while others are made from it. */
struct made {
  struct buf bytes;
  struct entries entries; /* of a tree: the visitor's to fill */
  bool has_entries;
  bool is_marked; /* the visitor's own */
};

/* An object that is being shown. */
struct resolved {
  size_t pack;
  uint32_t object; /* its number in the pack's forest */
  enum object_type type;
  const struct made *base; /* what it is made from by `delta`, or NULL: ask for its bytes */
  struct delta delta;
  str payload;       /* of the delta: all new bytes are in it */
  struct delta_suspects *suspects; /* of its seams, if the visitor knows seams; after resolved_bytes */
  struct made *made; /* to be filled, or NULL: nothing is made from it */
};

struct resolver;

struct visitor {
  /* Are objects of this type wanted at all? */
  bool (*wants)(void *data, enum object_type type);
  void (*object)(void *data, struct resolver *resolver, struct resolved *object);
  /* A blob too large to be held, that nothing is made from: piece by piece, as inflate_windows gives it; then its end. */
  void (*window)(void *data, const struct resolved *object, str bytes, size_t *again);
  void (*window_end)(void *data, const struct resolved *object, uint64_t size);
  /* It cannot be made, and nothing that is made from it: GAP_CORRUPT or GAP_MEMORY. Told for each of them. */
  void (*damaged)(void *data, size_t pack, uint32_t object, enum gap gap);
  /* Bytes behind it belong to no object. */
  void (*padded)(void *data, const struct resolved *object);
  bool (*stopped)(void *data);
  const struct seams *(*seams)(void *data); /* NULL, or gives NULL: none are known */
  void *data;
};

/* One worker's. All is borrowed; `forests` has one for each pack of the store. */
struct resolver *resolver_new(const struct store *store, const struct forest *forests, const struct visitor *visitor);
void resolver_free(struct resolver *resolver);
/* All objects that the roots of one part lead to. */
void resolver_run(struct resolver *resolver, size_t pack, size_t part);
/* The worker's own reader. */
struct reader *resolver_reader(struct resolver *resolver);
/* The whole object, until the visitor returns. NULL as ptr: its delta is damaged, and `damaged` was told. */
str resolved_bytes(struct resolver *resolver, struct resolved *object);

#endif
