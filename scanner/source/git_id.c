/* git_id.c -- ids as libgit2 keeps them: one of the system's knows no SHA-256, ours does. */
#include "source/git.h"

#ifdef GIT_EXPERIMENTAL_SHA256

static git_oid_t type_of(size_t oid_size) {
  return oid_size == OID_SHA256 ? GIT_OID_SHA256 : GIT_OID_SHA1;
}

oid repo_oid(const git_oid *id) {
  return oid_from_raw(id->id, id->type == GIT_OID_SHA256 ? OID_SHA256 : OID_SHA1);
}

git_oid repo_git_oid(oid id, size_t oid_size) {
  git_oid git = {0};
  git_oid_fromraw(&git, id.bytes, type_of(oid_size));
  return git;
}

size_t repo_oid_size_of(git_repository *git) {
  return git_repository_oid_type(git) == GIT_OID_SHA256 ? OID_SHA256 : OID_SHA1;
}

bool repo_hash(str bytes, enum object_type type, size_t oid_size, oid *id) {
  git_oid git = {0};
  bool done = git_odb_hash(&git, bytes.ptr, bytes.len, (git_object_t)type, type_of(oid_size)) == 0;
  *id = repo_oid(&git);
  return done;
}

bool repo_hash_file(const char *path, size_t oid_size, oid *id) {
  git_oid git = {0};
  bool done = git_odb_hashfile(&git, path, GIT_OBJECT_BLOB, type_of(oid_size)) == 0;
  *id = repo_oid(&git);
  return done;
}

#else

oid repo_oid(const git_oid *id) {
  return oid_from_raw(id->id, OID_SHA1);
}

git_oid repo_git_oid(oid id, size_t oid_size) {
  git_oid git = {0};
  (void)oid_size;
  git_oid_fromraw(&git, id.bytes);
  return git;
}

size_t repo_oid_size_of(git_repository *git) {
  (void)git;
  return OID_SHA1;
}

bool repo_hash(str bytes, enum object_type type, size_t oid_size, oid *id) {
  git_oid git = {0};
  (void)oid_size;
  bool done = git_odb_hash(&git, bytes.ptr, bytes.len, (git_object_t)type) == 0;
  *id = repo_oid(&git);
  return done;
}

bool repo_hash_file(const char *path, size_t oid_size, oid *id) {
  git_oid git = {0};
  (void)oid_size;
  bool done = git_odb_hashfile(&git, path, GIT_OBJECT_BLOB) == 0;
  *id = repo_oid(&git);
  return done;
}

#endif
