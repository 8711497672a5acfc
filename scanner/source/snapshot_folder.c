/* snapshot_folder.c -- the files of a folder as they lie on disk, none of them outside of it. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "source/snapshot_kind.h"

static enum snapshot_outcome outcome_of_errno(void) {
  return errno == ENOENT || errno == ENOTDIR || errno == ELOOP ? SNAPSHOT_ABSENT : SNAPSHOT_UNREADABLE;
}

static void close_keeping_errno(int descriptor) {
  int kept = errno;
  close(descriptor);
  errno = kept;
}

/* A path as names, each terminated. */
struct names {
  char bytes[SNAPSHOT_PATH + 1];
  size_t len;
};

static void cut(str path, struct names *names) {
  names->len = path.len;
  for (size_t i = 0; i < path.len; i++)
    names->bytes[i] = path.ptr[i] == '/' ? '\0' : path.ptr[i];
  names->bytes[path.len] = '\0';
}

/* From folder to folder: a link among them would lead out of the root. -1 and errno. */
static int open_folder(const char *root, const struct names *names) {
  int folder = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
  for (size_t at = 0; at < names->len && folder >= 0; at += strlen(names->bytes + at) + 1) {
    int below = openat(folder, names->bytes + at, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    close_keeping_errno(folder);
    folder = below;
  }
  return folder;
}

/* Opens the folder itself ("."), or a file in it. */
static int open_in(const struct snapshot_view *view, str folder, const char *name, int flags) {
  struct names names;
  cut(folder, &names);
  int at = open_folder(view->root.ptr, &names);
  if (at < 0)
    return -1;
  int descriptor = openat(at, name, flags | O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  close_keeping_errno(at);
  return descriptor;
}

/* ---- folders ---- */

static unsigned char type_of(int folder, const struct dirent *entry) {
  struct stat status;
  if (entry->d_type != DT_UNKNOWN)
    return entry->d_type;
  bool is_known = fstatat(folder, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0;
  return is_known ? IFTODT(status.st_mode) : DT_UNKNOWN;
}

/* Then it is another repository's. */
static bool has_git(int folder, const char *name) {
  char path[sizeof ((struct dirent *)NULL)->d_name + sizeof "/.git"];
  struct stat status;
  snprintf(path, sizeof path, "%s/.git", name);
  return fstatat(folder, path, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

static enum snapshot_outcome draft(struct listings *listings, DIR *directory) {
  struct dirent *entry;
  while ((errno = 0, entry = readdir(directory)) && !listings->draft.is_full) {
    unsigned char type = type_of(dirfd(directory), entry);
    if (type == DT_REG || (type == DT_DIR && !has_git(dirfd(directory), entry->d_name)))
      listings_draft(listings, str_from(entry->d_name), type == DT_DIR, (oid){{0}});
  }
  return errno ? SNAPSHOT_UNREADABLE : SNAPSHOT_READ;
}

static enum snapshot_outcome load(struct snapshot_view *view, str path, oid id) {
  (void)id;
  int descriptor = open_in(view, path, ".", O_DIRECTORY);
  DIR *directory = descriptor < 0 ? NULL : fdopendir(descriptor);
  if (!directory) {
    enum snapshot_outcome why = outcome_of_errno();
    if (descriptor >= 0)
      close(descriptor);
    return why;
  }
  enum snapshot_outcome outcome = draft(view->listings, directory);
  closedir(directory);
  return outcome;
}

/* ---- files ---- */

static enum snapshot_outcome read_open(int descriptor, size_t limit, struct buf *out) {
  struct stat status;
  struct err ignored;
  size_t before = out->len;
  if (fstat(descriptor, &status) != 0)
    return SNAPSHOT_UNREADABLE;
  if (!S_ISREG(status.st_mode))
    return SNAPSHOT_ABSENT;
  if ((uint64_t)status.st_size > limit)
    return SNAPSHOT_UNREADABLE;
  if (file_read_stream(descriptor, "", limit, out, &ignored) == 0)
    return SNAPSHOT_READ;
  out->len = before;
  return SNAPSHOT_UNREADABLE;
}

static enum snapshot_outcome read_file(struct snapshot_view *view, str path, oid id, size_t limit, struct buf *out) {
  struct names name;
  str last = str_basename(path), folder = str_head(path, path.len > last.len ? path.len - last.len - 1 : 0);
  (void)id;
  if (path.len > SNAPSHOT_PATH)
    return SNAPSHOT_ABSENT;
  cut(last, &name);
  int descriptor = open_in(view, folder, name.bytes, O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0)
    return outcome_of_errno();
  enum snapshot_outcome outcome = read_open(descriptor, limit, out);
  close(descriptor);
  return outcome;
}

const struct snapshot_kind snapshot_folder = {load, read_file};
