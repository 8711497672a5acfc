/* notebook.h -- which cells of a Jupyter notebook are JavaScript or TypeScript (nbformat 4).
   Knows nothing of how their texts are decoded. */
#ifndef APSO_ENGINE_NOTEBOOK_H
#define APSO_ENGINE_NOTEBOOK_H

#include "engine/unquote.h"

/* Makes an inlay of each such cell of a notebook, a value as of jsonspan.h. A cell is what its magic says ("%%js",
   "%%script node", .NET's "#!js"), else what its metadata say, else what the notebook's say. */
void notebook_cells(struct unquote *maker, str notebook);

#endif
