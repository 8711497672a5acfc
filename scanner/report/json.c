/* json.c -- the JSON report, version 1: docs/report.schema.json is its contract. */
#include "base/json.h"

#include "report/formats.h"
#include "report/moment.h"
#include "report/safe.h"

struct writer {
  struct json_writer *json;
  const struct report_options *options;
  const struct finding *finding; /* the one being written, or NULL */
};

static void add_word(struct writer *to, const char *name, const char *word) {
  json_text(to->json, name, str_from(word));
}

static void add_text(struct writer *to, const char *name, str text) {
  safe_json(to->json, name, text, to->finding);
}

static void add_texts(struct writer *to, const char *name, const str *texts, size_t len) {
  json_open_array(to->json, name);
  for (size_t i = 0; i < len; i++)
    add_text(to, NULL, texts[i]);
  json_close(to->json);
}

static void add_id(struct writer *to, const char *name, oid id) {
  char hex[OID_HEX_SIZE];
  oid_to_hex(id, oid_size_of(id), hex);
  add_word(to, name, hex);
}

static void add_tool(struct writer *to) {
  json_open_object(to->json, "tool");
  add_word(to, "name", "apso-scan");
  add_word(to, "version", to->options->version);
  json_close(to->json);
}

static void add_shortfall(struct writer *to, const char *what, const char *why, const struct shortfall *shortfall) {
  if (shortfall->count == 0)
    return;
  json_open_object(to->json, NULL);
  add_word(to, "what", what);
  add_word(to, "why", why);
  json_number(to->json, "count", shortfall->count);
  json_open_array(to->json, "examples");
  for (unsigned i = 0; i < shortfall->examples; i++)
    add_text(to, NULL, str_from(shortfall->example[i]));
  json_close(to->json);
  json_close(to->json);
}

static void add_coverage(struct writer *to, const struct coverage *coverage) {
  json_open_object(to->json, "coverage");
  json_bool(to->json, "complete", coverage_is_complete(coverage));
  json_number(to->json, "objects", coverage->objects);
  json_number(to->json, "blobs", coverage->blobs);
  json_number(to->json, "bytes", coverage->bytes);
  json_number(to->json, "commits", coverage->commits);
  json_number(to->json, "files", coverage->files);
  json_open_array(to->json, "skipped");
  for (int gap = 0; gap < GAP_COUNT; gap++)
    add_shortfall(to, gap_what((enum gap)gap), gap_name((enum gap)gap), &coverage->gaps[gap]);
  json_close(to->json);
  json_open_array(to->json, "degraded");
  for (int degraded = 0; degraded < DEGRADED_COUNT; degraded++)
    add_shortfall(to, "item", degraded_name((enum degraded)degraded), &coverage->degraded[degraded]);
  json_close(to->json);
  json_close(to->json);
}

static void add_key(struct writer *to) {
  const struct finding *finding = to->finding;
  if (finding->key.len == 0)
    return;
  json_open_object(to->json, "key");
  json_text(to->json, "redacted", finding->redacted);
  if (to->options->show_keys)
    json_text(to->json, "value", finding->key);
  json_close(to->json);
}

static void add_variable(struct writer *to) {
  if (to->finding->variable.len)
    add_text(to, "variable", to->finding->variable);
}

static void add_exposure(struct writer *to) {
  const struct finding *finding = to->finding;
  json_open_object(to->json, "exposure");
  add_word(to, "class", exposure_name(finding->exposure));
  json_open_array(to->json, "evidence");
  for (size_t i = 0; i < finding->exposure_evidence_len; i++) {
    const struct evidence *evidence = &finding->exposure_evidence[i];
    json_open_object(to->json, NULL);
    add_text(to, "path", evidence->path);
    if (evidence->line)
      json_number(to->json, "line", evidence->line);
    add_text(to, "why", evidence->why);
    json_close(to->json);
  }
  json_close(to->json);
  json_close(to->json);
}

static void add_commit(struct writer *to, const char *name, const struct commit_info *commit) {
  if (!commit)
    return;
  CLEANUP(buf_free) struct buf date = {0};
  moment_add(&date, commit);
  json_open_object(to->json, name);
  add_id(to, "id", commit->id);
  add_text(to, "author", safe_author(commit->author));
  json_text(to->json, "date", buf_str(&date));
  add_text(to, "subject", commit->subject);
  json_close(to->json);
}

static void add_flow(struct writer *to, const struct hit *hit) {
  json_open_array(to->json, "flow");
  for (size_t i = 0; i < hit->flow_len; i++) {
    const struct step *step = &hit->flow[i];
    json_open_object(to->json, NULL);
    add_text(to, "path", step->path);
    json_number(to->json, "line", step->line);
    add_text(to, "what", step->what);
    json_close(to->json);
  }
  json_close(to->json);
}

static void add_decoded(struct writer *to, const struct hit *hit) {
  if (hit->decoded.len == 0)
    return;
  json_open_array(to->json, "decoded");
  for (size_t i = 0; i < hit->decoded.len; i++)
    json_text(to->json, NULL, hit->decoded.data[i]);
  json_close(to->json);
}

