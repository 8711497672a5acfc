/* builtin_list.c -- methods of lists that call no functions. Elements are sets, and stay what they are. */
#include <math.h>

#include "engine/script/builtin_call.h"

/* ---- as text ---- */

/* Of all elements, with that of the separator behind the first. */
static const struct origin *joined_origin(struct call *call, const struct origin *separator) {
  const struct value *list = call->self;
  const struct origin *origin = NULL;
  for (size_t i = 0; i < list->items_len; i++) {
    origin = call_join(call, origin, list->items[i].data->origin);
    if (i == 0 && list->items_len > 1)
      origin = call_join(call, origin, separator);
  }
  return call_join(call, origin, list->origin);
}

static enum builtin_outcome join_with(struct call *call, str separator, const struct origin *origin) {
  str text;
  if (!value_join(call->maker, call->self, separator, &text))
    return BUILTIN_UNKNOWN;
  return call_give_text(call, text, joined_origin(call, separator.len ? origin : NULL));
}

static enum builtin_outcome join(struct call *call) {
  str separator;
  if (!call_text(call, 0, STR(","), &separator))
    return BUILTIN_UNKNOWN;
  return join_with(call, separator, call->len ? call->arguments[0].origin : NULL);
}

static enum builtin_outcome to_string(struct call *call) {
  return join_with(call, STR(","), NULL);
}

/* ---- elements in another order ---- */

static enum builtin_outcome reverse(struct call *call) {
  const struct value *list = call->self;
  struct values *items = call_give_sets(call, list->items_len, list->origin);
  for (size_t i = 0; items && i < list->items_len; i++)
    items[i] = list->items[list->items_len - 1 - i];
  return items ? BUILTIN_MADE : BUILTIN_UNKNOWN;
}

static enum builtin_outcome slice(struct call *call) {
  size_t from, to;
  if (!call_range(call, 0, call->self->items_len, &from, &to))
    return BUILTIN_UNKNOWN;
  struct value part = *call->self;
  part.items = from < to ? part.items + from : NULL;
  part.items_len = to - from;
  return call_give(call, part);
}

static void copy_items(struct values *to, const struct values *items, size_t len) {
  if (len)
    memcpy(to, items, len * sizeof *to);
}

/* Arguments that are no lists are elements; of what may be one, nobody knows. */
static bool concat_length(struct call *call, size_t *len) {
  *len = call->self->items_len;
  for (size_t i = 0; i < call->len; i++) {
    enum value_kind kind = call->arguments[i].kind;
    if (kind == VALUE_HOLDER || kind == VALUE_EXTERNAL || kind == VALUE_INSTANCE)
      return false;
    *len += kind == VALUE_LIST ? call->arguments[i].items_len : 1;
  }
  return true;
}

static enum builtin_outcome concat(struct call *call) {
  size_t len;
  if (!concat_length(call, &len))
    return BUILTIN_UNKNOWN;
  struct values *items = call_give_sets(call, len, call->self->origin);
  if (!items)
    return BUILTIN_UNKNOWN;
  size_t at = call->self->items_len;
  copy_items(items, call->self->items, at);
  for (size_t i = 0; i < call->len; i++) {
    const struct value *argument = &call->arguments[i];
    bool is_list = argument->kind == VALUE_LIST;
    if (is_list)
      copy_items(items + at, argument->items, argument->items_len);
    else
      items[at] = values_one(call->maker, *argument);
    at += is_list ? argument->items_len : 1;
  }
  return BUILTIN_MADE;
}

/* What an element is to flat(1): a list to be opened, or one element; false if nobody knows. */
static bool flat_part(struct values item, struct values *whole, const struct values **parts, size_t *len) {
  const struct value *only = call_only(item);
  *whole = item;
  *parts = whole;
  *len = 1;
  if (!only)
    return false;
  if (only->kind == VALUE_LIST) {
    *parts = only->items;
    *len = only->items_len;
  }
  return only->kind != VALUE_HOLDER && only->kind != VALUE_EXTERNAL && only->kind != VALUE_INSTANCE;
}

static bool flat_length(const struct value *list, size_t *len) {
  *len = 0;
  for (size_t i = 0; i < list->items_len; i++) {
    struct values whole;
    const struct values *parts;
    size_t added;
    if (!flat_part(list->items[i], &whole, &parts, &added))
      return false;
    *len += added;
  }
  return true;
}

static enum builtin_outcome flat(struct call *call) {
  double depth;
  size_t len, at = 0;
  const struct value *list = call->self;
  if (!call_integer(call, 0, 1, &depth) || depth != 1 || !flat_length(list, &len))
    return BUILTIN_UNKNOWN;
  struct values *items = call_give_sets(call, len, list->origin);
  for (size_t i = 0; items && i < list->items_len; i++) {
    struct values whole;
    const struct values *parts;
    size_t added;
    flat_part(list->items[i], &whole, &parts, &added);
    copy_items(items + at, parts, added);
    at += added;
  }
  return items ? BUILTIN_MADE : BUILTIN_UNKNOWN;
}

/* ---- some elements others ---- */

static enum builtin_outcome with(struct call *call) {
  double at;
  const struct value *list = call->self;
  if (call->len < 2 || !call_integer(call, 0, 0, &at))
    return BUILTIN_UNKNOWN;
  at = at < 0 ? at + (double)list->items_len : at;
  if (at < 0 || at >= (double)list->items_len) /* a RangeError */
    return BUILTIN_UNKNOWN;
  struct values *items = call_give_sets(call, list->items_len, list->origin);
  if (!items)
    return BUILTIN_UNKNOWN;
  copy_items(items, list->items, list->items_len);
  items[(size_t)at] = values_one(call->maker, call->arguments[1]);
  return BUILTIN_MADE;
}

