/* snapshot.h -- the files around an item: those of a folder, of an index, of a commit.
   Making one costs nothing; it reads when it is asked, keeps what folders hold within a bound, and counts no gaps. */
#ifndef APSO_SOURCE_SNAPSHOT_H
#define APSO_SOURCE_SNAPSHOT_H

#include "model/snapshot.h"
#include "source/repo.h"

struct index;

/* All that one worker makes. Asked for the same thing again, it gives the same snapshot, with the same number.
   None goes before all do: a number never stands for another snapshot, also not when these are gone. */
struct snapshots;

/* `repo`: whose objects and index are read, by a reader of their own; NULL: folders only. Borrowed. */
struct snapshots *snapshots_new(const struct repo *repo);
void snapshots_free(struct snapshots *snapshots);

/* Links to `root` itself are followed, those in it are not. A folder in it that holds a .git is not entered. */
struct snapshot *snapshots_folder(struct snapshots *snapshots, str root);
/* Of a commit or of a tree. NULL for the id zero. */
struct snapshot *snapshots_tree(struct snapshots *snapshots, oid id);
/* Without conflicts, and without what is only intended to be added. `index` is borrowed; NULL: the repository's own,
   as it is when it is first asked. One for each `snapshots`. */
struct snapshot *snapshots_index(struct snapshots *snapshots, const struct index *index);

#endif
