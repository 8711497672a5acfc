/* builtin_bytes.c -- Node's Buffer, Uint8Array, TextEncoder and TextDecoder. */
#include <math.h>

#include "engine/script/builtin_call.h"
#include "engine/script/builtin_codec.h"

static bool is_plain(const struct value *bytes) {
  return bytes->number != 0;
}

/* ---- methods ---- */

static enum builtin_outcome give_part(struct call *call, size_t from, size_t to) {
  struct value part = *call->self;
  part.text = (str){part.text.ptr + from, to - from};
  return call_give(call, part);
}

static enum builtin_outcome slice(struct call *call) {
  size_t from, to;
  return call_range(call, 0, call->self->text.len, &from, &to) ? give_part(call, from, to) : BUILTIN_UNKNOWN;
}

static enum builtin_outcome reverse(struct call *call) {
  CLEANUP(buf_free) struct buf out = {0};
  str bytes = call->self->text;
  for (size_t i = bytes.len; i-- > 0;)
    buf_add_byte(&out, bytes.ptr[i]);
  return call_give_bytes(call, &out, is_plain(call->self), call->self->origin);
}

static enum builtin_outcome to_reversed(struct call *call) {
  enum builtin_outcome outcome = reverse(call);
  if (outcome == BUILTIN_MADE)
    call->result->number = 1; /* a Uint8Array even of a Buffer */
  return outcome;
}

static enum builtin_outcome join_with(struct call *call, str separator) {
  CLEANUP(buf_free) struct buf out = {0};
  str bytes = call->self->text;
  for (size_t i = 0; i < bytes.len; i++) {
    buf_printf(&out, "%d", (unsigned char)bytes.ptr[i]);
    if (i + 1 < bytes.len)
      buf_add(&out, separator);
    if (out.len > TEXT_SIZE_MAX)
      return call_cut(call);
  }
  return call_give_buf(call, &out, call->self->origin);
}

static enum builtin_outcome join(struct call *call) {
  str separator;
  return call_text(call, 0, STR(","), &separator) ? join_with(call, separator) : BUILTIN_UNKNOWN;
}

static enum builtin_outcome decode(struct call *call, const struct codec *codec, str bytes) {
  CLEANUP(buf_free) struct buf out = {0};
  codec->decode(bytes, &out);
  return call_give_buf(call, &out, call->self->origin);
}

/* Positions outside, and below 0, are at the ends: unlike those of slice. */
static enum builtin_outcome buffer_text(struct call *call, str encoding) {
  double from, to, len = (double)call->self->text.len;
  const struct codec *codec = codec_named(encoding);
  if (!codec || !call_integer(call, 1, 0, &from) || !call_integer(call, 2, len, &to))
    return BUILTIN_UNKNOWN;
  from = call_clamp(from, 0, len);
  to = call_clamp(to, from, len);
  return decode(call, codec, (str){call->self->text.ptr + (size_t)from, (size_t)(to - from)});
}

static enum builtin_outcome to_string(struct call *call) {
  const struct value *encoding = call_argument(call, 0);
  if (is_plain(call->self))
    return join_with(call, STR(","));
  if (encoding && encoding->kind != VALUE_TEXT)
    return BUILTIN_UNKNOWN;
  return buffer_text(call, encoding ? encoding->text : STR("utf8"));
}

static bool number_at(const struct value *bytes, double at, struct value *result) {
  if (at < 0 || at >= (double)bytes->text.len || at != (double)(size_t)at)
    return false;
  *result = value_number((unsigned char)bytes->text.ptr[(size_t)at], bytes->origin);
  return true;
}

static enum builtin_outcome at(struct call *call) {
  double at;
  if (!call_integer(call, 0, 0, &at))
    return BUILTIN_UNKNOWN;
  at = at < 0 ? at + (double)call->self->text.len : at;
  return number_at(call->self, at, call->result) ? BUILTIN_MADE : BUILTIN_UNKNOWN;
}

/* Only of bytes: what throws is not known. */
static enum builtin_outcome read_byte(struct call *call) {
  double at;
  if (is_plain(call->self) || !call_integer(call, 0, 0, &at))
    return BUILTIN_UNKNOWN;
  return number_at(call->self, at, call->result) ? BUILTIN_MADE : BUILTIN_UNKNOWN;
}

static enum builtin_outcome give_numbers(struct call *call, const struct value *bytes) {
  struct value *numbers = call_give_list(call, bytes->text.len, bytes->origin);
  for (size_t i = 0; numbers && i < bytes->text.len; i++)
    number_at(bytes, (double)i, &numbers[i]);
  return numbers ? BUILTIN_MADE : BUILTIN_UNKNOWN;
}

static enum builtin_outcome values(struct call *call) {
  return give_numbers(call, call->self);
}

static enum builtin_outcome itself(struct call *call) {
  return call_give(call, *call->self);
}

