/* ruleset.h -- all rules and doors: loaded, checked, compiled; immutable afterwards. */
#ifndef APSO_ENGINE_RULESET_H
#define APSO_ENGINE_RULESET_H

#include "base/buf.h"
#include "engine/prefilter.h"
#include "engine/regex.h"
#include "model/rule.h"

struct compiled_rule {
  const struct rule *rule;
  struct regex *regex; /* NULL for rules without a pattern */
  unsigned name_group; /* the group called "name": what holds the key; 0: none */
};

/* What a keyword of the prefilter is there for. */
struct trigger {
  const struct compiled_rule *rule; /* NULL: a door's module, or text in another encoding */
  bool wide;                        /* the keyword is the key's beginning in UTF-16 */
  bool weak;                        /* it means something in scripts only */
};

struct ruleset {
  struct arena kept;
  const struct rule **rules; /* sorted by id */
  size_t rules_len;
  struct compiled_rule *compiled; /* same order */
  struct door *doors;
  size_t doors_len;
  struct str_list headers; /* names of all header doors */
  struct environment *environments;
  size_t environments_len;
  struct public_variable *public_variables;
  size_t public_variables_len;
  struct prefilter *prefilter;
  struct trigger *triggers; /* one for each keyword of the prefilter */
  str *keywords;
  size_t keywords_len;
  struct buf text; /* of all rule files: two rulesets with the same text find the same */
};

/* Rules built into the program. */
int ruleset_load_builtin(struct ruleset **ruleset, struct err *err) MUST_USE;
/* The *.yaml of a folder, or one file, in place of the built-in ones. */
int ruleset_load(const char *path, struct ruleset **ruleset, struct err *err) MUST_USE;
void ruleset_free(struct ruleset *ruleset);
/* The rule of a class that has one for all: shipped, public variable. NULL: it has none. */
const struct rule *ruleset_of_class(const struct ruleset *ruleset, enum finding_class class);
/* NULL for an unknown id. */
const struct rule *ruleset_find(const struct ruleset *ruleset, str id);

#endif
