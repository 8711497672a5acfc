/* example.h -- texts with keys that are made at run time: no file may hold one.
   The forms are those of rules' examples, docs/rules.md: {{key}}, {{key SCOPE}}, {{tail N}} and its kin, {{uuid}},
   {{base64 key}}, {{base64 TEXT:key}}, {{braces TEXT}}. "{{" with no letter behind it stands for itself. */
#ifndef APSO_ENGINE_EXAMPLE_H
#define APSO_ENGINE_EXAMPLE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/memory.h"

/* A fixed sequence of numbers, the same everywhere; any seed will do. */
uint32_t example_draw(uint64_t *seed);
/* Letters and digits. */
str example_tail(uint64_t *seed, size_t len, struct arena *kept);
/* An APSO key of that scope, with a tail of 32. */
str example_key(uint64_t *seed, str scope, struct arena *kept);
/* Appends base64 of RFC 4648, section 4 (or 5), with padding. */
void example_add_base64(struct buf *out, str bytes, bool url);

enum { EXAMPLE_KEYS = 64 };

struct example_text {
  str text;
  str key[EXAMPLE_KEYS]; /* those of {{key}} and {{base64}}, in order */
  size_t keys;
};

/* -1 for a form that is none of these, or too many keys: err names it. */
int example_expand(str source, uint64_t *seed, struct arena *kept, struct example_text *out, struct err *err) MUST_USE;

#endif
