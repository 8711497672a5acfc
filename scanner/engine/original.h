/* original.h -- which source a place of a generated file was made from, by the source map that lies beside it or in it. */
#ifndef APSO_ENGINE_ORIGINAL_H
#define APSO_ENGINE_ORIGINAL_H

#include "engine/sourcemap.h"
#include "model/item.h"

/* `line` and `column` (1-based, code points) of the item. False if there is no map, or it does not tell. */
bool original_find(const struct item *item, uint32_t line, uint32_t column, struct arena *arena, struct sourcemap_place *place);

#endif
