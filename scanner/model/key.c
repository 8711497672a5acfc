/* key.c -- the shape of a key, and how to write one without telling it. */
#include "model/key.h"

#include <stdint.h>

#define MASK "****"

static const str prefixes[] = {{"apso_sk_", 8}, {"apso_live_", 10}};

bool key_is_tail_byte(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
         byte == '_' || byte == '-';
}

/* A scope is a short lower-case word with '_' and something behind it. */
static str scope_of(str rest) {
  enum { SCOPE_LIMIT = 12 };
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
    bool is_redacted = str_starts(str_tail(text, at + len), STR(MASK));
    buf_add(out, str_range(text.ptr + done, text.ptr + at));
    if (is_redacted)
      buf_add(out, (str){text.ptr + at, len});
    else
      add_redacted(out, (str){text.ptr + at, len});
    done = at += len;
  }
  buf_add(out, str_tail(text, done));
}
