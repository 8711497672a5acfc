/* decode_hex.c -- runs of hex: bytes apart, as in arrays, fingerprints and dumps, over lines too. */
#include <stdint.h>

#include "engine/decode_runs.h"

enum {
  OFFSET_SHORTEST = 4, /* digits of a dump's first column */
  OFFSET_LONGEST = 16,
  COLUMN_LIMIT = 64, /* where a dump's first byte may stand in its line */
  DUMP_LINE_LIMIT = 512,
  BLANKS_LIMIT = 256
};

/* What stands between two bytes. */
struct style {
  str gaps[2]; /* as they may be; the second may be absent */
  str prefix;  /* of every byte; part of the gaps */
  bool is_grouped; /* 6170 736f */
};

static const struct style styles[] = {
    {{STR(", 0x"), STR(",0x")}, STR("0x"), false},
    {{STR(",0x"), STR(", 0x")}, STR("0x"), false},
    {{STR(" 0x"), STR_NONE}, STR("0x"), false},
    {{STR(", 0X"), STR(",0X")}, STR("0X"), false},
    {{STR(",0X"), STR(", 0X")}, STR("0X"), false},
    {{STR(":"), STR_NONE}, STR_NONE, false},
    {{STR(", "), STR(",")}, STR_NONE, false},
    {{STR(","), STR(", ")}, STR_NONE, false},
    {{STR(" "), STR("  ")}, STR_NONE, false},
    {{STR(" "), STR("")}, STR_NONE, true},
};

/* A byte's two digits at `at`, that belong to no longer word. */
static bool is_byte(const struct style *style, str bytes, size_t at) {
  if (decode_hex_byte(bytes, at) < 0)
    return false;
  bool is_led = at > 0 && decode_is_alphanumeric(bytes.ptr[at - 1]) && !style->prefix.len;
  bool is_followed = at + 2 < bytes.len && decode_is_alphanumeric(bytes.ptr[at + 2]);
  return style->is_grouped || (!is_led && !is_followed);
}

/* The next byte of the same line, or SIZE_MAX. */
static size_t byte_after(const struct style *style, str bytes, size_t at) {
  for (int i = 1; i >= 0; i--) {
    str gap = style->gaps[i];
    if (gap.ptr && str_starts(str_tail(bytes, at + 2), gap) && is_byte(style, bytes, at + 2 + gap.len))
      return at + 2 + gap.len;
  }
  return SIZE_MAX;
}

static size_t byte_before(const struct style *style, str bytes, size_t at) {
  for (int i = 1; i >= 0; i--) {
    str gap = style->gaps[i];
    size_t back = gap.len + 2;
    if (gap.ptr && at >= back && str_ends(str_head(bytes, at), gap) && is_byte(style, bytes, at - back))
      return at - back;
  }
  return SIZE_MAX;
}

static const struct style *style_at(str bytes, size_t at) {
  const struct style *grouped = &styles[sizeof styles / sizeof styles[0] - 1];
  for (size_t i = 0; &styles[i] != grouped; i++)
    if (is_byte(&styles[i], bytes, at) && str_starts(str_tail(bytes, at + 2), styles[i].gaps[0]) &&
        is_byte(&styles[i], bytes, at + 2 + styles[i].gaps[0].len))
      return &styles[i];
  size_t second = at + 2;
  bool is_group = decode_hex_byte(bytes, at) >= 0 && decode_hex_byte(bytes, second) >= 0;
  return is_group && str_starts(str_tail(bytes, second + 2), STR(" ")) && decode_hex_byte(bytes, second + 3) >= 0 ? grouped : NULL;
}

/* Bytes between line breaks. */
struct row {
  size_t start;
  size_t end;
  size_t column; /* where the first byte stands, if the line is one of a dump; 0 if not */
};

static bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

/* Where the line of `at` begins; SIZE_MAX if that is too far. */
static size_t line_start(str bytes, size_t at, size_t limit) {
  size_t start = at;
  while (start > 0 && bytes.ptr[start - 1] != '\n')
    if (at - --start > limit)
      return SIZE_MAX;
  return start;
}

/* Is that an offset, as dumps have before the bytes: digits, ':' perhaps, blanks? */
static bool is_offset(str s) {
  size_t at = 0, digits = 0;
  while (at < s.len && is_blank(s.ptr[at]))
    at++;
  at += str_starts(str_tail(s, at), STR("0x")) ? 2 : 0;
  for (; at < s.len && decode_hex_value(s.ptr[at]) >= 0; at++)
    digits++;
  at += at < s.len && s.ptr[at] == ':';
  while (at < s.len && is_blank(s.ptr[at]))
    at++;
  return at == s.len && digits >= OFFSET_SHORTEST && digits <= OFFSET_LONGEST;
}

static size_t column_of(str bytes, size_t at) {
  size_t start = line_start(bytes, at, COLUMN_LIMIT);
  return start != SIZE_MAX && is_offset(str_range(bytes.ptr + start, bytes.ptr + at)) ? at - start : 0;
}

