/* template.h -- texts with keys that are made at run time: no file of the project may hold one.
   The forms are those of rules' examples, docs/rules.md:
     {{key}}  {{key SCOPE}}  {{tail N}}  {{base64 key}}  {{base64 TEXT:key}} */
#ifndef APSO_TESTS_TEMPLATE_H
#define APSO_TESTS_TEMPLATE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/memory.h"

/* A fixed sequence of numbers, the same everywhere; any seed will do. */
uint32_t template_draw(uint64_t *seed);
/* Letters and digits. */
str template_tail(uint64_t *seed, size_t len, struct arena *kept);
/* A service key of that scope, with a tail of 32. */
str template_key(uint64_t *seed, str scope, struct arena *kept);

enum { TEMPLATE_KEYS = 64 };

struct template_text {
  str text;
  str key[TEMPLATE_KEYS]; /* those of {{key}} and {{base64}}, in order */
  size_t keys;
};

/* false for a form that is none of these, or too many keys. */
bool template_expand(str source, uint64_t *seed, struct arena *kept, struct template_text *out);
/* Appends base64 of RFC 4648, section 4 (or 5), with padding. */
void template_add_base64(struct buf *out, str bytes, bool url);
/* Are any 8 bytes in a row of the key's tail in the text? */
bool template_leaks(str text, str key);

#endif
