/* loose.h -- loose objects, read with every length checked, as a backend of libgit2's object store.
   libgit2's own reader never ends on a file that was cut off. */
#ifndef APSO_SOURCE_LOOSE_H
#define APSO_SOURCE_LOOSE_H

#include "source/git.h"

/* Puts the reader for the object folder at `objects` before libgit2's own. */
int loose_install(git_odb *odb, str objects, struct err *err) MUST_USE;

#endif
