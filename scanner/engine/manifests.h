/* manifests.h -- the files that a project's configuration names as entries: package.json and its kin.
   Private to application.c. */
#ifndef APSO_ENGINE_MANIFESTS_H
#define APSO_ENGINE_MANIFESTS_H

#include "base/json.h"
#include "engine/application.h"

struct manifests {
  struct snapshot *snapshot;
  struct arena *arena; /* of all that is added */
  struct application *application;
};

enum { MANIFEST_SIZE_MAX = 1 << 20, ENTRIES_MAX = 1000 };

/* Entries of package.json: bin, browser, main, scripts. The project's frameworks must be known. */
void manifests_package(struct manifests *manifests, const struct json_value *package);
/* Entries of another file of the project's folder, if it is one that names some. */
void manifests_file(struct manifests *manifests, str name);
/* A browser extension's manifest is one. */
bool manifests_is_extension(str text);

#endif
