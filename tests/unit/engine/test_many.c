/* test_many.c -- thousands of keys in one text, on one line and on many: each is found, in time that grows with the text.
   The limit is some ten times what it takes under ASan; what is quadratic takes minutes. */
#include "unit.h"

#include <time.h>

#include "engine/engine.h"
#include "engine/exposure.h"
#include "engine/outline.h"

#include "template.h"

enum { KEYS = 20000, SECONDS = 20 };

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

static double seconds_since(clock_t begin) {
  return (double)(clock() - begin) / CLOCKS_PER_SEC;
}

struct row {
  const char *path;
  const char *before; /* each key */
  const char *behind;
};

static void add_keys(struct buf *text, const struct row *row, struct arena *kept) {
  uint64_t seed = 5;
  for (size_t i = 0; i < KEYS; i++)
    buf_printf(text, "%s%.*s%s", row->before, STR_ARG(template_key(&seed, STR("live"), kept)), row->behind);
}

/* In the order of the text, one at a place. */
static size_t count_places(const struct hits *hits) {
  size_t places = 0;
  for (size_t i = 0; i < hits->len; i++)
    places += hits->data[i].key.len && (i == 0 || hits->data[i].start > hits->data[i - 1].start);
  return places;
}

static void check(const struct row *row) {
  struct engine *engine = engine_new(rules);
  struct arena kept = {0};
  struct hits hits = {0};
  struct coverage coverage = {0};
  struct buf text = {0};
  add_keys(&text, row, &kept);
  struct item item = {.bytes = buf_str(&text), .path = str_from(row->path), .first_line = 1};
  clock_t begin = clock();
  engine_scan(engine, &item, &kept, &hits, &coverage);
  double seconds = seconds_since(begin);
  if (seconds > SECONDS || count_places(&hits) != KEYS)
    print_error("%s, \"%s\": %zu keys in %.1f s\n", row->path, row->before, count_places(&hits), seconds);
  assert_int_equal(count_places(&hits), KEYS);
  assert_true(seconds <= SECONDS);
  buf_free(&text);
  vec_free(&hits);
  arena_free(&kept);
  engine_free(engine);
}

static void in_one_text(void **state) {
  static const struct row rows[] = {
      {"a.txt", "", " "},
      {"a.txt", "", "\n"},
      {"a.txt", "", " /* apso-scan:allow -- known */ "},
      {"a.env", "K=", " "},
      {"a.json", "\"k\":\"", "\","},
      {"a.js", "const k='", "';"},
      {"a.js", "const k='", "';\n"},
      {"a.html", "<a href='", "'></a>\n"},
  };
  (void)state;
  for (size_t i = 0; i < COUNT(rows); i++)
    check(&rows[i]);
}

/* Each line of a script is asked about: the script is read once. */
static void exposed_lines(void **state) {
  struct exposer *exposer = exposer_new(NULL, false);
  struct arena kept = {0};
  struct buf text = {0};
  (void)state;
  buf_add(&text, STR("import fs from 'node:fs';\n"));
  for (size_t i = 0; i < KEYS; i++)
    buf_printf(&text, "export const k%zu = '';\n", i);
  clock_t begin = clock();
  for (uint32_t line = 2; line < KEYS; line++) {
    struct exposed exposed = exposer_find(exposer, STR("a.js"), buf_str(&text), line, &kept);
    assert_int_equal(exposed.class, EXPOSURE_SERVER);
    assert_int_equal(exposed.evidence[0].line, 1);
  }
  assert_true(seconds_since(begin) <= SECONDS);
  exposer_free(exposer);
  buf_free(&text);
  arena_free(&kept);
}

/* Lines are counted once, however long the last one is. */
static void declarations_of_a_long_line(void **state) {
  enum { DECLARATIONS = 8000, BLANKS = 64 * 1024 * 1024 };
  struct outline outline = {.lines = {0}};
  struct buf text = {0};
  (void)state;
  for (size_t i = 0; i < DECLARATIONS; i++)
    buf_add(&text, STR("var a;"));
  buf_reserve(&text, BLANKS);
  memset(text.data + text.len, ' ', BLANKS);
  text.len += BLANKS;
  clock_t begin = clock();
  outline_read(&outline, STR("a.js"), buf_str(&text));
  assert_true(seconds_since(begin) <= SECONDS);
  assert_int_equal(outline.declarations.len, DECLARATIONS);
  assert_int_equal(outline.declarations.data[DECLARATIONS - 1].last_line, 1);
  outline_free(&outline);
  buf_free(&text);
}

/* What was found out of one text is not said of another, of the same length at the same place. */
static void another_text(void **state) {
  static const struct {
    const char *text;
    enum exposure class;
  } rows[] = {{"'use client';\nconst k = '';\n", EXPOSURE_CLIENT}, {"'use server';\nconst k = '';\n", EXPOSURE_SERVER}};
  struct exposer *exposer = exposer_new(NULL, false);
  struct arena kept = {0};
  char room[64];
  (void)state;
  for (size_t i = 0; i < COUNT(rows); i++) {
    size_t len = strlen(rows[i].text);
    memcpy(room, rows[i].text, len);
    assert_int_equal(exposer_find(exposer, STR("a.tsx"), (str){room, len}, 2, &kept).class, rows[i].class);
    assert_int_equal(exposer_find(exposer, STR("a.tsx"), (str){room, len}, 2, &kept).class, rows[i].class);
    exposer_forget(exposer);
  }
  exposer_free(exposer);
  arena_free(&kept);
}

/* Lines may be asked for in any order, and beyond the last one. */
static void lines_in_any_order(void **state) {
  static const uint32_t lines[] = {3, 1, 2, 9, 3, 9, 2, 2, 0, 3};
  static const str text = {"A=1\nNEXT_PUBLIC_K=1\nVITE_K=1\n", 29};
  struct exposer *exposer = exposer_new(NULL, false);
  struct arena kept = {0};
  (void)state;
  for (size_t i = 0; i < COUNT(lines); i++) {
    struct exposed exposed = exposer_find(exposer, STR(".env"), text, lines[i], &kept);
    bool is_public = lines[i] == 2 || lines[i] == 3;
    assert_int_equal(exposed.class, is_public ? EXPOSURE_CLIENT : EXPOSURE_UNKNOWN);
    if (is_public)
      assert_int_equal(exposed.evidence[0].line, lines[i]);
  }
  exposer_free(exposer);
  arena_free(&kept);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(in_one_text),
      cmocka_unit_test(exposed_lines),
      cmocka_unit_test(declarations_of_a_long_line),
      cmocka_unit_test(another_text),
      cmocka_unit_test(lines_in_any_order),
  };
  return cmocka_run_group_tests(tests, load, unload);
}
