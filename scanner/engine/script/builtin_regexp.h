/* builtin_regexp.h -- regular expressions of JavaScript, as far as PCRE2 agrees with it and the work can be told
   beforehand: on ASCII, without what looks behind, refers back, or repeats what can match in several ways. */
#ifndef APSO_ENGINE_SCRIPT_BUILTIN_REGEXP_H
#define APSO_ENGINE_SCRIPT_BUILTIN_REGEXP_H

#include "base/buf.h"

struct maker;

enum { REGEXP_GROUPS_MAX = 9 };

struct regexp {
  bool global;
  unsigned groups;
  struct regex *regex;
  struct regex_space *space;
};

/* All of a match, then its groups; ptr is NULL for one that took no part. They point into the subject. */
struct regexp_match {
  str groups[REGEXP_GROUPS_MAX + 1];
};

/* For use on `subject` alone. False if the expression, its flags or the work are beyond what is known. */
bool regexp_open(struct maker *maker, str pattern, str flags, str subject, struct regexp *regexp);
void regexp_close(struct regexp *regexp);
/* The first match at or after `from`. 1 found, 0 not, -1 nobody knows. */
int regexp_find(struct regexp *regexp, str subject, size_t from, struct regexp_match *match);

#endif
