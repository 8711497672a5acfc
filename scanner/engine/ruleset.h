/* ruleset.h -- all rules and doors: loaded, checked, compiled; immutable afterwards. */
#ifndef APSO_ENGINE_RULESET_H
#define APSO_ENGINE_RULESET_H

#include "base/buf.h"
#include "engine/compiled.h"
#include "engine/decode.h"
#include "engine/prefilter.h"

/* What a keyword of the prefilter is there for. */
enum trigger_kind {
  TRIGGER_DOOR,         /* a door's module, or a header's name */
  TRIGGER_WEAK,         /* the beginning of a key, or of a variable's name, that a script may make more of */
  TRIGGER_RULE,         /* a rule's keyword */
  TRIGGER_DECODED_RULE, /* one of a rule that looks at decoded text */
  TRIGGER_ENCODED,      /* such a keyword in another encoding */
};

struct trigger {
  enum trigger_kind kind;
  const struct compiled_rule *rule; /* of a RULE */
  enum encoding encoding;           /* of an ENCODED */
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
/* The *.yaml of folders and files, in place of the built-in ones. The word "builtin" in the list, and "extends: builtin"
   in a file, add those; a rule of the user's replaces a built-in one of the same id. No path: the built-in ones. */
int ruleset_load(const char *const *paths, size_t len, struct ruleset **ruleset, struct err *err) MUST_USE;
void ruleset_free(struct ruleset *ruleset);
/* The rule of a class that has one for all: shipped, public variable. NULL: it has none. */
const struct rule *ruleset_of_class(const struct ruleset *ruleset, enum finding_class class);
/* NULL for an unknown id. */
const struct rule *ruleset_find(const struct ruleset *ruleset, str id);
/* With what makes it run: its regexes. */
const struct compiled_rule *ruleset_compiled(const struct ruleset *ruleset, const struct rule *rule);
/* The known id that is nearest to an unknown one, or none. */
str ruleset_nearest(const struct ruleset *ruleset, str id);

#endif