static enum builtin_outcome fill(struct call *call) {
  size_t from, to;
  const struct value *list = call->self;
  if (call->len == 0 || !call_range(call, 1, list->items_len, &from, &to))
    return BUILTIN_UNKNOWN;
  struct values *items = call_give_sets(call, list->items_len, list->origin);
  if (!items)
    return BUILTIN_UNKNOWN;
  copy_items(items, list->items, list->items_len);
  struct values filling = values_one(call->maker, call->arguments[0]);
  for (size_t i = from; i < to; i++)
    items[i] = filling;
  return BUILTIN_MADE;
}

static enum builtin_outcome to_spliced(struct call *call) {
  double start, removed;
  const struct value *list = call->self;
  double len = (double)list->items_len;
  if (call->len == 0 || !call_integer(call, 0, 0, &start))
    return BUILTIN_UNKNOWN;
  size_t at = (size_t)call_clamp(start < 0 ? start + len : start, 0, len);
  if (!call_integer(call, 1, len, &removed))
    return BUILTIN_UNKNOWN;
  size_t behind = at + (size_t)call_clamp(removed, 0, len - (double)at), added = call->len > 2 ? call->len - 2 : 0;
  struct values *items = call_give_sets(call, at + added + list->items_len - behind, list->origin);
  if (!items)
    return BUILTIN_UNKNOWN;
  copy_items(items, list->items, at);
  for (size_t i = 0; i < added; i++)
    items[at + i] = values_one(call->maker, call->arguments[2 + i]);
  copy_items(items + at + added, list->items + behind, list->items_len - behind);
  return BUILTIN_MADE;
}

/* ---- looked for ---- */

/* Its only value, when that is known. */
static enum builtin_outcome at(struct call *call) {
  double at;
  const struct value *list = call->self;
  if (!call_integer(call, 0, 0, &at))
    return BUILTIN_UNKNOWN;
  at = at < 0 ? at + (double)list->items_len : at;
  if (at < 0 || at >= (double)list->items_len) /* undefined */
    return BUILTIN_UNKNOWN;
  const struct value *only = call_only(list->items[(size_t)at]);
  return only ? call_give(call, *only) : BUILTIN_UNKNOWN;
}

static bool both_nan(const struct value *a, const struct value *b) {
  return a->kind == VALUE_NUMBER && b->kind == VALUE_NUMBER && isnan(a->number) && isnan(b->number);
}

/* Where the first element is that is the same; -1: none. False if nobody knows. */
static bool find(struct call *call, bool nan_too, double *found) {
  enum { WORK_ROOM = 1024 }; /* bytes to compare that cost one of the maker's room */
  double from, len = (double)call->self->items_len;
  if (call->len == 0 || !call_integer(call, 1, 0, &from))
    return false;
  if (!maker_spend(call->maker, call->arguments[0].text.len * call->self->items_len / WORK_ROOM))
    return false;
  for (size_t i = (size_t)call_clamp(from < 0 ? from + len : from, 0, len); i < call->self->items_len; i++) {
    const struct value *item = call_only(call->self->items[i]);
    bool same;
    if (!item || !builtin_same(item, call->arguments, &same))
      return false;
    if (!same && !(nan_too && both_nan(item, call->arguments)))
      continue;
    *found = (double)i;
    return true;
  }
  *found = -1;
  return true;
}

static enum builtin_outcome includes(struct call *call) {
  double found;
  return find(call, true, &found) ? call_give_bool(call, found >= 0) : BUILTIN_UNKNOWN;
}

static enum builtin_outcome index_of(struct call *call) {
  double found;
  return find(call, false, &found) ? call_give_number(call, found, NULL) : BUILTIN_UNKNOWN;
}

/* ---- iterators, as lists ---- */

static enum builtin_outcome keys(struct call *call) {
  struct value *keys = call_give_list(call, call->self->items_len, NULL);
  for (size_t i = 0; keys && i < call->self->items_len; i++)
    keys[i] = value_number((double)i, NULL);
  return keys ? BUILTIN_MADE : BUILTIN_UNKNOWN;
}

static enum builtin_outcome entries(struct call *call) {
  size_t len = call->self->items_len;
  struct value *pairs = call_give_list(call, len, call->self->origin);
  struct values *sides = pairs ? maker_take(call->maker, len * 2 * sizeof *sides) : NULL;
  struct value *indexes = sides ? maker_take(call->maker, len * sizeof *indexes) : NULL;
  for (size_t i = 0; indexes && i < len; i++) {
    indexes[i] = value_number((double)i, NULL);
    sides[2 * i] = (struct values){&indexes[i], 1, false};
    sides[2 * i + 1] = call->self->items[i];
    pairs[i] = (struct value){.kind = VALUE_LIST, .items = &sides[2 * i], .items_len = 2};
  }
  return indexes ? BUILTIN_MADE : BUILTIN_UNKNOWN;
}

static enum builtin_outcome itself(struct call *call) {
  return call_give(call, *call->self);
}

const struct builtin_entry builtin_list_methods[] = {
    {STR("join"), join},
    {STR("toString"), to_string},
    {STR("reverse"), reverse},
    {STR("toReversed"), reverse},
    {STR("slice"), slice},
    {STR("concat"), concat},
    {STR("flat"), flat},
    {STR("with"), with},
    {STR("fill"), fill},
    {STR("toSpliced"), to_spliced},
    {STR("at"), at},
    {STR("includes"), includes},
    {STR("indexOf"), index_of},
    {STR("keys"), keys},
    {STR("entries"), entries},
    {STR("values"), itself},
    {STR("valueOf"), itself},
    {STR_NONE, NULL},
};
