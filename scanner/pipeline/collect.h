/* collect.h -- occurrences of many workers as findings: one for each key, in an order that depends only
   on what was found. */
#ifndef APSO_PIPELINE_COLLECT_H
#define APSO_PIPELINE_COLLECT_H

#include "model/finding.h"

struct occurrences {
  struct occurrence *data;
  size_t len;
  size_t room;
};

/* Fills findings and verdict of the result, whose coverage is there already. Sorts `all`. */
void collect_findings(struct occurrences *all, struct result *result);

#endif
