/* builtin_codec.h -- Node's encodings of bytes (nodejs.org/api/buffer.html), and what browsers make of base64
   (infra.spec.whatwg.org). Knows no values. */
#ifndef APSO_ENGINE_SCRIPT_BUILTIN_CODEC_H
#define APSO_ENGINE_SCRIPT_BUILTIN_CODEC_H

#include "base/buf.h"

/* Bytes of a text, and text of bytes, WTF-8; both append. encode: false if nobody knows. */
struct codec {
  str name; /* lower case */
  bool (*encode)(str text, struct buf *bytes);
  void (*decode)(str bytes, struct buf *text);
};

/* Names in any letter case; NULL if there is no such encoding. */
const struct codec *codec_named(str name);

bool codec_utf8_encode(str text, struct buf *bytes);
/* Ill-formed parts become U+FFFD each (encoding.spec.whatwg.org, UTF-8 decoder). */
void codec_utf8_decode(str bytes, struct buf *text);
/* atob and btoa, false where they throw. */
bool codec_atob(str text, struct buf *binary);
bool codec_btoa(str binary, struct buf *text);

#endif
