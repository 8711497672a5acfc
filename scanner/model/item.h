/* item.h -- bytes with a place, and how a source hands them on.
   A source knows no rules, a detector knows no git: both speak this. */
#ifndef APSO_MODEL_ITEM_H
#define APSO_MODEL_ITEM_H

#include "base/err.h"
#include "base/oid.h"
#include "model/coverage.h"
#include "model/seams.h"

/* Order of PRODUCT: the same content at the same path is one occurrence, at the first of these. */
enum where {
  WHERE_HISTORY,
  WHERE_STASH,
  WHERE_REFLOG,
  WHERE_UNREACHABLE,
  WHERE_INDEX,
  WHERE_WORKTREE,
  WHERE_IGNORED,
  WHERE_MESSAGE,
  WHERE_TAG_MESSAGE,
  WHERE_NOTE,
  WHERE_REF,
  WHERE_PATH,
  WHERE_CONFIG,
  WHERE_SUBMODULE,
  WHERE_FILE,
  WHERE_STDIN,
  WHERE_COUNT
};

const char *where_name(enum where where);

struct place;
struct snapshot;

/* Everything an item points to is borrowed until the sink's `item` returns. */
struct item {
  str bytes;
  str path; /* as people know it, '/'-separated; decides language and path rules */
  enum where where;
  oid object;        /* the git object that holds the bytes; zero: none */
  size_t first_line; /* 1-based line number of bytes[0]: more than 1 in a later window of a large file */
  size_t first_column; /* its column likewise, in code points; 0 counts as 1 */
  bool goes_on;        /* a later window follows */
  const struct place *place; /* from provenance, or NULL; what it points to is borrowed too, but for its reach */
  bool is_change;    /* only what the change brings is asked for: a key that stands whole elsewhere is no news */
  struct snapshot *snapshot; /* the files around it; NULL: none are known */
  str snapshot_path;         /* its own path among them */
};

/* What a source speaks to. One for each worker; nothing in it is shared. */
struct sink {
  /* Is there any reason to look closer at these bytes? Nearly free. */
  bool (*wants)(struct sink *sink, str bytes);
  /* Bytes whose path and commit are known, or need none. */
  void (*item)(struct sink *sink, const struct item *item);
  /* What stood where the next item stands: keys in it are no news there. */
  void (*before)(struct sink *sink, const struct item *item);
  /* Bytes of an object whose places are still to be found: it is sifted now, and scanned later at each
     of its places if there is a reason. */
  void (*object)(struct sink *sink, oid id, str bytes);
  /* An object that something in the repository refers to and that is not there. May be told twice. */
  void (*absent)(struct sink *sink, oid id);
  /* Of what `wants` looks for; NULL: nothing is known. */
  const struct seams *seams;
  struct coverage *coverage; /* what the source gave, and what it could not */
  /* Has the user, or the time limit, had enough? Asked where a read may wait; NULL: never. */
  bool (*stopped)(struct sink *sink);
};

/* Where items come from: independent parts that workers take one at a time, in any order. */
struct source {
  const char *name;
  size_t parts;
  /* A worker's own state (a repository handle, buffers); NULL and err on failure. */
  void *(*open)(const struct source *source, struct err *err);
  /* Gives the items of one part to the sink. What cannot be read is counted in the sink's coverage. */
  void (*run)(const struct source *source, void *worker, size_t part, struct sink *sink);
  void (*close)(void *worker);
  const void *data; /* the source's own */
  /* About how much work a part is, in units of the source's own; NULL: all the same. For telling progress. */
  uint64_t (*work)(const struct source *source, size_t part);
};

#endif
