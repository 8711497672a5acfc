/* test_cachetree.c -- trees that an index remembers: found by name, or not believed at all. */
#include "unit.h"

#include "base/buf.h"
#include "source/cachetree.h"

enum { ID = OID_SHA1 };

/* A text with '|' for NUL and '#' for an id of twenty '#'. */
static struct buf make(const char *text) {
  struct buf out = {0};
  for (; *text; text++)
    if (*text == '#')
      buf_add(&out, STR("####################"));
    else
      buf_add_byte(&out, *text == '|' ? '\0' : *text);
  return out;
}

static void found_by_name(void **state) {
  (void)state;
  struct buf bytes = make("|6 3\n#a|1 0\n#b|-1 2\nx|1 0\n#y|1 1\n#z|1 0\n#long|3 0\n#");
  struct cachetree tree = {0};
  cachetree_read(buf_str(&bytes), ID, &tree);
  assert_int_equal(tree.len, 7);
  const struct cachetree_node *top = cachetree_top(&tree);
  assert_true(top->is_valid);
  assert_int_equal(top->entries, 6);
  assert_int_equal(top->id.bytes[ID - 1], '#');
  assert_int_equal(top->id.bytes[ID], 0);
  const struct cachetree_node *b = cachetree_below(&tree, top, STR("b")), *y = cachetree_below(&tree, b, STR("y"));
  assert_false(b->is_valid);
  assert_true(oid_is_zero(b->id));
  assert_true(y->is_valid);
  assert_text(cachetree_below(&tree, y, STR("z"))->name, "z");
  assert_int_equal(cachetree_below(&tree, top, STR("long"))->entries, 3);
  assert_null(cachetree_below(&tree, top, STR("x")));
  assert_null(cachetree_below(&tree, top, STR("")));
  assert_null(cachetree_below(&tree, y, STR("y")));
  assert_null(cachetree_below(&tree, NULL, STR("a")));
  cachetree_free(&tree);
  assert_null(cachetree_top(&tree));
  buf_free(&bytes);
}

static void not_believed(void **state) {
  (void)state;
  static const char *const cases[] = {
      "",
      "|",
      "|1",
      "|1 0",
      "|1 0\n",                             /* no id */
      "|1 1\n#",                            /* no subtree */
      "|1 0\n#more",                        /* something behind */
      "|1 2147483647\n#",                   /* more than the bytes can hold */
      "|1 99999999999999999999\n#",
      "|1 -1\n#",
      "|x 0\n#",
      "| 0\n#",
      "|- 0\n#",
      "|1x 0\n#",
      "|99999999999 0\n#",
      "|4294967296 0\n#",
      "|2 2\n#b|1 0\n#a|1 0\n#",            /* out of order */
      "|2 2\n#aa|1 0\n#b|1 0\n#",
      "|2 2\n#a|1 0\n#a|1 0\n#",            /* twice */
      "|1 1\n#a|1 1\n#b|1 1\n#c|1 1\n#",    /* deeper than it goes */
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct buf bytes = make(cases[i]);
    struct cachetree tree = {0};
    cachetree_read(buf_str(&bytes), ID, &tree);
    assert_null(cachetree_top(&tree));
    cachetree_free(&tree);
    buf_free(&bytes);
  }
}

/* No recursion, and the last of two is what counts. */
static void deep_and_again(void **state) {
  (void)state;
  enum { DEPTH = 200000 };
  struct buf bytes = {0}, small = make("|1 0\n#");
  for (int i = 0; i < DEPTH; i++)
    buf_add(&bytes, (str){"\0-1 1\n", 6});
  buf_add(&bytes, (str){"\0-1 0\n", 6});
  struct cachetree tree = {0};
  cachetree_read(buf_str(&bytes), ID, &tree);
  assert_int_equal(tree.len, DEPTH + 1);
  cachetree_read(buf_str(&small), ID, &tree);
  assert_int_equal(tree.len, 1);
  cachetree_free(&tree);
  buf_free(&bytes);
  buf_free(&small);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(found_by_name),
      cmocka_unit_test(not_believed),
      cmocka_unit_test(deep_and_again),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
