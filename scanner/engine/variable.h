/* variable.h -- which things outside of a program are variables that every visitor can read. */
#ifndef APSO_ENGINE_VARIABLE_H
#define APSO_ENGINE_VARIABLE_H

#include "engine/ruleset.h"
#include "model/snapshot.h"

/* The rule for a public variable, if `text` ("process.env.VITE_KEY", of a module or global) names one; *name is its
   name in the environment, of `arena`. NULL: it is none, or stays on the server. */
const struct rule *variable_rule(const struct ruleset *ruleset, str module, str text, struct arena *arena, str *name);
/* The same for one that is known to be public. */
const struct rule *variable_rule_public(const struct ruleset *ruleset, str text, str *name);

/* Where the project sets it: a line of an environment file at or above the folder of `path`, nearest first. False if
   none does. *file is of `arena`. */
bool variable_setting(struct snapshot *snapshot, str path, str name, struct arena *arena, str *file, uint32_t *line);

#endif
