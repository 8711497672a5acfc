/* heap.h -- the parser's memory: given out in a straight line, counted, dropped whole.
   Knows nothing of what the parser does with it. */
#ifndef APSO_ENGINE_SCRIPT_HEAP_H
#define APSO_ENGINE_SCRIPT_HEAP_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>

struct heap_block;

struct heap {
  struct heap_block *newest;
  size_t given;       /* bytes asked for since heap_clear, freed or not: a measure of work as much as of memory */
  size_t allocations; /* their number */
  size_t errors;      /* syntax errors that the parser had to recover from, told by what it allocates for each */
  size_t limit;       /* of `given`: an allocation past it escapes, if `guarded` */
  bool guarded;
  jmp_buf escape;
};

/* From now on all that tree-sitter allocates in this thread is of `heap`, until the next call.
   What is allocated while no heap is in use would be a bug, and ends the program. */
void heap_use(struct heap *heap);
/* Frees every allocation at once, whoever holds it: trees, parsers and cursors need no end of their own. */
void heap_clear(struct heap *heap);

/* Out of the parser, to where `escape` was set; only while guarded. */
_Noreturn void heap_escape(struct heap *heap);

#endif
