/* packfile.c -- one pack with its index, opened for reading. */
#include "source/pack/packfile.h"

#include <errno.h>
#include <fcntl.h>
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

static int map_index(struct packfile *pack, const char *name, struct err *err) {
  int descriptor = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat status;
  if (descriptor < 0)
    return err_set(err, "%s: %s", name, strerror(errno));
  if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size < FAN_SIZE) {
    close(descriptor);
    return err_set(err, "%s: not a pack index", name);
  }
  void *mapped = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  close(descriptor);
  if (mapped == MAP_FAILED)
    return err_set(err, "%s: %s", name, strerror(errno));
  pack->index = mapped;
  pack->index_size = (size_t)status.st_size;
  return 0;
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

static int open_pack(struct packfile *pack, struct err *err) {
  uint8_t head[PACK_HEAD];
  struct stat status;
  pack->descriptor = open(pack->name.ptr, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (pack->descriptor < 0)
    return err_set(err, "%s: %s", pack->name.ptr, strerror(errno));
  if (fstat(pack->descriptor, &status) != 0 || !S_ISREG(status.st_mode) || (size_t)status.st_size < PACK_HEAD + pack->oid_size)
    return err_set(err, "%s: not a pack", pack->name.ptr);
  pack->end = (uint64_t)status.st_size - pack->oid_size;
  if (packfile_read(pack, 0, head, sizeof head) != PACK_HEAD || memcmp(head, "PACK", 4) != 0)
    return err_set(err, "%s: not a pack", pack->name.ptr);
  if (read32(head + 4) != 2 && read32(head + 4) != 3)
    return err_set(err, "%s: pack of version %u", pack->name.ptr, read32(head + 4));
  if (read32(head + 8) != pack->count)
    return err_set(err, "%s: %u objects, its index has %u", pack->name.ptr, read32(head + 8), pack->count);
  posix_fadvise(pack->descriptor, 0, 0, POSIX_FADV_WILLNEED);
  return 0;
}

int packfile_open(str index_name, size_t oid_size, struct arena *kept, struct packfile *pack, struct err *err) {
  *pack = (struct packfile){.descriptor = -1, .oid_size = oid_size};
  pack->name = arena_printf(kept, "%.*s.pack", (int)(index_name.len - 4), index_name.ptr);
  if (map_index(pack, index_name.ptr, err) || check_index(pack, index_name.ptr, err) || open_pack(pack, err)) {
    packfile_close(pack);
    return -1;
  }
  return 0;
}

void packfile_close(struct packfile *pack) {
  union {
    const uint8_t *from;
    void *to;
  } mapped = {pack->index};
  if (pack->index)
    munmap(mapped.to, pack->index_size);
  if (pack->descriptor >= 0)
    close(pack->descriptor);
  pack->index = NULL;
  pack->descriptor = -1;
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

/* The first eight bytes as a number decide nearly always. */
static uint64_t head_of(const uint8_t *raw) {
  return (uint64_t)read32(raw) << 32 | read32(raw + 4);
}

static int compare_raw(const uint8_t *raw, oid id, size_t oid_size) {
  uint64_t a = head_of(raw), b = head_of(id.bytes);
  if (a != b)
    return a < b ? -1 : 1;
  return memcmp(raw + 8, id.bytes + 8, oid_size - 8);
}

/* Ids are spread evenly: guess from the bytes behind the first, then close in on both sides of the guess. */
static void narrow(const struct packfile *pack, oid id, uint32_t *low, uint32_t *high) {
  enum { FIRST_STEP = 8 };
  uint64_t fraction = read32(id.bytes + 1);
  uint32_t guess = *low + (uint32_t)(fraction * (*high - *low) >> 32), step = FIRST_STEP;
  bool is_below = compare_raw(raw_oid(pack, guess), id, pack->oid_size) <= 0;
  if (is_below)
    *low = guess;
  else
    *high = guess;
  while (is_below && step < *high - *low && compare_raw(raw_oid(pack, *low + step), id, pack->oid_size) <= 0) {
    *low += step;
    step *= 2;
  }
  while (!is_below && step < *high - *low && compare_raw(raw_oid(pack, *high - step), id, pack->oid_size) > 0) {
    *high -= step;
    step *= 2;
  }
  if (is_below && step < *high - *low)
    *high = *low + step;
  else if (!is_below && step < *high - *low)
    *low = *high - step;
}

bool packfile_find(const struct packfile *pack, oid id, uint32_t *position) {
  uint32_t low = id.bytes[0] ? read32(fan_of(pack) + 4 * (id.bytes[0] - 1)) : 0;
  uint32_t high = read32(fan_of(pack) + 4 * id.bytes[0]);
  if (low < high)
    narrow(pack, id, &low, &high);
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

ssize_t packfile_read(const struct packfile *pack, uint64_t offset, void *bytes, size_t len) {
  size_t done = 0;
  while (done < len) {
    ssize_t got = pread(pack->descriptor, (char *)bytes + done, len - done, (off_t)(offset + done));
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0)
      return -1;
    if (got == 0)
      break;
    done += (size_t)got;
  }
  return (ssize_t)done;
}
