/* spread.h -- the other places of a key, grouped: many versions of one file are one line. */
#ifndef APSO_REPORT_SPREAD_H
#define APSO_REPORT_SPREAD_H

#include "model/finding.h"

/* Occurrences at the same path and of the same `where`. */
struct spread_group {
  const struct occurrence *first; /* the best of them */
  size_t count;
};

struct spread {
  struct spread_group *groups; /* in the order of their best occurrences; the first holds the best of all */
  size_t len;
};

struct spread spread_new(const struct finding *finding);
void spread_free(struct spread *spread);

#endif
