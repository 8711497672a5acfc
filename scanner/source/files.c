/* files.c -- files as they lie on disk. */
#include "source/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "source/git.h"
#include "source/index.h"
#include "source/snapshot.h"
#include "source/windows.h"

enum { PART = 32, READ_STEP = 256 * 1024, OVERLAP = 64 * 1024 };

/* ---- the walk ---- */

struct walk {
  struct files *files;
  const struct files_filter *filter;
  struct coverage *coverage;
  VEC(str) folders; /* still to be read, under the root; "" is the root */
};

static str join(struct arena *kept, str folder, str name) {
  if (folder.len == 0)
    return arena_copy(kept, name);
  return arena_printf(kept, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name));
}

static bool is_skipped(const struct walk *walk, str folder, str name) {
  if (walk->filter->skip_git && str_eq(name, STR(".git")))
    return true;
  for (size_t i = 0; folder.len == 0 && i < walk->filter->skip_top_len; i++)
    if (str_eq(walk->filter->skip_top[i], name))
      return true;
  return false;
}

static bool is_ignored(const struct repo *repo, str path, bool is_folder) {
  struct buf name = {0};
  buf_printf(&name, is_folder ? "%.*s/" : "%.*s", STR_ARG(path));
  buf_add_byte(&name, '\0');
  int ignored = 0;
  bool failed = git_ignore_path_is_ignored(&ignored, repo->git, name.data) < 0;
  buf_free(&name);
  return !failed && ignored;
}

static int type_of(const char *folder, const struct dirent *entry) {
  struct stat status;
  struct buf path = {0};
  if (entry->d_type != DT_UNKNOWN)
    return entry->d_type;
  buf_printf(&path, "%s/%s", folder, entry->d_name);
  buf_add_byte(&path, '\0');
  int type = lstat(path.data, &status) == 0 ? (int)IFTODT(status.st_mode) : DT_UNKNOWN;
  buf_free(&path);
  return type;
}

static void take_entry(struct walk *walk, const char *on_disk, str folder, const struct dirent *entry) {
  struct files *files = walk->files;
  str name = str_from(entry->d_name);
  if (str_eq(name, STR(".git")) && folder.len)
    vec_push(&files->nested, folder);
  if (is_skipped(walk, folder, name))
    return;
  int type = type_of(on_disk, entry);
  str path = join(&files->kept, folder, name);
  if (walk->filter->honour_ignore &&
      is_ignored(walk->filter->honour_ignore, join(&files->kept, walk->filter->ignore_prefix, path), type == DT_DIR))
    return;
  if (type == DT_DIR)
    vec_push(&walk->folders, path);
  else if (type == DT_REG || type == DT_LNK)
    vec_push(&files->entries, (struct file_entry){path, type == DT_LNK});
  else if (type == DT_UNKNOWN)
    coverage_gap(walk->coverage, GAP_UNREADABLE, path);
  /* Pipes, sockets and devices hold no content of their own. */
}

static void read_folder(struct walk *walk, str folder) {
  struct files *files = walk->files;
  str on_disk = folder.len ? arena_printf(&files->kept, "%.*s/%.*s", STR_ARG(files->root), STR_ARG(folder)) : files->root;
  DIR *directory = opendir(on_disk.ptr);
  if (!directory) {
    coverage_gap(walk->coverage, GAP_UNREADABLE, folder.len ? folder : files->root);
    return;
  }
  struct dirent *entry;
  while ((errno = 0, entry = readdir(directory)))
    if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
      take_entry(walk, on_disk.ptr, folder, entry);
  if (errno)
    coverage_gap(walk->coverage, GAP_UNREADABLE, folder.len ? folder : files->root);
  closedir(directory);
}

static int by_bytes(const void *left, const void *right) {
  return str_compare(*(const str *)left, *(const str *)right);
}

