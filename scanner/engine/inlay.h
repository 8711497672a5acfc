/* inlay.h -- texts that stand as strings inside JSON: the sources in a source map, the cells of a notebook.
   Knows nothing of keys. */
#ifndef APSO_ENGINE_INLAY_H
#define APSO_ENGINE_INLAY_H

#include <stdint.h>

#include "base/memory.h"
#include "base/str.h"

/* One such text, decoded. */
struct inlay {
  str path; /* of the original source, as the map names it, "./", "../" and URL schemes taken off; a notebook's: "cell 3.js" */
  str text;
  const uint32_t *runs; /* opaque: how offsets map back */
  size_t runs_len;
};

struct inlays {
  struct inlay *data;
  size_t len;
  bool cut; /* a limit left some out */
};

/* By path (*.map, *.ipynb) and content; nothing if it is neither, or damaged beyond use. Memory is of `arena`;
   texts that need no decoding may be borrowed from `text`. */
struct inlays inlay_find(str path, str text, struct arena *arena);
/* The byte of the JSON text where the byte at `offset` of the inlay's text stands. */
size_t inlay_origin(const struct inlay *inlay, size_t offset);

/* The place of a source from which a source map says that a place of the generated file was made. */
struct sourcemap_place {
  str source; /* as in inlay's path; of `arena` */
  uint32_t line; /* 1-based */
  uint32_t column; /* 1-based, UTF-16 units */
};

/* `line` and `column` (1-based, UTF-16 units) of the generated file. False if the map does not tell. */
bool sourcemap_locate(str map, uint32_t line, uint32_t column, struct arena *arena, struct sourcemap_place *place);

#endif
