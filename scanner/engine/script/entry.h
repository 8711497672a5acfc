/* entry.h -- which file of a package an import by its name means. */
#ifndef APSO_ENGINE_SCRIPT_ENTRY_H
#define APSO_ENGINE_SCRIPT_ENTRY_H

#include "engine/script/package.h"

/* `part` is what stands behind the package's name and a '/', empty for the package itself. Where a package names what
   a build makes (dist/...) and no build lies in the snapshot, it is the source of that, by the usual folders.
   *found is of the project's scratch. */
bool entry_find(struct project *project, const struct package *package, str part, str *found);
/* The same for one target of "exports" or "imports", as seen from the package's folder. */
bool entry_target(struct project *project, const struct package *package, str target, str *found);

#endif
