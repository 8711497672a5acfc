/* convention.h -- what "@/x", "~/x" and their like mean in frameworks that set them up by themselves, or in
   projects whose bundler is told so in a script that is not read. A guess that counts only if the file is there. */
#ifndef APSO_ENGINE_SCRIPT_CONVENTION_H
#define APSO_ENGINE_SCRIPT_CONVENTION_H

#include "engine/script/project.h"

/* The file that `specifier` means by habit for a file of `folder`. *found is of the project's scratch. */
bool convention_find(struct project *project, str folder, str specifier, str *found);

#endif
