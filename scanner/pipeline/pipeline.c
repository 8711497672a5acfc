/* pipeline.c -- sources run through the engine, on several threads.
   Shared is what is constant after load, and one counter that hands out parts. */
#include "pipeline/pipeline.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "engine/archive_kind.h"
#include "pipeline/collect.h"
#include "pipeline/found.h"
#include "pipeline/members.h"
#include "source/pack/budget.h"
#include "source/repo.h"

enum { THREADS_LIMIT = 256, PROGRESS_MILLISECONDS = 100, STACK_SIZE = 8 * 1024 * 1024, BRIEFLY_MILLISECONDS = 400 };

/* What ends a run before its time. */
enum patience { UNTIL_INTERRUPTED, BRIEFLY, TO_THE_END };

/* A worker and, first in it, the sink it shows to sources. */
struct worker {
  struct sink sink;
  struct pipeline *pipeline;
  struct engine *engine;
  struct coverage coverage;
  struct arena scratch; /* one item */
  struct hits hits;
  struct found found;
  VEC(oid) wanted;
  struct oidmap absent;
  struct closed_list closed;
};

struct pipeline {
  const struct ruleset *ruleset;
  struct pipeline_options options;
  struct worker **workers;
  size_t workers_len;
  struct arena kept;
  VEC(oid) taken;
  struct err warning;
  /* of the run at hand */
  const struct source *source;
  atomic_size_t next_part;
  atomic_size_t parts_done;
  atomic_size_t workers_failed;
  atomic_ullong work_done;
  atomic_ullong items_done;
  atomic_ullong bytes_done;
  uint64_t total; /* work */
  enum patience patience;
  int64_t deadline; /* of a brief run, in milliseconds of the monotonic clock */
  pthread_mutex_t lock; /* of err and running */
  pthread_cond_t ended;
  size_t running;
  struct err *err;
};

static atomic_int interrupted; /* lock-free: a signal handler may set it */

void pipeline_interrupt(void) {
  interrupted = 1;
}

bool pipeline_is_interrupted(void) {
  return interrupted;
}

/* ---- what a worker's sink does ---- */

static struct worker *worker_of(struct sink *sink) {
  return (struct worker *)(void *)sink;
}

static int64_t milliseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static bool must_stop(const struct pipeline *pipeline) {
  if (!interrupted || pipeline->patience == TO_THE_END)
    return false;
  return pipeline->patience == UNTIL_INTERRUPTED || milliseconds() >= pipeline->deadline;
}

static bool is_stopped(struct sink *sink) {
  return must_stop(worker_of(sink)->pipeline);
}

static bool take_wants(struct sink *sink, str bytes) {
  return archive_kind_of(bytes) != ARCHIVE_NONE || engine_wants(worker_of(sink)->engine, bytes);
}

/* An archive that is open, and first in it the sink that its members go to. */
struct opening {
  struct sink sink;
  struct worker *worker;
  const struct item *archive;
  size_t found_from; /* what was found in it */
};

/* `found_from`: what was found in the same archive. */
static void scan(struct worker *worker, const struct item *item, const struct item *outer, size_t found_from) {
  worker->hits.len = 0;
  engine_scan(worker->engine, item, &worker->found.kept, &worker->hits, &worker->coverage);
  if (members_has_archive(item)) /* members that it does not compress are found in its own bytes too */
    found_drop_known(&worker->found, found_from, &worker->hits);
  worker->found.root = guard_root_now(worker->pipeline->options.guard);
  found_add(&worker->found, &worker->hits, item, outer);
}

static void take_member(struct sink *sink, const struct item *item) {
  struct opening *opening = (struct opening *)(void *)sink;
  scan(opening->worker, item, opening->archive, opening->found_from);
}

static bool is_opening_stopped(struct sink *sink) {
  return must_stop(((struct opening *)(void *)sink)->worker->pipeline);
}

