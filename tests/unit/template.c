/* template.c -- texts with keys that are made at run time. */
#include "template.h"

#include <stdint.h>

#include "model/key.h"

enum { TAIL = 32, TAIL_LIMIT = 4096, LEAK = 8 };

uint32_t template_draw(uint64_t *seed) {
  *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(*seed >> 33);
}

str template_tail(uint64_t *seed, size_t len, struct arena *kept) {
  static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  char *tail = arena_alloc(kept, len + 1);
  for (size_t i = 0; i < len; i++)
    tail[i] = alphabet[template_draw(seed) % (sizeof alphabet - 1)];
  tail[len] = '\0';
  return (str){tail, len};
}

str template_key(uint64_t *seed, str scope, struct arena *kept) {
  str tail = template_tail(seed, TAIL, kept);
  return arena_printf(kept, "%s_sk_%.*s_%.*s", "apso", STR_ARG(scope), STR_ARG(tail));
}

void template_add_base64(struct buf *out, str bytes, bool url) {
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  for (size_t i = 0; i < bytes.len; i += 3) {
    uint32_t bits = 0;
    for (size_t k = 0; k < 3; k++)
      bits = bits << 8 | (i + k < bytes.len ? (unsigned char)bytes.ptr[i + k] : 0);
    for (size_t k = 0; k < 4; k++) {
      uint32_t value = bits >> (18 - 6 * k) & 63;
      char digit = value < 62 ? letters[value] : url ? "-_"[value - 62] : "+/"[value - 62];
      buf_add_byte(out, i + k > bytes.len ? '=' : digit);
    }
  }
}

static bool add_key(struct template_text *out, str key) {
  if (out->keys == TEMPLATE_KEYS)
    return false;
  out->key[out->keys++] = key;
  return true;
}

static bool add_tail(str number, uint64_t *seed, struct arena *kept, struct buf *text) {
  size_t len = 0;
  for (size_t i = 0; i < number.len; i++) {
    if (number.ptr[i] < '0' || number.ptr[i] > '9' || len > TAIL_LIMIT)
      return false;
    len = len * 10 + (size_t)(number.ptr[i] - '0');
  }
  buf_add(text, template_tail(seed, len, kept));
  return len > 0;
}

/* "key", or "TEXT:key". */
static bool add_base64(str what, str key, struct arena *kept, struct buf *text) {
  bool is_whole = str_eq(what, STR("key"));
  if (!is_whole && !str_ends(what, STR(":key")))
    return false;
  str before = str_head(what, what.len - 3);
  template_add_base64(text, arena_printf(kept, "%.*s%.*s", STR_ARG(before), STR_ARG(key)), false);
  return true;
}

static bool is_word(str scope) {
  for (size_t i = 0; i < scope.len; i++)
    if (!key_is_tail_byte(scope.ptr[i]))
      return false;
  return true;
}

/* What stands between the braces. */
static bool add_form(str form, uint64_t *seed, struct arena *kept, struct buf *text, struct template_text *out) {
  if (str_starts(form, STR("tail ")))
    return add_tail(str_tail(form, 5), seed, kept, text);
  bool is_scoped = str_starts(form, STR("key "));
  str scope = is_scoped ? str_tail(form, 4) : STR("live");
  if (!is_word(scope))
    return false;
  str key = template_key(seed, scope, kept);
  if (str_starts(form, STR("base64 ")))
    return add_key(out, key) && add_base64(str_tail(form, 7), key, kept, text);
  buf_add(text, key);
  return (is_scoped || str_eq(form, STR("key"))) && add_key(out, key);
}

bool template_expand(str source, uint64_t *seed, struct arena *kept, struct template_text *out) {
  struct buf text = {0};
  bool fits = true;
  out->keys = 0;
  while (source.len && fits) {
    size_t open = str_find(source, STR("{{"), 0);
    size_t close = open == SIZE_MAX ? SIZE_MAX : str_find(source, STR("}}"), open);
    if (close == SIZE_MAX)
      break;
    buf_add(&text, str_head(source, open));
    fits = add_form(str_range(source.ptr + open + 2, source.ptr + close), seed, kept, &text, out);
    source = str_tail(source, close + 2);
  }
  buf_add(&text, source);
  out->text = arena_copy(kept, buf_str(&text));
  buf_free(&text);
  return fits;
}

bool template_leaks(str text, str key) {
  str tail = key_parse(key).tail;
  for (size_t at = 0; at + LEAK <= tail.len; at++)
    if (str_find(text, str_head(str_tail(tail, at), LEAK), 0) != SIZE_MAX)
      return true;
  return false;
}
