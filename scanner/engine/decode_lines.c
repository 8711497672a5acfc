/* decode_lines.c -- digits of base64 and hex as files hold them: escaped, wrapped in lines, in quotes. */
#include "engine/decode_lines.h"

#include <stdint.h>

#include "engine/decode_runs.h"

enum {
  WIDTH_MINIMUM = 8,  /* of a line of a block that has more */
  ALIKE = 8,          /* lines that begin with so many equal digits are each a text of its own */
  JOINT_LIMIT = 256,  /* bytes between two lines */
  PADDING_LONGEST = 2,
  ESCAPED_LONGEST = 6 /* \u002b */
};

static int letter_value(char c) {
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  return c >= '0' && c <= '9' ? c - '0' + 52 : DIGIT_NONE;
}

/* Of the characters that are no letters or digits. */
static int sign_value(enum digits kind, char c) {
  if (c == '=')
    return DIGIT_PADDING;
  if (kind == DIGITS_BASE64)
    return c == '+' ? 62 : c == '/' ? 63 : DIGIT_NONE;
  return c == '-' ? 62 : c == '_' ? 63 : DIGIT_NONE;
}

/* The length of an escape for one character at `at`, or 0: \/ %2B \u002B. */
static size_t escaped_at(str bytes, size_t at, char *out) {
  str rest = str_tail(bytes, at);
  if (str_starts(rest, STR("\\/"))) {
    *out = '/';
    return 2;
  }
  size_t lead = str_starts(rest, STR("%")) ? 1 : str_starts(rest, STR("\\u00")) ? 4 : 0;
  int byte = lead ? decode_hex_byte(rest, lead) : -1;
  if (byte < 0)
    return 0;
  *out = (char)byte;
  return lead + 2;
}

struct digit digit_at(enum digits kind, str bytes, size_t at) {
  if (at >= bytes.len)
    return (struct digit){DIGIT_NONE, 0};
  char c = bytes.ptr[at];
  if (kind == DIGITS_HEX)
    return (struct digit){decode_hex_value(c), 1};
  if (decode_is_alphanumeric(c))
    return (struct digit){letter_value(c), 1};
  size_t len = escaped_at(bytes, at, &c);
  return (struct digit){sign_value(kind, c), len ? len : 1};
}

/* Is the character before `at` the end of an escape? Of which length, and for which character? */
static size_t escaped_before(str bytes, size_t at, char *out) {
  static const size_t lengths[] = {ESCAPED_LONGEST, 3, 2};
  for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++)
    if (at >= lengths[i] && escaped_at(bytes, at - lengths[i], out) == lengths[i])
      return lengths[i];
  bool is_written = at >= 2 && bytes.ptr[at - 2] == '\\' && strchr("nrt", bytes.ptr[at - 1]);
  *out = '\n';
  return is_written ? 2 : 0;
}

size_t digit_before(enum digits kind, str bytes, size_t at) {
  char c = 0;
  if (at == 0)
    return SIZE_MAX;
  size_t len = escaped_before(bytes, at, &c);
  if (len)
    return kind != DIGITS_HEX && sign_value(kind, c) >= 0 ? at - len : SIZE_MAX;
  return digit_at(kind, bytes, at - 1).value >= 0 ? at - 1 : SIZE_MAX;
}

static bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

static bool is_quote(char c) {
  return c == '"' || c == '\'' || c == '`';
}

static size_t skip_blanks(str bytes, size_t at, size_t limit) {
  while (at < limit && is_blank(bytes.ptr[at]))
    at++;
  return at;
}

/* Behind the \n, \r\n, \\n that are written as two characters or more; `at` if none. */
static size_t skip_written(str bytes, size_t at, size_t limit) {
  for (;;) {
    size_t next = at;
    while (next < limit && bytes.ptr[next] == '\\')
      next++;
    if (next == at || next >= limit || (bytes.ptr[next] != 'n' && bytes.ptr[next] != 'r'))
      return at;
    at = next + 1;
  }
}

static size_t skip_break(str bytes, size_t at, size_t limit) {
  if (at < limit && bytes.ptr[at] == '\r')
    at++;
  else if (at >= limit || bytes.ptr[at] != '\n')
    return SIZE_MAX;
  return at < limit && bytes.ptr[at] == '\n' ? at + 1 : at;
}

/* Behind an operator that may stand between quoted lines; the operator, or NUL. */
static char skip_operator(str bytes, size_t *at, size_t limit) {
  if (*at >= limit || !strchr("+.,&\\", bytes.ptr[*at]) || !bytes.ptr[*at])
    return '\0';
  char found = bytes.ptr[(*at)++];
  size_t after = skip_blanks(bytes, *at, limit);
  if (found == '&' && after < limit && bytes.ptr[after] == '_') /* Visual Basic continues so */
    *at = after + 1;
  return found;
}

/* From the closing quote to behind the next opening one. */
static bool quoted_joint(str bytes, size_t at, size_t limit, struct joint *out) {
  char quote = bytes.ptr[at];
  at = skip_blanks(bytes, at + 1, limit);
  char trailing = skip_operator(bytes, &at, limit);
  at = skip_break(bytes, skip_blanks(bytes, at, limit), limit);
  if (at == SIZE_MAX)
    return false;
  at = skip_blanks(bytes, at, limit);
  char leading = skip_operator(bytes, &at, limit);
  at = skip_blanks(bytes, at, limit);
  out->end = at + 1;
  out->is_explicit = (trailing && trailing != ',') || (leading && leading != ',');
  return at < limit && bytes.ptr[at] == quote;
}

