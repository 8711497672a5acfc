/* file.c -- whole files in and out. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_STEP = 64 * 1024, TEMPORARY_NAME = 4096 };

static void close_descriptor(const int *descriptor) {
  if (*descriptor >= 0)
    close(*descriptor);
}

int file_read_stream(int descriptor, const char *name, size_t limit, struct buf *out, struct err *err) {
  size_t before = out->len;
  for (;;) {
    buf_reserve(out, READ_STEP);
    ssize_t got = read(descriptor, out->data + out->len, out->room - out->len);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return err_set(err, "%s: %s", name, strerror(errno));
    if (got == 0)
      return 0;
    out->len += (size_t)got;
    if (out->len - before > limit)
      return err_set(err, "%s: larger than %zu bytes", name, limit);
  }
}

int file_read(const char *path, size_t limit, struct buf *out, struct err *err) {
  __attribute__((cleanup(close_descriptor))) int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0)
    return err_set(err, "%s: %s", path, strerror(errno));
  struct stat status;
  if (fstat(descriptor, &status) != 0)
    return err_set(err, "%s: %s", path, strerror(errno));
  if (!S_ISREG(status.st_mode))
    return err_set(err, "%s: not a regular file", path);
  return file_read_stream(descriptor, path, limit, out, err);
}

int file_write_stream(int descriptor, const char *name, str content, struct err *err) {
  while (content.len) {
    ssize_t put = write(descriptor, content.ptr, content.len);
    if (put < 0 && errno == EINTR)
      continue;
    if (put < 0)
      return err_set(err, "%s: %s", name, strerror(errno));
    content = str_tail(content, (size_t)put);
  }
  return 0;
}

static int write_directly(const char *path, str content, struct err *err) {
  __attribute__((cleanup(close_descriptor))) int descriptor = open(path, O_WRONLY | O_CLOEXEC);
  if (descriptor < 0)
    return err_set(err, "%s: %s", path, strerror(errno));
  return file_write_stream(descriptor, path, content, err);
}

static int fill_and_rename(int descriptor, const char *temporary, const char *path, str content, struct err *err) {
  if (file_write_stream(descriptor, path, content, err))
    return -1;
  mode_t mask = umask(077);
  umask(mask);
  if (fchmod(descriptor, 0666 & ~mask) != 0 || fsync(descriptor) != 0 || rename(temporary, path) != 0)
    return err_set(err, "%s: %s", path, strerror(errno));
  return 0;
}

int file_write(const char *path, str content, struct err *err) {
  struct stat status;
  if (stat(path, &status) == 0 && !S_ISREG(status.st_mode))
    return write_directly(path, content, err);
  char temporary[TEMPORARY_NAME];
  int len = snprintf(temporary, sizeof temporary, "%s.XXXXXX", path);
  if (len < 0 || (size_t)len >= sizeof temporary)
    return err_set(err, "%s: name too long", path);
  __attribute__((cleanup(close_descriptor))) int descriptor = mkstemp(temporary);
  if (descriptor < 0)
    return err_set(err, "%s: %s", path, strerror(errno));
  if (fill_and_rename(descriptor, temporary, path, content, err) == 0)
    return 0;
  unlink(temporary);
  return -1;
}
