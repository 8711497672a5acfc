/* value.c -- what an expression can be: small sets of values, each with the places it comes from. */
#include "engine/script/value.h"

#include <math.h>

#include "engine/script/builtin_numeral.h"
#include "engine/script/builtin_units.h"

enum {
  ROOM_UNIT = 16,        /* the arena's */
  LIST_DEPTH = 8,        /* lists in lists, as text */
  ORIGIN_LOOK_MAX = 256, /* parts of a rope looked at, for one that is there already */
};

bool maker_spend(struct maker *maker, size_t room) {
  if (room > maker->room) {
    maker->room = 0;
    maker->cut = true;
    return false;
  }
  maker->room -= room;
  return true;
}

void *maker_take(struct maker *maker, size_t size) {
  size_t taken = size < maker->room ? (size + ROOM_UNIT - 1) / ROOM_UNIT * ROOM_UNIT : size;
  return maker_spend(maker, taken) ? arena_alloc(maker->arena, size) : NULL;
}

/* ---- one value ---- */

struct value value_text(str text, const struct origin *origin) {
  return (struct value){.kind = VALUE_TEXT, .text = text, .origin = origin};
}

struct value value_number(double number, const struct origin *origin) {
  return (struct value){.kind = VALUE_NUMBER, .number = number, .origin = origin};
}

bool value_is_truthy(const struct value *value, bool *known) {
  *known = value->kind != VALUE_EXTERNAL;
  switch (value->kind) {
  case VALUE_TEXT: return value->text.len > 0;
  case VALUE_NUMBER:
  case VALUE_BOOL: return value->number != 0 && !isnan(value->number);
  case VALUE_NOTHING: return false;
  default: return true;
  }
}

static bool same_node(const struct value *a, const struct value *b) {
  return a->node.id == b->node.id && a->module == b->module && a->frame == b->frame;
}

static bool same_self(const struct value *a, const struct value *b) {
  return a == b || (a && b && a->kind == b->kind && a->node.id && same_node(a, b));
}

static bool same_written(const struct written *a, const struct written *b) {
  return a == b || (a && b && a->binding == b->binding && a->module == b->module && a->frame == b->frame &&
                    path_eq(a->at, b->at));
}

static bool same_place(const struct value *a, const struct value *b) {
  return same_node(a, b) && same_self(a->self, b->self) && same_written(a->written, b->written);
}

static bool same_number(double a, double b) {
  return a == b || (isnan(a) && isnan(b));
}

static bool value_same(const struct value *a, const struct value *b) {
  if (a->kind != b->kind)
    return false;
  switch (a->kind) {
  case VALUE_TEXT: return str_eq(a->text, b->text);
  case VALUE_BYTES: return str_eq(a->text, b->text) && a->number == b->number;
  case VALUE_NUMBER:
  case VALUE_BOOL: return same_number(a->number, b->number);
  case VALUE_LIST: return a->items == b->items && a->items_len == b->items_len;
  case VALUE_RECORD: return a->members == b->members && a->members_len == b->members_len;
  case VALUE_EXTERNAL: return str_eq(a->text, b->text) && path_eq(a->names, b->names);
  case VALUE_NOTHING: return true;
  default: return same_place(a, b);
  }
}

/* ---- as text ---- */

/* False if the limit is passed. */
static bool add_part(struct maker *maker, struct buf *out, str text) {
  if (text.len > TEXT_SIZE_MAX - out->len) {
    maker->cut = true;
    return false;
  }
  units_join(out, text);
  return true;
}

static bool add_list(struct maker *maker, struct buf *out, const struct value *list, str separator, unsigned depth);

/* What is no list, as text; false if nobody knows. `space` is for digits. */
static bool plain_text(const struct value *value, char space[static NUMERAL_SIZE], str *text) {
  switch (value->kind) {
  case VALUE_TEXT: *text = value->text; return true;
  case VALUE_NUMBER: *text = numeral_write(value->number, space); return true;
  case VALUE_BOOL: *text = value->number != 0 ? STR("true") : STR("false"); return true;
  default: return false;
  }
}

static bool add_item(struct maker *maker, struct buf *out, const struct value *item, unsigned depth) {
  char space[NUMERAL_SIZE];
  str text;
  if (item->kind == VALUE_LIST)
    return depth < LIST_DEPTH && add_list(maker, out, item, STR(","), depth + 1);
  return plain_text(item, space, &text) && add_part(maker, out, text);
}

static bool add_list(struct maker *maker, struct buf *out, const struct value *list, str separator, unsigned depth) {
  for (size_t i = 0; i < list->items_len; i++) {
    const struct values *item = &list->items[i];
    if (item->len != 1 || item->open)
      return false;
    if (i > 0 && !add_part(maker, out, separator))
      return false;
    if (item->data->kind == VALUE_NOTHING) /* joined as nothing */
      continue;
    if (!add_item(maker, out, item->data, depth))
      return false;
  }
  return true;
}

static bool keep_text(struct maker *maker, str text, str *kept) {
  char *copy = maker_take(maker, text.len);
  if (!copy)
    return false;
  if (text.len)
    memcpy(copy, text.ptr, text.len);
  *kept = (str){copy, text.len};
  return true;
}

bool value_join(struct maker *maker, const struct value *list, str separator, str *text) {
  CLEANUP(buf_free) struct buf out = {0};
  return add_list(maker, &out, list, separator, 0) && keep_text(maker, buf_str(&out), text);
}

