/* archive_kind.h -- what kind of archive some bytes begin, by their content alone: a name proves nothing.
   Knows no library; cheap enough to be asked of everything. */
#ifndef APSO_ENGINE_ARCHIVE_KIND_H
#define APSO_ENGINE_ARCHIVE_KIND_H

#include "base/str.h"

enum archive_kind {
  ARCHIVE_NONE,
  /* members in a row */
  ARCHIVE_ZIP, /* and jar, war, apk, ipa, whl, egg, nupkg, docx, xlsx … */
  ARCHIVE_TAR, /* and gem */
  ARCHIVE_CPIO,
  ARCHIVE_AR, /* and deb */
  ARCHIVE_7Z,
  ARCHIVE_RAR4,
  ARCHIVE_RAR5,
  ARCHIVE_CAB,
  /* one stream of bytes, compressed */
  ARCHIVE_GZIP,
  ARCHIVE_BZIP2,
  ARCHIVE_XZ,
  ARCHIVE_ZSTD,
  ARCHIVE_LZ4,
  ARCHIVE_LZIP,
  ARCHIVE_KINDS
};

enum { ARCHIVE_HEAD = 512 }; /* bytes that decide */

enum archive_kind archive_kind_of(str bytes);

static inline bool archive_kind_is_stream(enum archive_kind kind) {
  return kind >= ARCHIVE_GZIP && kind < ARCHIVE_KINDS;
}

#endif
