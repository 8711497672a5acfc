/* test_encoded.c -- keys in chains of encodings: found whole, at the run, with the chain as it was made. */
#include "unit.h"

#include <zlib.h>

#include "engine/engine.h"

#include "template.h"

static struct ruleset *rules;

static int load(void **state) {
  struct err err;
  (void)state;
  if (ruleset_load_builtin(&rules, &err) == 0)
    return 0;
  print_error("%s\n", err.text);
  return -1;
}

static int unload(void **state) {
  (void)state;
  ruleset_free(rules);
  return 0;
}

/* ---- encoders ---- */

static void add_gzip(struct buf *out, str in) {
  enum { GZIP_WINDOW = 15 + 16 };
  z_stream stream = {0};
  assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY), Z_OK);
  size_t bound = deflateBound(&stream, in.len);
  buf_reserve(out, bound);
  stream.next_in = (Bytef *)(uintptr_t)in.ptr;
  stream.avail_in = (uInt)in.len;
  stream.next_out = (Bytef *)out->data + out->len;
  stream.avail_out = (uInt)bound;
  assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out->len += stream.total_out;
  deflateEnd(&stream);
}

static void add_wrapped_base64(struct buf *out, str in, size_t columns) {
  struct buf plain = {0};
  template_add_base64(&plain, in, false);
  for (size_t i = 0; i < plain.len; i++) {
    if (i && i % columns == 0)
      buf_add_byte(out, '\n');
    buf_add_byte(out, plain.data[i]);
  }
  buf_free(&plain);
}

static void add_encoded(struct buf *out, char how, str in) {
  for (size_t i = 0; how == 'h' && i < in.len; i++)
    buf_printf(out, "%02x", (unsigned char)in.ptr[i]);
  for (size_t i = 0; how == 'H' && i < in.len; i++)
    buf_printf(out, "%02X", (unsigned char)in.ptr[i]);
  for (size_t i = 0; how == 'p' && i < in.len; i++)
    buf_printf(out, in.ptr[i] == '_' ? "%%%02X" : "%c", in.ptr[i]);
  for (size_t i = 0; how == 'P' && i < in.len; i++)
    buf_printf(out, "%%%02x", (unsigned char)in.ptr[i]);
  for (size_t i = 0; how == 'u' && i < in.len; i++)
    buf_printf(out, "\\u%04x", (unsigned char)in.ptr[i]);
  for (size_t i = 0; how == 'x' && i < in.len; i++)
    buf_printf(out, "\\x%02x", (unsigned char)in.ptr[i]);
  for (size_t i = 0; how == 'e' && i < in.len; i++)
    buf_printf(out, "&#%d;", in.ptr[i]);
  for (size_t i = 0; how == 'q' && i < in.len; i++)
    buf_printf(out, in.ptr[i] == '_' ? "=%02X" : "%c", in.ptr[i]);
  for (size_t i = 0; how == 'w' && i < in.len; i++) {
    buf_add_byte(out, in.ptr[i]);
    buf_add_byte(out, '\0');
  }
  if (how == 'b' || how == 'B')
    template_add_base64(out, in, how == 'B');
  if (how == '7')
    add_wrapped_base64(out, in, 76);
  if (how == 'z')
    add_gzip(out, in);
}

/* ---- tables ---- */

static const struct row {
  const char *around; /* of the key, innermost; % is the key */
  const char *how;    /* encodings, innermost first */
  const char *before, *behind;
  const char *chain;
} rows[] = {
    {"%", "b", "k: ", "\n", "base64"},
    {"user:%", "b", "auth=\"", "\"", "base64"},
    {"ab:%", "B", "?t=", "&x", "base64"},
    {"{\"name\": \"something that is rather long, so that lines break\", \"key\": \"%\", \"more\": 1}", "7", "data: |\n", "\nend: 1\n", "base64"},
    {"%", "h", "0x", ";", "hex"},
    {"x=%", "H", "h: ", "", "hex"},
    {"%", "p", "u?k=", "&", "percent"},
    {"%", "P", "u?k=", "&", "percent"},
    {"%", "u", "{\"k\": \"", "\"}", "escape"},
    {"%", "x", "k = \"", "\";", "escape"},
    {"%", "e", "<a b=\"", "\">", "entity"},
    {"%", "q", "Key: ", " is\n", "quoted-printable"},
    {"%", "bb", "k: ", "\n", "base64 base64"},
    {"u:%", "bbb", "k: ", "\n", "base64 base64 base64"},
    {"%", "hb", "k: ", "\n", "base64 hex"},
    {"%", "bh", "k: ", "\n", "hex base64"},
    {"$k='%'", "wb", "-EncodedCommand ", "\n", "base64 utf-16"},
    {"#!/bin/sh\nexport K=%\n", "zb", "k: ", "\n", "base64 gzip"},
    {"#!/bin/sh\nexport K=%\n", "zbb", "k: ", "\n", "base64 base64 gzip"},
    {"#!/bin/sh\nexport K=%\n", "zh", "k: ", "\n", "hex gzip"},
};

