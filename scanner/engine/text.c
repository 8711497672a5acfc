/* text.c -- lines and columns of an item, and the frame of source shown round a key. */
#include "engine/text.h"

#include "base/utf8.h"
#include "engine/mask.h"
#include "model/key.h"

/* Bytes of a line that a frame shows before a key and behind it. */
enum { FRAME_BEFORE = 60, FRAME_AFTER = 60, FRAME_LINE = 140 };

/* A byte order mark at the beginning of a text is no column of its first line. */
static size_t mark_of(str bytes) {
  return str_starts(bytes, STR("\xef\xbb\xbf")) ? 3 : 0;
}

struct locator text_locator(str bytes, size_t first_line, size_t first_column) {
  bool is_beginning = first_line <= 1 && first_column <= 1;
  return (struct locator){.bytes = bytes,
                          .line = first_line ? (uint32_t)first_line : 1,
                          .counted = is_beginning ? mark_of(bytes) : 0,
                          .column = first_column ? (uint32_t)first_column : 1};
}

void text_locate(struct locator *l, size_t position) {
  for (size_t newline = str_find_byte(l->bytes, '\n', l->at); newline < position;
       newline = str_find_byte(l->bytes, '\n', newline + 1)) {
    l->line++;
    l->previous_line = l->line_start;
    l->line_start = l->counted = newline + 1;
    l->column = 1;
  }
  l->at = position;
  if (position < l->counted)
    return;
  l->column += (uint32_t)utf8_count(str_range(l->bytes.ptr + l->counted, l->bytes.ptr + position));
  l->counted = position;
}

/* Where the line ends, or `limit` bytes on if it goes on longer: nobody is shown more. */
static size_t line_end_of(str bytes, size_t at, size_t limit) {
  size_t end = str_find_byte(str_head(bytes, bytes.len - at > limit ? at + limit : bytes.len), '\n', at);
  return end != SIZE_MAX ? end : bytes.len - at > limit ? at + limit : bytes.len;
}

static bool is_continuation(char byte) {
  return ((unsigned char)byte & 0xc0) == 0x80;
}

/* A cut inside a key would show its tail without its head: move it inwards, past the run. Nor may it lie
   inside a code point. */
static size_t cut_left(str bytes, size_t from, size_t line, size_t limit) {
  if (from <= line)
    return line;
  while (from < limit && (key_is_tail_byte(bytes.ptr[from]) || is_continuation(bytes.ptr[from])))
    from++;
  return from;
}

static size_t cut_right(str bytes, size_t to, size_t line_end, size_t limit) {
  if (to >= line_end)
    return line_end;
  while (to > limit && (key_is_tail_byte(bytes.ptr[to - 1]) || is_continuation(bytes.ptr[to])))
    to--;
  return to;
}

/* A key in one piece, or the part of one that the frame begins or ends in. */
static bool is_one_run(str span) {
  for (size_t i = 0; i < span.len; i++)
    if (!key_is_tail_byte(span.ptr[i]))
      return false;
  return str_starts(span, STR("apso_sk_")) || str_starts(span, STR("apso_live_"));
}

static void add_masked(struct buf *out, str span) {
  if (is_one_run(span))
    key_redact_within(out, span);
  else
    buf_add(out, STR("****"));
}

/* The first span that may reach to `from`. */
static size_t first_span(const struct text_spans *masked, size_t from) {
  size_t low = 0, high = masked->len;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (masked->data[middle].start + TEXT_SPAN_LIMIT <= from)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* What stands between spans: anything that begins like a key is redacted, and a run that looks as random as one,
   though nobody found it to be one, is masked. */
static void add_between(struct buf *out, str text) {
  struct buf redacted = {0};
  key_redact_within(&redacted, text);
  mask_random(out, buf_str(&redacted));
  buf_free(&redacted);
}

/* Appends [from, to) with the spans masked. */
static void add_shown(struct buf *out, str bytes, size_t from, size_t to, const struct text_spans *masked) {
  for (size_t i = first_span(masked, from); i < masked->len && masked->data[i].start < to && from < to; i++) {
    struct text_span span = masked->data[i];
    if (span.end <= from || span.start >= to)
      continue;
    if (span.start > from)
      add_between(out, str_range(bytes.ptr + from, bytes.ptr + span.start));
    size_t end = span.end < to ? span.end : to;
    add_masked(out, str_range(bytes.ptr + (span.start > from ? span.start : from), bytes.ptr + end));
    from = end;
  }
  if (from < to)
    add_between(out, str_range(bytes.ptr + from, bytes.ptr + to));
}

static str shown_line(str bytes, size_t from, size_t to, const struct text_spans *masked, struct arena *kept) {
  struct buf out = {0};
  add_shown(&out, bytes, from, to, masked);
  if (out.len && out.data[out.len - 1] == '\r')
    out.len--;
  str line = arena_copy(kept, buf_str(&out));
  buf_free(&out);
  return line;
}

static str neighbour(str bytes, size_t from, const struct text_spans *masked, struct arena *kept) {
  size_t end = line_end_of(bytes, from, 2 * FRAME_LINE);
  size_t limit = end - from > FRAME_LINE ? from + FRAME_LINE : end;
  return shown_line(bytes, from, cut_right(bytes, limit, end, from), masked, kept);
}

/* The line of the key itself, with the mark under it. */
static void show_focus(struct frame *frame, const struct locator *l, size_t key_end, size_t line_end, const struct text_spans *masked,
                       struct arena *kept) {
  str bytes = l->bytes;
  size_t start = l->at;
  size_t line = l->line_start ? l->line_start : mark_of(bytes);
  size_t from = cut_left(bytes, start > FRAME_BEFORE ? start - FRAME_BEFORE : 0, line, start);
  size_t to = cut_right(bytes, line_end - key_end > FRAME_AFTER ? key_end + FRAME_AFTER : line_end, line_end, key_end);
  struct buf out = {0};
  add_shown(&out, bytes, from, start, masked);
  frame->mark_column = (uint32_t)utf8_count(buf_str(&out));
  size_t before = out.len;
  add_shown(&out, bytes, start, key_end, masked);
  frame->mark_width = (uint32_t)utf8_count(str_tail(buf_str(&out), before));
  add_shown(&out, bytes, key_end, to, masked);
  if (out.len && out.data[out.len - 1] == '\r')
    out.len--;
  frame->line[frame->focus] = arena_copy(kept, buf_str(&out));
  buf_free(&out);
}

struct frame text_frame(const struct locator *l, size_t end, const struct text_spans *masked, struct arena *kept) {
  struct frame frame = {.first_line = l->line};
  /* Of a key over several lines its first one is shown; of a long line what is round the key. */
  size_t key_end = line_end_of(l->bytes, l->at, end - l->at);
  size_t line_end = line_end_of(l->bytes, key_end, 2 * FRAME_LINE);
  if (l->line_start > 0) {
    frame.first_line = l->line - 1;
    frame.line[frame.count++] = neighbour(l->bytes, l->previous_line, masked, kept);
  }
  frame.focus = frame.count++;
  show_focus(&frame, l, key_end, line_end, masked, kept);
  if (line_end + 1 < l->bytes.len && l->bytes.ptr[line_end] == '\n')
    frame.line[frame.count++] = neighbour(l->bytes, line_end + 1, masked, kept);
  return frame;
}
