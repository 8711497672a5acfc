/* decode.h -- text that stands there in another encoding: how its beginning looks, and what a run of it says.
   Whoever calls walks chains: looks for plain text and for forms again in what a run says, to a depth. */
#ifndef APSO_ENGINE_DECODE_H
#define APSO_ENGINE_DECODE_H

#include "base/buf.h"
#include "base/memory.h"

enum encoding {
  ENCODING_BASE64,  /* RFC 4648, sections 4 and 5; wrapped in lines of any length too; any alignment */
  ENCODING_HEX,     /* also with spaces, colons, commas, 0x between the bytes, and over lines */
  ENCODING_PERCENT, /* RFC 3986 */
  ENCODING_ESCAPE,  /* \u0061 \u{61} \x61 \U00000061 \141, and plain text between */
  ENCODING_ENTITY,  /* &#97; &#x61; &lowbar; */
  ENCODING_QUOTED_PRINTABLE, /* RFC 2045, section 6.7, with soft line breaks */
  ENCODING_UTF16,   /* of either byte order, anywhere in the bytes */
  ENCODING_UTF32,
  ENCODING_GZIP,    /* gzip or zlib: only ever the whole of what another encoding held */
  ENCODING_COUNT
};

const char *encoding_name(enum encoding encoding); /* "base64", …: as reports say it */

/* How a text looks in an encoding: bytes that stand there whatever comes before and behind. */
struct decode_form {
  str bytes; /* 4 or more */
  enum encoding encoding; /* the outermost */
};

struct decode_forms {
  struct decode_form *data;
  size_t len;
  size_t room;
};

/* Appends all forms of `text` to depth 2 (base64 of hex, …), and base64 three times; and, if nothing is there yet,
   the beginning of gzip in base64, hex and escapes. A form that a line break could cut (base64, hex) is given as its
   two halves; what differs only by the case of hex digits, as the longest part that does not. None for a text of
   fewer than 4 bytes. Memory of the bytes: `kept`. */
void decode_forms(str text, struct decode_forms *out, struct arena *kept);

struct decoded {
  size_t start; /* span of the run */
  size_t end;
  struct buf text;
};

enum {
  DECODE_RUN_LIMIT = 64 * 1024, /* bytes, to either side of the form */
  DECODE_INFLATED_LIMIT = 1024 * 1024
};

/* The run around a form that stands at `at`, and what it says: for each `turn`, 0, 1, … until false is returned, another
   reading, the plainest first. Base64 has several (two alphabets; each alignment that may hold the text; the one line
   alone), others one or two. False too if nothing is there that decodes. `out->text` is replaced; the caller frees it.
   A call takes time in proportion to the run. Positions of forms inside a run of which all turns were walked give nothing
   new: who skips them does not pay for a hostile file of forms.
   Where runs of escapes begin: at the first of the letters, digits, '_', '-' and numeric escapes that stand together
   with the form; other characters written plainly, and \" &quot; =3D and the like, bound them. */
bool decode_run(enum encoding encoding, str bytes, size_t at, unsigned turn, struct decoded *out);
/* Where [from, to) of what the run says stands. Runs of escapes and wide characters have plain text or other things beside
   it; of base64 and hex it is the whole run. */
void decode_place(enum encoding encoding, str bytes, const struct decoded *run, size_t from, size_t to, size_t *start, size_t *end);
/* The whole of the bytes as gzip or zlib, to the limit; what was made before damage counts. */
bool decode_inflate(str bytes, struct buf *out);

/* A whole text in UTF-16 or UTF-32 of either byte order, told by its mark or by where its zero bytes stand; false if
   the bytes do not look like it. Appends UTF-8; lone surrogates become U+FFFD. `encoding`: which of the two. */
bool decode_wide(str bytes, enum encoding *encoding, struct buf *out);
/* The same question only. */
bool decode_is_wide(str bytes);

/* Appends the bytes that base64 of either alphabet stands for; a last odd character is dropped. */
void decode_base64(str run, struct buf *out);

#endif
