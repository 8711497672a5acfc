/* fuzz_baseline.c -- any bytes as a baseline: refused with a line, or written in a form that is read as the same. */
#include <stdint.h>
#include <stdlib.h>

#include "policy/baseline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_order(const struct baseline *baseline) {
  for (size_t i = 0; i < baseline->entries.len; i++) {
    const struct baseline_entry *entry = &baseline->entries.data[i];
    if (!baseline_is_id(entry->id) || (i && str_compare(entry[-1].id, entry->id) >= 0))
      abort();
    if (baseline_find(baseline, entry->id) != entry)
      abort();
  }
}

static void check_again(str text, const struct buf *written, struct arena *kept) {
  struct baseline again = {0};
  struct buf second = {0};
  struct err err;
  if (baseline_read(STR("b"), text, &again, kept, &err))
    abort();
  baseline_write(&again, &second);
  if (!str_eq(buf_str(&second), buf_str(written)))
    abort();
  buf_free(&second);
  baseline_free(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct arena kept = {0};
  struct baseline baseline = {0};
  struct buf written = {0};
  struct err err = {""};
  if (baseline_read(STR("b"), (str){(const char *)data, size}, &baseline, &kept, &err)) {
    if (!str_starts(str_from(err.text), STR("b:")))
      abort();
  } else {
    check_order(&baseline);
    baseline_write(&baseline, &written);
    check_again(buf_str(&written), &written, &kept);
  }
  buf_free(&written);
  baseline_free(&baseline);
  arena_free(&kept);
  return 0;
}
