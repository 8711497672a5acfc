/* template.h -- texts with keys that are made at run time: no file of the project may hold one.
   Made by engine/example, as those of rules' examples are. */
#ifndef APSO_TESTS_TEMPLATE_H
#define APSO_TESTS_TEMPLATE_H

#include "engine/example.h"

#define template_draw example_draw
#define template_tail example_tail
#define template_key example_key
#define template_add_base64 example_add_base64
#define template_text example_text

enum { TEMPLATE_KEYS = EXAMPLE_KEYS };

/* false for a form that is none, or too many keys. */
bool template_expand(str source, uint64_t *seed, struct arena *kept, struct template_text *out);
/* Are any 8 bytes in a row of the key's tail in the text? */
bool template_leaks(str text, str key);

#endif
