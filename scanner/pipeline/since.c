/* since.c -- an audit that leaves out what the last one saw of an object store. */
#include "pipeline/since.h"

#include <stdlib.h>

#include "base/stamp.h"
#include "source/recall.h"

struct since {
  struct pipeline *pipeline;
  struct arena kept;
  const char *path; /* of the memo */
  struct recall *recall;
  struct coverage before; /* of this store */
};

/* ---- what else decides what a scan of an object finds ---- */

/* One program may have the version of another and find something else. */
static bool add_program(const struct pipeline *pipeline, struct buf *out) {
  struct stat status;
  if (stat("/proc/self/exe", &status) != 0)
    return false;
  struct stamp stamp = stamp_of(&status);
  buf_printf(out, "%s\n", pipeline_options_of(pipeline)->version);
  stamp_add(out, &stamp);
  return true;
}

static bool add_circumstances(const struct pipeline *pipeline, const char *common, struct buf *out) {
  if (!add_program(pipeline, out))
    return false;
  const struct pipeline_options *options = pipeline_options_of(pipeline);
  buf_printf(out, "%llu %d\n%s\n", (unsigned long long)options->memory, options->archives, common);
  buf_add(out, buf_str(&pipeline_ruleset(pipeline)->text));
  return true;
}

/* ---- beginning ---- */

static void warn(struct pipeline *pipeline, const char *why) {
  struct err err;
  err_set(&err, "--since-last: %s; everything is scanned", why);
  pipeline_warn(pipeline, &err);
}

/* NULL if it cannot be known what has changed. */
static struct recall *begin_recall(struct since *since, struct history *history) {
  struct buf circumstances = {0};
  struct recall *recall = NULL;
  char *common = realpath(history->repo->common.ptr, NULL);
  since->path = common ? memo_path(str_from(common), &since->kept).ptr : NULL;
  if (!since->path)
    warn(since->pipeline, "neither XDG_CACHE_HOME nor HOME says where to remember");
  else if (!add_circumstances(since->pipeline, common, &circumstances))
    warn(since->pipeline, "/proc is needed and not there");
  else
    recall = recall_new(history, buf_str(&circumstances));
  free(common);
  buf_free(&circumstances);
  return recall;
}

static void settle(struct since *since) {
  struct memo memo;
  struct sink *sink = pipeline_sink(since->pipeline);
  bool is_settled = memo_load(since->path, &memo) && recall_settle(since->recall, &memo, sink);
  for (size_t i = 0; is_settled && i < memo.wanted.len; i++)
    if (recall_has(since->recall, memo.wanted.data[i]))
      pipeline_want(since->pipeline, &memo.wanted.data[i], 1);
  for (size_t i = 0; is_settled && i < memo.closed.len; i++)
    if (recall_has(since->recall, memo.closed.data[i]))
      pipeline_leave_closed(since->pipeline, memo.closed.data[i]);
  memo_free(&memo);
}

static void since_free(struct since *since) {
  recall_free(since->recall);
  arena_free(&since->kept);
  free(since);
}

struct since *since_begin(struct pipeline *pipeline, struct history *history) {
  if (!pipeline_options_of(pipeline)->since_last || !history->store)
    return NULL;
  struct since *since = memory_new_zeroed(1, sizeof *since);
  since->pipeline = pipeline;
  since->recall = begin_recall(since, history);
  if (!since->recall) {
    since_free(since);
    return NULL;
  }
  pipeline_sum(pipeline, &since->before);
  settle(since);
  return since;
}

/* ---- ending ---- */

/* What was counted since the beginning; false if there is a gap in it. */
static bool find_seen(const struct since *since, struct coverage *seen) {
  const struct coverage *before = &since->before;
  *seen = (struct coverage){0};
  pipeline_sum(since->pipeline, seen);
  seen->objects -= before->objects;
  seen->blobs -= before->blobs;
  seen->commits -= before->commits;
  seen->bytes -= before->bytes;
  for (int gap = 0; gap < GAP_COUNT; gap++)
    if (seen->gaps[gap].count != before->gaps[gap].count)
      return false;
  return true;
}

static int by_id(const void *left, const void *right) {
  return oid_compare(*(const oid *)left, *(const oid *)right);
}

static void add_id(void *data, oid id, uint32_t value) {
  struct memo_ids *ids = data;
  (void)value;
  vec_push(ids, id);
}

static void take_ids(const struct since *since, void (*add)(const struct pipeline *, struct oidmap *), struct memo_ids *ids) {
  struct oidmap all = {0};
  add(since->pipeline, &all);
  oidmap_each(&all, add_id, ids);
  if (ids->len)
    qsort(ids->data, ids->len, sizeof(oid), by_id);
  oidmap_free(&all);
}

/* They are for the pipeline to keep: its places are still to be found. */
static void copy_wanted(const struct since *since, struct memo *memo) {
  size_t len;
  const oid *wanted = pipeline_take_wanted(since->pipeline, &len);
  for (size_t i = 0; i < len; i++)
    vec_push(&memo->wanted, wanted[i]);
  pipeline_want(since->pipeline, memo->wanted.data, len);
}

static void save(const struct since *since, struct memo *memo) {
  struct err err;
  copy_wanted(since, memo);
  take_ids(since, pipeline_add_absent, &memo->absent);
  take_ids(since, pipeline_add_closed, &memo->closed);
  if (memo_save(since->path, memo, &err)) {
    err_prefix(&err, "--since-last: nothing is remembered");
    pipeline_warn(since->pipeline, &err);
  }
}

/* Damage in what is new may lie in what was not looked at again: then the next audit is a whole one. */
void since_end(struct since *since, bool has_run) {
  struct coverage seen;
  struct memo memo = {0};
  if (!since)
    return;
  if (has_run && !pipeline_is_interrupted()) {
    if (find_seen(since, &seen) && recall_make(since->recall, &seen, &memo))
      save(since, &memo);
    else
      memo_remove(since->path);
  }
  memo_free(&memo);
  since_free(since);
}
