/* literal.h -- the characters that a JavaScript literal stands for. */
#ifndef APSO_ENGINE_SCRIPT_LITERAL_H
#define APSO_ENGINE_SCRIPT_LITERAL_H

#include "base/memory.h"
#include "base/str.h"

enum literal_kind { LITERAL_STRING, LITERAL_TEMPLATE };

/* Decodes what stands between the quotes (ECMA-262, 12.9.4 and 12.9.6), as UTF-8.
   Ill-formed escapes stand for their characters. Gives `raw` itself if there is nothing to decode. */
str literal_decode(str raw, enum literal_kind kind, struct arena *arena);

#endif
