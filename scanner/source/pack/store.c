/* store.c -- the object folders of a repository and of its alternates, with their packs opened. */
#include "source/pack/store.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/file.h"

/* As git: alternates of alternates, five deep. */
enum { ALTERNATES_DEPTH = 5, ALTERNATES_LIMIT = 1 << 20 };

static void add_problem(struct store *store, enum gap gap, str what) {
  vec_push(&store->problems, (struct store_problem){gap, arena_copy(&store->kept, what)});
}

/* ---- folders ---- */

struct opening {
  struct store *store;
  VEC(unsigned) depths; /* of the store's folders */
};

static void add_folder(struct opening *o, str path, unsigned depth) {
  struct store *store = o->store;
  char *real = realpath(path.ptr, NULL);
  bool is_known = false;
  if (!real) {
    add_problem(store, GAP_MISSING, path);
    return;
  }
  for (size_t i = 0; i < store->folders.len; i++)
    is_known |= str_eq(store->folders.data[i], str_from(real));
  if (!is_known) {
    vec_push(&store->folders, arena_copy(&store->kept, str_from(real)));
    vec_push(&o->depths, depth);
  }
  free(real);
}

/* A line in quotes, with C's escapes: as git reads one (its quote.c). False if it is not well-formed. */
static bool unquote(str line, struct buf *out) {
  static const char letters[] = "abfnrtv\\\"", bytes[] = "\a\b\f\n\r\t\v\\\"";
  size_t i = 1;
  for (; i < line.len && line.ptr[i] != '"'; i++) {
    const char *letter = line.ptr[i] == '\\' && i + 1 < line.len && line.ptr[i + 1] ? strchr(letters, line.ptr[i + 1]) : NULL;
    if (line.ptr[i] != '\\') {
      buf_add_byte(out, line.ptr[i]);
    } else if (letter) {
      buf_add_byte(out, bytes[letter - letters]);
      i++;
    } else {
      unsigned value = 0;
      for (size_t digits = 0; digits < 3; digits++, i++) {
        if (i + 1 >= line.len || line.ptr[i + 1] < '0' || line.ptr[i + 1] > (digits ? '7' : '3'))
          return false;
        value = value * 8 + (unsigned)(line.ptr[i + 1] - '0');
      }
      buf_add_byte(out, (char)value);
    }
  }
  return i + 1 == line.len;
}

/* info/alternates: an object folder a line, relative ones from this one's; '#' begins a comment. */
static void add_alternates(struct opening *o, str folder, unsigned depth) {
  struct arena *kept = &o->store->kept;
  struct buf text = {0};
  struct err err;
  str name = arena_printf(kept, "%.*s/info/alternates", STR_ARG(folder));
  if (access(name.ptr, F_OK) != 0)
    return;
  if (depth >= ALTERNATES_DEPTH || file_read(name.ptr, ALTERNATES_LIMIT, &text, &err)) {
    add_problem(o->store, GAP_UNREADABLE, name);
    return;
  }
  str rest = buf_str(&text), line;
  while (str_next_line(&rest, &line)) {
    struct buf plain = {0};
    if (line.len == 0 || line.ptr[0] == '#')
      continue;
    if (line.ptr[0] == '"' && unquote(line, &plain))
      line = buf_str(&plain);
    if (line.len == 0)
      continue; /* as git does */
    str path = line.ptr[0] == '/' ? arena_copy(kept, line) : arena_printf(kept, "%.*s/%.*s", STR_ARG(folder), STR_ARG(line));
    add_folder(o, path, depth + 1);
    buf_free(&plain);
  }
  buf_free(&text);
}

/* ---- entries of a folder ---- */

static int is_index(const struct dirent *entry) {
  return str_ends(str_from(entry->d_name), STR(".idx"));
}

static int is_pack(const struct dirent *entry) {
  return str_ends(str_from(entry->d_name), STR(".pack"));
}

static int is_fan(const struct dirent *entry) {
  const char *name = entry->d_name;
  return strspn(name, "0123456789abcdef") == 2 && !name[2];
}

/* Names in order; -1 if the folder is there and cannot be read. */
static int each_entry(str folder, int (*filter)(const struct dirent *), void (*take)(void *data, str folder, str name), void *data) {
  struct dirent **entries;
  int count = scandir(folder.ptr, &entries, filter, alphasort);
  if (count < 0)
    return errno == ENOENT ? 0 : -1;
  for (int i = 0; i < count; i++) {
    take(data, folder, str_from(entries[i]->d_name));
    free(entries[i]);
  }
  free(entries);
  return 0;
}

