/* naming_nest.h -- which brackets are open at a byte of JSON, JSON5 or YAML's flow style, and what stands before it in
   each. One pass forward, nothing is built; texts may be damaged: what does not fit is passed over.
   Knows nothing of how a place is called. */
#ifndef APSO_ENGINE_NAMING_NEST_H
#define APSO_ENGINE_NAMING_NEST_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

enum {
  NEST_DEPTH_MAX = 256,      /* what lies deeper is passed over */
  NEST_AHEAD_MAX = 64 * 1024 /* bytes behind a value in which the other half of its pair is looked for */
};

enum nest_kind { NEST_END, NEST_SIGN, NEST_BARE, NEST_SINGLE, NEST_DOUBLE, NEST_COMMENT };

struct nest_token {
  enum nest_kind kind;
  size_t from, to; /* with its quotes */
};

struct nest_level {
  bool is_list;
  bool is_keyed;            /* `key` is that of the member at hand */
  size_t index;             /* in a list */
  struct nest_token key;
  struct nest_token before; /* the scalar before it in a list */
  struct nest_token name;   /* says how the object's value is called */
  unsigned rank;            /* of `name`, as naming_pair_rank has it; 0: there is none */
};

struct nest {
  str text;
  size_t at;
  size_t line_end; /* of the line of `at` */
  size_t depth;    /* may be more than there are levels */
  bool is_yaml;
  bool is_value;   /* a colon was last */
  struct nest_token last;
  struct nest_level levels[NEST_DEPTH_MAX];
};

void nest_open(struct nest *nest, str text, size_t from, bool is_yaml);
/* Goes on to the token that reaches behind `position`, which is not read yet. */
struct nest_token nest_seek(struct nest *nest, size_t position);
/* NULL at the root, or too deep. */
const struct nest_level *nest_top(const struct nest *nest);
/* How many levels are known. */
size_t nest_levels(const struct nest *nest);
/* Whether that token, at which it stands, is the key of a member. */
bool nest_is_key(const struct nest *nest, struct nest_token token);
/* Reads on from the value that is `token` to the end of its object for what says how it is called: NEST_END if nothing
   does. */
struct nest_token nest_pair(struct nest *nest, struct nest_token token);

/* Where the line of `at` begins. Looks no further ahead of itself than it must: cheap for one line after the other. */
size_t nest_line_from(str text, size_t at);

/* Between the quotes, undecoded. */
str nest_raw(str text, struct nest_token token);
/* Appends what undecoded bytes between such quotes stand for. */
void nest_decode(str raw, enum nest_kind kind, bool is_yaml, struct buf *out);

#endif
