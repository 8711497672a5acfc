/* mapping.h -- names, or patterns with one '*', and what may stand for each, the best first.
   What "paths" of tsconfig.json and "exports" and "imports" of package.json have in common.
   https://nodejs.org/api/packages.html#subpath-patterns, https://www.typescriptlang.org/tsconfig/#paths */
#ifndef APSO_ENGINE_SCRIPT_MAPPING_H
#define APSO_ENGINE_SCRIPT_MAPPING_H

#include "base/json.h"
#include "base/memory.h"

enum {
  MAPPINGS_MAX = 1024,       /* of one file; what comes behind is not read */
  MAPPING_NAME_MAX = 1024,   /* bytes; longer names are left out */
  MAPPING_TARGETS_MAX = 16,  /* of one name */
  MAPPING_DEPTH_MAX = 8,     /* of conditions in conditions */
};

struct mapping {
  str pattern;
  const str *targets; /* none: the name means nothing, by intent */
  size_t targets_len;
};

struct mappings {
  const struct mapping *data;
  size_t len;
};

/* An object of names. A target is a text, a list, or an object of conditions, of which all are taken: "import",
   "require", "browser", "node", "default", then others, and types last. Texts are copied to `kept`. */
struct mappings mapping_read(const struct json_value *names, struct arena *kept);
/* The same of "exports", which may be the target of "." alone. */
struct mappings mapping_read_exports(const struct json_value *exports, struct arena *kept);
/* The one for `name`: an exact one, else the pattern with most before its '*', which stands for *star. NULL: none. */
const struct mapping *mapping_find(struct mappings mappings, str name, str *star);
/* A target with its '*' filled in; false if that is too long. */
bool mapping_target(struct arena *arena, str target, str star, str *filled);

#endif
