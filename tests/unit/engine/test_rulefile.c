/* test_rulefile.c -- rule files, good ones and bad ones with what is said about them. */
#include "unit.h"

#include "base/buf.h"
#include "engine/rulefile.h"

#define REST "title: t, class: literal, severity: high, why: w, advice: d, examples: [], counter-examples: []"
#define DOOR "name: n, rule: r, modules: [m], export: E"

struct read {
  struct arena kept;
  struct rulefile file;
  struct err err;
};

static int read_text(struct read *read, str text) {
  *read = (struct read){0};
  return rulefile_read(STR("r.yaml"), text, &read->kept, &read->file, &read->err);
}

static void read_free(struct read *read) {
  vec_free(&read->file.rules);
  vec_free(&read->file.doors);
  vec_free(&read->file.door_rules);
  arena_free(&read->kept);
}

static void errors(void **state) {
  (void)state;
  static const char *const rows[][2] = {
      {"", "r.yaml:1:1: empty; expected 'rules:' or 'doors:'"},
      {"# nothing\n", "r.yaml:1:1: empty; expected 'rules:' or 'doors:'"},
      {"text", "r.yaml:1:1: expected 'rules:' or 'doors:'"},
      {"- rules", "r.yaml:1:1: expected 'rules:' or 'doors:'"},
      {"? [rules]\n: []", "r.yaml:1:3: expected 'rules:' or 'doors:'"},
      {"rulez: []", "r.yaml:1:1: unknown section 'rulez'; did you mean 'rules'?"},
      {"rules: []\ndoor: []", "r.yaml:2:1: unknown section 'door'; did you mean 'doors'?"},
      {"rules: x", "r.yaml:1:8: expected a list"},
      {"rules:\n  id: x", "r.yaml:2:3: expected a list"},
      {"rules:\n  - x", "r.yaml:2:5: expected a mapping of fields"},
      {"rules:\n  - [x]", "r.yaml:2:5: expected a mapping of fields"},
      {"rules:\n  - {}", "r.yaml:2:5: field 'id' is missing"},
      {"rules:\n  - {" REST "}", "r.yaml:2:5: field 'id' is missing"},
      {"rules:\n  - {id: a}", "r.yaml:2:5: field 'title' is missing"},
      {"rules:\n  - id: a\n    title: t\n    clas: literal", "r.yaml:4:5: unknown field 'clas'; did you mean 'class'?"},
      {"rules:\n  - {id: a, " REST ", pattrn: x}", "r.yaml:2:110: unknown field 'pattrn'; did you mean 'pattern'?"},
      {"rules:\n  - {id: a, id: b}", "r.yaml:2:13: field stands twice"},
      {"rules:\n  - {[id]: a}", "r.yaml:2:6: expected a field's name"},
      {"rules:\n  - {id: [a]}", "r.yaml:2:10: expected text"},
      {"rules:\n  - {id: {a: b}}", "r.yaml:2:10: expected text"},
      {"rules:\n  - {class: literl}", "r.yaml:2:13: unknown class 'literl'; did you mean 'literal'?"},
      {"rules:\n  - {class: []}", "r.yaml:2:13: expected a class"},
      {"rules:\n  - {severity: severe}", "r.yaml:2:16: unknown severity 'severe'; did you mean 'medium'?"},
      {"rules:\n  - {severity: {}}", "r.yaml:2:16: expected a severity"},
      {"rules:\n  - {keywords: x}", "r.yaml:2:16: expected a list"},
      {"rules:\n  - keywords:\n      - a\n      - [b]", "r.yaml:4:9: expected text"},
      {"rules:\n  - {group: -1}", "r.yaml:2:13: expected a small number"},
      {"rules:\n  - {group: 12345}", "r.yaml:2:13: expected a small number"},
      {"rules:\n  - {group: ''}", "r.yaml:2:13: expected a small number"},
      {"rules:\n  - {group: 1x}", "r.yaml:2:13: expected a small number"},
      {"rules:\n  - {base64: yes}", "r.yaml:2:14: expected true or false"},
      {"rules:\n  - {base64: []}", "r.yaml:2:14: expected true or false"},
      {"doors:\n  - {" DOOR "}", "r.yaml:2:5: field 'shape' is missing"},
      {"doors:\n  - {" DOOR ", shape: cal}", "r.yaml:2:56: unknown shape 'cal'; did you mean 'call'?"},
      {"doors:\n  - {" DOOR ", shape: []}", "r.yaml:2:56: expected new, call or header"},
      {"doors:\n  - {" DOOR ", shape: new, argument: one}", "r.yaml:2:71: expected a small number"},
      {"doors:\n  - {" DOOR ", shape: new, property: [a]}", "r.yaml:2:71: expected text"},
      {"doors:\n  - {modules: m}", "r.yaml:2:15: expected a list"},
      {"rules:\n\t- x", "r.yaml:2:1: not YAML: found character that cannot start any token"},
      {"rules: [", "r.yaml:2:1: not YAML: did not find expected node content"},
      {"rules: *a", "r.yaml:1:8: not YAML: found undefined alias"},
      {"rules: []\n---\nrules: x\n", "r.yaml:2:1: a second document"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct read read;
    int failed = read_text(&read, str_from(rows[i][0]));
    if (failed != -1 || strcmp(read.err.text, rows[i][1]) != 0)
      print_error("%s\n  gives  %s\n  not    %s\n", rows[i][0], failed ? read.err.text : "no error", rows[i][1]);
    read_free(&read);
    assert_int_equal(failed, -1);
    assert_string_equal(read.err.text, rows[i][1]);
  }
}

static void a_whole_file(void **state) {
  (void)state;
  struct read read;
  assert_int_equal(read_text(&read, STR("doors:\n"
                                        "  - {" DOOR ", shape: call, member: m, argument: 2, property: auth.apiKey}\n"
                                        "  - {" DOOR ", shape: new}\n"
                                        "rules:\n"
                                        "  - id: one\n"
                                        "    title: \"T\\u00e9\"\n"
                                        "    class: header-literal\n"
                                        "    severity: critical\n"
                                        "    keywords: [abcd, 'e f']\n"
                                        "    pattern: '(a)\\d'\n"
                                        "    group: 1\n"
                                        "    base64: true\n"
                                        "    paths: &globs ['*.env']\n"
                                        "    why: >-\n      folded\n      text\n"
                                        "    advice: |\n      kept\n"
                                        "    references: []\n"
                                        "    examples: *globs\n"
                                        "    counter-examples: ['', \"a\\0b\"]\n"
                                        "  - {id: two, " REST "}\n")),
                   0);
  assert_int_equal(read.file.rules.len, 2);
  const struct rule *rule = read.file.rules.data[0];
  assert_text(rule->id, "one");
  assert_text(rule->title, "T\xc3\xa9");
  assert_int_equal(rule->class, CLASS_HEADER_LITERAL);
  assert_int_equal(rule->severity, SEVERITY_CRITICAL);
  assert_int_equal(rule->keywords.len, 2);
  assert_text(rule->keywords.data[1], "e f");
  assert_text(rule->pattern, "(a)\\d");
  assert_int_equal(rule->group, 1);
  assert_true(rule->base64);
  assert_text(rule->why, "folded text");
  assert_text(rule->advice, "kept\n");
  assert_text(rule->examples.data[0], "*.env");
  assert_str(rule->counter_examples.data[1], STR("a\0b"));
  assert_text(rule->file, "r.yaml");
  assert_int_equal(rule->line, 5);
  assert_int_equal(read.file.rules.data[1]->line, 22);
  assert_int_equal(read.file.doors.len, 2);
  const struct door *door = &read.file.doors.data[0];
  assert_int_equal(door->shape, DOOR_CALL);
  assert_int_equal(door->argument, 2);
  assert_int_equal(door->property.len, 2);
  assert_text(door->property.data[0], "auth");
  assert_text(door->property.data[1], "apiKey");
  assert_int_equal(read.file.doors.data[1].property.len, 0);
  assert_text(read.file.door_rules.data[0].rule, "r");
  assert_int_equal(read.file.door_rules.data[1].line, 3);
  read_free(&read);
}

/* Each alias doubles what the last one stands for; nobody may write that out. */
static void an_alias_bomb(void **state) {
  (void)state;
  struct read read;
  struct buf text = {0};
  buf_add(&text, STR("a0: &a0 [x, x]\n"));
  for (int i = 1; i < 60; i++)
    buf_printf(&text, "a%d: &a%d [*a%d, *a%d]\n", i, i, i - 1, i - 1);
  assert_int_equal(read_text(&read, buf_str(&text)), -1);
  assert_string_equal(read.err.text, "r.yaml:1:1: unknown section 'a0'; did you mean 'rules'?");
  read_free(&read);
  buf_clear(&text);
  buf_add(&text, STR("rules: &r [*r]\n"));
  assert_int_equal(read_text(&read, buf_str(&text)), -1);
  read_free(&read);
  buf_free(&text);
}

static void deep_nesting(void **state) {
  (void)state;
  struct read read;
  struct buf text = {0};
  for (int i = 0; i < 20000; i++)
    buf_add_byte(&text, '[');
  assert_int_equal(read_text(&read, buf_str(&text)), -1);
  read_free(&read);
  buf_free(&text);
}

static void too_large(void **state) {
  (void)state;
  struct read read;
  size_t len = 4 * 1024 * 1024 + 1;
  char *text = calloc(1, len);
  assert_int_equal(read_text(&read, (str){text, len}), -1);
  assert_string_equal(read.err.text, "r.yaml: larger than 4194304 bytes");
  read_free(&read);
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(errors),       cmocka_unit_test(a_whole_file), cmocka_unit_test(an_alias_bomb),
      cmocka_unit_test(deep_nesting), cmocka_unit_test(too_large),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
