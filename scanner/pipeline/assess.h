/* assess.h -- how bad a finding is, and what to do about it now. */
#ifndef APSO_PIPELINE_ASSESS_H
#define APSO_PIPELINE_ASSESS_H

#include "model/finding.h"

/* Fills severity, its reasons, and advice, from what else the finding says. */
void assess(struct finding *finding, struct arena *kept);
/* The verdict for findings at or above `fail_on`; made here and nowhere else. */
enum verdict assess_verdict(const struct result *result, enum severity fail_on);

#endif
