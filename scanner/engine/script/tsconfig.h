/* tsconfig.h -- what a tsconfig.json or jsconfig.json says about imports: "baseUrl" and "paths", its own or those
   of the files that it extends. https://www.typescriptlang.org/tsconfig/ */
#ifndef APSO_ENGINE_SCRIPT_TSCONFIG_H
#define APSO_ENGINE_SCRIPT_TSCONFIG_H

#include "engine/script/mapping.h"
#include "engine/script/project.h"

enum {
  TSCONFIG_FILES_MAX = 16, /* read for one, itself and all that it extends and refers to */
};

struct tsconfig {
  str folder;       /* of the file that was asked for */
  str base;         /* folder that other than relative imports are seen from */
  bool has_base;
  struct mappings paths;
  str paths_folder; /* what targets are seen from */
};

/* The nearest at or above `folder`; NULL if there is none. */
const struct tsconfig *tsconfig_above(struct project *project, str folder);
/* The path that a target of `paths` means, in scratch; false if it is none of the snapshot. */
bool tsconfig_target(struct project *project, const struct tsconfig *config, str target, str *path);

#endif