void files_walk(const char *root, const struct files_filter *filter, struct files *files, struct coverage *coverage) {
  struct walk walk = {.files = files, .filter = filter, .coverage = coverage};
  struct stat status;
  files->root = arena_copy(&files->kept, str_from(root));
  files->window = files->window ? files->window : FILES_WINDOW;
  if (stat(root, &status) == 0 && !S_ISDIR(status.st_mode)) {
    vec_push(&files->entries, (struct file_entry){STR_NONE, false});
    return;
  }
  vec_push(&walk.folders, STR_NONE);
  while (walk.folders.len) {
    str folder = walk.folders.data[--walk.folders.len];
    read_folder(&walk, folder);
  }
  vec_free(&walk.folders);
  if (files->nested.len)
    qsort(files->nested.data, files->nested.len, sizeof *files->nested.data, by_bytes);
}

void files_free(struct files *files) {
  vec_free(&files->entries);
  vec_free(&files->nested);
  arena_free(&files->kept);
}

/* ---- reading ---- */

static bool is_stopped(struct sink *sink) {
  return sink->stopped && sink->stopped(sink);
}

/* Reads until `window` bytes are there or the end is. 1 more may follow, 0 the end, -1 failed or stopped. */
static int fill(int descriptor, size_t window, struct buf *bytes, struct sink *sink) {
  while (bytes->len < window) {
    buf_reserve(bytes, READ_STEP);
    size_t space = bytes->room - bytes->len;
    ssize_t got = read(descriptor, bytes->data + bytes->len, space < window - bytes->len ? space : window - bytes->len);
    if (got < 0 && errno == EINTR && !is_stopped(sink))
      continue;
    if (got <= 0)
      return (int)got;
    bytes->len += (size_t)got;
  }
  return 1;
}

static void read_windows(int descriptor, size_t window, struct item item, struct sink *sink, struct buf *bytes) {
  struct windows windows = windows_new(item, sink);
  bytes->len = 0;
  for (;;) {
    size_t before = bytes->len;
    int more = fill(descriptor, window, bytes, sink);
    bool stopped = is_stopped(sink);
    if (more < 0 || stopped)
      coverage_gap(sink->coverage, stopped ? GAP_TIME : GAP_UNREADABLE, item.path);
    if (more < 0 && bytes->len == before)
      return;
    sink->coverage->bytes += bytes->len - before;
    size_t again = windows_give(&windows, buf_str(bytes), more <= 0);
    if (more <= 0 || stopped)
      return;
    memmove(bytes->data, bytes->data + bytes->len - again, again);
    bytes->len = again;
  }
}

void files_read(int descriptor, size_t window, struct item item, struct sink *sink) {
  struct buf bytes = {0};
  sink->coverage->files++;
  read_windows(descriptor, window, item, sink, &bytes);
  buf_free(&bytes);
}

/* ---- the source ---- */

struct worker {
  struct repo *repo; /* NULL: no git */
  struct index index; /* empty: not loaded, or cannot be */
  bool index_asked;
  bool is_indexed;
  struct snapshots *snapshots; /* NULL: no item had one yet */
  struct buf bytes;
  struct buf name;
  struct buf root; /* of a snapshot */
  struct buf inside; /* an item's path in it */
};

static void *open_worker(const struct source *source, struct err *err) {
  const struct files *files = source->data;
  struct worker *worker = memory_new_zeroed(1, sizeof *worker);
  if (!files->repo || repo_reopen(files->repo, &worker->repo, err) == 0)
    return worker;
  free(worker);
  return NULL;
}

static void close_worker(void *data) {
  struct worker *worker = data;
  index_free(&worker->index);
  snapshots_free(worker->snapshots);
  repo_free(worker->repo);
  buf_free(&worker->bytes);
  buf_free(&worker->name);
  buf_free(&worker->root);
  buf_free(&worker->inside);
  free(worker);
}

static const char *terminated(struct buf *name, str folder, str path) {
  buf_clear(name);
  buf_add(name, folder);
  if (path.len && folder.len)
    buf_add_byte(name, '/');
  buf_add(name, path);
  buf_add_byte(name, '\0');
  return name->data;
}

