/* packwriter.c -- packs with their indexes, made object by object. */
#include "packwriter.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>


enum { PACK_HEAD = 12, LARGE = 0x7fffffff };

void packwriter_free(struct packwriter *w) {
  buf_free(&w->bytes);
  vec_free(&w->objects);
}

oid packwriter_id(uint32_t number, size_t oid_size) {
  oid id = {{0}};
  uint64_t state = number + UINT64_C(0x9e3779b97f4a7c15);
  for (size_t i = 0; i < oid_size; i++) {
    state ^= state >> 30;
    state *= UINT64_C(0xbf58476d1ce4e5b9);
    state ^= state >> 27;
    id.bytes[i] = (uint8_t)(state >> 32);
  }
  memcpy(id.bytes + oid_size - sizeof number, &number, sizeof number); /* so that no two are the same */
  return id;
}

/* ---- bytes ---- */

void packwriter_add_number(struct buf *out, uint64_t value, int bytes) {
  while (bytes-- > 0)
    buf_add_byte(out, (char)(value >> 8 * bytes));
}

void packwriter_add_head(struct buf *out, enum pack_type type, uint64_t size) {
  uint8_t byte = (uint8_t)(type << 4 | (size & 15));
  for (size >>= 4; size; size >>= 7) {
    buf_add_byte(out, (char)(byte | 0x80));
    byte = size & 0x7f;
  }
  buf_add_byte(out, (char)byte);
}

void packwriter_add_back(struct buf *out, uint64_t back) {
  uint8_t bytes[10];
  int at = 9;
  bytes[at] = back & 0x7f;
  while (back >>= 7)
    bytes[--at] = (uint8_t)(0x80 | (--back & 0x7f));
  buf_add(out, (str){(const char *)bytes + at, (size_t)(10 - at)});
}

void packwriter_add_deflated(struct buf *out, str content) {
  uLongf room = compressBound(content.len);
  buf_reserve(out, room);
  if (compress2((Bytef *)out->data + out->len, &room, (const Bytef *)(content.ptr ? content.ptr : ""), content.len, 1) != Z_OK)
    abort();
  out->len += room;
}

/* ---- objects ---- */

size_t packwriter_raw(struct packwriter *w, enum pack_type type, oid id, uint64_t size, str between, str stream) {
  if (w->bytes.len == 0)
    buf_add(&w->bytes, (str){"PACK\0\0\0\2\0\0\0", PACK_HEAD}); /* the count comes later */
  vec_push(&w->objects, (struct packed_object){id, w->bytes.len});
  packwriter_add_head(&w->bytes, type, size);
  buf_add(&w->bytes, between);
  buf_add(&w->bytes, stream);
  return w->objects.len - 1;
}

static size_t add_deflated_object(struct packwriter *w, enum pack_type type, oid id, str between, str content) {
  struct buf stream = {0};
  packwriter_add_deflated(&stream, content);
  size_t object = packwriter_raw(w, type, id, content.len, between, buf_str(&stream));
  buf_free(&stream);
  return object;
}

size_t packwriter_whole(struct packwriter *w, enum pack_type type, oid id, str content) {
  return add_deflated_object(w, type, id, STR_NONE, content);
}

size_t packwriter_ref_delta(struct packwriter *w, oid id, oid base, str payload) {
  return add_deflated_object(w, PACK_REF_DELTA, id, (str){(const char *)base.bytes, w->oid_size}, payload);
}

size_t packwriter_ofs_delta(struct packwriter *w, oid id, size_t base, str payload) {
  struct buf back = {0};
  packwriter_add_back(&back, w->bytes.len - w->objects.data[base].offset);
  size_t object = add_deflated_object(w, PACK_OFS_DELTA, id, buf_str(&back), payload);
  buf_free(&back);
  return object;
}

/* ---- files ---- */

str packwriter_pack(struct packwriter *w) {
  if (w->bytes.len == 0)
    buf_add(&w->bytes, (str){"PACK\0\0\0\2\0\0\0", PACK_HEAD});
  for (int i = 0; i < 4; i++)
    w->bytes.data[8 + i] = (char)(w->objects.len >> 8 * (3 - i));
  for (size_t i = 0; i < w->oid_size; i++)
    buf_add_byte(&w->bytes, '\0');
  str pack = buf_str(&w->bytes);
  w->bytes.len -= w->oid_size;
  return pack;
}

static int by_id(const void *left, const void *right) {
  const struct packed_object *a = left, *b = right;
  return oid_compare(a->id, b->id);
}

static void add_fan(const struct packwriter *w, struct buf *out) {
  size_t below = 0;
  for (int byte = 0; byte < 256; byte++) {
    while (below < w->objects.len && w->objects.data[below].id.bytes[0] <= byte)
      below++;
    packwriter_add_number(out, below, 4);
  }
}

static void add_id(const struct packwriter *w, size_t object, struct buf *out) {
  buf_add(out, (str){(const char *)w->objects.data[object].id.bytes, w->oid_size});
}

static void add_tables(const struct packwriter *w, uint64_t large_from, struct buf *out) {
  uint32_t large = 0;
  for (size_t i = 0; i < w->objects.len; i++)
    add_id(w, i, out);
  for (size_t i = 0; i < w->objects.len; i++)
    packwriter_add_number(out, 0, 4); /* checksums, which nobody reads */
  for (size_t i = 0; i < w->objects.len; i++) {
    uint64_t offset = w->objects.data[i].offset;
    packwriter_add_number(out, offset > LARGE || offset >= large_from ? 0x80000000u | large++ : offset, 4);
  }
  for (size_t i = 0; i < w->objects.len; i++)
    if (w->objects.data[i].offset > LARGE || w->objects.data[i].offset >= large_from)
      packwriter_add_number(out, w->objects.data[i].offset, 8);
}

