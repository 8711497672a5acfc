/* builtin_text.c -- methods of texts that know no patterns, and functions that make texts. */
#include <math.h>

#include "engine/script/builtin_call.h"

static enum builtin_outcome give_units(struct call *call, const struct units *units, size_t from, size_t to) {
  const struct origin *origin = call->self->origin;
  if (!units->wide)
    return call_give_text(call, (str){units->text.ptr + from, to - from}, origin);
  CLEANUP(buf_free) struct buf out = {0};
  units_add(&out, units, from, to);
  return call_give_buf(call, &out, origin);
}

/* ---- one unit ---- */

static enum builtin_outcome char_at(struct call *call) {
  double at;
  if (!call_integer(call, 0, 0, &at))
    return BUILTIN_UNKNOWN;
  CLEANUP(units_close) struct units units = units_open(call->self->text);
  if (at < 0 || at >= (double)units.len)
    return call_give_text(call, STR(""), call->self->origin);
  return give_units(call, &units, (size_t)at, (size_t)at + 1);
}

static enum builtin_outcome at(struct call *call) {
  double at;
  if (!call_integer(call, 0, 0, &at))
    return BUILTIN_UNKNOWN;
  CLEANUP(units_close) struct units units = units_open(call->self->text);
  at = at < 0 ? at + (double)units.len : at;
  if (at < 0 || at >= (double)units.len) /* undefined */
    return BUILTIN_UNKNOWN;
  return give_units(call, &units, (size_t)at, (size_t)at + 1);
}

static enum builtin_outcome char_code_at(struct call *call) {
  double at;
  if (!call_integer(call, 0, 0, &at))
    return BUILTIN_UNKNOWN;
  CLEANUP(units_close) struct units units = units_open(call->self->text);
  bool inside = at >= 0 && at < (double)units.len;
  return call_give_number(call, inside ? units_at(&units, (size_t)at) : NAN, call->self->origin);
}

static enum builtin_outcome code_point_at(struct call *call) {
  double at;
  size_t length;
  if (!call_integer(call, 0, 0, &at))
    return BUILTIN_UNKNOWN;
  CLEANUP(units_close) struct units units = units_open(call->self->text);
  if (at < 0 || at >= (double)units.len) /* undefined */
    return BUILTIN_UNKNOWN;
  return call_give_number(call, units_code_point(&units, (size_t)at, &length), call->self->origin);
}

/* ---- parts ---- */

static enum builtin_outcome slice(struct call *call) {
  size_t from, to;
  CLEANUP(units_close) struct units units = units_open(call->self->text);
  if (!call_range(call, 0, units.len, &from, &to))
    return BUILTIN_UNKNOWN;
  return give_units(call, &units, from, to);
}

static enum builtin_outcome substring(struct call *call) {
  double from, to;
  CLEANUP(units_close) struct units units = units_open(call->self->text);
  double len = (double)units.len;
  if (!call_integer(call, 0, 0, &from) || !call_integer(call, 1, len, &to))
    return BUILTIN_UNKNOWN;
  from = call_clamp(from, 0, len);
  to = call_clamp(to, 0, len);
  size_t low = (size_t)(from < to ? from : to), high = (size_t)(from < to ? to : from);
  return give_units(call, &units, low, high);
}

static enum builtin_outcome substr(struct call *call) {
  double from, length;
  CLEANUP(units_close) struct units units = units_open(call->self->text);
  double len = (double)units.len;
  if (!call_integer(call, 0, 0, &from) || !call_integer(call, 1, len, &length))
    return BUILTIN_UNKNOWN;
  from = call_clamp(from < 0 ? from + len : from, 0, len);
  length = call_clamp(length, 0, len - from);
  return give_units(call, &units, (size_t)from, (size_t)(from + length));
}

static enum builtin_outcome trim_start(struct call *call) {
  return call_give_text(call, units_trim_start(call->self->text), call->self->origin);
}

static enum builtin_outcome trim_end(struct call *call) {
  return call_give_text(call, units_trim_end(call->self->text), call->self->origin);
}

static enum builtin_outcome trim(struct call *call) {
  return call_give_text(call, units_trim_end(units_trim_start(call->self->text)), call->self->origin);
}

/* ---- put together ---- */

static enum builtin_outcome concat(struct call *call) {
  CLEANUP(buf_free) struct buf out = {0};
  units_join(&out, call->self->text);
  for (size_t i = 0; i < call->len; i++) {
    str text;
    if (!call_text(call, i, STR(""), &text))
      return BUILTIN_UNKNOWN;
    units_join(&out, text);
    if (out.len > TEXT_SIZE_MAX)
      return call_cut(call);
  }
  return call_give_buf(call, &out, call_all_origins(call));
}