static int by_path(const void *left, const void *right) {
  return str_compare(((const struct index_entry *)left)->path, ((const struct index_entry *)right)->path);
}

static bool is_tracked(struct worker *worker, str path) {
  struct index_entry key = {.path = path};
  if (!worker->index_asked) {
    struct coverage ignored = {0}; /* history_check_roots tells */
    worker->is_indexed = repo_read_index(worker->repo, &worker->index, &ignored);
    worker->index_asked = true;
  }
  return worker->is_indexed && worker->index.entries.len &&
         bsearch(&key, worker->index.entries.data, worker->index.entries.len, sizeof key, by_path);
}

/* What is needed only for few items comes between the source and the sink. */
struct labelling {
  struct sink sink;
  struct sink *inner;
  const struct files *files;
  struct worker *worker;
  const struct file_entry *entry;
  const char *on_disk; /* of a file in windows: the blob that git would make of it is not in the item; else NULL */
};

/* Asked only for the few items that hold a reason to look closer. */
static void label(const struct labelling *l, struct item *item) {
  size_t oid_size = l->worker->repo->oid_size;
  oid id;
  if (l->on_disk ? repo_hash_file(l->on_disk, oid_size, &id) : repo_hash(item->bytes, OBJECT_BLOB, oid_size, &id))
    item->object = id;
  if (!is_tracked(l->worker, l->entry->path) && is_ignored(l->worker->repo, l->entry->path, false))
    item->where = WHERE_IGNORED;
}

/* The folder of a file, as long as it holds a .git; or the one round it, and so on. Empty: none under the root does. */
static str nested_of(const struct files *files, str path) {
  str folder = str_head(path, path.len - str_basename(path).len);
  while (files->nested.len && folder.len) {
    folder.len--; /* the '/' */
    if (bsearch(&folder, files->nested.data, files->nested.len, sizeof folder, by_bytes))
      return folder;
    folder.len -= str_basename(folder).len;
  }
  return STR_NONE;
}

/* The root of a file that was named alone is its folder. */
static str folder_of(str file) {
  str name = str_basename(file);
  if (name.len == file.len)
    return STR(".");
  return str_head(file, file.len - name.len > 1 ? file.len - name.len - 1 : 1);
}

void files_find_project(struct files *files) {
  enum { LEVELS = 64 };
  char *real = realpath(arena_copy(&files->kept, files->root).ptr, NULL);
  str whole = real ? arena_copy(&files->kept, str_from(real)) : STR_NONE, folder = whole;
  free(real);
  for (int i = 0; i < LEVELS && folder.len > 1; i++) {
    struct stat status;
    folder = folder_of(folder);
    if (lstat(arena_printf(&files->kept, "%.*s/.git", STR_ARG(folder)).ptr, &status) != 0)
      continue;
    str own = arena_printf(&files->kept, "%.*s/.git", STR_ARG(whole));
    if (lstat(own.ptr, &status) == 0) /* the root is a project itself */
      return;
    files->project = arena_copy(&files->kept, folder);
    files->inside = str_tail(whole, folder.len + (folder.len > 1));
    return;
  }
}

static void surround(const struct labelling *l, struct item *item) {
  struct worker *worker = l->worker;
  str path = l->entry->path, root = l->files->root;
  if (!worker->snapshots)
    worker->snapshots = snapshots_new(NULL);
  str nested = nested_of(l->files, path);
  if (path.len == 0) {
    item->snapshot_path = str_basename(root);
    root = folder_of(root);
  } else if (nested.len) {
    terminated(&worker->root, root, nested);
    root = (str){worker->root.data, worker->root.len - 1};
    item->snapshot_path = str_tail(path, nested.len + 1);
  } else {
    item->snapshot_path = path;
  }
  if (l->files->project.len && !nested.len) {
    buf_clear(&worker->inside);
    buf_add(&worker->inside, l->files->inside);
    if (path.len)
      buf_printf(&worker->inside, "/%.*s", STR_ARG(path));
    item->snapshot_path = buf_str(&worker->inside);
    root = l->files->project;
  }
  item->snapshot = snapshots_folder(worker->snapshots, root);
}

