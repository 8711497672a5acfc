/* apply.c -- what is accepted leaves the findings, place by place, and is told. */
#include "policy/apply.h"

#include <stdlib.h>

#include "policy/comment.h"

/* Who accepts an occurrence. Equal in all but the occurrence: one group. */
struct accepted {
  bool is_accepted;
  enum accepted_by by;
  size_t source; /* number of the entry or baseline among all of its root */
  unsigned root;
  str path; /* comments: of the file */
  const struct allow *allow;
  uint32_t line;
  size_t occurrence;
};

struct parting {
  struct applying *applying;
  struct result *result;
  struct finding *finding;
  const struct comment_ids *ids;
  struct comments comments;
  struct accepted *all;
};

/* ---- notices ---- */

void policy_notice(struct result *result, struct notice notice) {
  enum { FIRST = 16 };
  size_t len = result->notices_len;
  if (len == 0 || (len >= FIRST && (len & (len - 1)) == 0)) { /* full: its room is always a power of two */
    struct notice *more = arena_alloc(&result->kept, (len < FIRST ? FIRST : 2 * len) * sizeof *more);
    if (len)
      memcpy(more, result->notices, len * sizeof *more);
    result->notices = more;
  }
  result->notices[result->notices_len++] = notice;
}

static int by_kind_and_place(const void *left, const void *right) {
  const struct notice *a = left, *b = right;
  int order = (a->kind > b->kind) - (a->kind < b->kind);
  order = order ? order : str_compare(a->path, b->path);
  order = order ? order : (a->line > b->line) - (a->line < b->line);
  return order ? order : str_compare(a->text, b->text);
}

void policy_sort_notices(struct result *result) {
  size_t len = 0;
  if (result->notices_len)
    qsort(result->notices, result->notices_len, sizeof *result->notices, by_kind_and_place);
  for (size_t i = 0; i < result->notices_len; i++)
    if (len == 0 || by_kind_and_place(&result->notices[len - 1], &result->notices[i]) != 0)
      result->notices[len++] = result->notices[i];
  result->notices_len = len;
}

/* ---- who accepts ---- */

/* As the root's policy calls it. */
static str path_in_root(const struct policy_root *root, str path, struct buf *scratch) {
  if (root->prefix.len && str_starts(path, root->prefix))
    path = str_tail(path, root->prefix.len);
  if (path.len && path.ptr[0] == '/')
    path = str_tail(path, 1);
  if (root->inside.len == 0)
    return path;
  buf_clear(scratch);
  buf_printf(scratch, "%.*s%s%.*s", STR_ARG(root->inside), path.len ? "/" : "", STR_ARG(path));
  return buf_str(scratch);
}

static void ask_entries(struct parting *p, struct policy_root *root, const struct occurrence *o,
                        struct accepted *accepted) {
  struct buf scratch = {0};
  str path = o->path.len ? path_in_root(root, o->path, &scratch) : STR_NONE;
  struct policy_place place = {p->finding->id, o->hit.rule->id, path};
  for (size_t i = 0; i < root->policy.entries.len; i++) {
    struct policy_entry *entry = &root->policy.entries.data[i];
    if (policy_entry_is_expired(entry, p->applying->today) || !policy_entry_holds(entry, &place))
      continue;
    entry->is_used = true;
    if (!accepted->is_accepted)
      *accepted = (struct accepted){.is_accepted = true, .by = ACCEPTED_BY_POLICY, .source = i, .root = o->root};
  }
  buf_free(&scratch);
}

/* `root`: ROOT_SEVERAL for those of all roots. */
static void ask_baselines(struct parting *p, struct baselines baselines, unsigned root, struct accepted *accepted) {
  for (size_t i = 0; i < baselines.len; i++) {
    struct baseline_entry *entry = baseline_find(&baselines.data[i], str_from(p->finding->id));
    if (!entry)
      continue;
    entry->is_used = true;
    if (!accepted->is_accepted)
      *accepted = (struct accepted){.is_accepted = true, .by = ACCEPTED_BY_BASELINE, .source = i, .root = root};
  }
}

