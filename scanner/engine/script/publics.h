/* publics.h -- what the project's own bundler settings write into what it ships, beyond the prefixes that are known. */
#ifndef APSO_ENGINE_SCRIPT_PUBLICS_H
#define APSO_ENGINE_SCRIPT_PUBLICS_H

#include "engine/script/evaluate.h"

/* Is the global `text` ("import.meta.env.SHOP_KEY", "__KEY__") one that settings at or above the module's folder make
   public: by envPrefix, define, DefinePlugin, EnvironmentPlugin or env? */
bool publics_have(struct evaluator *evaluator, const struct module *module, str text);

#endif
