/* doors.h -- the places of a module that are doors, and what reaches them. */
#ifndef APSO_ENGINE_SCRIPT_DOORS_H
#define APSO_ENGINE_SCRIPT_DOORS_H

#include "engine/script/evaluate.h"

/* A place where a value is used as a key. */
struct site {
  const struct door *door;
  struct module *module;
  TSNode expression;       /* the value is `path` of it */
  const struct path *path;
  TSNode at;               /* the call, the header's name */
};

struct site_list {
  struct site *data;
  size_t len;
  size_t room;
};

/* Appends the places of the surveyed module where a header of a door is set, in any way that HTTP clients know: a
   property, an assignment, a pair in a list, the arguments of a call. */
void headers_find(struct evaluator *evaluator, struct module *module, const struct door *doors, size_t doors_len,
                  struct site_list *sites);

/* All that it gives is of `scratch`, but for the files' texts. `goes_on`: what is passed to functions of other modules is
   followed there. *steps: of evaluation, that it may take; what is left. */
struct script_values doors_find(struct program *program, struct module *module, const struct door *doors,
                                size_t doors_len, bool goes_on, size_t *steps, struct arena *scratch);

#endif
