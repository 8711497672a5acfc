/* evaluate.h -- the texts that an expression can be, as far as this source alone tells.
   Knows nothing of doors. Evaluates only what it is asked for, and what that needs. */
#ifndef APSO_ENGINE_SCRIPT_EVALUATE_H
#define APSO_ENGINE_SCRIPT_EVALUATE_H

#include "engine/script/survey.h"
#include "engine/script/texts.h"

enum { EVALUATE_STEPS_TOTAL = 1 << 18 };

struct evaluator {
  struct survey *survey;
  size_t steps_left; /* of all evaluations together, from EVALUATE_STEPS_TOTAL down */
  bool cut;          /* some evaluation met a limit */
};

/* What stands at `path` of the expression: config with the path apiKey is config.apiKey.
   Over a limit, the value is not known, and `cut` tells. All memory is of `scratch`. */
struct texts evaluate(struct evaluator *evaluator, TSNode expression, const struct path *path, struct arena *scratch);

#endif
