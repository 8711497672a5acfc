/* repo.c -- a git repository, opened safely. */
#include "source/repo.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "source/backend.h"
#include "source/refdb.h"

enum { SHALLOW_LIMIT = 256 * 1024 * 1024 };

static int init_failed; /* of init_once */

static void init_once(void) {
  /* Extensions that change nothing of what is read here, and refstorage, which refdb_install reads. */
  static const char *const extensions[] = {"partialclone", "worktreeconfig", "preciousobjects", "relativeworktrees",
                                           "refstorage"};
  init_failed = git_libgit2_init() < 0;
  /* Adler-32 in each object stays as check; the slow hash would cost half the time. */
  git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
  /* Whose the folder is matters to programs that run what a repository says; this one does not. */
  git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
  git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, sizeof extensions / sizeof extensions[0]);
}

static void init(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, init_once);
  if (init_failed)
    abort(); /* no memory */
}

int repo_fail(struct err *err, const char *what) {
  const git_error *error = git_error_last();
  return err_set(err, "%s: %s", what, error && error->message ? error->message : "unknown error");
}

static str folder_name(struct arena *kept, const char *path) {
  str name = str_from(path);
  while (name.len > 1 && name.ptr[name.len - 1] == '/')
    name.len--;
  return arena_copy(kept, name);
}

/* As git guesses where core.bare is not set: the top of a work tree holds a .git, folder or file. */
static bool has_work_tree(git_repository *git) {
  struct buf path = {0};
  struct stat status;
  if (!git_repository_workdir(git))
    return false;
  buf_printf(&path, "%s.git", git_repository_workdir(git));
  buf_add_byte(&path, '\0');
  bool has = lstat(path.data, &status) == 0;
  buf_free(&path);
  return has;
}

static bool names_work_tree(git_repository *git) {
  git_config *config = NULL;
  git_config_entry *entry = NULL;
  bool does = git_repository_config(&config, git) == 0 && git_config_get_entry(&entry, config, "core.worktree") == 0;
  git_config_entry_free(entry);
  git_config_free(config);
  return does;
}

/* The folder that core.worktree names, if it is there and is not the work tree. */
static str find_other_tree(const struct repo *repo, struct arena *kept) {
  const char *named = names_work_tree(repo->git) ? git_repository_workdir(repo->git) : NULL;
  char *real = named ? realpath(named, NULL) : NULL, *own = repo->work_tree.len ? realpath(repo->work_tree.ptr, NULL) : NULL;
  str other = real && !(own && strcmp(real, own) == 0) ? arena_copy(kept, str_from(real)) : STR_NONE;
  free(real);
  free(own);
  return other;
}

static bool plain_reader;

void repo_use_plain_reader(bool plain) {
  plain_reader = plain;
}

/* Object folders: as hooks are told in the environment, and the repository's own; each with its alternates. */
static void open_store(struct repo *repo) {
  VEC(str) folders = {0};
  const char *quarantine = repo->from_environment ? getenv("GIT_OBJECT_DIRECTORY") : NULL;
  const char *others = repo->from_environment ? getenv("GIT_ALTERNATE_OBJECT_DIRECTORIES") : NULL;
  if (quarantine)
    vec_push(&folders, str_from(quarantine));
  vec_push(&folders, arena_printf(&repo->kept, "%.*s/objects", STR_ARG(repo->common)));
  for (str rest = str_from(others); rest.len;) {
    size_t end = str_find_byte(rest, ':', 0);
    str folder = str_head(rest, end);
    if (folder.len)
      vec_push(&folders, arena_copy(&repo->kept, folder));
    rest = end == SIZE_MAX ? STR_NONE : str_tail(rest, end + 1);
  }
  repo->store = memory_new_zeroed(1, sizeof *repo->store);
  repo->owns_store = true;
  store_open(folders.data, folders.len, repo->oid_size, repo->store);
  vec_free(&folders);
}

