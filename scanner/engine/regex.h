/* regex.h -- bounded matching of PCRE2 patterns (home of pcre2). */
#ifndef APSO_ENGINE_REGEX_H
#define APSO_ENGINE_REGEX_H

#include "base/err.h"
#include "base/str.h"

struct regex;

/* err: what is wrong and at which offset of the pattern. Patterns see bytes, not code points; ^ and $
   match at lines. */
int regex_compile(str pattern, struct regex **regex, struct err *err) MUST_USE;
void regex_free(struct regex *regex);
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

#endif
