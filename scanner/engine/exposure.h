/* exposure.h -- does code at a place of a project run at its visitors, or on a server?
   By what bundlers and frameworks do: directives, folders, and imports walked backwards to what is shipped. */
#ifndef APSO_ENGINE_EXPOSURE_H
#define APSO_ENGINE_EXPOSURE_H

#include "base/memory.h"
#include "model/finding.h"
#include "model/snapshot.h"

/* What it knows of one snapshot, found out as needed and kept. One thread's. */
struct exposer;

/* `snapshot` may be NULL: then paths and the file's own text decide alone. It must outlive the exposer, but for its end.
   `follows_imports`: all scripts of the snapshot may be read, once, to see who imports what. */
struct exposer *exposer_new(struct snapshot *snapshot, bool follows_imports);
void exposer_free(struct exposer *exposer);

struct exposed {
  enum exposure class;
  struct evidence *evidence; /* what decided, the strongest first; of `kept` */
  size_t evidence_len;
  bool is_shipped; /* the file is itself what visitors get: a bundle, a public folder */
};

/* Of the code at `line` (1-based) of the file `path`, a path of the snapshot. `text` is the file's. */
struct exposed exposer_find(struct exposer *exposer, str path, str text, uint32_t line, struct arena *kept);

/* The texts that were asked about, their paths and `kept` may change or go: it remembers nothing of what was found out
   of the last one. */
void exposer_forget(struct exposer *exposer);

/* The files that import `path`, those that import them, and so on, nearest first; at most `max` are written to `paths`. */
size_t exposer_importers(struct exposer *exposer, str path, str *paths, size_t max);

#endif