static void open_archive(struct worker *worker, const struct item *archive) {
  struct sink sink = {.item = take_member, .coverage = &worker->coverage, .stopped = is_opening_stopped};
  struct opening opening = {sink, worker, archive, worker->found.occurrences.len};
  members_give(archive, worker->pipeline->options.window, &opening.sink);
}

static void take_item(struct sink *sink, const struct item *item) {
  struct worker *worker = worker_of(sink);
  size_t found_from = worker->found.occurrences.len;
  bool is_archive = members_has_archive(item);
  if (is_archive && worker->pipeline->options.archives)
    open_archive(worker, item);
  else if (is_archive)
    vec_push(&worker->closed, (struct closed){item->object, arena_copy(&worker->found.kept, item->path)});
  scan(worker, item, item, found_from);
  worker->found.before.len = 0;
  arena_clear(&worker->scratch);
}

static void keep_before(struct worker *worker, const struct item *item) {
  struct coverage ignored = {0};
  worker->hits.len = 0;
  engine_scan(worker->engine, item, &worker->scratch, &worker->hits, &ignored);
  found_add_before(&worker->found, &worker->hits);
}

static void take_member_before(struct sink *sink, const struct item *item) {
  keep_before(((struct opening *)(void *)sink)->worker, item);
}

static void take_before(struct sink *sink, const struct item *item) {
  struct worker *worker = worker_of(sink);
  struct coverage ignored = {0};
  struct sink members = {.item = take_member_before, .coverage = &ignored, .stopped = is_opening_stopped};
  struct opening opening = {members, worker, item, 0};
  if (worker->pipeline->options.archives && members_has_archive(item))
    members_give(item, worker->pipeline->options.window, &opening.sink);
  keep_before(worker, item);
}

static void take_object(struct sink *sink, oid id, str bytes) {
  struct worker *worker = worker_of(sink);
  const struct pipeline_options *options = &worker->pipeline->options;
  bool is_archive = archive_kind_of(bytes) != ARCHIVE_NONE;
  if (is_archive && !options->archives)
    vec_push(&worker->closed, (struct closed){id, STR_NONE});
  bool is_wanted = is_archive && options->archives && members_sift(bytes, options->window, worker->engine, sink);
  if (is_wanted || engine_sift(worker->engine, bytes))
    vec_push(&worker->wanted, id);
}

static void take_absent(struct sink *sink, oid id) {
  oidmap_add(&worker_of(sink)->absent, id, 1);
}

static struct worker *worker_new(struct pipeline *pipeline) {
  struct worker *worker = memory_new_zeroed(1, sizeof *worker);
  /* Of an archive that is to be opened, every byte is asked for. */
  const struct seams *seams = pipeline->options.archives ? NULL : prefilter_seams(pipeline->ruleset->prefilter);
  worker->sink = (struct sink){take_wants, take_item, take_before, take_object, take_absent, seams, &worker->coverage, is_stopped};
  worker->pipeline = pipeline;
  worker->engine = engine_new(pipeline->ruleset);
  return worker;
}

static void worker_free(struct worker *worker) {
  engine_free(worker->engine);
  arena_free(&worker->scratch);
  vec_free(&worker->hits);
  found_free(&worker->found);
  vec_free(&worker->wanted);
  oidmap_free(&worker->absent);
  vec_free(&worker->closed);
  free(worker);
}

/* ---- the pipeline ---- */

static unsigned thread_count(unsigned wanted) {
  long cores = wanted ? (long)wanted : sysconf(_SC_NPROCESSORS_ONLN);
  return cores < 1 ? 1 : cores > THREADS_LIMIT ? THREADS_LIMIT : (unsigned)cores;
}

