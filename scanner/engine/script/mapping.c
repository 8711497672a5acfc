/* mapping.c -- names, or patterns with one '*', and what may stand for each. */
#include "engine/script/mapping.h"

#include <stdint.h>

#include "engine/script/filepath.h"

/* What a name may mean, while it is collected. */
struct targets {
  struct arena *kept;
  str data[MAPPING_TARGETS_MAX];
  size_t len;
  unsigned depth;
};

static const str conditions[] = {{"import", 6}, {"require", 7}, {"browser", 7}, {"node", 4}, {"default", 7}};
static const str types = {"types", 5};

enum { CONDITIONS = sizeof conditions / sizeof conditions[0] };

static bool is_listed(str condition) {
  for (size_t i = 0; i < CONDITIONS; i++)
    if (str_eq(condition, conditions[i]))
      return true;
  return str_eq(condition, types);
}

static void add_target(struct targets *targets, const struct json_value *value);

static bool add_unlisted(void *data, str condition, const struct json_value *value) {
  struct targets *targets = data;
  if (!is_listed(condition))
    add_target(targets, value);
  return targets->len < MAPPING_TARGETS_MAX;
}

static void add_conditions(struct targets *targets, const struct json_value *object) {
  for (size_t i = 0; i < CONDITIONS; i++)
    add_target(targets, json_member(object, conditions[i]));
  json_each(object, add_unlisted, targets);
  add_target(targets, json_member(object, types));
}

/* Calls itself through add_conditions, at most MAPPING_DEPTH_MAX deep. */
static void add_target(struct targets *targets, const struct json_value *value) {
  if (targets->len == MAPPING_TARGETS_MAX || targets->depth == MAPPING_DEPTH_MAX)
    return;
  targets->depth++;
  if (json_kind(value) == JSON_STRING_VALUE && json_text_of(value).len < FILEPATH_MAX)
    targets->data[targets->len++] = arena_copy(targets->kept, json_text_of(value));
  if (json_kind(value) == JSON_OBJECT_VALUE)
    add_conditions(targets, value);
  if (json_kind(value) == JSON_ARRAY_VALUE)
    for (size_t i = 0; i < json_size(value) && i < MAPPING_TARGETS_MAX; i++)
      add_target(targets, json_element(value, i));
  targets->depth--;
}

static struct mapping read_one(struct arena *kept, str name, const struct json_value *value) {
  struct targets targets = {.kept = kept};
  add_target(&targets, value);
  str *data = arena_alloc(kept, targets.len * sizeof *data);
  if (targets.len)
    memcpy(data, targets.data, targets.len * sizeof *data);
  return (struct mapping){arena_copy(kept, name), data, targets.len};
}

struct reading {
  struct arena *kept;
  struct mapping *data;
  size_t len;
  size_t room;
};

static bool read_member(void *data, str name, const struct json_value *value) {
  struct reading *reading = data;
  if (reading->len == reading->room)
    return false;
  if (name.len <= MAPPING_NAME_MAX)
    reading->data[reading->len++] = read_one(reading->kept, name, value);
  return true;
}

struct mappings mapping_read(const struct json_value *names, struct arena *kept) {
  size_t room = json_kind(names) == JSON_OBJECT_VALUE ? json_size(names) : 0;
  struct reading reading = {.kept = kept, .room = room < MAPPINGS_MAX ? room : MAPPINGS_MAX};
  reading.data = arena_alloc(kept, reading.room * sizeof *reading.data);
  json_each(names, read_member, &reading);
  return (struct mappings){reading.data, reading.len};
}

static bool begins_with_dot(void *data, str name, const struct json_value *value) {
  (void)value;
  *(bool *)data = str_starts(name, STR("."));
  return false; /* the first decides */
}

struct mappings mapping_read_exports(const struct json_value *exports, struct arena *kept) {
  bool has_names = false;
  json_each(exports, begins_with_dot, &has_names);
  if (has_names)
    return mapping_read(exports, kept);
  if (json_kind(exports) == JSON_ABSENT)
    return (struct mappings){0};
  struct mapping *only = arena_alloc(kept, sizeof *only);
  *only = read_one(kept, STR("."), exports);
  return (struct mappings){only, 1};
}

/* A pattern that ends in '/' is an older form of one with a '*' behind it. */
static bool matches(const struct mapping *mapping, str name, size_t *before, str *star) {
  str pattern = mapping->pattern;
  size_t at = str_find_byte(pattern, '*', 0);
  if (at == SIZE_MAX && !str_ends(pattern, STR("/")))
    return false;
  str prefix = str_head(pattern, at), suffix = at == SIZE_MAX ? STR_NONE : str_tail(pattern, at + 1);
  if (name.len < prefix.len + suffix.len || !str_starts(name, prefix) || !str_ends(name, suffix))
    return false;
  *before = prefix.len;
  *star = (str){name.ptr + prefix.len, name.len - prefix.len - suffix.len};
  return true;
}

const struct mapping *mapping_find(struct mappings mappings, str name, str *star) {
  const struct mapping *best = NULL;
  size_t best_before = 0;
  for (size_t i = 0; i < mappings.len; i++) {
    const struct mapping *mapping = &mappings.data[i];
    size_t before;
    str part;
    if (str_eq(mapping->pattern, name)) {
      *star = STR_NONE;
      return mapping;
    }
    if (matches(mapping, name, &before, &part) && (!best || before > best_before)) {
      best = mapping;
      best_before = before;
      *star = part;
    }
  }
  return best;
}

bool mapping_target(struct arena *arena, str target, str star, str *filled) {
  struct buf out = {0};
  size_t at = 0;
  for (size_t next; (next = str_find_byte(target, '*', at)) != SIZE_MAX && out.len < FILEPATH_MAX; at = next + 1) {
    buf_add(&out, str_range(target.ptr + at, target.ptr + next));
    buf_add(&out, star);
  }
  buf_add(&out, str_tail(target, at));
  if (at == 0 && str_ends(target, STR("/")))
    buf_add(&out, star);
  bool fits = out.len < FILEPATH_MAX;
  *filled = fits ? arena_copy(arena, buf_str(&out)) : STR_NONE;
  buf_free(&out);
  return fits;
}
