/* test_rulefile.c -- rule files, good ones and bad ones with what is said about them. */
#include "unit.h"

#include "engine/rulefile.h"

#define REST "title: t, class: literal, severity: high, why: w, advice: d, examples: [], counter-examples: []"
#define RULE "rules:\n  - {id: a, title: t, class: literal, severity: high, why: w, advice: d, examples: [], counter-examples: [],\n     "
#define PATTERN RULE "keywords: [abcd], "
#define GLOB "a glob knows *, ** and ? only; write one for each form"
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
  rulefile_free(&read->file);
  arena_free(&read->kept);
}

static void errors(void **state) {
  (void)state;
  static const char *const rows[][2] = {
      {"", "r.yaml:1:1: empty; expected 'extends:', 'rules:', 'doors:', 'environments:' or 'public-variables:'"},
      {"# nothing\n", "r.yaml:1:1: empty; expected 'extends:', 'rules:', 'doors:', 'environments:' or 'public-variables:'"},
      {"text", "r.yaml:1:1: expected 'extends:', 'rules:', 'doors:', 'environments:' or 'public-variables:'"},
      {"- rules", "r.yaml:1:1: expected 'extends:', 'rules:', 'doors:', 'environments:' or 'public-variables:'"},
      {"? [rules]\n: []", "r.yaml:1:3: expected 'extends:', 'rules:', 'doors:', 'environments:' or 'public-variables:'"},
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
      {"rules:\n  - {class: []}", "r.yaml:2:13: expected a word"},
      {"rules:\n  - {severity: severe}", "r.yaml:2:16: unknown severity 'severe'; known: note, low, medium, high, critical"},
      {"rules:\n  - {severity: {}}", "r.yaml:2:16: expected a word"},
      {"rules:\n  - {keywords: {}}", "r.yaml:2:16: expected a list"},
      {"rules:\n  - keywords:\n      - a\n      - [b]", "r.yaml:4:9: expected text"},
      {"rules:\n  - {group: -1}", "r.yaml:2:13: expected a number from 0 to 9999"},
      {"rules:\n  - {group: 12345}", "r.yaml:2:13: expected a number from 0 to 9999"},
      {"rules:\n  - {group: ''}", "r.yaml:2:13: expected a number from 0 to 9999"},
      {"rules:\n  - {group: 1x}", "r.yaml:2:13: expected a number from 0 to 9999"},
      {"rules:\n  - {encoded: yes}", "r.yaml:2:15: expected true or false"},
      {"rules:\n  - {encoded: []}", "r.yaml:2:15: expected true or false"},
      {"doors:\n  - {" DOOR "}", "r.yaml:2:5: field 'shape' is missing"},
      {"doors:\n  - {" DOOR ", shape: cal}", "r.yaml:2:56: unknown shape 'cal'; did you mean 'call'?"},
      {"doors:\n  - {" DOOR ", shape: []}", "r.yaml:2:56: expected a word"},
      {"doors:\n  - {" DOOR ", shape: new, argument: one}", "r.yaml:2:71: expected a number from 0 to 9999"},
      {"doors:\n  - {" DOOR ", shape: new, property: [a]}", "r.yaml:2:71: expected text"},
      {RULE "pattern: xy}", "r.yaml:3:15: rule 'a': a pattern needs 'keywords': text that every match holds"},
      {RULE "pattern: x, keywords: [abc]}", "r.yaml:3:29: rule 'a': keyword of less than 4 bytes"},
      {RULE "keywords: [abcd]}", "r.yaml:3:17: rule 'a': keywords without a 'pattern' do nothing"},
      {PATTERN "pattern: (}", "r.yaml:3:34: rule 'a': pattern, at its byte 1: missing closing parenthesis"},
      {PATTERN "pattern: 'ab''(c'}", "r.yaml:3:40: rule 'a': pattern, at its byte 5: missing closing parenthesis"},
      {PATTERN "pattern: \"\\x61b[c\"}", "r.yaml:3:33: rule 'a': pattern, at its byte 4: missing terminating ] for character class"},
      {PATTERN "pattern: (x), group: 2}", "r.yaml:3:45: rule 'a': 'group' is 2, the pattern has 1"},
      {PATTERN "pattern: x*}", "r.yaml:3:33: rule 'a': the pattern fits a text of no bytes, so that it would be found everywhere"},
      {PATTERN "pattern: (*UTF)x}", "r.yaml:3:39: rule 'a': pattern, at its byte 6: using UTF is disabled by the application"},
      {PATTERN "pattern: x, allow: [y, 'z(']}", "r.yaml:3:50: rule 'a': pattern, at its byte 2: missing closing parenthesis"},
      {PATTERN "pattern: x, allow: y?}", "r.yaml:3:43: rule 'a': the pattern fits a text of no bytes, so that it would be found everywhere"},
      {RULE "paths: ['*.[ch]']}", "r.yaml:3:14: rule 'a': " GLOB},
      {RULE "not-paths: [x, '{a,b}']}", "r.yaml:3:21: rule 'a': " GLOB},
      {RULE "paths: ['']}", "r.yaml:3:14: rule 'a': an empty glob fits nothing"},
      {RULE "paths: /etc/x}", "r.yaml:3:13: rule 'a': paths begin at the top of what is scanned, without '/' or './'"},
      {RULE "paths: ./x}", "r.yaml:3:13: rule 'a': paths begin at the top of what is scanned, without '/' or './'"},
      {RULE "paths: '!x'}", "r.yaml:3:13: rule 'a': a glob cannot say no; 'not-paths' does"},
      {RULE "paths: src/}", "r.yaml:3:13: rule 'a': a glob names files; a folder's are 'folder/**'"},
      {RULE "min-length: 20, max-length: 10}", "r.yaml:3:34: rule 'a': 'max-length' is less than 'min-length'"},
      {RULE "entropy: 8.5}", "r.yaml:3:15: rule 'a': a byte has at most 8 bits of entropy"},
      {RULE "judge: apso}", "r.yaml:3:13: unknown judge 'apso'; known: key, none"},
      {"rules:\n  - {" REST ", id: a b}", "r.yaml:2:107: rule 'a b': an id has at most 64 letters, digits, '-', '_' and '.'"},
      {"extends: build-in", "r.yaml:1:10: unknown set of rules 'build-in'; did you mean 'builtin'?"},
      {"extends: []", "r.yaml:1:10: expected text"},
      {"rules:\n\t- x", "r.yaml:2:1: not YAML: found character that cannot start any token"},
      {"rules: [", "r.yaml:2:1: not YAML: did not find expected node content"},
      {"rules: *a", "r.yaml:1:8: anchors, aliases and tags are not read here; text that begins with & * or ! needs quotes"},
      {"rules: []\n---\nrules: x\n", "r.yaml:2:1: a second document"},
  };
  size_t wrong = 0;
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct read read;
    int failed = read_text(&read, str_from(rows[i][0]));
    read_free(&read);
    if (failed == -1 && strcmp(read.err.text, rows[i][1]) == 0)
      continue;
    print_error("%s\n  gives  %s\n  not    %s\n", rows[i][0], failed ? read.err.text : "no error", rows[i][1]);
    wrong++;
  }
  assert_int_equal(wrong, 0);
}

