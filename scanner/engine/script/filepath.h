/* filepath.h -- arithmetic of paths in a snapshot: '/' between names, "" is the root, nothing above it. */
#ifndef APSO_ENGINE_SCRIPT_FILEPATH_H
#define APSO_ENGINE_SCRIPT_FILEPATH_H

#include "base/memory.h"

enum {
  FILEPATH_MAX = 4096,      /* bytes; a longer path is none */
  FILEPATH_LEVELS_MAX = 64, /* folders that are looked at upwards from a file */
};

/* The part before the last '/'; "" if there is none. */
str filepath_folder(str path);
/* Makes *folder its parent; false if it is the root. */
bool filepath_up(str *folder);
/* How many names it has. */
size_t filepath_levels(str path);
/* `relative` as seen from `folder`, without ".", ".." and empty names. False if it leaves the root or is too long.
   Leading slashes of `relative` count for nothing. */
bool filepath_join(struct arena *arena, str folder, str relative, str *joined);

#endif
