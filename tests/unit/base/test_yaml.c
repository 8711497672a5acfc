/* test_yaml.c -- documents read by tables: every kind, and what is said of bad ones. */
#include "unit.h"

#include "base/buf.h"
#include "base/yaml.h"

struct thing {
  str name;
  struct yaml_list list;
  struct yaml_list dotted;
  unsigned number;
  double decimal;
  bool truth;
  int word;
};

static const char *const words[] = {"one", "two", "three", NULL};

static const struct yaml_field thing_fields[] = {
    {"name", YAML_TEXT, offsetof(struct thing, name), true, NULL},
    {"list", YAML_LIST, offsetof(struct thing, list), false, NULL},
    {"dotted", YAML_DOTTED, offsetof(struct thing, dotted), false, NULL},
    {"number", YAML_NUMBER, offsetof(struct thing, number), false, NULL},
    {"decimal", YAML_DECIMAL, offsetof(struct thing, decimal), false, NULL},
    {"truth", YAML_BOOL, offsetof(struct thing, truth), false, NULL},
    {"word", YAML_WORD, offsetof(struct thing, word), false, words},
    {NULL},
};

/* What was taken, and where `ask_field` stood. */
struct taken {
  struct thing things[4];
  struct yaml_place places[4];
  size_t len;
  str title;
  struct yaml_place title_place;
  const char *ask_field;
  size_t ask_index;
  size_t ask_inside;
  bool refuse;
};

static int take_thing(void *data, const void *entry, struct yaml_place place, struct err *err) {
  struct taken *taken = data;
  if (taken->refuse)
    return yaml_fail(yaml_place_in(place, "name", 0, 0), err, "refused");
  assert_true(taken->len < COUNT(taken->things));
  taken->things[taken->len] = *(const struct thing *)entry;
  taken->places[taken->len++] = taken->ask_field ? yaml_place_in(place, taken->ask_field, taken->ask_index, taken->ask_inside) : place;
  return 0;
}

static int take_title(void *data, const void *entry, struct yaml_place place, struct err *err) {
  struct taken *taken = data;
  (void)err;
  taken->title = *(const str *)entry;
  taken->title_place = place;
  return 0;
}

static const struct yaml_section sections[] = {
    {"things", thing_fields, sizeof(struct thing), take_thing},
    {"title", NULL, 0, take_title},
    {NULL},
};

static int read_text(const char *text, struct taken *taken, struct arena *kept, struct err *err) {
  return yaml_read(STR("f.yaml"), str_from(text), sections, taken, kept, err);
}

static void every_kind(void **state) {
  (void)state;
  struct arena kept = {0};
  struct taken taken = {0};
  struct err err;
  assert_int_equal(read_text("# a comment\n"
                             "title: >-\n  folded\n  text\n"
                             "things:\n"
                             "  - name: \"n\\0\\u00e9\"\n"
                             "    list: [a, 'b c', \"\"]\n"
                             "    dotted: auth.apiKey\n"
                             "    number: 9999\n"
                             "    decimal: 3.25\n"
                             "    truth: true\n"
                             "    word: three\n"
                             "  - {name: m, list: only, decimal: 4, truth: false, word: one, number: 0}\n",
                             &taken, &kept, &err),
                   0);
  assert_int_equal(taken.len, 2);
  assert_text(taken.title, "folded text");
  assert_int_equal(taken.title_place.line, 2);
  assert_int_equal(taken.title_place.column, 8);
  const struct thing *one = &taken.things[0], *two = &taken.things[1];
  assert_str(one->name, STR("n\0\xc3\xa9"));
  assert_int_equal(one->list.len, 3);
  assert_text(one->list.data[1], "b c");
  assert_text(one->list.data[2], "");
  assert_int_equal(one->dotted.len, 2);
  assert_text(one->dotted.data[0], "auth");
  assert_text(one->dotted.data[1], "apiKey");
  assert_int_equal(one->number, 9999);
  assert_true(one->decimal == 3.25);
  assert_true(one->truth);
  assert_int_equal(one->word, 2);
  assert_int_equal(two->list.len, 1);
  assert_text(two->list.data[0], "only");
  assert_true(two->decimal == 4);
  assert_int_equal(two->dotted.len, 0);
  assert_text(taken.places[0].file, "f.yaml");
  assert_int_equal(taken.places[0].line, 6);
  assert_int_equal(taken.places[0].column, 5);
  assert_int_equal(taken.places[1].line, 13);
  arena_free(&kept);
}

