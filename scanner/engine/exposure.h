/* exposure.h -- does code at a place of a project run at its visitors, or on a server?
   By what bundlers and frameworks do: directives, folders, and imports walked backwards to what is shipped. */
#ifndef APSO_ENGINE_EXPOSURE_H
#define APSO_ENGINE_EXPOSURE_H

#include "base/memory.h"
#include "model/finding.h"
#include "model/snapshot.h"

/* What it knows of one snapshot, found out as needed and kept. One thread's. */
struct exposer;

/* `snapshot` may be NULL: then paths and the file's own text decide alone. It must outlive the exposer. */
struct exposer *exposer_new(struct snapshot *snapshot);
void exposer_free(struct exposer *exposer);

struct exposed {
  enum exposure class;
  struct evidence *evidence; /* what decided, the strongest first; of `kept` */
  size_t evidence_len;
};

/* Of the code at `line` (1-based) of the file `path`, a path of the snapshot. `text` is the file's. */
struct exposed exposer_find(struct exposer *exposer, str path, str text, uint32_t line, struct arena *kept);

#endif
