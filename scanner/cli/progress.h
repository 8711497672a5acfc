/* progress.h -- a line on a terminal while a scan takes long. */
#ifndef APSO_CLI_PROGRESS_H
#define APSO_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
  bool on_terminal;
  bool shown;
  int64_t started; /* monotonic, nanoseconds */
};

struct progress progress_new(void);
/* As pipeline_options.progress; shows nothing for the first half second, nor without a terminal. */
void progress_show(void *progress, const char *stage, size_t done, size_t parts);
void progress_clear(struct progress *progress);

#endif
