/* locate.h -- which file a path means that may lack its extension, or be a folder's.
   Declarations (.d.ts) are none: they hold no values. Paths found are of the project's scratch.
   https://www.typescriptlang.org/docs/handbook/modules/reference.html#file-extension-substitution,
   https://reactnative.dev/docs/platform-specific-code */
#ifndef APSO_ENGINE_SCRIPT_LOCATE_H
#define APSO_ENGINE_SCRIPT_LOCATE_H

#include "engine/script/project.h"

/* The file itself, then what TypeScript compiles to it, then with an extension. */
bool locate_file(struct project *project, str path, str *found);
/* The index of a folder. */
bool locate_index(struct project *project, str folder, str *found);
/* What a specifier with this path means: a file; in a folder what its package.json names, or its index;
   at last one that is for a platform alone. */
bool locate_any(struct project *project, str path, str *found);
/* The same for what can only be a folder. */
bool locate_folder(struct project *project, str folder, str *found);

#endif