void packwriter_add_index(struct packwriter *w, int version, uint64_t large_from, struct buf *out) {
  if (w->objects.len)
    qsort(w->objects.data, w->objects.len, sizeof *w->objects.data, by_id);
  if (version == 2)
    buf_add(out, (str){"\377tOc\0\0\0\2", 8});
  add_fan(w, out);
  if (version == 2)
    add_tables(w, large_from, out);
  for (size_t i = 0; version == 1 && i < w->objects.len; i++) {
    packwriter_add_number(out, w->objects.data[i].offset, 4);
    add_id(w, i, out);
  }
  for (size_t i = 0; i < 2 * w->oid_size; i++)
    buf_add_byte(out, '\0');
}

void packwriter_write(struct packwriter *w, const char *folder, const char *name, int version) {
  char file[128];
  struct buf index = {0};
  snprintf(file, sizeof file, "pack/%s.pack", name);
  packwriter_put(folder, file, packwriter_pack(w));
  packwriter_add_index(w, version, UINT64_MAX, &index);
  snprintf(file, sizeof file, "pack/%s.idx", name);
  packwriter_put(folder, file, buf_str(&index));
  buf_free(&index);
}

/* ---- deltas ---- */

static void add_size(struct buf *out, uint64_t size) {
  for (; size > 0x7f; size >>= 7)
    buf_add_byte(out, (char)(size | 0x80));
  buf_add_byte(out, (char)size);
}

void packwriter_add_sizes(struct buf *out, uint64_t base, uint64_t target) {
  add_size(out, base);
  add_size(out, target);
}

void packwriter_add_copy(struct buf *out, uint32_t from, uint32_t len) {
  size_t op = out->len;
  buf_add_byte(out, '\0');
  uint8_t bits = 0x80;
  for (int i = 0; i < 4; i++)
    if (from >> 8 * i & 0xff) {
      bits |= (uint8_t)(1 << i);
      buf_add_byte(out, (char)(from >> 8 * i));
    }
  for (int i = 0; i < 3 && len != 0x10000; i++)
    if (len >> 8 * i & 0xff) {
      bits |= (uint8_t)(0x10 << i);
      buf_add_byte(out, (char)(len >> 8 * i));
    }
  out->data[op] = (char)bits;
}

void packwriter_add_new(struct buf *out, str bytes) {
  while (bytes.len) {
    str part = str_head(bytes, 0x7f);
    buf_add_byte(out, (char)part.len);
    buf_add(out, part);
    bytes = str_tail(bytes, part.len);
  }
}

void packwriter_add_copies(struct buf *out, uint32_t from, uint32_t end) {
  enum { COPY_MOST = 0xffffff };
  while (from < end) {
    uint32_t len = end - from < COPY_MOST ? end - from : COPY_MOST;
    packwriter_add_copy(out, from, len);
    from += len;
  }
}

void packwriter_add_insertion(struct buf *out, str base, str fresh, struct buf *target) {
  packwriter_add_sizes(out, base.len, base.len + fresh.len);
  packwriter_add_copies(out, 0, (uint32_t)base.len / 2);
  packwriter_add_new(out, fresh);
  packwriter_add_copies(out, (uint32_t)base.len / 2, (uint32_t)base.len);
  buf_add(target, str_head(base, base.len / 2));
  buf_add(target, fresh);
  buf_add(target, str_tail(base, base.len / 2));
}

/* ---- folders ---- */

static void make(const char *path) {
  if (mkdir(path, 0777) && errno != EEXIST)
    abort();
}

void packwriter_make_folder(char path[static PACKWRITER_PATH]) {
  char inner[128];
  snprintf(path, PACKWRITER_PATH, "%s/apso-packs-XXXXXX", access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
  if (!mkdtemp(path))
    abort();
  snprintf(inner, sizeof inner, "%s/pack", path);
  make(inner);
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *walk) {
  (void)status;
  (void)kind;
  (void)walk;
  return remove(path);
}

void packwriter_remove_folder(const char *path) {
  nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void packwriter_put(const char *folder, const char *name, str bytes) {
  char path[256];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  for (char *slash = path + strlen(folder) + 1; (slash = strchr(slash, '/')); *slash++ = '/') {
    *slash = '\0';
    make(path);
  }
  FILE *file = fopen(path, "wb");
  if (!file || (bytes.len && fwrite(bytes.ptr, 1, bytes.len, file) != bytes.len) || fclose(file))
    abort();
}

void packwriter_put_loose(const char *folder, oid id, size_t oid_size, const char *head, str content, str behind) {
  char hex[OID_HEX_SIZE], name[OID_HEX_SIZE + 2];
  struct buf plain = {0}, packed = {0};
  oid_to_hex(id, oid_size, hex);
  snprintf(name, sizeof name, "%.2s/%s", hex, hex + 2);
  buf_add(&plain, (str){head, strlen(head) + 1});
  buf_add(&plain, content);
  packwriter_add_deflated(&packed, buf_str(&plain));
  buf_add(&packed, behind);
  packwriter_put(folder, name, buf_str(&packed));
  buf_free(&plain);
  buf_free(&packed);
}
