/* store_files.c -- a bare repository made by hand. */
#include "store_files.h"

#include "unit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/file.h"
#include "base/stamp.h"

#include "index_bytes.h"

enum { PACKED_BLOB = 3, SMALL_SIZE = 16, FAN = 256 };

static char folder[64];

oid store_id(uint8_t byte) {
  oid id = {{0}};
  memset(id.bytes, byte, OID_SHA1);
  return id;
}

static void write_file(const char *name, str content) {
  struct err err;
  if (file_write(name, content, &err))
    fail_msg("%s", err.text);
}

int store_enter(void) {
  snprintf(folder, sizeof folder, "/tmp/apso-test-XXXXXX");
  if (!mkdtemp(folder) || chdir(folder) || mkdir("objects", 0700) || mkdir("objects/pack", 0700) || mkdir("refs", 0700))
    return -1;
  write_file("HEAD", STR("ref: refs/heads/main\n"));
  write_file("config", STR("[core]\n\trepositoryformatversion = 0\n\tbare = true\n"));
  return 0;
}

int store_leave(void) {
  struct buf command = {0};
  buf_printf(&command, "rm -rf -- %s", folder);
  buf_add_byte(&command, '\0');
  int failed = chdir("/") || system(command.data);
  buf_free(&command);
  return failed ? -1 : 0;
}

static void add_deflated(struct buf *out, str bytes) {
  uLongf len = compressBound(bytes.len);
  buf_reserve(out, len);
  assert_int_equal(compress((Bytef *)out->data + out->len, &len, (const Bytef *)bytes.ptr, bytes.len), Z_OK);
  out->len += len;
}

/* ---- loose ---- */

static void loose_name(uint8_t id, char name[static 64]) {
  char hex[OID_HEX_SIZE];
  oid_to_hex(store_id(id), OID_SHA1, hex);
  snprintf(name, 64, "objects/%.2s/%s", hex, hex + 2);
}

void store_write_loose(uint8_t id, const char *content) {
  char name[64], fan[16];
  struct buf text = {0}, packed = {0};
  loose_name(id, name);
  snprintf(fan, sizeof fan, "%.10s", name);
  mkdir(fan, 0700);
  buf_printf(&text, "blob %zu", strlen(content));
  buf_add_byte(&text, '\0');
  buf_add(&text, str_from(content));
  add_deflated(&packed, buf_str(&text));
  write_file(name, buf_str(&packed));
  buf_free(&text);
  buf_free(&packed);
}

void store_remove_loose(uint8_t id) {
  char name[64];
  loose_name(id, name);
  assert_int_equal(unlink(name), 0);
}

/* ---- packs ---- */

static void pack_name(const char *name, const char *end, char out[static 64]) {
  snprintf(out, 64, "objects/pack/pack-%s.%s", name, end);
}

static void add_packed(struct buf *pack, uint8_t id, const char *content) {
  char text[SMALL_SIZE];
  int len = snprintf(text, sizeof text, "%s%u", content, id);
  assert_true(len > 0 && len < SMALL_SIZE);
  buf_add_byte(pack, (char)(PACKED_BLOB << 4 | len));
  add_deflated(pack, (str){text, (size_t)len});
}

static void add_fan(struct buf *index, const uint8_t *ids, size_t len) {
  for (unsigned first = 0; first < FAN; first++) {
    size_t count = 0;
    for (size_t i = 0; i < len; i++)
      count += ids[i] <= first;
    add_number(index, count, 4);
  }
}

void store_write_pack(const char *name, const uint8_t *ids, size_t len, const char *content) {
  struct buf pack = {0}, index = {0}, offsets = {0};
  char file[64];
  buf_add(&pack, STR("PACK"));
  add_number(&pack, 2, 4);
  add_number(&pack, len, 4);
  buf_add(&index, STR("\377tOc"));
  add_number(&index, 2, 4);
  add_fan(&index, ids, len);
  for (size_t i = 0; i < len; i++) {
    add_bytes(&index, (char)ids[i], OID_SHA1);
    add_number(&offsets, pack.len, 4);
    add_packed(&pack, ids[i], content);
  }
  add_bytes(&index, 0, 4 * len); /* checksums that nobody looks at */
  buf_add(&index, buf_str(&offsets));
  add_bytes(&index, 's', 2 * OID_SHA1);
  add_bytes(&pack, 's', OID_SHA1);
  pack_name(name, "pack", file);
  write_file(file, buf_str(&pack));
  pack_name(name, "idx", file);
  write_file(file, buf_str(&index));
  buf_free(&pack);
  buf_free(&index);
  buf_free(&offsets);
}

void store_remove_pack(const char *name) {
  char file[64];
  pack_name(name, "pack", file);
  assert_int_equal(unlink(file), 0);
  pack_name(name, "idx", file);
  assert_int_equal(unlink(file), 0);
}

/* The last thing that is changed is the latest. */
void store_settle(void) {
  struct stamp stamp;
  write_file("description", STR("x"));
  do {
    struct stat status;
    assert_int_equal(stat("description", &status), 0);
    stamp = stamp_of(&status);
  } while (stamp.is_recent);
}