static enum builtin_outcome repeat(struct call *call) {
  double count;
  str text = call->self->text;
  if (!call_integer(call, 0, 0, &count) || count < 0 || isinf(count)) /* a RangeError */
    return BUILTIN_UNKNOWN;
  if (count * (double)text.len > TEXT_SIZE_MAX)
    return call_cut(call);
  CLEANUP(buf_free) struct buf out = {0};
  for (size_t i = 0; text.len && i < (size_t)count; i++)
    units_join(&out, text);
  return call_give_buf(call, &out, call->self->origin);
}

/* `len` units of `fill`, again and again. */
static void add_filling(struct buf *out, const struct units *fill, size_t len) {
  for (size_t left = len; left > 0;) {
    size_t part = left < fill->len ? left : fill->len;
    units_add(out, fill, 0, part);
    left -= part;
  }
}

static enum builtin_outcome pad_with(struct call *call, const struct units *self, const struct units *fill, double len,
                                     bool at_start) {
  if (len <= (double)self->len || fill->len == 0)
    return call_give_text(call, self->text, call->self->origin);
  if (len > TEXT_SIZE_MAX)
    return call_cut(call);
  CLEANUP(buf_free) struct buf out = {0};
  if (!at_start)
    units_add(&out, self, 0, self->len);
  add_filling(&out, fill, (size_t)len - self->len);
  if (at_start)
    units_add(&out, self, 0, self->len);
  const struct origin *filling = call->len > 1 ? call->arguments[1].origin : NULL;
  const struct origin *first = at_start ? filling : call->self->origin;
  return call_give_buf(call, &out, call_join(call, first, at_start ? call->self->origin : filling));
}

static enum builtin_outcome pad(struct call *call, bool at_start) {
  double len;
  str fill;
  if (!call_integer(call, 0, 0, &len) || !call_text(call, 1, STR(" "), &fill))
    return BUILTIN_UNKNOWN;
  CLEANUP(units_close) struct units units = units_open(call->self->text);
  CLEANUP(units_close) struct units filling = units_open(fill);
  return pad_with(call, &units, &filling, len, at_start);
}

static enum builtin_outcome pad_start(struct call *call) {
  return pad(call, true);
}

static enum builtin_outcome pad_end(struct call *call) {
  return pad(call, false);
}

/* ---- letters ---- */

static char to_lower(char byte) {
  return byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte;
}

static char to_upper(char byte) {
  return byte >= 'a' && byte <= 'z' ? (char)(byte - 32) : byte;
}

static enum builtin_outcome change_letters(struct call *call, char (*change)(char byte)) {
  CLEANUP(buf_free) struct buf out = {0};
  if (!units_are_ascii(call->self->text))
    return BUILTIN_UNKNOWN;
  for (size_t i = 0; i < call->self->text.len; i++)
    buf_add_byte(&out, change(call->self->text.ptr[i]));
  return call_give_buf(call, &out, call->self->origin);
}

static enum builtin_outcome lower(struct call *call) {
  return change_letters(call, to_lower);
}

static enum builtin_outcome upper(struct call *call) {
  return change_letters(call, to_upper);
}

/* All forms of ASCII are itself. */
static enum builtin_outcome normalize(struct call *call) {
  static const str forms[] = {STR("NFC"), STR("NFD"), STR("NFKC"), STR("NFKD")};
  str form;
  if (!call_text(call, 0, forms[0], &form) || !units_are_ascii(call->self->text))
    return BUILTIN_UNKNOWN;
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
    if (str_eq(form, forms[i]))
      return call_give(call, *call->self);
  return BUILTIN_UNKNOWN; /* a RangeError */
}

/* ---- looked for ---- */

struct search {
  struct units units;
  struct units needle;
  double from;
};

static void search_close(struct search *search) {
  units_close(&search->units);
  units_close(&search->needle);
}

static bool search_open(struct call *call, double otherwise, struct search *search) {
  str needle;
  const struct value *sought = call_argument(call, 0);
  if (!sought || sought->kind == VALUE_EXTERNAL || !call_text(call, 0, STR(""), &needle))
    return false;
  if (!call_integer(call, 1, otherwise, &search->from))
    return false;
  search->units = units_open(call->self->text);
  search->needle = units_open(needle);
  return true;
}

static size_t search_find(struct search *search) {
  return units_find(&search->units, &search->needle, (size_t)call_clamp(search->from, 0, (double)search->units.len));
}

static enum builtin_outcome give_position(struct call *call, size_t position) {
  return call_give_number(call, position == SIZE_MAX ? -1 : (double)position, NULL);
}

static enum builtin_outcome index_of(struct call *call) {
  CLEANUP(search_close) struct search search = {0};
  return search_open(call, 0, &search) ? give_position(call, search_find(&search)) : BUILTIN_UNKNOWN;
}