/* ---- packs ---- */

static void take_index(void *data, str folder, str name) {
  struct store *store = data;
  struct packfile pack;
  struct err err;
  if (packfile_open(arena_printf(&store->kept, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name)), store->oid_size, &store->kept, &pack, &err))
    add_problem(store, GAP_CORRUPT, str_from(err.text));
  else
    vec_push(&store->packs, pack);
}

/* A pack without an index cannot be read by git either, yet it holds objects. */
static void check_orphan(void *data, str folder, str name) {
  struct store *store = data;
  str index = arena_printf(&store->kept, "%.*s/%.*s.idx", STR_ARG(folder), (int)name.len - 5, name.ptr);
  if (access(index.ptr, F_OK) != 0)
    add_problem(store, GAP_CORRUPT, arena_printf(&store->kept, "%.*s/%.*s: no index", STR_ARG(folder), STR_ARG(name)));
}

static void add_packs(struct store *store, str objects) {
  str folder = arena_printf(&store->kept, "%.*s/pack", STR_ARG(objects));
  if (each_entry(folder, is_index, take_index, store) || each_entry(folder, is_pack, check_orphan, store))
    add_problem(store, GAP_UNREADABLE, folder);
}

void store_open(const str *folders, size_t len, size_t oid_size, struct store *store) {
  struct opening o = {.store = store};
  *store = (struct store){.oid_size = oid_size};
  for (size_t i = 0; i < len; i++)
    add_folder(&o, folders[i], 0);
  for (size_t i = 0; i < store->folders.len; i++)
    add_alternates(&o, store->folders.data[i], o.depths.data[i]);
  for (size_t i = 0; i < store->folders.len; i++)
    add_packs(store, store->folders.data[i]);
  vec_free(&o.depths);
}

void store_close(struct store *store) {
  for (size_t i = 0; i < store->packs.len; i++)
    packfile_close(&store->packs.data[i]);
  vec_free(&store->folders);
  vec_free(&store->packs);
  vec_free(&store->problems);
  free(store->merged.slots);
  free(store->merged.first);
  arena_free(&store->kept);
}

/* ---- look-ups ---- */

enum { SLOT_FREE = UINT32_MAX, PACKS_APART = 4 };

/* Ids are hashes, but a hostile index may hold any: all words are mixed with factors that nobody knows beforehand. */
static size_t slot_of(const struct store *store, oid id) {
  uint64_t words[OID_SIZE / sizeof(uint64_t)], mixed = 0;
  memcpy(words, id.bytes, sizeof words);
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    mixed += words[i] * store->merged.factors[i];
  return (size_t)((mixed ^ mixed >> 29) * store->merged.factors[0] >> 32 & (store->merged.room - 1));
}

static size_t pack_of_place(const struct store *store, uint32_t place) {
  size_t low = 0, high = store->packs.len;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (store->merged.first[middle] <= place)
      low = middle;
    else
      high = middle;
  }
  return low;
}

/* The slot that holds the id, or the free one where it would be. */
static uint32_t *find_slot(const struct store *store, oid id, size_t *pack, uint32_t *position) {
  for (size_t slot = slot_of(store, id);; slot = (slot + 1) & (store->merged.room - 1)) {
    uint32_t place = store->merged.slots[slot];
    if (place == SLOT_FREE)
      return &store->merged.slots[slot];
    *pack = pack_of_place(store, place);
    *position = place - store->merged.first[*pack];
    if (oid_eq(packfile_oid(&store->packs.data[*pack], *position), id))
      return &store->merged.slots[slot];
  }
}

static void add_to_merged(struct store *store, size_t pack) {
  size_t other;
  uint32_t position;
  for (uint32_t i = 0; i < store->packs.data[pack].count; i++) {
    uint32_t *slot = find_slot(store, packfile_oid(&store->packs.data[pack], i), &other, &position);
    if (*slot == SLOT_FREE) /* else an earlier pack has it */
      *slot = store->merged.first[pack] + i;
  }
}

/* Odd, and others in each run; results do not depend on them. */
static void choose_factors(struct store *store) {
  enum { WORDS = sizeof store->merged.factors / sizeof store->merged.factors[0] };
  if (getrandom(store->merged.factors, sizeof store->merged.factors, 0) != sizeof store->merged.factors)
    for (size_t i = 0; i < WORDS; i++)
      store->merged.factors[i] = UINT64_C(0x9e3779b97f4a7c15) * (i + 1) ^ (uintptr_t)store;
  for (size_t i = 0; i < WORDS; i++)
    store->merged.factors[i] |= 1;
}

