/* frame.c -- the source around a key. */
#include "report/frame.h"

#include <stdio.h>

#include "base/utf8.h"

/* Columns for source text beside the numbers, and how much of it stands left of a far mark. */
enum { FRAME_WIDTH = 70, FRAME_LEAD = 20, NUMBER_WIDTH = 6 };

/* The part of all lines that is shown, and the mark in it; in code points of the printable text. */
struct window {
  size_t from;
  size_t mark;
  size_t mark_width;
};

static str skip(str s, size_t code_points) {
  for (; code_points && s.len; code_points--) {
    size_t length = utf8_length(s);
    s = str_tail(s, length ? length : 1);
  }
  return s;
}

static str take(str s, size_t code_points) {
  return str_head(s, s.len - skip(s, code_points).len);
}

static size_t printed_width(str s) {
  CLEANUP(buf_free) struct buf printable = {0};
  utf8_add_printable(&printable, s);
  return utf8_count(buf_str(&printable));
}

/* Escapes make text longer than it was, so the mark is measured on what is printed. */
static struct window place_window(const struct frame *frame) {
  str focus = frame->line[frame->focus];
  size_t mark = printed_width(take(focus, frame->mark_column));
  size_t width = printed_width(take(skip(focus, frame->mark_column), frame->mark_width));
  size_t from = mark + width > FRAME_WIDTH && mark > FRAME_LEAD ? mark - FRAME_LEAD : 0;
  size_t room = FRAME_WIDTH - (mark - from < FRAME_WIDTH ? mark - from : FRAME_WIDTH - 1);
  size_t shown = width < room ? width : room;
  return (struct window){from, mark, shown ? shown : 1};
}

/* Dots stand in for what is cut off on either side, so that columns stay under each other. */
static void add_source(struct page *page, str line, size_t from) {
  CLEANUP(buf_free) struct buf printable = {0};
  utf8_add_printable(&printable, line);
  str shown = skip(buf_str(&printable), from);
  if (shown.len == 0)
    return;
  buf_add_byte(page->out, ' ');
  size_t room = FRAME_WIDTH;
  if (from) {
    buf_add(page->out, STR("..."));
    shown = skip(shown, 3);
    room -= 3;
  }
  bool cut = utf8_count(shown) > room;
  buf_add(page->out, cut ? take(shown, room - 3) : shown);
  if (cut)
    buf_add(page->out, STR("..."));
}

static void add_gutter(struct page *page, const char *number) {
  CLEANUP(buf_free) struct buf gutter = {0};
  buf_printf(&gutter, "%*s |", NUMBER_WIDTH, number);
  page_add(page, STYLE_DIM, buf_str(&gutter));
}

static void add_line(struct page *page, const struct frame *frame, unsigned at, size_t from) {
  char number[16];
  snprintf(number, sizeof number, "%u", frame->first_line + at);
  add_gutter(page, number);
  add_source(page, frame->line[at], from);
  page_break(page);
}

static void add_mark(struct page *page, const struct window *window) {
  CLEANUP(buf_free) struct buf marks = {0};
  for (size_t i = 0; i < window->mark_width; i++)
    buf_add_byte(&marks, '^');
  add_gutter(page, "");
  buf_printf(page->out, " %*s", (int)(window->mark - window->from), "");
  page_add(page, STYLE_MARK, buf_str(&marks));
  page_break(page);
}

void frame_add(struct page *page, const struct frame *frame) {
  if (frame->count == 0)
    return;
  struct window window = place_window(frame);
  for (unsigned i = 0; i < frame->count; i++) {
    add_line(page, frame, i, window.from);
    if (i == frame->focus)
      add_mark(page, &window);
  }
}
