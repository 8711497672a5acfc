/* json.c -- JSON documents, written and read (home of jansson). */
#include "base/json.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/utf8.h"

enum { DEPTH_LIMIT = 64 };

struct json_writer {
  json_t *open[DEPTH_LIMIT]; /* open[0] is owned, the others by their parents */
  size_t depth;
  struct buf scratch;
};

/* Takes over `value`. */
static void add(struct json_writer *json, const char *name, json_t *value) {
  if (!value)
    abort(); /* jansson ran out of memory */
  json_t *parent = json->open[json->depth];
  int failed = json_is_array(parent) ? json_array_append_new(parent, value)
                                     : json_object_set_new(parent, name, value);
  if (failed)
    abort();
}

static void open_value(struct json_writer *json, const char *name, json_t *value) {
  if (json->depth + 1 >= DEPTH_LIMIT)
    abort(); /* the depth is that of our own formats, never of input */
  add(json, name, value);
  json->open[++json->depth] = value;
}

struct json_writer *json_new(void) {
  struct json_writer *json = memory_new_zeroed(1, sizeof *json);
  json->open[0] = json_object();
  return json;
}

void json_open_object(struct json_writer *json, const char *name) {
  open_value(json, name, json_object());
}

void json_open_array(struct json_writer *json, const char *name) {
  open_value(json, name, json_array());
}

void json_close(struct json_writer *json) {
  json->depth--;
}

void json_text(struct json_writer *json, const char *name, str text) {
  buf_clear(&json->scratch);
  utf8_add_clean(&json->scratch, text);
  add(json, name, json_stringn(json->scratch.data ? json->scratch.data : "", json->scratch.len));
}

void json_number(struct json_writer *json, const char *name, uint64_t number) {
  add(json, name, json_integer((json_int_t)number));
}

void json_bool(struct json_writer *json, const char *name, bool value) {
  add(json, name, json_boolean(value));
}

/* jansson leaves DEL, C1 controls and direction marks as they are; a report may be shown on a terminal. They can
   stand in strings only, where an escape means the same. */
static int append(const char *bytes, size_t len, void *out) {
  str rest = {bytes, len};
  while (rest.len) {
    size_t length = utf8_length(rest);
    uint32_t c = length ? utf8_decode(rest, length) : 0;
    if (c >= 0x7f && c < 0x10000 && utf8_steers_terminal(c))
      buf_printf(out, "\\u%04x", c);
    else
      buf_add(out, str_head(rest, length ? length : 1));
    rest = str_tail(rest, length ? length : 1);
  }
  return 0;
}

void json_finish(struct json_writer *json, struct buf *out) {
  if (json_dump_callback(json->open[0], append, out, JSON_INDENT(2)) != 0)
    abort();
  buf_add_byte(out, '\n');
  json_decref(json->open[0]);
  buf_free(&json->scratch);
  free(json);
}

/* ---- reading ---- */

/* A struct json_value is a json_t under another name. */
static const struct json_value *as_value(const json_t *json) {
  return (const void *)json;
}

static const json_t *as_json(const struct json_value *value) {
  return (const void *)value;
}

const struct json_value *json_parse(str text) {
  json_error_t error;
  return as_value(text.len ? json_loadb(text.ptr, text.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, &error) : NULL);
}

/* Behind the comment that begins at `at`; `at` itself if there is none. */
static size_t behind_comment(str text, size_t at) {
  str rest = str_tail(text, at);
  if (str_starts(rest, STR("//"))) {
    size_t end = str_find_byte(text, '\n', at);
    return end == SIZE_MAX ? text.len : end;
  }
  if (!str_starts(rest, STR("/*")))
    return at;
  size_t end = str_find(text, STR("*/"), at + 2);
  return end == SIZE_MAX ? text.len : end + 2;
}

static size_t behind_string(str text, size_t at) {
  for (at++; at < text.len && text.ptr[at] != '"'; at++)
    at += text.ptr[at] == '\\';
  return at < text.len ? at + 1 : text.len;
}

/* A comma that only spaces and a closing bracket follow goes. */
static void drop_last_comma(struct buf *out) {
  size_t at = out->len;
  while (at > 0 && strchr(" \t\r\n", out->data[at - 1]))
    at--;
  if (at > 0 && out->data[at - 1] == ',')
    out->data[at - 1] = ' ';
}

const struct json_value *json_parse_relaxed(str text) {
  struct buf plain = {0};
  for (size_t at = str_starts(text, STR("\xef\xbb\xbf")) ? 3 : 0, end; at < text.len; at = end) {
    end = behind_comment(text, at);
    if (end > at)
      continue;
    end = text.ptr[at] == '"' ? behind_string(text, at) : at + 1;
    if (text.ptr[at] == ']' || text.ptr[at] == '}')
      drop_last_comma(&plain);
    buf_add(&plain, str_range(text.ptr + at, text.ptr + end));
  }
  const struct json_value *value = json_parse(buf_str(&plain));
  buf_free(&plain);
  return value;
}

void json_free(const struct json_value *root) {
  json_decref((json_t *)(uintptr_t)as_json(root));
}

enum json_kind json_kind(const struct json_value *value) {
  const json_t *json = as_json(value);
  if (!json)
    return JSON_ABSENT;
  switch (json_typeof(json)) {
  case JSON_OBJECT: return JSON_OBJECT_VALUE;
  case JSON_ARRAY: return JSON_ARRAY_VALUE;
  case JSON_STRING: return JSON_STRING_VALUE;
  case JSON_TRUE:
  case JSON_FALSE: return JSON_BOOL_VALUE;
  default: return JSON_OTHER_VALUE;
  }
}

const struct json_value *json_member(const struct json_value *value, str name) {
  enum { NAME_LIMIT = 512 };
  char terminated[NAME_LIMIT];
  if (!value || name.len >= sizeof terminated)
    return NULL;
  if (name.len)
    memcpy(terminated, name.ptr, name.len);
  terminated[name.len] = '\0';
  return as_value(json_object_get(as_json(value), terminated));
}

str json_text_of(const struct json_value *value) {
  if (json_kind(value) != JSON_STRING_VALUE)
    return STR_NONE;
  return (str){json_string_value(as_json(value)), json_string_length(as_json(value))};
}

bool json_truth(const struct json_value *value) {
  return value && json_typeof(as_json(value)) == JSON_TRUE;
}

bool json_number_of(const struct json_value *value, double *number) {
  const json_t *json = as_json(value);
  if (!json_is_number(json))
    return false;
  *number = json_number_value(json);
  return true;
}

size_t json_size(const struct json_value *value) {
  enum json_kind kind = json_kind(value);
  if (kind == JSON_OBJECT_VALUE)
    return json_object_size(as_json(value));
  return kind == JSON_ARRAY_VALUE ? json_array_size(as_json(value)) : 0;
}

const struct json_value *json_element(const struct json_value *array, size_t index) {
  return as_value(json_array_get(as_json(array), index));
}

void json_each(const struct json_value *object, bool (*visit)(void *data, str name, const struct json_value *value), void *data) {
  if (json_kind(object) != JSON_OBJECT_VALUE)
    return;
  json_t *json = (json_t *)(uintptr_t)as_json(object);
  const char *name;
  json_t *value;
  json_object_foreach(json, name, value)
    if (!visit(data, str_from(name), as_value(value)))
      return;
}
