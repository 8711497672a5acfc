/* decode.c -- text that stands there in another encoding: the door to one reader for each. */
#include "engine/decode.h"

#include "base/inflate.h"
#include "engine/decode_runs.h"

static const struct {
  const char *name;
  bool (*run)(str bytes, size_t at, unsigned turn, struct decoded *out); /* NULL: no encoding that stands in a text */
  size_t (*origin)(enum encoding encoding, str bytes, const struct decoded *run, size_t offset); /* NULL: the run is one */
} encodings[ENCODING_COUNT] = {
    [ENCODING_BASE64] = {"base64", decode_run_base64, NULL},
    [ENCODING_HEX] = {"hex", decode_run_hex, NULL},
    [ENCODING_PERCENT] = {"percent", decode_run_percent, decode_origin_escaped},
    [ENCODING_ESCAPE] = {"escape", decode_run_escape, decode_origin_escaped},
    [ENCODING_ENTITY] = {"entity", decode_run_entity, decode_origin_escaped},
    [ENCODING_QUOTED_PRINTABLE] = {"quoted-printable", decode_run_quoted, decode_origin_escaped},
    [ENCODING_UTF16] = {"utf-16", decode_run_utf16, decode_origin_wide},
    [ENCODING_UTF32] = {"utf-32", decode_run_utf32, decode_origin_wide},
    [ENCODING_GZIP] = {"gzip", NULL, NULL},
};

const char *encoding_name(enum encoding encoding) {
  return encodings[encoding].name;
}

bool decode_run(enum encoding encoding, str bytes, size_t at, unsigned turn, struct decoded *out) {
  buf_clear(&out->text);
  out->start = out->end = at;
  bool found = at < bytes.len && encodings[encoding].run && encodings[encoding].run(bytes, at, turn, out);
  found = found && out->end > at; /* what stands at `at` may be none of it */
  if (!found)
    buf_clear(&out->text);
  return found;
}

void decode_place(enum encoding encoding, str bytes, const struct decoded *run, size_t from, size_t to, size_t *start, size_t *end) {
  *start = run->start;
  *end = run->end;
  if (!encodings[encoding].origin)
    return;
  *start = encodings[encoding].origin(encoding, bytes, run, from);
  *end = encodings[encoding].origin(encoding, bytes, run, to);
}

bool decode_inflate(str bytes, struct buf *out) {
  return inflate_bounded(bytes, DECODE_INFLATED_LIMIT, out) > 0;
}
