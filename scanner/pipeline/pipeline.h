/* pipeline.h -- sources run through the engine, on several threads; the only threads there are.
   What comes out does not depend on their number. */
#ifndef APSO_PIPELINE_PIPELINE_H
#define APSO_PIPELINE_PIPELINE_H

#include "engine/engine.h"
#include "model/finding.h"
#include "model/item.h"
#include "pipeline/guard.h"

/* How far a run is. */
struct pipeline_progress {
  const char *stage;
  uint64_t done; /* work, in units of the source's own … */
  uint64_t total;
  uint64_t items; /* objects and files, in the parts that are done */
  uint64_t bytes;
};

struct pipeline_options {
  unsigned threads; /* 0: one for each core */
  size_t window;    /* bytes of a file that are scanned at once; 0: the default */
  bool plain_reader; /* read objects through libgit2 only */
  uint64_t memory;   /* bytes that objects may take, all workers together; 0: the default */
  bool archives;     /* open them; archive_load was called */
  bool since_last;   /* leave out of an audit what the last one saw: see since.h */
  const char *version; /* of the program */
  struct guard *guard; /* what is accepted; NULL: nothing */
  unsigned allowed; /* gaps that the user accepts, a bit set */
  /* Called from the thread that called, ten times a second while a stage runs; NULL: not at all. */
  void (*progress)(void *data, const struct pipeline_progress *progress);
  void *progress_data;
};

struct pipeline;
struct occurrences;

/* The ruleset must outlive the pipeline. */
struct pipeline *pipeline_new(const struct ruleset *ruleset, const struct pipeline_options *options);
void pipeline_free(struct pipeline *pipeline);
const struct pipeline_options *pipeline_options_of(const struct pipeline *pipeline);

/* Runs all parts of the source. Fails only if no worker could be opened. May be called again and again. */
int pipeline_run(struct pipeline *pipeline, const struct source *source, struct err *err) MUST_USE;
/* The same after an interruption, for a moment: what was sifted out until then is still scanned. */
int pipeline_run_briefly(struct pipeline *pipeline, const struct source *source, struct err *err) MUST_USE;
/* For what is counted outside a source. */
struct coverage *pipeline_coverage(struct pipeline *pipeline);
/* What was counted so far, by all. */
void pipeline_sum(const struct pipeline *pipeline, struct coverage *sum);
/* Something that does not touch the scan, and that the user should know: the first of a run is kept. */
void pipeline_warn(struct pipeline *pipeline, const struct err *warning);
/* NULL: nothing. */
const struct err *pipeline_warning(const struct pipeline *pipeline);
const struct ruleset *pipeline_ruleset(const struct pipeline *pipeline);
/* A sink for a few things that are told from the calling thread, between runs. */
struct sink *pipeline_sink(struct pipeline *pipeline);
/* The objects for whose places there is a reason to ask, since the last call; sorted, each once. Memory is of the pipeline. */
const oid *pipeline_take_wanted(struct pipeline *pipeline, size_t *len);
/* More such objects; they are copied. */
void pipeline_want(struct pipeline *pipeline, const oid *ids, size_t len);
/* Adds the absent objects that sinks were told of since they were last counted. */
void pipeline_add_absent(const struct pipeline *pipeline, struct oidmap *all);
/* Adds the archives among objects that were left closed; and the other way round, some that an earlier run left so. */
void pipeline_add_closed(const struct pipeline *pipeline, struct oidmap *all);
void pipeline_leave_closed(struct pipeline *pipeline, oid id);
/* Counts the absent objects that sinks were told of since the last call; each once. */
void pipeline_count_absent(struct pipeline *pipeline, size_t oid_size);
/* Lives until pipeline_free. */
struct arena *pipeline_arena(struct pipeline *pipeline);

/* What one of the workers has found so far, to be looked at between runs; NULL: there are not so many workers. */
struct occurrences *pipeline_found(struct pipeline *pipeline, size_t worker);

/* Makes workers stop after the part at hand; safe in a signal handler. The scan is then incomplete. */
void pipeline_interrupt(void);
bool pipeline_is_interrupted(void);

/* Puts everything found together: one finding for each key. The pipeline must outlive the result. */
void pipeline_collect(struct pipeline *pipeline, struct result *result);

#endif
