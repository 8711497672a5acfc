/* test_sourcemap.c -- names of sources, and places found through mappings, sections and what is damaged. */
#include "unit.h"

#include "engine/sourcemap.h"

#include "base/buf.h"

static void paths(void **state) {
  (void)state;
  static const char *const rows[][3] = {
      {"", "a.js", "a.js"},
      {"", "./src/a.js", "src/a.js"},
      {"", "../../src/./b/../a.js", "src/a.js"},
      {"", "/src/a.js", "src/a.js"},
      {"src", "a.js", "src/a.js"},
      {"src/", "a.js", "src/a.js"},
      {"src/b", "../a.js", "src/a.js"},
      {"src", "/a.js", "a.js"},
      {"src", "webpack:///a.js", "a.js"},
      {"https://host/src", "a.js", "src/a.js"},
      {"https://host", "a.js", "a.js"},
      {"", "webpack:///./src/a.js", "src/a.js"},
      {"", "webpack://name/./src/a.js", "src/a.js"},
      {"", "webpack:///src/App.vue?4f3c", "src/App.vue"},
      {"", "webpack-internal:///./a.js", "a.js"},
      {"", "turbopack:///[project]/a.js", "[project]/a.js"},
      {"", "file:///home/x/a.js", "home/x/a.js"},
      {"", "C:/x/a.js", "C:/x/a.js"},
      {"", "://x/a.js", ":/x/a.js"},
      {"", "s\\u0072c\\/a.js", "src/a.js"},
      {"src", "", "source 8"},
      {"", "./", "source 8"},
      {"", "webpack://x", "source 8"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena arena = {0};
    assert_text(sourcemap_path(str_from(rows[i][0]), str_from(rows[i][1]), 7, &arena), rows[i][2]);
    arena_free(&arena);
  }
}

/* "source:line:column", or "" if the map does not tell. */
static void check_place(const char *map, uint32_t line, uint32_t column, const char *expected) {
  struct arena arena = {0};
  struct buf text = {0};
  struct sourcemap_place place;
  if (sourcemap_locate(str_from(map), line, column, &arena, &place))
    buf_printf(&text, "%.*s:%u:%u", STR_ARG(place.source), place.line, place.column);
  assert_text(buf_str(&text), expected);
  buf_free(&text);
  arena_free(&arena);
}

struct row {
  const char *mappings;
  uint32_t line, column;
  const char *place;
};

static void mappings(void **state) {
  (void)state;
  static const struct row rows[] = {
      {"AAAA", 1, 1, "a.js:1:1"},
      {"AAAA", 1, 99, "a.js:1:1"},
      {"AAAA", 2, 1, ""},
      {"AAAA", 0, 1, ""},
      {"AAAA", 1, 0, ""},
      {"EAAA", 1, 2, ""},
      {"EAAA", 1, 3, "a.js:1:1"},
      {"AAAA,IACE,GCFA", 1, 4, "a.js:1:1"},
      {"AAAA,IACE,GCFA", 1, 5, "a.js:2:3"},
      {"AAAA,IACE,GCDF", 1, 8, "b.js:1:1"},
      {"AAAA;;EACE", 3, 3, "a.js:2:3"},
      {"AAAA;;EACE", 2, 3, ""},
      {"AAAA;;EACE", 3, 2, ""},
      {"AAAAA,EACEC", 1, 3, "a.js:2:3"},
      {"AAAA,AACE", 1, 1, "a.js:2:3"},
      {"AAAA,E,EAAE", 1, 3, ""},
      {"AAAA,E,EAAE", 1, 5, "a.js:1:3"},
      {",,AAAA,,;,EACA", 2, 3, "a.js:2:1"},
      {"IACE,FADF", 1, 3, "a.js:1:1"},
      {"IACE,FADF", 1, 5, "a.js:2:3"},
      {"gCggCgqgB", 1, 40, ""},
      {"AAggCgC", 1, 1, "a.js:1025:33"},
      {"AAA+/////D", 1, 1, "a.js:1:2147483648"},
      {"A\\u0041AA", 1, 1, "a.js:1:1"},
      /* damaged */
      {"", 1, 1, ""},
      {"AA", 1, 1, ""},
      {"AAA", 1, 1, ""},
      {"AAAAAA", 1, 1, ""},
      {"AAAg", 1, 1, ""},
      {"AA*A", 1, 1, ""},
      {"AAAA,*", 1, 1, "a.js:1:1"},
      {"AAAD", 1, 1, ""},
      {"AADA", 1, 1, ""},
      {"ADAA", 1, 1, ""},
      {"AEAA", 1, 1, ""},
      {"AAA//////////", 1, 1, ""},
      {"A//////D//////D//////D", 1, 1, ""},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    char map[300];
    snprintf(map, sizeof map, ")]}'\n{\"mappings\":\"%s\",\"sources\":[\"./a.js\",\"b.js\"]}", rows[i].mappings);
    check_place(map, rows[i].line, rows[i].column, rows[i].place);
  }
}

static void sections(void **state) {
  (void)state;
  static const char map[] =
      "{\"sections\":["
      "{\"offset\":{\"line\":0,\"column\":4},\"map\":{\"sources\":[\"a.js\"],\"mappings\":\"AAAA;AACA\"}},"
      "{\"offset\":{\"line\":1,\"column\":10},"
      "\"map\":{\"sourceRoot\":\"r\",\"sources\":[\"b.js\"],\"mappings\":\"EAAA;EACA\"}},"
      "{\"offset\":{\"line\":3,\"column\":0},\"map\":{\"sections\":[{\"offset\":{\"line\":1,\"column\":0},\"map\":"
      "{\"sources\":[\"c.js\"],\"mappings\":\"AAAA\"}}]}},"
      "{\"offset\":{\"line\":6,\"column\":0},\"url\":\"d.map\"},"
      "{\"offset\":{\"line\":-1},\"map\":{\"sources\":[\"no\"],\"mappings\":\"AAAA\"}}]}";
  static const struct {
    uint32_t line, column;
    const char *place;
  } rows[] = {
      {1, 4, ""},  {1, 5, "a.js:1:1"},    {2, 1, "a.js:2:1"}, {2, 10, "a.js:2:1"},   {2, 11, ""}, {2, 12, ""},
      {3, 2, ""},  {2, 13, "r/b.js:1:1"}, {4, 1, ""},         {3, 3, "r/b.js:2:1"}, {7, 1, ""},  {5, 1, "c.js:1:1"},
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    check_place(map, rows[i].line, rows[i].column, rows[i].place);
  check_place("{\"sections\":[]}", 1, 1, "");
  check_place("{\"sections\":7,\"mappings\":\"AAAA\",\"sources\":[\"a\"]}", 1, 1, "a:1:1");
}

static void nesting_is_bounded(void **state) {
  (void)state;
  static const char opens[] = "{\"sections\":[{\"offset\":{\"line\":0,\"column\":0},\"map\":";
  for (int nested = 0; nested < 7; nested++) {
    struct buf map = {0};
    for (int i = 0; i < nested; i++)
      buf_add(&map, str_from(opens));
    buf_add(&map, STR("{\"mappings\":\"AAAA\",\"sources\":[\"a\"]}"));
    buf_add_byte(&map, '\0');
    check_place(map.data, 1, 1, nested <= 4 ? "a:1:1" : "");
    buf_free(&map);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(paths),
      cmocka_unit_test(mappings),
      cmocka_unit_test(sections),
      cmocka_unit_test(nesting_is_bounded),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