static bool pass_wants(struct sink *sink, str bytes) {
  struct sink *inner = ((struct labelling *)(void *)sink)->inner;
  return inner->wants(inner, bytes);
}

static void pass_item(struct sink *sink, const struct item *item) {
  struct labelling *labelling = (struct labelling *)(void *)sink;
  if (!labelling->inner->wants(labelling->inner, item->bytes))
    return;
  struct item labelled = *item;
  if (labelling->worker->repo)
    label(labelling, &labelled);
  if (labelling->files->is_project && !labelling->entry->is_link)
    surround(labelling, &labelled);
  labelling->inner->item(labelling->inner, &labelled);
}

static bool pass_stopped(struct sink *sink) {
  return is_stopped(((struct labelling *)(void *)sink)->inner);
}

static struct labelling labelling_of(const struct files *files, struct worker *worker, const struct file_entry *entry,
                                     struct sink *sink) {
  struct sink own = {.wants = pass_wants, .item = pass_item, .coverage = sink->coverage, .stopped = pass_stopped};
  return (struct labelling){own, sink, files, worker, entry, NULL};
}

static void scan_file(const struct files *files, struct worker *worker, const struct file_entry *entry, const char *on_disk,
                      struct item item, struct sink *sink) {
  int descriptor = open(on_disk, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct stat status;
  if (descriptor < 0 || fstat(descriptor, &status) != 0) {
    coverage_gap(sink->coverage, GAP_UNREADABLE, item.path);
  } else if (S_ISREG(status.st_mode)) {
    struct labelling labelling = labelling_of(files, worker, entry, sink);
    if ((uint64_t)status.st_size >= files->window)
      labelling.on_disk = on_disk;
    sink->coverage->files++;
    read_windows(descriptor, files->window, item, &labelling.sink, &worker->bytes);
  }
  if (descriptor >= 0)
    close(descriptor);
}

/* A link's target is text that git keeps too. */
static void scan_link(const struct files *files, struct worker *worker, const struct file_entry *entry, const char *on_disk,
                      struct item item, struct sink *sink) {
  char target[PATH_MAX];
  ssize_t len = readlink(on_disk, target, sizeof target);
  if (len < 0) {
    coverage_gap(sink->coverage, GAP_UNREADABLE, item.path);
    return;
  }
  sink->coverage->files++;
  item.bytes = (str){target, (size_t)len};
  struct labelling labelling = labelling_of(files, worker, entry, sink);
  labelling.sink.item(&labelling.sink, &item);
}

static void scan_entry(const struct files *files, struct worker *worker, const struct file_entry *entry, struct sink *sink) {
  struct buf shown = {0};
  terminated(&shown, files->prefix, entry->path);
  struct item item = {.path = {shown.data, shown.len - 1}, .where = files->where};
  const char *on_disk = terminated(&worker->name, files->root, entry->path);
  if (sink->wants(sink, item.path)) {
    struct item name = {.bytes = item.path, .path = item.path, .where = WHERE_PATH};
    sink->item(sink, &name);
  }
  if (entry->is_link)
    scan_link(files, worker, entry, on_disk, item, sink);
  else
    scan_file(files, worker, entry, on_disk, item, sink);
  buf_free(&shown);
}

static void run_part(const struct source *source, void *worker, size_t part, struct sink *sink) {
  const struct files *files = source->data;
  for (size_t i = part * PART; i < (part + 1) * PART && i < files->entries.len; i++)
    scan_entry(files, worker, &files->entries.data[i], sink);
}

struct source files_source(const struct files *files) {
  return (struct source){"files", (files->entries.len + PART - 1) / PART, open_worker, run_part, close_worker, files};
}
