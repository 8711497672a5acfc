/* proof.h -- runs the examples of rules and doors: those are found, counter-examples are not.
   Tells what is not as it should be, with its place; shows no key that an author left in. */
#ifndef APSO_ENGINE_PROOF_H
#define APSO_ENGINE_PROOF_H

#include "engine/ruleset.h"

struct proof_note {
  bool is_warning; /* nothing is wrong yet */
  str file;
  size_t line;
  str name; /* the rule's id, or the door's name */
  str text;
};

struct proof {
  size_t rules;
  size_t doors;
  size_t examples;
  size_t counter_examples;
  size_t failures;
  size_t warnings;
};

/* Called with what is borrowed for the call. */
typedef void proof_teller(void *data, const struct proof_note *note);

/* Adds to `proof`. `only`: a rule and its doors; NULL: all. */
void proof_run(const struct ruleset *ruleset, const struct rule *only, proof_teller *tell, void *data,
               struct proof *proof);

#endif
