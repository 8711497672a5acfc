/* report.h -- a result as bytes: one file a format, one table of formats.  Prints nothing itself. */
#ifndef APSO_REPORT_REPORT_H
#define APSO_REPORT_REPORT_H

#include "base/buf.h"
#include "model/finding.h"

struct report_options {
  bool colour;
  bool show_keys;
  const char *version; /* of the program */
  const struct rule *const *rules; /* all that were loaded, sorted by id (SARIF lists them) */
  size_t rules_len;
};

struct report_format {
  const char *name;
  const char *what; /* for the help */
  void (*write)(const struct result *result, const struct report_options *options, struct buf *out);
};

/* NULL for an unknown name. */
const struct report_format *report_find(str name);
/* All formats, ended by one without a name. */
const struct report_format *report_formats(void);

#endif
