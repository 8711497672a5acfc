/* parse.h -- source text to tree, within limits that are counted in work, never by the clock.
   Knows nothing of what the tree means. */
#ifndef APSO_ENGINE_SCRIPT_PARSE_H
#define APSO_ENGINE_SCRIPT_PARSE_H

#include "engine/script/grammar.h"
#include "engine/script/heap.h"

/* Loaded when first used; one worker's. */
struct grammars {
  struct grammar all[SCRIPT_TSX + 1];
};

void grammars_free(struct grammars *grammars);

struct parse {
  struct heap heap;
  struct tree tree; /* root is none unless the last parse was read */
};

/* Start from {0}. Parses `source`, which must stay as long as the tree is used. */
enum script_outcome parse_run(struct parse *parse, struct grammars *grammars, str source, enum script_language language);
/* Drops the tree and all memory of it. */
void parse_forget(struct parse *parse);

#endif
