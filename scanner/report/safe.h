/* safe.h -- text from the scanned repository, made fit for a report: no key, no terminal control.
   Everything that the program did not write itself goes through here. */
#ifndef APSO_REPORT_SAFE_H
#define APSO_REPORT_SAFE_H

#include "base/json.h"
#include "model/finding.h"

/* Appends `text` with whatever begins like a key redacted, and the finding's own key too, which a
   custom rule may have found in another shape. `finding` may be NULL. The bytes may still be hostile. */
void safe_add_redacted(struct buf *out, str text, const struct finding *finding);
/* The same, fit for a terminal. */
void safe_add(struct buf *out, str text, const struct finding *finding);
/* The redacted text as a member of a JSON document, or an element when `name` is NULL. */
void safe_json(struct json_writer *json, const char *name, str text, const struct finding *finding);
/* A commit's author without an e-mail address that stands in the name; of a mere address its first part. */
str safe_author(str author);

#endif
