/* index_bytes.c -- indexes made by hand, and read from memory that ends where they end. */
#include "index_bytes.h"

#include <stdlib.h>

void add_number(struct buf *out, uint64_t number, size_t size) {
  for (size_t i = size; i-- > 0;)
    buf_add_byte(out, (char)(number >> 8 * i));
}

void add_bytes(struct buf *out, char byte, size_t count) {
  while (count--)
    buf_add_byte(out, byte);
}

struct buf begin_index(uint32_t version, uint32_t count) {
  struct buf out = {0};
  buf_add(&out, STR("DIRC"));
  add_number(&out, version, 4);
  add_number(&out, count, 4);
  return out;
}

void add_entry(struct buf *out, uint32_t version, size_t oid_size, const struct wanted *w, char id, size_t kept, size_t last_len) {
  size_t start = out->len, len = strlen(w->path);
  add_bytes(out, 1, 24);
  add_number(out, w->mode, 4);
  add_bytes(out, 1, 12);
  add_bytes(out, id, oid_size);
  add_number(out, (w->more ? 0x4000u : 0) | w->stage << 12 | (len < 0xFFF ? len : 0xFFF) | (w->stage ? 0u : 0x8000), 2);
  if (w->more)
    add_number(out, w->more, 2);
  if (version == 4) {
    size_t cut = last_len - kept;
    if (cut >= 128)
      add_number(out, 0x80 | ((cut >> 7) - 1), 1);
    add_number(out, cut & 127, 1);
    buf_add(out, str_from(w->path + kept));
    buf_add_byte(out, '\0');
    return;
  }
  buf_add(out, str_from(w->path));
  add_bytes(out, '\0', 8 - (out->len - start) % 8);
}

void add_extension(struct buf *out, const char *name, str data) {
  buf_add(out, str_from(name));
  add_number(out, data.len, 4);
  buf_add(out, data);
}

void end_index(struct buf *out, size_t oid_size, char checksum) {
  add_bytes(out, checksum, oid_size);
}

static size_t common(const char *a, const char *b) {
  size_t len = 0;
  while (a[len] && a[len] == b[len])
    len++;
  return len;
}

struct buf make_index(uint32_t version, size_t oid_size, const struct wanted *wanted, size_t count) {
  struct buf out = begin_index(version, (uint32_t)count);
  const char *last = "";
  for (size_t i = 0; i < count; i++) {
    add_entry(&out, version, oid_size, &wanted[i], (char)('a' + i), common(last, wanted[i].path), strlen(last));
    last = wanted[i].path;
  }
  return out;
}

/* Of bytes that end where they end, so that a sanitizer sees each one read behind them. */
enum index_outcome parse_index(str bytes, size_t oid_size, struct index *index) {
  struct buf copy = {memcpy(malloc(bytes.len + 1), bytes.len ? bytes.ptr : "", bytes.len), bytes.len, bytes.len};
  struct err err;
  copy.data = realloc(copy.data, bytes.len ? bytes.len : 1);
  *index = (struct index){0};
  return index_parse(&copy, oid_size, index, &err);
}

enum index_outcome outcome_of(str bytes, size_t oid_size) {
  struct index index;
  enum index_outcome outcome = parse_index(bytes, oid_size, &index);
  index_free(&index);
  return outcome;
}

enum index_outcome join_index(str own, str shared, struct index *index) {
  struct buf copy = {0};
  struct err err;
  enum index_outcome outcome = parse_index(own, OID_SHA1, index);
  buf_add(&copy, shared);
  if (outcome == INDEX_READ && index->is_split)
    outcome = index_join(index, &copy, OID_SHA1, &err);
  buf_free(&copy);
  return outcome;
}