/* What a place does not have (a path, an object, a commit) is left out. */
static void add_occurrence(struct writer *to, const struct occurrence *occurrence) {
  const struct hit *hit = &occurrence->hit;
  json_open_object(to->json, NULL);
  if (occurrence->path.len)
    add_text(to, "path", occurrence->path);
  json_number(to->json, "line", hit->line);
  json_number(to->json, "column", hit->column);
  json_number(to->json, "endLine", hit->end_line);
  add_word(to, "where", where_name(occurrence->where));
  add_text(to, "rule", hit->rule->id);
  add_word(to, "class", class_name(hit->rule->class));
  if (!oid_is_zero(occurrence->blob))
    add_id(to, "blob", occurrence->blob);
  add_commit(to, "commit", occurrence->commit);
  if (occurrence->former_path.len)
    add_text(to, "renamedFrom", occurrence->former_path);
  if (hit->variable.len)
    add_text(to, "variable", hit->variable);
  add_decoded(to, hit);
  add_flow(to, hit);
  json_close(to->json);
}

static void add_occurrences(struct writer *to) {
  json_open_array(to->json, "occurrences");
  for (size_t i = 0; i < to->finding->occurrences_len; i++)
    add_occurrence(to, &to->finding->occurrences[i]);
  json_close(to->json);
}

static void add_provenance(struct writer *to) {
  const struct finding *finding = to->finding;
  json_open_object(to->json, "provenance");
  add_commit(to, "introduced", finding->introduced);
  json_bool(to->json, "reachKnown", finding->reach_known);
  json_bool(to->json, "inHead", finding->in_head);
  add_texts(to, "branches", finding->branches.data, finding->branches.len);
  add_texts(to, "tags", finding->tags.data, finding->tags.len);
  add_texts(to, "remotes", finding->remotes.data, finding->remotes.len);
  json_bool(to->json, "pushed", finding->pushed);
  json_close(to->json);
}

static void add_finding(struct writer *to, const struct finding *finding) {
  to->finding = finding;
  json_open_object(to->json, NULL);
  add_word(to, "id", finding->id);
  add_text(to, "rule", finding->rule->id);
  add_word(to, "class", class_name(finding->rule->class));
  add_word(to, "severity", severity_name(finding->severity));
  add_texts(to, "severityReasons", finding->severity_reasons, finding->severity_reasons_len);
  json_text(to->json, "scope", finding->scope);
  add_key(to);
  add_variable(to);
  add_exposure(to);
  add_word(to, "status", status_name(finding->status));
  add_occurrences(to);
  add_provenance(to);
  add_texts(to, "advice", finding->advice, finding->advice_len);
  json_close(to->json);
  to->finding = NULL;
}

static void add_suppression(struct writer *to, const struct suppressed *suppressed) {
  to->finding = &suppressed->finding;
  json_open_object(to->json, NULL);
  add_word(to, "id", suppressed->finding.id);
  add_text(to, "reason", suppressed->reason);
  add_text(to, "by", suppressed->by);
  if (suppressed->owner.len)
    add_text(to, "owner", suppressed->owner);
  if (suppressed->expires.len)
    add_text(to, "expires", suppressed->expires);
  add_text(to, "rule", suppressed->finding.rule->id);
  json_number(to->json, "paths", suppressed->paths);
  json_number(to->json, "occurrences", suppressed->finding.occurrences_len);
  json_bool(to->json, "whole", suppressed->is_whole);
  json_close(to->json);
  to->finding = NULL;
}

static void add_suppressed(struct writer *to, const struct result *result) {
  json_open_array(to->json, "suppressed");
  for (size_t i = 0; i < result->suppressed_len; i++)
    add_suppression(to, &result->suppressed[i]);
  json_close(to->json);
}

static void add_policy(struct writer *to, const struct result *result) {
  json_open_array(to->json, "policy");
  for (size_t i = 0; i < result->notices_len; i++) {
    const struct notice *notice = &result->notices[i];
    const struct finding beside = {.key = notice->key, .redacted = notice->redacted};
    to->finding = &beside;
    json_open_object(to->json, NULL);
    add_word(to, "what", notice_name(notice->kind));
    add_text(to, "text", notice->text);
    if (notice->path.len)
      add_text(to, "path", notice->path);
    if (notice->line)
      json_number(to->json, "line", notice->line);
    json_close(to->json);
    to->finding = NULL;
  }
  json_close(to->json);
}

void report_write_json(const struct result *result, const struct report_options *options, struct buf *out) {
  struct writer to = {json_new(), options, NULL};
  add_word(&to, "schema", "apso-scan/report/1");
  add_tool(&to);
  add_word(&to, "verdict", verdict_name(result->verdict));
  add_coverage(&to, &result->coverage);
  add_suppressed(&to, result);
  add_policy(&to, result);
  json_open_array(to.json, "findings");
  for (size_t i = 0; i < result->findings_len; i++)
    add_finding(&to, &result->findings[i]);
  json_close(to.json);
  json_finish(to.json, out);
}
