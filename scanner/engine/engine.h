/* engine.h -- bytes in, hits out.  Knows no git, no threads, no printing. */
#ifndef APSO_ENGINE_ENGINE_H
#define APSO_ENGINE_ENGINE_H

#include "engine/ruleset.h"
#include "model/coverage.h"
#include "model/finding.h"
#include "model/item.h"

struct hits {
  struct hit *data;
  size_t len;
  size_t room;
};

/* One worker's scratch. Not for two threads at once. The ruleset must outlive it. */
struct engine;

struct engine *engine_new(const struct ruleset *ruleset);
void engine_free(struct engine *engine);

/* Is there a byte string in it that any rule or door needs? Nearly free. */
bool engine_wants(const struct engine *engine, str bytes);
/* Is there a reason to find out where these bytes belong and to scan them there? As sure as it can be
   without their path. */
bool engine_sift(struct engine *engine, str bytes);
/* Appends the hits of the item, sorted by position; what they point to is of `kept`. */
void engine_scan(struct engine *engine, const struct item *item, struct arena *kept, struct hits *out,
                 struct coverage *coverage);

#endif
