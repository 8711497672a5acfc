/* regex.h -- bounded matching of PCRE2 patterns (home of pcre2). */
#ifndef APSO_ENGINE_REGEX_H
#define APSO_ENGINE_REGEX_H

#include "base/err.h"
#include "base/str.h"

struct regex;

/* For one who uses it alone. err: what is wrong and at which offset of the pattern. Patterns see bytes, not code
   points; ^ and $ match at lines. */
int regex_compile(str pattern, struct regex **regex, struct err *err) MUST_USE;
/* For many workers: immutable; each space makes machine code of it when it first needs it. `family` counts those that
   one space may meet; start with 0. `offset` is the byte that err speaks of, or SIZE_MAX. */
int regex_compile_shared(str pattern, size_t *family, struct regex **regex, size_t *offset, struct err *err) MUST_USE;
void regex_free(struct regex *regex);
/* Is there a text of no bytes that it matches? */
bool regex_may_be_empty(const struct regex *regex);
/* A byte that stands in each match, or -1: without it nothing is tried at all. */
int regex_needed_byte(const struct regex *regex);
/* Number of capture groups. */
unsigned regex_groups(const struct regex *regex);
/* Number of the group called `name`, or 0. */
unsigned regex_group_named(const struct regex *regex, const char *name);

/* One worker's space for matching. Not for two threads at once. */
struct regex_space;

struct regex_space *regex_space_new(void);
void regex_space_free(struct regex_space *space);

/* Looks for the first match in `subject` at or after `from`; `subject` begins in the middle of a line
   if `mid_line`. 1 found, 0 not, -1 a limit of work was reached. */
int regex_find(const struct regex *regex, struct regex_space *space, str subject, size_t from, bool mid_line);
/* After a match: the text of a group, empty (ptr NULL) if it took no part. Points into the subject. */
str regex_group(const struct regex_space *space, str subject, unsigned group);

/* Does it match anywhere in `subject`? What the last regex_find found stays. 1, 0, -1 as there. */
int regex_matches(const struct regex *regex, struct regex_space *space, str subject);

#endif
