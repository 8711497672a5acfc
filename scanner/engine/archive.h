/* archive.h -- members of archives, out of memory; home of libarchive, which is loaded only when it is asked for.
   Nothing is ever written to disk, no program is run, and names of members are only names. Knows no rules. */
#ifndef APSO_ENGINE_ARCHIVE_H
#define APSO_ENGINE_ARCHIVE_H

#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "engine/archive_kind.h"

/* Limits of an archive, and of all that is in it together. */
enum {
  ARCHIVE_DEPTH = 4,            /* archives in archives, the outermost counted */
  ARCHIVE_MEMBERS = 100 * 1000,
  ARCHIVE_BYTES = 1024 * 1024 * 1024,
  ARCHIVE_RATIO = 1000, /* bytes out of one, once more than … */
  ARCHIVE_RATIO_FROM = 16 * 1024 * 1024,
  ARCHIVE_NAME = 4096, /* bytes of a member's name that are kept */
};

/* Why a part of an archive was not looked into. */
enum archive_shortfall {
  ARCHIVE_DAMAGED,   /* cannot be read to its end */
  ARCHIVE_ENCRYPTED, /* a member, or all of them */
  ARCHIVE_LIMITED,   /* one of the limits above */
  ARCHIVE_TOO_LARGE, /* an archive inside that is larger than a window */
};

struct archive_piece {
  str path;  /* OUTER!/MEMBER, and so on */
  str bytes; /* borrowed until the call returns */
  bool is_first;
  bool is_last;
};

struct archive_visitor {
  /* A member, in pieces if it is larger than the window; of an archive its own members come first. How many of the last
     bytes stand at the beginning of the next piece too; not asked for after the last one. */
  size_t (*piece)(void *data, const struct archive_piece *piece);
  /* The path is that of an archive, or of a member. */
  void (*shortfall)(void *data, enum archive_shortfall shortfall, str path);
  bool (*stopped)(void *data); /* enough? NULL: never */
  void *data;
};

/* Must have been called, and gone well, before any other; not by two threads at once. */
int archive_load(struct err *err) MUST_USE;

/* Gives all members of the archive that the bytes are. `window`: bytes of a member that are held at once. */
void archive_walk(str bytes, str path, size_t window, const struct archive_visitor *visitor);

#endif
