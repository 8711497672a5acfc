/* memo.h -- what an audit saw of an object store, kept in a file for the next one.
   Nothing in the file is believed that is not the user's own, whole, and made for the same key.
   Holds ids and digests only; knows nothing of how they are used (see recall.h). */
#ifndef APSO_SOURCE_MEMO_H
#define APSO_SOURCE_MEMO_H

#include "base/buf.h"
#include "base/memory.h"
#include "base/oid.h"
#include "model/object.h"

/* A loose object. */
struct memo_loose {
  oid id;
  oid state; /* digest of what its files were; zero: not known */
  enum object_type type; /* OBJECT_NONE: damaged, and packed as well */
  uint64_t size;
};

struct memo_ids {
  oid *data;
  size_t len;
  size_t room;
};

/* Lists are sorted, and nothing stands in one twice. */
struct memo {
  oid key; /* digest of all that its use depends on */
  struct memo_counts {
    uint64_t objects;
    uint64_t blobs;
    uint64_t commits;
    uint64_t bytes;
  } packed; /* of all packs together */
  struct memo_ids packs; /* digest of what each pack was */
  VEC(struct memo_loose) loose;
  struct memo_ids wanted; /* objects that there was reason to look closer at */
  struct memo_ids absent; /* objects that others refer to and that were not there */
  struct memo_ids closed; /* archives that nobody asked to open */
};

void memo_free(struct memo *memo);
/* SHA-256, or SHA-1 where libgit2 knows no other; false on failure. */
bool memo_digest(str bytes, oid *digest) MUST_USE;

/* The file's format: numbers with the most significant byte first, ids and digests of 32 bytes.
     "apso-scan memo 2" · key · 4 counts of 8 bytes · lengths of the 5 lists, 4 bytes each · the lists
     · the digest of all that stands before it. */
void memo_encode(const struct memo *memo, struct buf *out);
/* The same without the digest; false if it is damaged. Free the memo in any case. */
bool memo_decode(str bytes, struct memo *memo) MUST_USE;

/* Where the memo of the repository with this common folder lies: in $XDG_CACHE_HOME/apso-scan, else in
   $HOME/.cache/apso-scan. Empty if neither is an absolute path. */
str memo_path(str common, struct arena *kept);
/* False, and nothing is said of why: there is none that can be believed. */
bool memo_load(const char *path, struct memo *memo) MUST_USE;
/* Whole or not at all, for the user only. Makes the folder. */
int memo_save(const char *path, const struct memo *memo, struct err *err) MUST_USE;
void memo_remove(const char *path);

#endif
