/* frame.h -- the source around a key, with line numbers and marks under the key, as compilers show it. */
#ifndef APSO_REPORT_FRAME_H
#define APSO_REPORT_FRAME_H

#include "model/finding.h"
#include "report/page.h"

/* Nothing when the frame has no lines. */
void frame_add(struct page *page, const struct frame *frame);

#endif