/* A section whose entries are all comments, and one that is not there. */
static void nothing_in_a_section(void **state) {
  (void)state;
  static const char *const rows[] = {"things:\n#  - name: x\n", "things: []", "title: t", "---\ntitle: t\n...\n", "\xef\xbb\xbfthings:\n"};
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena kept = {0};
    struct taken taken = {0};
    struct err err = {""};
    if (read_text(rows[i], &taken, &kept, &err))
      fail_msg("%s: %s", rows[i], err.text);
    assert_int_equal(taken.len, 0);
    arena_free(&kept);
  }
}

#define THING "things:\n  - {name: n, "
#define MARKED "anchors, aliases and tags are not read here; text that begins with & * or ! needs quotes"

static void errors(void **state) {
  (void)state;
  static const char *const rows[][2] = {
      {"", "f.yaml:1:1: empty; expected 'things:' or 'title:'"},
      {"\n\n# nothing\n", "f.yaml:1:1: empty; expected 'things:' or 'title:'"},
      {"text", "f.yaml:1:1: expected 'things:' or 'title:'"},
      {"- things", "f.yaml:1:1: expected 'things:' or 'title:'"},
      {"? [things]\n: []", "f.yaml:1:3: expected 'things:' or 'title:'"},
      {"thing: []", "f.yaml:1:1: unknown section 'thing'; did you mean 'things'?"},
      {"zebras: []", "f.yaml:1:1: unknown section 'zebras'; known: things, title"},
      {"things: []\nthings: []", "f.yaml:2:1: section stands twice"},
      {"title: []", "f.yaml:1:8: expected text"},
      {"title:\n", "f.yaml:1:7: expected text"},
      {"things: x", "f.yaml:1:9: expected a list"},
      {"things: ''", "f.yaml:1:9: expected a list"},
      {"things:\n  - x", "f.yaml:2:5: expected a mapping of fields"},
      {"things:\n  - [x]", "f.yaml:2:5: expected a mapping of fields"},
      {"things:\n  - {}", "f.yaml:2:5: field 'name' is missing"},
      {"things:\n  - {name: a}\n  - {word: one}", "f.yaml:3:5: field 'name' is missing"},
      {"things:\n  - nam: a", "f.yaml:2:5: unknown field 'nam'; did you mean 'name'?"},
      {"things:\n  - zebra: a", "f.yaml:2:5: unknown field 'zebra'; known: name, list, dotted, number, decimal, truth, word"},
      {"things:\n  - {name: a, name: b}", "f.yaml:2:15: field stands twice"},
      {"things:\n  - {[name]: a}", "f.yaml:2:6: expected a field's name"},
      {"things:\n  - name: {a: b}", "f.yaml:2:11: expected text"},
      {"things:\n  - name:\n    word: one", "f.yaml:2:10: expected text"},
      {THING "list: {}}", "f.yaml:2:21: expected a list"},
      {THING "list: }", "f.yaml:2:21: expected a list"},
      {THING "list: [a, [b]]}", "f.yaml:2:25: expected text"},
      {THING "list: [a, ~, {b: c}]}", "f.yaml:2:28: expected text"},
      {THING "dotted: [a]}", "f.yaml:2:23: expected text"},
      {THING "number: -1}", "f.yaml:2:23: expected a number from 0 to 9999"},
      {THING "number: 10000}", "f.yaml:2:23: expected a number from 0 to 9999"},
      {THING "number: 99999999999999999999}", "f.yaml:2:23: expected a number from 0 to 9999"},
      {THING "number: ''}", "f.yaml:2:23: expected a number from 0 to 9999"},
      {THING "number: 1x}", "f.yaml:2:23: expected a number from 0 to 9999"},
      {THING "number: []}", "f.yaml:2:23: expected a number from 0 to 9999"},
      {THING "decimal: .5}", "f.yaml:2:24: expected a number, as 3 or 3.5"},
      {THING "decimal: 3.}", "f.yaml:2:24: expected a number, as 3 or 3.5"},
      {THING "decimal: 3.5x}", "f.yaml:2:24: expected a number, as 3 or 3.5"},
      {THING "decimal: 3,5}", "f.yaml:2:26: unknown field '5'; known: name, list, dotted, number, decimal, truth, word"},
      {THING "decimal: -1}", "f.yaml:2:24: expected a number, as 3 or 3.5"},
      {THING "decimal: 1.0000000}", "f.yaml:2:24: expected a number, as 3 or 3.5"},
      {THING "truth: yes}", "f.yaml:2:22: expected true or false"},
      {THING "truth: []}", "f.yaml:2:22: expected true or false"},
      {THING "word: thre}", "f.yaml:2:21: unknown word 'thre'; did you mean 'three'?"},
      {THING "word: four five}", "f.yaml:2:21: unknown word 'four five'; known: one, two, three"},
      {THING "word: ''}", "f.yaml:2:21: unknown word ''; known: one, two, three"},
      {THING "word: []}", "f.yaml:2:21: expected a word"},
      {"things: &a []", "f.yaml:1:9: " MARKED},
      {"things: *a", "f.yaml:1:9: " MARKED},
      {"things: !!seq []", "f.yaml:1:9: " MARKED},
      {"things:\n  - &x {name: a}", "f.yaml:2:5: " MARKED},
      {"things:\n  - name: &x a", "f.yaml:2:11: " MARKED},
      {"things:\n  - name: !x a", "f.yaml:2:11: " MARKED},
      {"things:\n  - name: *.env", "f.yaml:2:12: not YAML: did not find expected alphabetic or numeric character"},
      {"things:\n\t- x", "f.yaml:2:1: not YAML: found character that cannot start any token"},
      {"things: [", "f.yaml:2:1: not YAML: did not find expected node content"},
      {"title: 'a\n\nb", "f.yaml:3:2: not YAML: found unexpected end of stream, while scanning a quoted scalar from line 1 on"},
      {"title: a\n# \xc3\xa9\xff", "f.yaml:2:4: not YAML: invalid leading UTF-8 octet"},
      {"things: []\n---\nthings: x\n", "f.yaml:2:1: a second document"},
  };
  size_t wrong = 0;
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena kept = {0};
    struct taken taken = {0};
    struct err err = {"no error"};
    int failed = read_text(rows[i][0], &taken, &kept, &err);
    arena_free(&kept);
    if (failed == -1 && strcmp(err.text, rows[i][1]) == 0)
      continue;
    print_error("%s\n  gives  %s\n  not    %s\n", rows[i][0], err.text, rows[i][1]);
    wrong++;
  }
  assert_int_equal(wrong, 0);
}

