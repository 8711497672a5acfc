/* comment.c -- which places of a finding the comments beside it accept. */
#include "policy/comment.h"

#include <stdlib.h>

#include "policy/apply.h"

static bool names(const struct comments *comments, const struct allow *allow) {
  return allow->kind == ALLOW_KEY && str_starts(str_from(comments->finding->id), allow->id) &&
         comment_ids_is_one(comments->ids, allow->id);
}

/* Who only adds a comment to an object that nobody looks at, or took it away again, accepts nothing elsewhere. */
static bool stands_today(const struct occurrence *o) {
  bool is_loose = o->where == WHERE_STASH || o->where == WHERE_REFLOG || o->where == WHERE_UNREACHABLE;
  bool is_committed = o->where == WHERE_HISTORY && o->reach;
  return is_committed ? o->reach->in_head : !is_loose;
}

static int by_path_and_line(const void *left, const void *right) {
  const struct comment *a = left, *b = right;
  int order = str_compare(a->path, b->path);
  return order ? order : (a->line > b->line) - (a->line < b->line);
}

static int compare_path(const void *key, const void *comment) {
  return str_compare(*(const str *)key, ((const struct comment *)comment)->path);
}

void comments_find(struct comments *comments, const struct finding *finding, const struct comment_ids *ids) {
  size_t len = 0;
  comments->finding = finding;
  comments->ids = ids;
  for (size_t i = 0; i < finding->occurrences_len; i++) {
    const struct occurrence *o = &finding->occurrences[i];
    for (size_t k = 0; k < o->hit.allows_len; k++) {
      const struct allow *allow = &o->hit.allows[k];
      if (o->path.len && stands_today(o) && !allow->is_new && names(comments, allow))
        vec_push(comments, (struct comment){o->path, allow, o->hit.line});
    }
  }
  if (comments->len)
    qsort(comments->data, comments->len, sizeof *comments->data, by_path_and_line);
  for (size_t i = 0; i < comments->len; i++)
    if (len == 0 || !str_eq(comments->data[len - 1].path, comments->data[i].path))
      comments->data[len++] = comments->data[i];
  comments->len = len;
}

bool comments_accept(const struct comments *comments, const struct occurrence *o, struct comment *out) {
  const struct comment *all = comments->data;
  const struct comment *found = all ? bsearch(&o->path, all, comments->len, sizeof *all, compare_path) : NULL;
  if (found) {
    *out = *found;
    return true;
  }
  for (size_t i = 0; i < o->hit.allows_len; i++) {
    const struct allow *allow = &o->hit.allows[i];
    bool is_for_line = allow->kind == ALLOW_LINE || allow->kind == ALLOW_GITLEAKS || names(comments, allow);
    *out = (struct comment){o->path, allow, o->hit.line};
    if (is_for_line && !allow->is_new)
      return true;
  }
  return false;
}

void comments_free(struct comments *comments) {
  vec_free(comments);
}

/* ---- those that accept nothing ---- */

/* What is wrong with a comment beside a place that it does not accept; false: nothing. */
static bool judge(const struct comments *comments, bool is_accepted, const struct allow *allow, struct notice *notice) {
  notice->kind = NOTICE_MALFORMED;
  notice->text = STR("behind apso-scan:allow stands neither an id (8 to 32 hex digits) nor --: it accepts nothing");
  if (allow->kind == ALLOW_MALFORMED)
    return true;
  notice->kind = NOTICE_NOT_HONOURED;
  notice->text = STR("the change brings this comment itself: it accepts nothing here");
  if (allow->is_new)
    return allow->kind != ALLOW_KEY || names(comments, allow);
  notice->kind = NOTICE_OTHER_KEY;
  notice->text = STR("the comment names the id of another key, or more than one: it does not accept this one");
  bool is_other = allow->kind == ALLOW_KEY && !names(comments, allow);
  return is_other && !is_accepted;
}

void comments_warn(const struct comments *comments, struct result *result) {
  const struct finding *finding = comments->finding;
  struct comment ignored;
  for (size_t i = 0; i < finding->occurrences_len; i++) {
    const struct occurrence *o = &finding->occurrences[i];
    bool is_accepted = o->hit.allows_len && comments_accept(comments, o, &ignored);
    for (size_t k = 0; k < o->hit.allows_len; k++) {
      struct notice notice = {.path = o->path, .line = o->hit.line, .key = finding->key};
      notice.redacted = finding->redacted;
      if (judge(comments, is_accepted, &o->hit.allows[k], &notice))
        policy_notice(result, notice);
    }
  }
}

/* ---- beginnings of ids ---- */

static int by_bytes(const void *left, const void *right) {
  return str_compare(*(const str *)left, *(const str *)right);
}

void comment_ids_list(struct comment_ids *ids, const struct result *result) {
  for (size_t i = 0; i < result->findings_len; i++)
    vec_push(ids, arena_copy(&ids->kept, str_from(result->findings[i].id)));
  if (ids->len)
    qsort(ids->data, ids->len, sizeof *ids->data, by_bytes);
}

bool comment_ids_is_one(const struct comment_ids *ids, str beginning) {
  size_t low = 0, high = ids->len;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (str_compare(ids->data[middle], beginning) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low + 1 >= ids->len || !str_starts(ids->data[low + 1], beginning);
}

void comment_ids_free(struct comment_ids *ids) {
  vec_free(ids);
  arena_free(&ids->kept);
}
