/* test_assess.c -- severity with its reasons, advice in order, and the verdict. */
#include "unit.h"

#include "pipeline/assess.h"

static const struct rule rules[] = {
    {.id = {"literal", 7}, .class = CLASS_LITERAL, .severity = SEVERITY_HIGH},
    {.id = {"sdk", 3}, .class = CLASS_SDK_LITERAL, .severity = SEVERITY_HIGH},
    {.id = {"note", 4}, .class = CLASS_HYGIENE, .severity = SEVERITY_NOTE},
};

enum { LITERAL, SDK, NOTE };

/* The finding of a row, with one occurrence. */
static struct finding make(int rule, const char *scope, struct occurrence *occurrence) {
  return (struct finding){.rule = &rules[rule], .scope = str_from(scope), .occurrences = occurrence, .occurrences_len = 1};
}

static void severities(void **state) {
  (void)state;
  static const struct {
    int rule;
    const char *scope;
    enum where where;
    enum exposure exposure;
    bool pushed;
    enum severity severity;
    size_t reasons;
  } rows[] = {
      {LITERAL, "live", WHERE_HISTORY, EXPOSURE_UNKNOWN, false, SEVERITY_HIGH, 1},
      {LITERAL, "", WHERE_HISTORY, EXPOSURE_UNKNOWN, false, SEVERITY_HIGH, 1},
      {LITERAL, "other", WHERE_HISTORY, EXPOSURE_SERVER, false, SEVERITY_HIGH, 1},
      {LITERAL, "test", WHERE_HISTORY, EXPOSURE_UNKNOWN, false, SEVERITY_MEDIUM, 1},
      {LITERAL, "sandbox", WHERE_HISTORY, EXPOSURE_UNKNOWN, false, SEVERITY_MEDIUM, 1},
      {LITERAL, "live", WHERE_IGNORED, EXPOSURE_UNKNOWN, false, SEVERITY_MEDIUM, 1},
      {LITERAL, "test", WHERE_IGNORED, EXPOSURE_UNKNOWN, false, SEVERITY_MEDIUM, 2},
      {LITERAL, "org", WHERE_IGNORED, EXPOSURE_UNKNOWN, false, SEVERITY_CRITICAL, 2},
      {LITERAL, "org", WHERE_HISTORY, EXPOSURE_UNKNOWN, false, SEVERITY_CRITICAL, 1},
      {SDK, "live", WHERE_HISTORY, EXPOSURE_CLIENT, false, SEVERITY_CRITICAL, 1},
      {SDK, "live", WHERE_HISTORY, EXPOSURE_UNKNOWN, true, SEVERITY_CRITICAL, 1},
      {SDK, "test", WHERE_HISTORY, EXPOSURE_UNKNOWN, true, SEVERITY_HIGH, 2},
      {NOTE, "", WHERE_FILE, EXPOSURE_UNKNOWN, false, SEVERITY_NOTE, 1},
      {NOTE, "test", WHERE_FILE, EXPOSURE_UNKNOWN, false, SEVERITY_NOTE, 1},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena kept = {0};
    struct occurrence occurrence = {.where = rows[i].where};
    struct finding finding = make(rows[i].rule, rows[i].scope, &occurrence);
    finding.exposure = rows[i].exposure;
    finding.pushed = rows[i].pushed;
    assess(&finding, &kept);
    if (finding.severity != rows[i].severity || finding.severity_reasons_len != rows[i].reasons)
      fail_msg("row %zu: %s, %zu reasons", i, severity_name(finding.severity), finding.severity_reasons_len);
    arena_free(&kept);
  }
}

