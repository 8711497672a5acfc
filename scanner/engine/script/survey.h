/* survey.h -- one walk over the tree that notes scopes, names, what is written to them, and calls.
   Knows nothing of doors or of what expressions mean. */
#ifndef APSO_ENGINE_SCRIPT_SURVEY_H
#define APSO_ENGINE_SCRIPT_SURVEY_H

#include "engine/script/scope.h"

/* f(…) or new F(…) */
struct call {
  TSNode node;
  uint32_t scope;
};

/* An assignment, kept until every declaration is known. */
struct write {
  str name;
  uint32_t scope;
  uint32_t offset;
  struct definition definition;
  const struct path *part; /* what is written is this part of the name's value; NULL: all of it */
};

struct survey {
  struct tree *tree;
  struct arena *arena;
  struct scopes scopes;
  VEC(struct call) calls;
  VEC(struct write) writes;
};

/* Start from {.tree, .arena}. False if the tree is spent; the survey is then of no use. */
bool survey_run(struct survey *survey);
void survey_free(struct survey *survey);

#endif
