/* key.c -- the shape of a key, and how to write one without telling it. */
#include "model/key.h"

#include <stdint.h>

#define MASK "****"

enum { SCOPE_LIMIT = 12 };

static const str prefixes[] = {{"apso_sk_", 8}, {"apso_live_", 10}};

bool key_is_tail_byte(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
         byte == '_' || byte == '-';
}

/* A scope is a short lower-case word with '_' and something behind it. */
static str scope_of(str rest) {
  size_t len = 0;
  while (len < rest.len && len < SCOPE_LIMIT && rest.ptr[len] >= 'a' && rest.ptr[len] <= 'z')
    len++;
  bool is_scope = len >= 2 && len + 1 < rest.len && rest.ptr[len] == '_';
  return is_scope ? str_head(rest, len) : STR_NONE;
}

struct key_parts key_parse(str key) {
  if (str_starts(key, prefixes[1]))
    return (struct key_parts){prefixes[1], str_range(key.ptr + 5, key.ptr + 9), str_tail(key, prefixes[1].len)};
  if (!str_starts(key, prefixes[0]))
    return (struct key_parts){STR_NONE, STR_NONE, key};
  str rest = str_tail(key, prefixes[0].len);
  str scope = scope_of(rest);
  size_t used = prefixes[0].len + (scope.len ? scope.len + 1 : 0);
  return (struct key_parts){str_head(key, used), scope, str_tail(key, used)};
}

static void add_redacted(struct buf *out, str key) {
  struct key_parts parts = key_parse(key);
  buf_add(out, parts.prefix);
  buf_add(out, STR(MASK));
  if (parts.tail.len >= KEY_TAIL_SHOWN_FROM)
    buf_add(out, str_tail(parts.tail, parts.tail.len - KEY_TAIL_SHOWN));
}

str key_redact(struct arena *kept, str key) {
  struct buf out = {0};
  add_redacted(&out, key);
  str redacted = arena_copy(kept, buf_str(&out));
  buf_free(&out);
  return redacted;
}

/* A prefix with nothing of a tail and the mask behind it: written by add_redacted. A whole key with a mask
   behind it is none of ours. */
static bool is_redacted(str key, str rest) {
  if (!str_starts(rest, STR(MASK)))
    return false;
  if (str_starts(key, prefixes[1]))
    return key.len == prefixes[1].len;
  str scope = str_starts(key, prefixes[0]) ? str_tail(key, prefixes[0].len) : STR_NONE;
  size_t letters = 0;
  while (letters < scope.len && scope.ptr[letters] >= 'a' && scope.ptr[letters] <= 'z')
    letters++;
  bool is_scope = letters >= 2 && letters <= SCOPE_LIMIT && letters + 1 == scope.len && scope.ptr[letters] == '_';
  return scope.len == 0 || is_scope;
}

/* Length of what begins like a key at `at`, or 0. */
static size_t key_length_at(str text, size_t at) {
  str rest = str_tail(text, at);
  for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
    if (!str_starts(rest, prefixes[i]))
      continue;
    size_t len = prefixes[i].len;
    while (len < rest.len && key_is_tail_byte(rest.ptr[len]))
      len++;
    return len;
  }
  return 0;
}

void key_redact_within(struct buf *out, str text) {
  size_t done = 0;
  for (size_t at = str_find(text, STR("apso_"), 0); at != SIZE_MAX; at = str_find(text, STR("apso_"), at)) {
    size_t len = key_length_at(text, at);
    if (len == 0) {
      at++;
      continue;
    }
    str key = {text.ptr + at, len};
    buf_add(out, str_range(text.ptr + done, text.ptr + at));
    if (is_redacted(key, str_tail(text, at + len)))
      buf_add(out, key);
    else
      add_redacted(out, key);
    done = at += len;
  }
  buf_add(out, str_tail(text, done));
}
