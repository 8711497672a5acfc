/* notes.h -- what is only noted, at the end of the text report: a line each, and no more than fit the eye. */
#ifndef APSO_REPORT_NOTES_H
#define APSO_REPORT_NOTES_H

#include "model/finding.h"
#include "report/page.h"

/* Is a finding told as a note? Not if notes are what the scan failed for. */
bool notes_holds(const struct result *result, const struct finding *finding);
/* Is there anything but notes? */
bool notes_are_all(const struct result *result);
void notes_add(struct page *page, const struct result *result);

#endif
