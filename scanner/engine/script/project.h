/* project.h -- a snapshot and the memory of what was read of it.
   Knows no format but JSON: what a package.json or tsconfig.json says is known to those who read them. */
#ifndef APSO_ENGINE_SCRIPT_PROJECT_H
#define APSO_ENGINE_SCRIPT_PROJECT_H

#include "base/json.h"
#include "engine/script/known.h"
#include "model/snapshot.h"

enum {
  PROJECT_FILE_MAX = 1 << 20,  /* bytes of a file of settings; a larger one says nothing */
  PROJECT_ROOM_MAX = 128 << 20, /* bytes of all that is kept; when they are used up, nothing more is found */
  PROJECT_ENTRY = 128,         /* of these, what one thing takes beside its name */
  PROJECT_WORK_MAX = 1 << 28,  /* steps of finding workspaces; when they are used up, no more are found */
  PROJECT_TRIES_MAX = 2000,    /* files that are looked for to answer one question */
};

struct project {
  struct snapshot *snapshot;
  struct arena kept;
  struct arena scratch; /* cleared before each question */
  size_t room;
  size_t work;
  size_t tries; /* left for this question */
  struct known packages;   /* by folder: package.c's */
  struct known workspaces; /* by folder: workspace.c's */
  struct known tsconfigs;  /* by folder: tsconfig.c's */
  struct known installed;  /* by folder: installed.c's */
};

void project_open(struct project *project, struct snapshot *snapshot);
void project_close(struct project *project);
/* Takes `size` bytes of what is left; if they are not there, all of it, and false. */
bool project_take(struct project *project, size_t size);
/* The same of the steps. */
bool project_work(struct project *project, size_t steps);
/* Keeps `value` under `name`, and takes the room for that. */
void project_keep(struct project *project, struct known *known, str name, const void *value);
/* Gets ready for the next question. */
void project_begin(struct project *project);
bool project_has(struct project *project, str path);
/* The JSON in a file, comments and all, to be freed with json_free; NULL if there is none. */
const struct json_value *project_json(struct project *project, str path);
/* Appends the text of a file to `out`; false if there is none. */
bool project_text(struct project *project, str path, struct buf *out);

#endif
