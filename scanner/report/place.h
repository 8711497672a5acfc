/* place.h -- where a key was found, in words.  Knows nothing of layout or colour. */
#ifndef APSO_REPORT_PLACE_H
#define APSO_REPORT_PLACE_H

#include "base/buf.h"
#include "model/finding.h"

/* Digits of an object id that people are shown. */
enum { PLACE_ID_DIGITS = 10 };

/* A path that leads to content: not the name of a ref, nor a label for a message. */
bool place_is_file(const struct occurrence *occurrence);
/* Line and column count in that content; false where the name itself holds the key. */
bool place_has_lines(const struct occurrence *occurrence);
/* "src/api.ts", "message of commit 1a2b3c4d5e": fit for a terminal. `finding` as for safe_add. */
void place_add_name(struct buf *out, const struct occurrence *occurrence, const struct finding *finding);
/* The name, and ":12:43" or ", line 3" behind it. */
void place_add(struct buf *out, const struct occurrence *occurrence, const struct finding *finding);
/* "ignored by git, not committed" */
const char *place_where(const struct occurrence *occurrence);
/* The same of any occurrence there: "in history" whether HEAD holds it or not. */
const char *place_where_any(enum where where);
/* The name says `where` already: "message of commit 1a2b3c4d5e". */
bool place_name_says_where(const struct occurrence *occurrence);
/* The first digits of an object id. */
void place_add_id(struct buf *out, oid id);

#endif
