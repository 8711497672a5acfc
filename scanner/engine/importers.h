/* importers.h -- who imports a file of a snapshot, and what each importer says of it: the import graph, backwards.
   Made when first asked; every script is read once. */
#ifndef APSO_ENGINE_IMPORTERS_H
#define APSO_ENGINE_IMPORTERS_H

#include "engine/role.h"

struct importers;

/* Both must outlive it. */
struct importers *importers_new(struct snapshot *snapshot, struct applications *applications);
void importers_free(struct importers *importers);

/* A step of the way from an entry down to the file that was asked for. */
struct importers_step {
  str path;      /* of the importer */
  uint32_t line; /* of the import in it */
};

/* How a file is reached. Memory is `kept` and the importers'. */
struct way {
  struct role role; /* of the last importer; class EXPOSURE_UNKNOWN: there is no such way */
  str path;         /* of what told: the role's line is of it */
  struct importers_step *steps; /* from the file upwards; one or more */
  size_t steps_len;
};

struct ways {
  struct way client, server;           /* by what is certain */
  struct way weak_client, weak_server; /* by signs */
};

/* The shortest ways to `path`. The way of a client ends the search: then those of a server may be missing. */
struct ways importers_find(struct importers *importers, str path, struct arena *kept);

/* The files that import `path`, those that import them, and so on, nearest first; at most `max`. Gives their number. */
size_t importers_list(struct importers *importers, str path, str *paths, size_t max);
/* Does the module that `specifier` means in `importer` begin with 'use client'? Then *where is the directive. */
bool importers_is_client(struct importers *importers, str importer, str specifier, struct importers_step *where);

#endif
