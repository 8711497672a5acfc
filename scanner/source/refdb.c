/* refdb.c -- refs out of reftables as a backend of libgit2. */
#include "source/refdb.h"

#include <fnmatch.h>
#include <git2/sys/errors.h>
#include <git2/sys/refdb_backend.h>
#include <git2/sys/refs.h>
#include <git2/sys/repository.h>
#include <stdlib.h>

#include "base/file.h"
#include "source/reftable.h"

/* A stack of tables, read when it is first asked for. */
struct stack {
  str folder;
  size_t oid_size;
  bool is_loaded;
  bool has_failed;
  struct reftable table;
};

/* First in it the interface that libgit2 sees. */
struct refdb {
  git_refdb_backend backend;
  bool is_linked;      /* a linked work tree, which has a stack of its own for some refs */
  str folder;          /* the git folder at hand, with a '/' at its end: a few refs are files there whatever the form of the others */
  struct stack common;
  struct stack own;
  struct arena kept;
};

/* First in it the interface that libgit2 sees. */
struct walk {
  git_reference_iterator iterator;
  struct refdb *db;
  struct stack *stack; /* the one that is gone through */
  size_t next;
  char *glob;          /* or NULL */
};

/* ---- which stack ---- */

static const struct reftable *load(struct stack *stack) {
  struct err ignored;
  if (!stack->is_loaded)
    stack->has_failed = reftable_load(stack->folder, stack->oid_size, &stack->table, &ignored) != 0;
  stack->is_loaded = true;
  if (stack->has_failed)
    git_error_set_str(GIT_ERROR_REFERENCE, "the list of reftables cannot be read");
  return stack->has_failed ? NULL : &stack->table;
}

/* As git's gitglossary says of "per-worktree ref". */
static bool is_of_worktree(str name) {
  return !str_starts(name, STR("refs/")) || str_starts(name, STR("refs/bisect/")) || str_starts(name, STR("refs/worktree/")) ||
         str_starts(name, STR("refs/rewritten/"));
}

static struct stack *stack_of(struct refdb *db, str name) {
  return db->is_linked && is_of_worktree(name) ? &db->own : &db->common;
}

/* ---- one ref ---- */

static int make(const struct reftable_ref *ref, size_t oid_size, git_reference **out) {
  if (ref->symbolic.ptr) {
    *out = git_reference__alloc_symbolic(ref->name.ptr, ref->symbolic.ptr);
  } else {
    git_oid id = repo_git_oid(ref->id, oid_size), peeled = repo_git_oid(ref->peeled, oid_size);
    *out = git_reference__alloc(ref->name.ptr, &id, ref->has_peeled ? &peeled : NULL);
  }
  return *out ? 0 : GIT_ERROR;
}

/* What a fetch or a merge leaves are files in any repository: an id, and more behind it. */
static int read_special(const struct refdb *db, str name, struct reftable_ref *ref) {
  enum { SPECIAL_LIMIT = 16 * 1024 * 1024 };
  struct arena scratch = {0};
  struct buf text = {0};
  struct err absent;
  bool is_there = (str_eq(name, STR("FETCH_HEAD")) || str_eq(name, STR("MERGE_HEAD"))) &&
                  file_read(arena_printf(&scratch, "%.*s%.*s", STR_ARG(db->folder), STR_ARG(name)).ptr, SPECIAL_LIMIT, &text, &absent) == 0 &&
                  oid_from_hex(buf_str(&text), db->common.oid_size, &ref->id);
  ref->name = name;
  buf_free(&text);
  arena_free(&scratch);
  return is_there ? 0 : GIT_ENOTFOUND;
}

/* `ref` for one that no table holds. */
static int find(struct refdb *db, const char *text, struct reftable_ref *ref) {
  str name = str_from(text);
  const struct reftable *table = load(stack_of(db, name));
  if (!table)
    return GIT_ERROR;
  const struct reftable_ref *found = reftable_find(table, name);
  if (!found)
    return read_special(db, name, ref);
  *ref = *found;
  return 0;
}

