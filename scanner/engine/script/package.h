/* package.h -- what a package.json says about where its files are.
   https://nodejs.org/api/packages.html, https://docs.npmjs.com/cli/configuring-npm/package-json */
#ifndef APSO_ENGINE_SCRIPT_PACKAGE_H
#define APSO_ENGINE_SCRIPT_PACKAGE_H

#include "engine/script/mapping.h"
#include "engine/script/project.h"

enum {
  PACKAGE_MAINS_MAX = 8,
  PACKAGE_GLOBS_MAX = 256, /* of its workspaces */
};

struct package {
  str folder;
  str name;                     /* empty if it has none */
  struct mappings exports;
  struct mappings imports;      /* "#internal" */
  struct mappings needs;        /* dependencies of all kinds: name, version or place */
  str mains[PACKAGE_MAINS_MAX]; /* "module", "main" and their like, the best first */
  size_t mains_len;
  const str *globs;             /* of "workspaces" */
  size_t globs_len;
};

/* The package of a folder; NULL if it has no package.json. One that cannot be read says nothing, and is there. */
const struct package *package_at(struct project *project, str folder);
/* That of the nearest folder at or above; NULL if there is none. */
const struct package *package_above(struct project *project, str folder);
/* Cuts "@scope/name/part/of/it" into its name and what is behind the next '/'. False if it is no name of a package. */
bool package_split(str specifier, str *name, str *part);
/* Copies the texts of a list to `kept`, at most `max` of them. */
size_t package_texts(const struct json_value *list, size_t max, struct arena *kept, const str **texts);

#endif
