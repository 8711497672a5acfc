/* test_joined.c -- what goes on elsewhere, by the rules of each language. */
#include "unit.h"

#include "base/buf.h"
#include "engine/joined.h"

/* '^' in `text` marks where a piece begins; the text of the pieces; NULL: it stands alone. */
static const struct row {
  const char *path, *text, *joined;
} rows[] = {
    {"a.sh", "K=^ab\\\n^cd ef", "abcd"},
    {"a.sh", "K=^ab\\\r\n^cd\n", "abcd"},
    {"a.sh", "K=^ab\\\n  cd\n", NULL},  /* another word */
    {"a.sh", "K=^ab \\\n  cd\n", NULL},
    {"a.sh", "K=\"^ab\"'^cd'", "abcd"},
    {"a.sh", "f \"^ab\" \"cd\"", NULL},
    {"Dockerfile", "ENV K=^ab\\\n^cd\\\n^ef\n", "abcdef"},
    {"Makefile", "K = ^ab\\\n^cd\n", "abcd"},
    {"a.properties", "k=^ab\\\n    ^cd\n", "abcd"},
    {"a.yaml", "k: \"^ab\\\n    ^cd\"", "abcd"},
    {"a.yaml", "k: \"^ab\\\n    \\^cd\"", "abcd"},
    {"a.yaml", "k: ^ab\n  cd", NULL},
    {"a.rs", "\"^ab\\\n    ^cd\"", "abcd"},
    {"a.py", "(\"^ab\"\n  \"^cd\")", "abcd"},
    {"a.py", "('^ab'  # one\n  # two\n  f'^cd')", "abcd"},
    {"a.py", "'^ab' + \\\n  '^cd'", "abcd"},
    {"a.py", "('^ab', 'cd')", NULL},
    {"a.py", "\"\"\"^ab\"\"\"", NULL},
    {"a.c", "\"^ab\"\n\t\"^cd\" /* x */ \"^ef\"", "abcdef"},
    {"a.go", "\"^ab\" +\n\t`^cd`", "abcd"},
    {"A.java", "\"^ab\" // one\n + \"^cd\"", "abcd"},
    {"A.java", "\"^ab\" \"cd\"", NULL},
    {"a.cs", "@\"^ab\" + @\"^cd\"", "abcd"},
    {"a.php", "'^ab' . \"^cd\"", "abcd"},
    {"a.lua", "'^ab' .. '^cd'", "abcd"},
    {"a.rb", "'^ab' \\\n '^cd'", "abcd"},
    {"a.sql", "'^ab' || '^cd'", "abcd"},
    {"a.js", "'^ab' || 'cd'", NULL}, /* one of two */
    {"a.js", "'^ab' +\n  '^cd'", "abcd"},
    {"a.ts", "'^ab' + 'cd'", NULL}, /* the script engine's */
    {"a.vb", "\"^ab\" & \"^cd\"", "abcd"},
    {"a.md", "^ab\\\ncd", NULL},
    {"a.json", "[\"^ab\"+\"cd\"]", NULL},
    {"a.eml", "Encoding: quoted-printable\n^ab=\n^cd", "abcd"},
    {"a.eml", "^ab=\ncd", NULL},
    {"", "'^ab' \"^cd\"", "abcd"}, /* nobody knows yet */
    {"a.py", "('^apso_sk_one'\n 'apso_sk_two')", NULL}, /* somebody forgot the comma */
    {"a.py", "'^ab' '", NULL},
    {"a.py", "'^ab' + 'é'", NULL},
};

/* Takes the marks out; returns how many, and where they stood. */
static size_t take_marks(const char *marked, struct buf *text, size_t *at) {
  size_t marks = 0;
  for (; *marked; marked++)
    if (*marked == '^')
      at[marks++] = text->len;
    else
      buf_add_byte(text, *marked);
  return marks;
}

static void tables(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct buf text = {0};
    struct arena scratch = {0};
    struct joined joined;
    size_t at[8], marks = take_marks(rows[i].text, &text, at);
    bool found = joined_read(buf_str(&text), str_from(rows[i].path), at[0], &scratch, &joined);
    if (found != (rows[i].joined != NULL))
      fail_msg("row %zu: %s", i, rows[i].text);
    if (found) {
      assert_text(joined.text, rows[i].joined);
      assert_int_equal(joined.pieces, marks);
      for (size_t k = 0; k < marks; k++)
        assert_int_equal(joined.start[k], at[k]);
    }
    arena_free(&scratch);
    buf_free(&text);
  }
}

static void carets(void **state) {
  struct arena scratch = {0};
  struct joined joined;
  (void)state;
  assert_true(joined_read(STR("set K=ab^\r\ncd"), STR("a.cmd"), 6, &scratch, &joined));
  assert_text(joined.text, "abcd");
  assert_false(joined_read(STR("set K=ab^\r\ncd"), STR("a.sh"), 6, &scratch, &joined));
  arena_free(&scratch);
}

static void ends(void **state) {
  struct arena scratch = {0};
  struct joined joined;
  (void)state;
  assert_true(joined_read(STR("\"abc\" + \"de\""), STR("a.go"), 1, &scratch, &joined));
  assert_int_equal(joined_end(&joined, 1), 2);
  assert_int_equal(joined_end(&joined, 3), 4);
  assert_int_equal(joined_end(&joined, 4), 10);
  assert_int_equal(joined_end(&joined, 5), 11);
  assert_int_equal(joined_end(&joined, 99), 11);
  arena_free(&scratch);
}

/* Never more pieces or bytes than the limits say. */
static void limits(void **state) {
  struct arena scratch = {0};
  struct joined joined;
  struct buf text = {0};
  (void)state;
  for (int i = 0; i < 10 * JOINED_PIECES; i++)
    buf_add(&text, STR("ab\\\n"));
  assert_true(joined_read(buf_str(&text), STR("a.sh"), 0, &scratch, &joined));
  assert_int_equal(joined.pieces, JOINED_PIECES);
  buf_clear(&text);
  for (int i = 0; i < 3 * JOINED_LIMIT; i++)
    buf_printf(&text, i % 1000 ? "%d" : "%d\\\n", (i / 1000 + i) % 10);
  assert_true(joined_read(buf_str(&text), STR("a.sh"), 0, &scratch, &joined));
  assert_int_equal(joined.text.len, JOINED_LIMIT);
  buf_free(&text);
  arena_free(&scratch);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(tables), cmocka_unit_test(carets), cmocka_unit_test(ends), cmocka_unit_test(limits)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
