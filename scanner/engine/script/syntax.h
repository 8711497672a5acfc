/* syntax.h -- what stands at a place of the source. */
#ifndef APSO_ENGINE_SCRIPT_SYNTAX_H
#define APSO_ENGINE_SCRIPT_SYNTAX_H

#include "engine/script/grammar.h"

enum script_syntax syntax_at(const struct tree *tree, size_t offset);

#endif
