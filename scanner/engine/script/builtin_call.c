/* builtin_call.c -- one call of a built-in function: its arguments taken, its result given. */
#include "engine/script/builtin_call.h"

#include <math.h>

#include "engine/script/builtin_numeral.h"

const struct value *call_argument(const struct call *call, size_t index) {
  return index < call->len ? &call->arguments[index] : NULL;
}

const struct value *call_only(struct values values) {
  return values.len == 1 && !values.open ? values.data : NULL;
}

/* ---- arguments ---- */

bool call_text(struct call *call, size_t index, str otherwise, str *text) {
  *text = otherwise;
  return index >= call->len || value_to_text(call->maker, &call->arguments[index], text);
}

bool call_to_number(struct maker *maker, const struct value *value, double *number) {
  str text;
  *number = value->number;
  if (value->kind == VALUE_NUMBER || value->kind == VALUE_BOOL)
    return true;
  if (!value_to_text(maker, value, &text) || !maker_spend(maker, text.len / 2))
    return false;
  *number = numeral_read(text);
  return true;
}

bool call_number(struct call *call, size_t index, double *number) {
  *number = NAN;
  return index >= call->len || call_to_number(call->maker, &call->arguments[index], number);
}

bool call_integer(struct call *call, size_t index, double otherwise, double *integer) {
  *integer = otherwise;
  if (index >= call->len)
    return true;
  if (!call_to_number(call->maker, &call->arguments[index], integer))
    return false;
  *integer = isnan(*integer) ? 0 : numeral_trunc(*integer);
  return true;
}

double call_clamp(double number, double low, double high) {
  return number < low ? low : number > high ? high : number;
}

static size_t position(double integer, size_t len) {
  return (size_t)call_clamp(integer < 0 ? integer + (double)len : integer, 0, (double)len);
}

bool call_range(struct call *call, size_t first, size_t len, size_t *from, size_t *to) {
  double start, end;
  if (!call_integer(call, first, 0, &start) || !call_integer(call, first + 1, (double)len, &end))
    return false;
  *from = position(start, len);
  *to = position(end, len);
  if (*to < *from)
    *to = *from;
  return true;
}

uint32_t call_uint32(double number) {
  enum { FRACTION_BITS = 52, EXPONENT_MASK = 0x7ff, EXPONENT_BIAS = 1023, SIGN_BIT = 63 };
  uint64_t bits;
  memcpy(&bits, &number, sizeof bits);
  int exponent = (int)(bits >> FRACTION_BITS & EXPONENT_MASK) - EXPONENT_BIAS - FRACTION_BITS;
  uint64_t fraction = (bits & ((1ull << FRACTION_BITS) - 1)) | 1ull << FRACTION_BITS;
  if (exponent < -FRACTION_BITS || exponent >= 32) /* less than 1, a multiple of 2^32, infinite, or NaN */
    return 0;
  uint64_t whole = exponent < 0 ? fraction >> -exponent : fraction << exponent;
  return (uint32_t)(bits >> SIGN_BIT ? -whole : whole);
}

/* ---- origins ---- */

const struct origin *call_join(struct call *call, const struct origin *first, const struct origin *second) {
  return origin_join(call->maker, first, second);
}

const struct origin *call_all_origins(struct call *call) {
  const struct origin *all = call->self ? call->self->origin : NULL;
  for (size_t i = 0; i < call->len; i++)
    all = call_join(call, all, call->arguments[i].origin);
  return all;
}

/* ---- results ---- */

enum builtin_outcome call_give(struct call *call, struct value value) {
  *call->result = value;
  return BUILTIN_MADE;
}

enum builtin_outcome call_cut(struct call *call) {
  call->maker->cut = true;
  return BUILTIN_UNKNOWN;
}

bool call_keep(struct call *call, str text, str *kept) {
  if (text.len > TEXT_SIZE_MAX) {
    call_cut(call);
    return false;
  }
  char *copy = maker_take(call->maker, text.len);
  if (!copy)
    return false;
  if (text.len)
    memcpy(copy, text.ptr, text.len);
  *kept = (str){copy, text.len};
  return true;
}

enum builtin_outcome call_give_text(struct call *call, str text, const struct origin *origin) {
  return call_give(call, value_text(text, origin));
}

enum builtin_outcome call_give_buf(struct call *call, const struct buf *buf, const struct origin *origin) {
  str text;
  return call_keep(call, buf_str(buf), &text) ? call_give_text(call, text, origin) : BUILTIN_UNKNOWN;
}

enum builtin_outcome call_give_bytes(struct call *call, const struct buf *buf, bool plain,
                                     const struct origin *origin) {
  str bytes;
  if (!call_keep(call, buf_str(buf), &bytes))
    return BUILTIN_UNKNOWN;
  return call_give(call, (struct value){.kind = VALUE_BYTES, .text = bytes, .number = plain, .origin = origin});
}

enum builtin_outcome call_give_number(struct call *call, double number, const struct origin *origin) {
  return call_give(call, value_number(number, origin));
}

enum builtin_outcome call_give_bool(struct call *call, bool truth) {
  return call_give(call, (struct value){.kind = VALUE_BOOL, .number = truth});
}

struct values *call_give_sets(struct call *call, size_t len, const struct origin *origin) {
  if (len > LIST_MAX) {
    call_cut(call);
    return NULL;
  }
  struct values *items = maker_take(call->maker, len * sizeof *items);
  if (items)
    call_give(call, (struct value){.kind = VALUE_LIST, .items = items, .items_len = len, .origin = origin});
  return items;
}

struct value *call_give_list(struct call *call, size_t len, const struct origin *origin) {
  struct values *items = call_give_sets(call, len, origin);
  struct value *values = items ? maker_take(call->maker, len * sizeof *values) : NULL;
  for (size_t i = 0; values && i < len; i++)
    items[i] = (struct values){&values[i], 1, false};
  return values;
}
