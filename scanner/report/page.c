/* page.c -- the look of the text report. */
#include "report/page.h"

#include <stdio.h>

#include "base/utf8.h"

/* ECMA-48 SGR parameters. */
static const char *const codes[] = {
    [STYLE_BOLD] = "1",      [STYLE_DIM] = "2",     [STYLE_GOOD] = "1;32", [STYLE_WARN] = "1;33",
    [STYLE_BAD] = "1;31",    [STYLE_MARK] = "1;31", [STYLE_NOTE] = "36",   [STYLE_LOW] = "1;36",
    [STYLE_MEDIUM] = "1;33", [STYLE_HIGH] = "1;31", [STYLE_CRITICAL] = "1;37;41",
};

enum style page_severity_style(enum severity severity) {
  static const enum style styles[SEVERITY_COUNT] = {
      [SEVERITY_NOTE] = STYLE_NOTE, [SEVERITY_LOW] = STYLE_LOW,           [SEVERITY_MEDIUM] = STYLE_MEDIUM,
      [SEVERITY_HIGH] = STYLE_HIGH, [SEVERITY_CRITICAL] = STYLE_CRITICAL,
  };
  return styles[severity];
}

static void begin_style(struct page *page, enum style style) {
  if (page->colour && style != STYLE_PLAIN)
    buf_printf(page->out, "\x1b[%sm", codes[style]);
}

static void end_style(struct page *page, enum style style) {
  if (page->colour && style != STYLE_PLAIN)
    buf_add(page->out, STR("\x1b[0m"));
}

void page_add(struct page *page, enum style style, str text) {
  begin_style(page, style);
  buf_add(page->out, text);
  end_style(page, style);
}

void page_break(struct page *page) {
  buf_add_byte(page->out, '\n');
}

static void add_label(struct page *page, const char *label) {
  char padded[PAGE_LABEL_WIDTH + 1];
  snprintf(padded, sizeof padded, "  %-*s", PAGE_LABEL_WIDTH - 2, label);
  page_add(page, *label ? STYLE_DIM : STYLE_PLAIN, str_from(padded));
}

/* Cuts the first word off `rest`; runs of spaces count as one. */
static bool next_word(str *rest, str *word) {
  *rest = str_trim(*rest);
  *word = str_head(*rest, str_find_byte(*rest, ' ', 0));
  *rest = str_tail(*rest, word->len);
  return word->len > 0;
}

static void add_wrapped(struct page *page, str text) {
  size_t column = PAGE_LABEL_WIDTH;
  for (str word; next_word(&text, &word);) {
    size_t width = utf8_count(word);
    bool starts_line = column == PAGE_LABEL_WIDTH;
    if (!starts_line && column + 1 + width > PAGE_WIDTH) {
      buf_printf(page->out, "\n%*s", PAGE_LABEL_WIDTH, "");
      column = PAGE_LABEL_WIDTH;
    } else if (!starts_line) {
      buf_add_byte(page->out, ' ');
      column++;
    }
    buf_add(page->out, word);
    column += width;
  }
}

void page_heading(struct page *page, enum style style, const char *word, str text) {
  page_add(page, style, str_from(word));
  buf_printf(page->out, "%*s", (int)(PAGE_LABEL_WIDTH - strlen(word)), "");
  begin_style(page, STYLE_BOLD);
  add_wrapped(page, text);
  end_style(page, STYLE_BOLD);
  page_break(page);
}

void page_prose(struct page *page, const char *label, str text) {
  add_label(page, label);
  add_wrapped(page, text);
  page_break(page);
}

void page_line(struct page *page, const char *label, str text) {
  add_label(page, label);
  buf_add(page->out, text);
  page_break(page);
}