/* What each line of advice begins with. */
static void advice(void **state) {
  (void)state;
  static const struct commit_info commit = {.id = {{0xab, 0xcd}}};
  static const struct {
    int rule;
    enum where where;
    const char *path;
    bool committed, pushed;
    const char *lines[5];
    bool is_unknown; /* who holds it was not looked up */
  } rows[] = {
      {LITERAL, WHERE_FILE, "a", false, false, {"Put the key", "If anyone else could read it, revoke"}},
      {SDK, WHERE_FILE, "a.ts", false, false, {"Read the key on a server", "If anyone else"}},
      {LITERAL, WHERE_HISTORY, "a", true, false, {"No remote-tracking branch", "git rebase -i abcd00000000^", "Drop what", "Put the key", "If anyone else"}},
      {LITERAL, WHERE_HISTORY, "a", true, false, {"If any of the commits was pushed, revoke", "git rebase -i abcd00000000^", "Drop what", "Put the key", "If anyone else"}, true},
      {LITERAL, WHERE_HISTORY, "a", true, true, {"Revoke it now", "Create a new one", "Put the key"}},
      {LITERAL, WHERE_INDEX, "a b", false, false, {"Take it out of the next commit: git restore --staged -- 'a b'", "Put the key", "If anyone"}},
      {LITERAL, WHERE_INDEX, "it's", false, false, {"Take it out of the next commit: git restore --staged -- 'it'\\''s'", "Put the key", "If anyone"}},
      {LITERAL, WHERE_INDEX, "a\nb", false, false, {"Put the key", "If anyone"}},          /* not fit to be typed */
      {LITERAL, WHERE_INDEX, "d/apso_sk_x", false, false, {"Put the key", "If anyone"}},   /* holds a key */
      {LITERAL, WHERE_IGNORED, ".env", false, false, {"Keep the file ignored"}},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct arena kept = {0};
    struct occurrence occurrence = {.where = rows[i].where, .path = str_from(rows[i].path)};
    struct finding finding = make(rows[i].rule, "live", &occurrence);
    finding.introduced = rows[i].committed ? &commit : NULL;
    finding.pushed = rows[i].pushed;
    finding.reach_known = !rows[i].is_unknown;
    assess(&finding, &kept);
    for (size_t k = 0; k < finding.advice_len; k++)
      if (k >= COUNT(rows[i].lines) || !rows[i].lines[k] || !str_starts(finding.advice[k], str_from(rows[i].lines[k])))
        fail_msg("row %zu, line %zu: %.*s", i, k, STR_ARG(finding.advice[k]));
    assert_true(finding.advice_len == COUNT(rows[i].lines) || !rows[i].lines[finding.advice_len]);
    arena_free(&kept);
  }
}

static void verdicts(void **state) {
  (void)state;
  static const struct {
    int findings; /* severity of the one there is, or -1 */
    bool gap;
    enum severity fail_on;
    enum verdict verdict;
  } rows[] = {
      {-1, false, SEVERITY_LOW, VERDICT_CLEAN},
      {-1, true, SEVERITY_LOW, VERDICT_INCOMPLETE},
      {SEVERITY_NOTE, false, SEVERITY_LOW, VERDICT_CLEAN},
      {SEVERITY_NOTE, true, SEVERITY_LOW, VERDICT_INCOMPLETE},
      {SEVERITY_LOW, false, SEVERITY_LOW, VERDICT_FINDINGS},
      {SEVERITY_LOW, true, SEVERITY_LOW, VERDICT_FINDINGS},
      {SEVERITY_HIGH, false, SEVERITY_CRITICAL, VERDICT_CLEAN},
      {SEVERITY_CRITICAL, false, SEVERITY_CRITICAL, VERDICT_FINDINGS},
      {SEVERITY_NOTE, false, SEVERITY_NOTE, VERDICT_FINDINGS},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct finding finding = {.severity = (enum severity)rows[i].findings};
    struct result result = {.findings = &finding, .findings_len = rows[i].findings >= 0};
    if (rows[i].gap)
      coverage_gap(&result.coverage, GAP_MISSING, STR("x"));
    assert_int_equal(assess_verdict(&result, rows[i].fail_on), rows[i].verdict);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(severities), cmocka_unit_test(advice), cmocka_unit_test(verdicts)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
