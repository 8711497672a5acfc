/* reftable_items.h -- what hides in a stack of tables: names, reflogs, and what only old tables still say. */
#ifndef APSO_SOURCE_REFTABLE_ITEMS_H
#define APSO_SOURCE_REFTABLE_ITEMS_H

#include "source/files.h"

/* In these `git` is a git folder, a linked work tree's too, which holds a stack or does not; `prefix` stands before
   paths in reports (".git"). */

/* Offers names of refs and what symbolic ones stand for; each reflog with the path and the lines that it would have as a
   file; and what no longer holds at the path of the table that still says it. Counts tables that are damaged. */
void reftable_offer(str git, size_t oid_size, str prefix, struct sink *sink);
/* Lists what lies in the folder of the tables and is none. False if there is no such folder. */
bool reftable_walk(str git, str prefix, struct files *files, struct coverage *coverage);
/* Only counts what is damaged: for scans that ask refs where something is, and would be told of yesterday. */
void reftable_check(const struct repo *repo, struct coverage *coverage);
/* Calls back for each id in each reflog, old ones too; `is_stash` for those of refs/stash. */
void reftable_log_ids(str git, size_t oid_size, void (*each)(void *data, oid id, bool is_stash), void *data);

#endif
