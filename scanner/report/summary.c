/* summary.c -- the end of the text report. */
#include "report/summary.h"

#include "report/accepted.h"
#include "report/notes.h"
#include "report/quantity.h"
#include "report/safe.h"

enum { EXAMPLES_SHOWN = 3 };

struct gap_words {
  const char *label;
  const char *before; /* the count stands between */
  const char *after;
  const char *mend;
};

static const struct gap_words gap_words[GAP_COUNT] = {
    [GAP_MISSING] = {"Missing", "", " referred to and not there",
                     "git fetch --refetch, or clone again (without --filter)"},
    [GAP_CORRUPT] = {"Corrupt", "", " that cannot be decoded",
                     "git fsck --full names the damage; restore it from another clone"},
    [GAP_SHALLOW] = {"Shallow", "history is cut off behind ", "", "git fetch --unshallow"},
    [GAP_SUBMODULE] = {"Submodule", "", " not checked out", "git submodule update --init --recursive"},
    [GAP_UNREADABLE] = {"Unreadable", "", " that could not be read", "scan as a user who may read them; an archive may be damaged"},
    [GAP_FORMAT] = {"Format", "", " in a format that this program cannot read", "scan a plain clone of it"},
    [GAP_MEMORY] = {"Memory", "", " too large for the memory limit", "raise --memory; for archives --max-file-size"},
    [GAP_TIME] = {"Time", "", " not reached before the time was up or the scan was interrupted",
                  "raise --timeout, or let the scan run to its end"},
};

void summary_add_counts(struct buf *out, const struct result *result) {
  size_t counts[SEVERITY_COUNT] = {0};
  for (size_t i = 0; i < result->findings_len; i++)
    counts[result->findings[i].severity]++;
  quantity_add_count(out, result->findings_len, "finding");
  const char *between = ": ";
  for (int severity = SEVERITY_COUNT - 1; severity >= 0; severity--) {
    if (counts[severity] == 0)
      continue;
    buf_add(out, str_from(between));
    quantity_add(out, counts[severity]);
    buf_printf(out, " %s", severity_name((enum severity)severity));
    between = ", ";
  }
}

void summary_add_target(struct buf *out, const struct result *result) {
  if (result->target.len == 0)
    return;
  buf_add(out, STR(" in "));
  safe_add(out, result->target, NULL);
}

void summary_add_verdict(struct page *page, enum verdict verdict, str text) {
  static const struct {
    enum style style;
    const char *word;
  } verdicts[] = {
      [VERDICT_CLEAN] = {STYLE_GOOD, "CLEAN"},
      [VERDICT_FINDINGS] = {STYLE_BAD, "FINDINGS"},
      [VERDICT_INCOMPLETE] = {STYLE_WARN, "INCOMPLETE"},
  };
  page_heading(page, verdicts[verdict].style, verdicts[verdict].word, text);
}

static void add_examples(struct buf *out, const struct shortfall *shortfall) {
  unsigned shown = shortfall->examples < EXAMPLES_SHOWN ? shortfall->examples : EXAMPLES_SHOWN;
  for (unsigned i = 0; i < shown; i++) {
    buf_add(out, i ? STR(", ") : STR(": "));
    safe_add(out, str_from(shortfall->example[i]), NULL);
  }
  if (shown && shortfall->count > shown) {
    buf_add(out, STR(" and "));
    quantity_add(out, shortfall->count - shown);
    buf_add(out, STR(" more"));
  }
}

/* "; not scanned: 25 missing, 1 corrupt" */
static void add_not_scanned(struct buf *out, const struct coverage *coverage) {
  const char *between = "; not scanned: ";
  for (int gap = 0; gap < GAP_COUNT; gap++) {
    if (coverage->gaps[gap].count == 0)
      continue;
    buf_add(out, str_from(between));
    quantity_add(out, coverage->gaps[gap].count);
    buf_printf(out, " %s", gap_name((enum gap)gap));
    between = ", ";
  }
}

/* The last line of all: what was scanned, and what was not. */
static void add_scanned(struct page *page, const struct result *result) {
  const struct coverage *coverage = &result->coverage;
  const struct {
    uint64_t number;
    const char *noun;
  } counts[] = {
      {coverage->objects, "object"},
      {coverage->blobs, "blob"},
      {coverage->commits, "commit"},
      {coverage->files, "file"},
  };
  CLEANUP(buf_free) struct buf line = {0};
  for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
    if (counts[i].number == 0)
      continue;
    quantity_add_count(&line, counts[i].number, counts[i].noun);
    buf_add(&line, STR(", "));
  }
  quantity_add_size(&line, coverage->bytes);
  summary_add_target(&line, result);
  add_not_scanned(&line, coverage);
  page_prose(page, "Scanned", buf_str(&line));
}

