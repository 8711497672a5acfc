/* accepted.c -- what is accepted, and what people should know of it, in the text report. */
#include "report/accepted.h"

#include "report/quantity.h"
#include "report/safe.h"

enum { NOTICES_SHOWN = 20 };

/* Each finding once, however many accept it; they are sorted by id. `by`: only those, or -1. */
static size_t count_ids(const struct result *result, int by) {
  size_t count = 0;
  const char *last = "";
  for (size_t i = 0; i < result->suppressed_len; i++) {
    const struct suppressed *suppressed = &result->suppressed[i];
    if ((by >= 0 && (int)suppressed->accepted_by != by) || strcmp(suppressed->finding.id, last) == 0)
      continue;
    last = suppressed->finding.id;
    count++;
  }
  return count;
}

static bool is_any_in_part(const struct result *result) {
  for (size_t i = 0; i < result->suppressed_len; i++)
    if (!result->suppressed[i].is_whole)
      return true;
  return false;
}

/* "3 findings: 2 by comments, 1 by .apso-scan.yaml" */
static void add_counts(struct page *page, const struct result *result) {
  static const char *const words[] = {
      [ACCEPTED_BY_COMMENT] = "by comments",
      [ACCEPTED_BY_POLICY] = "by .apso-scan.yaml",
      [ACCEPTED_BY_BASELINE] = "by a baseline",
  };
  CLEANUP(buf_free) struct buf line = {0};
  quantity_add_count(&line, count_ids(result, -1), "finding");
  const char *between = ": ";
  for (size_t by = 0; by < sizeof words / sizeof words[0]; by++) {
    size_t count = count_ids(result, (int)by);
    if (count == 0)
      continue;
    buf_add(&line, str_from(between));
    quantity_add(&line, count);
    buf_printf(&line, " %s", words[by]);
    between = ", ";
  }
  buf_add(&line, is_any_in_part(result) ? STR("; of some, other places are not") : STR(""));
  buf_add(&line, STR("; --no-ignore shows what is accepted"));
  page_prose(page, "Accepted", buf_str(&line));
}

static void add_notice(struct page *page, const struct notice *notice) {
  static const char *const labels[] = {
      [NOTICE_EXPIRED] = "Expired",     [NOTICE_UNUSED] = "Unused",       [NOTICE_NO_REASON] = "No reason",
      [NOTICE_NO_ID] = "No id",         [NOTICE_OTHER_KEY] = "Other key", [NOTICE_MALFORMED] = "Malformed",
      [NOTICE_NOT_HONOURED] = "New",    [NOTICE_CHANGE] = "Change",       [NOTICE_BROKEN] = "Broken",
  };
  const struct finding beside = {.key = notice->key, .redacted = notice->redacted};
  CLEANUP(buf_free) struct buf line = {0};
  safe_add(&line, notice->path, &beside);
  if (notice->line)
    buf_printf(&line, line.len ? ":%u" : "line %u", notice->line);
  buf_add(&line, line.len ? STR(": ") : STR(""));
  safe_add(&line, notice->text, &beside);
  page_prose(page, labels[notice->kind], buf_str(&line));
}

static void add_notices(struct page *page, const struct result *result) {
  size_t shown = result->notices_len < NOTICES_SHOWN ? result->notices_len : NOTICES_SHOWN;
  if (shown == 0)
    return;
  page_heading(page, STYLE_WARN, "POLICY", STR("what to know of what is accepted"));
  for (size_t i = 0; i < shown; i++)
    add_notice(page, &result->notices[i]);
  if (shown == result->notices_len)
    return;
  CLEANUP(buf_free) struct buf line = {0};
  buf_add(&line, STR("and "));
  quantity_add(&line, result->notices_len - shown);
  buf_add(&line, STR(" more (--format json lists all)"));
  page_prose(page, "", buf_str(&line));
}

void accepted_add(struct page *page, const struct result *result) {
  add_notices(page, result);
  if (result->suppressed_len)
    add_counts(page, result);
}
