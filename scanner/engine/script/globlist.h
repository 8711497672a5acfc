/* globlist.h -- which folders belong to a workspace, as patterns; one that begins with '!' excludes. */
#ifndef APSO_ENGINE_SCRIPT_GLOBLIST_H
#define APSO_ENGINE_SCRIPT_GLOBLIST_H

#include "engine/script/package.h"

enum {
  GLOBLIST_MAX = 256,
  GLOBLIST_GLOB_MAX = 256, /* bytes; longer ones are left out */
};

struct globlist {
  str data[GLOBLIST_MAX];
  size_t len;
};

/* What is declared in `folder`: by its package.json, pnpm-workspace.yaml and lerna.json. Of the project's scratch. */
void globlist_read(struct project *project, str folder, struct globlist *globs);
/* Does `path`, relative to that folder, belong? False too when the project's work is used up. */
bool globlist_has(struct project *project, const struct globlist *globs, str path);
/* Can a folder below `path` belong? */
bool globlist_reaches(const struct globlist *globs, str path);

#endif
