/* spelling.c -- values written down for tables of cases. */
#include "spelling.h"

#include <stdlib.h>

#include "base/json.h"
#include "engine/script/builtin_codec.h"
#include "engine/script/builtin_numeral.h"
#include "engine/script/builtin_units.h"

static struct value read_value(struct maker *maker, const struct json_value *json);

static str keep(struct maker *maker, str text) {
  return arena_copy(maker->arena, text);
}

static struct value read_list(struct maker *maker, const struct json_value *json) {
  size_t len = json_size(json);
  struct values *items = arena_zeroed(maker->arena, (len + 1) * sizeof *items);
  for (size_t i = 0; i < len; i++) {
    double number;
    const struct json_value *item = json_element(json, i);
    bool null = json_kind(item) == JSON_OTHER_VALUE && !json_number_of(item, &number);
    items[i] = null ? values_none() : values_one(maker, read_value(maker, item));
  }
  return (struct value){.kind = VALUE_LIST, .items = items, .items_len = len};
}

static struct value read_bytes(struct maker *maker, str hex, bool plain) {
  struct buf out = {0};
  codec_named(STR("hex"))->encode(hex, &out);
  struct value bytes = {.kind = VALUE_BYTES, .text = keep(maker, buf_str(&out)), .number = plain};
  buf_free(&out);
  return bytes;
}

static struct value read_units(struct maker *maker, const struct json_value *units) {
  struct buf out = {0};
  for (size_t i = 0; i < json_size(units); i++) {
    double unit = 0;
    json_number_of(json_element(units, i), &unit);
    units_add_code_point(&out, (uint32_t)unit);
  }
  struct value text = value_text(keep(maker, buf_str(&out)), NULL);
  buf_free(&out);
  return text;
}

struct reading {
  struct maker *maker;
  struct member *members;
  size_t len;
};

static bool read_member(void *data, str name, const struct json_value *json) {
  struct reading *reading = data;
  struct values values = values_one(reading->maker, read_value(reading->maker, json));
  reading->members[reading->len++] = (struct member){keep(reading->maker, name), values};
  return true;
}

static struct value read_record(struct maker *maker, const struct json_value *json) {
  struct reading reading = {maker, arena_zeroed(maker->arena, (json_size(json) + 1) * sizeof *reading.members), 0};
  json_each(json, read_member, &reading);
  return (struct value){.kind = VALUE_RECORD, .members = reading.members, .members_len = reading.len};
}

static struct value read_regexp(struct maker *maker, const struct json_value *json) {
  struct value regexp = {0};
  str pattern = keep(maker, json_text_of(json_element(json, 0)));
  str flags = keep(maker, json_text_of(json_element(json, 1)));
  builtin_regexp(maker, pattern, flags, NULL, &regexp);
  return regexp;
}

static struct value read_object(struct maker *maker, const struct json_value *json) {
  const struct json_value *member;
  if ((member = json_member(json, STR("b"))) || (member = json_member(json, STR("u"))))
    return read_bytes(maker, json_text_of(member), json_member(json, STR("u")) != NULL);
  if ((member = json_member(json, STR("n"))))
    return value_number(numeral_read(json_text_of(member)), NULL);
  if ((member = json_member(json, STR("w"))))
    return read_units(maker, member);
  if ((member = json_member(json, STR("re"))))
    return read_regexp(maker, member);
  return read_record(maker, json_member(json, STR("o")));
}

static struct value read_value(struct maker *maker, const struct json_value *json) {
  double number = 0;
  switch (json_kind(json)) {
  case JSON_OBJECT_VALUE: return read_object(maker, json);
  case JSON_ARRAY_VALUE: return read_list(maker, json);
  case JSON_STRING_VALUE: return value_text(keep(maker, json_text_of(json)), NULL);
  case JSON_BOOL_VALUE: return (struct value){.kind = VALUE_BOOL, .number = json_truth(json)};
  default: json_number_of(json, &number); return value_number(number, NULL);
  }
}

struct value spelling_read(struct maker *maker, const char *spelled) {
  struct buf json = {0};
  buf_printf(&json, "[%s]", spelled);
  for (size_t i = 0; i < json.len; i++)
    if (json.data[i] == '\'')
      json.data[i] = '"';
  const struct json_value *parsed = json_parse(buf_str(&json));
  if (!parsed)
    abort();
  struct value list = read_list(maker, parsed);
  json_free(parsed);
  buf_free(&json);
  return list;
}

const struct value *spelling_arguments(struct maker *maker, const struct value *list) {
  struct value *values = arena_zeroed(maker->arena, (list->items_len + 1) * sizeof *values);
  for (size_t i = 0; i < list->items_len; i++)
    values[i] = list->items[i].data[0];
  return values;
}

/* ---- writing ---- */

static void write_text(str text, struct buf *out) {
  struct units units = units_open(text);
  buf_add_byte(out, '\'');
  for (size_t i = 0; i < units.len; i++) {
    uint16_t unit = units_at(&units, i);
    if (unit >= 0x20 && unit < 0x7f && unit != '\'' && unit != '\\')
      buf_add_byte(out, (char)unit);
    else
      buf_printf(out, "\\u%04x", unit);
  }
  buf_add_byte(out, '\'');
  units_close(&units);
}

static void write_set(struct values values, struct buf *out) {
  if (values.len == 1 && !values.open)
    spelling_write(values.data, out);
  else
    buf_add(out, STR("null"));
}

static void write_list(const struct value *list, struct buf *out) {
  buf_add_byte(out, '[');
  for (size_t i = 0; i < list->items_len; i++) {
    buf_add(out, i ? STR(",") : STR(""));
    write_set(list->items[i], out);
  }
  buf_add_byte(out, ']');
}

static void write_record(const struct value *record, struct buf *out) {
  buf_add(out, STR("{'o':{"));
  for (size_t i = 0; i < record->members_len; i++) {
    buf_add(out, i ? STR(",") : STR(""));
    write_text(record->members[i].name, out);
    buf_add_byte(out, ':');
    write_set(record->members[i].values, out);
  }
  buf_add(out, STR("}}"));
}

static void write_number(double number, struct buf *out) {
  char space[NUMERAL_SIZE];
  str text = numeral_write(number, space);
  bool plain = numeral_read(text) == number && number - number == 0;
  buf_printf(out, plain ? "%.*s" : "{'n':'%.*s'}", STR_ARG(text));
}

void spelling_write(const struct value *value, struct buf *out) {
  switch (value->kind) {
  case VALUE_TEXT: write_text(value->text, out); break;
  case VALUE_NUMBER: write_number(value->number, out); break;
  case VALUE_BOOL: buf_add(out, value->number != 0 ? STR("true") : STR("false")); break;
  case VALUE_LIST: write_list(value, out); break;
  case VALUE_RECORD: write_record(value, out); break;
  case VALUE_BYTES:
    buf_printf(out, "{'%c':'", value->number != 0 ? 'u' : 'b');
    codec_named(STR("hex"))->decode(value->text, out);
    buf_add(out, STR("'}"));
    break;
  default: buf_add(out, STR("other")); break;
  }
}

void spelling_write_outcome(enum builtin_outcome outcome, const struct value *result, struct buf *out) {
  if (outcome == BUILTIN_MADE)
    spelling_write(result, out);
  else
    buf_add_byte(out, outcome == BUILTIN_UNKNOWN ? '?' : '-');
}
