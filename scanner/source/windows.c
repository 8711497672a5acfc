/* windows.c -- a content that is too large to be scanned at once, as items that overlap. */
#include "source/windows.h"

#include <ctype.h>

#include "base/utf8.h"

/* Where the next window begins: at a line, if one begins in the overlap. */
static size_t next_window(str bytes) {
  size_t from = bytes.len > WINDOWS_OVERLAP ? bytes.len - WINDOWS_OVERLAP : 0;
  size_t newline = str_find_byte(bytes, '\n', from);
  return newline == SIZE_MAX ? from : newline + 1;
}

/* Where a window that is not the last ends: what the cut goes through is whole in the next one, and half of a
   key must not be taken for one. */
static size_t window_end(str bytes) {
  size_t end = bytes.len;
  while (end > bytes.len - WINDOWS_OVERLAP / 2 && (isalnum((unsigned char)bytes.ptr[end - 1]) || strchr("_-+/=", bytes.ptr[end - 1])))
    end--;
  return end > bytes.len - WINDOWS_OVERLAP / 2 ? end : bytes.len;
}

static size_t count_lines(str bytes) {
  size_t lines = 0;
  for (size_t at = str_find_byte(bytes, '\n', 0); at != SIZE_MAX; at = str_find_byte(bytes, '\n', at + 1))
    lines++;
  return lines;
}

/* The place behind `skipped`. */
static void move_on(struct item *item, str skipped) {
  size_t line = skipped.len;
  while (line > 0 && skipped.ptr[line - 1] != '\n')
    line--;
  item->first_line += count_lines(skipped);
  item->first_column = (line ? 1 : item->first_column) + utf8_count(str_tail(skipped, line));
}

struct windows windows_new(struct item item, struct sink *sink) {
  item.first_line = item.first_column = 1;
  return (struct windows){item, sink, false};
}

size_t windows_give(struct windows *w, str bytes, bool is_last) {
  w->item.bytes = is_last ? bytes : str_head(bytes, window_end(bytes));
  w->item.goes_on = !is_last;
  w->sink->item(w->sink, &w->item);
  if (is_last)
    return 0;
  if (!w->went_on)
    coverage_degraded(w->sink->coverage, DEGRADED_WINDOW, w->item.path);
  w->went_on = true;
  size_t next = next_window(bytes);
  move_on(&w->item, str_head(bytes, next));
  return bytes.len - next;
}
