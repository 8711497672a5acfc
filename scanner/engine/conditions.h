/* conditions.h -- what a rule asks of a key beyond its pattern: length, entropy, allowed ones, the judge. */
#ifndef APSO_ENGINE_CONDITIONS_H
#define APSO_ENGINE_CONDITIONS_H

#include "engine/compiled.h"

/* All of it. What `space` found last stays. */
bool conditions_hold(const struct compiled_rule *compiled, struct regex_space *space, str key);
/* What the rule asks and the key has not, as a clause; NULL: nothing. */
const char *conditions_refusal(const struct compiled_rule *compiled, struct regex_space *space, str key);
/* The part of a key that is drawn at random: behind the keyword with which it begins, if any. */
str conditions_random_part(const struct rule *rule, str key);
/* Shannon's, of how often each byte stands in the text: bits a byte, 0 to 8. */
double conditions_entropy(str text);
/* A rule's conditions on paths. */
bool conditions_path_fits(const struct rule *rule, str path);

#endif
