/* backend.h -- our readers of packs and loose objects as libgit2's object store, so that whatever it does with
   objects is as safe as they are: its own never end on some damaged ones. */
#ifndef APSO_SOURCE_BACKEND_H
#define APSO_SOURCE_BACKEND_H

#include "source/git.h"
#include "source/pack/reader.h"

/* Puts them before libgit2's own; loose_only: those of packs are left to it. The store must outlive the odb. */
int backend_install(git_odb *odb, const struct store *store, bool loose_only, struct err *err) MUST_USE;

#endif
