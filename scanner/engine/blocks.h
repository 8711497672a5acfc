/* blocks.h -- where the scripts of a file are: all of it, or what stands in its <script> elements and frontmatter.
   Knows nothing of what they say. */
#ifndef APSO_ENGINE_BLOCKS_H
#define APSO_ENGINE_BLOCKS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/str.h"

enum markup { MARKUP_IS_NONE, MARKUP_IS_HTML, MARKUP_IS_VUE, MARKUP_IS_SVELTE, MARKUP_IS_ASTRO, MARKUP_IS_TEMPLATE };

struct block {
  uint32_t begin, end; /* offsets of its text */
  str src;             /* of a <script src>: then its text does not count */
  bool frontmatter;    /* Astro's */
};

struct blocks {
  struct block *data;
  size_t len;
  size_t room;
};

enum { BLOCKS_MAX = 4096 };

/* By the extension of the path. */
enum markup blocks_markup(str path);
/* Fills `blocks` anew. */
void blocks_find(struct blocks *blocks, enum markup markup, str text);

#endif
