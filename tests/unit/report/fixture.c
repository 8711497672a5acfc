/* fixture.c -- a result with everything in it that a report can meet. */
#include "fixture.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "model/key.h"

enum { MANY = 64, TAIL_SIZE = 24, SHOWN_RUN = 8 };

static const struct rule rules[] = {
    {.id = {"config", 6}, .title = {"Key in a configuration file", 27}, .why = {"Files travel.", 13},
     .advice = {"Keep it in a secret store.", 26}, .class = CLASS_CONFIG, .severity = SEVERITY_MEDIUM},
    {.id = {"custom", 6}, .title = {"Key of another vendor", 21}, .class = CLASS_LITERAL, .severity = SEVERITY_LOW},
    {.id = {"literal", 7}, .title = {"Key in text", 11}, .why = {"Whoever reads the text can use it.", 34},
     .advice = {"Revoke it.", 10}, .class = CLASS_LITERAL, .severity = SEVERITY_HIGH},
    {.id = {"public-variable", 15}, .title = {"Public variable reaches the SDK", 31},
     .why = {"A bundler writes its value into the bundle.", 43}, .advice = {"Read it on the server.", 22},
     .class = CLASS_PUBLIC_VARIABLE, .severity = SEVERITY_MEDIUM},
    {.id = {"sdk-literal", 11}, .title = {"Key written into a call of the SDK", 34},
     .why = {"A key in source is a key in every clone.", 40}, .advice = {"Read it from the environment.", 29},
     .class = CLASS_SDK_LITERAL, .severity = SEVERITY_CRITICAL},
};

enum { RULE_CONFIG, RULE_CUSTOM, RULE_LITERAL, RULE_PUBLIC, RULE_SDK, RULES };

static str text(struct fixture *fixture, const char *format, ...) PRINTF_LIKE(2, 3);

static str text(struct fixture *fixture, const char *format, ...) {
  char buffer[1024];
  va_list args;
  va_start(args, format);
  vsnprintf(buffer, sizeof buffer, format, args);
  va_end(args);
  return arena_copy(&fixture->kept, str_from(buffer));
}

static oid make_oid(unsigned seed) {
  oid id = {{0}};
  for (size_t i = 0; i < OID_SHA1; i++)
    id.bytes[i] = (uint8_t)(seed * 31 + i * 17 + 1);
  return id;
}

