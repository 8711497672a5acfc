/* decode_lines.h -- digits of base64 and hex as files hold them: escaped, wrapped in lines, in quotes.
   Knows nothing of what they say. */
#ifndef APSO_ENGINE_DECODE_LINES_H
#define APSO_ENGINE_DECODE_LINES_H

#include "base/str.h"

enum digits { DIGITS_BASE64, DIGITS_BASE64_URL, DIGITS_HEX };

enum { DIGIT_NONE = -1, DIGIT_PADDING = -2 };

struct digit {
  int value;  /* or DIGIT_NONE, DIGIT_PADDING */
  size_t len; /* bytes that write it: 1, or more for \/ %2B \u003d and the like */
};

/* The digit that begins at `at`. */
struct digit digit_at(enum digits kind, str bytes, size_t at);
/* Where the digit that ends at `at` begins, or SIZE_MAX. */
size_t digit_before(enum digits kind, str bytes, size_t at);

/* What stands between two lines of one text: a line break, real or written as \n, indentation, quotes, operators. */
struct joint {
  size_t start;
  size_t end;
  bool is_explicit; /* an operator or backslash says that the lines belong together, of whatever length they are */
};

bool joint_at(str bytes, size_t at, struct joint *out);
bool joint_before(str bytes, size_t at, struct joint *out);

/* Lines of digits that belong together: all of one length but the last, or explicitly. */
struct digit_block {
  size_t start;
  size_t end;        /* of the digits; padding follows */
  size_t lines;
  size_t last_start; /* the last line, if it is shorter than others: else equal to `end` */
  size_t last_joint; /* where the joint before it begins */
  size_t line_start; /* the one line that was asked for */
  size_t line_end;
};

/* The block around the digit at `at`, no more than `limit` bytes to either side. */
struct digit_block digit_block(enum digits kind, str bytes, size_t at, size_t limit);

#endif
