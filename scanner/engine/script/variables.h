/* variables.h -- the variables of a function that is being run, and of those around it.
   Knows nothing of statements. */
#ifndef APSO_ENGINE_SCRIPT_VARIABLES_H
#define APSO_ENGINE_SCRIPT_VARIABLES_H

#include "engine/script/evaluate.h"

struct variable {
  const struct binding *binding;
  struct values values;
};

struct store {
  struct store *outer;
  VEC(struct variable) variables;
};

/* NULL if nobody keeps it. */
struct variable *variables_find(const struct store *store, const struct binding *binding);
void variables_declare(struct store *store, const struct binding *binding, struct values values);
void variables_assign(struct store *store, const struct binding *binding, struct values values);
/* Is the variable written to in there? */
bool variables_writes(TSNode node, const struct binding *binding);
/* Is any variable that is being kept written to in there? */
bool variables_is_written(const struct store *store, TSNode node);

#endif