static enum builtin_outcome includes(struct call *call) {
  CLEANUP(search_close) struct search search = {0};
  return search_open(call, 0, &search) ? call_give_bool(call, search_find(&search) != SIZE_MAX) : BUILTIN_UNKNOWN;
}

static enum builtin_outcome last_index_of(struct call *call) {
  enum { WORK_MAX = 4 << 20 };
  double given = INFINITY;
  CLEANUP(search_close) struct search search = {0};
  if (!search_open(call, INFINITY, &search))
    return BUILTIN_UNKNOWN;
  if (call->len > 1 && call_number(call, 1, &given) && isnan(given)) /* here alone NaN is the end */
    search.from = INFINITY;
  if (search.units.len * search.needle.len > WORK_MAX)
    return call_cut(call);
  size_t from = (size_t)call_clamp(search.from, 0, (double)search.units.len);
  return give_position(call, units_find_last(&search.units, &search.needle, from));
}

static enum builtin_outcome starts_with(struct call *call) {
  CLEANUP(search_close) struct search search = {0};
  if (!search_open(call, 0, &search))
    return BUILTIN_UNKNOWN;
  size_t from = (size_t)call_clamp(search.from, 0, (double)search.units.len);
  return call_give_bool(call, units_stand_at(&search.units, &search.needle, from));
}

static enum builtin_outcome ends_with(struct call *call) {
  CLEANUP(search_close) struct search search = {0};
  if (!search_open(call, INFINITY, &search))
    return BUILTIN_UNKNOWN;
  size_t end = (size_t)call_clamp(search.from, 0, (double)search.units.len);
  if (search.needle.len > end)
    return call_give_bool(call, false);
  return call_give_bool(call, units_stand_at(&search.units, &search.needle, end - search.needle.len));
}

/* ---- itself, and what depends on a locale ---- */

static enum builtin_outcome itself(struct call *call) {
  return call_give(call, *call->self);
}

static enum builtin_outcome unknown(struct call *call) {
  (void)call;
  return BUILTIN_UNKNOWN;
}

const struct builtin_entry builtin_text_methods[] = {
    {STR("charAt"), char_at},
    {STR("charCodeAt"), char_code_at},
    {STR("codePointAt"), code_point_at},
    {STR("at"), at},
    {STR("slice"), slice},
    {STR("substring"), substring},
    {STR("substr"), substr},
    {STR("concat"), concat},
    {STR("padStart"), pad_start},
    {STR("padEnd"), pad_end},
    {STR("repeat"), repeat},
    {STR("toLowerCase"), lower},
    {STR("toUpperCase"), upper},
    {STR("trim"), trim},
    {STR("trimStart"), trim_start},
    {STR("trimLeft"), trim_start},
    {STR("trimEnd"), trim_end},
    {STR("trimRight"), trim_end},
    {STR("toString"), itself},
    {STR("valueOf"), itself},
    {STR("normalize"), normalize},
    {STR("startsWith"), starts_with},
    {STR("endsWith"), ends_with},
    {STR("includes"), includes},
    {STR("indexOf"), index_of},
    {STR("lastIndexOf"), last_index_of},
    {STR("toLocaleLowerCase"), unknown},
    {STR("toLocaleUpperCase"), unknown},
    {STR("localeCompare"), unknown},
    {STR_NONE, NULL},
};

/* ---- functions ---- */

static enum builtin_outcome string(struct call *call) {
  str text;
  if (!call_text(call, 0, STR(""), &text))
    return BUILTIN_UNKNOWN;
  return call_give_text(call, text, call->len ? call->arguments[0].origin : NULL);
}

static enum builtin_outcome from_char_code(struct call *call) {
  CLEANUP(buf_free) struct buf out = {0};
  for (size_t i = 0; i < call->len; i++) {
    double number;
    if (!call_number(call, i, &number))
      return BUILTIN_UNKNOWN;
    uint16_t unit = (uint16_t)call_uint32(number);
    units_add_wide(&out, &unit, 1);
  }
  return call_give_buf(call, &out, call_all_origins(call));
}

static enum builtin_outcome from_code_point(struct call *call) {
  enum { LARGEST = 0x10ffff };
  CLEANUP(buf_free) struct buf out = {0};
  for (size_t i = 0; i < call->len; i++) {
    double number;
    if (!call_number(call, i, &number) || !(number >= 0 && number <= LARGEST) || number != (uint32_t)number)
      return BUILTIN_UNKNOWN; /* a RangeError */
    units_add_code_point(&out, (uint32_t)number);
  }
  return call_give_buf(call, &out, call_all_origins(call));
}

const struct builtin_entry builtin_text_functions[] = {
    {STR("String"), string},
    {STR("String.fromCharCode"), from_char_code},
    {STR("String.fromCodePoint"), from_code_point},
    {STR_NONE, NULL},
};
