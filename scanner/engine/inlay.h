/* inlay.h -- texts that stand as strings inside JSON: the sources in a source map, the cells of a notebook.
   Knows nothing of keys. */
#ifndef APSO_ENGINE_INLAY_H
#define APSO_ENGINE_INLAY_H

#include <stdint.h>

#include "base/buf.h"
#include "base/memory.h"
#include "base/str.h"
#include "engine/sourcemap.h"

/* One such text, decoded. */
struct inlay {
  str path; /* of a source, as sourcemap_path makes it: "src/app.ts"; of a notebook's third cell, whatever the first two
               are: "cell 3.js", or .ts, or .html where a magic says so */
  str text;             /* a magic (the line "%%js") in it is blanked */
  str json;             /* the whole JSON text, borrowed: it must stay where it is for inlay_origin */
  const uint32_t *runs; /* opaque: how offsets map back */
  size_t runs_len;
};

struct inlays {
  struct inlay *data;
  size_t len;
  bool cut; /* a limit left some out */
};

/* By path (*.map, *.ipynb) and content; nothing if it is neither. Of a text that is damaged or cut off, what stands
   before. Empty texts are left out. Memory is of `arena`: at most a few times the text's size, and 16 MB for paths;
   texts that need no decoding are borrowed from `text`. */
struct inlays inlay_find(str path, str text, struct arena *arena);
/* The byte of the JSON text where the byte at `offset` of the inlay's text stands; for one that an escape made, the
   escape's first. For the end of the inlay's text, the byte behind it. */
size_t inlay_origin(const struct inlay *inlay, size_t offset);

/* The URL of the source map of a generated file, as its last comment "sourceMappingURL=" says (ECMA-426, 11.1.2.1). */
bool inlay_mapping_url(str text, str *url);
/* Appends the source map that a generated file carries in such a comment ("data:application/json;base64,"). */
bool inlay_inline_map(str text, struct buf *map);

#endif
