/* builtin_json.c -- JSON.parse and JSON.stringify. */
#include <math.h>

#include "base/json.h"
#include "engine/script/builtin_call.h"
#include "engine/script/builtin_numeral.h"

enum { DEPTH_MAX = 16 };

/* ---- parse ---- */

struct parsing {
  struct call *call;
  const struct origin *origin; /* of all that the text holds */
  unsigned depth;
};

static bool take_value(struct parsing *p, const struct json_value *json, struct values *values);

static bool take_list(struct parsing *p, const struct json_value *json, struct value *value) {
  size_t len = json_size(json);
  if (len > LIST_MAX) {
    call_cut(p->call);
    return false;
  }
  struct values *items = maker_take(p->call->maker, len * sizeof *items);
  for (size_t i = 0; items && i < len; i++)
    if (!take_value(p, json_element(json, i), &items[i]))
      return false;
  *value = (struct value){.kind = VALUE_LIST, .items = items, .items_len = len};
  return items;
}

struct record {
  struct parsing *parsing;
  struct member *members;
  size_t len;
  bool complete;
};

static bool take_member(void *data, str name, const struct json_value *json) {
  struct record *record = data;
  struct member *member = &record->members[record->len++];
  record->complete = call_keep(record->parsing->call, name, &member->name) &&
                     take_value(record->parsing, json, &member->values);
  return record->complete;
}

static bool take_record(struct parsing *p, const struct json_value *json, struct value *value) {
  struct record record = {p, maker_take(p->call->maker, json_size(json) * sizeof *record.members), 0, true};
  if (!record.members)
    return false;
  json_each(json, take_member, &record);
  *value = (struct value){.kind = VALUE_RECORD, .members = record.members, .members_len = record.len};
  return record.complete;
}

/* *known is false for null. */
static bool take_plain(struct parsing *p, const struct json_value *json, struct value *value, bool *known) {
  switch (json_kind(json)) {
  case JSON_ARRAY_VALUE: return take_list(p, json, value);
  case JSON_OBJECT_VALUE: return take_record(p, json, value);
  case JSON_STRING_VALUE:
    *value = value_text(STR_NONE, NULL);
    return call_keep(p->call, json_text_of(json), &value->text);
  case JSON_BOOL_VALUE: *value = (struct value){.kind = VALUE_BOOL, .number = json_truth(json)}; return true;
  default: *value = value_number(0, NULL); *known = json_number_of(json, &value->number); return true;
  }
}

/* Recurses, at most DEPTH_MAX deep. */
static bool take_value(struct parsing *p, const struct json_value *json, struct values *values) {
  struct value value;
  bool known = true;
  if (p->depth == DEPTH_MAX) {
    call_cut(p->call);
    return false;
  }
  p->depth++;
  bool taken = take_plain(p, json, &value, &known);
  p->depth--;
  value.origin = p->origin;
  *values = taken && known ? values_one(p->call->maker, value) : values_none();
  return taken && (!known || values->len == 1);
}

static enum builtin_outcome parse(struct call *call) {
  str text;
  struct values values;
  enum { BYTE_ROOM = 4 }; /* what a byte of the text costs */
  if (call->len != 1 || !call_text(call, 0, STR(""), &text) || !maker_spend(call->maker, BYTE_ROOM * text.len))
    return BUILTIN_UNKNOWN;
  struct parsing parsing = {call, call->arguments[0].origin, 0};
  const struct json_value *json = json_parse(text);
  bool taken = json && take_value(&parsing, json, &values) && values.len == 1;
  json_free(json);
  return taken ? call_give(call, values.data[0]) : BUILTIN_UNKNOWN;
}

/* ---- stringify ---- */

static void quote_unit(uint32_t c, struct buf *out) {
  static const char escaped[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
  const char *found = c && c < 0x80 ? strchr(escaped, (int)c) : NULL;
  if (found)
    buf_printf(out, "\\%c", letters[found - escaped]);
  else if (c < 0x20 || (c >= 0xd800 && c <= 0xdfff))
    buf_printf(out, "\\u%04x", c);
  else
    units_add_code_point(out, c);
}

static enum builtin_outcome quote(struct call *call, const struct value *text) {
  CLEANUP(buf_free) struct buf out = {0};
  size_t length;
  buf_add_byte(&out, '"');
  for (str rest = text->text; rest.len; rest = str_tail(rest, length))
    quote_unit(units_decode(rest, &length), &out);
  buf_add_byte(&out, '"');
  return call_give_buf(call, &out, text->origin);
}

static enum builtin_outcome stringify(struct call *call) {
  str text;
  const struct value *value = call_argument(call, 0);
  if (!value || call->len != 1)
    return BUILTIN_UNKNOWN;
  if (value->kind == VALUE_TEXT)
    return quote(call, value);
  if (value->kind != VALUE_NUMBER && value->kind != VALUE_BOOL)
    return BUILTIN_UNKNOWN;
  if (!isfinite(value->number))
    return call_give_text(call, STR("null"), value->origin);
  return value_to_text(call->maker, value, &text) ? call_give_text(call, text, value->origin) : BUILTIN_UNKNOWN;
}

const struct builtin_entry builtin_json_functions[] = {
    {STR("JSON.parse"), parse},
    {STR("JSON.stringify"), stringify},
    {STR_NONE, NULL},
};
