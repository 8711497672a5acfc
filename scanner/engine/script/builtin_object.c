/* builtin_object.c -- functions of Object and Array. */
#include <math.h>

#include "engine/script/builtin_call.h"
#include "engine/script/builtin_numeral.h"

/* ---- Object ---- */

static enum builtin_outcome argument_itself(struct call *call) {
  return call->len ? call_give(call, call->arguments[0]) : BUILTIN_UNKNOWN;
}

/* A member, and the array index that its name is: those go first. INFINITY: it is none. */
struct place {
  const struct member *member;
  double index;
};

/* Members as they are in the end, in the order in which JavaScript goes through them. */
struct own {
  VEC(struct place) list;
};

static void own_close(struct own *own) {
  vec_free(&own->list);
}

static double index_of(str name) {
  enum { INDEX_DIGITS_MAX = 10 };
  char space[NUMERAL_SIZE];
  if (name.len == 0 || name.len > INDEX_DIGITS_MAX || name.ptr[0] < '0' || name.ptr[0] > '9')
    return INFINITY;
  double index = numeral_read(name);
  return index < UINT32_MAX && str_eq(numeral_write(index, space), name) ? index : INFINITY;
}

/* A later one takes the place of an earlier one of its name. */
static bool add_member(struct own *own, const struct member *member) {
  if (!member->name.ptr)
    return false;
  for (size_t i = 0; i < own->list.len; i++) {
    if (!str_eq(own->list.data[i].member->name, member->name))
      continue;
    own->list.data[i].member = member;
    return true;
  }
  vec_push(&own->list, (struct place){member, index_of(member->name)});
  return true;
}

static void sort_indexes(struct own *own) {
  for (size_t i = 1; i < own->list.len; i++) {
    struct place moved = own->list.data[i];
    size_t at = i;
    for (; at > 0 && moved.index < own->list.data[at - 1].index; at--)
      own->list.data[at] = own->list.data[at - 1];
    own->list.data[at] = moved;
  }
}

/* False if nobody knows all of them. */
static bool own_open(struct call *call, struct own *own) {
  enum { MEMBERS_MAX = 512, PAIR_ROOM = 16 }; /* pairs of names to compare that cost a byte of the maker's room */
  const struct value *record = call_argument(call, 0);
  if (!record || record->kind != VALUE_RECORD)
    return false;
  if (record->members_len > MEMBERS_MAX) {
    call_cut(call);
    return false;
  }
  if (!maker_spend(call->maker, record->members_len * record->members_len / PAIR_ROOM))
    return false;
  for (size_t i = 0; i < record->members_len; i++)
    if (!add_member(own, &record->members[i]))
      return false;
  sort_indexes(own);
  return true;
}

static enum builtin_outcome object_values(struct call *call) {
  CLEANUP(own_close) struct own own = {{0}};
  if (!own_open(call, &own))
    return BUILTIN_UNKNOWN;
  struct values *items = call_give_sets(call, own.list.len, call->arguments[0].origin);
  for (size_t i = 0; items && i < own.list.len; i++)
    items[i] = own.list.data[i].member->values;
  return items ? BUILTIN_MADE : BUILTIN_UNKNOWN;
}

static enum builtin_outcome object_keys(struct call *call) {
  CLEANUP(own_close) struct own own = {{0}};
  if (!own_open(call, &own))
    return BUILTIN_UNKNOWN;
  struct value *names = call_give_list(call, own.list.len, call->arguments[0].origin);
  for (size_t i = 0; names && i < own.list.len; i++)
    names[i] = value_text(own.list.data[i].member->name, NULL);
  return names ? BUILTIN_MADE : BUILTIN_UNKNOWN;
}

static enum builtin_outcome object_entries(struct call *call) {
  CLEANUP(own_close) struct own own = {{0}};
  if (!own_open(call, &own))
    return BUILTIN_UNKNOWN;
  size_t len = own.list.len;
  struct value *pairs = call_give_list(call, len, call->arguments[0].origin);
  struct values *sides = pairs ? maker_take(call->maker, len * 2 * sizeof *sides) : NULL;
  struct value *names = sides ? maker_take(call->maker, len * sizeof *names) : NULL;
  for (size_t i = 0; names && i < len; i++) {
    names[i] = value_text(own.list.data[i].member->name, NULL);
    sides[2 * i] = (struct values){&names[i], 1, false};
    sides[2 * i + 1] = own.list.data[i].member->values;
    pairs[i] = (struct value){.kind = VALUE_LIST, .items = &sides[2 * i], .items_len = 2};
  }
  return names ? BUILTIN_MADE : BUILTIN_UNKNOWN;
}

static bool entry_member(struct call *call, struct values entry, struct member *member) {
  const struct value *pair = call_only(entry);
  if (!pair || pair->kind != VALUE_LIST || pair->items_len < 2)
    return false;
  const struct value *name = call_only(pair->items[0]);
  member->values = pair->items[1];
  return name && value_to_text(call->maker, name, &member->name) && member->name.ptr;
}

