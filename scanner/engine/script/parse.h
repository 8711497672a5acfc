/* parse.h -- source text to tree, within limits that are counted in work, never by the clock.
   Knows nothing of what the tree means. */
#ifndef APSO_ENGINE_SCRIPT_PARSE_H
#define APSO_ENGINE_SCRIPT_PARSE_H

#include "engine/script/grammar.h"
#include "engine/script/heap.h"

struct parse {
  struct heap heap;
  struct grammar grammars[SCRIPT_TSX + 1]; /* loaded when first used */
  struct tree tree;                        /* root is none unless the last parse was read */
};

/* Start from {0}. Parses `source`, which must stay as long as the tree is used. */
enum script_outcome parse_run(struct parse *parse, str source, enum script_language language);
/* To be called before anything reads the tree: its cursors are of this parse's heap. */
void parse_enter(struct parse *parse);
/* Drops the tree and all memory of it. */
void parse_forget(struct parse *parse);
void parse_free(struct parse *parse);

#endif
