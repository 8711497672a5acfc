/* fuzz_policy.c -- any bytes as .apso-scan.yaml: read, or refused with one line that begins with the file's name. What
   is read
   keeps what it promises, and holds or not for a place without reading beyond anything. */
#include <stdint.h>
#include <stdlib.h>

#include "policy/date.h"
#include "policy/policy.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct rule rule = {.id = {"apso-key", 8}};
static const struct rule *const rules[] = {&rule};

static void check_entry(const struct policy_entry *entry) {
  static const struct policy_place places[] = {
      {"0123456789abcdef0123456789abcdef", {"apso-key", 8}, {"tests/fixtures/a.env", 20}},
      {"0123456789abcdef0123456789abcdef", {"apso-key", 8}, {NULL, 0}},
  };
  struct buf text = {0};
  if (entry->reason.len == 0 || (entry->expires.len && !date_is_valid(entry->expires)) || entry->line == 0)
    abort();
  for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
    if (policy_entry_holds(entry, &places[i]) && entry->paths.len && places[i].path.len == 0)
      abort();
  policy_describe(entry, &text);
  if (text.len == 0 || !policy_entries_equal(entry, entry))
    abort();
  buf_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct arena kept = {0};
  struct policy policy = {0};
  struct err err = {""};
  struct policy_rules known = {rules, 1};
  int failed = policy_read(STR("p.yaml"), (str){(const char *)data, size}, known, &policy, &kept, &err);
  str text = str_from(err.text);
  if (failed && (!str_starts(text, STR("p.yaml:")) || str_find_byte(text, '\n', 0) != SIZE_MAX))
    abort();
  for (size_t i = 0; !failed && i < policy.entries.len; i++)
    check_entry(&policy.entries.data[i]);
  policy_free(&policy);
  arena_free(&kept);
  return 0;
}
