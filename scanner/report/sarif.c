/* sarif.c -- the report as SARIF 2.1.0 (OASIS Standard, 27 March 2020).
   Messages of results hold only words of the program's own and of rules, since viewers make links of
   brackets in them; what the repository says stands in properties. */
#include "base/json.h"

#include "report/formats.h"
#include "report/moment.h"
#include "report/place.h"
#include "report/quantity.h"
#include "report/safe.h"

enum { LOCATIONS_SHOWN = 100, STEPS_SHOWN = 100 };

struct writer {
  struct json_writer *json;
  const struct report_options *options;
  const struct finding *finding; /* the one being written, or NULL */
  bool has_suppressions; /* then each result says of itself whether it is accepted (SARIF 3.27.23) */
};

struct level {
  const char *name;
  unsigned rank;     /* 0 to 100, SARIF 3.27.25 */
  const char *score; /* "security-severity", CVSS-like, as code scanning services read it */
};

static const struct level levels[SEVERITY_COUNT] = {
    [SEVERITY_NOTE] = {"note", 5, "0.1"},       [SEVERITY_LOW] = {"note", 25, "2.5"},
    [SEVERITY_MEDIUM] = {"warning", 50, "5.5"}, [SEVERITY_HIGH] = {"error", 80, "8.0"},
    [SEVERITY_CRITICAL] = {"error", 95, "9.5"},
};

static void add_word(struct writer *to, const char *name, const char *word) {
  json_text(to->json, name, str_from(word));
}

static void add_text(struct writer *to, const char *name, str text) {
  safe_json(to->json, name, text, to->finding);
}

static void add_id(struct writer *to, const char *name, oid id) {
  char hex[OID_HEX_SIZE];
  oid_to_hex(id, oid_size_of(id), hex);
  add_word(to, name, hex);
}

/* { "text": … } */
static void add_message(struct writer *to, const char *name, str text) {
  json_open_object(to->json, name);
  add_text(to, "text", text);
  json_close(to->json);
}

static void add_rule(struct writer *to, const struct rule *rule) {
  json_open_object(to->json, NULL);
  add_text(to, "id", rule->id);
  add_message(to, "shortDescription", rule->title);
  add_message(to, "fullDescription", rule->why.len ? rule->why : rule->title);
  add_message(to, "help", rule->advice.len ? rule->advice : rule->title);
  json_open_object(to->json, "defaultConfiguration");
  add_word(to, "level", levels[rule->severity].name);
  json_number(to->json, "rank", levels[rule->severity].rank);
  json_close(to->json);
  json_open_object(to->json, "properties");
  json_open_array(to->json, "tags");
  add_word(to, NULL, "security");
  add_word(to, NULL, "secret");
  add_word(to, NULL, class_name(rule->class));
  json_close(to->json);
  add_word(to, "security-severity", levels[rule->severity].score);
  json_close(to->json);
  json_close(to->json);
}

static void add_tool(struct writer *to) {
  json_open_object(to->json, "tool");
  json_open_object(to->json, "driver");
  add_word(to, "name", "apso-scan");
  add_word(to, "version", to->options->version);
  json_open_array(to->json, "rules");
  for (size_t i = 0; i < to->options->rules_len; i++)
    add_rule(to, to->options->rules[i]);
  json_close(to->json);
  json_close(to->json);
  json_close(to->json);
}

static void add_notification(struct writer *to, const char *id, const char *level, str text,
                             const struct shortfall *shortfall) {
  json_open_object(to->json, NULL);
  json_open_object(to->json, "descriptor");
  add_word(to, "id", id);
  json_close(to->json);
  add_word(to, "level", level);
  add_message(to, "message", text);
  json_open_object(to->json, "properties");
  json_number(to->json, "count", shortfall->count);
  json_open_array(to->json, "examples");
  for (unsigned i = 0; i < shortfall->examples; i++)
    add_text(to, NULL, str_from(shortfall->example[i]));
  json_close(to->json);
  json_close(to->json);
  json_close(to->json);
}

static void add_gap(struct writer *to, const struct coverage *coverage, enum gap gap) {
  const struct shortfall *shortfall = &coverage->gaps[gap];
  if (shortfall->count == 0)
    return;
  bool is_allowed = coverage->allowed & 1u << gap;
  CLEANUP(buf_free) struct buf text = {0};
  quantity_add_count(&text, shortfall->count, gap_what(gap));
  buf_printf(&text, " not scanned: %s.%s", gap_name(gap), is_allowed ? " The user accepts this." : "");
  add_notification(to, gap_name(gap), is_allowed ? "note" : "error", buf_str(&text), shortfall);
}

