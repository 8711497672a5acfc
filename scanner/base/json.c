/* json.c -- JSON documents, written (home of jansson). */
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

/* jansson leaves C1 controls and direction marks as they are; a report may be shown on a terminal. They can
   stand in strings only, where an escape means the same. */
static int append(const char *bytes, size_t len, void *out) {
  str rest = {bytes, len};
  while (rest.len) {
    size_t length = utf8_length(rest);
    uint32_t c = length > 1 ? utf8_decode(rest, length) : 0;
    if (c > 0x7f && c < 0x10000 && utf8_steers_terminal(c))
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
