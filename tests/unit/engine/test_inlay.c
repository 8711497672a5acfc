/* test_inlay.c -- texts inside maps and notebooks, the way back into the JSON, and maps that generated files name. */
#include "unit.h"

#include "engine/inlay.h"

/* "path:text" of each, one behind the other with '|' between. */
static void join(const struct inlays *inlays, struct buf *out) {
  for (size_t i = 0; i < inlays->len; i++)
    buf_printf(out, "%s%.*s:%.*s", i ? "|" : "", STR_ARG(inlays->data[i].path), STR_ARG(inlays->data[i].text));
}

static void check_found(const char *path, const char *json, const char *expected) {
  struct arena arena = {0};
  struct buf found = {0};
  struct inlays inlays = inlay_find(str_from(path), str_from(json), &arena);
  join(&inlays, &found);
  assert_text(buf_str(&found), expected);
  assert_false(inlays.cut);
  buf_free(&found);
  arena_free(&arena);
}

static void maps(void **state) {
  (void)state;
  static const char *const rows[][2] = {
      {"{\"sources\":[\"a.js\",\"b.js\"],\"sourcesContent\":[\"x\",\"y\"]}", "a.js:x|b.js:y"},
      {"{\"sourcesContent\":[\"x\",\"y\"],\"sources\":[\"a.js\",\"b.js\"]}", "a.js:x|b.js:y"},
      {"{ \"sources\" : [ \"a.js\" ,\n\"b.js\" ] , \"sourcesContent\" : [ null , \"y\" ] }", "b.js:y"},
      {"{\"sources\":[\"a.js\",\"b.js\"],\"sourcesContent\":[\"\",\"y\"]}", "b.js:y"},
      {"{\"sources\":[\"a.js\"],\"sourcesContent\":[\"x\",\"y\"]}", "a.js:x|source 2:y"},
      {"{\"sources\":[null],\"sourcesContent\":[\"x\"]}", "source 1:x"},
      {"{\"sources\":[\"\"],\"sourcesContent\":[\"x\"]}", "source 1:x"},
      {"{\"sourcesContent\":[\"x\"]}", "source 1:x"},
      {"{\"sources\":[\"a.js\"]}", ""},
      {"{\"sources\":[\"a.js\"],\"sourcesContent\":null}", ""},
      {"{\"sources\":[\"a.js\"],\"sourcesContent\":[\"x\"],\"sourcesContent\":[\"y\"]}", "a.js:x|a.js:y"},
      {"{\"sources\":[\"a.js\"],\"sources\":[\"b.js\"],\"sourcesContent\":[\"x\"]}", "b.js:x"},
      {"{\"sources\":[\"a.js\"],\"sources\\u0043ontent\":[\"x\"]}", "a.js:x"},
      {"{\"sources\":[\"a.js\"],\"sourceRoot\":\"src\",\"sourcesContent\":[\"x\"]}", "src/a.js:x"},
      {")]}'\n{\"sources\":[\"a.js\"],\"sourcesContent\":[\"x\"]}", "a.js:x"},
      {")]}'{\"sources\":[\"a.js\"],\"sourcesContent\":[\"x\"]}", "a.js:x"},
      {"\xef\xbb\xbf{\"sources\":[\"a.js\"],\"sourcesContent\":[\"x\"]}", "a.js:x"},
      {"{\"sources\":[\"a.js\"],\"x\":{\"sourcesContent\":[\"no\"]},\"sourcesContent\":[\"x\"]}", "a.js:x"},
      {"{\"sources\":[\"a.js\"],\"x\":\"\\\"sourcesContent\\\":[\",\"sourcesContent\":[\"x\"]}", "a.js:x"},
      {"{\"sources\":[\"a.js\"],\"sourcesContent\":[\"a\\nb\\t\\\"c\\\" \\\\ \\/ \\u00e9\\ud83d\\ude00\"]}",
       "a.js:a\nb\t\"c\" \\ / \xc3\xa9\xf0\x9f\x98\x80"},
      {"{\"sources\":[\"a.js\"],\"sourcesContent\":[\"\\ud83d \\ude00 \\ud83d\\u0041 \\ud83d\\ud83d\\ude00\"]}",
       "a.js:\xef\xbf\xbd \xef\xbf\xbd \xef\xbf\xbd" "A \xef\xbf\xbd\xf0\x9f\x98\x80"},
      /* sections */
      {"{\"sections\":[{\"offset\":{},\"map\":{\"sources\":[\"a.js\"],\"sourcesContent\":[\"x\"]}},"
       "{\"map\":{\"sourceRoot\":\"s\",\"sources\":[\"b.js\"],\"sourcesContent\":[\"y\"]}}]}",
       "a.js:x|s/b.js:y"},
      {"{\"sections\":[{\"url\":\"a.map\"},null,7,{\"map\":null}]}", ""},
      /* damaged */
      {"", ""},
      {"{", ""},
      {"[\"sourcesContent\",[\"x\"]]", ""},
      {"{\"sourcesContent\"", ""},
      {"{\"sourcesContent\":", ""},
      {"{\"sources\":[\"a.js\",\"b.js\"],\"sourcesContent\":[\"x\",\"y", "a.js:x|b.js:y"},
      {"{\"sources\":[\"a.js\"],\"sourcesContent\":[\"x\\\"", "a.js:x\""},
      {"{\"sources\":[\"a.js\"],\"sourcesContent\":[\"x\\", "a.js:x"},
      {"{\"sources\":[\"a.js\"],\"sourcesContent\":[\"x\\u00", "a.js:xu00"},
      {"{\"sources\":[\"a.js\"],\"sourcesContent\":[\"\\q\\u00gg\"]}", "a.js:qu00gg"},
      {"{\"sources\":[\"a.js\"],\"sourcesContent\":[\"x\" \"y\"]}", "a.js:x|source 2:y"},
      {"{\"sources\":[\"a.js\"],\"sourcesContent\":[\"x\"}", "a.js:x"},
      {"{\"sourcesContent\":[\"x\"],]}", "source 1:x"},
      {"{\"a\" 1,\"sourcesContent\":[\"x\"]}", ""},
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    check_found("dist/a.js.map", rows[i][0], rows[i][1]);
  check_found("A.MAP", rows[0][0], rows[0][1]);
  check_found("a.json", rows[0][0], "");
  check_found(".map", rows[0][0], "");
}

#define CODE(source) "{\"cell_type\":\"code\",\"metadata\":{},\"source\":" source "}"
#define DENO ",\"metadata\":{\"kernelspec\":{\"name\":\"deno\",\"language\":\"typescript\"}}}"
#define NODE ",\"metadata\":{\"language_info\":{\"name\":\"javascript\"}}}"
#define PYTHON ",\"metadata\":{\"kernelspec\":{\"name\":\"python3\"},\"language_info\":{\"name\":\"python\"}}}"

static void notebooks(void **state) {
  (void)state;
  static const char *const rows[][2] = {
      {"{\"cells\":[" CODE("[\"a\\n\",\"b\"]") "]" NODE, "cell 1.js:a\nb"},
      {"{\"cells\":[" CODE("\"a\\nb\"") "]" NODE, "cell 1.js:a\nb"},
      {"{\"cells\":[{\"cell_type\":\"markdown\",\"source\":[\"no\"]}," CODE("[\"a\"]") "]" DENO, "cell 2.ts:a"},
      {"{\"cells\":[" CODE("[\"a\"]") "]" PYTHON, ""},
      {"{\"cells\":[" CODE("[\"a\"]") "]}", ""},
      {"{\"cells\":[" CODE("[\"%%javascript\\n\",\"a\"]") "," CODE("[\"b\"]") "]" PYTHON, "cell 1.js:            \na"},
      {"{\"cells\":[" CODE("\"\\n %%js --isolated\\na\"") "]" PYTHON, "cell 1.js:\n                \na"},
      {"{\"cells\":[" CODE("\"%%script node\\na\"") "," CODE("\"%%script bash\\nb\"") "]" PYTHON,
       "cell 1.js:             \na"},
      {"{\"cells\":[" CODE("\"%%html\\n<script>\"") "]" PYTHON, "cell 1.html:      \n<script>"},
      {"{\"cells\":[" CODE("\"%%python\\na\"") "," CODE("\"b\"") "]" NODE, "cell 2.js:b"},
      {"{\"cells\":[" CODE("\"#!typescript\\na\"") "]" PYTHON, "cell 1.ts:            \na"},
      {"{\"cells\":[" CODE("\"#!/usr/bin/env node\\na\"") "]" NODE, "cell 1.js:#!/usr/bin/env node\na"},
      {"{\"cells\":[" CODE("\"%%\"") "]" NODE, ""},
      {"{\"cells\":[{\"cell_type\":\"code\",\"metadata\":{\"vscode\":{\"languageId\":\"javascript\"}},"
       "\"source\":\"a\"}]" PYTHON,
       "cell 1.js:a"},
      {"{\"cells\":[" CODE("[\"\",\"\"]") "," CODE("[]") "," CODE("null") "," CODE("[1,\"a\",null,\"b\"]") "]" NODE,
       "cell 4.js:ab"},
      {"{\"metadata\":{\"language_info\":{\"name\":\"javascript\"}},\"cells\":[" CODE("[\"a\",\"b"), "cell 1.js:ab}"},
      {"{\"cells\":[" CODE("\"a\",\"source\":\"b\"") "]" NODE, "cell 1.js:b"},
      {"{\"cells\":{}" NODE, ""},
      {"[]", ""},
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    check_found("a/b.ipynb", rows[i][0], rows[i][1]);
}

/* ---- the way back ---- */

static uint64_t draw(uint64_t *seed, uint64_t below) {
  *seed = *seed * 6364136223846793005u + 1442695040888963407u;
  return (*seed >> 33) % below;
}

/* A string's bytes and what they stand for, with the origin of each decoded byte. */
struct pair {
  struct buf json;
  struct buf text;
  VEC(size_t) origins;
};

static void add_piece(struct pair *pair, const char *json, const char *text) {
  for (size_t i = 0; text[i]; i++)
    vec_push(&pair->origins, pair->json.len);
  buf_add(&pair->json, str_from(json));
  buf_add(&pair->text, str_from(text));
}

static void add_pieces(struct pair *pair, uint64_t *seed, size_t count) {
  static const char *const pieces[][2] = {
      {"\\n", "\n"}, {"\\\"", "\""}, {"\\\\", "\\"}, {"\\u00e9", "\xc3\xa9"}, {"\\u20AC", "\xe2\x82\xac"}, {"\\/", "/"},
      {"\\ud83d\\ude00", "\xf0\x9f\x98\x80"}, {"\\udc00", "\xef\xbf\xbd"}, {"\\u0041", "A"}, {"\\t", "\t"},
  };
  static const char *const plain[] = {"a", "'", " ", "<", "}", "]", ","};
  uint64_t rarity = 1 + draw(seed, 400);
  for (size_t i = 0; i < count; i++) {
    const char *const *piece = pieces[draw(seed, COUNT(pieces))];
    const char *letter = plain[draw(seed, COUNT(plain))];
    if (draw(seed, rarity) == 0)
      add_piece(pair, piece[0], piece[1]);
    else
      add_piece(pair, letter, letter);
  }
}

static void check_way_back(const char *path, struct pair *pair) {
  struct arena arena = {0};
  struct inlays inlays = inlay_find(str_from(path), buf_str(&pair->json), &arena);
  assert_int_equal(inlays.len, 1);
  assert_str(inlays.data->text, buf_str(&pair->text));
  for (size_t i = 0; i < pair->text.len; i++)
    assert_int_equal(inlay_origin(inlays.data, i), pair->origins.data[i]);
  arena_free(&arena);
  buf_free(&pair->json);
  buf_free(&pair->text);
  vec_free(&pair->origins);
}

static void every_byte_finds_its_origin(void **state) {
  (void)state;
  enum { ROUNDS = 60, LONGEST = 9000 };
  uint64_t seed = 4;
  for (int round = 0; round < ROUNDS; round++) {
    struct pair map = {0}, notebook = {0};
    buf_add(&map.json, STR("{\"sourcesContent\":[\""));
    add_pieces(&map, &seed, 1 + draw(&seed, LONGEST));
    buf_add(&map.json, STR("\"]}"));
    check_way_back("a.map", &map);
    buf_add(&notebook.json, STR("{\"cells\":[{\"cell_type\":\"code\",\"source\":["));
    for (uint64_t lines = 1 + draw(&seed, 9); lines > 0; lines--) {
      buf_add(&notebook.json, STR("\n \""));
      add_pieces(&notebook, &seed, 1 + draw(&seed, LONGEST / 4));
      buf_add(&notebook.json, STR("\","));
    }
    buf_add(&notebook.json, STR("]}]" NODE));
    check_way_back("a.ipynb", &notebook);
  }
}

static void the_end_has_a_place(void **state) {
  (void)state;
  static const char *const rows[] = {"{\"sourcesContent\":[\"abc\"]}", "{\"sourcesContent\":[\"a\\u0062\\n\"]}"};
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena arena = {0};
    struct inlays inlays = inlay_find(STR("a.map"), str_from(rows[i]), &arena);
    assert_int_equal(inlays.len, 1);
    size_t end = strlen(rows[i]) - strlen("\"]}");
    assert_int_equal(inlay_origin(inlays.data, 3), end);
    assert_int_equal(inlay_origin(inlays.data, SIZE_MAX), end);
    arena_free(&arena);
  }
}

/* ---- limits ---- */

static struct inlays find_repeated(const char *head, const char *unit, size_t times, const char *tail, struct buf *json,
                                   struct arena *arena) {
  buf_add(json, str_from(head));
  for (size_t i = 0; i < times; i++)
    buf_add(json, str_from(unit));
  buf_add(json, str_from(tail));
  return inlay_find(STR("a.map"), buf_str(json), arena);
}

static void limits(void **state) {
  (void)state;
  static const struct {
    const char *head, *unit;
    size_t times;
    const char *tail;
    size_t len;
    bool cut;
  } rows[] = {
      {"{\"sourcesContent\":[", "\"x\",", 1 << 16, "]}", 1 << 16, false},
      {"{\"sourcesContent\":[", "\"x\",", (1 << 16) + 1, "]}", 1 << 16, true},
      {"{", "\"sourcesContent\":[\"x\"],", 4, "}", 4, false},
      {"{", "\"sourcesContent\":[\"x\"],", 1000, "}", 4, true},
      {"", "{\"sections\":[{\"map\":", 4, "{\"sourcesContent\":[\"x\"]}", 1, false},
      {"", "{\"sections\":[{\"map\":", 100000, "{\"sourcesContent\":[\"x\"]}", 0, true},
      {"{\"a\":", "[", 1000000, "", 0, false},
      {"{\"a\":[", "[],", 1000000, "],\"sourcesContent\":[\"x\"]}", 1, false},
      {"{\"a\":\"", "\\\\", 1000000, "\",\"sourcesContent\":[\"x\"]}", 1, false},
      {"{\"a\":\"", "\\\"", 1000000, "\",\"sourcesContent\":[\"x\"]}", 1, false},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena arena = {0};
    struct buf json = {0};
    struct inlays inlays = find_repeated(rows[i].head, rows[i].unit, rows[i].times, rows[i].tail, &json, &arena);
    assert_int_equal(inlays.len, rows[i].len);
    assert_int_equal(inlays.cut, rows[i].cut);
    buf_free(&json);
    arena_free(&arena);
  }
}

/* ---- maps that files name ---- */

static void mapping_urls(void **state) {
  (void)state;
  static const char *const rows[][2] = {
      {"a\n//# sourceMappingURL=a.js.map", "a.js.map"},
      {"a\n//# sourceMappingURL=a.js.map\n", "a.js.map"},
      {"a\r\n//@ sourceMappingURL=a.js.map \r\n", "a.js.map"},
      {"a //#sourceMappingURL=a", "a"},
      {"a{}/*# sourceMappingURL=a.css.map */", "a.css.map"},
      {"a{}/*@ sourceMappingURL=a.css.map*/\n", "a.css.map"},
      {"//# sourceMappingURL=a\n//# sourceMappingURL=b\nx", "b"},
      {"//# sourceMappingURL=a\n//# sourceMappingURL=b c\n", "a"},
      {"//# sourceMappingURL=a\nx=\"//# sourceMappingURL=\"+y", "a"},
      {"//# sourceMappingURL=data:application/json;base64,e30=", "data:application/json;base64,e30="},
      {"//# sourceMappingURL=", NULL},
      {"//  sourceMappingURL=a", NULL},
      {"/# sourceMappingURL=a", NULL},
      {"# sourceMappingURL=a", NULL},
      {"sourceMappingURL=a", NULL},
      {"/*# sourceMappingURL=a", NULL},
      {"", NULL},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    str url = STR("before");
    assert_int_equal(inlay_mapping_url(str_from(rows[i][0]), &url), rows[i][1] != NULL);
    assert_text(url, rows[i][1] ? rows[i][1] : "before");
  }
}

static void inline_maps(void **state) {
  (void)state;
  static const char *const rows[][2] = {
      {"//# sourceMappingURL=data:application/json;base64,e30=", "{}"},
      {"//# sourceMappingURL=DATA:application/json;charset=utf-8;BASE64,eyJhIjoxfQ==", "{\"a\":1}"},
      {"/*# sourceMappingURL=data:application/json;base64,e30= */", "{}"},
      {"//# sourceMappingURL=data:application/json,%7B%22a%22:1%7d", "{\"a\":1}"},
      {"//# sourceMappingURL=data:application/json,%7%zz%", "%7%zz%"},
      {"//# sourceMappingURL=data:text/plain;base64,e30=", NULL},
      {"//# sourceMappingURL=data:application/json;base64,", NULL},
      {"//# sourceMappingURL=data:application/json", NULL},
      {"//# sourceMappingURL=a.js.map", NULL},
      {"a", NULL},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct buf map = {0};
    assert_int_equal(inlay_inline_map(str_from(rows[i][0]), &map), rows[i][1] != NULL);
    assert_text(buf_str(&map), rows[i][1] ? rows[i][1] : "");
    buf_free(&map);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(maps),
      cmocka_unit_test(notebooks),
      cmocka_unit_test(every_byte_finds_its_origin),
      cmocka_unit_test(the_end_has_a_place),
      cmocka_unit_test(limits),
      cmocka_unit_test(mapping_urls),
      cmocka_unit_test(inline_maps),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
