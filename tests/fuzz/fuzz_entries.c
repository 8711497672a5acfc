/* fuzz_entries.c -- a byte that is odd for ids of 32 bytes, one of a length, a text of that length that becomes a tree, and a
   delta of it: what the delta makes new, held against the two trees read whole.
   In the text "\n" ends a name; an id follows, made of the byte behind it. Of the delta sizes are put in front, right ones
   unless the first byte says otherwise. */
#include <stdio.h>
#include <stdlib.h>

#include "entries_check.h"
#include "packwriter.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEAD = 2, IS_LONG = 1, IS_RAW = 2, LIES_OF_BASE = 4, LIES_OF_TARGET = 8 };

static void add_tree(str text, size_t oid_size, struct buf *out) {
  while (text.len) {
    size_t end = str_find_byte(text, '\n', 0);
    buf_add(out, str_head(text, end));
    if (end == SIZE_MAX)
      return;
    buf_add_byte(out, '\0');
    char fill = end + 1 < text.len ? text.ptr[end + 1] : 'i';
    for (size_t i = 0; i < oid_size; i++)
      buf_add_byte(out, i % 7 == 3 ? '\0' : fill);
    text = str_tail(text, end + 2);
  }
}

static uint64_t target_size(str code) {
  struct delta delta = {.code = code};
  struct delta_step step;
  uint64_t size = 0;
  while (delta_next(&delta, &step) > 0)
    size += step.len;
  return size;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct buf tree = {0}, payload = {0};
  enum entry_outcome outcome;
  if (size < HEAD)
    return 0;
  size_t oid_size = data[0] & IS_LONG ? OID_SHA256 : OID_SHA1;
  str all = {(const char *)data + HEAD, size - HEAD}, code = str_tail(all, data[1]);
  if (data[0] & IS_RAW)
    buf_add(&tree, str_head(all, data[1]));
  else
    add_tree(str_head(all, data[1]), oid_size, &tree);
  packwriter_add_sizes(&payload, tree.len + (data[0] & LIES_OF_BASE ? 1 : 0), target_size(code) + (data[0] & LIES_OF_TARGET ? 1 : 0));
  buf_add(&payload, code);
  char *exact = malloc(payload.len); /* so that a sanitizer sees each byte read behind the end */
  memcpy(exact, payload.data, payload.len);
  const char *wrong = entries_check(buf_str(&tree), (str){exact, payload.len}, oid_size, &outcome);
  if (wrong) {
    fprintf(stderr, "%s\n", wrong);
    abort();
  }
  free(exact);
  buf_free(&tree);
  buf_free(&payload);
  return 0;
}
