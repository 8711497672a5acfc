/* pattern.h -- the names on the left side of a declaration, assignment or parameter.
   Knows nothing of scopes. */
#ifndef APSO_ENGINE_SCRIPT_PATTERN_H
#define APSO_ENGINE_SCRIPT_PATTERN_H

#include "engine/script/grammar.h"
#include "engine/script/path.h"

struct pattern_target {
  TSNode node;             /* an identifier; in assignments also a member of something */
  const struct path *path; /* from the value on the right to it */
  TSNode fallback;         /* its default; none: none */
  bool is_rest;            /* ...name */
  bool known;              /* false: nobody can say which part of the value it gets */
};

struct pattern_walk {
  struct tree *tree;
  struct arena *arena;
  VEC(struct pattern_target) pending;
};

struct pattern_walk pattern_begin(struct tree *tree, TSNode pattern, struct arena *arena);
/* The next name; false when there are no more. */
bool pattern_next(struct pattern_walk *walk, struct pattern_target *target);
void pattern_end(struct pattern_walk *walk);

#endif
