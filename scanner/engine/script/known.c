/* known.c -- what was found out, by name: a hash table with open addressing. */
#include "engine/script/known.h"

#include <stdint.h>

enum { ROOM_FIRST = 64 }; /* a power of two; at most half of it is used */

struct known_entry {
  str name;
  const void *value; /* NULL: free */
};

/* Seeded by where the table lies: names are foreign, and may be chosen to collide. */
static size_t hash_of(const struct known *known, str name) {
  uint64_t hash = UINT64_C(14695981039346656037) ^ (uintptr_t)known; /* FNV-1a */
  for (size_t i = 0; i < name.len; i++)
    hash = (hash ^ (unsigned char)name.ptr[i]) * UINT64_C(1099511628211);
  return (size_t)(hash ^ hash >> 32);
}

/* The entry of `name`, or the free one where it belongs. */
static struct known_entry *entry_of(const struct known *known, str name) {
  size_t at = hash_of(known, name) & (known->room - 1);
  while (known->entries[at].value && !str_eq(known->entries[at].name, name))
    at = (at + 1) & (known->room - 1);
  return &known->entries[at];
}

static void grow(struct known *known, struct arena *arena) {
  struct known old = *known;
  known->room = old.room ? old.room * 2 : ROOM_FIRST;
  known->entries = arena_zeroed(arena, known->room * sizeof *known->entries);
  for (size_t i = 0; i < old.room; i++)
    if (old.entries[i].value)
      *entry_of(known, old.entries[i].name) = old.entries[i];
}

const void *known_find(const struct known *known, str name) {
  return known->room ? entry_of(known, name)->value : NULL;
}

void known_keep(struct known *known, struct arena *arena, str name, const void *value) {
  if (known->len * 2 >= known->room)
    grow(known, arena);
  struct known_entry *entry = entry_of(known, name);
  if (!entry->value) {
    entry->name = arena_copy(arena, name);
    known->len++;
  }
  entry->value = value;
}
