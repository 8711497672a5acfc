/* packfile.c -- one pack with its index, opened for reading. */
#include "source/pack/packfile.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FAN = 256, FAN_SIZE = FAN * 4, V2_HEAD = 8, PACK_HEAD = 12 };

static uint32_t read32(const uint8_t *at) {
  return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static const uint8_t *fan_of(const struct packfile *pack) {
  return pack->index + (pack->version == 2 ? V2_HEAD : 0);
}

static size_t entry_size(const struct packfile *pack) {
  return pack->version == 2 ? pack->oid_size : 4 + pack->oid_size;
}

static const uint8_t *raw_oid(const struct packfile *pack, uint32_t position) {
  return fan_of(pack) + FAN_SIZE + position * entry_size(pack) + (pack->version == 2 ? 0 : 4);
}

/* ---- opening ---- */

struct mapped {
  const uint8_t *bytes;
  uint64_t size;
  struct stamp stamp;
};

static int map_file(const char *name, uint64_t least, struct mapped *map, struct err *err) {
  int descriptor = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat status;
  if (descriptor < 0)
    return err_set(err, "%s: %s", name, strerror(errno));
  if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode) || (uint64_t)status.st_size < least) {
    close(descriptor);
    return err_set(err, "%s: not a pack, nor the index of one", name);
  }
  void *mapped = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  close(descriptor);
  if (mapped == MAP_FAILED)
    return err_set(err, "%s: %s", name, strerror(errno));
  *map = (struct mapped){mapped, (uint64_t)status.st_size, stamp_of(&status)};
  return 0;
}

static void unmap(const uint8_t **bytes, uint64_t size) {
  union {
    const uint8_t *from;
    void *to;
  } mapped = {*bytes};
  if (*bytes)
    munmap(mapped.to, (size_t)size);
  *bytes = NULL;
}

/* Tables must fit and the fan must rise, or later look-ups would leave the map. */
static int check_index(struct packfile *pack, const char *name, struct err *err) {
  static const uint8_t magic[] = {0xff, 't', 'O', 'c'};
  bool has_version = memcmp(pack->index, magic, sizeof magic) == 0;
  pack->version = has_version ? read32(pack->index + 4) : 1;
  if (pack->version != 1 && pack->version != 2)
    return err_set(err, "%s: pack index of version %u", name, pack->version);
  size_t fixed = (has_version ? V2_HEAD : 0) + FAN_SIZE + 2 * pack->oid_size;
  if (pack->index_size < fixed)
    return err_set(err, "%s: pack index cut off", name);
  uint32_t last = 0;
  for (int i = 0; i < FAN; i++) {
    uint32_t value = read32(fan_of(pack) + 4 * i);
    if (value < last)
      return err_set(err, "%s: damaged pack index", name);
    last = value;
  }
  pack->count = last;
  size_t each = pack->version == 2 ? pack->oid_size + 8 : pack->oid_size + 4;
  if ((pack->index_size - fixed) / each < pack->count)
    return err_set(err, "%s: pack index cut off", name);
  return 0;
}

static int map_index(struct packfile *pack, const char *name, struct err *err) {
  struct mapped map;
  if (map_file(name, FAN_SIZE, &map, err))
    return -1;
  pack->index = map.bytes;
  pack->index_size = map.size;
  pack->index_stamp = map.stamp;
  return check_index(pack, name, err);
}

static int map_pack(struct packfile *pack, struct err *err) {
  struct mapped map;
  if (map_file(pack->name.ptr, PACK_HEAD + pack->oid_size, &map, err))
    return -1;
  pack->bytes = map.bytes;
  pack->size = map.size;
  pack->stamp = map.stamp;
  pack->end = pack->size - pack->oid_size;
  if (memcmp(pack->bytes, "PACK", 4) != 0)
    return err_set(err, "%s: not a pack", pack->name.ptr);
  if (read32(pack->bytes + 4) != 2 && read32(pack->bytes + 4) != 3)
    return err_set(err, "%s: pack of version %u", pack->name.ptr, read32(pack->bytes + 4));
  if (read32(pack->bytes + 8) != pack->count)
    return err_set(err, "%s: %u objects, its index has %u", pack->name.ptr, read32(pack->bytes + 8), pack->count);
  return 0;
}

int packfile_open(str index_name, size_t oid_size, struct arena *kept, struct packfile *pack, struct err *err) {
  *pack = (struct packfile){.oid_size = oid_size};
  pack->name = arena_printf(kept, "%.*s.pack", (int)(index_name.len - 4), index_name.ptr);
  if (map_index(pack, index_name.ptr, err) || map_pack(pack, err)) {
    packfile_close(pack);
    return -1;
  }
  return 0;
}

