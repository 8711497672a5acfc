/* fuzz_markup.c -- a byte for the kind, then markup: all that is no script is blank, line ends are where they were. */
#include <stdlib.h>

#include "engine/script/markup.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const str separator = {"\xe2\x80\xa8;", 4};

static bool is_line_end(char c) {
  return c == '\n' || c == '\r';
}

/* A byte is itself, or blank, or of the separator that stands where something else begins. */
static void check(str text, str out) {
  if (text.len != out.len)
    abort();
  for (size_t i = 0; i < out.len; i++) {
    bool separates = text.ptr[i] == '<' && str_starts(str_tail(out, i), separator);
    bool fences = text.ptr[i] == '-' && out.ptr[i] == ';';
    if (is_line_end(text.ptr[i]) != is_line_end(out.ptr[i]))
      abort();
    if (separates)
      i += separator.len - 1;
    else if (out.ptr[i] != text.ptr[i] && out.ptr[i] != ' ' && !fences)
      abort();
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  enum { KINDS = MARKUP_ASTRO + 1 };
  struct buf out = {0}, again = {0};
  if (size == 0)
    return 0;
  str text = {(const char *)data + 1, size - 1};
  enum markup_kind kind = data[0] % KINDS;
  enum script_language language = markup_scripts(text, kind, &out);
  check(text, buf_str(&out));
  if (kind == MARKUP_NONE && language != SCRIPT_NONE)
    abort();
  if (language != markup_scripts(text, kind, &again) || !str_eq(buf_str(&out), buf_str(&again)))
    abort();
  buf_free(&out);
  buf_free(&again);
  return 0;
}