static void a_whole_file(void **state) {
  (void)state;
  struct read read;
  int failed = read_text(&read, STR("doors:\n"
                                        "  - {" DOOR ", shape: call, member: m, argument: 2, property: auth.apiKey}\n"
                                        "  - {" DOOR ", shape: new}\n"
                                        "rules:\n"
                                        "  - id: one\n"
                                        "    title: \"T\\u00e9\"\n"
                                        "    class: header-literal\n"
                                        "    severity: critical\n"
                                        "    keywords: [abcd, 'e fg']\n"
                                        "    pattern: '(a)\\d'\n"
                                        "    group: 1\n"
                                        "    encoded: true\n"
                                        "    paths: '*.env'\n"
                                        "    not-paths: [a/**]\n"
                                        "    entropy: 3.5\n"
                                        "    min-length: 20\n"
                                        "    max-length: 40\n"
                                        "    allow: ['^x', y]\n"
                                        "    judge: none\n"
                                        "    why: >-\n      folded\n      text\n"
                                        "    advice: |\n      kept\n"
                                        "    references: []\n"
                                        "    examples: ['*.env']\n"
                                        "    counter-examples:\n      - ''\n      - \"a\\0b\"\n"
                                        "  - {id: two, " REST "}\n"));
  if (failed)
    fail_msg("%s", read.err.text);
  assert_int_equal(read.file.rules.len, 2);
  const struct rule *rule = read.file.rules.data[0].rule;
  assert_text(rule->id, "one");
  assert_text(rule->title, "T\xc3\xa9");
  assert_int_equal(rule->class, CLASS_HEADER_LITERAL);
  assert_int_equal(rule->severity, SEVERITY_CRITICAL);
  assert_int_equal(rule->keywords.len, 2);
  assert_text(rule->keywords.data[1], "e fg");
  assert_text(rule->pattern, "(a)\\d");
  assert_int_equal(rule->group, 1);
  assert_true(rule->encoded);
  assert_text(rule->why, "folded text");
  assert_text(rule->advice, "kept\n");
  assert_text(rule->examples.data[0], "*.env");
  assert_str(rule->counter_examples.data[1], STR("a\0b"));
  assert_text(rule->file, "r.yaml");
  assert_int_equal(rule->line, 5);
  assert_int_equal(read.file.rules.data[1].rule->line, 30);
  assert_int_equal(read.file.rules.data[1].rule->judge, JUDGE_KEY);
  assert_text(rule->paths.data[0], "*.env");
  assert_text(rule->not_paths.data[0], "a/**");
  assert_true(rule->entropy == 3.5);
  assert_int_equal(rule->min_length, 20);
  assert_int_equal(rule->max_length, 40);
  assert_text(rule->allow.data[1], "y");
  assert_non_null(read.file.rules.data[0].allow[1]);
  assert_int_equal(rule->judge, JUDGE_NONE);
  assert_int_equal(rule->counter_lines[1], 29);
  assert_int_equal(rule->column, 5);
  assert_false(rule->is_builtin);
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

/* Words are read by their place in a table. */
static void words_are_those_of_the_enums(void **state) {
  (void)state;
  for (int class = 0; class < CLASS_COUNT; class++)
    for (int severity = 0; severity < SEVERITY_COUNT; severity++) {
      struct read read;
      char text[256];
      snprintf(text, sizeof text, "rules: [{id: a, title: t, class: %s, severity: %s, why: w, advice: d, examples: [], counter-examples: []}]",
               class_name((enum finding_class)class), severity_name((enum severity)severity));
      assert_int_equal(read_text(&read, str_from(text)), 0);
      assert_int_equal(read.file.rules.data[0].rule->class, class);
      assert_int_equal(read.file.rules.data[0].rule->severity, severity);
      read_free(&read);
    }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(errors),
      cmocka_unit_test(a_whole_file),
      cmocka_unit_test(words_are_those_of_the_enums),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