/* Another handle of a repository uses its store. */
static int give_objects(struct repo *repo, struct store *store, struct err *err) {
  repo->store = store;
  if (!store)
    open_store(repo);
  repo->reader = reader_new(repo->store);
  return backend_install(repo->odb, repo->store, plain_reader, err);
}

/* Takes over `git`. */
static int wrap(git_repository *git, bool from_environment, struct store *store, struct repo **out, struct err *err) {
  git_odb *odb = NULL;
  if (git_repository_odb(&odb, git) < 0) {
    git_repository_free(git);
    return repo_fail(err, "object store");
  }
  struct repo *repo = memory_new_zeroed(1, sizeof *repo);
  repo->git = git;
  repo->odb = odb;
  repo->from_environment = from_environment;
  repo->folder = folder_name(&repo->kept, git_repository_path(git));
  repo->common = folder_name(&repo->kept, git_repository_commondir(git));
  /* Whatever the configuration says: files beside a .git are what people call its work tree. */
  if (str_eq(str_basename(repo->folder), STR(".git")))
    repo->work_tree = arena_copy(&repo->kept, str_head(repo->folder, repo->folder.len > 5 ? repo->folder.len - 5 : 1));
  else if (has_work_tree(git))
    repo->work_tree = folder_name(&repo->kept, git_repository_workdir(git));
  repo->other_tree = find_other_tree(repo, &repo->kept);
  repo->oid_size = repo_oid_size_of(git);
  if (give_objects(repo, store, err) || refdb_install(repo->git, repo->oid_size, err)) {
    repo_free(repo);
    return -1;
  }
  *out = repo;
  return 0;
}

