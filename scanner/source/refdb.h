/* refdb.h -- how a repository keeps its refs: libgit2 knows the form of files, and is given a reader of reftables. */
#ifndef APSO_SOURCE_REFDB_H
#define APSO_SOURCE_REFDB_H

#include "source/git.h"

/* Lets the repository's refs be read through libgit2 whatever their form, and fails if it is one that nobody here knows.
   Tables are read when the first ref is asked for; a damaged one gives what could be read of it. Nothing can be written,
   and libgit2 offers no way to give it reflogs: what of them is wanted is read by reflogs.h. */
int refdb_install(git_repository *git, size_t oid_size, struct err *err) MUST_USE;

#endif
