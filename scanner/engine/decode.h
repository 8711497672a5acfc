/* decode.h -- runs of text in another encoding, decoded. */
#ifndef APSO_ENGINE_DECODE_H
#define APSO_ENGINE_DECODE_H

#include "base/buf.h"

enum base64_alphabet { BASE64_STANDARD, BASE64_URL }; /* RFC 4648, sections 4 and 5 */

/* The run of characters of the alphabet, and padding, around `at`. */
str decode_base64_run(str bytes, size_t at, enum base64_alphabet alphabet);
/* Appends the bytes that the run stands for; a last odd character is dropped. */
void decode_base64(str run, struct buf *out);

/* UTF-16 of either byte order, told by its mark or by where its zero bytes stand; false if the bytes do
   not look like it. Appends UTF-8; lone surrogates become U+FFFD. */
bool decode_utf16(str bytes, struct buf *out);

#endif
