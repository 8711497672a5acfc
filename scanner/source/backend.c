/* backend.c -- our readers of packs and loose objects as libgit2's object store. */
#include "source/backend.h"

#include <git2/sys/odb_backend.h>
#include <stdlib.h>

enum { BEFORE_OTHERS = 10 };

/* First in it the interface that libgit2 sees. */
struct backend {
  git_odb_backend interface;
  struct reader *reader;
  bool loose_only;
};

static int code_of(enum read_outcome outcome) {
  return outcome == READ_DONE ? 0 : outcome == READ_MISSING ? GIT_ENOTFOUND : GIT_ERROR;
}

static int read_object(void **content, size_t *size, git_object_t *type, git_odb_backend *interface, const git_oid *id) {
  struct backend *backend = (struct backend *)(void *)interface;
  struct buf bytes = {0};
  enum object_type kind = OBJECT_NONE;
  enum read_outcome outcome = backend->loose_only ? reader_read_loose(backend->reader, repo_oid(id), &kind, &bytes)
                                                  : reader_read(backend->reader, repo_oid(id), &kind, &bytes);
  *content = outcome == READ_DONE ? git_odb_backend_data_alloc(interface, bytes.len + 1) : NULL;
  if (*content) {
    memcpy(*content, bytes.data, bytes.len);
    ((char *)*content)[bytes.len] = '\0';
    *size = bytes.len;
    *type = (git_object_t)kind;
  } else if (outcome == READ_DONE) {
    outcome = READ_TOO_LARGE;
  }
  buf_free(&bytes);
  reader_rest(backend->reader);
  return code_of(outcome);
}

static int read_header(size_t *size, git_object_t *type, git_odb_backend *interface, const git_oid *id) {
  struct backend *backend = (struct backend *)(void *)interface;
  enum object_type kind = OBJECT_NONE;
  uint64_t len = 0;
  enum read_outcome outcome = reader_look(backend->reader, repo_oid(id), &kind, &len);
  *size = (size_t)len;
  *type = (git_object_t)kind;
  return code_of(outcome);
}

/* libgit2 calls it without asking whether it is there; its own backends list the same objects. */
static int each_object(git_odb_backend *interface, git_odb_foreach_cb each, void *data) {
  (void)interface;
  (void)each;
  (void)data;
  return 0;
}

static void free_backend(git_odb_backend *interface) {
  struct backend *backend = (struct backend *)(void *)interface;
  reader_free(backend->reader);
  free(backend);
}

int backend_install(git_odb *odb, const struct store *store, bool loose_only, struct err *err) {
  struct backend *backend = memory_new_zeroed(1, sizeof *backend);
  git_odb_init_backend(&backend->interface, GIT_ODB_BACKEND_VERSION);
  backend->interface.read = read_object;
  backend->interface.read_header = loose_only ? NULL : read_header;
  backend->interface.foreach = each_object;
  backend->interface.free = free_backend;
  backend->reader = reader_new(store);
  backend->loose_only = loose_only;
  if (git_odb_add_backend(odb, &backend->interface, BEFORE_OTHERS) == 0)
    return 0;
  free_backend(&backend->interface);
  return repo_fail(err, "object store");
}
