/* policies.h -- where the policy lies of what is scanned: on disk, in the index, in HEAD, at the base side of a range.
   What is wrong with it fails the scan before anything is looked at. */
#ifndef APSO_PIPELINE_POLICIES_H
#define APSO_PIPELINE_POLICIES_H

#include "pipeline/pipeline.h"
#include "source/files.h"
#include "source/range.h"
#include "source/staged.h"

/* At the top of the work tree; of a bare repository, in HEAD. */
int policies_of_repository(struct pipeline *pipeline, const struct repo *repo, struct err *err) MUST_USE;
/* In the folder itself (of a file: the one that holds it), else at the top of the project around it, which must have
   been looked
   for. `is_filtered`: some files were left out. */
int policies_of_files(struct pipeline *pipeline, const struct files *files, bool is_filtered, struct err *err) MUST_USE;
/* Of what lies nowhere: only baselines that the user names. */
int policies_of_nothing(struct pipeline *pipeline, struct err *err) MUST_USE;
/* In the index: what the next commit would have. */
int policies_of_index(struct pipeline *pipeline, const struct staged *staged, struct err *err) MUST_USE;
/* In the tree of A; what B makes of it is told. */
int policies_of_range(struct pipeline *pipeline, const struct range *range, struct err *err) MUST_USE;
/* After a range was scanned: tells comments that it brings itself from those that were there. */
void policies_settle_comments(struct pipeline *pipeline, const struct range *range);

#endif