/* Remembers the key, so that reports can be searched for it. */
static str make_key(struct fixture *fixture, const char *prefix, unsigned seed) {
  static const char alphabet[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  char tail[TAIL_SIZE + 1] = {0};
  for (unsigned i = 0; i < TAIL_SIZE; i++)
    tail[i] = alphabet[(seed * 7 + i * 23 + i * i * 5) % (sizeof alphabet - 1)];
  str key = text(fixture, "%s%s", prefix, tail);
  str *secrets = arena_alloc(&fixture->kept, (fixture->secrets.len + 1) * sizeof *secrets);
  if (fixture->secrets.len)
    memcpy(secrets, fixture->secrets.data, fixture->secrets.len * sizeof *secrets);
  secrets[fixture->secrets.len] = str_tail(key, strlen(prefix));
  fixture->secrets = (struct str_list){secrets, fixture->secrets.len + 1};
  return key;
}

static str *texts(struct fixture *fixture, size_t len, const str *from) {
  str *copy = arena_alloc(&fixture->kept, len * sizeof *copy);
  memcpy(copy, from, len * sizeof *copy);
  return copy;
}

#define TEXTS(fixture, ...)                                                                   \
  texts((fixture), sizeof(str[]){__VA_ARGS__} / sizeof(str), (str[]){__VA_ARGS__}),           \
      sizeof(str[]){__VA_ARGS__} / sizeof(str)

static struct finding *add_finding(struct fixture *fixture, unsigned rule, str key) {
  struct finding *finding = &fixture->result.findings[fixture->result.findings_len++];
  snprintf(finding->id, sizeof finding->id, "%032x", 0xabc0u + (unsigned)fixture->result.findings_len);
  finding->rule = &rules[rule];
  finding->severity = rules[rule].severity;
  finding->key = key;
  finding->redacted = key.len ? key_redact(&fixture->kept, key) : STR_NONE;
  finding->scope = key_parse(key).scope;
  finding->occurrences = arena_zeroed(&fixture->kept, (FIXTURE_VERSIONS + MANY) * sizeof *finding->occurrences);
  return finding;
}

static struct occurrence *add_occurrence(struct finding *finding, enum where where, str path, unsigned blob) {
  struct occurrence *occurrence = &finding->occurrences[finding->occurrences_len++];
  occurrence->hit = (struct hit){.rule = finding->rule, .key = finding->key, .line = 12, .column = 43, .end_line = 12};
  occurrence->where = where;
  occurrence->path = path;
  if (blob)
    occurrence->blob = make_oid(blob);
  return occurrence;
}

static struct commit_info *make_commit(struct fixture *fixture, unsigned seed, str author, str subject) {
  struct commit_info *commit = ARENA_NEW(&fixture->kept, struct commit_info);
  *commit = (struct commit_info){make_oid(seed), author, 1772353800, 90, subject};
  return commit;
}

static struct frame make_frame(struct fixture *fixture, str redacted) {
  struct frame frame = {.first_line = 11, .count = 3, .focus = 1, .mark_column = 42};
  frame.mark_width = (uint32_t)redacted.len;
  frame.line[0] = STR("import { ApsoClient } from '@apso/sdk';");
  frame.line[1] = text(fixture, "export const api = new ApsoClient({ key: '%.*s' });", STR_ARG(redacted));
  frame.line[2] = STR("");
  return frame;
}

static void add_client_finding(struct fixture *fixture) {
  struct finding *finding = add_finding(fixture, RULE_SDK, make_key(fixture, "apso_sk_" "live_", 1));
  struct reach *reach = ARENA_NEW(&fixture->kept, struct reach);
  reach->in_head = true;
  struct commit_info *commit = make_commit(fixture, 70, STR("Ann Example"), STR("Add the client"));
  struct occurrence *best = add_occurrence(finding, WHERE_HISTORY, STR("src/api.ts"), 1);
  best->reach = reach;
  best->commit = commit;
  best->hit.frame = make_frame(fixture, finding->redacted);
  best->hit.flow = arena_zeroed(&fixture->kept, 2 * sizeof *best->hit.flow);
  best->hit.flow[0] = (struct step){STR("src/keys.ts"), 3, STR("const KEY")};
  best->hit.flow[1] = (struct step){STR("src/api.ts"), 12, STR("new ApsoClient")};
  best->hit.flow_len = 2;
  for (unsigned i = 0; i < FIXTURE_VERSIONS; i++)
    add_occurrence(finding, WHERE_HISTORY, STR("src/api.ts"), 100 + i)->commit = commit;
  for (unsigned i = 0; i < 12; i++)
    add_occurrence(finding, WHERE_STASH, text(fixture, "old/copy-%02u.js", i), 300 + i);
  add_occurrence(finding, WHERE_IGNORED, STR(".env.local"), 0);
  finding->introduced = commit;
  finding->reach_known = finding->in_head = finding->pushed = true;
  finding->branches = (struct str_list){TEXTS(fixture, STR("main"), STR("dev"))};
  finding->tags = (struct str_list){TEXTS(fixture, STR("v1"), STR("v2"), STR("v3"), STR("v4"), STR("v5"), STR("v6"))};
  finding->remotes = (struct str_list){TEXTS(fixture, STR("origin/main"))};
  finding->exposure = EXPOSURE_CLIENT;
  finding->exposure_evidence = ARENA_NEW(&fixture->kept, struct evidence);
  finding->exposure_evidence[0] = (struct evidence){STR("src/api.ts"), 1, STR("directive \"use client\"")};
  finding->exposure_evidence_len = 1;
  finding->severity_reasons = texts(fixture, 2, (str[]){STR("scope live"), STR("reaches client code")});
  finding->severity_reasons_len = 2;
  finding->advice = arena_zeroed(&fixture->kept, 2 * sizeof *finding->advice);
  finding->advice[finding->advice_len++] = text(fixture, "apso-scan revoke %s", finding->id);
  finding->advice[finding->advice_len++] = STR("git rm --cached .env.local");
}

static void add_hostile_finding(struct fixture *fixture) {
  struct finding *finding = add_finding(fixture, RULE_LITERAL, make_key(fixture, "apso_sk_" "org_", 2));
  str other = make_key(fixture, "apso_sk_" "svc_", 3);
  str path = text(fixture, "a b/\x1b]0;owned\x07\n%.*s/100%%/\xff\xfe/\xe2\x80\xae[x](y).ts", STR_ARG(finding->key));
  struct commit_info *commit = make_commit(fixture, 71, STR("Eve\x1b[31m eve@example.com"),
                                           text(fixture, "\x1b[2J\r\nleak %.*s \xc2\x9b" "31m", STR_ARG(other)));
  commit->date = INT64_MAX;
  commit->offset = 100000;
  struct occurrence *best = add_occurrence(finding, WHERE_UNREACHABLE, path, 3);
  best->commit = commit;
  best->hit.frame = (struct frame){.first_line = 7, .count = 1, .mark_column = 3, .mark_width = 4};
  best->hit.frame.line[0] = STR("\x1b[A\xff****\t\x07");
  best->hit.flow = ARENA_NEW(&fixture->kept, struct step);
  best->hit.flow[0] = (struct step){path, 2, text(fixture, "x['\x1b[8m%.*s']", STR_ARG(other))};
  best->hit.flow_len = 1;
  add_occurrence(finding, WHERE_MESSAGE, STR_NONE, 0)->commit = commit;
  add_occurrence(finding, WHERE_TAG_MESSAGE, text(fixture, "v\x1b%.*s", STR_ARG(finding->key)), 5);
  add_occurrence(finding, WHERE_REF, text(fixture, "refs/heads/%.*s", STR_ARG(finding->key)), 0);
  add_occurrence(finding, WHERE_PATH, path, 0);
  add_occurrence(finding, WHERE_NOTE, STR_NONE, 6);
  add_occurrence(finding, WHERE_STDIN, STR_NONE, 0);
  add_occurrence(finding, WHERE_FILE, STR("/etc/app:1.conf"), 0);
  finding->introduced = commit;
  finding->reach_known = true;
  finding->branches = (struct str_list){TEXTS(fixture, text(fixture, "b/%.*s\x1b[0m", STR_ARG(finding->key)))};
  finding->exposure = EXPOSURE_SERVER;
  finding->exposure_evidence = ARENA_NEW(&fixture->kept, struct evidence);
  finding->exposure_evidence[0] = (struct evidence){path, 0, text(fixture, "\x1b]8;;%.*s", STR_ARG(other))};
  finding->exposure_evidence_len = 1;
  finding->advice = texts(fixture, 1, (str[]){text(fixture, "git rm '%.*s'\x1b[1A", STR_ARG(path))});
  finding->advice_len = 1;
}

static void add_other_findings(struct fixture *fixture) {
  struct finding *config = add_finding(fixture, RULE_CONFIG, make_key(fixture, "apso_sk_" "test_", 4));
  add_occurrence(config, WHERE_IGNORED, STR(".env.local"), 0);
  config->variable = text(fixture, "APSO\x1b_KEY");
  config->status = STATUS_LIVE;
  struct finding *public = add_finding(fixture, RULE_PUBLIC, STR_NONE);
  public->variable = STR("NEXT_PUBLIC_APSO_API_KEY");
  add_occurrence(public, WHERE_WORKTREE, STR("src/lib/[id]/client.ts"), 0);
  /* Found by a custom rule, in a shape that redaction by prefix does not know. */
  struct finding *custom = add_finding(fixture, RULE_CUSTOM, make_key(fixture, "zz", 5));
  str path = text(fixture, "dump/%.*s.txt", STR_ARG(custom->key));
  add_occurrence(custom, WHERE_INDEX, path, 9);
}

static void add_gaps(struct fixture *fixture) {
  str hostile = text(fixture, "\x1b[1mlost\n%.*s", STR_ARG(fixture->result.findings[0].key));
  struct coverage *coverage = &fixture->result.coverage;
  for (int gap = 0; gap < GAP_COUNT; gap++)
    for (unsigned i = 0; i < 7; i++)
      coverage_gap(coverage, (enum gap)gap, i ? text(fixture, "example-%u", i) : hostile);
  for (int degraded = 0; degraded < DEGRADED_COUNT; degraded++)
    coverage_degraded(coverage, (enum degraded)degraded, hostile);
  coverage->allowed = 1u << GAP_SUBMODULE;
}

static void add_suppressed(struct fixture *fixture) {
  struct result *result = &fixture->result;
  struct finding *whole = &result->findings[5];
  str key = make_key(fixture, "apso_sk_" "live_", 6);
  *whole = (struct finding){.rule = &rules[RULE_LITERAL], .key = key, .redacted = key_redact(&fixture->kept, key)};
  snprintf(whole->id, sizeof whole->id, "%032x", 0xacceu);
  whole->occurrences = arena_zeroed(&fixture->kept, sizeof *whole->occurrences);
  str path = text(fixture, "a\x1b[1m/%.*s.txt", STR_ARG(key));
  add_occurrence(whole, WHERE_WORKTREE, path, 0);
  result->suppressed = arena_zeroed(&fixture->kept, 3 * sizeof *result->suppressed);
  result->suppressed_len = 3;
  result->suppressed[0] = (struct suppressed){.finding = *whole, .by = text(fixture, "inline %.*s:12", STR_ARG(path)),
                                              .paths = 1, .is_whole = true,
                                              .reason = text(fixture, "was \x1b[2J%.*s", STR_ARG(key))};
  result->suppressed[1] = (struct suppressed){.finding = *whole, .accepted_by = ACCEPTED_BY_POLICY,
                                              .by = STR(".apso-scan.yaml:3"), .paths = 1,
                                              .is_whole = true, .reason = STR("[x](http://y)"), .owner = STR("Eve"),
                                                  .expires = STR("2027-01-31")};
  result->suppressed[2] = (struct suppressed){.finding = result->findings[0], .accepted_by = ACCEPTED_BY_BASELINE,
                                              .by = STR("baseline b"), .paths = 1};
  result->notices = arena_zeroed(&fixture->kept, (NOTICE_BROKEN + 20) * sizeof *result->notices);
  const struct finding *custom = &result->findings[4]; /* its key has a shape that redaction by prefix does not know */
  str other = text(fixture, "\x1b[1m%.*s [l](u)", STR_ARG(key)), beside = text(fixture, "d/%.*s", STR_ARG(custom->key));
  for (int i = 0; i < NOTICE_BROKEN + 20; i++) {
    enum notice_kind kind = i < NOTICE_BROKEN ? (enum notice_kind)i : NOTICE_BROKEN;
    str place = i % 3 == 0 ? STR_NONE : i % 3 == 1 ? path : beside;
    result->notices[result->notices_len++] = (struct notice){kind, other, place, (uint32_t)i, custom->key,
                                                             custom->redacted};
  }
}

static struct fixture *make(void) {
  static const struct rule *const pointers[RULES] = {&rules[0], &rules[1], &rules[2], &rules[3], &rules[4]};
  struct fixture *fixture = memory_new_zeroed(1, sizeof *fixture);
  fixture->options = (struct report_options){.version = "0.0.1", .rules = pointers, .rules_len = RULES};
  fixture->result.target = STR("./shop");
  struct coverage *coverage = &fixture->result.coverage;
  *coverage = (struct coverage){.objects = 1234567, .blobs = 1000000, .bytes = 9876543210, .commits = 1, .files = 45};
  return fixture;
}

struct fixture *fixture_new(void) {
  struct fixture *fixture = make();
  fixture->result.findings = arena_zeroed(&fixture->kept, 6 * sizeof *fixture->result.findings);
  fixture->result.verdict = VERDICT_FINDINGS;
  add_client_finding(fixture);
  add_hostile_finding(fixture);
  add_other_findings(fixture);
  add_gaps(fixture);
  add_suppressed(fixture);
  return fixture;
}

struct fixture *fixture_new_clean(void) {
  return make();
}

struct fixture *fixture_new_shallow(void) {
  struct fixture *fixture = make();
  coverage_gap(&fixture->result.coverage, GAP_SHALLOW, STR("0123456789abcdef0123456789abcdef01234567"));
  fixture->result.verdict = VERDICT_INCOMPLETE;
  return fixture;
}

void fixture_free(struct fixture *fixture) {
  arena_free(&fixture->kept);
  free(fixture);
}

char *fixture_write(const struct fixture *fixture, const char *format) {
  struct buf out = {0};
  report_find(str_from(format))->write(&fixture->result, &fixture->options, &out);
  buf_add_byte(&out, '\0');
  return out.data;
}

bool fixture_leaks(const struct fixture *fixture, const char *report) {
  for (size_t i = 0; i < fixture->secrets.len; i++) {
    str secret = fixture->secrets.data[i];
    for (size_t at = 0; at + SHOWN_RUN <= secret.len; at++)
      if (str_find(str_from(report), str_head(str_tail(secret, at), SHOWN_RUN), 0) != SIZE_MAX)
        return true;
  }
  return false;
}