static int backend_exists(int *exists, git_refdb_backend *backend, const char *name) {
  struct reftable_ref ref = {0};
  int status = find((struct refdb *)(void *)backend, name, &ref);
  *exists = status == 0;
  return status == GIT_ENOTFOUND ? 0 : status;
}

static int backend_lookup(git_reference **out, git_refdb_backend *backend, const char *name) {
  struct reftable_ref ref = {0};
  *out = NULL;
  int status = find((struct refdb *)(void *)backend, name, &ref);
  if (status == GIT_ENOTFOUND)
    git_error_set(GIT_ERROR_REFERENCE, "reference '%s' not found", name);
  return status ? status : make(&ref, ((struct refdb *)(void *)backend)->common.oid_size, out);
}

/* ---- all refs: those of the repository, then those of the work tree ---- */

static bool is_walked(const struct walk *walk, str name) {
  bool is_own = walk->db->is_linked && is_of_worktree(name);
  if (!str_starts(name, STR("refs/")) || is_own != (walk->stack == &walk->db->own))
    return false;
  if (str_find_byte(name, '\0', 0) != SIZE_MAX)
    return false; /* no name that libgit2 could be told */
  return !walk->glob || fnmatch(walk->glob, name.ptr, 0) == 0;
}

static int next_ref(struct walk *walk, const struct reftable_ref **ref) {
  while (walk->stack) {
    const struct reftable *table = load(walk->stack);
    if (!table)
      return GIT_ERROR;
    while (walk->next < table->refs.len) {
      *ref = &table->refs.data[walk->next++];
      if (is_walked(walk, (*ref)->name))
        return 0;
    }
    walk->stack = walk->db->is_linked && walk->stack == &walk->db->common ? &walk->db->own : NULL;
    walk->next = 0;
  }
  return GIT_ITEROVER;
}

static int walk_next(git_reference **out, git_reference_iterator *iterator) {
  const struct walk *walk = (const struct walk *)(void *)iterator;
  const struct reftable_ref *ref;
  int status = next_ref((struct walk *)(void *)iterator, &ref);
  return status ? status : make(ref, walk->db->common.oid_size, out);
}

static int walk_next_name(const char **out, git_reference_iterator *iterator) {
  const struct reftable_ref *ref;
  int status = next_ref((struct walk *)(void *)iterator, &ref);
  if (status == 0)
    *out = ref->name.ptr;
  return status;
}

static void walk_free(git_reference_iterator *iterator) {
  struct walk *walk = (struct walk *)(void *)iterator;
  free(walk->glob);
  free(walk);
}

static int backend_iterator(git_reference_iterator **out, git_refdb_backend *backend, const char *glob) {
  struct refdb *db = (struct refdb *)(void *)backend;
  *out = NULL;
  if (!load(&db->common) || (db->is_linked && !load(&db->own)))
    return GIT_ERROR;
  struct walk *walk = memory_new_zeroed(1, sizeof *walk);
  walk->iterator = (git_reference_iterator){.next = walk_next, .next_name = walk_next_name, .free = walk_free};
  walk->db = db;
  walk->stack = &db->common;
  walk->glob = glob ? strdup(glob) : NULL;
  *out = &walk->iterator;
  return 0;
}

/* ---- what is not done ---- */

static int refuse(void) {
  git_error_set_str(GIT_ERROR_REFERENCE, "reftables are only read here");
  return GIT_EREADONLY;
}

static int backend_write(git_refdb_backend *backend, const git_reference *ref, int force, const git_signature *who, const char *message,
                         const git_oid *old, const char *old_target) {
  (void)backend, (void)ref, (void)force, (void)who, (void)message, (void)old, (void)old_target;
  return refuse();
}

static int backend_rename(git_reference **out, git_refdb_backend *backend, const char *old_name, const char *new_name, int force,
                          const git_signature *who, const char *message) {
  (void)out, (void)backend, (void)old_name, (void)new_name, (void)force, (void)who, (void)message;
  return refuse();
}

static int backend_del(git_refdb_backend *backend, const char *name, const git_oid *old_id, const char *old_target) {
  (void)backend, (void)name, (void)old_id, (void)old_target;
  return refuse();
}

static int backend_name_only(git_refdb_backend *backend, const char *name) {
  (void)backend, (void)name;
  return refuse();
}

