/* page.h -- the look of the text report: colours, a column of labels, lines of at most 80 columns.
   Text given to it is fit for a terminal already, see safe.h. */
#ifndef APSO_REPORT_PAGE_H
#define APSO_REPORT_PAGE_H

#include "base/buf.h"
#include "model/rule.h"

enum style {
  STYLE_PLAIN,
  STYLE_BOLD,
  STYLE_DIM,
  STYLE_GOOD,
  STYLE_WARN,
  STYLE_BAD,
  STYLE_MARK, /* under a key in a code frame */
  STYLE_NOTE,
  STYLE_LOW,
  STYLE_MEDIUM,
  STYLE_HIGH,
  STYLE_CRITICAL
};

enum { PAGE_WIDTH = 80, PAGE_LABEL_WIDTH = 13 };

struct page {
  struct buf *out;
  bool colour;
};

enum style page_severity_style(enum severity severity);
void page_add(struct page *page, enum style style, str text);
void page_break(struct page *page);
/* A styled word at the left edge and a bold text beside it, wrapped at spaces. */
void page_heading(struct page *page, enum style style, const char *word, str text);
/* A label and a text beside it, wrapped at spaces. An empty label goes on with the one above. */
void page_prose(struct page *page, const char *label, str text);
/* The same for what must not be wrapped: commands, places. */
void page_line(struct page *page, const char *label, str text);
#endif