static void ask_comments(struct parting *p, const struct occurrence *o, struct accepted *accepted) {
  struct comment comment;
  if (comments_accept(&p->comments, o, &comment))
    *accepted = (struct accepted){.is_accepted = true, .by = ACCEPTED_BY_COMMENT, .path = o->path,
                                  .allow = comment.allow, .line = comment.line};
}

static struct accepted ask_policy(struct parting *p, const struct occurrence *o) {
  struct accepted accepted = {.is_accepted = false};
  if (o->root < p->applying->roots_len) {
    ask_entries(p, &p->applying->roots[o->root], o, &accepted);
    ask_baselines(p, p->applying->roots[o->root].baselines, o->root, &accepted);
  }
  ask_baselines(p, p->applying->common, ROOT_SEVERAL, &accepted);
  return accepted;
}

/* All that a policy asks for. */
static bool are_alike(const struct occurrence *a, const struct occurrence *b) {
  return a->root == b->root && a->hit.rule == b->hit.rule && str_eq(a->path, b->path);
}

static void ask_all(struct parting *p) {
  const struct occurrence *last = NULL;
  struct accepted by_policy = {.is_accepted = false};
  for (size_t i = 0; i < p->finding->occurrences_len; i++) {
    const struct occurrence *o = &p->finding->occurrences[i];
    if (!last || !are_alike(last, o))
      by_policy = ask_policy(p, o);
    last = o;
    p->all[i] = by_policy;
    ask_comments(p, o, &p->all[i]);
    p->all[i].occurrence = i;
  }
}

/* ---- what is told of it ---- */

static int compare_sizes(size_t a, size_t b) {
  return (a > b) - (a < b);
}

static int compare_groups(const struct accepted *a, const struct accepted *b) {
  int order = compare_sizes(b->is_accepted, a->is_accepted);
  order = order ? order : compare_sizes(a->by, b->by);
  order = order ? order : compare_sizes(a->root, b->root);
  order = order ? order : compare_sizes(a->source, b->source);
  return order ? order : str_compare(a->path, b->path);
}

/* Accepted ones first; in a group the best occurrence first, as they stand in the finding. */
static int by_group(const void *left, const void *right) {
  const struct accepted *a = left, *b = right;
  int order = compare_groups(a, b);
  return order ? order : compare_sizes(a->occurrence, b->occurrence);
}

static int by_bytes(const void *left, const void *right) {
  return str_compare(*(const str *)left, *(const str *)right);
}

static size_t count_paths(const struct occurrence *occurrences, size_t len) {
  str *paths = memory_new(len * sizeof *paths + 1);
  size_t count = 0;
  for (size_t i = 0; i < len; i++)
    paths[i] = occurrences[i].path;
  qsort(paths, len, sizeof *paths, by_bytes);
  for (size_t i = 0; i < len; i++)
    count += i == 0 || !str_eq(paths[i - 1], paths[i]);
  free(paths);
  return count;
}

/* By whom, in words. */
static void attribute(const struct parting *p, const struct accepted *accepted, struct suppressed *out) {
  struct arena *kept = &p->result->kept;
  bool has_root = accepted->by != ACCEPTED_BY_COMMENT && accepted->root != ROOT_SEVERAL;
  const struct policy_root *root = has_root ? &p->applying->roots[accepted->root] : NULL;
  out->accepted_by = accepted->by;
  if (accepted->by == ACCEPTED_BY_COMMENT) {
    out->by = accepted->path.len ? arena_printf(kept, "inline %.*s:%u", STR_ARG(accepted->path), accepted->line)
                                 : arena_printf(kept, "inline line %u", accepted->line);
    out->reason = accepted->allow->reason;
  } else if (accepted->by == ACCEPTED_BY_POLICY) {
    const struct policy_entry *entry = &root->policy.entries.data[accepted->source];
    out->by = arena_printf(kept, "%.*s:%zu", STR_ARG(root->policy.name), entry->line);
    out->reason = entry->reason;
    out->owner = entry->owner;
    out->expires = entry->expires;
  } else {
    const struct baseline *baseline = &(root ? root->baselines : p->applying->common).data[accepted->source];
    out->by = arena_printf(kept, "baseline %.*s", STR_ARG(baseline->name));
    out->reason = baseline_find(baseline, str_from(p->finding->id))->comment;
  }
}

