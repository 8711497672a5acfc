/* unquote.c -- inlays in the making: JSON strings decoded one behind the other, and the way back into the JSON. */
#include "engine/unquote.h"

#include <stdlib.h>

#include "engine/jsonspan.h"

enum {
  INLAYS_LIMIT = 1 << 16,
  STRIDE = 1024, /* decoded bytes from one noted place to the next, or a few more: decoded again to find the way back */
};

/* A noted place is a pair of offsets. */
enum { RUN_TEXT, RUN_JSON, RUN_SIZE };

static void note(struct unquote *maker, const char *place) {
  vec_push(&maker->runs, (uint32_t)maker->len);
  vec_push(&maker->runs, (uint32_t)(place - maker->json.ptr));
}

void unquote_start(struct unquote *maker, size_t room) {
  maker->text = arena_alloc(maker->arena, room);
  maker->len = maker->runs.len = 0;
}

static void add_bytes(struct unquote *maker, str bytes) {
  if (bytes.len)
    memcpy(maker->text + maker->len, bytes.ptr, bytes.len);
  maker->len += bytes.len;
}

/* The bytes at the beginning that stand for themselves, at most STRIDE of them. */
static str plain_head(str string) {
  str head = str_head(string, STRIDE);
  return str_head(head, str_find_byte(head, '\\', 0));
}

void unquote_add(struct unquote *maker, str string) {
  size_t due = maker->len;
  while (string.len) {
    if (maker->len >= due) {
      note(maker, string.ptr);
      due = maker->len + STRIDE;
    }
    str plain = plain_head(string);
    add_bytes(maker, plain);
    string = str_tail(string, plain.len);
    if (string.len == 0 || string.ptr[0] != '\\')
      continue;
    char bytes[JSONSPAN_UNIT];
    size_t made, used = jsonspan_unit(string, bytes, &made);
    add_bytes(maker, (str){bytes, made});
    string = str_tail(string, used);
  }
}

static void keep(struct unquote *maker, str path, str text) {
  size_t size = maker->runs.len * sizeof *maker->runs.data;
  if (text.len == 0)
    return;
  uint32_t *runs = memcpy(arena_alloc(maker->arena, size), maker->runs.data, size);
  vec_push(&maker->found, (struct inlay){path, text, maker->json, runs, maker->runs.len / RUN_SIZE});
}

void unquote_end(struct unquote *maker, str path) {
  keep(maker, path, (str){maker->text, maker->len});
}

void unquote_whole(struct unquote *maker, str path, str string) {
  if (str_find_byte(string, '\\', 0) != SIZE_MAX) {
    unquote_start(maker, string.len);
    unquote_add(maker, string);
    unquote_end(maker, path);
    return;
  }
  maker->len = maker->runs.len = 0;
  note(maker, string.ptr);
  keep(maker, path, string);
}

bool unquote_is_full(struct unquote *maker) {
  maker->cut |= maker->found.len == INLAYS_LIMIT;
  return maker->found.len == INLAYS_LIMIT;
}

struct inlays unquote_finish(struct unquote *maker) {
  size_t size = maker->found.len * sizeof *maker->found.data;
  struct inlays inlays = {NULL, maker->found.len, maker->cut};
  if (size)
    inlays.data = memcpy(arena_alloc(maker->arena, size), maker->found.data, size);
  vec_free(&maker->found);
  vec_free(&maker->runs);
  return inlays;
}

/* The last noted place at `offset` or before: the first is at 0. */
static const uint32_t *run_before(const struct inlay *inlay, size_t offset) {
  size_t low = 0, high = inlay->runs_len;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (inlay->runs[middle * RUN_SIZE + RUN_TEXT] <= offset)
      low = middle;
    else
      high = middle;
  }
  return inlay->runs + low * RUN_SIZE;
}

size_t unquote_origin(const struct inlay *inlay, size_t offset) {
  offset = offset < inlay->text.len ? offset : inlay->text.len;
  const uint32_t *run = run_before(inlay, offset);
  size_t decoded = run[RUN_TEXT], at = run[RUN_JSON];
  if (str_find_byte(str_head(inlay->json, at + (offset - decoded)), '\\', at) == SIZE_MAX)
    return at + (offset - decoded);
  while (decoded < offset) {
    char bytes[JSONSPAN_UNIT];
    size_t made, used = jsonspan_unit(str_tail(inlay->json, at), bytes, &made);
    if (decoded + made > offset)
      break;
    decoded += made;
    at += used;
  }
  return at;
}
