/* range.h -- what a set of commits adds: B ^A, each commit against all its parents. */
#ifndef APSO_SOURCE_RANGE_H
#define APSO_SOURCE_RANGE_H

#include "model/provenance.h"
#include "source/changes.h"

struct range {
  const struct repo *repo;
  struct {
    oid *data;
    size_t len;
    size_t room;
  } commits;
  struct {
    oid *data; /* tags through which B was named */
    size_t len;
    size_t room;
  } tags;
  oid from; /* A, or the upstream */
  oid to;
  struct oidmap shallow;
  struct arena kept;
};

/* "A..B": what B reaches and A does not. Either side left out is HEAD; "A...B" counts from their merge base,
   as for merge requests, which is the same set. A revision alone is A..HEAD.
   An unknown revision fails, with the words that would fetch it. */
int range_list(const struct repo *repo, const char *text, struct range *range, struct coverage *coverage, struct err *err) MUST_USE;
/* The range since the current branch's upstream. */
int range_list_upstream(const struct repo *repo, struct range *range, struct coverage *coverage, struct err *err) MUST_USE;
void range_free(struct range *range);
struct source range_source(const struct range *range);

#endif
