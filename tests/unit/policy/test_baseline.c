/* test_baseline.c -- baselines: read in whatever order a merge left, written in one. */
#include "unit.h"

#include "policy/baseline.h"

#define A "0000000000000000000000000000000a"
#define B "0000000000000000000000000000000b"
#define C "0000000000000000000000000000000c"
#define HEAD "# apso-scan baseline 1\n"

static void written_again(void **state) {
  (void)state;
  static const struct {
    const char *text, *again;
  } rows[] = {
      {"", HEAD},
      {HEAD, HEAD},
      {HEAD A "\n" B "\n", HEAD A "\n" B "\n"},
      {C "\n" A "\n" B, HEAD A "\n" B "\n" C "\n"},
      {A "\n" A "\n\n  \n" A " # why\n", HEAD A " # why\n"},
      {A " # one\n" A " # two\n", HEAD A " # one\n"},
      {"\t" A "\t#x # y \r\n" B "\r\n", HEAD A " # x # y\n" B "\n"},
      {"# ours\n" B "\n" HEAD "# too\n" HEAD A "#\n", HEAD "# ours\n# too\n" A "\n" B "\n"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena kept = {0};
    struct baseline baseline = {0};
    struct buf out = {0};
    struct err err;
    assert_int_equal(baseline_read(STR("b"), str_from(rows[i].text), &baseline, &kept, &err), 0);
    baseline_write(&baseline, &out);
    assert_text(buf_str(&out), rows[i].again);
    buf_free(&out);
    baseline_free(&baseline);
    arena_free(&kept);
  }
}

static void errors(void **state) {
  (void)state;
  static const struct {
    const char *text, *error;
  } rows[] = {
      {"x\n", "b:1:1: expected an id of 32 hex digits, or a comment behind '#'"},
      {A "\n" A "0\n", "b:2:1: an id has 32 hex digits, and this has 33; did a part get lost?"},
      {"0000000000000000000000000000000A\n", "b:1:1: ids are written in lower case"},
      {A " " B "\n", "b:1:1: expected an id of 32 hex digits, or a comment behind '#'"},
      {"\n=======\n", "b:2:1: a conflict of a merge is not resolved; keep the lines of both sides"},
      {"# apso-scan baseline 10\n",
       "b:1:1: a baseline of another version of apso-scan; this one reads '# apso-scan baseline 1'"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena kept = {0};
    struct baseline baseline = {0};
    struct err err = {""};
    assert_int_equal(baseline_read(STR("b"), str_from(rows[i].text), &baseline, &kept, &err), -1);
    assert_string_equal(err.text, rows[i].error);
    baseline_free(&baseline);
    arena_free(&kept);
  }
}

static void found_added_and_dropped(void **state) {
  (void)state;
  struct arena kept = {0};
  struct baseline baseline = {0};
  struct err err;
  assert_null(baseline_find(&baseline, STR(A)));
  assert_int_equal(baseline_read(STR("b"), STR(C " # see\n" A "\n"), &baseline, &kept, &err), 0);
  assert_null(baseline_find(&baseline, STR(B)));
  assert_int_equal(baseline_find(&baseline, STR(C))->line, 1);
  baseline_push(&baseline, STR(B));
  baseline_push(&baseline, STR(C));
  baseline_sort(&baseline);
  assert_int_equal(baseline.entries.len, 3);
  assert_text(baseline_find(&baseline, STR(C))->comment, "see");
  assert_int_equal(baseline_prune(&baseline), 1);
  assert_null(baseline_find(&baseline, STR(A)));
  assert_int_equal(baseline.entries.len, 2);
  baseline_free(&baseline);
  arena_free(&kept);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(written_again), cmocka_unit_test(errors),
                                     cmocka_unit_test(found_added_and_dropped)};
  return cmocka_run_group_tests_name("policy/baseline", tests, NULL, NULL);
}
