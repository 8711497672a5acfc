/* installed.h -- packages in node_modules, where that is part of the snapshot. */
#ifndef APSO_ENGINE_SCRIPT_INSTALLED_H
#define APSO_ENGINE_SCRIPT_INSTALLED_H

#include "engine/script/package.h"

/* The package called `name` that is installed nearest to `folder`; NULL if there is none. */
const struct package *installed_find(struct project *project, str folder, str name);

#endif
