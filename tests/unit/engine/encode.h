/* encode.h -- texts put into other encodings, for tests of what takes them out again. */
#ifndef APSO_TESTS_ENCODE_H
#define APSO_TESTS_ENCODE_H

#include "base/buf.h"

enum spelling {
  SPELL_PLAIN,
  SPELL_BASE64,
  SPELL_BASE64_URL,
  SPELL_BASE64_BARE, /* without padding */
  SPELL_HEX,
  SPELL_HEX_UPPER,
  SPELL_HEX_SPACES,
  SPELL_HEX_COLONS,
  SPELL_HEX_ARRAY, /* 0x61, 0x70; 12 a line */
  SPELL_HEX_XXD,
  SPELL_HEX_DUMP, /* hexdump -C */
  SPELL_PERCENT,
  SPELL_PERCENT_SIGNS, /* only what is neither letter nor digit */
  SPELL_UNIT,          /* \u0061 */
  SPELL_UNIT_SIGNS,
  SPELL_BYTE, /* \x61 */
  SPELL_BYTE_SIGNS,
  SPELL_BRACED, /* \u{61} */
  SPELL_LONG,   /* \U00000061 */
  SPELL_OCTAL,
  SPELL_DECIMAL, /* &#97; */
  SPELL_DECIMAL_SIGNS,
  SPELL_HEXADECIMAL, /* &#x61; */
  SPELL_LOWBAR,
  SPELL_QUOTED,
  SPELL_QUOTED_SIGNS,
  SPELL_UTF16_LITTLE,
  SPELL_UTF16_BIG,
  SPELL_UTF32_LITTLE,
  SPELL_UTF32_BIG,
  SPELL_GZIP,
  SPELL_ZLIB,
  SPELL_JSON, /* backslashes, / and line breaks escaped */
  SPELLINGS
};

void encode(enum spelling spelling, str text, struct buf *out);
/* Cuts into lines of `columns` bytes: each begins with `before`, and ends with `behind`, the last with `last`. */
void encode_lines(str text, size_t columns, str before, str behind, str last, struct buf *out);

#endif
