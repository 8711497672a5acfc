/* str.c -- borrowed runs of bytes. */
#include "base/str.h"

#include <limits.h>
#include <stdint.h>

int str_compare(str a, str b) {
  size_t shorter = a.len < b.len ? a.len : b.len;
  int order = shorter ? memcmp(a.ptr, b.ptr, shorter) : 0;
  if (order != 0)
    return order;
  return (a.len > b.len) - (a.len < b.len);
}

static unsigned char lower(unsigned char byte) {
  return byte >= 'A' && byte <= 'Z' ? (unsigned char)(byte + 32) : byte;
}

bool str_eq_nocase(str a, str b) {
  if (a.len != b.len)
    return false;
  for (size_t i = 0; i < a.len; i++)
    if (lower((unsigned char)a.ptr[i]) != lower((unsigned char)b.ptr[i]))
      return false;
  return true;
}

size_t str_find(str s, str needle, size_t from) {
  if (from > s.len || needle.len > s.len - from)
    return SIZE_MAX;
  if (needle.len == 0)
    return from;
  const char *found = memmem(s.ptr + from, s.len - from, needle.ptr, needle.len);
  return found ? (size_t)(found - s.ptr) : SIZE_MAX;
}

size_t str_find_byte(str s, char byte, size_t from) {
  if (from >= s.len)
    return SIZE_MAX;
  const char *found = memchr(s.ptr + from, byte, s.len - from);
  return found ? (size_t)(found - s.ptr) : SIZE_MAX;
}

bool str_contains_nocase(str s, str needle) {
  for (size_t i = 0; i + needle.len <= s.len; i++)
    if (str_eq_nocase((str){s.ptr + i, needle.len}, needle))
      return true;
  return false;
}

str str_basename(str path) {
  for (size_t i = path.len; i > 0; i--)
    if (path.ptr[i - 1] == '/')
      return str_tail(path, i);
  return path;
}

static bool is_space(char byte) {
  return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

str str_trim(str s) {
  while (s.len && is_space(s.ptr[0]))
    s = (str){s.ptr + 1, s.len - 1};
  while (s.len && is_space(s.ptr[s.len - 1]))
    s.len--;
  return s;
}

bool str_next_line(str *rest, str *line) {
  if (rest->len == 0)
    return false;
  size_t end = str_find_byte(*rest, '\n', 0);
  if (end == SIZE_MAX) {
    *line = *rest;
    *rest = STR_NONE;
  } else {
    *line = str_head(*rest, end);
    *rest = str_tail(*rest, end + 1);
  }
  return true;
}

/* Greedy match that goes back only to the last star: linear space, no recursion. A '*' before a
   '/' can still fall back to an earlier '**', so both are remembered. */
bool str_matches_glob(str s, str pattern) {
  size_t at = 0, p = 0;
  size_t star_p = SIZE_MAX, star_at = 0, deep_p = SIZE_MAX, deep_at = 0;
  bool deep_folders = false; /* the last was "**" and '/': what follows begins a part of the path */
  while (at < s.len) {
    if (p + 1 < pattern.len && pattern.ptr[p] == '*' && pattern.ptr[p + 1] == '*') {
      p += 2;
      deep_folders = p < pattern.len && pattern.ptr[p] == '/';
      p += deep_folders;
      deep_p = p, deep_at = at, star_p = SIZE_MAX;
    } else if (p < pattern.len && pattern.ptr[p] == '*') {
      star_p = ++p, star_at = at;
    } else if (p < pattern.len && (pattern.ptr[p] == s.ptr[at] ||
                                   (pattern.ptr[p] == '?' && s.ptr[at] != '/'))) {
      p++, at++;
    } else if (star_p != SIZE_MAX && s.ptr[star_at] != '/') {
      at = ++star_at, p = star_p;
    } else if (deep_p != SIZE_MAX) {
      do
        deep_at++;
      while (deep_folders && deep_at < s.len && s.ptr[deep_at - 1] != '/');
      at = deep_at, p = deep_p, star_p = SIZE_MAX;
    } else {
      return false;
    }
  }
  while (p < pattern.len && pattern.ptr[p] == '*')
    p++;
  return p == pattern.len;
}

unsigned str_distance(str a, str b) {
  enum { LIMIT = 32 };
  unsigned row[LIMIT + 1];
  if (a.len > LIMIT || b.len > LIMIT)
    return UINT_MAX;
  for (unsigned j = 0; j <= b.len; j++)
    row[j] = j;
  for (unsigned i = 1; i <= a.len; i++) {
    unsigned diagonal = row[0];
    row[0] = i;
    for (unsigned j = 1; j <= b.len; j++) {
      unsigned above = row[j], best = diagonal + (a.ptr[i - 1] != b.ptr[j - 1]);
      best = above + 1 < best ? above + 1 : best;
      best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
      diagonal = above;
      row[j] = best;
    }
  }
  return row[b.len];
}
