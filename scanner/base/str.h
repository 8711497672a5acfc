/* str.h -- borrowed runs of bytes.  Knows nothing of who owns them. */
#ifndef APSO_BASE_STR_H
#define APSO_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Bytes that somebody else owns; not terminated, may hold NUL. */
typedef struct {
  const char *ptr;
  size_t len;
} str;

#define STR(literal) ((str){("" literal), sizeof(literal) - 1})
#define STR_NONE ((str){NULL, 0})
/* For printf's "%.*s". */
#define STR_ARG(s) ((int)(s).len), ((s).ptr ? (s).ptr : "")

static inline str str_from(const char *text) {
  return (str){text, text ? strlen(text) : 0};
}

static inline str str_range(const char *begin, const char *end) {
  return (str){begin, (size_t)(end - begin)};
}

static inline bool str_eq(str a, str b) {
  return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool str_starts(str s, str prefix) {
  return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.ptr, prefix.ptr, prefix.len) == 0);
}

static inline bool str_ends(str s, str suffix) {
  return s.len >= suffix.len &&
         (suffix.len == 0 || memcmp(s.ptr + s.len - suffix.len, suffix.ptr, suffix.len) == 0);
}

/* The part from `from` on; empty when `from` is past the end. */
static inline str str_tail(str s, size_t from) {
  return from >= s.len ? STR_NONE : (str){s.ptr + from, s.len - from};
}

static inline str str_head(str s, size_t len) {
  return (str){s.ptr, len < s.len ? len : s.len};
}

/* Byte order, shorter first where one is a prefix of the other. */
int str_compare(str a, str b);
bool str_eq_nocase(str a, str b);
/* Position of the first `needle` at or after `from`, or SIZE_MAX. */
size_t str_find(str s, str needle, size_t from);
size_t str_find_byte(str s, char byte, size_t from);
bool str_contains_nocase(str s, str needle);
/* The last part of a path: what stands behind its last '/'. */
str str_basename(str path);
str str_trim(str s);
/* Cuts the first line off `rest` (without its newline); false when nothing is left. */
bool str_next_line(str *rest, str *line);
/* Levenshtein's distance of two names of 32 bytes or less, for "did you mean"; UINT_MAX for longer ones. */
unsigned str_distance(str a, str b);
/* `pattern` with * (no '/'), ** (anything) and ? against the whole of `s`. */
bool str_matches_glob(str s, str pattern);

#endif
