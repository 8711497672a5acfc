/* summary.h -- the end of the text report: what was scanned, what was not and what mends it, the verdict. */
#ifndef APSO_REPORT_SUMMARY_H
#define APSO_REPORT_SUMMARY_H

#include "model/finding.h"
#include "report/page.h"

/* "3 findings: 1 critical, 2 low" */
void summary_add_counts(struct buf *out, const struct result *result);
/* " in ./repo", or nothing when the result names no target. */
void summary_add_target(struct buf *out, const struct result *result);
/* The verdict's word with a text of the caller's beside it. */
void summary_add_verdict(struct page *page, enum verdict verdict, str text);
void summary_add(struct page *page, const struct result *result);

#endif