struct pipeline *pipeline_new(const struct ruleset *ruleset, const struct pipeline_options *options) {
  struct pipeline *pipeline = memory_new_zeroed(1, sizeof *pipeline);
  pipeline->ruleset = ruleset;
  pipeline->options = *options;
  pipeline->workers_len = thread_count(options->threads);
  budget_set(options->memory, pipeline->workers_len);
  repo_use_plain_reader(options->plain_reader);
  pipeline->workers = memory_new_zeroed(pipeline->workers_len, sizeof *pipeline->workers);
  for (size_t i = 0; i < pipeline->workers_len; i++)
    pipeline->workers[i] = worker_new(pipeline);
  pthread_mutex_init(&pipeline->lock, NULL);
  pthread_cond_init(&pipeline->ended, NULL);
  return pipeline;
}

void pipeline_free(struct pipeline *pipeline) {
  if (!pipeline)
    return;
  for (size_t i = 0; i < pipeline->workers_len; i++)
    worker_free(pipeline->workers[i]);
  free(pipeline->workers);
  arena_free(&pipeline->kept);
  vec_free(&pipeline->taken);
  pthread_mutex_destroy(&pipeline->lock);
  pthread_cond_destroy(&pipeline->ended);
  free(pipeline);
}

const struct pipeline_options *pipeline_options_of(const struct pipeline *pipeline) {
  return &pipeline->options;
}

struct coverage *pipeline_coverage(struct pipeline *pipeline) {
  return &pipeline->workers[0]->coverage;
}

void pipeline_sum(const struct pipeline *pipeline, struct coverage *sum) {
  for (size_t i = 0; i < pipeline->workers_len; i++)
    coverage_merge(sum, &pipeline->workers[i]->coverage);
}

void pipeline_warn(struct pipeline *pipeline, const struct err *warning) {
  if (!pipeline->warning.text[0])
    pipeline->warning = *warning;
}

const struct err *pipeline_warning(const struct pipeline *pipeline) {
  return pipeline->warning.text[0] ? &pipeline->warning : NULL;
}

const struct ruleset *pipeline_ruleset(const struct pipeline *pipeline) {
  return pipeline->ruleset;
}

struct sink *pipeline_sink(struct pipeline *pipeline) {
  return &pipeline->workers[0]->sink;
}

struct arena *pipeline_arena(struct pipeline *pipeline) {
  return &pipeline->kept;
}

/* ---- a run ---- */

static uint64_t work_of(const struct source *source, size_t part) {
  return source->work ? source->work(source, part) : 1;
}

static void run_parts(struct worker *worker, void *state) {
  struct pipeline *pipeline = worker->pipeline;
  const struct source *source = pipeline->source;
  while (!must_stop(pipeline)) {
    size_t part = atomic_fetch_add(&pipeline->next_part, 1);
    if (part >= source->parts)
      return;
    struct coverage before = worker->coverage;
    source->run(source, state, part, &worker->sink);
    atomic_fetch_add(&pipeline->items_done, worker->coverage.objects + worker->coverage.files - before.objects - before.files);
    atomic_fetch_add(&pipeline->bytes_done, worker->coverage.bytes - before.bytes);
    atomic_fetch_add(&pipeline->work_done, work_of(source, part));
    if (!must_stop(pipeline)) /* else it may have left off in the middle */
      atomic_fetch_add(&pipeline->parts_done, 1);
  }
}

static void leave(struct pipeline *pipeline, const struct err *err) {
  pthread_mutex_lock(&pipeline->lock);
  if (err) {
    *pipeline->err = *err;
    atomic_fetch_add(&pipeline->workers_failed, 1);
  }
  pipeline->running--;
  pthread_cond_signal(&pipeline->ended);
  pthread_mutex_unlock(&pipeline->lock);
}

static void *work(void *data) {
  struct worker *worker = data;
  const struct source *source = worker->pipeline->source;
  struct err err;
  void *state = source->open(source, &err);
  if (state) {
    run_parts(worker, state);
    source->close(state);
  }
  leave(worker->pipeline, state ? NULL : &err);
  return NULL;
}

