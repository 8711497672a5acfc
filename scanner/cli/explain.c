/* explain.c -- apso-scan explain: why a rule matters, and what the judge thinks of a candidate. */
#include <unistd.h>

#include "base/file.h"
#include "cli/command.h"
#include "engine/judge.h"
#include "model/key.h"

enum { CANDIDATE_LIMIT = 64 * 1024 };

static int explain_rule(const struct settings *settings, struct err *err) {
  struct ruleset *ruleset = NULL;
  struct buf out = {0};
  if (command_load_rules(settings, &ruleset, err))
    return -1;
  const struct rule *rule = ruleset_find(ruleset, str_from(settings->arguments[0]));
  if (rule)
    buf_printf(&out, "%.*s: %.*s\n\nWhy it matters\n%.*s\n\nHow to mend it\n%.*s\n", STR_ARG(rule->id), STR_ARG(rule->title),
               STR_ARG(rule->why), STR_ARG(rule->advice));
  for (size_t i = 0; rule && i < rule->references.len; i++)
    buf_printf(&out, "%s%.*s\n", i ? "" : "\nSee also\n", STR_ARG(rule->references.data[i]));
  int failed = rule ? command_print(buf_str(&out), err) : err_set(err, "no rule '%s'; see: apso-scan rules list", settings->arguments[0]);
  buf_free(&out);
  ruleset_free(ruleset);
  return failed;
}

/* The candidate itself is never printed: the terminal may be a CI log. */
static int explain_key(struct err *err) {
  struct buf in = {0}, out = {0};
  struct arena scratch = {0};
  struct judge_opinion opinion = {0};
  if (file_read_stream(STDIN_FILENO, "standard input", CANDIDATE_LIMIT, &in, err)) {
    buf_free(&in);
    return -1;
  }
  str candidate = str_trim(buf_str(&in));
  judge_explain(candidate, &opinion);
  buf_printf(&out, "%.*s: %s (score %+d)\n", STR_ARG(key_redact(&scratch, candidate)),
             opinion.judgement == JUDGED_KEY ? "a key" : "a placeholder", opinion.score);
  for (unsigned i = 0; i < opinion.reasons; i++)
    buf_printf(&out, "  %+4d  %s\n", opinion.reason[i].weight, opinion.reason[i].text);
  int failed = command_print(buf_str(&out), err);
  buf_free(&in);
  buf_free(&out);
  arena_free(&scratch);
  return failed;
}

static int run(struct settings *settings, struct err *err) {
  int failed;
  if (settings->explain_key && settings->arguments_len == 0)
    failed = explain_key(err);
  else if (!settings->explain_key && settings->arguments_len == 1)
    failed = explain_rule(settings, err);
  else
    failed = err_set(err, "expected: explain RULE, or explain --key with a candidate on standard input");
  return failed ? command_fail(err) : EXIT_CLEAN;
}

static const struct option *const options[] = {explain_options, rules_options, help_options, NULL};

const struct command command_explain = {"explain", "RULE | --key", "why a rule matters and how to mend it; what the judge thinks of a candidate", NULL, options, run};
