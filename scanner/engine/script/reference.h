/* reference.h -- what of which module an expression is: new sdk.ApsoClient(…) calls ApsoClient of '@apso/sdk'.
   Knows nothing of doors or of texts. */
#ifndef APSO_ENGINE_SCRIPT_REFERENCE_H
#define APSO_ENGINE_SCRIPT_REFERENCE_H

#include "engine/script/survey.h"

struct reference {
  str module; /* STR_NONE: a global */
  const struct path *names; /* exports and their members; NULL: the module itself */
  str local;  /* what the importing file calls a default import; else STR_NONE */
};

/* False if the expression, which stands in `scope`, is of no module. The names are of `scratch`. */
bool reference_of(struct survey *survey, TSNode expression, uint32_t scope, struct arena *scratch,
                  struct reference *reference);

#endif
