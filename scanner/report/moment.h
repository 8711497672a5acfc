/* moment.h -- when a commit was made, in its author's own time zone.
   Commits may claim any date: what no calendar holds is moved to the nearest that one does. */
#ifndef APSO_REPORT_MOMENT_H
#define APSO_REPORT_MOMENT_H

#include "base/buf.h"
#include "model/provenance.h"

/* 2026-03-01T09:30:00+01:00 (ISO 8601, RFC 3339) */
void moment_add(struct buf *out, const struct commit_info *commit);
/* 2026-03-01 */
void moment_add_day(struct buf *out, const struct commit_info *commit);

#endif
