/* text.h -- lines and columns of an item, and the frame of source shown round a key. */
#ifndef APSO_ENGINE_TEXT_H
#define APSO_ENGINE_TEXT_H

#include "model/finding.h"

/* Walks forward through a text; positions must be asked for in rising order. Start with
   text_locator and ask with text_locate. */
struct locator {
  str bytes;
  size_t at;
  size_t line_start;
  size_t previous_line; /* where the line before begins */
  uint32_t line;   /* of `at`, 1-based */
  size_t counted;  /* columns are counted up to here … */
  uint32_t column; /* … which is this one, 1-based, in code points */
};

/* The first byte is at this line and column; 0 counts as 1. */
struct locator text_locator(str bytes, size_t first_line, size_t first_column);
void text_locate(struct locator *locator, size_t position);

/* Bytes that must not be shown. Sorted by start. */
struct text_span {
  size_t start;
  size_t end;
};

struct text_spans {
  struct text_span *data;
  size_t len;
  size_t room;
};

/* The lines round what begins at the locator and ends at `end`, with every span and everything that begins like a
   key masked, cut to what fits a terminal. No span but the locator's own is longer than TEXT_SPAN_LIMIT. */
enum { TEXT_SPAN_LIMIT = 32 * 1024 };
struct frame text_frame(const struct locator *locator, size_t end, const struct text_spans *masked, struct arena *kept);

#endif
