/* resolve.h -- which file of a snapshot an import means.
   Knows paths, package.json and tsconfig.json; nothing of syntax. Reads what it needs, once. */
#ifndef APSO_ENGINE_SCRIPT_RESOLVE_H
#define APSO_ENGINE_SCRIPT_RESOLVE_H

#include "model/snapshot.h"

struct resolver;

/* The snapshot must outlive it. One thread's. (new and free are taken by source/pack/resolve.h.) */
struct resolver *resolver_open(struct snapshot *snapshot);
void resolver_close(struct resolver *resolver);
/* The file that `specifier` means in the file `importer` (its path in the snapshot). *path is the resolver's.
   False if it is none of this snapshot: a package that is installed from elsewhere, a builtin, or nothing at all.
   Queries and fragments are left out ("./x?raw" is ./x, though its text and no module is imported), a bare word is
   a package: what HTML writes as src="app.js" is asked for as "./app.js". */
bool resolver_find(struct resolver *resolver, str importer, str specifier, str *path);
/* The nearest folder at or above `path` (of a file) with a package.json; false if there is none.
   *folder is the resolver's. */
bool resolver_package(struct resolver *resolver, str path, str *folder);

#endif
