/* test_proof.c -- what is told of rules whose examples are not as they should be. */
#include "unit.h"

#include <unistd.h>

#include "base/file.h"
#include "engine/proof.h"

#define RULE "rules:\n  - {id: a, title: t, class: literal, severity: high, why: w, advice: d,\n     "
#define ACME "keywords: [acme_], pattern: 'acme_[A-Za-z0-9]{20,}',\n     "
#define COUNTER "counter-examples: ['acme_xxxxxxxxxxxxxxxxxxxxxxxx']"
#define GOOD "examples: ['k: acme_{{tail 24}}'], " COUNTER

struct told {
  struct buf text;
};

static void add_note(void *data, const struct proof_note *note) {
  struct told *told = data;
  buf_printf(&told->text, "%zu %.*s%s: %.*s\n", note->line, STR_ARG(note->name), note->is_warning ? " warning" : "", STR_ARG(note->text));
}

/* All that is told of the file, and the counts. */
static struct proof prove(const char *text, struct told *told) {
  char path[] = "/tmp/apso-proof-XXXXXX";
  const char *paths[] = {path};
  struct ruleset *set = NULL;
  struct err err;
  struct proof proof = {0};
  close(mkstemp(path));
  assert_int_equal(file_write(path, str_from(text), &err), 0);
  if (ruleset_load(paths, 1, &set, &err))
    fail_msg("%s", err.text);
  proof_run(set, NULL, add_note, told, &proof);
  buf_add_byte(&told->text, '\0');
  ruleset_free(set);
  unlink(path);
  return proof;
}

static void notes(void **state) {
  (void)state;
  static const char *const rows[][2] = {
      {RULE ACME GOOD "}", ""},
      {RULE ACME "paths: ['*.env', 'deploy/**', 'x?.txt'], not-paths: ['test/**'], " GOOD "}", ""},
      {RULE ACME "not-paths: ['*.txt'], " GOOD "}", ""},
      {RULE ACME "examples: [], counter-examples: []}",
       "2 a: it has no example: nothing shows what it finds\n2 a: it has no counter-example: nothing shows what it leaves alone\n"
       "2 a: keyword 'acme_' is in none of the examples: does a match need it?\n"},
      {RULE ACME "examples: ['acme_{{tail 24}}', 'acme_{{tail 8}}'], " COUNTER "}",
       "4 a: example 2 is not found at docs/notes.txt, for the pattern does not match: acme_{{tail 8}}\n"},
      {RULE ACME "examples: ['acme_{{tail 24}}', '{{tail 24}}'], " COUNTER "}",
       "4 a: example 2 is not found at docs/notes.txt, for none of its keywords is in it: {{tail 24}}\n"},
      {RULE ACME "examples: ['acme_{{tail 24}}', acme_aaaaaaaaaaaaaaaaaaaaaaaa], " COUNTER "}",
       "4 a: example 2 is not found at docs/notes.txt, for the judge takes its key for a placeholder: acme_aaaaaaaaaaaaaaaaaaaaaaaa\n"},
      {RULE ACME "max-length: 30, examples: ['acme_{{tail 24}}', 'acme_{{tail 26}}'], " COUNTER "}",
       "4 a: example 2 is not found at docs/notes.txt, for its key is longer than 'max-length': acme_{{tail 26}}\n"},
      {RULE ACME "min-length: 30, examples: ['acme_{{tail 24}}', 'acme_{{tail 26}}'], " COUNTER "}",
       "4 a: example 1 is not found at docs/notes.txt, for its key is shorter than 'min-length': acme_{{tail 24}}\n"},
      {RULE ACME "examples: ['acme_{{tail 24}}'], counter-examples:\n       [acme_xxxxxxxxxxxxxxxxxxxxxxxx,\n       'acme_{{tail 25}}']}",
       "6 a: counter-example 2 is found at docs/notes.txt: acme_{{tail 25}}\n"},
      {RULE ACME "allow: ['^acme_0'], judge: none, examples: ['acme_{{tail 24}}', acme_01234567890123456789], counter-examples: [acme_short]}",
       "4 a: example 2 is not found at docs/notes.txt, for its key is one of 'allow': acme_01234567890123456789\n"},
      {RULE "keywords: [acme_, beta_], pattern: 'acme_[A-Za-z0-9]{20,}', " GOOD "}",
       "2 a: keyword 'beta_' is in none of the examples: does a match need it?\n"},
      {RULE ACME "examples: ['{{acme}} acme_{{tail 24}}', 'acme_{{tail 24}}'], " COUNTER "}",
       "4 a: example 1: no form is '{{acme}}'; known: key, key SCOPE, tail N, and as tail: lower, upper, hex, HEX, digits, letters, base32, url; "
       "uuid, base64 key, base64 TEXT:key, braces TEXT: {{acme}} acme_{{tail 24}}\n"},
      {RULE ACME "paths: ['*.env'], not-paths: ['*.env'], " GOOD "}", "2 a: a glob of 'paths' accepts nothing that 'not-paths' leaves\n"},
      {RULE "keywords: [acme_], pattern: 'acme_(?:(?:=+)+!|[A-Za-z0-9]{20,})', " GOOD "}", "3 a warning"},
      {RULE "keywords: [acme_], pattern: 'acme_(?:[a-zA-Z0-9]+)+!', examples: ['acme_{{tail 40}} !'], " COUNTER "}",
       "3 a: example 1 is not found at docs/notes.txt, for the pattern runs into its match limit: acme_{{tail 40}} !\n"
       "2 a: none of its examples is found by this rule itself\n"
       "2 a warning: the pattern may hit its match limit where a long run stands beside a keyword: nested repetitions?\n"},
      {RULE "keywords: [acme_secret], group: 1, pattern: 'acme_secret[ =:]+([a-f0-9]{32})', examples: ['acme_secret = {{hex 32}}'],"
            " counter-examples: ['acme_secret = {{tail 31}}']}",
       ""}, /* the keyword need not be part of the key */
  };
  size_t wrong = 0;
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct told told = {0};
    struct proof proof = prove(rows[i][0], &told);
    bool is_warning = strcmp(rows[i][1], "3 a warning") == 0;
    bool right = is_warning ? proof.warnings == 1 && proof.failures == 0 : strcmp(told.text.data, rows[i][1]) == 0;
    if (!right)
      print_error("%s\n  gives  %s\n  not    %s\n", rows[i][0], told.text.data, rows[i][1]);
    wrong += !right;
    assert_int_equal(proof.rules, 1);
    assert_int_equal(proof.failures > 0, rows[i][1][0] && !is_warning);
    buf_free(&told.text);
  }
  assert_int_equal(wrong, 0);
}