static size_t row_end(const struct style *style, str bytes, size_t at, size_t ceiling) {
  for (size_t next; at < ceiling && (next = byte_after(style, bytes, at)) != SIZE_MAX;)
    at = next;
  return at + 2;
}

static size_t row_start(const struct style *style, str bytes, size_t at, size_t floor) {
  for (size_t next; at > floor && (next = byte_before(style, bytes, at)) != SIZE_MAX;)
    at = next;
  return at;
}

/* The row of the line that begins at `start`, if that line is one of the same dump. */
static bool dump_row(const struct style *style, str bytes, size_t start, size_t column, struct row *out) {
  size_t at = start + column;
  if (at >= bytes.len || !is_byte(style, bytes, at) || !is_offset(str_range(bytes.ptr + start, bytes.ptr + at)))
    return false;
  *out = (struct row){at, row_end(style, bytes, at, at + DUMP_LINE_LIMIT), column};
  return true;
}

static bool dump_row_above(const struct style *style, str bytes, struct row *row) {
  size_t start = row->start - row->column;
  size_t above = start > 0 ? line_start(bytes, start - 1, DUMP_LINE_LIMIT) : SIZE_MAX;
  return above != SIZE_MAX && dump_row(style, bytes, above, row->column, row);
}

static bool dump_row_below(const struct style *style, str bytes, struct row *row) {
  size_t end = row->end;
  while (end < bytes.len && bytes.ptr[end] != '\n')
    if (++end - row->end > DUMP_LINE_LIMIT)
      return false;
  return end < bytes.len && dump_row(style, bytes, end + 1, row->column, row);
}

static size_t skip(str bytes, size_t at, const char *set) {
  size_t limit = bytes.len - at < BLANKS_LIMIT ? bytes.len : at + BLANKS_LIMIT;
  while (at < limit && bytes.ptr[at] && strchr(set, bytes.ptr[at]))
    at++;
  return at;
}

static size_t skip_back(str bytes, size_t at, const char *set) {
  size_t floor = at < BLANKS_LIMIT ? 0 : at - BLANKS_LIMIT;
  while (at > floor && bytes.ptr[at - 1] && strchr(set, bytes.ptr[at - 1]))
    at--;
  return at;
}

static bool row_above(const struct style *style, str bytes, size_t floor, struct row *row) {
  if (row->column)
    return dump_row_above(style, bytes, row);
  size_t start = row->start - (str_ends(str_head(bytes, row->start), style->prefix) ? style->prefix.len : 0);
  size_t line = skip_back(bytes, start, " \t");
  if (line == 0 || bytes.ptr[line - 1] != '\n')
    return false;
  size_t end = skip_back(bytes, line, " \t\r\n,:");
  if (end < 2 || !is_byte(style, bytes, end - 2))
    return false;
  *row = (struct row){row_start(style, bytes, end - 2, floor), end, 0};
  return true;
}

static bool row_below(const struct style *style, str bytes, size_t ceiling, struct row *row) {
  if (row->column)
    return dump_row_below(style, bytes, row);
  size_t line = skip(bytes, row->end, " \t\r,:");
  if (line >= bytes.len || bytes.ptr[line] != '\n')
    return false;
  size_t start = skip(bytes, line + 1, " \t");
  if (!str_starts(str_tail(bytes, start), style->prefix) || !is_byte(style, bytes, start + style->prefix.len))
    return false;
  start += style->prefix.len;
  *row = (struct row){start, row_end(style, bytes, start, ceiling), 0};
  return true;
}

static void say_row(const struct style *style, str bytes, const struct row *row, struct buf *out) {
  for (size_t at = row->start; at != SIZE_MAX && at < row->end; at = byte_after(style, bytes, at))
    buf_add_byte(out, (char)decode_hex_byte(bytes, at));
}

/* All rows, from the first. */
static void say_rows(const struct style *style, str bytes, size_t at, struct decoded *out) {
  size_t floor = at > DECODE_RUN_LIMIT ? at - DECODE_RUN_LIMIT : 0;
  size_t ceiling = bytes.len - at > DECODE_RUN_LIMIT ? at + DECODE_RUN_LIMIT : bytes.len;
  struct row row = {row_start(style, bytes, at, floor), row_end(style, bytes, at, ceiling), 0};
  row.column = column_of(bytes, row.start);
  for (struct row above = row; row.start > floor && row_above(style, bytes, floor, &above);)
    row = above;
  row.end = row_end(style, bytes, row.start, ceiling);
  out->start = row.start - style->prefix.len; /* of an array all of the first number */
  do {
    out->end = row.end;
    say_row(style, bytes, &row, &out->text);
  } while (row.end < ceiling && row_below(style, bytes, ceiling, &row));
}

bool decode_run_hex(str bytes, size_t at, unsigned turn, struct decoded *out) {
  const struct style *style = style_at(bytes, at);
  if (!style)
    return decode_run_hex_lines(bytes, at, turn, out);
  if (turn > 0)
    return false;
  say_rows(style, bytes, at, out);
  return true;
}