/* libgit2 would wait for ever for a writer. */
static bool is_blocking(const char *path, const char *folder) {
  static const char *const names[] = {"config", "config.worktree", "packed-refs", "index", "HEAD", "commondir", "gitdir", "shallow", "info/grafts",
                                      "info/attributes", "info/exclude", "objects/info/alternates", "objects/pack/multi-pack-index",
                                      "objects/info/commit-graph"};
  bool found = false;
  for (size_t i = 0; i < sizeof names / sizeof names[0] && !found; i++) {
    struct buf file = {0};
    struct stat status;
    buf_printf(&file, "%s/%s%s", path, folder, names[i]);
    buf_add_byte(&file, '\0');
    found = stat(file.data, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
    buf_free(&file);
  }
  return found;
}

static int open_with(const char *path, unsigned flags, const char *name, struct store *store, struct repo **repo, struct err *err) {
  init();
  git_repository *git = NULL;
  if (path && (is_blocking(path, "") || is_blocking(path, ".git/")))
    return err_set(err, "%s: a pipe or device stands where git keeps a file", name);
  int status = git_repository_open_ext(&git, path, flags, NULL);
  if (status < 0 && status != GIT_ENOTFOUND && (flags & GIT_REPOSITORY_OPEN_NO_SEARCH)) /* its work tree may be gone */
    status = git_repository_open_ext(&git, path, flags | GIT_REPOSITORY_OPEN_BARE, NULL);
  if (status == GIT_ENOTFOUND)
    return err_set(err, "%s: not a git repository", name);
  if (status < 0)
    return repo_fail(err, name);
  return wrap(git, flags & GIT_REPOSITORY_OPEN_FROM_ENV, store, repo, err);
}

int repo_open(const char *path, bool search, struct repo **repo, struct err *err) {
  struct stat status;
  if (stat(path, &status) != 0)
    return err_set(err, "%s: no such file or folder", path);
  return open_with(path, search ? 0 : GIT_REPOSITORY_OPEN_NO_SEARCH, path, NULL, repo, err);
}

int repo_open_environment(struct repo **repo, struct err *err) {
  return open_with(NULL, GIT_REPOSITORY_OPEN_FROM_ENV, ".", NULL, repo, err);
}

int repo_reopen(const struct repo *repo, struct repo **again, struct err *err) {
  if (repo->from_environment)
    return open_with(NULL, GIT_REPOSITORY_OPEN_FROM_ENV, ".", repo->store, again, err);
  return open_with(repo->folder.ptr, GIT_REPOSITORY_OPEN_NO_SEARCH, repo->folder.ptr, repo->store, again, err);
}

void repo_free(struct repo *repo) {
  if (!repo)
    return;
  git_odb_free(repo->odb);
  git_repository_free(repo->git);
  reader_free(repo->reader);
  if (repo->owns_store) {
    store_close(repo->store);
    free(repo->store);
  }
  arena_free(&repo->kept);
  free(repo);
}

str repo_path_inside(const struct repo *repo, const char *path, struct arena *kept) {
  char *real = realpath(path, NULL);
  str whole = str_from(real), inside = STR_NONE;
  if (real && str_starts(whole, repo->work_tree) && whole.len > repo->work_tree.len && whole.ptr[repo->work_tree.len] == '/')
    inside = arena_copy(kept, str_tail(whole, repo->work_tree.len + 1));
  free(real);
  return inside;
}

bool repo_is_at(const char *path) {
  init();
  return git_repository_open_ext(NULL, path, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL) != GIT_ENOTFOUND;
}

static enum read_outcome read_through_libgit2(const struct repo *repo, oid id, enum object_type *type, struct buf *bytes) {
  git_odb_object *object = NULL;
  git_oid git = repo_git_oid(id, repo->oid_size);
  int status = git_odb_read(&object, repo->odb, &git);
  if (status < 0)
    return status == GIT_ENOTFOUND ? READ_MISSING : READ_CORRUPT;
  bytes->len = 0;
  buf_add(bytes, (str){git_odb_object_data(object), git_odb_object_size(object)});
  *type = (enum object_type)git_odb_object_type(object);
  git_odb_object_free(object);
  return READ_DONE;
}

enum read_outcome repo_read(const struct repo *repo, oid id, enum object_type *type, struct buf *bytes) {
  if (plain_reader)
    return read_through_libgit2(repo, id, type, bytes);
  enum read_outcome outcome = reader_read(repo->reader, id, type, bytes);
  /* Another process may have packed it since the store was opened; libgit2 looks again. */
  return outcome == READ_MISSING ? read_through_libgit2(repo, id, type, bytes) : outcome;
}

enum read_outcome repo_read_windows(const struct repo *repo, oid id, size_t window, void (*take)(void *, str, size_t *), void *data,
                                    uint64_t *size) {
  enum object_type type;
  if (plain_reader || reader_look(repo->reader, id, &type, size) != READ_DONE || type != OBJECT_BLOB)
    return READ_TOO_LARGE;
  return reader_read_windows(repo->reader, id, window, take, data);
}

void repo_rest(const struct repo *repo) {
  reader_rest(repo->reader);
}

bool repo_is_content_of(const struct repo *repo, oid id, enum object_type type, str bytes) {
  oid hash;
  return repo_hash(bytes, type, repo->oid_size, &hash) && oid_eq(hash, id);
}

int repo_read_shallow(const struct repo *repo, struct oidmap *boundary, struct err *err) {
  struct buf path = {0}, text = {0};
  struct stat status;
  buf_printf(&path, "%.*s/shallow", STR_ARG(repo->common));
  buf_add_byte(&path, '\0');
  int failed = 0;
  if (stat(path.data, &status) == 0)
    failed = file_read(path.data, SHALLOW_LIMIT, &text, err);
  str rest = buf_str(&text), line;
  while (!failed && str_next_line(&rest, &line)) {
    oid id;
    if (oid_from_hex(line, repo->oid_size, &id))
      oidmap_add(boundary, id, 1);
  }
  buf_free(&path);
  buf_free(&text);
  return failed;
}
