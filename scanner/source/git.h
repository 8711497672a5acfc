/* git.h -- libgit2's types and a repository's objects, for the files of this folder only (home of libgit2). */
#ifndef APSO_SOURCE_GIT_H
#define APSO_SOURCE_GIT_H

#include <git2.h>

#include "model/coverage.h"
#include "source/repo.h"

oid repo_oid(const git_oid *id);
git_oid repo_git_oid(oid id, size_t oid_size);
/* Bytes of an id of this repository: OID_SHA1 or OID_SHA256. A libgit2 of the system's knows the former only. */
size_t repo_oid_size_of(git_repository *git);
/* The id that the content would have; false on failure. */
bool repo_hash(str bytes, enum object_type type, size_t oid_size, oid *id);
bool repo_hash_file(const char *path, size_t oid_size, oid *id);
/* What libgit2 said last, as "what: why". Returns -1. */
int repo_fail(struct err *err, const char *what);

#endif
