/* since.h -- an audit that leaves out what the last one saw of an object store.
   A coordinator: memo.h keeps it in a file, recall.h tells what is unchanged. What is found is the same. */
#ifndef APSO_PIPELINE_SINCE_H
#define APSO_PIPELINE_SINCE_H

#include "pipeline/pipeline.h"
#include "source/history.h"

struct since;

/* Between the listing of the history and its preparation: settles what can be. What stands in the way is a warning, and all is
   scanned. NULL if the user did not ask for it, or nothing can be remembered. */
struct since *since_begin(struct pipeline *pipeline, struct history *history);
/* When the objects have been run, before anything else is: keeps what this audit saw for the next one, unless it was
   interrupted or fell short. Frees `since`. */
void since_end(struct since *since, bool has_run);

#endif
