/* oid.c -- object ids as git writes them, and sets and maps of them. */
#include "base/oid.h"

#include <stdlib.h>

#include "base/memory.h"

struct oidmap_entry {
  oid id;
  uint32_t value; /* OIDMAP_NONE: free */
};

bool oid_is_zero(oid id) {
  static const oid zero;
  return oid_eq(id, zero);
}

size_t oid_size_of(oid id) {
  static const uint8_t nothing[OID_SIZE - OID_SHA1];
  return memcmp(id.bytes + OID_SHA1, nothing, sizeof nothing) == 0 ? OID_SHA1 : OID_SHA256;
}

void oid_to_hex(oid id, size_t size, char hex[static OID_HEX_SIZE]) {
  static const char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < size; i++) {
    hex[2 * i] = digits[id.bytes[i] >> 4];
    hex[2 * i + 1] = digits[id.bytes[i] & 15];
  }
  hex[2 * size] = '\0';
}

/* One more than the value; 0: no digit. git writes small letters only. */
static const uint8_t hex_values[256] = {['0'] = 1, ['1'] = 2, ['2'] = 3, ['3'] = 4, ['4'] = 5, ['5'] = 6, ['6'] = 7, ['7'] = 8,
                                        ['8'] = 9, ['9'] = 10, ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16};

bool oid_from_hex(str text, size_t size, oid *id) {
  *id = (oid){{0}};
  if (text.len < 2 * size)
    return false;
  for (size_t i = 0; i < size; i++) {
    unsigned high = hex_values[(uint8_t)text.ptr[2 * i]], low = hex_values[(uint8_t)text.ptr[2 * i + 1]];
    if (!high || !low)
      return false;
    id->bytes[i] = (uint8_t)((high - 1) << 4 | (low - 1));
  }
  return true;
}

/* Ids are hashes already; but a hostile repository may choose its first bytes, so mix in later ones. */
static size_t slot_of(const struct oidmap *map, oid id) {
  uint64_t head, tail;
  memcpy(&head, id.bytes, sizeof head);
  memcpy(&tail, id.bytes + 11, sizeof tail);
  uint64_t mixed = (head ^ (tail << 32 | tail >> 32)) * UINT64_C(0x9e3779b97f4a7c15);
  mixed = (mixed ^ mixed >> 29) * UINT64_C(0xbf58476d1ce4e5b9);
  return (size_t)((mixed ^ mixed >> 32) & (map->room - 1));
}

static struct oidmap_entry *find(const struct oidmap *map, oid id) {
  size_t slot = slot_of(map, id);
  while (map->entries[slot].value != OIDMAP_NONE && !oid_eq(map->entries[slot].id, id))
    slot = (slot + 1) & (map->room - 1);
  return &map->entries[slot];
}

uint32_t oidmap_get(const struct oidmap *map, oid id) {
  return map->room ? find(map, id)->value : OIDMAP_NONE;
}

static void grow(struct oidmap *map) {
  struct oidmap old = *map;
  map->room = old.room ? old.room * 2 : 64;
  map->entries = memory_new(map->room * sizeof *map->entries);
  for (size_t i = 0; i < map->room; i++)
    map->entries[i].value = OIDMAP_NONE;
  for (size_t i = 0; i < old.room; i++)
    if (old.entries[i].value != OIDMAP_NONE)
      *find(map, old.entries[i].id) = old.entries[i];
  free(old.entries);
}

static struct oidmap_entry *entry_for(struct oidmap *map, oid id) {
  if ((map->len + 1) * 3 > map->room * 2)
    grow(map);
  struct oidmap_entry *entry = find(map, id);
  if (entry->value == OIDMAP_NONE) {
    entry->id = id;
    map->len++;
  }
  return entry;
}

uint32_t oidmap_add(struct oidmap *map, oid id, uint32_t value) {
  struct oidmap_entry *entry = entry_for(map, id);
  if (entry->value == OIDMAP_NONE)
    entry->value = value;
  return entry->value;
}

void oidmap_set(struct oidmap *map, oid id, uint32_t value) {
  entry_for(map, id)->value = value;
}

void oidmap_each(const struct oidmap *map, void (*each)(void *data, oid id, uint32_t value), void *data) {
  for (size_t i = 0; i < map->room; i++)
    if (map->entries[i].value != OIDMAP_NONE)
      each(data, map->entries[i].id, map->entries[i].value);
}

static void merge_entry(void *map, oid id, uint32_t value) {
  oidmap_add(map, id, value);
}

void oidmap_merge(struct oidmap *map, const struct oidmap *from) {
  oidmap_each(from, merge_entry, map);
}

void oidmap_free(struct oidmap *map) {
  free(map->entries);
  *map = (struct oidmap){0};
}
