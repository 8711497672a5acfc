/* file.h -- whole files in and out.  Knows nothing of what is in them. */
#ifndef APSO_BASE_FILE_H
#define APSO_BASE_FILE_H

#include "base/buf.h"

/* Appends the content of the regular file at `path`, at most `limit` bytes; a longer one fails. */
int file_read(const char *path, size_t limit, struct buf *out, struct err *err) MUST_USE;
/* Appends all that `descriptor` gives, at most `limit` bytes. `name` is for the error. */
int file_read_stream(int descriptor, const char *name, size_t limit, struct buf *out, struct err *err) MUST_USE;
/* Writes the file whole or not at all: a sibling with another name, then rename; its mode is the umask's. A device, pipe or
   terminal (as /dev/stdout) is written directly. */
int file_write(const char *path, str content, struct err *err) MUST_USE;
/* All of `content` to the descriptor. */
int file_write_stream(int descriptor, const char *name, str content, struct err *err) MUST_USE;

#endif