bool joint_at(str bytes, size_t at, struct joint *out) {
  size_t limit = at + JOINT_LIMIT < bytes.len ? at + JOINT_LIMIT : bytes.len;
  size_t written = skip_written(bytes, at, limit);
  *out = (struct joint){at, written, false};
  if (written < limit && is_quote(bytes.ptr[written]))
    return quoted_joint(bytes, written, limit, out);
  if (written > at)
    return true;
  size_t next = skip_blanks(bytes, at, limit);
  out->is_explicit = next < limit && bytes.ptr[next] == '\\';
  next = skip_break(bytes, next + out->is_explicit, limit);
  out->end = next == SIZE_MAX ? 0 : skip_blanks(bytes, next, limit);
  return next != SIZE_MAX;
}

/* Before the \n, \r\n that are written as two characters or more. */
static size_t back_written(str bytes, size_t at) {
  while (at >= 2 && bytes.ptr[at - 2] == '\\' && (bytes.ptr[at - 1] == 'n' || bytes.ptr[at - 1] == 'r'))
    for (at--; at > 0 && bytes.ptr[at - 1] == '\\';)
      at--;
  return at;
}

static size_t back_over(str bytes, size_t at, size_t floor, const char *set) {
  while (at > floor && bytes.ptr[at - 1] && strchr(set, bytes.ptr[at - 1]))
    at--;
  return at;
}

bool joint_before(str bytes, size_t at, struct joint *out) {
  size_t floor = at > JOINT_LIMIT ? at - JOINT_LIMIT : 0;
  size_t start = back_written(bytes, at);
  if (start == at && at > floor && is_quote(bytes.ptr[at - 1])) {
    start = back_over(bytes, at - 1, floor, " \t\r\n+.,&\\_");
    if (start == floor || bytes.ptr[start - 1] != bytes.ptr[at - 1])
      return false;
    start = back_written(bytes, start - 1);
  } else if (start == at) {
    start = back_over(bytes, at, floor, " \t\r\n");
    start = back_over(bytes, start, start > floor ? start - 1 : floor, "\\");
    start = back_over(bytes, start, floor, " \t");
  }
  return start < at && joint_at(bytes, start, out) && out->end == at;
}

struct line {
  size_t start;
  size_t end;
  size_t width; /* digits */
};

static struct line line_from(enum digits kind, str bytes, size_t start, size_t ceiling) {
  struct line line = {start, start, 0};
  for (struct digit digit; line.end < ceiling && (digit = digit_at(kind, bytes, line.end)).value >= 0; line.width++)
    line.end += digit.len;
  return line;
}

static struct line line_to(enum digits kind, str bytes, size_t end, size_t floor) {
  struct line line = {end, end, 0};
  for (size_t next; line.start > floor && (next = digit_before(kind, bytes, line.start)) != SIZE_MAX; line.width++)
    line.start = next;
  return line;
}

static bool start_alike(str bytes, size_t a, size_t b) {
  str left = str_head(str_tail(bytes, a), ALIKE), right = str_head(str_tail(bytes, b), ALIKE);
  return left.len == ALIKE && str_eq(left, right);
}

/* Does the line end where a text may? */
static bool is_bounded(enum digits kind, str bytes, size_t at) {
  struct digit digit;
  for (int pad = 0; pad < PADDING_LONGEST && (digit = digit_at(kind, bytes, at)).value == DIGIT_PADDING; pad++)
    at += digit.len;
  return at >= bytes.len || strchr(" \t\r\n\"'`,;)]}<>\\|", bytes.ptr[at]);
}

/* Lines above; false if the line asked for turned out to be the last. */
static bool grow_up(enum digits kind, str bytes, struct line asked, size_t floor, size_t *width,
    struct digit_block *out) {
  bool is_last = false;
  struct joint joint;
  while (out->start > floor && joint_before(bytes, out->start, &joint)) {
    struct line line = line_to(kind, bytes, joint.start, floor);
    bool ends_here = out->lines == 1 && line.width > *width && is_bounded(kind, bytes, asked.end);
    bool fits = line.width == *width || joint.is_explicit || ends_here;
    if (line.width < WIDTH_MINIMUM || !fits || start_alike(bytes, line.start, out->start))
      break;
    if (ends_here && !joint.is_explicit) {
      is_last = true;
      *width = line.width;
      out->last_start = asked.start;
      out->last_joint = joint.start;
    }
    out->start = line.start;
    out->lines++;
  }
  return !is_last;
}

static void grow_down(enum digits kind, str bytes, size_t ceiling, size_t width, struct digit_block *out) {
  struct joint joint;
  size_t above = out->line_start;
  while (width >= WIDTH_MINIMUM && out->end < ceiling && joint_at(bytes, out->end, &joint)) {
    struct line line = line_from(kind, bytes, joint.end, ceiling);
    bool fits = line.width && (line.width <= width || joint.is_explicit) && is_bounded(kind, bytes, line.end);
    if (!fits || start_alike(bytes, above, line.start))
      return;
    bool is_last = line.width < width && !joint.is_explicit;
    out->end = line.end;
    out->last_start = is_last ? line.start : line.end;
    out->last_joint = is_last ? joint.start : line.end;
    out->lines++;
    if (is_last)
      return;
    above = line.start;
  }
}

struct digit_block digit_block(enum digits kind, str bytes, size_t at, size_t limit) {
  size_t floor = at > limit ? at - limit : 0, ceiling = bytes.len - at > limit ? at + limit : bytes.len;
  struct line asked = line_to(kind, bytes, at, floor);
  struct line behind = line_from(kind, bytes, at, ceiling);
  asked.end = behind.end;
  asked.width += behind.width;
  struct digit_block block = {asked.start, asked.end, 1, asked.end, asked.end, asked.start, asked.end};
  size_t width = asked.width;
  if (grow_up(kind, bytes, asked, floor, &width, &block))
    grow_down(kind, bytes, ceiling, width, &block);
  return block;
}
