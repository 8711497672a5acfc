/* change.c -- what a change alters in policy, entry by entry. */
#include "policy/change.h"

#include <stdlib.h>

static void add(struct notices *out, struct buf *text, str path, size_t line, struct arena *kept) {
  vec_push(out, (struct notice){NOTICE_CHANGE, arena_copy(kept, buf_str(text)), path, (uint32_t)line});
  buf_free(text);
}

static bool has_entry(const struct policy *policy, const struct policy_entry *entry) {
  for (size_t i = 0; i < policy->entries.len; i++)
    if (policy_entries_equal(&policy->entries.data[i], entry))
      return true;
  return false;
}

/* Entries of `some` that `others` lack. */
static void tell_entries(const struct policy *some, const struct policy *others, bool is_added, struct notices *out,
                         struct arena *kept) {
  for (size_t i = 0; i < some->entries.len; i++) {
    const struct policy_entry *entry = &some->entries.data[i];
    struct buf text = {0};
    if (has_entry(others, entry))
      continue;
    buf_add(&text, is_added ? STR("the change adds: ") : STR("the change removes: "));
    policy_describe(entry, &text);
    if (entry->expires.len)
      buf_printf(&text, ", until %.*s", STR_ARG(entry->expires));
    buf_printf(&text, " (%.*s); it is %s in force here", STR_ARG(entry->reason), is_added ? "not" : "still");
    add(out, &text, is_added ? some->name : others->name, is_added ? entry->line : 0, kept);
  }
}

void change_of_policy(const struct policy *before, const struct policy *after, struct notices *out,
                      struct arena *kept) {
  tell_entries(after, before, true, out, kept);
  tell_entries(before, after, false, out, kept);
  if (str_eq(before->baseline, after->baseline))
    return;
  struct buf text = {0};
  buf_printf(&text, "the change names another baseline: '%.*s' instead of '%.*s'; it is not in force here",
             STR_ARG(after->baseline), STR_ARG(before->baseline));
  add(out, &text, after->name, after->baseline_line, kept);
}

static void tell_ids(const struct baseline *some, const struct baseline *others, bool is_added, struct notices *out,
                     struct arena *kept) {
  struct buf ids = {0}, text = {0};
  size_t count = 0;
  for (size_t i = 0; i < some->entries.len; i++) {
    str id = some->entries.data[i].id;
    if (baseline_find(others, id))
      continue;
    if (count++ < CHANGE_IDS_TOLD)
      buf_printf(&ids, "%s%.*s", count > 1 ? ", " : "", STR_ARG(id));
  }
  if (count) {
    buf_printf(&text, "the change %s %zu id%s: %.*s", is_added ? "adds" : "removes", count, count == 1 ? "" : "s",
               STR_ARG(buf_str(&ids)));
    if (count > CHANGE_IDS_TOLD)
      buf_printf(&text, " and %zu more", count - CHANGE_IDS_TOLD);
    buf_printf(&text, "; %s %s in force here", count == 1 ? "it is" : "they are", is_added ? "not" : "still");
    add(out, &text, some->name, 0, kept);
  }
  buf_free(&ids);
}

void change_of_baseline(const struct baseline *before, const struct baseline *after, struct notices *out,
                        struct arena *kept) {
  tell_ids(after, before, true, out, kept);
  tell_ids(before, after, false, out, kept);
}