const struct builtin_entry builtin_bytes_methods[] = {
    {STR("toString"), to_string},
    {STR("slice"), slice},
    {STR("subarray"), slice},
    {STR("reverse"), reverse},
    {STR("toReversed"), to_reversed},
    {STR("join"), join},
    {STR("at"), at},
    {STR("readUInt8"), read_byte},
    {STR("readUint8"), read_byte},
    {STR("values"), values},
    {STR("valueOf"), itself},
    {STR_NONE, NULL},
};

/* ---- functions ---- */

static enum builtin_outcome encode_text(struct call *call, str text, const struct codec *codec, bool plain) {
  CLEANUP(buf_free) struct buf out = {0};
  if (!codec->encode(text, &out))
    return BUILTIN_UNKNOWN;
  return call_give_bytes(call, &out, plain, call->arguments[0].origin);
}

/* Each element as ToUint8 makes it. */
static enum builtin_outcome bytes_of_list(struct call *call, const struct value *list, bool plain) {
  CLEANUP(buf_free) struct buf out = {0};
  const struct origin *origin = NULL;
  for (size_t i = 0; i < list->items_len; i++) {
    double number;
    const struct value *item = call_only(list->items[i]);
    if (!item || !call_to_number(call->maker, item, &number))
      return BUILTIN_UNKNOWN;
    buf_add_byte(&out, (char)call_uint32(number));
    origin = call_join(call, origin, item->origin);
  }
  return call_give_bytes(call, &out, plain, call_join(call, origin, list->origin));
}

static enum builtin_outcome zeros(struct call *call, double len, bool plain) {
  if (!(len >= 0) || len != (double)(size_t)call_clamp(len, 0, TEXT_SIZE_MAX))
    return len > TEXT_SIZE_MAX ? call_cut(call) : BUILTIN_UNKNOWN;
  CLEANUP(buf_free) struct buf out = {0};
  for (size_t i = 0; i < (size_t)len; i++)
    buf_add_byte(&out, 0);
  return call_give_bytes(call, &out, plain, NULL);
}

static enum builtin_outcome copy_of(struct call *call, const struct value *bytes, bool plain) {
  struct value copy = *bytes;
  copy.number = plain;
  return call_give(call, copy);
}

static enum builtin_outcome buffer_from_text(struct call *call, str text) {
  const struct value *encoding = call_argument(call, 1);
  if (encoding && encoding->kind != VALUE_TEXT)
    return BUILTIN_UNKNOWN;
  const struct codec *codec = codec_named(encoding ? encoding->text : STR("utf8"));
  return codec ? encode_text(call, text, codec, false) : BUILTIN_UNKNOWN;
}

static enum builtin_outcome buffer_from(struct call *call) {
  const struct value *source = call_argument(call, 0);
  if (!source)
    return BUILTIN_UNKNOWN;
  switch (source->kind) {
  case VALUE_TEXT: return buffer_from_text(call, source->text);
  case VALUE_BYTES: return copy_of(call, source, false);
  case VALUE_LIST: return bytes_of_list(call, source, false);
  default: return BUILTIN_UNKNOWN;
  }
}

/* new Buffer(…), and Buffer(…): also a size. */
static enum builtin_outcome buffer(struct call *call) {
  const struct value *source = call_argument(call, 0);
  return source && source->kind == VALUE_NUMBER ? zeros(call, source->number, false) : buffer_from(call);
}

static enum builtin_outcome buffer_alloc(struct call *call) {
  const struct value *size = call_argument(call, 0);
  return size && size->kind == VALUE_NUMBER && call->len == 1 ? zeros(call, size->number, false) : BUILTIN_UNKNOWN;
}

static enum builtin_outcome buffer_concat(struct call *call) {
  CLEANUP(buf_free) struct buf out = {0};
  const struct origin *origin = NULL;
  const struct value *list = call_argument(call, 0);
  if (!list || list->kind != VALUE_LIST || call->len != 1)
    return BUILTIN_UNKNOWN;
  for (size_t i = 0; i < list->items_len; i++) {
    const struct value *item = call_only(list->items[i]);
    if (!item || item->kind != VALUE_BYTES)
      return BUILTIN_UNKNOWN;
    buf_add(&out, item->text);
    origin = call_join(call, origin, item->origin);
    if (out.len > TEXT_SIZE_MAX)
      return call_cut(call);
  }
  return call_give_bytes(call, &out, false, call_join(call, origin, list->origin));
}

static enum builtin_outcome buffer_byte_length(struct call *call) {
  enum builtin_outcome outcome = buffer_from(call);
  return outcome == BUILTIN_MADE ? call_give_number(call, (double)call->result->text.len, NULL) : outcome;
}

static enum builtin_outcome is_buffer(struct call *call) {
  const struct value *value = call_argument(call, 0);
  if (!value || value->kind == VALUE_EXTERNAL || value->kind == VALUE_INSTANCE)
    return BUILTIN_UNKNOWN;
  return call_give_bool(call, value->kind == VALUE_BYTES && !is_plain(value));
}

