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

/* The lines round [start, end), which begins in line `line`, with every span and everything that begins
   like a key masked, cut to what fits a terminal. */
struct frame text_frame(str bytes, size_t start, size_t end, uint32_t line, const struct text_spans *masked, struct arena *kept);

#endif
