/* safe.c -- text from the scanned repository, made fit for a report. */
#include "report/safe.h"

#include <stdint.h>

#include "base/utf8.h"
#include "model/key.h"

static void add_without(struct buf *out, str text, str key, str redacted) {
  size_t done = 0;
  size_t at = key.len ? str_find(text, key, 0) : SIZE_MAX;
  while (at != SIZE_MAX) {
    buf_add(out, str_range(text.ptr + done, text.ptr + at));
    buf_add(out, redacted);
    done = at + key.len;
    at = str_find(text, key, done);
  }
  buf_add(out, str_tail(text, done));
}

void safe_add_redacted(struct buf *out, str text, const struct finding *finding) {
  CLEANUP(buf_free) struct buf redacted = {0};
  key_redact_within(&redacted, text);
  add_without(out, buf_str(&redacted), finding ? finding->key : STR_NONE, finding ? finding->redacted : STR_NONE);
}

void safe_add(struct buf *out, str text, const struct finding *finding) {
  CLEANUP(buf_free) struct buf redacted = {0};
  safe_add_redacted(&redacted, text, finding);
  utf8_add_printable(out, buf_str(&redacted));
}

void safe_json(struct json_writer *json, const char *name, str text, const struct finding *finding) {
  CLEANUP(buf_free) struct buf redacted = {0};
  safe_add_redacted(&redacted, text, finding);
  json_text(json, name, buf_str(&redacted));
}

str safe_author(str author) {
  size_t at = str_find_byte(author, '@', 0);
  if (at == SIZE_MAX || at == 0 || author.ptr[at - 1] == ' ')
    return author;
  size_t word = at;
  while (word > 0 && author.ptr[word - 1] != ' ' && author.ptr[word - 1] != '<')
    word--;
  str before = str_trim(str_head(author, word));
  if (before.len && before.ptr[before.len - 1] == '<')
    before = str_trim(str_head(before, before.len - 1));
  return before.len ? before : str_range(author.ptr + word, author.ptr + at);
}
