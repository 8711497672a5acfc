/* story.h -- the facts of a finding as phrases: how exposed, since when, who holds it.
   Text of the repository in them is fit for a terminal. */
#ifndef APSO_REPORT_STORY_H
#define APSO_REPORT_STORY_H

#include "base/buf.h"
#include "model/finding.h"

/* "client: every visitor can read it"; NULL when nothing is known. */
const char *story_exposure(enum exposure exposure);
/* "live: the service accepts it" */
const char *story_status(enum status status);
/* The next three need `introduced`.
   by Ann in 1a2b3c4d5e on 2026-03-01, "Add the client" */
void story_add_introduced(struct buf *out, const struct finding *finding);
/* HEAD; branches main, dev; tag v1.0 */
void story_add_holders(struct buf *out, const struct finding *finding);
/* to origin/main */
void story_add_pushed(struct buf *out, const struct finding *finding);

#endif