static void add_degraded(struct writer *to, const struct coverage *coverage, enum degraded degraded) {
  const struct shortfall *shortfall = &coverage->degraded[degraded];
  if (shortfall->count == 0)
    return;
  CLEANUP(buf_free) struct buf text = {0};
  quantity_add_count(&text, shortfall->count, "item");
  buf_printf(&text, " %s: %s.", degraded < DEGRADED_CLOSED ? "searched by text rules only" : "not opened, or not to the end", degraded_name(degraded));
  add_notification(to, degraded_name(degraded), "note", buf_str(&text), shortfall);
}

/* Of what is accepted. */
static void add_notice(struct writer *to, const struct notice *notice) {
  static const char *const messages[] = {
      [NOTICE_EXPIRED] = "An entry of the policy has expired.",
      [NOTICE_UNUSED] = "An entry of the policy or of a baseline accepts nothing.",
      [NOTICE_NO_REASON] = "A comment accepts a key without a reason.",
      [NOTICE_NO_ID] = "A comment accepts any key on its line.",
      [NOTICE_OTHER_KEY] = "A comment beside a key names another one.",
      [NOTICE_MALFORMED] = "A comment that should accept a key cannot be read.",
      [NOTICE_NOT_HONOURED] = "A comment that the change itself brings is not honoured.",
      [NOTICE_CHANGE] = "The change alters what is accepted; that is not in force here.",
      [NOTICE_BROKEN] = "A policy or baseline cannot be read and accepts nothing.",
  };
  const struct finding beside = {.key = notice->key, .redacted = notice->redacted};
  CLEANUP(buf_free) struct buf id = {0};
  to->finding = &beside;
  buf_printf(&id, "policy/%s", notice_name(notice->kind));
  json_open_object(to->json, NULL);
  json_open_object(to->json, "descriptor");
  json_text(to->json, "id", buf_str(&id));
  json_close(to->json);
  add_word(to, "level", notice->kind == NOTICE_UNUSED || notice->kind == NOTICE_NO_ID ? "note" : "warning");
  add_message(to, "message", str_from(messages[notice->kind]));
  json_open_object(to->json, "properties");
  add_text(to, "path", notice->path);
  if (notice->line)
    json_number(to->json, "line", notice->line);
  add_text(to, "text", notice->text);
  json_close(to->json);
  json_close(to->json);
  to->finding = NULL;
}

static void add_invocations(struct writer *to, const struct result *result) {
  const struct coverage *coverage = &result->coverage;
  json_open_array(to->json, "invocations");
  json_open_object(to->json, NULL);
  json_bool(to->json, "executionSuccessful", coverage_is_complete(coverage));
  json_open_array(to->json, "toolExecutionNotifications");
  for (int gap = 0; gap < GAP_COUNT; gap++)
    add_gap(to, coverage, (enum gap)gap);
  for (int degraded = 0; degraded < DEGRADED_COUNT; degraded++)
    add_degraded(to, coverage, (enum degraded)degraded);
  for (size_t i = 0; i < result->notices_len; i++)
    add_notice(to, &result->notices[i]);
  json_close(to->json);
  json_close(to->json);
  json_close(to->json);
}

static bool is_unreserved(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
         (byte && strchr("-._~/*", byte));
}

/* A URI reference of RFC 3986; bytes that are not UTF-8 survive in it. */
static void add_uri(struct writer *to, str path) {
  CLEANUP(buf_free) struct buf redacted = {0}, uri = {0};
  safe_add_redacted(&redacted, path, to->finding);
  if (path.ptr[0] == '/')
    buf_add(&uri, STR("file://"));
  for (size_t i = 0; i < redacted.len; i++) {
    if (is_unreserved(redacted.data[i]))
      buf_add_byte(&uri, redacted.data[i]);
    else
      buf_printf(&uri, "%%%02X", (unsigned char)redacted.data[i]);
  }
  json_text(to->json, "uri", buf_str(&uri));
}

static void add_artifact(struct writer *to, str path) {
  json_open_object(to->json, "artifactLocation");
  add_uri(to, path);
  if (path.ptr[0] != '/')
    add_word(to, "uriBaseId", "SRCROOT");
  json_close(to->json);
}

static void add_region(struct writer *to, const struct hit *hit) {
  json_open_object(to->json, "region");
  json_number(to->json, "startLine", hit->line);
  if (hit->column)
    json_number(to->json, "startColumn", hit->column);
  if (hit->end_line >= hit->line)
    json_number(to->json, "endLine", hit->end_line);
  json_close(to->json);
}

static void add_physical(struct writer *to, const struct occurrence *occurrence) {
  json_open_object(to->json, "physicalLocation");
  add_artifact(to, occurrence->path);
  if (place_has_lines(occurrence))
    add_region(to, &occurrence->hit);
  json_close(to->json);
}

