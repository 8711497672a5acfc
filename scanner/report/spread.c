/* spread.c -- the other places of a key, grouped. */
#include "report/spread.h"

#include <stdlib.h>

static int compare_places(const struct occurrence *a, const struct occurrence *b) {
  if (a->where != b->where)
    return a->where < b->where ? -1 : 1;
  return str_compare(a->path, b->path);
}

/* By place, the best first: occurrences lie in one array, the best first. */
static int by_place(const void *left, const void *right) {
  const struct spread_group *a = left, *b = right;
  int order = compare_places(a->first, b->first);
  return order ? order : (a->first > b->first) - (a->first < b->first);
}

static int by_rank(const void *left, const void *right) {
  const struct spread_group *a = left, *b = right;
  return (a->first > b->first) - (a->first < b->first);
}

struct spread spread_new(const struct finding *finding) {
  struct spread spread = {memory_new_zeroed(finding->occurrences_len + 1, sizeof *spread.groups), 0};
  for (size_t i = 0; i < finding->occurrences_len; i++)
    spread.groups[i] = (struct spread_group){&finding->occurrences[i], 1};
  qsort(spread.groups, finding->occurrences_len, sizeof *spread.groups, by_place);
  for (size_t i = 0; i < finding->occurrences_len; i++) {
    struct spread_group *last = spread.len ? &spread.groups[spread.len - 1] : NULL;
    if (last && compare_places(last->first, spread.groups[i].first) == 0)
      last->count++;
    else
      spread.groups[spread.len++] = spread.groups[i];
  }
  qsort(spread.groups, spread.len, sizeof *spread.groups, by_rank);
  return spread;
}

void spread_free(struct spread *spread) {
  free(spread->groups);
  *spread = (struct spread){0};
}
