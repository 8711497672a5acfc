/* reftable.h -- refs and reflogs out of a stack of tables, the form in which git >= 2.45 can keep them.
   Format: git's Documentation/technical/reftable. Knows nothing of libgit2, nor of whose refs they are. */
#ifndef APSO_SOURCE_REFTABLE_H
#define APSO_SOURCE_REFTABLE_H

#include "base/memory.h"
#include "base/oid.h"

/* Strings of all these are the reftable's own, each with a NUL behind it; names may hold NUL too, in a hostile table. */

struct reftable_ref {
  str name;
  oid id;           /* zero: symbolic, or deleted */
  oid peeled;
  str symbolic;     /* the name that it stands for; ptr is NULL: it has an id, or is deleted */
  bool has_peeled;
  bool is_deletion;
  uint32_t table;   /* index of the table that says so */
};

struct reftable_log {
  str name;
  uint64_t update;  /* number of the change: a later one is higher */
  oid before;
  oid after;
  str who;
  str mail;
  str message;
  uint64_t time;    /* seconds since 1970 */
  int zone;         /* east of Greenwich: "-0800" is -800 to git, though the format's page wants minutes */
  bool is_deletion; /* of the record with the same name and number in an older table */
  uint32_t table;
};

enum reftable_state {
  REFTABLE_GOOD,
  REFTABLE_DAMAGED,   /* what could be read is there */
  REFTABLE_UNREADABLE /* the system gives no byte of it */
};

struct reftable_file {
  str name;       /* inside the folder; whatever the list says, if it is refused */
  bool is_listed; /* else no table of today: all it says is old */
  enum reftable_state state;
  str problem;    /* why it is not good */
};

struct reftable_refs {
  struct reftable_ref *data;
  size_t len;
  size_t room;
};

struct reftable_logs {
  struct reftable_log *data;
  size_t len;
  size_t room;
};

struct reftable {
  struct reftable_refs refs;     /* those of today, sorted by name */
  struct reftable_refs old_refs; /* deleted, overwritten, or of a table that the list does not name; by name */
  struct reftable_logs logs;     /* by name, of each the newest first */
  struct reftable_logs old_logs;
  VEC(struct reftable_file) files;
  struct arena kept;
};

/* Does the folder hold a stack of tables? */
bool reftable_is_at(str folder);
/* Reads all tables in the folder: those that its tables.list names, and those left behind. `table` is {0}. Whatever is wrong
   is said in `files` while the rest is there. -1: not even the list could be read, so that nothing is known of today. */
int reftable_load(str folder, size_t oid_size, struct reftable *table, struct err *err) MUST_USE;
void reftable_free(struct reftable *table);

/* The ref of today with this name, or NULL. */
const struct reftable_ref *reftable_find(const struct reftable *table, str name);
/* Names of the regular files in the folder that begin as tables do, sorted. */
void reftable_names(str folder, struct arena *kept, str **names, size_t *len);

#endif
