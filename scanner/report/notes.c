/* notes.c -- what is only noted, at the end of the text report: a line each, and no more than fit the eye. */
#include "report/notes.h"

#include "report/place.h"
#include "report/quantity.h"
#include "report/safe.h"

enum { NOTES_SHOWN = 8 };

bool notes_are_all(const struct result *result) {
  for (size_t i = 0; i < result->findings_len; i++)
    if (result->findings[i].severity > SEVERITY_NOTE)
      return false;
  return true;
}

bool notes_holds(const struct result *result, const struct finding *finding) {
  return finding->severity == SEVERITY_NOTE && (result->verdict != VERDICT_FINDINGS || !notes_are_all(result));
}

static void add_note(struct page *page, const struct finding *finding) {
  CLEANUP(buf_free) struct buf line = {0};
  if (finding->occurrences_len)
    place_add(&line, &finding->occurrences[0], finding);
  if (finding->occurrences_len > 1) {
    buf_add(&line, STR(" and "));
    quantity_add(&line, finding->occurrences_len - 1);
    buf_add(&line, STR(" more"));
  }
  buf_add(&line, STR("  "));
  safe_add(&line, finding->rule->title, finding);
  page_line(page, "", buf_str(&line));
}

void notes_add(struct page *page, const struct result *result) {
  size_t notes = 0;
  for (size_t i = 0; i < result->findings_len; i++)
    notes += notes_holds(result, &result->findings[i]);
  if (notes == 0)
    return;
  CLEANUP(buf_free) struct buf title = {0};
  quantity_add_count(&title, notes, "habit");
  buf_add(&title, notes == 1 ? STR(" that ends in leaks") : STR(" that end in leaks"));
  buf_add(&title, STR("; --fail-on note tells all of it"));
  page_heading(page, STYLE_NOTE, "NOTES", buf_str(&title));
  size_t shown = 0;
  for (size_t i = 0; i < result->findings_len && shown < NOTES_SHOWN; i++)
    if (notes_holds(result, &result->findings[i])) {
      add_note(page, &result->findings[i]);
      shown++;
    }
  if (notes > shown) {
    buf_clear(&title);
    buf_add(&title, STR("and "));
    quantity_add(&title, notes - shown);
    buf_add(&title, STR(" more"));
    page_line(page, "", buf_str(&title));
  }
}
