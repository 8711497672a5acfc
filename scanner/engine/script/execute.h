/* execute.h -- between the files that running is made of. Nobody else needs it: see evaluate.h. */
#ifndef APSO_ENGINE_SCRIPT_EXECUTE_H
#define APSO_ENGINE_SCRIPT_EXECUTE_H

#include "engine/script/variables.h"

enum { ROUNDS_MAX = 8192 };

enum flow { FLOW_ON, FLOW_RETURNED, FLOW_BROKE, FLOW_CONTINUED, FLOW_THREW, FLOW_LOST };

struct run {
  struct evaluator *evaluator;
  struct spot spot;
  struct tree *tree;
  struct store store;
  const struct binding *wanted; /* the variable that all this is for; NULL: what is returned */
  struct values returned;
  unsigned depth;
  size_t rounds;
};

/* ---- execute.c ---- */

enum flow execute_statement(struct run *run, TSNode node);

/* ---- execute_writes.c ---- */

enum flow execute_expression(struct run *run, TSNode node);
/* The names of the pattern get the parts of the value. */
void execute_bind(struct run *run, TSNode pattern, struct values values, bool declares);
/* What is written out of variables is what they are now, not what they are when somebody asks. */
struct values execute_fixed(struct run *run, struct values values);

#endif
