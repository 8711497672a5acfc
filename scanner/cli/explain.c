/* explain.c -- apso-scan explain: why a rule matters, and what the judge thinks of a candidate. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "base/utf8.h"
#include "cli/command.h"
#include "engine/judge.h"
#include "model/key.h"

enum { CANDIDATE_LIMIT = 4096 };

static int explain_rule(const struct settings *settings, struct err *err) {
  struct ruleset *ruleset = NULL;
  struct buf out = {0};
  if (command_load_rules(settings, &ruleset, err))
    return -1;
  const struct rule *rule = ruleset_find(ruleset, str_from(settings->arguments[0]));
  if (rule)
    buf_printf(&out, "%.*s: %.*s\n\nWhy it matters\n%.*s\n\nHow to mend it\n%.*s\n", STR_ARG(rule->id),
               STR_ARG(rule->title), STR_ARG(rule->why), STR_ARG(rule->advice));
  for (size_t i = 0; rule && i < rule->references.len; i++)
    buf_printf(&out, "%s%.*s\n", i ? "" : "\nSee also\n", STR_ARG(rule->references.data[i]));
  int failed = rule ? command_print(buf_str(&out), err)
                    : err_set(err, "no rule '%s'; see: apso-scan rules list", settings->arguments[0]);
  buf_free(&out);
  ruleset_free(ruleset);
  return failed;
}

/* The one candidate on standard input, without the newline behind it. */
static int read_candidate(struct buf *in, str *candidate, struct err *err) {
  if (file_read_stream(STDIN_FILENO, "standard input", CANDIDATE_LIMIT, in, err))
    return -1;
  *candidate = str_trim(buf_str(in));
  if (candidate->len == 0)
    return err_set(err, "no candidate on standard input");
  for (str rest = *candidate; rest.len; rest = str_tail(rest, utf8_length(rest)))
    if (utf8_length(rest) == 0)
      return err_set(err, "standard input is not UTF-8");
  return 0;
}

static bool has_shape(const struct key_parts *parts) {
  for (size_t i = 0; i < parts->tail.len; i++)
    if (!key_is_tail_byte(parts->tail.ptr[i]))
      return false;
  return parts->prefix.len > 0;
}

/* What is said of a candidate. It is never shown itself: the terminal may be a CI log. */
struct answer {
  str redacted;
  struct key_parts parts;
  bool has_shape;
  const char *decision;
  struct judge_opinion opinion;
};

static void find_answer(struct answer *answer, str candidate, struct arena *scratch) {
  answer->parts = key_parse(candidate);
  answer->has_shape = has_shape(&answer->parts);
  answer->redacted = key_redact(scratch, answer->has_shape ? candidate : answer->parts.prefix);
  judge_explain(candidate, &answer->opinion);
  bool is_key = answer->opinion.judgement == JUDGED_KEY;
  answer->decision = !answer->has_shape ? "not a key" : is_key ? "a key" : "a placeholder";
}

static void add_shape(struct buf *out, const struct answer *answer) {
  str prefix = answer->parts.prefix, scope = answer->parts.scope;
  if (prefix.len == 0)
    buf_printf(out, "it does not begin as a key; ");
  else
    buf_printf(out, "prefix %.*s, scope %.*s, ", STR_ARG(prefix), STR_ARG(scope.len ? scope : STR("none")));
  buf_printf(out, "a tail of %zu characters", answer->parts.tail.len);
  if (prefix.len && !answer->has_shape)
    buf_printf(out, "; some of them are none that a key has");
}

static void add_weight(struct buf *out, int weight) {
  if (weight == 0)
    buf_printf(out, "       .  ");
  else
    buf_printf(out, "  %+6.1f  ", weight / 10.0);
}

static void write_text(const struct answer *answer, struct buf *out) {
  buf_printf(out, "%.*s: %s\n", STR_ARG(answer->redacted), answer->decision);
  add_weight(out, 0);
  add_shape(out, answer);
  for (unsigned i = 0; i < answer->opinion.reasons; i++) {
    buf_printf(out, "\n");
    add_weight(out, answer->opinion.reason[i].weight);
    buf_printf(out, "%s", answer->opinion.reason[i].text);
  }
  buf_printf(out, "\n");
  add_weight(out, answer->opinion.score);
  buf_printf(out, "bits in all; a key has more than 0\n");
}

/* Tenths of a bit, as a member that says for what they speak. */
static void json_weight(struct json_writer *json, int weight) {
  if (weight)
    json_number(json, weight > 0 ? "for" : "against", (uint64_t)abs(weight));
}

static void write_json(const struct answer *answer, struct buf *out) {
  struct json_writer *json = json_new();
  struct buf shape = {0};
  add_shape(&shape, answer);
  json_text(json, "redacted", answer->redacted);
  json_text(json, "decision", str_from(answer->decision));
  json_weight(json, answer->opinion.score);
  json_text(json, "shape", buf_str(&shape));
  json_open_array(json, "reasons");
  for (unsigned i = 0; i < answer->opinion.reasons; i++) {
    json_open_object(json, NULL);
    json_text(json, "reason", str_from(answer->opinion.reason[i].text));
    json_weight(json, answer->opinion.reason[i].weight);
    json_close(json);
  }
  json_close(json);
  json_finish(json, out);
  buf_free(&shape);
}

typedef void answer_writer(const struct answer *answer, struct buf *out);

static answer_writer *find_writer(const struct settings *settings) {
  if (strcmp(settings->format->name, "text") == 0)
    return write_text;
  return strcmp(settings->format->name, "json") == 0 ? write_json : NULL;
}

static int explain_key(const struct settings *settings, struct err *err) {
  struct buf in = {0}, out = {0};
  struct arena scratch = {0};
  struct answer answer;
  str candidate;
  answer_writer *write = find_writer(settings);
  int failed = write ? read_candidate(&in, &candidate, err) : err_set(err, "explain --key: --format text or json");
  if (!failed) {
    find_answer(&answer, candidate, &scratch);
    write(&answer, &out);
    failed = command_print(buf_str(&out), err);
  }
  buf_free(&in);
  buf_free(&out);
  arena_free(&scratch);
  return failed;
}

static int run(struct settings *settings, struct err *err) {
  int failed;
  if (settings->explain_key && settings->arguments_len == 0)
    failed = explain_key(settings, err);
  else if (!settings->explain_key && settings->arguments_len == 1)
    failed = explain_rule(settings, err);
  else
    failed = err_set(err, "expected: explain RULE, or explain --key with a candidate on standard input");
  return failed ? command_fail(err) : EXIT_CLEAN;
}

static const struct option *const options[] = {explain_options, rules_options, help_options, NULL};

const struct command command_explain = {
    "explain",
    "RULE | --key",
    "why a rule matters and how to mend it; what the judge thinks of a candidate",
    NULL,
    options,
    run,
};
