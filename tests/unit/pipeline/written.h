/* written.h -- a result as text, so that two can be compared: everything a report could tell of it. */
#ifndef APSO_TESTS_WRITTEN_H
#define APSO_TESTS_WRITTEN_H

#include "base/buf.h"
#include "model/finding.h"

void written_add(struct buf *out, const struct result *result);

#endif