static void tell_progress(const struct pipeline *pipeline) {
  struct pipeline_progress progress = {pipeline->source->name, atomic_load(&pipeline->work_done), pipeline->total,
                                       atomic_load(&pipeline->items_done), atomic_load(&pipeline->bytes_done)};
  if (pipeline->options.progress)
    pipeline->options.progress(pipeline->options.progress_data, &progress);
}

static void wait_for_all(struct pipeline *pipeline) {
  pthread_mutex_lock(&pipeline->lock);
  while (pipeline->running) {
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += PROGRESS_MILLISECONDS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    pthread_cond_timedwait(&pipeline->ended, &pipeline->lock, &until);
    tell_progress(pipeline);
  }
  pthread_mutex_unlock(&pipeline->lock);
}

static void start_all(struct pipeline *pipeline, size_t count) {
  pthread_t threads[THREADS_LIMIT];
  pthread_attr_t attributes;
  size_t started = 0;
  pipeline->running = count;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, STACK_SIZE); /* whatever the shell's limit: parsers need some */
  for (; started < count; started++)
    if (pthread_create(&threads[started], &attributes, work, pipeline->workers[started]) != 0)
      break;
  pthread_attr_destroy(&attributes);
  for (size_t i = started; i < count; i++)
    leave(pipeline, NULL);
  if (started == 0) {
    pipeline->running = 1;
    work(pipeline->workers[0]);
  }
  wait_for_all(pipeline);
  for (size_t i = 0; i < started; i++)
    pthread_join(threads[i], NULL);
}

static int run(struct pipeline *pipeline, const struct source *source, enum patience patience, struct err *err) {
  size_t count = pipeline->workers_len < source->parts ? pipeline->workers_len : source->parts;
  pipeline->source = source;
  pipeline->err = err;
  pipeline->patience = patience;
  pipeline->deadline = milliseconds() + BRIEFLY_MILLISECONDS;
  pipeline->total = 0;
  for (size_t part = 0; part < source->parts && pipeline->options.progress; part++)
    pipeline->total += work_of(source, part);
  atomic_store(&pipeline->work_done, 0);
  atomic_store(&pipeline->items_done, 0);
  atomic_store(&pipeline->bytes_done, 0);
  atomic_store(&pipeline->next_part, 0);
  atomic_store(&pipeline->parts_done, 0);
  atomic_store(&pipeline->workers_failed, 0);
  if (count == 0)
    return 0;
  if (source->parts == 1) { /* no thread is cheaper than one, and a hook has few files */
    pipeline->running = 1;
    work(pipeline->workers[0]);
  } else {
    start_all(pipeline, count);
  }
  if (interrupted && atomic_load(&pipeline->parts_done) < source->parts)
    coverage_gap(pipeline_coverage(pipeline), GAP_TIME, str_from(source->name));
  pipeline->patience = UNTIL_INTERRUPTED;
  return atomic_load(&pipeline->workers_failed) == count ? -1 : 0;
}

int pipeline_run(struct pipeline *pipeline, const struct source *source, struct err *err) {
  return run(pipeline, source, UNTIL_INTERRUPTED, err);
}

int pipeline_run_briefly(struct pipeline *pipeline, const struct source *source, struct err *err) {
  return run(pipeline, source, BRIEFLY, err);
}

/* ---- between runs ---- */

static int by_id(const void *left, const void *right) {
  return oid_compare(*(const oid *)left, *(const oid *)right);
}