static void merge(struct store *store) {
  size_t packs = store->packs.len;
  uint64_t all = 0;
  store->merged.first = memory_new((packs + 1) * sizeof *store->merged.first);
  for (size_t i = 0; i <= packs; all += i < packs ? store->packs.data[i].count : 0, i++)
    store->merged.first[i] = all > SLOT_FREE ? SLOT_FREE : (uint32_t)all;
  choose_factors(store);
  if (all >= SLOT_FREE)
    return; /* too many for the table: each pack is asked */
  for (store->merged.room = 64; store->merged.room * 2 < all * 3;)
    store->merged.room *= 2;
  store->merged.slots = memory_new(store->merged.room * sizeof *store->merged.slots);
  memset(store->merged.slots, 0xff, store->merged.room * sizeof *store->merged.slots);
  for (size_t i = 0; i < packs; i++)
    add_to_merged(store, i);
}

/* What they name may be elsewhere too, and is looked for there. */
static void drop_unusable(struct store *store) {
  size_t kept = 0;
  for (size_t i = 0; i < store->packs.len; i++) {
    struct packfile pack = store->packs.data[i];
    if (packfile_is_in_bounds(&pack)) {
      store->packs.data[kept++] = pack;
      continue;
    }
    add_problem(store, GAP_CORRUPT, arena_printf(&store->kept, "%s: its index points behind its end", pack.name.ptr));
    packfile_close(&pack);
  }
  store->packs.len = kept;
}

void store_refine(struct store *store) {
  drop_unusable(store);
  if (store->packs.len == 0 || store->merged.first || store->packs.data[0].fine)
    return; /* nothing to do, or done */
  if (store->packs.len > PACKS_APART) {
    merge(store);
    return;
  }
  for (size_t i = 0; i < store->packs.len; i++)
    packfile_refine(&store->packs.data[i]);
}

void store_prefetch(const struct store *store, oid id, bool later) {
  if (store->merged.slots) {
    if (!later)
      __builtin_prefetch(&store->merged.slots[slot_of(store, id)]);
  } else if (store->packs.len && later) {
    packfile_expect_ids(&store->packs.data[0], id);
  } else if (store->packs.len) {
    packfile_expect_fan(&store->packs.data[0], id);
  }
}

bool store_find(const struct store *store, oid id, size_t from, size_t *pack, uint32_t *position) {
  if (from == 0 && store->merged.slots)
    return *find_slot(store, id, pack, position) != SLOT_FREE;
  for (*pack = from; *pack < store->packs.len; ++*pack)
    if (packfile_find(&store->packs.data[*pack], id, position))
      return true;
  return false;
}

/* ---- loose objects ---- */

struct loose_walk {
  const struct store *store;
  struct coverage *coverage;
  void (*each)(void *data, oid id);
  void *data;
};

/* "ab/cdef…": the rest of the digits is the file's name; other files are not git's. */
static void take_loose(void *data, str folder, str name) {
  const struct loose_walk *walk = data;
  char hex[OID_HEX_SIZE + 1];
  oid id;
  if (name.len != 2 * walk->store->oid_size - 2)
    return;
  memcpy(hex, folder.ptr + folder.len - 2, 2);
  memcpy(hex + 2, name.ptr, name.len);
  if (oid_from_hex((str){hex, name.len + 2}, walk->store->oid_size, &id))
    walk->each(walk->data, id);
}

static void take_fan(void *data, str objects, str name) {
  struct loose_walk *walk = data;
  struct arena scratch = {0};
  str folder = arena_printf(&scratch, "%.*s/%.*s", STR_ARG(objects), STR_ARG(name));
  if (each_entry(folder, NULL, take_loose, walk))
    coverage_gap(walk->coverage, GAP_UNREADABLE, folder);
  arena_free(&scratch);
}

void store_each_loose(const struct store *store, struct coverage *coverage, void (*each)(void *, oid), void *data) {
  struct loose_walk walk = {store, coverage, each, data};
  for (size_t i = 0; i < store->folders.len; i++)
    if (each_entry(store->folders.data[i], is_fan, take_fan, &walk))
      coverage_gap(coverage, GAP_UNREADABLE, store->folders.data[i]);
}

void store_loose_path(const struct store *store, size_t folder, oid id, struct buf *path) {
  char hex[OID_HEX_SIZE];
  oid_to_hex(id, store->oid_size, hex);
  path->len = 0;
  buf_printf(path, "%.*s/%.2s/%s", STR_ARG(store->folders.data[folder]), hex, hex + 2);
  buf_add_byte(path, '\0');
}
