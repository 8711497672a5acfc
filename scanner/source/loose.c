/* loose.c -- loose objects, read with every length checked, as a backend of libgit2's object store.
   Format: git's Documentation/gitformat-loose: a zlib stream of "<type> <size>\0<content>". */
#include "source/loose.h"

#include <git2/sys/odb_backend.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/inflate.h"

enum { BEFORE_OTHERS = 10, FAN = 256, HEAD_LIMIT = 32 };

static const size_t file_limit = (size_t)2 << 30;

/* First in it the interface that libgit2 sees. */
struct loose {
  git_odb_backend backend;
  char *objects;
  struct inflater *inflater;
  bool has_fan[FAN]; /* folders that were there when it was opened: others are left to libgit2 */
};

static int read_packed(const struct loose *loose, const git_oid *id, struct buf *packed) {
  char hex[OID_HEX_SIZE];
  struct buf path = {0};
  struct err err;
  oid_to_hex(repo_oid(id), OID_SHA1, hex);
  buf_printf(&path, "%s/%.2s/%s", loose->objects, hex, hex + 2);
  buf_add_byte(&path, '\0');
  struct stat status;
  bool is_there = stat(path.data, &status) == 0;
  int failed = is_there ? file_read(path.data, file_limit, packed, &err) : -1;
  buf_free(&path);
  if (!is_there)
    return GIT_ENOTFOUND;
  return failed ? GIT_ERROR : 0;
}

/* "blob 123\0" */
static int parse_head(str head, git_object_t *type, size_t *size, size_t *len) {
  size_t space = str_find_byte(head, ' ', 0), end = str_find_byte(head, '\0', 0);
  if (space == SIZE_MAX || end == SIZE_MAX || space >= end || space > 8)
    return -1;
  char name[9] = "";
  memcpy(name, head.ptr, space);
  *type = git_object_string2type(name);
  *size = 0;
  for (size_t i = space + 1; i < end; i++) {
    if (head.ptr[i] < '0' || head.ptr[i] > '9' || *size > SIZE_MAX / 16)
      return -1;
    *size = *size * 10 + (size_t)(head.ptr[i] - '0');
  }
  *len = end + 1;
  return *type == GIT_OBJECT_INVALID ? -1 : 0;
}

struct first_piece {
  str packed;
  char head[HEAD_LIMIT];
  size_t len;
};

static bool feed_once(void *data, str *in) {
  struct first_piece *piece = data;
  *in = piece->packed;
  piece->packed = STR_NONE;
  return in->len > 0;
}

static void take_head(void *data, str bytes, size_t *again) {
  struct first_piece *piece = data;
  (void)again;
  if (piece->len == 0) {
    piece->len = bytes.len < HEAD_LIMIT ? bytes.len : HEAD_LIMIT;
    memcpy(piece->head, bytes.ptr, piece->len);
  }
}

/* The head, from the first bytes of the stream only. */
static int read_head(str packed, git_object_t *type, size_t *size, size_t *len) {
  struct first_piece piece = {.packed = packed};
  /* It asks for no more than a head, so that the stream's end is never reached: only the head counts. */
  int ended = inflate_windows(feed_once, take_head, &piece, 0, HEAD_LIMIT);
  (void)ended;
  return parse_head((str){piece.head, piece.len}, type, size, len);
}

static int unpack(struct loose *loose, str packed, void **content, size_t *size, git_object_t *type) {
  size_t head;
  if (read_head(packed, type, size, &head) || *size / INFLATE_RATIO_LIMIT > packed.len)
    return GIT_ERROR;
  struct buf whole = {0};
  buf_reserve(&whole, head + *size + INFLATE_SLACK);
  int failed = inflate_exact(loose->inflater, packed, (uint8_t *)whole.data, head + *size, NULL);
  *content = failed ? NULL : git_odb_backend_data_alloc(&loose->backend, *size + 1);
  if (*content) {
    memcpy(*content, whole.data + head, *size);
    ((char *)*content)[*size] = '\0';
  }
  buf_free(&whole);
  return *content ? 0 : GIT_ERROR;
}

static int backend_read(void **content, size_t *size, git_object_t *type, git_odb_backend *backend, const git_oid *id) {
  struct loose *loose = (struct loose *)(void *)backend;
  struct buf packed = {0};
  if (!loose->has_fan[id->id[0]])
    return GIT_ENOTFOUND;
  int status = read_packed(loose, id, &packed);
  if (status == 0)
    status = unpack(loose, buf_str(&packed), content, size, type);
  buf_free(&packed);
  return status;
}

/* libgit2 calls it without asking whether it is there; its own backend lists the same objects. */
static int backend_foreach(git_odb_backend *backend, git_odb_foreach_cb each, void *data) {
  (void)backend;
  (void)each;
  (void)data;
  return 0;
}

static void backend_free(git_odb_backend *backend) {
  struct loose *loose = (struct loose *)(void *)backend;
  inflater_free(loose->inflater);
  free(loose->objects);
  free(loose);
}

static void look_for_fans(struct loose *loose) {
  for (unsigned i = 0; i < FAN; i++) {
    struct buf path = {0};
    struct stat status;
    buf_printf(&path, "%s/%02x", loose->objects, i);
    buf_add_byte(&path, '\0');
    loose->has_fan[i] = stat(path.data, &status) == 0;
    buf_free(&path);
  }
}

int loose_install(git_odb *odb, str objects, struct err *err) {
  struct loose *loose = memory_new_zeroed(1, sizeof *loose);
  git_odb_init_backend(&loose->backend, GIT_ODB_BACKEND_VERSION);
  loose->backend.read = backend_read;
  loose->backend.foreach = backend_foreach;
  loose->backend.free = backend_free;
  loose->objects = strndup(objects.ptr, objects.len);
  loose->inflater = inflater_new();
  look_for_fans(loose);
  if (git_odb_add_backend(odb, &loose->backend, BEFORE_OTHERS) == 0)
    return 0;
  backend_free(&loose->backend);
  return repo_fail(err, "object store");
}
