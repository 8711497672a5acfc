/* naming_pair.h -- {name: X, value: KEY}: members that say how another is called, whatever the format.
   And what is said inside of a string. */
#ifndef APSO_ENGINE_NAMING_PAIR_H
#define APSO_ENGINE_NAMING_PAIR_H

#include "engine/naming.h"
#include "engine/naming_nest.h"

/* Whether a member of that name may hold what another one names. */
bool naming_pair_is_value(str member);
/* How well a member of that name says what an object's value is called; 0: not at all. */
unsigned naming_pair_rank(str member);
/* Whether that text is a name. */
bool naming_pair_fits(str name);

/* A string of a larger text, by its undecoded bytes without quotes. */
struct naming_pair_string {
  size_t from, to;
  enum nest_kind kind;
  bool is_yaml;
  bool is_code; /* a line of a program */
  bool is_text; /* lines of their own: any name in them counts */
};

/* What stands in the string before the key says how it is called: NAME=, "NAME: ", --name. */
struct naming naming_pair_inside(str text, struct naming_pair_string string, size_t start, size_t end,
                                 struct arena *kept);
/* The option that the entry before it in a list is: ["--api-key", KEY]. `before`: decoded. */
struct naming naming_pair_option(str before, struct arena *kept);

/* What a string, the entry before it or the other half of a pair say of the key in `token`, at which `nest` stands and
   from which it may read on. */
struct naming naming_pair_nested(struct nest *nest, struct nest_token token, size_t start, size_t end,
                                 struct arena *kept);

/* As much of a name as is kept, cut between code points. */
str naming_pair_cut(str name);
enum { NAMING_PATH_MAX = 1024, NAMING_STEP_MAX = 256 };

#endif
