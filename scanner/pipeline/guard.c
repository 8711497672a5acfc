/* guard.c -- what is accepted in what is scanned. */
#include "pipeline/guard.h"

#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "pipeline/collect.h"
#include "policy/apply.h"
#include "policy/change.h"
#include "policy/date.h"
#include "source/inside.h"

struct guard {
  struct policy_rules rules;
  struct guard_options options;
  VEC(struct policy_root) roots;
  struct baselines common;
  bool has_named; /* what the user names was read */
  struct notices notices;
  struct arena kept;
};

struct guard *guard_new(const struct rule *const *rules, size_t rules_len, const struct guard_options *options) {
  struct guard *guard = memory_new_zeroed(1, sizeof *guard);
  guard->rules = (struct policy_rules){rules, rules_len};
  guard->options = *options;
  return guard;
}

static void free_baselines(struct baselines *baselines) {
  for (size_t i = 0; i < baselines->len; i++)
    baseline_free(&baselines->data[i]);
  vec_free(baselines);
}

void guard_free(struct guard *guard) {
  if (!guard)
    return;
  for (size_t i = 0; i < guard->roots.len; i++) {
    policy_free(&guard->roots.data[i].policy);
    free_baselines(&guard->roots.data[i].baselines);
  }
  vec_free(&guard->roots);
  free_baselines(&guard->common);
  vec_free(&guard->notices);
  arena_free(&guard->kept);
  free(guard);
}

/* ---- reading files ---- */

/* 1, 0 if there is none, or -1. */
static int load(struct snapshot *files, str path, str name, size_t limit, struct buf *out, struct err *err) {
  oid ignored;
  switch (files->read(files, path, limit, out, &ignored)) {
    case SNAPSHOT_READ: return 1;
    case SNAPSHOT_ABSENT: return 0;
    default: return err_set(err, "%.*s: cannot be read, or is larger than %zu bytes", STR_ARG(name), limit);
  }
}

static str name_in(struct guard *guard, const struct guard_root *root, str path) {
  if (root->name.len == 0)
    return arena_copy(&guard->kept, path);
  bool ends = str_ends(root->name, STR("/"));
  return arena_printf(&guard->kept, "%.*s%s%.*s", STR_ARG(root->name), ends ? "" : "/", STR_ARG(path));
}

static int read_policy(struct guard *guard, struct snapshot *files, str name, struct policy *policy, struct err *err) {
  struct buf text = {0};
  policy->name = name;
  int is_there = load(files, STR(POLICY_FILE), name, POLICY_TEXT_LIMIT, &text, err);
  int failed = is_there > 0 ? policy_read(name, buf_str(&text), guard->rules, policy, &guard->kept, err) : is_there;
  buf_free(&text);
  return failed;
}

static int take_baseline(struct guard *guard, str name, str text, struct baselines *out, struct err *err) {
  vec_push(out, (struct baseline){.name = name});
  return baseline_read(name, text, &out->data[out->len - 1], &guard->kept, err);
}

/* The baseline that the policy names. */
static int read_its_baseline(struct guard *guard, struct snapshot *files, const struct policy *policy, str name,
                             struct baselines *out, struct err *err) {
  struct buf text = {0};
  if (policy->baseline.len == 0 || guard->options.only_named)
    return 0;
  int is_there = load(files, policy->baseline, name, BASELINE_TEXT_LIMIT, &text, err);
  if (is_there == 0)
    is_there = err_set(err, "%.*s:%zu: there is no baseline '%.*s'; to make one: apso-scan baseline create FILE",
                       STR_ARG(policy->name), policy->baseline_line, STR_ARG(policy->baseline));
  int failed = is_there > 0 ? take_baseline(guard, name, buf_str(&text), out, err) : -1;
  buf_free(&text);
  return failed;
}

/* A baseline that the user names, on disk. */
static int read_on_disk(struct guard *guard, const char *path, struct err *err) {
  struct buf text = {0};
  int failed = file_read(path, BASELINE_TEXT_LIMIT, &text, err);
  failed = failed ? failed : take_baseline(guard, str_from(path), buf_str(&text), &guard->common, err);
  buf_free(&text);
  return failed;
}

int guard_read_named(struct guard *guard, struct err *err) {
  if (!guard || guard->has_named)
    return 0;
  guard->has_named = true;
  for (size_t i = 0; i < guard->options.baselines_len; i++)
    if (read_on_disk(guard, guard->options.baselines[i], err))
      return -1;
  return 0;
}

static struct policy_root *add_root(struct guard *guard, const struct guard_root *root) {
  struct policy_root added = {.is_whole = root->is_whole};
  added.prefix = arena_copy(&guard->kept, root->prefix);
  added.inside = arena_copy(&guard->kept, root->inside);
  vec_push(&guard->roots, added);
  return &guard->roots.data[guard->roots.len - 1];
}