static int backend_has_log(git_refdb_backend *backend, const char *name) {
  (void)backend, (void)name;
  return 0;
}

static int backend_reflog_read(git_reflog **out, git_refdb_backend *backend, const char *name) {
  (void)backend;
  *out = NULL;
  git_error_set(GIT_ERROR_REFERENCE, "'%s': reflogs in a reftable cannot be asked for revisions here", name);
  return GIT_ERROR;
}

static int backend_reflog_write(git_refdb_backend *backend, git_reflog *log) {
  (void)backend, (void)log;
  return refuse();
}

static int backend_reflog_rename(git_refdb_backend *backend, const char *old_name, const char *new_name) {
  (void)backend, (void)old_name, (void)new_name;
  return refuse();
}

static void backend_free(git_refdb_backend *backend) {
  struct refdb *db = (struct refdb *)(void *)backend;
  reftable_free(&db->common.table);
  reftable_free(&db->own.table);
  arena_free(&db->kept);
  free(db);
}

/* ---- installing ---- */

/* `path` as libgit2 has it: with a '/' at its end. */
static struct stack stack_in(const char *path, size_t oid_size, struct arena *kept) {
  return (struct stack){.folder = arena_printf(kept, "%sreftable", path), .oid_size = oid_size};
}

static struct refdb *refdb_new(git_repository *git, size_t oid_size) {
  struct refdb *db = memory_new_zeroed(1, sizeof *db);
  git_refdb_init_backend(&db->backend, GIT_REFDB_BACKEND_VERSION);
  db->backend.exists = backend_exists;
  db->backend.lookup = backend_lookup;
  db->backend.iterator = backend_iterator;
  db->backend.write = backend_write;
  db->backend.rename = backend_rename;
  db->backend.del = backend_del;
  db->backend.has_log = backend_has_log;
  db->backend.ensure_log = backend_name_only;
  db->backend.reflog_read = backend_reflog_read;
  db->backend.reflog_write = backend_reflog_write;
  db->backend.reflog_rename = backend_reflog_rename;
  db->backend.reflog_delete = backend_name_only;
  db->backend.free = backend_free;
  db->folder = arena_copy(&db->kept, str_from(git_repository_path(git)));
  db->is_linked = strcmp(git_repository_path(git), git_repository_commondir(git)) != 0;
  db->common = stack_in(git_repository_commondir(git), oid_size, &db->kept);
  db->own = stack_in(git_repository_path(git), oid_size, &db->kept);
  return db;
}

static int install(git_repository *git, size_t oid_size, struct err *err) {
  struct refdb *db = refdb_new(git, oid_size);
  git_refdb *refdb = NULL;
  int failed = git_refdb_new(&refdb, git) < 0 || git_refdb_set_backend(refdb, &db->backend) < 0;
  if (failed)
    backend_free(&db->backend);
  else
    failed = git_repository_set_refdb(git, refdb) < 0;
  git_refdb_free(refdb); /* the repository holds it now */
  return failed ? repo_fail(err, "refs") : 0;
}

/* Only the repository's own configuration says what it is. */
static bool read_form(git_repository *git, git_buf *form) {
  git_config *config = NULL, *own = NULL;
  bool is_said = git_repository_config(&config, git) == 0 && git_config_open_level(&own, config, GIT_CONFIG_LEVEL_LOCAL) == 0 &&
                 git_config_get_string_buf(form, own, "extensions.refstorage") == 0;
  git_config_free(own);
  git_config_free(config);
  return is_said;
}

int refdb_install(git_repository *git, size_t oid_size, struct err *err) {
  git_buf form = GIT_BUF_INIT;
  bool is_said = read_form(git, &form);
  str name = is_said ? str_from(form.ptr) : STR("files");
  int failed = 0;
  if (str_eq_nocase(name, STR("reftable")))
    failed = install(git, oid_size, err);
  else if (!str_eq_nocase(name, STR("files")))
    failed = err_set(err, "refs in a form that is not known, extensions.refStorage = %.*s", STR_ARG(name));
  git_buf_dispose(&form);
  return failed;
}