static void add_logical(struct writer *to, const struct occurrence *occurrence) {
  CLEANUP(buf_free) struct buf name = {0};
  place_add(&name, occurrence, to->finding);
  json_open_array(to->json, "logicalLocations");
  json_open_object(to->json, NULL);
  json_text(to->json, "fullyQualifiedName", buf_str(&name));
  add_word(to, "kind", where_name(occurrence->where));
  json_close(to->json);
  json_close(to->json);
}

/* Messages and names lie in no file, yet code hosts refuse a whole report for one result without one
   (forcedotcom/code-analyzer#1970, github/codeql-action#2459): a stand-in under .git, named after the place. */
static void add_stand_in(struct writer *to, const struct occurrence *occurrence) {
  CLEANUP(buf_free) struct buf path = {0};
  buf_printf(&path, ".git/%s", where_name(occurrence->where));
  if (occurrence->commit) {
    buf_add_byte(&path, '/');
    place_add_id(&path, occurrence->commit->id);
  }
  json_open_object(to->json, "physicalLocation");
  add_artifact(to, buf_str(&path));
  add_region(to, &occurrence->hit);
  json_close(to->json);
}

static void add_location(struct writer *to, const struct occurrence *occurrence) {
  json_open_object(to->json, NULL);
  if (place_is_file(occurrence)) {
    add_physical(to, occurrence);
  } else {
    add_stand_in(to, occurrence);
    add_logical(to, occurrence);
  }
  add_message(to, "message", str_from(place_where(occurrence)));
  json_open_object(to->json, "properties");
  add_word(to, "where", where_name(occurrence->where));
  if (!oid_is_zero(occurrence->blob))
    add_id(to, "blob", occurrence->blob);
  if (occurrence->commit)
    add_id(to, "commit", occurrence->commit->id);
  json_close(to->json);
  json_close(to->json);
}

static void add_locations(struct writer *to) {
  const struct finding *finding = to->finding;
  json_open_array(to->json, "locations");
  for (size_t i = 0; i < finding->occurrences_len && i < LOCATIONS_SHOWN; i++)
    add_location(to, &finding->occurrences[i]);
  json_close(to->json);
}

static void add_step(struct writer *to, const struct step *step, str path) {
  json_open_object(to->json, NULL);
  json_open_object(to->json, "location");
  json_open_object(to->json, "physicalLocation");
  add_artifact(to, path);
  if (step->line) {
    json_open_object(to->json, "region");
    json_number(to->json, "startLine", step->line);
    json_close(to->json);
  }
  json_close(to->json);
  add_message(to, "message", step->what);
  json_close(to->json);
  json_close(to->json);
}

/* The flow of the best place; steps in a source without a name have no location to give. */
static void add_code_flows(struct writer *to) {
  const struct finding *finding = to->finding;
  const struct occurrence *best = finding->occurrences_len ? &finding->occurrences[0] : NULL;
  if (!best || best->hit.flow_len == 0 || best->path.len == 0)
    return;
  json_open_array(to->json, "codeFlows");
  json_open_object(to->json, NULL);
  json_open_array(to->json, "threadFlows");
  json_open_object(to->json, NULL);
  json_open_array(to->json, "locations");
  for (size_t i = 0; i < best->hit.flow_len && i < STEPS_SHOWN; i++) {
    const struct step *step = &best->hit.flow[i];
    add_step(to, step, step->path.len ? step->path : best->path);
  }
  json_close(to->json);
  json_close(to->json);
  json_close(to->json);
  json_close(to->json);
  json_close(to->json);
}

static void add_since(struct buf *out, const struct finding *finding) {
  const struct commit_info *commit = finding->introduced;
  if (!commit) {
    if (finding->occurrences_len)
      buf_printf(out, " Found: %s.", place_where(&finding->occurrences[0]));
    return;
  }
  buf_add(out, STR(" In history since "));
  moment_add_day(out, commit);
  buf_add(out, STR(" (commit "));
  place_add_id(out, commit->id);
  buf_add(out, finding->in_head ? STR("), still in HEAD,") : STR("), no longer in HEAD,"));
  buf_add(out, finding->pushed ? STR(" pushed to a remote.") : STR(" never pushed as far as this clone knows."));
}

static void add_result_message(struct writer *to) {
  static const char *const exposures[] = {
      [EXPOSURE_UNKNOWN] = "",
      [EXPOSURE_CLIENT] = " It reaches client code, where every visitor can read it.",
      [EXPOSURE_SERVER] = " It stays in server code.",
  };
  static const char *const statuses[] = {
      [STATUS_UNCHECKED] = "",
      [STATUS_LIVE] = " The service accepts it.",
      [STATUS_DEAD] = " The service refuses it.",
      [STATUS_UNKNOWN] = "",
  };
  const struct finding *finding = to->finding;
  CLEANUP(buf_free) struct buf text = {0};
  buf_add(&text, finding->rule->title);
  if (finding->key.len)
    buf_printf(&text, ": %.*s", STR_ARG(finding->redacted));
  buf_printf(&text, ".%s%s", exposures[finding->exposure], statuses[finding->status]);
  add_since(&text, finding);
  json_open_object(to->json, "message");
  json_text(to->json, "text", buf_str(&text));
  json_close(to->json);
}

