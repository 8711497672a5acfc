/* candidate.h -- what may be a key, before it is judged; and the detector that finds them in text. */
#ifndef APSO_ENGINE_CANDIDATE_H
#define APSO_ENGINE_CANDIDATE_H

#include "engine/decode.h"
#include "engine/ruleset.h"
#include "engine/script/script.h"
#include "model/coverage.h"
#include "model/item.h"

enum { CHAIN_LIMIT = 5 };

/* How a text was decoded, outermost first. */
struct chain {
  enum encoding step[CHAIN_LIMIT];
  size_t len;
};

struct candidate {
  const struct rule *rule;
  str key;       /* in the item, or in scratch if it was decoded or assembled */
  size_t start;  /* span in the item: of the key, the encoded run, or the first literal */
  size_t end;
  str variable;
  const struct script_value *value; /* when it reaches a door, else NULL */
  const struct script_file *file;   /* where it stands, when that is not the item */
  struct chain chain;               /* what made the key of the span; empty: it stands there as it is */
  bool dropped;
};

struct candidates {
  struct candidate *data;
  size_t len;
  size_t room;
};

/* Appends what the pattern of the rule finds around the keyword at `at`, whatever the path. Returns where the
   run of key characters ends in which the keyword stands: it need not be asked about again. */
size_t candidate_find(const struct compiled_rule *rule, const struct item *item, size_t at, struct regex_space *space,
                      struct arena *scratch, struct candidates *out, struct coverage *coverage);

#endif