int guard_read(struct guard *guard, struct snapshot *files, const struct guard_root *root, struct err *err) {
  if (!guard)
    return 0;
  if (guard->roots.len == ROOT_SEVERAL)
    return err_set(err, "more than %d things to scan", ROOT_SEVERAL);
  if (guard_read_named(guard, err))
    return -1;
  struct policy_root *added = add_root(guard, root);
  if (!files)
    return 0;
  if (read_policy(guard, files, name_in(guard, root, STR(POLICY_FILE)), &added->policy, err))
    return -1;
  return read_its_baseline(guard, files, &added->policy, name_in(guard, root, added->policy.baseline),
                           &added->baselines, err);
}

/* ---- the base side of a range ---- */

static void tell(struct guard *guard, enum notice_kind kind, str path, const char *text, const char *more) {
  str whole = arena_printf(&guard->kept, "%s%s", text, more);
  vec_push(&guard->notices, (struct notice){kind, whole, path, 0});
}

/* What cannot be read there cannot be mended there either: it must not keep a change from mending it. */
static void read_base_policy(struct guard *guard, struct snapshot *base, struct policy *policy) {
  struct err err;
  if (read_policy(guard, base, STR(POLICY_FILE), policy, &err) == 0)
    return;
  tell(guard, NOTICE_BROKEN, STR(POLICY_FILE), err.text, "; the base side's policy accepts nothing");
  policy_free(policy);
  policy->baseline = STR_NONE;
}

/* What the range makes of policy; nothing of it is in force. */
static void compare_policy(struct guard *guard, struct snapshot *now, const struct policy *before,
                           struct policy *after) {
  struct err err;
  if (read_policy(guard, now, STR(POLICY_FILE), after, &err)) {
    tell(guard, NOTICE_BROKEN, STR(POLICY_FILE), "the change breaks it: ", err.text);
    return;
  }
  change_of_policy(before, after, &guard->notices, &guard->kept);
}

/* A baseline of that side; an empty one if there is none, or it is broken. */
static void read_side(struct guard *guard, struct snapshot *side, str path, const char *what,
                      struct baseline *baseline) {
  struct buf text = {0};
  struct err err;
  baseline->name = path;
  int is_there = load(side, path, path, BASELINE_TEXT_LIMIT, &text, &err);
  if (is_there < 0 || (is_there > 0 && baseline_read(path, buf_str(&text), baseline, &guard->kept, &err))) {
    tell(guard, NOTICE_BROKEN, path, what, err.text);
    baseline_free(baseline);
  }
  buf_free(&text);
}

static void read_base_baseline(struct guard *guard, struct snapshot *base, struct snapshot *now, str path) {
  struct policy_root *root = &guard->roots.data[guard->roots.len - 1];
  struct baseline before = {0}, after = {0};
  for (size_t i = 0; i < root->baselines.len; i++)
    if (str_eq(root->baselines.data[i].name, path))
      return;
  read_side(guard, base, path, "it accepts nothing: ", &before);
  read_side(guard, now, path, "the change breaks it: ", &after);
  change_of_baseline(&before, &after, &guard->notices, &guard->kept);
  vec_push(&root->baselines, before);
  baseline_free(&after);
}

int guard_read_base(struct guard *guard, const struct repo *repo, struct snapshot *base, struct snapshot *now,
                    struct err *err) {
  struct guard_root root = {.is_whole = false};
  if (!guard)
    return 0;
  struct policy *policy = &add_root(guard, &root)->policy, after = {0};
  read_base_policy(guard, base, policy);
  compare_policy(guard, now, policy, &after);
  policy_free(&after);
  if (policy->baseline.len && !guard->options.only_named)
    read_base_baseline(guard, base, now, policy->baseline);
  for (size_t i = 0; i < guard->options.baselines_len; i++) {
    str path = inside_work_tree(guard->options.baselines[i], repo->work_tree, &guard->kept);
    if (path.len)
      read_base_baseline(guard, base, now, path);
    else if (read_on_disk(guard, guard->options.baselines[i], err))
      return -1;
  }
  return 0;
}

/* ---- applying ---- */

unsigned guard_root_now(const struct guard *guard) {
  return guard && guard->roots.len ? (unsigned)guard->roots.len - 1 : 0;
}

bool guard_is_whole(const struct guard *guard) {
  for (size_t i = 0; i < guard->roots.len; i++)
    if (!guard->roots.data[i].is_whole)
      return false;
  return guard->roots.len > 0;
}

void guard_apply(struct guard *guard, struct result *result) {
  if (!guard || guard->options.is_idle)
    return;
  for (size_t i = 0; i < guard->notices.len; i++)
    policy_notice(result, guard->notices.data[i]);
  struct applying applying = {guard->roots.data, guard->roots.len, guard->common, date_of(time(NULL), &guard->kept),
                              collect_again};
  policy_apply(&applying, result);
}
