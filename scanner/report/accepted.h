/* accepted.h -- what is accepted, and what people should know of it, in the text report. */
#ifndef APSO_REPORT_ACCEPTED_H
#define APSO_REPORT_ACCEPTED_H

#include "model/finding.h"
#include "report/page.h"

/* Nothing when nothing is accepted and there is nothing to say. */
void accepted_add(struct page *page, const struct result *result);

#endif