static void refused_by_whoever_takes(void **state) {
  (void)state;
  struct arena kept = {0};
  struct taken taken = {.refuse = true};
  struct err err;
  assert_int_equal(read_text("things:\n  - {word: one, name: n}\n", &taken, &kept, &err), -1);
  assert_string_equal(err.text, "f.yaml:2:23: refused");
  arena_free(&kept);
}

/* Where values stand, and bytes in them. */
static void places(void **state) {
  (void)state;
  static const struct {
    const char *text, *field;
    size_t index, inside, line, column;
  } rows[] = {
      {"things:\n  - name: abc\n", "name", 0, 0, 2, 11},
      {"things:\n  - name: abc\n", "name", 0, 2, 2, 13},
      {"things:\n  - name: 'abc'\n", "name", 0, 0, 2, 11},
      {"things:\n  - name: 'abc'\n", "name", 0, 2, 2, 14},
      {"things:\n  - name: 'a''''c'\n", "name", 0, 3, 2, 17},
      {"things:\n  - name: \"abc\"\n", "name", 0, 1, 2, 13},
      {"things:\n  - name: \"a\\x62c\"\n", "name", 0, 2, 2, 11}, /* not as it stands there */
      {"things:\n  - name: >-\n      abc\n", "name", 0, 2, 2, 11},
      {"things:\n  - name: '\xc3\xa9x'\n", "name", 0, 2, 2, 13}, /* a column is a code point */
      {"things:\n  - name: n\n    list:\n      - ab\n      - cd\n", "list", 1, 0, 5, 9},
      {"things:\n  - name: n\n    list: ab\n", "list", 0, 1, 3, 12},
      {"things:\n  - name: n\n    number: 12\n", "number", 0, 0, 3, 13},
      {"things:\n  - name: n\n    word: two\n", "word", 0, 0, 3, 11},
      {"things:\n  - name: n\n    dotted: a.b\n", "dotted", 0, 0, 3, 13},
      {"things:\n  - name: n\n", "word", 0, 0, 2, 5},    /* not there: the entry */
      {"things:\n  - name: n\n", "name", 1, 0, 2, 5},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena kept = {0};
    struct taken taken = {.ask_field = rows[i].field, .ask_index = rows[i].index, .ask_inside = rows[i].inside};
    struct err err = {""};
    if (read_text(rows[i].text, &taken, &kept, &err))
      fail_msg("%s: %s", rows[i].text, err.text);
    if (taken.places[0].line != rows[i].line || taken.places[0].column != rows[i].column)
      fail_msg("%zu: %s: %zu:%zu", i, rows[i].text, taken.places[0].line, taken.places[0].column);
    arena_free(&kept);
  }
}

