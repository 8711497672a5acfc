/* compiled.h -- a rule that was checked and can be run.
   Knows where in its file what stands, so that whoever wrote it is told. */
#ifndef APSO_ENGINE_COMPILED_H
#define APSO_ENGINE_COMPILED_H

#include "base/yaml.h"
#include "engine/regex.h"
#include "model/rule.h"

struct compiled_rule {
  const struct rule *rule;
  struct regex *regex; /* NULL for rules without a pattern */
  unsigned name_group; /* the group called "name": what holds the key; 0: none */
  struct regex **allow; /* one for each of the rule's */
};

/* `place` is what `take` of base/yaml was given; `family` counts regexes. err: file, line, column, rule. Arrays are of
   `kept`; what was made is to be freed, after a failure too. */
int compiled_make(const struct rule *rule, struct yaml_place place, size_t *family, struct arena *kept,
                  struct compiled_rule *out, struct err *err) MUST_USE;
void compiled_free(struct compiled_rule *compiled);

#endif
