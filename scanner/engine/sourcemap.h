/* sourcemap.h -- source maps, revision 3 (ECMA-426): where a place of a generated file comes from.
   What is damaged is left out quietly; no recursion, time linear in the map's bytes.
   Knows nothing of what the sources hold. */
#ifndef APSO_ENGINE_SOURCEMAP_H
#define APSO_ENGINE_SOURCEMAP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/str.h"

/* The place of a source from which a source map says that a place of the generated file was made. */
struct sourcemap_place {
  str source; /* as in inlay's path; of `arena` */
  uint32_t line; /* 1-based */
  uint32_t column; /* 1-based, UTF-16 units */
};

/* `line` and `column` (1-based, UTF-16 units) of the generated file. False if the map does not tell, or has 2 GB.
   Each call reads the map anew, up to the line: for a few places, not for all. */
bool sourcemap_locate(str map, uint32_t line, uint32_t column, struct arena *arena, struct sourcemap_place *place);

/* The members of a map that say something, each a value as of jsonspan.h; STR_NONE where there is none. */
struct sourcemap_fields {
  str sources;
  str root;
  str mappings;
  str sections;
};

struct sourcemap_fields sourcemap_fields(str map);
/* A source's name as a path, behind `root` unless it is absolute (both undecoded): without scheme, host, first slash
   and query; "." and ".." resolved, never above where it begins. "source N", N being `index` + 1, where that
   leaves nothing. */
str sourcemap_path(str root, str source, size_t index, struct arena *arena);

#endif
