/* resolve.h -- the pack pass: each object of a part is resolved once, depth first from its base, and offered at
   once by the worker that resolved it.  What it cannot read is read through libgit2 instead. */
#ifndef APSO_SOURCE_PACK_RESOLVE_H
#define APSO_SOURCE_PACK_RESOLVE_H

#include "source/objects.h"
#include "source/pack/store.h"

/* One worker's. */
struct resolver;

/* The repo is the worker's own handle; it and the history are borrowed. */
struct resolver *resolver_new(const struct history *history, const struct repo *repo, struct objects_memory *memory);
void resolver_free(struct resolver *resolver);
/* All objects that the roots of one part lead to. */
void resolve_part(struct resolver *resolver, size_t pack, size_t part, struct sink *sink);

#endif
