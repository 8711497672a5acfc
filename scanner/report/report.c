/* report.c -- the table of formats. */
#include "report/report.h"

#include "report/formats.h"

static const struct report_format formats[] = {
    {"text", "for people: verdict, code, what to do", report_write_text},
    {"json", "one document, schema in docs/report.schema.json", report_write_json},
    {"sarif", "SARIF 2.1.0, for code scanning services and editors", report_write_sarif},
    {NULL, NULL, NULL},
};

const struct report_format *report_find(str name) {
  for (const struct report_format *format = formats; format->name; format++)
    if (str_eq(str_from(format->name), name))
      return format;
  return NULL;
}

const struct report_format *report_formats(void) {
  return formats;
}
