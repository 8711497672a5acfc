/* workspace.h -- packages that are developed together, and import each other by name.
   Declared by package.json "workspaces" (npm, yarn, bun), pnpm-workspace.yaml or lerna.json. */
#ifndef APSO_ENGINE_SCRIPT_WORKSPACE_H
#define APSO_ENGINE_SCRIPT_WORKSPACE_H

#include "engine/script/package.h"

enum {
  WORKSPACE_FOLDERS_MAX = 2000, /* that are listed to find the packages of one declaration */
  WORKSPACE_SEEN_MAX = 20000,   /* folders in those */
  WORKSPACE_DEPTH_MAX = 8,      /* what a "**" reaches */
};

/* The package called `name` among those declared together at or above `folder`; NULL if there is none. */
const struct package *workspace_find(struct project *project, str folder, str name);

#endif
