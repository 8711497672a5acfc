/* memo.c -- what an audit saw of an object store, kept in a file for the next one. */
#include "source/memo.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "source/git.h"

enum { SIZE_LIMIT = 256 * 1024 * 1024, LISTS = 5 };

static const str magic = {"apso-scan memo 2", 16};

void memo_free(struct memo *memo) {
  vec_free(&memo->packs);
  vec_free(&memo->loose);
  vec_free(&memo->wanted);
  vec_free(&memo->absent);
  vec_free(&memo->closed);
}

bool memo_digest(str bytes, oid *digest) {
  return repo_hash(bytes, OBJECT_BLOB, OID_SHA256, digest);
}

/* ---- writing ---- */

static void add32(struct buf *out, uint32_t value) {
  uint32_t big = htobe32(value);
  buf_add(out, (str){(const char *)&big, sizeof big});
}

static void add64(struct buf *out, uint64_t value) {
  uint64_t big = htobe64(value);
  buf_add(out, (str){(const char *)&big, sizeof big});
}

static void add_oids(struct buf *out, const oid *ids, size_t len) {
  for (size_t i = 0; i < len; i++)
    buf_add(out, (str){(const char *)ids[i].bytes, OID_SIZE});
}

static void add_head(struct buf *out, const struct memo *memo) {
  buf_add(out, magic);
  add_oids(out, &memo->key, 1);
  add64(out, memo->packed.objects);
  add64(out, memo->packed.blobs);
  add64(out, memo->packed.commits);
  add64(out, memo->packed.bytes);
  add32(out, (uint32_t)memo->packs.len);
  add32(out, (uint32_t)memo->loose.len);
  add32(out, (uint32_t)memo->wanted.len);
  add32(out, (uint32_t)memo->absent.len);
  add32(out, (uint32_t)memo->closed.len);
}

void memo_encode(const struct memo *memo, struct buf *out) {
  add_head(out, memo);
  add_oids(out, memo->packs.data, memo->packs.len);
  for (size_t i = 0; i < memo->loose.len; i++) {
    const struct memo_loose *loose = &memo->loose.data[i];
    add_oids(out, &loose->id, 1);
    add_oids(out, &loose->state, 1);
    add64(out, loose->size);
    buf_add_byte(out, (char)loose->type);
  }
  add_oids(out, memo->wanted.data, memo->wanted.len);
  add_oids(out, memo->absent.data, memo->absent.len);
  add_oids(out, memo->closed.data, memo->closed.len);
}

/* ---- reading: each function cuts off what it read, and is false if it is not there ---- */

static bool cut(str *rest, size_t len, str *piece) {
  if (rest->len < len)
    return false;
  *piece = str_head(*rest, len);
  *rest = str_tail(*rest, len);
  return true;
}

static bool cut32(str *rest, uint32_t *value) {
  str piece;
  if (!cut(rest, sizeof *value, &piece))
    return false;
  memcpy(value, piece.ptr, sizeof *value);
  *value = be32toh(*value);
  return true;
}

static bool cut64(str *rest, uint64_t *value) {
  str piece;
  if (!cut(rest, sizeof *value, &piece))
    return false;
  memcpy(value, piece.ptr, sizeof *value);
  *value = be64toh(*value);
  return true;
}

static bool cut_oid(str *rest, oid *id) {
  str piece;
  if (!cut(rest, OID_SIZE, &piece))
    return false;
  *id = oid_from_raw(piece.ptr, OID_SIZE);
  return true;
}

static bool cut_ids(str *rest, uint32_t len, struct memo_ids *ids) {
  bool good = rest->len / OID_SIZE >= len;
  for (uint32_t i = 0; i < len && good; i++) {
    oid id;
    good = cut_oid(rest, &id) && (i == 0 || oid_compare(ids->data[i - 1], id) < 0);
    if (good)
      vec_push(ids, id);
  }
  return good;
}

static bool cut_one_loose(str *rest, struct memo_loose *loose) {
  str type;
  if (!cut_oid(rest, &loose->id) || !cut_oid(rest, &loose->state) || !cut64(rest, &loose->size) || !cut(rest, 1, &type))
    return false;
  loose->type = (enum object_type)(uint8_t)*type.ptr;
  return loose->type <= OBJECT_TAG;
}

static bool cut_loose(str *rest, uint32_t len, struct memo *memo) {
  enum { EACH = 2 * OID_SIZE + 9 };
  bool good = rest->len / EACH >= len;
  for (uint32_t i = 0; i < len && good; i++) {
    struct memo_loose loose;
    good = cut_one_loose(rest, &loose) && (i == 0 || oid_compare(memo->loose.data[i - 1].id, loose.id) < 0);
    if (good)
      vec_push(&memo->loose, loose);
  }
  return good;
}

static bool cut_head(str *rest, struct memo *memo, uint32_t lens[static LISTS]) {
  str start;
  bool good = cut(rest, magic.len, &start) && str_eq(start, magic) && cut_oid(rest, &memo->key) && cut64(rest, &memo->packed.objects) &&
              cut64(rest, &memo->packed.blobs) && cut64(rest, &memo->packed.commits) && cut64(rest, &memo->packed.bytes);
  for (size_t i = 0; i < LISTS; i++)
    good = good && cut32(rest, &lens[i]);
  return good;
}