static str fill(const char *around, str key, struct arena *kept) {
  const char *mark = strchr(around, '%');
  return arena_printf(kept, "%.*s%.*s%s", (int)(mark - around), around, STR_ARG(key), mark + 1);
}

static str encode(str text, const char *how, struct arena *kept) {
  for (; *how; how++) {
    struct buf out = {0};
    add_encoded(&out, *how, text);
    text = arena_copy(kept, buf_str(&out));
    buf_free(&out);
  }
  return text;
}

static str chain_of(const struct hit *hit, struct arena *kept) {
  str chain = STR_NONE;
  for (size_t i = 0; i < hit->decoded.len; i++)
    chain = arena_printf(kept, "%.*s%s%.*s", STR_ARG(chain), i ? " " : "", STR_ARG(hit->decoded.data[i]));
  return chain;
}

static void check(struct engine *engine, size_t row, uint64_t *seed) {
  struct arena kept = {0};
  struct hits hits = {0};
  struct coverage coverage = {0};
  const struct row *r = &rows[row];
  str key = template_key(seed, STR("live"), &kept);
  str run = encode(fill(r->around, key, &kept), r->how, &kept);
  str text = arena_printf(&kept, "first line\n%s%.*s%s", r->before, STR_ARG(run), r->behind);
  engine_scan(engine, &(struct item){.bytes = text, .path = STR("notes.txt"), .first_line = 1}, &kept, &hits, &coverage);
  if (hits.len != 1 || !str_eq(hits.data[0].key, key))
    fail_msg("row %zu (%s): %zu hits", row, r->how, hits.len);
  assert_str(str_from(class_name(hits.data[0].rule->class)), STR("encoded"));
  assert_text(chain_of(&hits.data[0], &kept), r->chain);
  assert_int_equal(hits.data[0].start, strlen("first line\n") + strlen(r->before));
  assert_int_equal(hits.data[0].end, hits.data[0].start + run.len);
  assert_int_equal(hits.data[0].flow_len, hits.data[0].decoded.len);
  assert_false(template_leaks(hits.data[0].frame.line[hits.data[0].frame.focus], key));
  vec_free(&hits);
  arena_free(&kept);
}

static void chains(void **state) {
  enum { ROUNDS = 20 };
  struct engine *engine = engine_new(rules);
  uint64_t seed = 7;
  (void)state;
  for (int round = 0; round < ROUNDS; round++)
    for (size_t row = 0; row < COUNT(rows); row++)
      check(engine, row, &seed);
  engine_free(engine);
}

/* A hundred runs in one text, and twice the same: each has its place. */
static void many(void **state) {
  enum { RUNS = 100 };
  struct engine *engine = engine_new(rules);
  struct arena kept = {0};
  struct hits hits = {0};
  struct coverage coverage = {0};
  struct buf text = {0};
  uint64_t seed = 3;
  (void)state;
  for (int i = 0; i < RUNS; i++)
    buf_printf(&text, "k%d: %.*s\n", i, STR_ARG(encode(template_key(&seed, STR("svc"), &kept), i % 2 ? "b" : "h", &kept)));
  engine_scan(engine, &(struct item){.bytes = buf_str(&text), .path = STR("x"), .first_line = 1}, &kept, &hits, &coverage);
  assert_int_equal(hits.len, RUNS);
  for (size_t i = 0; i < hits.len; i++)
    assert_int_equal(hits.data[i].line, i + 1);
  vec_free(&hits);
  buf_free(&text);
  arena_free(&kept);
  engine_free(engine);
}

/* Deeper than the limit nothing is looked for. */
static void depth(void **state) {
  struct engine *engine = engine_new(rules);
  struct arena kept = {0};
  struct hits hits = {0};
  struct coverage coverage = {0};
  uint64_t seed = 3;
  (void)state;
  str text = encode(template_key(&seed, STR("svc"), &kept), "zbzbzbzb", &kept);
  engine_scan(engine, &(struct item){.bytes = text, .path = STR("x"), .first_line = 1}, &kept, &hits, &coverage);
  assert_int_equal(hits.len, 0);
  text = encode(template_key(&seed, STR("svc"), &kept), "zbzb", &kept);
  engine_scan(engine, &(struct item){.bytes = text, .path = STR("x"), .first_line = 1}, &kept, &hits, &coverage);
  assert_int_equal(hits.len, 1);
  vec_free(&hits);
  arena_free(&kept);
  engine_free(engine);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(chains), cmocka_unit_test(many), cmocka_unit_test(depth)};
  return cmocka_run_group_tests(tests, load, unload);
}
