/* encoded.h -- the detector that finds keys in what text of another encoding says, by chains of decodings. */
#ifndef APSO_ENGINE_ENCODED_H
#define APSO_ENGINE_ENCODED_H

#include "engine/candidate.h"

/* One worker's; `item` begins a new one. */
struct encoded {
  const struct ruleset *ruleset;
  struct regex_space *space;
  struct arena *scratch;
  struct candidates *out;
  struct keyword_hits hits[CHAIN_LIMIT]; /* in the text of each step */
  size_t done_to[ENCODING_COUNT]; /* in the item: what this encoding has been asked about */
  size_t work;                    /* bytes decoded for the item */
  bool cut;                       /* more would have been */
};

void encoded_free(struct encoded *encoded);
void encoded_begin(struct encoded *encoded);
/* A form of `encoding` stands at `at` of the item. Appends the keys that the run around it says, at the place of the run. */
void encoded_find(struct encoded *encoded, const struct item *item, enum encoding encoding, size_t at);

#endif
