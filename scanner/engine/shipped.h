/* shipped.h -- what a path tells whatever the file says: output that is served to visitors, tests, public variables.
   Tables of names; knows nothing of imports. */
#ifndef APSO_ENGINE_SHIPPED_H
#define APSO_ENGINE_SHIPPED_H

#include "engine/framework.h"

struct shipped {
  enum exposure class; /* EXPOSURE_UNKNOWN: not told */
  const char *why;
  bool node_too; /* so do programs for Node: a project without anything for a browser says otherwise */
};

/* `path` in its project. */
struct shipped shipped_find(uint32_t frameworks, str path);
/* Is it a test, a fixture, an example or a story? */
bool shipped_is_test(str path);
/* The same of the folder of a package: examples, demos and stories that are packages are projects. */
bool shipped_is_test_package(str folder);
/* The public variable that a line of an .env file or another configuration sets for a bundler, and in *why what reads
   it; or empty. */
str shipped_variable(uint32_t frameworks, str path, str line, const char **why);

#endif
