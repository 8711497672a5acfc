/* fuzz_engine.c -- a path, chosen by the first byte, and a text in which {{key}} and its kin stand for keys
   (tests/unit/template.h): they depend on the input, so that no corpus holds one and no fuzzer can learn one. */
#include <stdlib.h>

#include "engine/engine.h"

#include "template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const paths[] = {"a.txt", "a.ts", "a.js", "a.tsx", ".env", "a.yaml", "a.json", "Dockerfile", ""};

static struct engine *engine_once(void) {
  static struct engine *engine;
  struct ruleset *rules;
  struct err err;
  if (!engine && ruleset_load_builtin(&rules, &err))
    abort();
  if (!engine)
    engine = engine_new(rules);
  return engine;
}

static void must(bool holds) {
  if (!holds)
    abort();
}

static uint64_t seed_of(str text) {
  uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */
  for (size_t i = 0; i < text.len; i++)
    hash = (hash ^ (unsigned char)text.ptr[i]) * UINT64_C(1099511628211);
  return hash;
}

static size_t count_lines(str text) {
  size_t lines = 1;
  for (size_t at = str_find_byte(text, '\n', 0); at != SIZE_MAX; at = str_find_byte(text, '\n', at + 1))
    lines++;
  return lines;
}

/* Spans of a text in UTF-16 are those of its UTF-8, which may be longer by half. */
static size_t bound_of(str text) {
  return str_find(text, (str){"a\0p\0s\0o\0_", 9}, 0) == SIZE_MAX ? text.len : text.len / 2 * 3;
}

static void check_hit(const struct hit *hit, const struct template_text *made, size_t lines) {
  must(hit->start < hit->end && hit->end <= bound_of(made->text));
  must(hit->line >= 1 && hit->column >= 1 && hit->end_line >= hit->line && hit->end_line <= lines);
  must(hit->frame.count >= 1 && hit->frame.count <= FRAME_LINES && hit->frame.focus < hit->frame.count);
  must(hit->frame.first_line + hit->frame.focus == hit->line);
  must(hit->key.len > 0 && hit->rule);
  for (unsigned i = 0; i < hit->frame.count; i++)
    for (size_t k = 0; k < made->keys; k++)
      must(!template_leaks(hit->frame.line[i], made->key[k]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct engine *engine = engine_once();
  struct arena kept = {0};
  struct hits hits = {0};
  struct coverage coverage = {0};
  struct template_text made;
  if (size == 0)
    return 0;
  str path = str_from(paths[data[0] % (sizeof paths / sizeof paths[0])]);
  str source = {(const char *)data + 1, size - 1};
  uint64_t seed = seed_of(source);
  if (!template_expand(source, &seed, &kept, &made))
    made = (struct template_text){.text = source};
  struct item item = {.bytes = made.text, .path = path, .first_line = 1};
  engine_scan(engine, &item, &kept, &hits, &coverage);
  size_t lines = count_lines(made.text);
  for (size_t i = 0; i < hits.len; i++)
    check_hit(&hits.data[i], &made, lines);
  /* What a scan finds, the steps before it must have let through. */
  must(hits.len == 0 || (engine_wants(engine, made.text) && engine_sift(engine, made.text)));
  vec_free(&hits);
  arena_free(&kept);
  return 0;
}