bool memo_decode(str bytes, struct memo *memo) {
  uint32_t lens[LISTS];
  *memo = (struct memo){0};
  return cut_head(&bytes, memo, lens) && cut_ids(&bytes, lens[0], &memo->packs) && cut_loose(&bytes, lens[1], memo) &&
         cut_ids(&bytes, lens[2], &memo->wanted) && cut_ids(&bytes, lens[3], &memo->absent) &&
         cut_ids(&bytes, lens[4], &memo->closed) && bytes.len == 0;
}

/* ---- where it lies ---- */

static const char *absolute(const char *name) {
  const char *path = getenv(name);
  return path && path[0] == '/' ? path : NULL;
}

str memo_path(str common, struct arena *kept) {
  const char *cache = absolute("XDG_CACHE_HOME"), *home = absolute("HOME");
  char hex[OID_HEX_SIZE];
  oid name;
  if ((!cache && !home) || !memo_digest(common, &name))
    return STR_NONE;
  oid_to_hex(name, oid_size_of(name), hex);
  return arena_printf(kept, "%s%s/apso-scan/%s.memo", cache ? cache : home, cache ? "" : "/.cache", hex);
}

/* Nobody else may have put it there. */
static bool is_ours(const struct stat *status) {
  return status->st_uid == geteuid() && (status->st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

static str folder_of(const char *path) {
  str whole = str_from(path);
  return str_head(whole, whole.len - str_basename(whole).len - 1);
}

static bool is_folder_ours(const char *folder) {
  struct stat status;
  return stat(folder, &status) == 0 && S_ISDIR(status.st_mode) && is_ours(&status);
}

/* ---- the file ---- */

static void close_descriptor(const int *descriptor) {
  if (*descriptor >= 0)
    close(*descriptor);
}

static bool read_ours(const char *path, struct buf *bytes) {
  struct err ignored;
  struct stat status;
  CLEANUP(close_descriptor) int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
  return descriptor >= 0 && fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) && is_ours(&status) &&
         file_read_stream(descriptor, path, SIZE_LIMIT, bytes, &ignored) == 0;
}

/* Takes the digest off. */
static bool is_whole(str *bytes) {
  oid digest;
  if (bytes->len < OID_SIZE)
    return false;
  str body = str_head(*bytes, bytes->len - OID_SIZE), end = str_tail(*bytes, body.len);
  *bytes = body;
  return memo_digest(body, &digest) && oid_eq(digest, oid_from_raw(end.ptr, OID_SIZE));
}

bool memo_load(const char *path, struct memo *memo) {
  struct arena scratch = {0};
  struct buf bytes = {0};
  *memo = (struct memo){0};
  bool good = is_folder_ours(arena_copy(&scratch, folder_of(path)).ptr) && read_ours(path, &bytes);
  str rest = buf_str(&bytes);
  good = good && is_whole(&rest) && memo_decode(rest, memo);
  if (!good)
    memo_free(memo);
  buf_free(&bytes);
  arena_free(&scratch);
  return good;
}

/* All folders on the way to a file. */
static void make_folders(str path) {
  struct arena scratch = {0};
  for (size_t at = 1; (at = str_find_byte(path, '/', at)) != SIZE_MAX; at++)
    mkdir(arena_copy(&scratch, str_head(path, at)).ptr, 0700); /* whether it worked, is seen at once */
  arena_free(&scratch);
}

static int fill_and_rename(int descriptor, const char *temporary, const char *path, str content, struct err *err) {
  if (file_write_stream(descriptor, path, content, err))
    return -1;
  return rename(temporary, path) == 0 ? 0 : err_set(err, "%s: %s", path, strerror(errno));
}

static int write_file(const char *path, str content, struct err *err) {
  struct buf temporary = {0};
  buf_printf(&temporary, "%s.XXXXXX", path);
  buf_add_byte(&temporary, '\0');
  CLEANUP(close_descriptor) int descriptor = mkstemp(temporary.data);
  int failed = descriptor < 0 ? err_set(err, "%s: %s", path, strerror(errno)) : 0;
  if (!failed && (failed = fill_and_rename(descriptor, temporary.data, path, content, err)))
    unlink(temporary.data);
  buf_free(&temporary);
  return failed;
}

static int save_in(const char *folder, const char *path, str content, struct err *err) {
  struct stat status;
  if (stat(folder, &status) != 0)
    return err_set(err, "%s: %s", folder, strerror(errno));
  if (!is_folder_ours(folder))
    return err_set(err, "%s: not a folder of this user's own, that only this user can write to", folder);
  return write_file(path, content, err);
}

int memo_save(const char *path, const struct memo *memo, struct err *err) {
  struct arena scratch = {0};
  struct buf bytes = {0};
  oid digest;
  memo_encode(memo, &bytes);
  int failed = memo_digest(buf_str(&bytes), &digest) ? 0 : err_set(err, "%s: no digest", path);
  add_oids(&bytes, &digest, 1);
  if (!failed && bytes.len > SIZE_LIMIT)
    failed = err_set(err, "%s: larger than %d bytes", path, SIZE_LIMIT);
  make_folders(str_from(path));
  failed = failed ? failed : save_in(arena_copy(&scratch, folder_of(path)).ptr, path, buf_str(&bytes), err);
  buf_free(&bytes);
  arena_free(&scratch);
  return failed;
}

void memo_remove(const char *path) {
  unlink(path); /* what cannot be removed could not be written either */
}
