/* windows.h -- a content that is too large to be scanned at once, as items that overlap.
   Knows nothing of where it comes from. */
#ifndef APSO_SOURCE_WINDOWS_H
#define APSO_SOURCE_WINDOWS_H

#include "model/item.h"

enum { WINDOWS_OVERLAP = 64 * 1024 };

struct windows {
  struct item item; /* all but its bytes; where the next window begins */
  struct sink *sink;
  bool went_on; /* past the first one */
};

struct windows windows_new(struct item item, struct sink *sink);
/* Gives the next window. How many of its last bytes must stand at the beginning of the one behind it. */
size_t windows_give(struct windows *windows, str bytes, bool is_last);

#endif
