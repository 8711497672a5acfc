/* formats.h -- the writers that report.c lists.  Same contract as report_format.write: they append
   to `out`, and no key leaves them but as key.value of JSON with show_keys. */
#ifndef APSO_REPORT_FORMATS_H
#define APSO_REPORT_FORMATS_H

#include "report/report.h"

void report_write_text(const struct result *result, const struct report_options *options, struct buf *out);
void report_write_json(const struct result *result, const struct report_options *options, struct buf *out);
void report_write_sarif(const struct result *result, const struct report_options *options, struct buf *out);

#endif
