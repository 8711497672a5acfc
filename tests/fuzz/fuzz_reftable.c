/* fuzz_reftable.c -- a byte that says how long ids are, then a table: whatever it says, its records keep to their limits. */
#include <stdlib.h>

#include "source/reftable_table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { KEEP_LIMIT = 4 * 1024 * 1024, INFLATE_LIMIT = 4 * 1024 * 1024 };

/* Every byte is read, for a sanitizer to see, and a NUL stands behind. */
static size_t check(str s, size_t limit) {
  if (s.len > limit || (s.ptr && s.ptr[s.len] != '\0'))
    abort();
  return str_find_byte(s, '\xff', 0) == SIZE_MAX ? s.len : 0;
}

static size_t check_ref(const struct reftable_ref *ref) {
  if (ref->is_deletion && (ref->symbolic.ptr || !oid_is_zero(ref->id)))
    abort();
  return check(ref->name, REFTABLE_NAME_LIMIT) + check(ref->symbolic, KEEP_LIMIT);
}

static size_t check_log(const struct reftable_log *log) {
  return check(log->name, REFTABLE_NAME_LIMIT) + check(log->who, KEEP_LIMIT) + check(log->mail, KEEP_LIMIT) + check(log->message, KEEP_LIMIT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static struct inflater *inflater;
  struct arena kept = {0};
  struct err err = {""};
  if (size == 0)
    return 0;
  if (!inflater)
    inflater = inflater_new();
  struct reftable_records records = {.keep_limit = KEEP_LIMIT, .inflate_limit = INFLATE_LIMIT, .kept = &kept, .inflater = inflater};
  str table = {(const char *)data + 1, size - 1};
  int failed = reftable_table_read(table, data[0] ? OID_SHA256 : OID_SHA1, &records, &err);
  size_t bytes = 0;
  for (size_t i = 0; i < records.refs.len; i++)
    bytes += check_ref(&records.refs.data[i]);
  for (size_t i = 0; i < records.logs.len; i++)
    bytes += check_log(&records.logs.data[i]);
  if (bytes > KEEP_LIMIT || (failed != 0) != (err.text[0] != '\0'))
    abort();
  vec_free(&records.refs);
  vec_free(&records.logs);
  arena_free(&kept);
  return 0;
}
