/* progress.h -- a line on a terminal while a scan takes long. */
#ifndef APSO_CLI_PROGRESS_H
#define APSO_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pipeline/pipeline.h"

struct progress {
  bool on_terminal;
  bool shown;
  int64_t started; /* monotonic, nanoseconds */
  const char *stage; /* the last one shown … */
  int64_t stage_started;
  uint64_t done;
};

struct progress progress_new(void);
/* As pipeline_options.progress; shows nothing for the first half second, nor without a terminal. */
void progress_show(void *progress, const struct pipeline_progress *at);
void progress_clear(struct progress *progress);

#endif
