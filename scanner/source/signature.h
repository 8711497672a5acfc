/* signature.h -- who made a commit or tag, and when.
   Format: "<name> <<mail>> <seconds> <zone>" (git's Documentation/user-manual, commit object). */
#ifndef APSO_SOURCE_SIGNATURE_H
#define APSO_SOURCE_SIGNATURE_H

#include <stdint.h>

#include "base/str.h"

struct signature {
  str name;     /* borrowed */
  int64_t date; /* Unix seconds */
  int offset;   /* minutes east of UTC */
};

struct signature signature_parse(str line);

#endif