/* Each alias doubles what the last one stands for; and texts that nest. */
static void bombs(void **state) {
  (void)state;
  static const char *const openers[] = {"[", "{a: ", "- ", "? "};
  struct arena kept = {0};
  struct taken taken = {0};
  struct err err;
  struct buf text = {0};
  buf_add(&text, STR("a0: &a0 [x, x]\n"));
  for (int i = 1; i < 60; i++)
    buf_printf(&text, "a%d: &a%d [*a%d, *a%d]\n", i, i, i - 1, i - 1);
  assert_int_equal(yaml_read(STR("f"), buf_str(&text), sections, &taken, &kept, &err), -1);
  for (size_t i = 0; i < COUNT(openers); i++)
    for (int in_section = 0; in_section < 2; in_section++) {
      buf_clear(&text);
      buf_add(&text, in_section ? STR("things: ") : STR(""));
      for (int n = 0; n < 20000; n++)
        buf_add(&text, str_from(openers[i]));
      assert_int_equal(yaml_read(STR("f"), buf_str(&text), sections, &taken, &kept, &err), -1);
    }
  buf_free(&text);
  arena_free(&kept);
}

static void long_lists(void **state) {
  (void)state;
  for (size_t len = 10000; len <= 10001; len++) {
    struct arena kept = {0};
    struct taken taken = {0};
    struct err err = {""};
    struct buf text = {0};
    buf_add(&text, STR("things:\n  - name: n\n    list: ["));
    for (size_t i = 0; i < len; i++)
      buf_add(&text, STR("a,\n"));
    buf_add_byte(&text, ']');
    int failed = yaml_read(STR("f"), buf_str(&text), sections, &taken, &kept, &err);
    assert_int_equal(failed, len > 10000 ? -1 : 0);
    assert_string_equal(err.text, failed ? "f:10003:1: a list of more than 10000" : "");
    if (!failed)
      assert_int_equal(taken.things[0].list.len, len);
    buf_free(&text);
    arena_free(&kept);
  }
}

static void too_large(void **state) {
  (void)state;
  struct arena kept = {0};
  struct err err;
  size_t len = 4 * 1024 * 1024 + 1;
  char *text = calloc(1, len);
  assert_int_equal(yaml_read(STR("f.yaml"), (str){text, len}, sections, NULL, &kept, &err), -1);
  assert_string_equal(err.text, "f.yaml: larger than 4194304 bytes");
  free(text);
  arena_free(&kept);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_kind), cmocka_unit_test(nothing_in_a_section), cmocka_unit_test(errors), cmocka_unit_test(refused_by_whoever_takes),
      cmocka_unit_test(places),     cmocka_unit_test(bombs),                cmocka_unit_test(too_large),
      cmocka_unit_test(long_lists),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
