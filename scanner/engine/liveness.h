/* liveness.h -- what is left of a file for the browser when a framework takes some of its exports away:
   getServerSideProps, and what only it uses. */
#ifndef APSO_ENGINE_LIVENESS_H
#define APSO_ENGINE_LIVENESS_H

#include "engine/outline.h"

/* By the place in the outline's lists: true if it is left. */
struct liveness {
  const bool *declarations;
  const bool *imports;
};

/* `taken`: the exported names that go, a space before and behind each. Memory is of `arena`. Over a limit all is left.
   */
struct liveness liveness_find(const struct outline *outline, str text, const char *taken, struct arena *arena);
/* Is the word in such a list? */
bool liveness_takes(const char *taken, str name);

#endif
