/* collect.h -- occurrences of many workers as findings: one for each key, in an order that depends only
   on what was found. */
#ifndef APSO_PIPELINE_COLLECT_H
#define APSO_PIPELINE_COLLECT_H

#include "model/finding.h"
#include "model/item.h"

struct occurrences {
  struct occurrence *data;
  size_t len;
  size_t room;
};

/* Fills findings of the result; they have no ids yet. Sorts `all`. */
void collect_findings(struct occurrences *all, struct result *result);
/* A finding of some of its occurrences, best first as they were; without its id. */
struct finding collect_again(const struct finding *finding, const struct occurrence *occurrences, size_t len,
                             struct arena *kept);
/* A source whose parts give the findings their ids. */
struct source collect_ids(struct result *result);
/* Worst first; after the ids. */
void collect_sort(struct result *result);

#endif
