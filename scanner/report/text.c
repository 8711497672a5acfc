/* text.c -- the report for people: verdict, worst finding and what to do on the first screen, then
   each finding, then what was scanned. */
#include "report/formats.h"

#include "base/utf8.h"
#include "report/frame.h"
#include "report/notes.h"
#include "report/page.h"
#include "report/place.h"
#include "report/quantity.h"
#include "report/safe.h"
#include "report/spread.h"
#include "report/story.h"
#include "report/summary.h"

enum { PLACES_SHOWN = 8, STEPS_SHOWN = 20 };

static const struct finding *worst_of(const struct result *result) {
  const struct finding *worst = &result->findings[0];
  for (size_t i = 1; i < result->findings_len; i++)
    if (result->findings[i].severity > worst->severity)
      worst = &result->findings[i];
  return worst;
}

static void add_worst(struct page *page, const struct finding *worst) {
  CLEANUP(buf_free) struct buf line = {0};
  buf_printf(&line, "%s: ", severity_name(worst->severity));
  safe_add(&line, worst->rule->title, worst);
  if (worst->occurrences_len) {
    buf_add(&line, STR(", "));
    place_add(&line, &worst->occurrences[0], worst);
  }
  page_prose(page, "Worst", buf_str(&line));
}

static void add_head(struct page *page, const struct result *result) {
  const struct finding *worst = worst_of(result);
  CLEANUP(buf_free) struct buf line = {0};
  summary_add_counts(&line, result);
  summary_add_target(&line, result);
  summary_add_verdict(page, result->verdict, buf_str(&line));
  add_worst(page, worst);
  if (worst->advice_len) {
    buf_clear(&line);
    safe_add(&line, worst->advice[0], worst);
    page_line(page, "Do first", buf_str(&line));
  }
  if (!coverage_is_complete(&result->coverage))
    page_prose(page, "Beware", STR("not everything was scanned: see NOT SCANNED at the end"));
}

static void add_title(struct page *page, const struct finding *finding) {
  CLEANUP(buf_free) struct buf title = {0};
  safe_add(&title, finding->rule->title, finding);
  page_heading(page, page_severity_style(finding->severity), severity_name(finding->severity), buf_str(&title));
}

static void add_key(struct page *page, const struct finding *finding) {
  CLEANUP(buf_free) struct buf line = {0};
  if (finding->key.len) {
    utf8_add_printable(&line, finding->redacted);
    buf_add(&line, finding->scope.len ? STR(" (scope ") : STR(" ("));
    utf8_add_printable(&line, finding->scope);
    buf_printf(&line, "%s%s)", finding->scope.len ? ", " : "", story_status(finding->status));
    page_prose(page, "Key", buf_str(&line));
  }
  if (finding->variable.len) {
    buf_clear(&line);
    safe_add(&line, finding->variable, finding);
    page_line(page, finding->rule->class == CLASS_HYGIENE ? "Command" : "Variable", buf_str(&line));
  }
}

static void add_best_place(struct page *page, const struct finding *finding) {
  if (finding->occurrences_len == 0)
    return;
  const struct occurrence *best = &finding->occurrences[0];
  CLEANUP(buf_free) struct buf line = {0};
  place_add(&line, best, finding);
  if (!place_name_says_where(best))
    buf_printf(&line, " (%s)", place_where(best));
  if (best->former_path.len) {
    buf_add(&line, STR(", renamed from "));
    safe_add(&line, best->former_path, finding);
  }
  page_line(page, "Place", buf_str(&line));
  frame_add(page, &best->hit.frame);
}

/* "src/keys.ts:3  const KEY"; without a path it is in the source that the place names. */
static void add_source_line(struct page *page, const char *label, const struct finding *finding, struct step step) {
  CLEANUP(buf_free) struct buf line = {0};
  safe_add(&line, step.path, finding);
  if (step.line)
    buf_printf(&line, step.path.len ? ":%u" : "line %u", step.line);
  buf_add(&line, STR("  "));
  safe_add(&line, step.what, finding);
  page_line(page, label, buf_str(&line));
}

static void add_flow(struct page *page, const struct finding *finding) {
  if (finding->occurrences_len == 0)
    return;
  const struct hit *hit = &finding->occurrences[0].hit;
  for (size_t i = 0; i < hit->flow_len && i < STEPS_SHOWN; i++)
    add_source_line(page, i ? "" : "Flow", finding, hit->flow[i]);
}

static void add_exposure(struct page *page, const struct finding *finding) {
  const char *phrase = story_exposure(finding->exposure);
  if (!phrase)
    return;
  page_prose(page, "Exposure", str_from(phrase));
  for (size_t i = 0; i < finding->exposure_evidence_len && i < STEPS_SHOWN; i++) {
    const struct evidence *evidence = &finding->exposure_evidence[i];
    add_source_line(page, "", finding, (struct step){evidence->path, evidence->line, evidence->why});
  }
}

static void add_phrase(struct page *page, const char *label, const struct finding *finding,
                       void (*phrase)(struct buf *, const struct finding *)) {
  CLEANUP(buf_free) struct buf line = {0};
  phrase(&line, finding);
  page_prose(page, label, buf_str(&line));
}

