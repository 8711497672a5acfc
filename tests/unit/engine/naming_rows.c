/* naming_rows.c -- tables of places and their names. */
#include "naming_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"

static const char made[] = "apso_sk_" "live_" "q7Zk";

static struct naming read_row(naming_reader *reader, const struct naming_row *row, struct arena *kept) {
  str text = str_from(row->text);
  size_t at = str_find(text, STR("@@"), 0);
  assert_true(at != SIZE_MAX);
  struct buf bytes = {0};
  buf_add(&bytes, str_head(text, at));
  buf_add(&bytes, str_from(made));
  buf_add(&bytes, str_tail(text, at + 2));
  str exact = {memory_new(bytes.len), bytes.len}; /* so that the sanitizer sees what is read behind it */
  memcpy((char *)(uintptr_t)exact.ptr, bytes.data, bytes.len);
  struct naming found = reader(exact, at, at + sizeof made - 1, kept);
  free((char *)(uintptr_t)exact.ptr);
  buf_free(&bytes);
  return found;
}

void naming_rows_check(naming_reader *reader, const struct naming_row *rows, size_t len) {
  struct arena kept = {0};
  size_t wrong = 0;
  for (size_t i = 0; i < len; i++) {
    struct naming found = read_row(reader, &rows[i], &kept);
    if (str_eq(found.name, str_from(rows[i].name)) && found.is_pair == rows[i].is_pair)
      continue;
    wrong++;
    print_error("%s\n  wants %s%s, has %.*s%s\n", rows[i].text, rows[i].name, rows[i].is_pair ? " (pair)" : "",
                STR_ARG(found.name), found.is_pair ? " (pair)" : "");
  }
  arena_free(&kept);
  assert_int_equal(wrong, 0);
}
