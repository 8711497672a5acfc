/* builtin.c -- which of the language's own functions a name is. What they do is in builtin_*.c. */
#include "engine/script/builtin.h"

#include "engine/script/builtin_call.h"
#include "engine/script/builtin_numeral.h"

typedef const struct builtin_entry *builtin_table;

static enum builtin_outcome run_named(builtin_table table, str name, struct call *call) {
  for (; table->run; table++)
    if (str_eq(table->name, name))
      return table->run(call);
  return BUILTIN_NONE;
}

/* What looking through texts costs, in bytes of the maker's room. */
static bool pay_for_text(struct maker *maker, str text) {
  enum { ASCII_PART = 16, WIDE_PART = 2 };
  return maker_spend(maker, text.len / (units_are_ascii(text) ? ASCII_PART : WIDE_PART));
}

static bool pay_for_arguments(struct call *call) {
  size_t room = 0;
  for (size_t i = 0; i < call->len; i++)
    room += call->arguments[i].text.len;
  return maker_spend(call->maker, room / 2);
}

/* ---- methods ---- */

bool builtin_is_regexp(const struct value *value) {
  return value->kind == VALUE_EXTERNAL && str_eq(value->text, BUILTIN_REGEXP) && value->names && value->names->rest &&
         !value->names->rest->rest;
}

enum builtin_outcome builtin_method(struct maker *maker, const struct value *self, str name,
                                    const struct value *arguments, size_t len, struct value *result) {
  struct call call = {maker, self, arguments, len, result};
  enum builtin_outcome outcome;
  if (!pay_for_text(maker, self->text))
    return BUILTIN_UNKNOWN;
  switch (self->kind) {
  case VALUE_TEXT:
    outcome = run_named(builtin_text_methods, name, &call);
    return outcome != BUILTIN_NONE ? outcome : run_named(builtin_pattern_methods, name, &call);
  case VALUE_NUMBER: return run_named(builtin_number_methods, name, &call);
  case VALUE_BOOL: return run_named(builtin_bool_methods, name, &call);
  case VALUE_BYTES: return run_named(builtin_bytes_methods, name, &call);
  case VALUE_LIST: return run_named(builtin_list_methods, name, &call);
  default: return builtin_is_regexp(self) ? run_named(builtin_regexp_methods, name, &call) : BUILTIN_NONE;
  }
}

enum builtin_outcome builtin_function(struct maker *maker, str name, const struct value *arguments, size_t len,
                                      struct value *result) {
  static const builtin_table tables[] = {
      builtin_text_functions, builtin_number_functions, builtin_bytes_functions,
      builtin_uri_functions,  builtin_object_functions, builtin_json_functions,
  };
  struct call call = {maker, NULL, arguments, len, result};
  enum builtin_outcome outcome = BUILTIN_NONE;
  if (!pay_for_arguments(&call))
    return BUILTIN_UNKNOWN;
  for (size_t i = 0; outcome == BUILTIN_NONE && i < sizeof tables / sizeof *tables; i++)
    outcome = run_named(tables[i], name, &call);
  return outcome;
}

bool builtin_regexp(struct maker *maker, str pattern, str flags, const struct origin *origin, struct value *result) {
  struct path *names = maker_take(maker, 2 * sizeof *names);
  if (!names)
    return false;
  names[0] = (struct path){pattern, &names[1]};
  names[1] = (struct path){flags, NULL};
  *result = (struct value){.kind = VALUE_EXTERNAL, .text = BUILTIN_REGEXP, .names = names, .origin = origin};
  return true;
}

/* ---- properties ---- */

static bool is_position(str name, double *position) {
  enum { DIGITS_MAX = 10 };
  char space[NUMERAL_SIZE];
  if (name.len == 0 || name.len > DIGITS_MAX || name.ptr[0] < '0' || name.ptr[0] > '9')
    return false;
  *position = numeral_read(name);
  return str_eq(numeral_write(*position, space), name);
}

static enum builtin_outcome text_length(struct call *call) {
  CLEANUP(units_close) struct units units = units_open(call->self->text);
  return call_give_number(call, (double)units.len, NULL);
}

static enum builtin_outcome bytes_length(struct call *call) {
  return call_give_number(call, (double)call->self->text.len, NULL);
}

static enum builtin_outcome list_length(struct call *call) {
  return call_give_number(call, (double)call->self->items_len, NULL);
}

/* What RegExp was given may have to be escaped before it could stand between slashes. */
static enum builtin_outcome regexp_source(struct call *call) {
  str pattern = call->self->names->name;
  for (size_t i = 0; i < pattern.len; i++) {
    bool escaped = i > 0 && pattern.ptr[i - 1] == '\\';
    if (pattern.ptr[i] == '\n' || pattern.ptr[i] == '\r' || (pattern.ptr[i] == '/' && !escaped))
      return BUILTIN_UNKNOWN;
  }
  return units_are_ascii(pattern) ? call_give_text(call, pattern, call->self->origin) : BUILTIN_UNKNOWN;
}

/* In the order of the alphabet. */
static enum builtin_outcome regexp_flags(struct call *call) {
  str flags = call->self->names->rest->name;
  for (size_t i = 1; i < flags.len; i++)
    if (flags.ptr[i - 1] >= flags.ptr[i])
      return BUILTIN_UNKNOWN;
  return call_give_text(call, flags, NULL);
}

static const struct builtin_entry text_properties[] = {{STR("length"), text_length}, {STR_NONE, NULL}};
static const struct builtin_entry list_properties[] = {{STR("length"), list_length}, {STR_NONE, NULL}};
static const struct builtin_entry bytes_properties[] = {
    {STR("length"), bytes_length},
    {STR("byteLength"), bytes_length},
    {STR_NONE, NULL},
};
static const struct builtin_entry regexp_properties[] = {
    {STR("source"), regexp_source},
    {STR("flags"), regexp_flags},
    {STR_NONE, NULL},
};

/* text[3] and bytes[3] are what .at(3) is: undefined, so not known, behind the end. */
static enum builtin_outcome run_property(builtin_table table, str name, struct call *call) {
  double position;
  if (table == list_properties || table == regexp_properties || !is_position(name, &position))
    return run_named(table, name, call);
  struct value at = value_number(position, NULL);
  return builtin_method(call->maker, call->self, STR("at"), &at, 1, call->result);
}

enum builtin_outcome builtin_property(struct maker *maker, const struct value *self, str name, struct value *result) {
  struct call call = {maker, self, NULL, 0, result};
  if (!pay_for_text(maker, self->text))
    return BUILTIN_UNKNOWN;
  switch (self->kind) {
  case VALUE_TEXT: return run_property(text_properties, name, &call);
  case VALUE_BYTES: return run_property(bytes_properties, name, &call);
  case VALUE_LIST: return run_property(list_properties, name, &call);
  default: return builtin_is_regexp(self) ? run_property(regexp_properties, name, &call) : BUILTIN_NONE;
  }
}
