/* worktree.c -- a repository with a work tree, made object by object. */
#include "worktree.h"

#include "unit.h"

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/file.h"

void worktree_make(struct worktree *p) {
  snprintf(p->folder, sizeof p->folder, "/tmp/apso-test-XXXXXX");
  assert_non_null(mkdtemp(p->folder));
  worktree_put(p, ".git/HEAD", STR("ref: refs/heads/main\n"));
  worktree_put(p, ".git/config", STR("[core]\n\trepositoryformatversion = 0\n\tbare = false\n"));
  worktree_put(p, ".git/objects/info/none", STR_NONE);
  worktree_put(p, ".git/refs/none", STR_NONE);
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *walk) {
  (void)status;
  (void)kind;
  (void)walk;
  return remove(path);
}

void worktree_remove(const struct worktree *p) {
  nftw(p->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *worktree_path(const struct worktree *p, const char *name) {
  static char path[512];
  snprintf(path, sizeof path, "%s/%s", p->folder, name);
  return path;
}

void worktree_put(const struct worktree *p, const char *name, str bytes) {
  char path[512];
  struct err err;
  snprintf(path, sizeof path, "%s/%s", p->folder, name);
  for (char *slash = path + strlen(p->folder) + 1; (slash = strchr(slash, '/')); *slash++ = '/') {
    *slash = '\0';
    mkdir(path, 0700);
  }
  if (file_write(path, bytes, &err))
    fail_msg("%s", err.text);
}

oid worktree_id(uint32_t number) {
  oid id = {{0}};
  for (size_t i = 0; i < OID_SHA1; i++)
    id.bytes[i] = (uint8_t)(number + 7 * i);
  return id;
}

void worktree_object(const struct worktree *p, uint32_t number, const char *type, str content) {
  char hex[OID_HEX_SIZE], name[OID_HEX_SIZE + 32];
  struct buf plain = {0};
  oid_to_hex(worktree_id(number), OID_SHA1, hex);
  snprintf(name, sizeof name, ".git/objects/%.2s/%s", hex, hex + 2);
  buf_printf(&plain, "%s %zu", type, content.len);
  buf_add_byte(&plain, '\0');
  buf_add(&plain, content);
  uLongf len = compressBound(plain.len);
  Bytef *packed = malloc(len);
  assert_int_equal(compress(packed, &len, (const Bytef *)plain.data, plain.len), Z_OK);
  worktree_put(p, name, (str){(const char *)packed, len});
  free(packed);
  buf_free(&plain);
}

void worktree_blob(const struct worktree *p, uint32_t number, const char *text) {
  worktree_object(p, number, "blob", str_from(text));
}

void worktree_tree(const struct worktree *p, uint32_t number, const struct worktree_entry *entries, size_t len) {
  struct buf bytes = {0};
  for (size_t i = 0; i < len; i++) {
    oid id = worktree_id(entries[i].number);
    buf_printf(&bytes, "%s %s", entries[i].mode, entries[i].name);
    buf_add_byte(&bytes, '\0');
    buf_add(&bytes, (str){(const char *)id.bytes, OID_SHA1});
  }
  worktree_object(p, number, "tree", buf_str(&bytes));
  buf_free(&bytes);
}

void worktree_commit(const struct worktree *p, uint32_t number, uint32_t tree, uint32_t parent) {
  char hex[OID_HEX_SIZE];
  struct buf text = {0};
  oid_to_hex(worktree_id(tree), OID_SHA1, hex);
  buf_printf(&text, "tree %s\n", hex);
  oid_to_hex(worktree_id(parent), OID_SHA1, hex);
  if (parent)
    buf_printf(&text, "parent %s\n", hex);
  buf_printf(&text, "author A <a@b> 1700000000 +0000\ncommitter A <a@b> 1700000000 +0000\n\nm\n");
  worktree_object(p, number, "commit", buf_str(&text));
  buf_free(&text);
}
