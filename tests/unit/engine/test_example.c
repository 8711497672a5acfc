/* test_example.c -- forms that stand for keys, and texts that only look like them. */
#include "unit.h"

#include "engine/example.h"
#include "model/key.h"

static int expand(const char *source, struct example_text *made, struct arena *kept, struct err *err) {
  uint64_t seed = 1;
  return example_expand(str_from(source), &seed, kept, made, err);
}

/* `*` in a shape stands for as many random bytes as `len` says. */
static void forms(void **state) {
  (void)state;
  static const struct {
    const char *source, *before, *behind, *alphabet;
    size_t len, keys;
  } rows[] = {
      {"{{tail 20}}", "", "", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 20, 0},
      {"a {{hex 32}} b", "a ", " b", "0123456789abcdef", 32, 0},
      {"{{HEX 8}}", "", "", "0123456789ABCDEF", 8, 0},
      {"{{digits 12}}", "", "", "0123456789", 12, 0},
      {"{{lower 30}}", "", "", "0123456789abcdefghijklmnopqrstuvwxyz", 30, 0},
      {"{{upper 30}}", "", "", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", 30, 0},
      {"{{letters 30}}", "", "", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 30, 0},
      {"{{base32 30}}", "", "", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 30, 0},
      {"{{url 40}}", "", "", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-", 40, 0},
      {"{{uuid}}", "", "", "0123456789abcdef-", 36, 0},
      {"{{key}}", "apso_sk_live_", "", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 32, 1},
      {"x{{key org}};", "xapso_sk_org_", ";", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 32, 1},
      {"{{base64 key}}", "YXBzb19za19saXZl", "", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/=", 44, 1},
      {"{{base64 user:key}}", "dXNlcjphcHNvX3Nr", "", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/=", 52, 1},
      {"{{braces API_KEY}}", "{{API_KEY}}", "", "", 0, 0},
      {"${{ secrets.KEY }} {{.Values.key}} {{- if}}", "${{ secrets.KEY }} {{.Values.key}} {{- if}}", "", "", 0, 0},
      {"{{", "{{", "", "", 0, 0},
      {"{{key", "{{key", "", "", 0, 0},
      {"{{}}", "{{}}", "", "", 0, 0},
      {"", "", "", "", 0, 0},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena kept = {0};
    struct example_text made;
    struct err err;
    if (expand(rows[i].source, &made, &kept, &err))
      fail_msg("%s: %s", rows[i].source, err.text);
    str before = str_from(rows[i].before), behind = str_from(rows[i].behind);
    str drawn = str_head(str_tail(made.text, before.len), rows[i].len);
    if (made.text.len != before.len + rows[i].len + behind.len || !str_starts(made.text, before) || !str_ends(made.text, behind))
      fail_msg("%s: %.*s", rows[i].source, STR_ARG(made.text));
    for (size_t k = 0; k < drawn.len; k++)
      assert_non_null(strchr(rows[i].alphabet, drawn.ptr[k]));
    assert_int_equal(made.keys, rows[i].keys);
    arena_free(&kept);
  }
}

static void errors(void **state) {
  (void)state;
  static const char *const sources[] = {"{{tail}}", "{{tail 0}}", "{{tail x}}", "{{tail 99999}}", "{{keys}}", "{{key a.b}}", "{{base64}}",
                                        "{{base64 x}}", "{{API_KEY}}", "{{uuid 4}}", "a {{tail 4}} {{nothing}}"};
  for (size_t i = 0; i < COUNT(sources); i++) {
    struct arena kept = {0};
    struct example_text made;
    struct err err = {""};
    assert_int_equal(expand(sources[i], &made, &kept, &err), -1);
    assert_true(str_starts(str_from(err.text), STR("no form is '{{")));
    arena_free(&kept);
  }
}

/* Other numbers each time, and the same ones for the same seed. */
static void seeds(void **state) {
  (void)state;
  struct arena kept = {0};
  struct example_text one, two, again;
  struct err err;
  uint64_t seed = 1;
  assert_int_equal(example_expand(STR("{{key}}"), &seed, &kept, &one, &err), 0);
  assert_int_equal(example_expand(STR("{{key}}"), &seed, &kept, &two, &err), 0);
  seed = 1;
  assert_int_equal(example_expand(STR("{{key}}"), &seed, &kept, &again, &err), 0);
  assert_false(str_eq(one.text, two.text));
  assert_str(one.text, again.text);
  assert_str(one.key[0], one.text);
  arena_free(&kept);
}

static void too_many_keys(void **state) {
  (void)state;
  struct arena kept = {0};
  struct example_text made;
  struct err err;
  struct buf text = {0};
  uint64_t seed = 1;
  for (int i = 0; i < EXAMPLE_KEYS; i++)
    buf_add(&text, STR("{{key}} "));
  assert_int_equal(example_expand(buf_str(&text), &seed, &kept, &made, &err), 0);
  assert_int_equal(made.keys, EXAMPLE_KEYS);
  buf_add(&text, STR("{{key}}"));
  assert_int_equal(example_expand(buf_str(&text), &seed, &kept, &made, &err), -1);
  buf_free(&text);
  arena_free(&kept);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(forms), cmocka_unit_test(errors), cmocka_unit_test(seeds), cmocka_unit_test(too_many_keys)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