static enum builtin_outcome from_entries(struct call *call) {
  const struct value *list = call_argument(call, 0);
  if (!list || list->kind != VALUE_LIST)
    return BUILTIN_UNKNOWN;
  struct member *members = maker_take(call->maker, list->items_len * sizeof *members);
  if (!members)
    return BUILTIN_UNKNOWN;
  for (size_t i = 0; i < list->items_len; i++)
    if (!entry_member(call, list->items[i], &members[i]))
      return BUILTIN_UNKNOWN;
  return call_give(call, (struct value){.kind = VALUE_RECORD,
                                        .members = members,
                                        .members_len = list->items_len,
                                        .origin = list->origin});
}

/* ---- Array ---- */

static enum builtin_outcome array_of(struct call *call) {
  struct value *items = call_give_list(call, call->len, NULL);
  for (size_t i = 0; items && i < call->len; i++)
    items[i] = call->arguments[i];
  return items ? BUILTIN_MADE : BUILTIN_UNKNOWN;
}

static enum builtin_outcome holes(struct call *call, double len) {
  if (len > LIST_MAX)
    return call_cut(call);
  if (!(len >= 0) || len != numeral_trunc(len)) /* a RangeError */
    return BUILTIN_UNKNOWN;
  struct values *items = call_give_sets(call, (size_t)len, NULL);
  for (size_t i = 0; items && i < (size_t)len; i++)
    items[i] = values_none();
  return items ? BUILTIN_MADE : BUILTIN_UNKNOWN;
}

static enum builtin_outcome array(struct call *call) {
  if (call->len == 1 && call->arguments[0].kind == VALUE_NUMBER)
    return holes(call, call->arguments[0].number);
  return array_of(call);
}

static size_t count_characters(str text) {
  size_t count = 0, length;
  for (; text.len; text = str_tail(text, length), count++)
    units_decode(text, &length);
  return count;
}

static enum builtin_outcome characters(struct call *call, const struct value *value) {
  size_t count = count_characters(value->text), at = 0, length;
  struct value *items = call_give_list(call, count, value->origin);
  for (str text = value->text; items && text.len; text = str_tail(text, length)) {
    units_decode(text, &length);
    items[at++] = value_text(str_head(text, length), value->origin);
  }
  return items ? BUILTIN_MADE : BUILTIN_UNKNOWN;
}

static enum builtin_outcome numbers(struct call *call, const struct value *bytes) {
  struct value *items = call_give_list(call, bytes->text.len, bytes->origin);
  for (size_t i = 0; items && i < bytes->text.len; i++)
    items[i] = value_number((unsigned char)bytes->text.ptr[i], bytes->origin);
  return items ? BUILTIN_MADE : BUILTIN_UNKNOWN;
}

/* With a second argument, a function, it is the evaluator's. */
static enum builtin_outcome array_from(struct call *call) {
  const struct value *source = call_argument(call, 0);
  if (!source || call->len > 1)
    return BUILTIN_UNKNOWN;
  switch (source->kind) {
  case VALUE_TEXT: return characters(call, source);
  case VALUE_BYTES: return numbers(call, source);
  case VALUE_LIST: return call_give(call, *source);
  default: return BUILTIN_UNKNOWN;
  }
}

static enum builtin_outcome is_array(struct call *call) {
  const struct value *value = call_argument(call, 0);
  if (!value)
    return call_give_bool(call, false);
  switch (value->kind) {
  case VALUE_LIST: return call_give_bool(call, true);
  case VALUE_HOLDER:
  case VALUE_EXTERNAL:
  case VALUE_INSTANCE: return BUILTIN_UNKNOWN;
  default: return call_give_bool(call, false);
  }
}

static enum builtin_outcome regexp(struct call *call) {
  str pattern, flags;
  if (call->len == 0 || call->arguments[0].kind != VALUE_TEXT || !call_text(call, 1, STR(""), &flags))
    return BUILTIN_UNKNOWN;
  pattern = call->arguments[0].text;
  if (!builtin_regexp(call->maker, pattern.len ? pattern : STR("(?:)"), flags, call->arguments[0].origin, call->result))
    return BUILTIN_UNKNOWN;
  return BUILTIN_MADE;
}

const struct builtin_entry builtin_object_functions[] = {
    {STR("Object.freeze"), argument_itself},
    {STR("Object.seal"), argument_itself},
    {STR("Object.preventExtensions"), argument_itself},
    {STR("structuredClone"), argument_itself},
    {STR("Object.values"), object_values},
    {STR("Object.keys"), object_keys},
    {STR("Object.getOwnPropertyNames"), object_keys},
    {STR("Object.entries"), object_entries},
    {STR("Object.fromEntries"), from_entries},
    {STR("Array"), array},
    {STR("Array.of"), array_of},
    {STR("Array.from"), array_from},
    {STR("Array.isArray"), is_array},
    {STR("RegExp"), regexp},
    {STR_NONE, NULL},
};