const oid *pipeline_take_wanted(struct pipeline *pipeline, size_t *len) {
  pipeline->taken.len = 0;
  for (size_t i = 0; i < pipeline->workers_len; i++) {
    struct worker *worker = pipeline->workers[i];
    for (size_t k = 0; k < worker->wanted.len; k++)
      vec_push(&pipeline->taken, worker->wanted.data[k]);
    worker->wanted.len = 0;
  }
  if (pipeline->taken.len)
    qsort(pipeline->taken.data, pipeline->taken.len, sizeof(oid), by_id);
  size_t unique = 0;
  for (size_t i = 0; i < pipeline->taken.len; i++)
    if (unique == 0 || !oid_eq(pipeline->taken.data[unique - 1], pipeline->taken.data[i]))
      pipeline->taken.data[unique++] = pipeline->taken.data[i];
  *len = pipeline->taken.len = unique;
  return pipeline->taken.data;
}

void pipeline_want(struct pipeline *pipeline, const oid *ids, size_t len) {
  for (size_t i = 0; i < len; i++)
    vec_push(&pipeline->workers[0]->wanted, ids[i]);
}

void pipeline_add_absent(const struct pipeline *pipeline, struct oidmap *all) {
  for (size_t i = 0; i < pipeline->workers_len; i++)
    oidmap_merge(all, &pipeline->workers[i]->absent);
}

void pipeline_add_closed(const struct pipeline *pipeline, struct oidmap *all) {
  for (size_t i = 0; i < pipeline->workers_len; i++)
    for (size_t k = 0; k < pipeline->workers[i]->closed.len; k++)
      if (!oid_is_zero(pipeline->workers[i]->closed.data[k].id))
        oidmap_add(all, pipeline->workers[i]->closed.data[k].id, 1);
}

void pipeline_leave_closed(struct pipeline *pipeline, oid id) {
  vec_push(&pipeline->workers[0]->closed, (struct closed){id, STR_NONE});
}

struct absent_count {
  struct coverage *coverage;
  size_t oid_size;
};

static void count_absent(void *data, oid id, uint32_t value) {
  struct absent_count *count = data;
  char hex[OID_HEX_SIZE];
  (void)value;
  oid_to_hex(id, count->oid_size, hex);
  coverage_gap(count->coverage, GAP_MISSING, str_from(hex));
}

void pipeline_count_absent(struct pipeline *pipeline, size_t oid_size) {
  struct oidmap all = {0};
  struct absent_count count = {pipeline_coverage(pipeline), oid_size};
  pipeline_add_absent(pipeline, &all);
  for (size_t i = 0; i < pipeline->workers_len; i++)
    oidmap_free(&pipeline->workers[i]->absent);
  oidmap_each(&all, count_absent, &count);
  oidmap_free(&all);
}

struct occurrences *pipeline_found(struct pipeline *pipeline, size_t worker) {
  return worker < pipeline->workers_len ? &pipeline->workers[worker]->found.occurrences : NULL;
}

/* Each id is slow on purpose: all threads make them. */
static void give_ids(struct pipeline *pipeline, struct result *result) {
  struct source ids = collect_ids(result);
  struct err err;
  if (run(pipeline, &ids, TO_THE_END, &err))
    abort(); /* its workers need nothing that could fail */
}

static void count_closed(const struct pipeline *pipeline, struct coverage *coverage) {
  struct closed_list all = {0};
  for (size_t i = 0; i < pipeline->workers_len; i++)
    for (size_t k = 0; k < pipeline->workers[i]->closed.len; k++)
      vec_push(&all, pipeline->workers[i]->closed.data[k]);
  closed_count(&all, coverage);
  vec_free(&all);
}

void pipeline_collect(struct pipeline *pipeline, struct result *result) {
  struct occurrences all = {0};
  const struct occurrences *found;
  for (size_t i = 0; (found = pipeline_found(pipeline, i)); i++)
    for (size_t k = 0; k < found->len; k++)
      vec_push(&all, found->data[k]);
  pipeline_sum(pipeline, &result->coverage);
  count_closed(pipeline, &result->coverage);
  result->coverage.allowed = pipeline->options.allowed;
  collect_findings(&all, result);
  give_ids(pipeline, result);
  guard_apply(pipeline->options.guard, result);
  collect_sort(result);
  vec_free(&all);
}
