/* rules_test.c -- apso-scan rules test: examples run, what is wrong told with its place. */
#include "base/utf8.h"
#include "cli/rules.h"
#include "engine/proof.h"

static void add_note(void *data, const struct proof_note *note) {
  struct buf *out = data;
  buf_printf(out, "%.*s:%zu: %.*s: %s", STR_ARG(note->file), note->line, STR_ARG(note->name),
             note->is_warning ? "warning: " : "");
  utf8_add_printable(out, note->text);
  buf_add_byte(out, '\n');
}

static void add_count(struct buf *out, size_t count, const char *what) {
  buf_printf(out, "%zu %s%s", count, what, count == 1 ? "" : "s");
}

static void add_summary(struct buf *out, const struct proof *proof) {
  add_count(out, proof->rules, "rule");
  buf_add(out, STR(", "));
  add_count(out, proof->doors, "door");
  buf_add(out, STR(", "));
  add_count(out, proof->examples, "example");
  buf_add(out, STR(", "));
  add_count(out, proof->counter_examples, "counter-example");
  buf_add(out, STR(": "));
  if (proof->failures)
    add_count(out, proof->failures, "failure");
  else
    buf_add(out, STR("all as they should be"));
  buf_add(out, proof->warnings ? STR(", ") : STR(""));
  if (proof->warnings)
    add_count(out, proof->warnings, "warning");
  buf_add_byte(out, '\n');
}

static int run_all(const struct settings *settings, const struct ruleset *ruleset, struct buf *out, struct proof *proof,
                   struct err *err) {
  if (settings->arguments_len == 1)
    proof_run(ruleset, NULL, add_note, out, proof);
  for (size_t i = 1; i < settings->arguments_len; i++) {
    const struct rule *rule = ruleset_find(ruleset, str_from(settings->arguments[i]));
    if (!rule)
      return rules_fail_unknown(ruleset, settings->arguments[i], err);
    proof_run(ruleset, rule, add_note, out, proof);
  }
  return 0;
}

int rules_test(const struct settings *settings, const struct ruleset *ruleset, struct err *err) {
  struct buf out = {0};
  struct proof proof = {0};
  int failed = run_all(settings, ruleset, &out, &proof, err);
  if (!failed) {
    add_summary(&out, &proof);
    failed = command_print(buf_str(&out), err);
  }
  buf_free(&out);
  if (failed)
    return EXIT_UNABLE;
  return proof.failures ? EXIT_FINDINGS : EXIT_CLEAN;
}
