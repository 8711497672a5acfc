/* audit.h -- the scans of the program: which sources, in which order. */
#ifndef APSO_PIPELINE_AUDIT_H
#define APSO_PIPELINE_AUDIT_H

#include "pipeline/pipeline.h"

/* Each scan fails only when nothing was scanned; what fell short is in the coverage. */

/* Everything that the repository at `path` holds; searches upwards if `search`. */
int audit_repository(struct pipeline *pipeline, const char *path, bool search, struct err *err) MUST_USE;
/* Files as they lie on disk, `.git` left out; with `honour_ignore` also what git ignores. */
int audit_files(struct pipeline *pipeline, const char *path, bool honour_ignore, struct err *err) MUST_USE;
/* What the next commit adds. */
int audit_staged(struct pipeline *pipeline, struct err *err) MUST_USE;
/* What a range of commits adds; NULL: since the upstream. */
int audit_range(struct pipeline *pipeline, const char *range, struct err *err) MUST_USE;
/* One input from a descriptor. */
void audit_stream(struct pipeline *pipeline, int descriptor, str name);

#endif
