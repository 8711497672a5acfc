/* reftable_table.h -- the records of one table, for reftable.c. */
#ifndef APSO_SOURCE_REFTABLE_TABLE_H
#define APSO_SOURCE_REFTABLE_TABLE_H

#include "base/inflate.h"
#include "source/reftable.h"

/* Bytes of a name: git itself makes none that is longer than a path, 4096. */
enum { REFTABLE_NAME_LIMIT = 64 * 1024 };

/* Where records go. Names are stored as what differs from the name before: without limits a small table would fill all memory. */
struct reftable_records {
  struct reftable_refs refs;
  struct reftable_logs logs;
  uint32_t table;       /* put into each record */
  size_t keep_limit;    /* bytes of records and their strings that may still be kept */
  size_t inflate_limit; /* bytes that may still be inflated */
  struct arena *kept;
  struct inflater *inflater;
};

/* Do they begin as a table does? */
bool reftable_table_is(str bytes);
/* Appends the records of the table `bytes`, whose ids have `oid_size` bytes. -1: damaged; all that could be read was appended. */
int reftable_table_read(str bytes, size_t oid_size, struct reftable_records *records, struct err *err) MUST_USE;

#endif