static void add_gap(struct page *page, const struct coverage *coverage, enum gap gap) {
  const struct gap_words *words = &gap_words[gap];
  const struct shortfall *shortfall = &coverage->gaps[gap];
  CLEANUP(buf_free) struct buf line = {0};
  buf_add(&line, str_from(words->before));
  quantity_add_count(&line, shortfall->count, gap_what(gap));
  buf_add(&line, str_from(words->after));
  add_examples(&line, shortfall);
  page_prose(page, words->label, buf_str(&line));
  buf_clear(&line);
  if (coverage->allowed & 1u << gap)
    buf_printf(&line, "accepted by --allow %s", gap_name(gap));
  else
    buf_printf(&line, "to mend: %s", words->mend);
  page_prose(page, "", buf_str(&line));
}

static bool has_gaps(const struct coverage *coverage) {
  for (int gap = 0; gap < GAP_COUNT; gap++)
    if (coverage->gaps[gap].count)
      return true;
  return false;
}

static void add_gaps(struct page *page, const struct coverage *coverage) {
  if (!has_gaps(coverage))
    return;
  page_heading(page, STYLE_WARN, "NOT SCANNED",
               coverage_is_complete(coverage) ? STR("and accepted") : STR("so there may be more"));
  for (int gap = 0; gap < GAP_COUNT; gap++)
    if (coverage->gaps[gap].count)
      add_gap(page, coverage, (enum gap)gap);
}

struct degraded_words {
  const char *label;
  const char *noun;
  const char *after;
};

static const struct degraded_words degraded_words[DEGRADED_COUNT] = {
    [DEGRADED_PARSER] = {"Text only", "item", " searched by text rules only (parser limit)"},
    [DEGRADED_WINDOW] = {"Text only", "item", " searched by text rules only (window of a large file)"},
    [DEGRADED_DECODED] = {"Text only", "item", " with more encoded text than is decoded"},
    [DEGRADED_MATCH] = {"Text only", "item", " searched by text rules only (match limit)"},
    [DEGRADED_PLACES] = {"Text only", "item", " with so many places that not all are told"},
    [DEGRADED_CLOSED] = {"Archives", "archive", " left closed; --archives opens them"},
    [DEGRADED_ENCRYPTED] = {"Archives", "encrypted item", " left closed"},
    [DEGRADED_ARCHIVE] = {"Archives", "archive", " larger or deeper than the limits, searched as far as they go"},
};

static void add_degraded(struct page *page, const struct coverage *coverage) {
  const char *label = "";
  for (int degraded = 0; degraded < DEGRADED_COUNT; degraded++) {
    const struct degraded_words *words = &degraded_words[degraded];
    const struct shortfall *shortfall = &coverage->degraded[degraded];
    if (shortfall->count == 0)
      continue;
    CLEANUP(buf_free) struct buf line = {0};
    quantity_add_count(&line, shortfall->count, words->noun);
    buf_add(&line, str_from(words->after));
    add_examples(&line, shortfall);
    page_prose(page, strcmp(label, words->label) == 0 ? "" : words->label, buf_str(&line));
    label = words->label;
  }
}

static void add_findings_sentence(struct buf *out, const struct result *result) {
  summary_add_counts(out, result);
  buf_add(out, coverage_is_complete(&result->coverage) ? STR(".") : STR(". And not everything was scanned."));
}

static void add_nothing(struct buf *out, const struct result *result) {
  str nothing = result->other_rules ? STR("Nothing was found by the rules in force, which look for no APSO key") : STR("No APSO key was found");
  buf_add(out, !notes_are_all(result) ? STR("Nothing severe enough to fail was found") : nothing);
  if (result->suppressed_len)
    buf_add(out, STR(" but what is accepted"));
}

static void add_incomplete_sentence(struct buf *out, const struct result *result) {
  add_nothing(out, result);
  buf_add(out, STR(", but not everything was scanned."
                   " This is no all-clear: mend what stands above, and scan again."));
}

static void add_clean_sentence(struct buf *out, const struct result *result) {
  add_nothing(out, result);
  buf_add(out, has_gaps(&result->coverage) ? STR(", apart from what you allowed to be left out.") : STR("."));
}

void summary_add(struct page *page, const struct result *result) {
  static void (*const add_sentence[])(struct buf *, const struct result *) = {
      [VERDICT_CLEAN] = add_clean_sentence,
      [VERDICT_FINDINGS] = add_findings_sentence,
      [VERDICT_INCOMPLETE] = add_incomplete_sentence,
  };
  add_degraded(page, &result->coverage);
  add_gaps(page, &result->coverage);
  accepted_add(page, result);
  CLEANUP(buf_free) struct buf sentence = {0};
  add_sentence[result->verdict](&sentence, result);
  summary_add_verdict(page, result->verdict, buf_str(&sentence));
  add_scanned(page, result);
}