static enum builtin_outcome uint8_array(struct call *call) {
  const struct value *source = call_argument(call, 0);
  if (!source)
    return zeros(call, 0, true);
  switch (source->kind) {
  case VALUE_NUMBER: return zeros(call, source->number, true);
  case VALUE_BYTES: return copy_of(call, source, true);
  case VALUE_LIST: return bytes_of_list(call, source, true);
  default: return BUILTIN_UNKNOWN;
  }
}

static void add_digit(struct call *call, struct buf *out, str character, bool *known) {
  struct value digit = value_text(character, NULL);
  double number;
  *known = *known && call_to_number(call->maker, &digit, &number);
  if (*known)
    buf_add_byte(out, (char)call_uint32(number));
}

/* A text is a list of its characters, each taken as a number. */
static enum builtin_outcome bytes_of_characters(struct call *call, str text) {
  CLEANUP(buf_free) struct buf out = {0};
  bool known = true;
  size_t length;
  for (; text.len; text = str_tail(text, length)) {
    units_decode(text, &length);
    add_digit(call, &out, str_head(text, length), &known);
  }
  return known ? call_give_bytes(call, &out, true, call->arguments[0].origin) : BUILTIN_UNKNOWN;
}

/* With a second argument, a function, it is the evaluator's. */
static enum builtin_outcome uint8_array_from(struct call *call) {
  const struct value *source = call_argument(call, 0);
  if (!source || call->len != 1)
    return BUILTIN_UNKNOWN;
  switch (source->kind) {
  case VALUE_TEXT: return bytes_of_characters(call, source->text);
  case VALUE_BYTES: return copy_of(call, source, true);
  case VALUE_LIST: return bytes_of_list(call, source, true);
  default: return BUILTIN_UNKNOWN;
  }
}

static enum builtin_outcome bytes_of_arguments(struct call *call, bool plain) {
  CLEANUP(buf_free) struct buf out = {0};
  for (size_t i = 0; i < call->len; i++) {
    double number;
    if (!call_number(call, i, &number))
      return BUILTIN_UNKNOWN;
    buf_add_byte(&out, (char)call_uint32(number));
  }
  return call_give_bytes(call, &out, plain, call_all_origins(call));
}

static enum builtin_outcome uint8_array_of(struct call *call) {
  return bytes_of_arguments(call, true);
}

static enum builtin_outcome buffer_of(struct call *call) {
  return bytes_of_arguments(call, false);
}

static enum builtin_outcome encoder_encode(struct call *call) {
  str text;
  if (call->len == 0)
    return zeros(call, 0, true);
  return call_text(call, 0, STR(""), &text) ? encode_text(call, text, codec_named(STR("utf8")), true) : BUILTIN_UNKNOWN;
}

/* Without the byte order mark that it may begin with. */
static enum builtin_outcome decoder_decode(struct call *call) {
  const struct value *bytes = call_argument(call, 0);
  if (!bytes)
    return call_give_text(call, STR(""), NULL);
  if (bytes->kind != VALUE_BYTES)
    return BUILTIN_UNKNOWN;
  CLEANUP(buf_free) struct buf out = {0};
  codec_utf8_decode(str_tail(bytes->text, str_starts(bytes->text, STR("\xef\xbb\xbf")) ? 3 : 0), &out);
  return call_give_buf(call, &out, bytes->origin);
}

static enum builtin_outcome atob_of(struct call *call) {
  CLEANUP(buf_free) struct buf out = {0};
  str text;
  if (call->len == 0 || !call_text(call, 0, STR(""), &text) || !codec_atob(text, &out))
    return BUILTIN_UNKNOWN;
  return call_give_buf(call, &out, call->arguments[0].origin);
}

static enum builtin_outcome btoa_of(struct call *call) {
  CLEANUP(buf_free) struct buf out = {0};
  str text;
  if (call->len == 0 || !call_text(call, 0, STR(""), &text) || !codec_btoa(text, &out))
    return BUILTIN_UNKNOWN;
  return call_give_buf(call, &out, call->arguments[0].origin);
}

const struct builtin_entry builtin_bytes_functions[] = {
    {STR("Buffer.from"), buffer_from},
    {STR("Buffer"), buffer},
    {STR("Buffer.alloc"), buffer_alloc},
    {STR("Buffer.concat"), buffer_concat},
    {STR("Buffer.byteLength"), buffer_byte_length},
    {STR("Buffer.isBuffer"), is_buffer},
    {STR("Buffer.of"), buffer_of},
    {STR("Uint8Array"), uint8_array},
    {STR("Uint8Array.from"), uint8_array_from},
    {STR("Uint8Array.of"), uint8_array_of},
    {STR("TextEncoder.encode"), encoder_encode},
    {STR("TextDecoder.decode"), decoder_decode},
    {STR("atob"), atob_of},
    {STR("btoa"), btoa_of},
    {STR_NONE, NULL},
};
