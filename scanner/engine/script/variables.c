/* variables.c -- the variables of a function that is being run. */
#include "engine/script/variables.h"

#include <stdlib.h>

struct variable *variables_find(const struct store *store, const struct binding *binding) {
  for (; store; store = store->outer)
    for (size_t i = 0; i < store->variables.len; i++)
      if (store->variables.data[i].binding == binding)
        return &store->variables.data[i];
  return NULL;
}

void variables_declare(struct store *store, const struct binding *binding, struct values values) {
  for (size_t i = 0; i < store->variables.len; i++)
    if (store->variables.data[i].binding == binding) {
      store->variables.data[i].values = values;
      return;
    }
  vec_push(&store->variables, (struct variable){binding, values});
}

void variables_assign(struct store *store, const struct binding *binding, struct values values) {
  struct variable *variable = variables_find(store, binding);
  if (variable)
    variable->values = values;
  else
    variables_declare(store, binding, values);
}

static bool is_inside(TSNode node, const struct definition *definition) {
  return definition->offset >= ts_node_start_byte(node) && definition->offset < ts_node_end_byte(node);
}

bool variables_writes(TSNode node, const struct binding *binding) {
  for (const struct definition *d = binding->first; d; d = d->next)
    if (is_inside(node, d) && !node_is_none(d->at))
      return true;
  return false;
}

/* Is any variable that is being kept written to in there? */
bool variables_is_written(const struct store *store, TSNode node) {
  for (; store; store = store->outer)
    for (size_t i = 0; i < store->variables.len; i++)
      if (variables_writes(node, store->variables.data[i].binding))
        return true;
  return false;
}