void packfile_close(struct packfile *pack) {
  unmap(&pack->index, pack->index_size);
  unmap(&pack->bytes, pack->size);
  free(pack->fine);
  pack->fine = NULL;
}

void packfile_expect_all(const struct packfile *pack) {
  union {
    const uint8_t *from;
    void *to;
  } mapped = {pack->bytes};
  madvise(mapped.to, (size_t)pack->size, MADV_WILLNEED); /* a wish */
}

/* ---- reading ---- */

oid packfile_oid(const struct packfile *pack, uint32_t position) {
  return oid_from_raw(raw_oid(pack, position), pack->oid_size);
}

uint64_t packfile_offset(const struct packfile *pack, uint32_t position) {
  if (pack->version == 1)
    return read32(raw_oid(pack, position) - 4);
  const uint8_t *offsets = raw_oid(pack, 0) + pack->count * (pack->oid_size + 4);
  uint32_t offset = read32(offsets + 4 * (size_t)position);
  if (!(offset & 0x80000000u))
    return offset;
  const uint8_t *large = offsets + 4 * (size_t)pack->count + 8 * (size_t)(offset & 0x7fffffffu);
  if (large + 8 > pack->index + pack->index_size - 2 * pack->oid_size)
    return UINT64_MAX; /* no such place: whoever reads there finds out */
  return (uint64_t)read32(large) << 32 | read32(large + 4);
}

bool packfile_is_in_bounds(const struct packfile *pack) {
  for (uint32_t i = 0; i < pack->count; i++)
    if (packfile_offset(pack, i) >= pack->end)
      return false;
  return true;
}

/* ---- look-ups ---- */

/* The first eight bytes as a number decide nearly always. */
static uint64_t head_of(const uint8_t *raw) {
  uint64_t head;
  memcpy(&head, raw, sizeof head);
  return be64toh(head);
}

static int compare_raw(const uint8_t *raw, oid id, size_t oid_size) {
  uint64_t a = head_of(raw), b = head_of(id.bytes);
  if (a != b)
    return a < b ? -1 : 1;
  return memcmp(raw + 8, id.bytes + 8, oid_size - 8);
}

static uint32_t first_bits(const uint8_t *raw, unsigned bits) {
  return (uint32_t)(head_of(raw) >> (64 - bits));
}

/* Some ids to a bucket: then a look-up touches one line of the fan and one or two of the ids. */
void packfile_refine(struct packfile *pack) {
  if (pack->fine)
    return;
  enum { IDS_OF_BUCKET = 8, BITS_LEAST = 8, BITS_MOST = 26 };
  unsigned bits = BITS_LEAST;
  while (bits < BITS_MOST && (UINT32_C(1) << bits) < pack->count / IDS_OF_BUCKET)
    bits++;
  size_t buckets = (size_t)1 << bits, next = 0;
  uint32_t *fine = memory_new((buckets + 1) * sizeof *fine);
  for (uint32_t i = 0; i < pack->count; i++) /* an index out of order finds less, and harms nobody */
    for (size_t bucket = first_bits(raw_oid(pack, i), bits); next <= bucket; next++)
      fine[next] = i;
  for (; next <= buckets; next++)
    fine[next] = pack->count;
  pack->fine = fine;
  pack->fine_bits = bits;
}

void packfile_expect_fan(const struct packfile *pack, oid id) {
  if (pack->fine)
    __builtin_prefetch(&pack->fine[first_bits(id.bytes, pack->fine_bits)]);
}

void packfile_expect_ids(const struct packfile *pack, oid id) {
  enum { LINE = 64 };
  if (!pack->fine || !pack->count)
    return;
  uint32_t low = pack->fine[first_bits(id.bytes, pack->fine_bits)];
  const uint8_t *raw = raw_oid(pack, low < pack->count ? low : 0);
  __builtin_prefetch(raw);
  __builtin_prefetch(raw + LINE);
}

static void bounds_of(const struct packfile *pack, oid id, uint32_t *low, uint32_t *high) {
  if (pack->fine) {
    uint32_t bucket = first_bits(id.bytes, pack->fine_bits);
    *low = pack->fine[bucket];
    *high = pack->fine[bucket + 1];
    return;
  }
  *low = id.bytes[0] ? read32(fan_of(pack) + 4 * (id.bytes[0] - 1)) : 0;
  *high = read32(fan_of(pack) + 4 * id.bytes[0]);
}

bool packfile_find(const struct packfile *pack, oid id, uint32_t *position) {
  uint32_t low, high;
  bounds_of(pack, id, &low, &high);
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    int order = compare_raw(raw_oid(pack, middle), id, pack->oid_size);
    if (order == 0) {
      *position = middle;
      return true;
    }
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return false;
}
