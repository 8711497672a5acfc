/* modules.h -- what importing a package tells of the file that does: browser or server.  A table. */
#ifndef APSO_ENGINE_MODULES_H
#define APSO_ENGINE_MODULES_H

#include <stdbool.h>

#include "model/finding.h"

struct module_sign {
  enum exposure class; /* EXPOSURE_UNKNOWN: nothing */
  bool firm;           /* made to say so: server-only, client-only */
};

struct module_sign module_tells(str specifier);

#endif