/* A comment that is honoured, and could say more. */
static void warn_of_comment(const struct parting *p, const struct accepted *accepted) {
  const struct allow *allow = accepted->allow;
  struct notice notice = {.path = accepted->path, .line = accepted->line};
  notice.key = p->finding->key;
  notice.redacted = p->finding->redacted;
  if (allow->kind != ALLOW_KEY) {
    notice.kind = NOTICE_NO_ID;
    notice.text = STR("apso-scan:allow without an id accepts any key on its line");
    if (allow->kind == ALLOW_GITLEAKS)
      notice.text = STR("gitleaks:allow accepts any key on its line; apso-scan:allow ID only one");
    policy_notice(p->result, notice);
  }
  if (allow->kind != ALLOW_GITLEAKS && allow->reason.len == 0) {
    notice.kind = NOTICE_NO_REASON;
    notice.text = STR("the comment gives no reason; write it behind --");
    policy_notice(p->result, notice);
  }
}

static struct occurrence *copy_of(const struct parting *p, size_t from, size_t end) {
  struct occurrence *copy = arena_alloc(&p->result->kept, (end - from) * sizeof *copy + 1);
  for (size_t i = from; i < end; i++)
    copy[i - from] = p->finding->occurrences[p->all[i].occurrence];
  return copy;
}

static struct finding remake(const struct parting *p, size_t from, size_t end) {
  struct finding made = p->applying->remake(p->finding, copy_of(p, from, end), end - from, &p->result->kept);
  memcpy(made.id, p->finding->id, sizeof made.id);
  return made;
}

/* Of all findings' groups. */
struct suppressions {
  struct suppressed *data;
  size_t len;
  size_t room;
};

static void suppress(const struct parting *p, size_t from, size_t end, struct suppressions *out) {
  struct suppressed suppressed = {.finding = remake(p, from, end)};
  attribute(p, &p->all[from], &suppressed);
  suppressed.paths = count_paths(suppressed.finding.occurrences, suppressed.finding.occurrences_len);
  if (suppressed.accepted_by == ACCEPTED_BY_COMMENT)
    warn_of_comment(p, &p->all[from]);
  vec_push(out, suppressed);
}

/* Returns whether anything is left of the finding. */
static bool part(struct parting *p, struct suppressions *out) {
  size_t len = p->finding->occurrences_len, accepted = 0, first = out->len;
  p->all = memory_new_zeroed(len, sizeof *p->all);
  comments_find(&p->comments, p->finding, p->ids);
  ask_all(p);
  comments_warn(&p->comments, p->result);
  qsort(p->all, len, sizeof *p->all, by_group);
  while (accepted < len && p->all[accepted].is_accepted)
    accepted++;
  for (size_t from = 0, end; from < accepted; from = end) {
    for (end = from + 1; end < accepted && compare_groups(&p->all[from], &p->all[end]) == 0;)
      end++;
    suppress(p, from, end, out);
  }
  for (size_t i = first; i < out->len; i++)
    out->data[i].is_whole = accepted == len;
  if (accepted && accepted < len)
    *p->finding = remake(p, accepted, len);
  free(p->all);
  comments_free(&p->comments);
  return accepted < len;
}

/* ---- what accepts nothing ---- */

