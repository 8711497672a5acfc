/* mask.h -- texts that are printed as they are, without what may be part of a key. */
#ifndef APSO_ENGINE_MASK_H
#define APSO_ENGINE_MASK_H

#include "base/buf.h"

/* Appends the text; a run in it that looks as random as a key, though nobody found it to be one, becomes stars. */
void mask_random(struct buf *out, str text);

#endif