bool value_to_text(struct maker *maker, const struct value *value, str *text) {
  char space[NUMERAL_SIZE];
  if (value->kind == VALUE_LIST)
    return value_join(maker, value, STR(","), text);
  if (!plain_text(value, space, text))
    return false;
  return value->kind != VALUE_NUMBER || keep_text(maker, *text, text);
}

/* ---- sets ---- */

struct values values_one(struct maker *maker, struct value value) {
  struct value *one = maker_take(maker, sizeof *one);
  if (!one)
    return values_none();
  *one = value;
  return (struct values){one, 1, false};
}

static bool holds(const struct value *values, size_t len, const struct value *value) {
  for (size_t i = 0; i < len; i++)
    if (value_same(&values[i], value))
      return true;
  return false;
}

static size_t count_new(struct values a, struct values b) {
  size_t count = 0;
  for (size_t i = 0; i < b.len; i++)
    count += !holds(a.data, a.len, &b.data[i]);
  return count;
}

struct values values_unite(struct maker *maker, struct values a, struct values b) {
  bool open = a.open || b.open;
  if (a.len == 0)
    return (struct values){b.data, b.len, open};
  size_t added = count_new(a, b);
  if (added == 0)
    return (struct values){a.data, a.len, open};
  if (added > VALUES_MAX - a.len) {
    added = VALUES_MAX - a.len;
    maker->cut = open = true;
  }
  struct value *united = maker_take(maker, (a.len + added) * sizeof *united);
  if (!united)
    return values_none();
  memcpy(united, a.data, a.len * sizeof *united);
  size_t len = a.len;
  for (size_t i = 0; i < b.len && len < a.len + added; i++)
    if (!holds(united, len, &b.data[i]))
      united[len++] = b.data[i];
  return (struct values){united, len, open};
}

static bool is_nothing(const struct value *value) {
  bool known;
  return !value_is_truthy(value, &known) && known;
}

/* What is left; open if anything went. */
static struct values without(struct maker *maker, struct values values, bool (*goes)(const struct value *value)) {
  size_t gone = 0, len = 0;
  for (size_t i = 0; i < values.len; i++)
    gone += goes(&values.data[i]);
  if (gone == 0)
    return values;
  if (gone == values.len)
    return values_none();
  struct value *left = maker_take(maker, (values.len - gone) * sizeof *left);
  if (!left)
    return values_none();
  for (size_t i = 0; i < values.len; i++)
    if (!goes(&values.data[i]))
      left[len++] = values.data[i];
  return (struct values){left, len, true};
}

struct values values_truthy(struct maker *maker, struct values values) {
  return without(maker, values, is_nothing);
}

static bool is_absent(const struct value *value) {
  return value->kind == VALUE_NOTHING;
}

struct values values_present(struct maker *maker, struct values values) {
  return without(maker, values, is_absent);
}

struct values values_with_step(struct maker *maker, struct values values, struct module *module, uint32_t at,
                               str what) {
  struct value *stepped = values.len ? maker_take(maker, values.len * sizeof *stepped) : NULL;
  if (!stepped)
    return values.len ? values_none() : values;
  for (size_t i = 0; i < values.len; i++) {
    stepped[i] = values.data[i];
    stepped[i].origin = origin_step(maker, stepped[i].origin, module, at, what);
  }
  return (struct values){stepped, values.len, values.open};
}

/* ---- origins ---- */

static const struct origin *origin_new(struct maker *maker, struct origin origin) {
  struct origin *made = maker_take(maker, sizeof *made);
  if (made)
    *made = origin;
  return made;
}

const struct origin *origin_span(struct maker *maker, struct module *module, uint32_t start, uint32_t end) {
  return origin_new(maker, (struct origin){.kind = ORIGIN_SPAN, .module = module, .start = start, .end = end});
}

const struct origin *origin_step(struct maker *maker, const struct origin *origin, struct module *module, uint32_t at,
                                 str what) {
  if (origin && origin->kind == ORIGIN_STEP && origin->module == module && origin->start == at &&
      str_eq(origin->what, what))
    return origin;
  struct origin step = {.kind = ORIGIN_STEP, .module = module, .start = at, .end = at, .what = what, .first = origin};
  const struct origin *made = origin_new(maker, step);
  return made ? made : origin;
}

static bool origin_same(const struct origin *a, const struct origin *b) {
  bool spans = a->kind == ORIGIN_SPAN && b->kind == ORIGIN_SPAN;
  return a == b || (spans && a->module == b->module && a->start == b->start && a->end == b->end);
}

/* Does `rope` begin with `part`? What steps are added behind comes before them. */
static bool begins_with(const struct origin *rope, const struct origin *part) {
  for (unsigned looks = 0; rope && looks < ORIGIN_LOOK_MAX; looks++, rope = rope->first)
    if (origin_same(rope, part))
      return true;
  return false;
}

/* Is `part` the last that `rope` is made of? */
static bool ends_with(const struct origin *rope, const struct origin *part) {
  for (unsigned looks = 0; rope && looks < ORIGIN_LOOK_MAX; looks++) {
    if (origin_same(rope, part))
      return true;
    rope = rope->kind == ORIGIN_JOIN ? rope->second : rope->first;
  }
  return false;
}

const struct origin *origin_join(struct maker *maker, const struct origin *first, const struct origin *second) {
  if (!second || (first && ends_with(first, second)))
    return first;
  if (!first || begins_with(second, first))
    return second;
  const struct origin *made = origin_new(maker, (struct origin){.kind = ORIGIN_JOIN, .first = first, .second = second});
  return made ? made : first;
}