static void add_provenance(struct page *page, const struct finding *finding) {
  if (!finding->introduced)
    return;
  add_phrase(page, "Introduced", finding, story_add_introduced);
  if (!finding->reach_known) {
    page_prose(page, "Held by", STR("not looked up in a range: an audit tells who has it, and whether it was pushed"));
    return;
  }
  add_phrase(page, "Held by", finding, story_add_holders);
  add_phrase(page, "Pushed", finding, story_add_pushed);
}

/* "37 more versions of src/x.ts in history" for the place that is shown already. */
static void add_more_of_best(struct page *page, const char *label, const struct spread_group *group,
                             const struct finding *finding) {
  CLEANUP(buf_free) struct buf line = {0};
  quantity_add(&line, group->count - 1);
  buf_add(&line, str_from(group->count == 2 ? " more version of " : " more versions of "));
  place_add_name(&line, group->first, finding);
  buf_printf(&line, " (%s)", place_where_any(group->first->where));
  page_line(page, label, buf_str(&line));
}

static void add_other(struct page *page, const char *label, const struct spread_group *group,
                      const struct finding *finding) {
  CLEANUP(buf_free) struct buf line = {0};
  place_add(&line, group->first, finding);
  if (group->count > 1) {
    buf_add(&line, STR(" and "));
    quantity_add(&line, group->count - 1);
    buf_add(&line, STR(" more"));
  }
  if (!place_name_says_where(group->first))
    buf_printf(&line, " (%s)", place_where_any(group->first->where));
  page_line(page, label, buf_str(&line));
}

/* "and 6 more places: 5 in a stash, 1 on disk (--format json lists all)" */
static void add_rest(struct page *page, const struct spread *spread, size_t shown) {
  size_t rest = 0, counts[WHERE_COUNT] = {0};
  for (size_t i = shown; i < spread->len; i++) {
    counts[spread->groups[i].first->where] += spread->groups[i].count;
    rest += spread->groups[i].count;
  }
  CLEANUP(buf_free) struct buf line = {0};
  buf_add(&line, STR("and "));
  quantity_add_count(&line, rest, "more place");
  const char *between = ": ";
  for (int where = 0; where < WHERE_COUNT; where++) {
    if (counts[where] == 0)
      continue;
    buf_add(&line, str_from(between));
    quantity_add(&line, counts[where]);
    buf_printf(&line, " %s", place_where_any((enum where)where));
    between = "; ";
  }
  buf_add(&line, STR(" (--format json lists all)"));
  page_prose(page, "", buf_str(&line));
}

static void add_other_places(struct page *page, const struct finding *finding) {
  if (finding->occurrences_len < 2)
    return;
  CLEANUP(spread_free) struct spread spread = spread_new(finding);
  bool more_of_best = spread.groups[0].count > 1;
  if (more_of_best)
    add_more_of_best(page, "Also", &spread.groups[0], finding);
  size_t shown = 1;
  for (; shown < spread.len && shown < PLACES_SHOWN; shown++)
    add_other(page, shown == 1 && !more_of_best ? "Also" : "", &spread.groups[shown], finding);
  if (shown < spread.len)
    add_rest(page, &spread, shown);
}

static void add_reasons(struct page *page, const struct finding *finding) {
  CLEANUP(buf_free) struct buf line = {0};
  for (size_t i = 0; i < finding->severity_reasons_len; i++) {
    buf_add(&line, i ? STR("; ") : STR(""));
    safe_add(&line, finding->severity_reasons[i], finding);
  }
  if (line.len)
    page_prose(page, "Why", buf_str(&line));
}

static void add_rule(struct page *page, const struct finding *finding) {
  CLEANUP(buf_free) struct buf line = {0};
  safe_add(&line, finding->rule->id, finding);
  buf_printf(&line, ", finding %s", finding->id);
  page_line(page, "Rule", buf_str(&line));
}

static void add_advice(struct page *page, const struct finding *finding) {
  for (size_t i = 0; i < finding->advice_len; i++) {
    CLEANUP(buf_free) struct buf line = {0};
    if (finding->advice_len > 1)
      buf_printf(&line, "%zu. ", i + 1);
    safe_add(&line, finding->advice[i], finding);
    page_line(page, i ? "" : "Do now", buf_str(&line));
  }
}

static void add_finding(struct page *page, const struct finding *finding) {
  page_break(page);
  add_title(page, finding);
  add_key(page, finding);
  add_best_place(page, finding);
  add_flow(page, finding);
  add_exposure(page, finding);
  add_provenance(page, finding);
  add_other_places(page, finding);
  add_reasons(page, finding);
  add_rule(page, finding);
  add_advice(page, finding);
}

void report_write_text(const struct result *result, const struct report_options *options, struct buf *out) {
  struct page page = {out, options->colour};
  bool is_all_notes = result->verdict != VERDICT_FINDINGS && notes_are_all(result);
  if (result->findings_len && !is_all_notes)
    add_head(&page, result);
  for (size_t i = 0; i < result->findings_len; i++)
    if (!notes_holds(result, &result->findings[i]))
      add_finding(&page, &result->findings[i]);
  if (result->findings_len && !is_all_notes)
    page_break(&page);
  notes_add(&page, result);
  summary_add(&page, result);
}
