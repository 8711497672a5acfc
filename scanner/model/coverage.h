/* coverage.h -- what was scanned, what was not and why.
   The one place where "complete" is decided. */
#ifndef APSO_MODEL_COVERAGE_H
#define APSO_MODEL_COVERAGE_H

#include <stdint.h>

#include "base/str.h"

/* Ways in which something was not searched at all. */
enum gap {
  GAP_MISSING,    /* an object that is referred to and not there */
  GAP_CORRUPT,    /* an object or index that cannot be decoded */
  GAP_SHALLOW,    /* history cut off behind a commit */
  GAP_SUBMODULE,  /* a submodule whose repository is not there */
  GAP_UNREADABLE, /* a file or directory that cannot be read */
  GAP_FORMAT,     /* a repository format that this program cannot read */
  GAP_MEMORY,     /* an object that does not fit in the memory limit */
  GAP_TIME,       /* a time limit, or interrupted */
  GAP_COUNT
};

/* Ways in which something was searched by text rules only, or an archive not opened. */
enum degraded {
  DEGRADED_PARSER, /* parser limits */
  DEGRADED_WINDOW, /* windows of a large file */
  DEGRADED_DECODED, /* more text in other encodings than is decoded */
  DEGRADED_MATCH,  /* a pattern ran into its match limit in a window */
  DEGRADED_PLACES, /* what was found is in more places than are told */
  DEGRADED_CLOSED,    /* an archive that nobody asked to open */
  DEGRADED_ENCRYPTED, /* an archive, or a member of one, that is encrypted */
  DEGRADED_ARCHIVE,   /* a limit of archives */
  DEGRADED_COUNT
};

enum { COVERAGE_EXAMPLES = 5, COVERAGE_EXAMPLE_SIZE = 256 };

struct shortfall {
  uint64_t count;
  unsigned examples; /* the smallest ones in byte order, so that they do not depend on threads */
  char example[COVERAGE_EXAMPLES][COVERAGE_EXAMPLE_SIZE];
};

struct coverage {
  uint64_t objects;
  uint64_t blobs;
  uint64_t bytes;
  uint64_t commits;
  uint64_t files;
  struct shortfall gaps[GAP_COUNT];
  struct shortfall degraded[DEGRADED_COUNT];
  unsigned allowed; /* bit set of gaps that the user accepts */
};

/* A word for the option --allow and for JSON's "why"; and what it is a gap of, JSON's "what". */
const char *gap_name(enum gap gap);
const char *gap_what(enum gap gap);
int gap_from_name(str name);
const char *degraded_name(enum degraded degraded);

/* Counts one; the example names it (a path or object id), shortened if need be. */
void coverage_gap(struct coverage *coverage, enum gap gap, str example);
void coverage_degraded(struct coverage *coverage, enum degraded degraded, str example);
/* Adds what another worker or source counted. */
void coverage_merge(struct coverage *into, const struct coverage *from);
/* No gap but those that the user accepts. */
bool coverage_is_complete(const struct coverage *coverage);

#endif