static void tell_entry(const struct policy_root *root, const struct policy_entry *entry, enum notice_kind kind,
                       struct result *result) {
  struct buf text = {0};
  policy_describe(entry, &text);
  if (kind == NOTICE_UNUSED)
    buf_add(&text, STR(": accepts nothing that is there"));
  else
    buf_printf(&text, ": expired on %.*s, accepts nothing any more", STR_ARG(entry->expires));
  if (entry->owner.len)
    buf_printf(&text, "; owner: %.*s", STR_ARG(entry->owner));
  str kept = arena_copy(&result->kept, buf_str(&text));
  policy_notice(result, (struct notice){kind, kept, root->policy.name, (uint32_t)entry->line});
  buf_free(&text);
}

static void tell_entries(const struct applying *applying, const struct policy_root *root, bool is_whole,
                         struct result *result) {
  for (size_t i = 0; i < root->policy.entries.len; i++) {
    const struct policy_entry *entry = &root->policy.entries.data[i];
    if (policy_entry_is_expired(entry, applying->today))
      tell_entry(root, entry, NOTICE_EXPIRED, result);
    else if (is_whole && !entry->is_used)
      tell_entry(root, entry, NOTICE_UNUSED, result);
  }
}

static void tell_baseline(const struct baseline *baseline, struct result *result) {
  size_t count = 0;
  for (size_t i = 0; i < baseline->entries.len; i++)
    count += !baseline->entries.data[i].is_used;
  if (count == 0)
    return;
  const char *ids = count == 1 ? "id is" : "ids are", *them = count == 1 ? "it" : "them";
  str text = arena_printf(&result->kept, "%zu %s found no more; to drop %s: apso-scan baseline prune %.*s", count, ids,
                          them, STR_ARG(baseline->name));
  policy_notice(result, (struct notice){NOTICE_UNUSED, text, baseline->name, 0});
}

static void tell_baselines(struct baselines baselines, struct result *result) {
  for (size_t i = 0; i < baselines.len; i++)
    tell_baseline(&baselines.data[i], result);
}

static void tell_useless(const struct applying *applying, struct result *result) {
  bool is_complete = coverage_is_complete(&result->coverage), are_whole = is_complete && applying->roots_len > 0;
  for (size_t i = 0; i < applying->roots_len; i++) {
    const struct policy_root *root = &applying->roots[i];
    bool is_whole = root->is_whole && is_complete;
    are_whole &= is_whole;
    tell_entries(applying, root, is_whole, result);
    if (is_whole)
      tell_baselines(root->baselines, result);
  }
  if (are_whole)
    tell_baselines(applying->common, result);
}

/* ---- all findings ---- */

static int by_id_and_source(const void *left, const void *right) {
  const struct suppressed *a = left, *b = right;
  int order = strcmp(a->finding.id, b->finding.id);
  order = order ? order : (a->accepted_by > b->accepted_by) - (a->accepted_by < b->accepted_by);
  return order ? order : str_compare(a->by, b->by);
}

void policy_apply(struct applying *applying, struct result *result) {
  struct suppressions suppressions = {0};
  struct comment_ids ids = {0};
  size_t left = 0;
  comment_ids_list(&ids, result);
  for (size_t i = 0; i < result->findings_len; i++) {
    struct parting parting = {.applying = applying, .result = result, .finding = &result->findings[i], .ids = &ids};
    if (part(&parting, &suppressions))
      result->findings[left++] = result->findings[i];
  }
  result->findings_len = left;
  result->suppressed = arena_alloc(&result->kept, suppressions.len * sizeof *suppressions.data + 1);
  result->suppressed_len = suppressions.len;
  if (suppressions.len) {
    qsort(suppressions.data, suppressions.len, sizeof *suppressions.data, by_id_and_source);
    memcpy(result->suppressed, suppressions.data, suppressions.len * sizeof *suppressions.data);
  }
  vec_free(&suppressions);
  comment_ids_free(&ids);
  tell_useless(applying, result);
  policy_sort_notices(result);
}