/* An author may have left a real one; nobody else shall read it in a log. */
static void keys_are_masked(void **state) {
  (void)state;
  struct told told = {0};
  struct arena kept = {0};
  uint64_t seed = 3;
  char tail[25];
  for (size_t i = 0; i < 24; i++)
    tail[i] = "ABCDEFGHJKMNPQRSTVWXYZabcdefghjkmnpqrstvwxyz0123456789"[(seed = seed * 6364136223846793005u + 1442695040888963407u) >> 33 & 31];
  tail[24] = '\0';
  str text = arena_printf(&kept, RULE "keywords: [acme_], pattern: 'acme_[A-Za-z0-9]{40,}', examples: [k acme_%s], " COUNTER "}", tail);
  struct proof proof = prove(text.ptr, &told);
  assert_true(proof.failures > 0);
  assert_null(strstr(told.text.data, tail + 16));
  assert_non_null(strstr(told.text.data, "k ****"));
  buf_free(&told.text);
  arena_free(&kept);
}

static void doors(void **state) {
  (void)state;
  static const char *const door = "doors:\n  - {name: Acme.connect, rule: a, modules: ['@acme/sdk'], export: Acme, member: connect, shape: call, property: apiKey";
  static const char *const rule = "rules:\n  - {id: a, title: t, class: sdk-literal, severity: high, why: w, advice: d, examples: [], counter-examples: []}\n";
  static const char *const rows[][2] = {
      {",\n     examples: [\"import { Acme } from '@acme/sdk'; Acme.connect({ apiKey: '{{key}}' });\"]}", ""},
      {"}", "4 Acme.connect: the door has no example: nothing shows that it opens\n"},
      {",\n     examples: [\"import { Acme } from '@acme/sdk'; Acme.connect({ key: '{{key}}' });\"]}",
       "5 Acme.connect: example 1 is not found at src/sample.ts, for "},
      {",\n     examples: [\"import { Acme } from '@acme/sdk'; Acme.connect({ apiKey: '{{key}}' });\"],\n"
       "     counter-examples: [\"import { Acme } from '@acme/sdk'; Acme.connect({ apiKey: '{{key svc}}' });\"]}",
       "6 Acme.connect: counter-example 1 is found at src/sample.ts: "},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct told told = {0};
    struct arena kept = {0};
    str text = arena_printf(&kept, "%s%s%s", rule, door, rows[i][0]);
    struct proof proof = prove(text.ptr, &told);
    if (!str_starts(str_from(told.text.data), str_from(rows[i][1])) || (proof.failures > 0) != (rows[i][1][0] != '\0'))
      fail_msg("%s: %s", text.ptr, told.text.data);
    assert_int_equal(proof.doors, 1);
    buf_free(&told.text);
    arena_free(&kept);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(notes), cmocka_unit_test(keys_are_masked), cmocka_unit_test(doors)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
