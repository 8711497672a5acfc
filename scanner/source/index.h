/* index.h -- git's index: what the next commit will hold, path by path.  Knows nothing of objects.
   Versions 2 to 4, split and sparse ones, ids of 20 and of 32 bytes (git's Documentation/gitformat-index). */
#ifndef APSO_SOURCE_INDEX_H
#define APSO_SOURCE_INDEX_H

#include "base/buf.h"
#include "model/coverage.h"
#include "source/cachetree.h"
#include "source/repo.h"

enum index_outcome {
  INDEX_READ,
  INDEX_ABSENT,
  INDEX_CORRUPT,
  INDEX_UNREADABLE, /* there, but the system gives no bytes */
  INDEX_FORMAT      /* of a later git */
};

struct index_entry {
  str path; /* of the index; a NUL stands behind it. That of a folder ends in '/'. */
  oid id;
  uint32_t mode; /* as in trees */
  uint8_t stage; /* 0, or in a conflict 1 to 3 */
  bool is_intent; /* "intent to add": nothing of it is staged */
  bool is_folder; /* sparse: stands for everything below it, which is the tree `id` */
};

/* Start from {0}. */
struct index {
  /* Sorted by path, then stage, as bytes. A damaged index may have a path and stage twice. */
  struct index_entries {
    struct index_entry *data;
    size_t len;
    size_t room;
  } entries;
  struct cachetree trees;
  bool is_split;
  bool is_sparse;
  /* Not for others: the file, what was made of it, and of a split index the extension and the shared part. */
  struct buf bytes;
  struct arena kept;
  str link;
  struct index *shared;
};

/* The file `path`; what it may share lies in `git_folder`. Whatever is not INDEX_READ leaves no entries; `err` says why.
   The checksum at the end is not compared: as in git, which leaves that to fsck, it would cost more than all else.
   What a flipped bit can do is seen anyway: paths, lengths, and ids of objects that are not there. */
enum index_outcome index_read(str path, str git_folder, size_t oid_size, struct index *index, struct err *err) MUST_USE;
void index_free(struct index *index);

/* The same from bytes, which are taken over: index_parse, then for one that is split index_join with the shared file.
   Free what they leave, whatever the outcome. */
enum index_outcome index_parse(struct buf *bytes, size_t oid_size, struct index *index, struct err *err) MUST_USE;
enum index_outcome index_join(struct index *index, struct buf *shared, size_t oid_size, struct err *err) MUST_USE;

/* Was it read, or is there none? Else counts a gap, "name: why". */
bool index_accept(enum index_outcome outcome, str name, const struct err *err, struct coverage *coverage) MUST_USE;

/* Behind the last entry, before `end`, that begins as the one at `begin` does, in as many bytes. */
size_t index_end_of_folder(const struct index_entries *entries, size_t begin, size_t end, size_t prefix_len);

/* Where the repository's index is: GIT_INDEX_FILE if the repository is that of the environment. */
str index_path(const struct repo *repo, struct arena *kept);
/* The repository's index; without entries if there is none. False, and counted as a gap, if it cannot be read. */
bool repo_read_index(const struct repo *repo, struct index *index, struct coverage *coverage) MUST_USE;

#endif