static void add_properties(struct writer *to) {
  const struct finding *finding = to->finding;
  json_open_object(to->json, "properties");
  add_word(to, "class", class_name(finding->rule->class));
  add_word(to, "severity", severity_name(finding->severity));
  json_text(to->json, "scope", finding->scope);
  add_word(to, "exposure", exposure_name(finding->exposure));
  add_word(to, "status", status_name(finding->status));
  json_bool(to->json, "inHead", finding->in_head);
  json_bool(to->json, "pushed", finding->pushed);
  json_number(to->json, "occurrences", finding->occurrences_len);
  json_open_array(to->json, "advice");
  for (size_t i = 0; i < finding->advice_len; i++)
    add_text(to, NULL, finding->advice[i]);
  json_close(to->json);
  json_close(to->json);
}

static void add_rule_reference(struct writer *to) {
  const struct rule *rule = to->finding->rule;
  add_text(to, "ruleId", rule->id);
  for (size_t i = 0; i < to->options->rules_len; i++) {
    if (!str_eq(to->options->rules[i]->id, rule->id))
      continue;
    json_number(to->json, "ruleIndex", i);
    return;
  }
}

/* SARIF 3.35: who accepted it. */
static void add_suppression(struct writer *to, const struct suppressed *suppressed) {
  CLEANUP(buf_free) struct buf text = {0};
  buf_add(&text, suppressed->reason);
  buf_printf(&text, "%s(%.*s)", text.len ? " " : "", STR_ARG(suppressed->by));
  json_open_object(to->json, NULL);
  add_word(to, "kind", suppressed->accepted_by == ACCEPTED_BY_COMMENT ? "inSource" : "external");
  add_text(to, "justification", buf_str(&text));
  json_close(to->json);
}

/* `suppressed`: those who accept it; none: nobody does. */
static void add_result(struct writer *to, const struct finding *finding, const struct suppressed *suppressed,
                       size_t suppressed_len) {
  to->finding = finding;
  json_open_object(to->json, NULL);
  add_rule_reference(to);
  add_word(to, "level", levels[finding->severity].name);
  json_number(to->json, "rank", levels[finding->severity].rank);
  add_result_message(to);
  add_locations(to);
  add_code_flows(to);
  json_open_object(to->json, "partialFingerprints");
  add_word(to, "apsoScanKey/v1", finding->id);
  json_close(to->json);
  if (to->has_suppressions)
    json_open_array(to->json, "suppressions");
  for (size_t i = 0; i < suppressed_len; i++)
    add_suppression(to, &suppressed[i]);
  if (to->has_suppressions)
    json_close(to->json);
  add_properties(to);
  json_close(to->json);
  to->finding = NULL;
}

static void add_base(struct writer *to) {
  json_open_object(to->json, "originalUriBaseIds");
  json_open_object(to->json, "SRCROOT");
  add_message(to, "description", STR("The top of what was scanned"));
  json_close(to->json);
  json_close(to->json);
}

/* A key of which some places are not accepted has one result, without these: fingerprints must not stand for both. */
static void add_suppressed_results(struct writer *to, const struct result *result) {
  for (size_t from = 0, end; from < result->suppressed_len; from = end) {
    const struct suppressed *first = &result->suppressed[from];
    for (end = from + 1; end < result->suppressed_len && strcmp(result->suppressed[end].finding.id,
                                                                first->finding.id) == 0;)
      end++;
    if (first->is_whole)
      add_result(to, &first->finding, first, end - from);
  }
}

void report_write_sarif(const struct result *result, const struct report_options *options, struct buf *out) {
  struct writer to = {json_new(), options, NULL, result->suppressed_len > 0};
  add_word(&to, "version", "2.1.0");
  json_open_array(to.json, "runs");
  json_open_object(to.json, NULL);
  add_tool(&to);
  add_invocations(&to, result);
  add_base(&to);
  add_word(&to, "columnKind", "unicodeCodePoints");
  json_open_array(to.json, "results");
  for (size_t i = 0; i < result->findings_len; i++)
    add_result(&to, &result->findings[i], NULL, 0);
  add_suppressed_results(&to, result);
  json_close(to.json);
  json_close(to.json);
  json_close(to.json);
  json_finish(to.json, out);
}
